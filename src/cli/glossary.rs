//! `boxdrill glossary`: the terms of the trade, or what one of them means.

use anyhow::bail;
use clap::Args;

use crate::cli::outcome::Outcome;
use crate::cli::page::{Page, Tone};
use crate::handbook::{Term, search_terms, terms};
use crate::model::{closest_word, fold_word};

/// Arguments of `boxdrill glossary`.
#[derive(Debug, Args)]
pub struct GlossaryCommand {
    /// A term, its abbreviation, or words from its explanation: "DLQ", "dead-letter queue"
    term: Option<String>,
    /// Print JSON: a list of terms
    #[arg(long)]
    json: bool,
}

impl GlossaryCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let found = match &self.term {
            None => terms().iter().collect(),
            Some(term) => find(term)?,
        };
        if self.json {
            page.json(&found)?;
            return Ok(Outcome::Clean);
        }
        match found.as_slice() {
            [term] => show(page, term)?,
            found => {
                let rows: Vec<_> = found.iter().map(|term| row(term)).collect();
                page.table(0, &rows)?;
            }
        }
        Ok(Outcome::Clean)
    }
}

/// The term of this name; without one, all terms that mention it.
fn find(typed: &str) -> anyhow::Result<Vec<&'static Term>> {
    let wanted = fold_word(typed);
    let is_named = |term: &Term| term.spellings().any(|name| fold_word(name) == wanted);
    if let Some(term) = terms().iter().find(|term| is_named(term)) {
        return Ok(vec![term]);
    }
    let found = search_terms(typed);
    if !wanted.is_empty() && !found.is_empty() {
        return Ok(found);
    }
    match closest_word(typed, terms().iter().flat_map(Term::spellings)) {
        Some(near) => bail!("no term matches `{typed}`: did you mean `{near}`?"),
        None => bail!("no term matches `{typed}`: `boxdrill glossary` lists them"),
    }
}

fn row(term: &Term) -> [(String, Tone); 2] {
    [
        (term.term.clone(), Tone::Strong),
        (term.says.clone(), Tone::Plain),
    ]
}

fn show(page: &mut Page<'_>, term: &Term) -> std::io::Result<()> {
    page.heading(&term.term)?;
    if !term.also.is_empty() {
        let also = format!("also: {}", term.also.join(", "));
        page.line(0, &also, Tone::Faint)?;
    }
    page.paragraph(2, &term.says)?;
    if let Some(numbers) = &term.numbers {
        page.paragraph(2, &format!("In numbers: {numbers}"))?;
    }
    let more = format!("Read more: boxdrill handbook {}", term.page);
    page.line(2, &more, Tone::Faint)
}
