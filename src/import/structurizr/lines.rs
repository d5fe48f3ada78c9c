//! The lines of the DSL as words: comments and text blocks are taken out, a brace on a line of its own belongs to the line
//! before it.

/// A word, or a text in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DslWord {
    /// What it says, without quotes.
    pub(super) text: String,
    /// Whether it stands in quotes.
    pub(super) is_quoted: bool,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DslLine {
    /// Its line in the file, from 1.
    pub(super) number: usize,
    /// Its words, without the brace at its end.
    pub(super) words: Vec<DslWord>,
    /// Whether it opens a block.
    pub(super) opens: bool,
    /// Whether it closes one.
    pub(super) closes: bool,
}

impl DslLine {
    /// The text of a word; empty where there are fewer.
    pub(super) fn text(&self, place: usize) -> &str {
        self.words.get(place).map_or("", |word| word.text.as_str())
    }
}

/// The statements of a text.
pub(super) fn split_lines(text: &str) -> impl Iterator<Item = DslLine> {
    let mut lines = text.lines().enumerate();
    let mut waiting: Option<DslLine> = None;
    let mut in_comment = false;
    let mut in_block = false;
    std::iter::from_fn(move || {
        loop {
            let Some((index, line)) = lines.next() else {
                return waiting.take();
            };
            let line = line.trim();
            if in_comment {
                in_comment = !line.contains("*/");
                continue;
            }
            // A text over several lines, between three quotes, is left out.
            if line.matches("\"\"\"").count() % 2 == 1 {
                in_block = !in_block;
                continue;
            }
            if in_block || line.is_empty() || line.starts_with("//") || line.starts_with('#') {
                continue;
            }
            if line.starts_with("/*") {
                in_comment = !line.contains("*/");
                continue;
            }
            // A line that ends in a backslash goes on in the next.
            let mut whole = line.to_owned();
            while let Some(begin) = whole.strip_suffix('\\') {
                let more = lines.next().map_or("", |(_, more)| more.trim());
                whole = format!("{begin}{more}");
            }
            let mut next = split_words(&whole);
            next.number = index + 1;
            let is_brace_alone = next.opens && next.words.is_empty();
            // After the end of a block it opens one without a name, as for steps at the same time.
            if is_brace_alone
                && let Some(before) = &mut waiting
                && !before.closes
                && !before.opens
            {
                before.opens = true;
                continue;
            }
            if let Some(before) = waiting.replace(next) {
                return Some(before);
            }
        }
    })
}

fn split_words(line: &str) -> DslLine {
    let mut found = DslLine::default();
    let mut rest = line.trim();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (text, after) = split_at_quote(quoted);
            found.words.push(DslWord {
                text: text.replace("\\\"", "\"").replace("\\n", "\n"),
                is_quoted: true,
            });
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '"');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        match word {
            "{" if rest.is_empty() => found.opens = true,
            // A brace needs no space before it.
            word if rest.is_empty() && word.ends_with('{') && !word.ends_with("${") => {
                found.opens = true;
                found.words.push(DslWord {
                    text: word.trim_end_matches('{').to_owned(),
                    is_quoted: false,
                });
            }
            "}" if found.words.is_empty() => {
                found.closes = true;
                return found;
            }
            // An assignment needs no spaces.
            word => {
                for part in word.split_inclusive('=') {
                    let (name, sign) = match part.strip_suffix('=') {
                        Some(name) if !name.ends_with('=') => (name, true),
                        _ => (part, false),
                    };
                    let texts = [(name, !name.is_empty()), ("=", sign)];
                    for (text, _) in texts.into_iter().filter(|(_, is_there)| *is_there) {
                        found.words.push(DslWord {
                            text: text.to_owned(),
                            is_quoted: false,
                        });
                    }
                }
            }
        }
    }
    found
}

/// A text up to the quote that ends it, and what follows.
fn split_at_quote(text: &str) -> (&str, &str) {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if c == '"' && !is_escaped {
            return (&text[..at], &text[at + 1..]);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fall_into_words() {
        let lines: Vec<DslLine> = split_lines(
            "/* a\n b */\na=person \"Big \\\"A\\\"\" x\n{\n  !docs \"\"\"\nwords {\n\"\"\"\n}\n",
        )
        .collect();
        let texts: Vec<Vec<&str>> = lines
            .iter()
            .map(|line| line.words.iter().map(|word| word.text.as_str()).collect())
            .collect();
        assert_eq!(texts, [vec!["a", "=", "person", "Big \"A\"", "x"], vec![]]);
        assert!(lines[0].opens && lines[1].closes);
        assert_eq!((lines[0].number, lines[1].number), (3, 8));
        let whole: Vec<DslLine> =
            split_lines("a = \\\n  person \\\n \"Big \\\n A\"\n{\n}\n{\n}\n").collect();
        assert_eq!(whole[0].text(3), "Big A");
        let blocks: Vec<_> = whole.iter().map(|line| (line.opens, line.closes)).collect();
        assert_eq!(
            blocks,
            [(true, false), (false, true), (true, false), (false, true)]
        );
    }
}
