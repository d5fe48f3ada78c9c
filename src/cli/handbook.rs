//! `boxdrill handbook`: the pages of the handbook, one of them as text, or all as one HTML file.

use std::io;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::cli::outcome::Outcome;
use crate::cli::page::{Page as Paper, Tone};
use crate::export::handbook;
use crate::handbook::{Chapter, HandbookPage, PageBlock, TextSpan, pages, search};
use crate::model::closest_word;
use crate::storage::disk;

/// Arguments of `boxdrill handbook`.
#[derive(Debug, Args)]
pub struct HandbookCommand {
    /// The page to print: a component, a concept, a rule, or a product
    page: Option<String>,
    /// Write the whole handbook as one HTML file
    #[arg(short, long, value_name = "FILE", conflicts_with = "page")]
    output: Option<PathBuf>,
}

impl HandbookCommand {
    pub(super) fn run(&self, paper: &mut Paper<'_>) -> anyhow::Result<Outcome> {
        match (&self.output, &self.page) {
            (Some(path), _) => {
                disk::write_output(path, handbook().as_bytes())?;
                paper.line(0, &format!("wrote {}", path.display()), Tone::Plain)?;
            }
            (None, Some(wanted)) => print(paper, find(wanted)?)?,
            (None, None) => list(paper)?,
        }
        Ok(Outcome::Clean)
    }
}

fn find(wanted: &str) -> anyhow::Result<&'static HandbookPage> {
    let by_link = wanted
        .parse()
        .ok()
        .and_then(|link| crate::handbook::page(&link));
    if let Some(page) = by_link.or_else(|| search(wanted).first().copied()) {
        return Ok(page);
    }
    match closest_word(wanted, pages().iter().map(|page| page.title.as_str())) {
        Some(near) => bail!("no page mentions `{wanted}`: did you mean `{near}`?"),
        None => bail!("no page mentions `{wanted}`: `boxdrill handbook` lists them"),
    }
}

fn list(paper: &mut Paper<'_>) -> io::Result<()> {
    for (index, chapter) in Chapter::ALL.into_iter().enumerate() {
        if index > 0 {
            paper.blank()?;
        }
        paper.heading(chapter.label())?;
        let of = pages().iter().filter(|page| page.link.chapter() == chapter);
        let rows: Vec<_> = of
            .map(|page| {
                [
                    (page.link.to_string(), Tone::Strong),
                    (page.title.clone(), Tone::Plain),
                ]
            })
            .collect();
        paper.table(2, &rows)?;
    }
    Ok(())
}

fn print(paper: &mut Paper<'_>, page: &HandbookPage) -> io::Result<()> {
    let words = |spans: &[TextSpan]| spans.iter().map(TextSpan::plain_text).collect::<String>();
    paper.heading(&page.title)?;
    paper.line(0, &page.link.to_string(), Tone::Faint)?;
    paper.paragraph(0, &page.summary)?;
    for block in &page.blocks {
        match block {
            PageBlock::Heading(heading) => {
                paper.blank()?;
                paper.heading(heading)?;
            }
            PageBlock::Paragraph(spans) => paper.paragraph(2, &words(spans))?,
            PageBlock::List { numbered, items } => {
                for (index, item) in items.iter().enumerate() {
                    let mark = if *numbered {
                        format!("{}.", index + 1)
                    } else {
                        "-".to_owned()
                    };
                    paper.paragraph(2, &format!("{mark} {}", words(item)))?;
                }
            }
            PageBlock::Drawing(text) => paper.verbatim(4, text)?,
        }
    }
    Ok(())
}
