//! A Mermaid text without what is about its looks: front matter, directives and comments become blanks, so that lines keep
//! their numbers.

use crate::import::elements::check_length;

/// A Mermaid text, ready to be read.
pub(in crate::import) struct MermaidSource {
    /// The text with blanks in place of comments.
    pub(in crate::import) text: String,
    /// The title in its front matter; may be empty.
    pub(super) title: String,
}

impl MermaidSource {
    /// Prepares a text.
    ///
    /// # Errors
    /// Where it is larger than any drawing.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        check_length(text)?;
        Ok(Self::prepare(text))
    }

    /// The begin of a text, enough to tell what it is: comments and front matter may come first.
    pub(in crate::import) fn head(text: &str) -> Self {
        let mut end = text.len().min(64 * 1024);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self::prepare(&text[..end])
    }

    fn prepare(text: &str) -> Self {
        let mut text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n");
        let title = blank_front_matter(&mut text);
        let mut bytes = text.into_bytes();
        blank_directives(&mut bytes);
        blank_comments(&mut bytes);
        quote_attributes_singly(&mut bytes);
        // Whole characters became blanks, and quotes quotes.
        let text = String::from_utf8(bytes).unwrap_or_default();
        Self { text, title }
    }

    /// The first word, which says what the diagram is.
    pub(in crate::import) fn first_word(&self) -> &str {
        let text = self.text.trim_start();
        let end = text.find(|c: char| c.is_whitespace() || c == ';');
        &text[..end.unwrap_or(text.len())]
    }

    /// Where what follows the first word begins, in bytes.
    pub(super) fn after_first_word(&self) -> usize {
        let start = self.text.len() - self.text.trim_start().len();
        start + self.first_word().len()
    }
}

/// The number of the line at a byte, from 1.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at.min(text.len())];
    before.split(|&byte| byte == b'\n').count()
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// Takes out the lines between two `---` at the start and answers the title in them.
fn blank_front_matter(text: &mut String) -> String {
    let start = text.len() - text.trim_start().len();
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text[start..].split_inclusive('\n');
    let mut end = start
        + lines
            .next()
            .filter(|line| is_fence(line))
            .map_or(0, str::len);
    if end == start {
        return String::new();
    }
    let mut title = String::new();
    let mut is_closed = false;
    for line in lines {
        end += line.len();
        if is_fence(line) {
            is_closed = true;
            break;
        }
        if let Some(value) = line.strip_prefix("title:") {
            title = yaml_text(value);
        }
    }
    if !is_closed {
        return String::new();
    }
    let breaks = text[..end].matches('\n').count();
    text.replace_range(..end, &"\n".repeat(breaks));
    title
}

/// A text of YAML without its quotes, and with the signs that are escaped in them.
fn yaml_text(value: &str) -> String {
    let text = unquoted(value);
    match value.trim().chars().next() {
        Some('"') => {
            let mut plain = String::with_capacity(text.len());
            let mut signs = text.chars();
            while let Some(sign) = signs.next() {
                plain.push(if sign == '\\' {
                    signs.next().unwrap_or(sign)
                } else {
                    sign
                });
            }
            plain
        }
        Some('\'') => text.replace("''", "'"),
        _ => text.to_owned(),
    }
}

/// A value of YAML without quotes around it.
pub(super) fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = ['"', '\'']
        .iter()
        .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(value)
}

/// Takes out `%%{ … }%%`, which may go over several lines.
fn blank_directives(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(start) = find(bytes, at, b"%%{") {
        let Some(end) = find(bytes, start, b"}%%") else {
            return;
        };
        blank(&mut bytes[start..end + 3]);
        at = end + 3;
    }
}

/// Takes out lines that begin with `%%`.
fn blank_comments(bytes: &mut [u8]) {
    for line in bytes.split_mut(|&byte| byte == b'\n') {
        if line.trim_ascii_start().starts_with(b"%%") {
            blank(line);
        }
    }
}

/// Puts single quotes around the attributes of tags, so that they do not end a text in double quotes.
fn quote_attributes_singly(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(start) = find(bytes, at, b"<") {
        at = start + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let Some(end) = find(bytes, at, b">") else {
            return;
        };
        let mut is_open = false;
        for index in at..end {
            let begins = bytes[index] == b'"' && bytes[index - 1] == b'=';
            if begins || (is_open && bytes[index] == b'"') {
                is_open = begins;
                bytes[index] = b'\'';
            }
        }
        at = end;
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let found = bytes[from..]
        .windows(what.len())
        .position(|window| window == what);
    found.map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_looks_becomes_blanks_and_lines_keep_their_numbers() {
        let text = "---\r\ntitle: \"Our shop\"\r\nconfig:\r\n  theme: base\r\n---\r\n%%{init: {\r\n  'theme': 'base'\r\n}}%%\r\n  %% a comment\r\nflowchart LR\r\n  a[\"<b class=\"x\">A</b>\"]";
        let source = MermaidSource::new(text).unwrap();
        assert_eq!(source.title, "Our shop");
        assert_eq!(source.first_word(), "flowchart");
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        assert!(lines[..9].iter().all(|line| line.is_empty()), "{lines:?}");
        assert_eq!(lines[9..], ["flowchart LR", "a[\"<b class='x'>A</b>\"]"]);
        assert_eq!(line_at(&source.text, source.after_first_word()), 10);
    }

    #[test]
    fn what_is_not_closed_is_left_as_it_is() {
        for (title, expected) in [
            ("Our shop", "Our shop"),
            (r#""The \"new\" shop \\ 2""#, r#"The "new" shop \ 2"#),
            ("'Tom''s \"shop\"'", "Tom's \"shop\""),
        ] {
            let text = format!("---\ntitle: {title}\n---\ngraph LR");
            let source = MermaidSource::new(&text).unwrap();
            assert_eq!(source.title, expected);
        }
        for text in ["---\ntitle: x\ngraph LR", "%%{init: x\ngraph LR"] {
            let source = MermaidSource::new(text).unwrap();
            assert!(source.text.contains("graph LR"), "{text}");
        }
    }
}
