//! HTML put together so that nothing that a user has written can be taken for markup.

use std::collections::BTreeSet;
use std::fmt::{Display, Write as _};

use crate::handbook::term_mentions;
use crate::model::entities::push_escaped;

/// A page in the making.
#[derive(Debug, Default)]
pub(super) struct Html(String);

/// A cell of a table.
#[derive(Debug)]
pub(super) enum Cell {
    /// Words.
    Words(String),
    /// A number, aligned to the right.
    Number(String),
    /// A word on a colored ground: the style's class, and the word.
    Mark(&'static str, String),
}

impl Cell {
    /// What it says.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Words(words) | Self::Number(words) | Self::Mark(_, words) => words,
        }
    }
}

const STYLE: &str = include_str!("style.css");

impl Html {
    /// A page up to its body; `faces` are rules about fonts that it brings along.
    pub(super) fn begin_page(title: &str, faces: &str) -> Self {
        let mut html = Self::default();
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.element("title", title);
        html.raw(&format!("<style>\n{STYLE}{faces}</style>\n</head>\n<body>"));
        html
    }

    /// The end of a page, with a line about where it is from.
    pub(super) fn end_page(&mut self, note: &str) {
        let version = env!("CARGO_PKG_VERSION");
        self.element("footer", format!("Made with boxdrill {version}. {note}"));
        self.raw("</body>\n</html>");
    }

    /// A part of a text: words without an element, or in one where `name` is given, without space around.
    pub(super) fn inline(&mut self, name: Option<&str>, words: &str) {
        let words = escape_html(words);
        match name {
            Some(name) => _ = write!(self.0, "<{name}>{words}</{name}>"),
            None => self.0.push_str(&words),
        }
    }

    /// Words that lead to a place in the same page, without space around.
    pub(super) fn link(&mut self, anchor: &str, words: &str) {
        let (anchor, words) = (escape_html(anchor), escape_html(words));
        _ = write!(self.0, "<a href=\"#{anchor}\">{words}</a>");
    }

    /// Words that lead to an address on the web, without space around.
    pub(super) fn web_link(&mut self, address: &str, words: &str) {
        let (address, words) = (escape_html(address), escape_html(words));
        _ = write!(self.0, "<a href=\"{address}\">{words}</a>");
    }

    /// Words in which each term that was not `said` yet explains itself when pointed at, without space around.
    pub(super) fn explained(&mut self, words: &str, said: &mut BTreeSet<&'static str>) {
        self.0.push_str(&explain_terms(words, said));
    }

    /// Markup that is sound already.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
        self.0.push('\n');
    }

    /// An element with words in it; `open` may name a class: `p class="quiet"`. Terms in a paragraph or an item of a list
    /// explain themselves when pointed at.
    pub(super) fn element(&mut self, open: &str, words: impl Display) {
        let name = open.split(' ').next().unwrap_or(open);
        let words = words.to_string();
        let words = match name {
            "p" | "li" => explain_terms(&words, &mut BTreeSet::new()),
            _ => escape_html(&words),
        };
        let _never_fails = writeln!(self.0, "<{open}>{words}</{name}>");
    }

    /// A list of facts: what it is, and how much.
    pub(super) fn facts(&mut self, facts: &[(String, &'static str)]) {
        self.raw("<ul class=\"facts\">");
        for (value, label) in facts {
            let (value, label) = (escape_html(value), escape_html(label));
            self.raw(&format!("<li><b>{value}</b>{label}</li>"));
        }
        self.raw("</ul>");
    }

    /// A table; nothing where it has no rows. Columns whose cells are numbers have their heads on the right.
    pub(super) fn table(&mut self, heads: &[String], rows: &[Vec<Cell>]) {
        let Some(first) = rows.first() else { return };
        self.raw("<table><thead><tr>");
        for (head, cell) in heads.iter().zip(first) {
            let open = match cell {
                Cell::Number(_) => "th class=\"number\"",
                Cell::Words(_) | Cell::Mark(..) => "th",
            };
            self.element(open, head);
        }
        self.raw("</tr></thead><tbody>");
        for row in rows {
            self.raw("<tr>");
            for cell in row {
                match cell {
                    Cell::Words(words) => self.element("td", words),
                    Cell::Number(words) => self.element("td class=\"number\"", words),
                    Cell::Mark(class, word) => {
                        self.raw("<td>");
                        self.element(&format!("span class=\"mark {class}\""), word);
                        self.raw("</td>");
                    }
                }
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table>");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Words with each term that was not `said` yet in an element that shows what it means.
fn explain_terms(words: &str, said: &mut BTreeSet<&'static str>) -> String {
    let mut text = String::with_capacity(words.len());
    let mut written = 0;
    for mention in term_mentions(words) {
        if said.insert(&mention.term.id) {
            let (title, name) = (mention.term.explanation(), &words[mention.at.clone()]);
            let (before, title) = (&words[written..mention.at.start], escape_html(&title));
            text.push_str(&escape_html(before));
            let name = escape_html(name);
            _ = write!(text, "<abbr title=\"{title}\">{name}</abbr>");
            written = mention.at.end;
        }
    }
    text.push_str(&escape_html(&words[written..]));
    text
}

/// Words without anything that HTML could take for its own.
fn escape_html(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for char in words.chars() {
        match char {
            '"' => text.push_str("&quot;"),
            char => push_escaped(&mut text, char),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut html = Html::default();
        html.element("p class=\"quiet\"", "<b> & \"c\"");
        let cell = Cell::Words("<script>".to_owned());
        html.table(&["Head".to_owned()], &[vec![cell]]);
        html.table(&["Nothing".to_owned()], &[]);
        let text = html.finish();
        assert!(text.starts_with("<p class=\"quiet\">&lt;b&gt; &amp; &quot;c&quot;</p>\n"));
        assert!(text.contains("<td>&lt;script&gt;</td>") && !text.contains("Nothing"));
    }

    #[test]
    fn a_term_says_what_it_means_at_its_first_mention() {
        let mut html = Html::default();
        html.element("p", "p99 < 5 ms; p99 & WAF");
        html.element("h2", "p99");
        let text = html.finish();
        assert_eq!(
            text.matches("<abbr title=\"The response time within")
                .count(),
            1
        );
        assert!(text.contains(">p99</abbr> &lt; 5 ms; p99 &amp; <abbr title="));
        assert!(text.contains("<h2>p99</h2>"));
    }
}
