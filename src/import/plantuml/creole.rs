//! Text in Creole and PlantUML's tags as plain lines.

use crate::import::markup::{html_text, trim_lines};

/// The plain lines of a label: `\n` breaks it, marks of bold and italic text, icons and rulers go.
pub(super) fn plain_label(text: &str) -> String {
    let text = without_icons(text);
    let mut broken = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek()) {
            ('\\', Some('n' | 'l' | 'r')) => {
                chars.next();
                broken.push('\n');
            }
            ('\\', Some('\\' | '"')) => broken.extend(chars.next()),
            _ => broken.push(char),
        }
    }
    let marks = ["**", "\"\"", "__", "~~"];
    let plain = marks
        .iter()
        .fold(broken, |text, mark| text.replace(mark, ""));
    let plain = without_italics(&plain);
    let lines = html_text(&plain);
    let lines = lines.lines().filter_map(|line| {
        let is_ruler = line.len() >= 2 && line.chars().all(|c| "-=_.".contains(c));
        let words = line
            .trim_start_matches(['=', '*', '|'])
            .trim_end_matches(['=', '|']);
        (!is_ruler).then(|| words.trim())
    });
    trim_lines(&lines.collect::<Vec<_>>().join("\n"))
}

/// `//words//` without its slashes, which are those of an address after a colon.
fn without_italics(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("//") {
        let is_address = rest[..at].ends_with(':');
        plain.push_str(&rest[..at]);
        if is_address {
            plain.push_str("//");
        }
        rest = &rest[at + 2..];
    }
    plain.push_str(rest);
    plain
}

/// Text without `<$sprite>`, `<&icon>`, `<:emoji:>` and `<img …>`; `<U+1F600>` is the letter of this number.
fn without_icons(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let is_icon = tag.starts_with(['$', '&', ':', '#']) || tag.starts_with("U+");
        match tag.find('>').filter(|_| is_icon) {
            Some(end) => {
                let number = tag[..end].strip_prefix("U+");
                let code = number.and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let letter = code.and_then(char::from_u32).filter(|c| !c.is_control());
                plain.extend(letter);
                rest = &tag[end + 1..];
            }
            None => {
                plain.push('<');
                rest = tag;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_it_shows() {
        for (text, expected) in [
            ("Order API\\nGo", "Order API\nGo"),
            (
                "**Order** //API//\n----\n<size:10>[Go]</size>",
                "Order API\n[Go]",
            ),
            ("<$go> <&cloud> see https://x.y/z", "see https://x.y/z"),
            ("== Head\n* item\n|| table ||", "Head\nitem\ntable"),
            ("<U+00E9>t\\\\x <color:red>red</color>", "ét\\x red"),
        ] {
            assert_eq!(plain_label(text), expected, "{text}");
        }
    }
}
