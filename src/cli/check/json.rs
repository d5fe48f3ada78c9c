//! Reports as a JSON array, one element for each file, with the fixes and the plan where they are asked for.

use std::path::Path;

use serde::Serialize;

use crate::analysis::{Effect, Finding, Fix, Plan, Report};
use crate::cli::check::checked::DrawingCheck;
use crate::cli::page::escape_controls;
use crate::practice::KeptPath;

/// One element of the array.
#[derive(Serialize)]
struct FileEntry<'a> {
    file: String,
    /// Where the path is no text: what it is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<KeptPath>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    repairs: &'a [String],
    #[serde(flatten)]
    result: EntryResult<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<Vec<FixEntry<'a>>>,
    /// How many findings were not tried because the drawing is large.
    #[serde(skip_serializing_if = "is_zero")]
    untried: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum EntryResult<'a> {
    Report(&'a Report),
    Error(&'a str),
}

#[derive(Serialize)]
struct FixEntry<'a> {
    /// The place of the finding among the report's, from 0.
    finding: usize,
    rule: &'static str,
    #[serde(flatten)]
    fix: Offer<'a>,
}

#[derive(Serialize)]
struct Offer<'a> {
    label: &'a str,
    score: u32,
    clears: i32,
    effect: &'a Effect,
}

impl<'a> Offer<'a> {
    fn new(fix: &'a Fix) -> Self {
        Self {
            label: &fix.label,
            score: fix.score,
            clears: fix.clears,
            effect: &fix.effect,
        }
    }
}

#[derive(Serialize)]
struct PlanEntry<'a> {
    enough: bool,
    searched_all: bool,
    score: u32,
    effect: &'a Effect,
    steps: Vec<Offer<'a>>,
    left: &'a [Finding],
}

impl<'a> PlanEntry<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self {
            enough: plan.is_enough(),
            searched_all: plan.searched_all,
            score: plan.score,
            effect: &plan.effect,
            steps: plan.steps.iter().map(Offer::new).collect(),
            left: &plan.left,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn file_bytes(file: &Path) -> Option<KeptPath> {
    let is_text = file.to_str().is_some();
    (!is_text).then(|| KeptPath(file.to_owned()))
}

/// The element of a drawing that was checked, on lines of its own.
pub(super) fn report(file: &Path, checked: &DrawingCheck) -> Vec<u8> {
    let report = &checked.report;
    let entry = |(finding, fix)| FixEntry {
        finding,
        rule: report.findings[finding].rule,
        fix: Offer::new(fix),
    };
    let fixes = checked.fixes.as_ref();
    let fixes = fixes.map(|all| {
        all.iter()
            .map(|(index, fix)| entry((*index, fix)))
            .collect()
    });
    written(&FileEntry {
        file: file.display().to_string(),
        file_bytes: file_bytes(file),
        repairs: &checked.repairs,
        result: EntryResult::Report(report),
        fixes,
        untried: checked.untried,
        plan: checked.plan.as_ref().map(PlanEntry::new),
    })
}

/// The element of a file that could not be checked.
pub(super) fn error(file: &Path, sentence: &str) -> Vec<u8> {
    written(&FileEntry {
        file: file.display().to_string(),
        file_bytes: file_bytes(file),
        repairs: &[],
        result: EntryResult::Error(sentence),
        fixes: None,
        untried: 0,
        plan: None,
    })
}

fn written(entry: &FileEntry) -> Vec<u8> {
    let text = serde_json::to_string_pretty(entry)
        .expect("a report holds text and finite numbers, which can always be written");
    let text = escape_controls(&text);
    let lines = text.lines().flat_map(|line| ["\n  ", line]);
    lines.collect::<String>().into_bytes()
}
