//! `boxdrill rules`: what the check looks for, and each rule's reasons and examples.

use std::io;

use anyhow::bail;
use clap::Args;

use crate::analysis::Category;
use crate::analysis::rules::{self, Rule};
use crate::cli::outcome::Outcome;
use crate::cli::page::{Page, Tone};
use crate::model::closest_word;

/// Arguments of `boxdrill rules`.
#[derive(Debug, Args)]
pub struct RulesCommand {
    /// The rule to explain: "single-point-of-failure"
    id: Option<String>,
}

impl RulesCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        match &self.id {
            None => list(page)?,
            Some(id) => show(page, find(id)?)?,
        }
        Ok(Outcome::Clean)
    }
}

fn find(id: &str) -> anyhow::Result<&'static Rule> {
    if let Some(rule) = rules::get(id) {
        return Ok(rule);
    }
    match closest_word(id, rules::all().iter().map(|rule| rule.id)) {
        Some(near) => bail!("unknown rule `{id}`: did you mean `{near}`?"),
        None => bail!("unknown rule `{id}`: `boxdrill rules` lists them"),
    }
}

fn list(page: &mut Page<'_>) -> io::Result<()> {
    let mut first = true;
    for category in Category::ALL {
        let rules = rules::all().iter().filter(|rule| rule.category == category);
        let rows: Vec<_> = rules
            .map(|rule| {
                [
                    (rule.id.to_owned(), Tone::Strong),
                    (rule.severity.label().to_lowercase(), Tone::Plain),
                    (rule.title.to_owned(), Tone::Plain),
                ]
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !first {
            page.blank()?;
        }
        first = false;
        page.heading(category.label())?;
        page.table(2, &rows)?;
    }
    Ok(())
}

fn show(page: &mut Page<'_>, rule: &Rule) -> io::Result<()> {
    page.heading(rule.title)?;
    let about = format!(
        "{}, {}, usually {}",
        rule.id,
        rule.category.label().to_lowercase(),
        rule.severity.label().to_lowercase()
    );
    page.line(0, &about, Tone::Faint)?;
    let sentences = [
        ("Why it matters", rule.why),
        ("For stakeholders", rule.for_stakeholders),
        ("What to do", rule.fix),
        ("When this does not apply", rule.exempt),
    ];
    for (heading, text) in sentences {
        page.blank()?;
        page.heading(heading)?;
        page.paragraph(2, text)?;
    }
    for (heading, drawing) in [
        ("The problem", rule.bad_text()),
        ("The fix", rule.good_text()),
    ] {
        page.blank()?;
        page.heading(heading)?;
        page.verbatim(2, &drawing)?;
    }
    page.blank()?;
    page.heading("Sources")?;
    for reference in rule.references {
        page.paragraph(2, &reference.text())?;
        if let Some(url) = reference.url() {
            page.line(4, url, Tone::Faint)?;
        }
    }
    Ok(())
}
