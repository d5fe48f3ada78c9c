//! Signs that a text names in place of writing them: `&amp;`, `&#39;`, and with Mermaid's own mark `#quot;`.

/// Entities by their names.
const ENTITIES: [(&str, char); 30] = [
    ("amp", '&'),
    ("apos", '\''),
    ("auml", 'ä'),
    ("bull", '•'),
    ("colon", ':'),
    ("comma", ','),
    ("copy", '©'),
    ("eacute", 'é'),
    ("gt", '>'),
    ("harr", '↔'),
    ("hellip", '…'),
    ("larr", '←'),
    ("lpar", '('),
    ("lsqb", '['),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("num", '#'),
    ("ouml", 'ö'),
    ("quot", '"'),
    ("rarr", '→'),
    ("reg", '®'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("semi", ';'),
    ("times", '×'),
    ("trade", '™'),
    ("uuml", 'ü'),
];
/// The longest entity without its mark, in bytes: `#1114111;`.
const LONGEST: usize = 11;
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
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map(|(_, sign)| *sign)
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
            ("&#0;&#x110000;", "&#0;&#x110000;", "&#0;&#x110000;"),
        ] {
            assert_eq!(decode_entities(text, HTML_MARK), html);
            assert_eq!(decode_entities(text, MERMAID_MARKS), mermaid);
        }
    }
}
