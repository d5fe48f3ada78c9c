//! Text for people on standard output: wrapped paragraphs, aligned columns, and color only where a terminal shows it.
//! Apart, so that no command counts spaces or writes escape codes.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

/// Lines are broken before this many characters: comfortable to read, and it fits beside an editor.
const WIDTH: usize = 96;

/// How words stand out on a terminal; plain everywhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Faint,
    Bad,
    Warning,
    Notice,
    Good,
}

impl Tone {
    /// The ANSI code (select graphic rendition).
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "0",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Bad => "1;31",
            Self::Warning => "33",
            Self::Notice => "36",
            Self::Good => "32",
        }
    }
}

/// Where commands write to.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    color: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(out: &'a mut dyn Write, color: bool) -> Self {
        Self { out, color }
    }

    /// Whether words stand out by color.
    pub(super) fn color(&self) -> bool {
        self.color
    }

    /// A value as JSON, over several lines.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        writeln!(self.out, "{}", escape_controls(&text))
    }

    /// The bare output, for what has a format of its own.
    pub(super) fn raw(&mut self) -> &mut dyn Write {
        self.out
    }

    /// A text with lines of its own, such as Markdown.
    pub(super) fn lines(&mut self, text: &str) -> io::Result<()> {
        text.lines()
            .try_for_each(|line| writeln!(self.out, "{}", visible(line)))
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// One line that stands out, on its own.
    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        self.line(0, text, Tone::Strong)
    }

    /// One line, never broken.
    pub(super) fn line(&mut self, indent: usize, text: &str, tone: Tone) -> io::Result<()> {
        let words = self.painted(text, tone);
        writeln!(self.out, "{:indent$}{words}", "")
    }

    /// Lines broken between words.
    pub(super) fn paragraph(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for line in wrapped(text, WIDTH - indent) {
            writeln!(self.out, "{:indent$}{}", "", visible(&line))?;
        }
        Ok(())
    }

    /// Lines as they are, for a drawing in the notation.
    pub(super) fn verbatim(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for line in text.trim_matches('\n').lines() {
            let line = format!("{:indent$}{}", "", visible(line));
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// A dash and a paragraph for each sentence.
    pub(super) fn list<'t>(
        &mut self,
        indent: usize,
        sentences: impl IntoIterator<Item = &'t str>,
    ) -> io::Result<()> {
        for sentence in sentences {
            self.row(indent, &[2], &[("-", Tone::Faint), (sentence, Tone::Plain)])?;
        }
        Ok(())
    }

    /// Aligned columns; each is as wide as its widest cell, and the last is broken where it is too long.
    pub(super) fn table<const N: usize>(
        &mut self,
        indent: usize,
        rows: &[[(String, Tone); N]],
    ) -> io::Result<()> {
        let widths: Vec<usize> = (0..N.saturating_sub(1))
            .map(|column| {
                let cells = rows.iter().map(|row| row[column].0.chars().count());
                cells.max().unwrap_or(0) + 2
            })
            .collect();
        for row in rows {
            let cells: Vec<(&str, Tone)> =
                row.iter().map(|(t, tone)| (t.as_str(), *tone)).collect();
            self.row(indent, &widths, &cells)?;
        }
        Ok(())
    }

    fn row(&mut self, indent: usize, widths: &[usize], cells: &[(&str, Tone)]) -> io::Result<()> {
        let mut line = " ".repeat(indent);
        for ((text, tone), width) in cells.iter().zip(widths) {
            line.push_str(&self.painted(text, *tone));
            line.push_str(&" ".repeat(width.saturating_sub(text.chars().count())));
        }
        let hanging = indent + widths.iter().sum::<usize>();
        let (last, tone) = cells
            .get(widths.len())
            .copied()
            .unwrap_or(("", Tone::Plain));
        let lines = wrapped(last, WIDTH.saturating_sub(hanging));
        line.push_str(&self.painted(lines.first().map_or("", String::as_str), tone));
        writeln!(self.out, "{}", line.trim_end())?;
        for rest in lines.iter().skip(1) {
            let rest = self.painted(rest, tone);
            writeln!(self.out, "{:hanging$}{rest}", "")?;
        }
        Ok(())
    }

    fn painted(&self, text: &str, tone: Tone) -> String {
        let text = visible(text);
        if self.color && tone != Tone::Plain && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", tone.code())
        } else {
            text
        }
    }
}

/// JSON text with escapes for the control characters that JSON lets stand as they are (DEL and those above it): some terminals
/// take them for commands.
pub(super) fn escape_controls(json: &str) -> Cow<'_, str> {
    let steers = |c: char| matches!(c, '\u{7f}'..='\u{9f}');
    if !json.contains(steers) {
        return Cow::Borrowed(json);
    }
    let escaped = json.chars().map(|c| match c {
        c if steers(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    });
    Cow::Owned(escaped.collect())
}

/// The text with pictures in place of control characters (␛): what stands in a drawing must not steer the terminal. Hard spaces
/// are plain ones there, so that figures are found by a search in what a command writes.
pub(super) fn visible(text: &str) -> String {
    let picture = |c: char| match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(' '),
        '\u{7f}' => '\u{2421}',
        '\u{a0}' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(picture).collect()
}

/// Breaks a text between words into lines of at most `width` characters; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if used + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                used += 1 + length;
            }
            _ => {
                lines.push(word.to_owned());
                used = length;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    type Writing<'a> = &'a dyn Fn(&mut Page<'_>) -> io::Result<()>;

    fn written(color: bool, write: impl FnOnce(&mut Page<'_>) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut Page::new(&mut bytes, color)).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_steers_no_terminal_and_says_the_same() {
        let text = serde_json::to_string("a\u{9b}31m\u{7f}").unwrap();
        let safe = escape_controls(&text);
        assert!(safe.is_ascii(), "{safe}");
        let read: String = serde_json::from_str(&safe).unwrap();
        assert_eq!(read, "a\u{9b}31m\u{7f}");
    }

    #[test]
    fn columns_are_aligned_and_the_last_one_hangs() {
        let long = "word ".repeat(30);
        let text = written(false, |page| {
            page.table(
                2,
                &[
                    [
                        ("a".to_owned(), Tone::Plain),
                        ("one".to_owned(), Tone::Plain),
                    ],
                    [("long".to_owned(), Tone::Bad), (long.clone(), Tone::Plain)],
                ],
            )
        });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  a     one");
        assert!(lines[1].starts_with("  long  word word"));
        assert!(lines[2].starts_with("        word"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
    }

    #[test]
    fn color_is_for_terminals() {
        let heading = |page: &mut Page<'_>| page.heading("Score");
        assert_eq!(written(false, heading), "Score\n");
        assert_eq!(written(true, heading), "\u{1b}[1mScore\u{1b}[0m\n");
    }

    #[test]
    fn what_stands_in_a_drawing_does_not_steer_the_terminal() {
        let evil = "a\u{1b}]0;owned\u{7}b\u{9b}31mc\u{7f}\rd";
        let all: [Writing<'_>; 5] = [
            &|page| page.heading(evil),
            &|page| page.paragraph(2, evil),
            &|page| page.verbatim(2, evil),
            &|page| page.list(2, [evil]),
            &|page| {
                page.table(
                    2,
                    &[[(evil.to_owned(), Tone::Plain), (evil.to_owned(), Tone::Bad)]],
                )
            },
        ];
        for write in all {
            let text = written(false, write);
            assert!(text.contains("a␛]0;owned␇b"), "{text}");
            assert!(
                !text.trim_end_matches('\n').chars().any(char::is_control),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_word_longer_than_a_line_is_kept_whole() {
        assert_eq!(wrapped("a bbbbbbbb c", 4), ["a", "bbbbbbbb", "c"]);
        assert!(wrapped("", 4).is_empty());
    }
}
