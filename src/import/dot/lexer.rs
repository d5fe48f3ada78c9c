//! The tokens of DOT.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DotToken {
    /// A name, a number or a text in quotes.
    Id {
        /// What it says; in quotes, `\"` is a quote, and other escapes stay as they are.
        text: String,
        /// Whether it stands without quotes, so that it may be a keyword.
        is_bare: bool,
    },
    /// A label in HTML, without the outer angle brackets.
    Html(String),
    /// One of `{ } [ ] ; , : = +`.
    Sign(char),
    /// `->` or `--`; whether it has a head.
    Arrow(bool),
}

/// Reads tokens one by one and counts lines.
pub(super) struct Lexer<'a> {
    rest: &'a str,
    /// The line that is read, counted from 1.
    pub(super) line: usize,
    /// Whether nothing but space stands before on this line.
    at_line_start: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text.trim_start_matches('\u{feff}'),
            line: 1,
            at_line_start: true,
        }
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next token; none at the end.
    pub(super) fn next_token(&mut self) -> Result<Option<DotToken>, String> {
        self.skip_space()?;
        let Some(first) = self.rest.chars().next() else {
            return Ok(None);
        };
        self.at_line_start = false;
        let token = match first {
            '{' | '}' | '[' | ']' | ';' | ',' | ':' | '=' | '+' => {
                self.advance(1);
                DotToken::Sign(first)
            }
            '-' if self.rest.starts_with("->") => {
                self.advance(2);
                DotToken::Arrow(true)
            }
            '-' if self.rest.starts_with("--") => {
                self.advance(2);
                DotToken::Arrow(false)
            }
            '"' => DotToken::Id {
                text: self.take_joined_strings()?,
                is_bare: false,
            },
            '<' => DotToken::Html(self.take_html()?),
            _ => self.take_name()?,
        };
        Ok(Some(token))
    }

    fn advance(&mut self, bytes: usize) {
        self.line += self.rest[..bytes].matches('\n').count();
        self.rest = &self.rest[bytes..];
    }

    /// Skips space, comments and the lines of a preprocessor.
    fn skip_space(&mut self) -> Result<(), String> {
        loop {
            let space = self.rest.len() - self.rest.trim_start().len();
            self.at_line_start |= self.rest[..space].contains('\n');
            self.advance(space);
            let is_directive = self.at_line_start && self.rest.starts_with('#');
            if is_directive || self.rest.starts_with("//") {
                self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                let end = self.rest[2..].find("*/");
                let end = end.ok_or("a comment is not closed: add `*/`")?;
                self.advance(end + 4);
            } else if space == 0 {
                return Ok(());
            }
        }
    }

    /// Takes a text in quotes and those joined to it: `"a" + "b"`.
    fn take_joined_strings(&mut self) -> Result<String, String> {
        let mut text = self.take_quoted()?;
        loop {
            let before = (self.rest, self.line, self.at_line_start);
            self.skip_space()?;
            if !self.rest.starts_with('+') {
                // What follows is counted from the line of this token.
                (self.rest, self.line, self.at_line_start) = before;
                return Ok(text);
            }
            self.advance(1);
            self.skip_space()?;
            if !self.rest.starts_with('"') {
                return Err("expected a quoted string after `+`".to_owned());
            }
            text.push_str(&self.take_quoted()?);
        }
    }

    fn take_quoted(&mut self) -> Result<String, String> {
        let mut text = String::new();
        let mut escaped = false;
        let mut end = None;
        for (at, char) in self.rest.char_indices().skip(1) {
            match char {
                '"' if escaped => {
                    text.pop();
                    text.push('"');
                    escaped = false;
                }
                '"' => {
                    end = Some(at + 1);
                    break;
                }
                '\n' if escaped => {
                    // A backslash at the end of a line joins it with the next.
                    text.pop();
                    escaped = false;
                }
                '\r' if escaped => {}
                _ => {
                    text.push(char);
                    escaped = char == '\\' && !escaped;
                }
            }
        }
        self.advance(end.ok_or("a quoted string is not closed: add `\"`")?);
        Ok(text)
    }

    fn take_html(&mut self) -> Result<String, String> {
        let mut depth = 0_usize;
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'<' => depth += 1,
                b'>' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let text = self.rest[1..at].to_owned();
                self.advance(at + 1);
                return Ok(text);
            }
        }
        Err("an HTML label is not closed: add `>`".to_owned())
    }

    fn take_name(&mut self) -> Result<DotToken, String> {
        // A number may begin with a minus, and names may have dots in the files of some programs.
        let is_part = |(at, c): (usize, char)| {
            c.is_alphanumeric() || "_.".contains(c) || !c.is_ascii() || (at == 0 && c == '-')
        };
        let end = self.rest.char_indices().find(|&found| !is_part(found));
        let end = end.map_or(self.rest.len(), |(at, _)| at);
        if end == 0 {
            // Of this line: an error is one sentence.
            let line = self.rest.lines().next().unwrap_or_default();
            let found: String = line.chars().take(12).collect();
            return Err(format!("expected a name, found `{found}`"));
        }
        let text = self.rest[..end].to_owned();
        self.advance(end);
        Ok(DotToken::Id {
            text,
            is_bare: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_texts_comments_and_lines_are_told_apart() {
        let text =
            "# 1 \"x.c\"\n a1->\"b \\\"c\\\" \\n d\\\ne\" /* x\n */ -- -.5 // y\n <<b>x</b>>";
        let mut lexer = Lexer::new(text);
        let mut tokens = Vec::new();
        while let Some(token) = lexer.next_token().unwrap() {
            tokens.push(token);
        }
        let id = |text: &str, is_bare| DotToken::Id {
            text: text.to_owned(),
            is_bare,
        };
        let expected = [
            id("a1", true),
            DotToken::Arrow(true),
            id("b \"c\" \\n de", false),
            DotToken::Arrow(false),
            id("-.5", true),
            DotToken::Html("<b>x</b>".to_owned()),
        ];
        assert_eq!(tokens, expected);
        assert_eq!(lexer.line, 5);
        for open in ["\"a", "<a", "/* a", "%"] {
            assert!(Lexer::new(open).next_token().is_err(), "{open}");
        }
    }
}
