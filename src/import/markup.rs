//! Labels in HTML as plain text: tags go, those that end a line or a table cell break it, entities become what they stand for.

use crate::model::entities::{HTML_MARK, decode_entities};

/// Tags that begin a new line.
const BREAKS: [&str; 20] = [
    "br", "tr", "/tr", "/td", "p", "/p", "div", "/div", "li", "/li", "ul", "/ul", "h1", "/h1",
    "h2", "/h2", "h3", "/h3", "hr", "/table",
];
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
    trim_lines(&decode_entities(&text, HTML_MARK))
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
