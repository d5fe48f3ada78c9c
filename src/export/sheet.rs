//! What a page for people says, in order: headings, words, figures, tables and pictures. It is written once and becomes HTML,
//! Markdown or PDF.

use std::fmt::{Display, Write as _};

use crate::export::error::ExportError;
pub(super) use crate::export::html::Cell;
use crate::export::html::Html;
use crate::export::outlines::to_svg;
use crate::export::picture::Picture;
use crate::model::format;

/// A page in the making.
#[derive(Debug)]
pub(super) struct Sheet {
    title: String,
    blocks: Vec<SheetBlock>,
    /// Stands below everything, after the name of the program.
    footnote: &'static str,
}

/// A part of a page.
#[derive(Debug)]
pub(super) enum SheetBlock {
    /// Level 2 or 3, below the title.
    Heading(u8, String),
    Paragraph(String),
    /// Words of less weight.
    Note(String),
    /// A word on a colored ground: the style's class, and the word.
    Mark(&'static str, String),
    /// How much, and what it is.
    Facts(Vec<(String, &'static str)>),
    Table(Vec<String>, Vec<Vec<Cell>>),
    List(Vec<String>),
    /// The drawing that the page is about.
    Drawing(Box<Picture>),
    /// Pictures beside each other, each with what it shows.
    Pictures(Vec<(String, Picture)>),
    /// A picture of numbers that the page says in a table as well.
    Chart(Box<Picture>),
}

impl Sheet {
    /// A page with this title.
    pub(super) fn new(title: String, footnote: &'static str) -> Self {
        Self {
            title,
            blocks: Vec::new(),
            footnote,
        }
    }

    /// A heading of level 2 or 3.
    pub(super) fn heading(&mut self, level: u8, words: impl Display) {
        self.blocks
            .push(SheetBlock::Heading(level, words.to_string()));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, words: impl Display) {
        self.blocks.push(SheetBlock::Paragraph(words.to_string()));
    }

    /// A paragraph of less weight.
    pub(super) fn note(&mut self, words: impl Display) {
        self.blocks.push(SheetBlock::Note(words.to_string()));
    }

    /// A word on a colored ground.
    pub(super) fn mark(&mut self, class: &'static str, word: &str) {
        self.blocks.push(SheetBlock::Mark(class, word.to_owned()));
    }

    /// A list of facts: how much, and what it is.
    pub(super) fn facts(&mut self, facts: Vec<(String, &'static str)>) {
        self.blocks.push(SheetBlock::Facts(facts));
    }

    /// A table; nothing where it has no rows. Columns whose cells are numbers have their heads on the right.
    pub(super) fn table(&mut self, heads: &[&str], rows: Vec<Vec<Cell>>) {
        if !rows.is_empty() {
            let heads = heads.iter().map(|head| (*head).to_owned()).collect();
            self.blocks.push(SheetBlock::Table(heads, rows));
        }
    }

    /// A list; nothing where it is empty.
    pub(super) fn list(&mut self, items: &[impl AsRef<str>]) {
        if !items.is_empty() {
            let items = items.iter().map(|item| item.as_ref().to_owned());
            self.blocks.push(SheetBlock::List(items.collect()));
        }
    }

    /// The drawing that the page is about.
    pub(super) fn drawing(&mut self, picture: Picture) {
        self.blocks.push(SheetBlock::Drawing(Box::new(picture)));
    }

    /// Pictures beside each other, each with what it shows.
    pub(super) fn pictures(&mut self, pictures: Vec<(String, Picture)>) {
        self.blocks.push(SheetBlock::Pictures(pictures));
    }

    /// A picture of numbers that the page says in a table as well.
    pub(super) fn chart(&mut self, picture: Picture) {
        self.blocks.push(SheetBlock::Chart(Box::new(picture)));
    }

    /// What the page is called.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// What it says, in order.
    pub(super) fn blocks(&self) -> &[SheetBlock] {
        &self.blocks
    }

    /// What stands below everything, after the name of the program.
    pub(super) fn footnote(&self) -> &'static str {
        self.footnote
    }

    /// The page as the text of an HTML file.
    ///
    /// # Errors
    /// When a picture cannot be turned into outlines.
    pub(super) fn to_html(&self) -> Result<String, ExportError> {
        let mut html = Html::begin_page(&self.title, "");
        html.element("h1", &self.title);
        for block in &self.blocks {
            match block {
                SheetBlock::Heading(level, words) => html.element(&format!("h{level}"), words),
                SheetBlock::Paragraph(words) => html.element("p", words),
                SheetBlock::Note(words) => html.element("p class=\"quiet\"", words),
                SheetBlock::Mark(class, word) => {
                    html.element(&format!("span class=\"mark {class}\""), word);
                }
                SheetBlock::Facts(facts) => html.facts(facts),
                SheetBlock::Table(heads, rows) => html.table(heads, rows),
                SheetBlock::List(items) => {
                    html.raw("<ul>");
                    for item in items {
                        html.element("li", item);
                    }
                    html.raw("</ul>");
                }
                SheetBlock::Pictures(pictures) => {
                    html.raw("<div class=\"pair\">");
                    for (words, picture) in pictures {
                        html.raw("<figure>");
                        html.element("figcaption", words);
                        html.raw(&to_svg(picture)?);
                        html.raw("</figure>");
                    }
                    html.raw("</div>");
                }
                SheetBlock::Drawing(picture) | SheetBlock::Chart(picture) => {
                    html.raw(&format!("<figure>{}</figure>", to_svg(picture)?));
                }
            }
        }
        html.end_page(self.footnote);
        Ok(html.finish())
    }

    /// The page as Markdown, with this Markdown in place of the drawing and without charts and pictures.
    pub(super) fn to_markdown(&self, drawing: &str) -> String {
        let mut text = format!("# {}\n", format::markdown(&self.title));
        let mut line = |words: &str| _ = write!(text, "\n{words}\n");
        for block in &self.blocks {
            match block {
                SheetBlock::Heading(level, words) => {
                    let marks = "#".repeat(usize::from(*level));
                    line(&format!("{marks} {}", format::markdown(words)));
                }
                SheetBlock::Paragraph(words) | SheetBlock::Note(words) => {
                    line(&format::markdown(words));
                }
                SheetBlock::Mark(_, word) => line(&format!("**{}**", format::markdown(word))),
                SheetBlock::Facts(facts) => {
                    let facts = facts.iter().map(|(value, label)| {
                        let value = format::markdown(value);
                        format!("- **{value}** {}", format::markdown(label))
                    });
                    line(&facts.collect::<Vec<_>>().join("\n"));
                }
                SheetBlock::Table(heads, rows) => line(&table(heads, rows)),
                SheetBlock::List(items) => line(&list(items.iter().cloned())),
                SheetBlock::Drawing(_) => line(drawing),
                SheetBlock::Chart(_) | SheetBlock::Pictures(_) => {}
            }
        }
        let version = env!("CARGO_PKG_VERSION");
        line(&format!(
            "_Made with boxdrill {version}. {}_",
            self.footnote
        ));
        text
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = items
        .map(|item| format!("- {}", format::markdown(&item)))
        .collect();
    lines.join("\n")
}

fn table(heads: &[String], rows: &[Vec<Cell>]) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = rows.first().into_iter().flatten().map(|cell| match cell {
        Cell::Number(_) => "---:".to_owned(),
        Cell::Words(_) | Cell::Mark(..) => "---".to_owned(),
    });
    let mut lines = vec![
        row(heads.iter().map(|head| format::markdown(head)).collect()),
        row(rule.collect()),
    ];
    lines.extend(rows.iter().map(|cells| {
        let cells = cells.iter().map(|cell| format::markdown(cell.words()));
        row(cells.collect())
    }));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_says_the_same_in_html_and_in_markdown() {
        let mut sheet = Sheet::new("Shop | <b>".to_owned(), "The end.");
        sheet.heading(2, "Cost");
        sheet.mark("high", "High");
        sheet.facts(vec![("3".to_owned(), "parts")]);
        let row = vec![Cell::Words("a|b".to_owned()), Cell::Number("7".to_owned())];
        sheet.table(&["Name", "Count"], vec![row]);
        sheet.table(&["Nothing"], Vec::new());
        sheet.list(&["# no heading".to_owned()]);
        let markdown = sheet.to_markdown("");
        let version = env!("CARGO_PKG_VERSION");
        let expected = format!(
            "# Shop \\| \\<b>\n\n## Cost\n\n**High**\n\n- **3** parts\n\n| Name | Count |\n| --- | ---: |\n| a\\|b | 7 |\n\n- \\# no heading\n\n_Made with boxdrill {version}. The end._\n"
        );
        assert_eq!(markdown, expected);
        let html = sheet.to_html().unwrap();
        assert!(
            html.contains("<h1>Shop | &lt;b&gt;</h1>") && html.contains("<li># no heading</li>")
        );
        assert!(html.contains("<td>a|b</td>") && !html.contains("Nothing"));
    }
}
