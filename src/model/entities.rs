//! Signs that a text names in place of writing them: `&amp;`, `&#39;`, and with Mermaid's own mark `#quot;`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The longest entity without its mark, in bytes: the longest name in HTML has 31 letters.
const LONGEST: usize = 32;
/// The names of HTML 4, and of HTML 5 those of the signs that mean something in Mermaid and of some symbols, each before its
/// sign.
const NAMED: &str = "\
    AElig Æ Aacute Á Acirc Â Agrave À Alpha Α Aring Å Atilde Ã Auml Ä Beta Β Ccedil Ç Chi Χ Dagger ‡ Delta Δ ETH Ð \
    Eacute É Ecirc Ê Egrave È Epsilon Ε Eta Η Euml Ë Gamma Γ Iacute Í Icirc Î Igrave Ì Iota Ι Iuml Ï Kappa Κ \
    Lambda Λ Larr ↞ Mu Μ Ntilde Ñ Nu Ν OElig Œ Oacute Ó Ocirc Ô Ograve Ò Omega Ω Omicron Ο Oslash Ø Otilde Õ Ouml Ö \
    Phi Φ Pi Π Prime ″ Psi Ψ Rarr ↠ Rho Ρ Scaron Š Sigma Σ THORN Þ Tau Τ Theta Θ Uacute Ú Ucirc Û Ugrave Ù Upsilon Υ \
    Uuml Ü Xi Ξ Yacute Ý Yuml Ÿ Zeta Ζ aacute á acirc â acute ´ aelig æ agrave à alefsym ℵ alpha α amp & and ∧ ang ∠ \
    apos ' aring å ast * asymp ≈ atilde ã auml ä bdquo „ beta β bigstar ★ blacksquare ▪ brvbar ¦ bsol \\ bull • cap ∩ \
    ccedil ç cedil ¸ cent ¢ check ✓ checkmark ✓ chi χ cir ○ circ ˆ clubs ♣ colon : comma , commat @ cong ≅ copy © \
    crarr ↵ cross ✗ cup ∪ curren ¤ dArr ⇓ dagger † darr ↓ deg ° delta δ diams ♦ divide ÷ dollar $ dtri ▿ eacute é \
    ecirc ê egrave è empty ∅ epsilon ε equals = equiv ≡ eta η eth ð euml ë euro € excl ! exist ∃ female ♀ flat ♭ \
    fnof ƒ forall ∀ frac12 ½ frac13 ⅓ frac14 ¼ frac23 ⅔ frac34 ¾ frasl ⁄ gamma γ ge ≥ grave ` gt > hArr ⇔ half ½ \
    harr ↔ hearts ♥ hellip … hyphen ‐ iacute í icirc î iexcl ¡ igrave ì image ℑ infin ∞ int ∫ iota ι iquest ¿ isin ∈ \
    iuml ï kappa κ lArr ⇐ lambda λ lang \u{2329} laquo « larr ← lbrace { lbrack [ lceil ⌈ lcub { ldquo “ ldquor „ le ≤ \
    lfloor ⌊ lowast ∗ lowbar _ loz ◊ lpar ( lsaquo ‹ lsqb [ lsquo ‘ lsquor ‚ lt < ltri ◃ macr ¯ male ♂ mdash — \
    micro µ middot · minus − mu μ nabla ∇ natural ♮ ndash – ne ≠ nearr ↗ ni ∋ not ¬ notin ∉ nsub ⊄ ntilde ñ nu ν \
    num # nwarr ↖ oacute ó ocirc ô oelig œ ograve ò oline ‾ omega ω omicron ο oplus ⊕ or ∨ ordf ª ordm º oslash ø \
    otilde õ otimes ⊗ ouml ö para ¶ part ∂ percnt % period . permil ‰ perp ⊥ phi φ phone ☎ pi π piv ϖ plus + \
    plusmn ± pound £ prime ′ prod ∏ prop ∝ psi ψ quest ? quot \" rArr ⇒ radic √ rang \u{232a} raquo » rarr → rarrw ↝ \
    rbrace } rbrack ] rceil ⌉ rcub } rdquo ” real ℜ reg ® rfloor ⌋ rho ρ rpar ) rsaquo › rsqb ] rsquo ’ rtri ▹ \
    sbquo ‚ scaron š sdot ⋅ searr ↘ sect § semi ; sharp ♯ sigma σ sigmaf ς sim ∼ sol / spades ♠ squ □ square □ \
    star ☆ starf ★ sub ⊂ sube ⊆ sum ∑ sung ♪ sup ⊃ sup1 ¹ sup2 ² sup3 ³ supe ⊇ swarr ↙ szlig ß tau τ there4 ∴ \
    theta θ thetasym ϑ thorn þ tilde ˜ times × trade ™ uArr ⇑ uacute ú uarr ↑ ucirc û ugrave ù uml ¨ upsih ϒ \
    upsilon υ utri ▵ uuml ü verbar | vert | weierp ℘ xi ξ yacute ý yen ¥ yuml ÿ zeta ζ";
/// What an entity begins with in HTML and XML.
pub const HTML_MARK: &[char] = &['&'];
/// What an entity begins with in Mermaid, where `#` stands for `&` or, before a number, for `&#`.
pub const MERMAID_MARKS: &[char] = &['&', '#'];

/// Adds a sign to a text of HTML or XML, as an entity where it would begin or end a tag or an entity. Between quotes, a quote
/// has to be seen to as well.
pub fn push_escaped(text: &mut String, sign: char) {
    match sign {
        '&' => text.push_str("&amp;"),
        '<' => text.push_str("&lt;"),
        '>' => text.push_str("&gt;"),
        sign => text.push(sign),
    }
}

/// Text with its entities as what they stand for; what is none stays as it is.
#[must_use]
pub fn decode_entities(text: &str, marks: &[char]) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(marks) {
        plain.push_str(&rest[..at]);
        let (mark, after) = rest[at..].split_at(1);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, entity(mark, &after[..end])?))) {
            Some((end, sign)) => {
                plain.push(sign);
                rest = &after[end + 1..];
            }
            None => {
                plain.push_str(mark);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What stands for the name between a mark, which is one byte, and the semicolon.
fn entity(mark: &str, name: &str) -> Option<char> {
    let number = match mark {
        "&" => name.strip_prefix('#'),
        _ => Some(name).filter(|name| name.starts_with(|c: char| c.is_ascii_digit())),
    };
    if let Some(number) = number {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|sign| !sign.is_control());
    }
    named_entity(name)
}

/// The sign that has this name.
fn named_entity(name: &str) -> Option<char> {
    static SIGNS: LazyLock<BTreeMap<&str, char>> = LazyLock::new(|| {
        let mut words = NAMED.split_whitespace();
        std::iter::from_fn(|| Some((words.next()?, words.next()?.chars().next()?))).collect()
    });
    // Spaces that are wider, narrower or do not break are spaces here; signs without a width are none.
    match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => Some(' '),
        _ => SIGNS.get(name).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_signs_and_all_else_stays() {
        for (text, html, mermaid) in [
            ("a &amp; b &#39;c&#x27;", "a & b 'c'", "a & b 'c'"),
            (
                "The #quot;fast#quot; #35;1",
                "The #quot;fast#quot; #35;1",
                "The \"fast\" #1",
            ),
            ("C# API; F#", "C# API; F#", "C# API; F#"),
            ("&nope; & &;ä&lt", "&nope; & &;ä&lt", "&nope; & &;ä&lt"),
            ("&amp;lt;", "&lt;", "&lt;"),
            (
                "&dollar;{A} &euro; &hearts;&lbrace;&nbsp;x &rarr; y",
                "${A} € ♥{ x → y",
                "${A} € ♥{ x → y",
            ),
            (
                "#hearts; #amp; #dollar;",
                "#hearts; #amp; #dollar;",
                "♥ & $",
            ),
            ("&#0;&#x110000;", "&#0;&#x110000;", "&#0;&#x110000;"),
        ] {
            assert_eq!(decode_entities(text, HTML_MARK), html);
            assert_eq!(decode_entities(text, MERMAID_MARKS), mermaid);
        }
    }
}
