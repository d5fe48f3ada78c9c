//! Labels in HTML as plain text: tags go, those that end a line or a table cell break it, entities become what they stand for.

/// Tags that begin a new line.
const BREAKS: [&str; 11] = [
    "br", "/tr", "/td", "/p", "/div", "/li", "/h1", "/h2", "/h3", "hr", "/table",
];
/// Entities by their names.
const ENTITIES: [(&str, char); 30] = [
    ("amp", '&'),
    ("colon", ':'),
    ("comma", ','),
    ("lpar", '('),
    ("lsqb", '['),
    ("num", '#'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("semi", ';'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("larr", '←'),
    ("rarr", '→'),
    ("harr", '↔'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("eacute", 'é'),
];
/// The longest entity, in bytes: `&#1114111;`.
pub(super) const LONGEST_ENTITY: usize = 12;

/// The text of HTML: its lines without tags, space around them and empty ones.
pub(super) fn html_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let begins_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c));
        match tag.find('>').filter(|_| begins_tag) {
            Some(end) => {
                let name = tag[..end].trim_end_matches('/');
                let name = name.split_whitespace().next().unwrap_or_default();
                if BREAKS.contains(&name.to_ascii_lowercase().as_str()) {
                    text.push('\n');
                }
                rest = &tag[end + 1..];
            }
            None => {
                text.push('<');
                rest = tag;
            }
        }
    }
    text.push_str(rest);
    trim_lines(&decode_entities(&text))
}

/// Text with `&amp;`, `&#39;` and `&#x27;` as what they stand for.
pub(super) fn decode_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.bytes().take(LONGEST_ENTITY).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(&after[..end])?))) {
            Some((end, char)) => {
                plain.push(char);
                rest = &after[end + 1..];
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What an entity stands for, without its `&` and `;`.
pub(super) fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| !c.is_control());
    }
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map(|(_, char)| *char)
}

/// The lines of a text without space around them, and without empty ones.
pub(super) fn trim_lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_its_lines() {
        for (html, expected) in [
            ("<B>API</B><BR/>Go &amp; gRPC", "API\nGo & gRPC"),
            (
                "<table border=\"0\"><tr><td port=\"p\">a</td><td>b</td></tr></table>",
                "a\nb",
            ),
            (
                "x &lt; y < z &#39;q&#x27; &nope; &",
                "x < y < z 'q' &nope; &",
            ),
            ("<font", "<font"),
            ("", ""),
        ] {
            assert_eq!(html_text(html), expected, "{html}");
        }
    }
}
