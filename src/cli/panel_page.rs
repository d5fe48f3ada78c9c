//! The figures of a panel as tables for people, and as JSON for programs.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::page::{Page, Tone};
use crate::evaluation::Proportion;
use crate::evaluation::panel::{
    DetailKind, Details, FlawEvidence, FlawFigures, LabelSeverity, PanelFigures, PanelVerdict,
};
use crate::model::format::count;

/// The figures of some drawings.
#[derive(Serialize)]
pub(super) struct FiguresColumn {
    pub(super) of: String,
    #[serde(flatten)]
    pub(super) figures: PanelFigures,
}

/// The JSON output.
#[derive(Serialize)]
pub(super) struct PanelOutput {
    pub(super) columns: Vec<FiguresColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) prompts: Vec<FiguresColumn>,
    pub(super) disputed: usize,
    /// Drawings that were not checked because the panel is large.
    pub(super) unchecked: usize,
    pub(super) rules_without_flaws: Vec<&'static str>,
    pub(super) details: Details,
}

impl PanelOutput {
    /// Prints the figures, and the cases of some kinds with what those are called.
    pub(super) fn print(
        &self,
        page: &mut Page<'_>,
        lists: &[(String, DetailKind)],
    ) -> io::Result<()> {
        print_columns(page, &self.columns)?;
        if let Some(all) = self.columns.first() {
            print_flaws(page, &all.figures.by_flaw)?;
            print_false_alarms(page, &all.figures.false_alarms_by_rule)?;
        }
        if !self.prompts.is_empty() {
            print_prompts(page, &self.prompts)?;
        }
        if !self.rules_without_flaws.is_empty() {
            page.blank()?;
            page.heading("Rules without a line in rules.tsv")?;
            page.list(2, self.rules_without_flaws.iter().copied())?;
        }
        for (name, kind) in lists {
            let lines = self.details.get(kind);
            let lines = lines.map_or(&[][..], Vec::as_slice);
            page.blank()?;
            page.heading(&format!("Cases: {} ({})", name, lines.len()))?;
            page.list(2, lines.iter().map(String::as_str))?;
        }
        if self.unchecked > 0 {
            let drawings = count(self.unchecked, "drawing");
            page.blank()?;
            page.paragraph(
                0,
                &format!(
                    "Not checked because the panel is large: {drawings}, those with the most items."
                ),
            )?;
        }
        Ok(())
    }
}

fn print_columns(page: &mut Page<'_>, columns: &[FiguresColumn]) -> io::Result<()> {
    let mut lines: Vec<String> = Vec::new();
    for column in columns {
        let titled = std::iter::once((String::new(), column.of.clone()));
        for (row, (label, value)) in titled.chain(figure_rows(&column.figures)).enumerate() {
            let cell = format!("{value:<22}");
            match lines.get_mut(row) {
                Some(line) => line.push_str(&cell),
                None => lines.push(format!("{label:<28}{cell}")),
            }
        }
    }
    for line in lines {
        page.line(0, line.trim_end(), Tone::Plain)?;
    }
    Ok(())
}

/// All figures with what they are called.
fn figure_rows(figures: &PanelFigures) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut row = |label: &str, value: String| rows.push((label.to_owned(), value));
    row("drawings", figures.drawings.to_string());
    row("recall", shown(figures.recall));
    for severity in LabelSeverity::ALL {
        let recall = figures.recall_by_severity.get(&severity);
        row(&format!("  {}", severity.label()), shown_or_none(recall));
    }
    for evidence in FlawEvidence::ALL {
        let recall = figures.recall_by_evidence.get(&evidence);
        let label = format!("  seen in: {}", evidence.label());
        row(&label, shown_or_none(recall));
    }
    row(
        "  missed, reported as info",
        figures.missed_but_info.to_string(),
    );
    row("  missed, no rule", figures.missed_without_rule.to_string());
    row("  serious, reported so", shown(figures.serious_as_serious));
    row("forbidden, yet reported", shown(figures.forbidden));
    row("false alarms", figures.false_alarms.to_string());
    row(
        "  drawings with one",
        shown(figures.drawings_with_false_alarms),
    );
    row("  heavy, only tolerated", figures.heavy_alarms.to_string());
    row("  medium", figures.medium_alarms.to_string());
    row(
        "scores in their labeled range",
        shown(figures.scores.in_band),
    );
    row("  mean distance", points(figures.scores.mean_distance));
    for (verdict, band) in &figures.scores_by_verdict {
        let verdict = verdict.label();
        row(
            &format!("  {verdict}: score in its labeled range"),
            shown(band.in_band),
        );
        let (mean, distance) = (points(band.mean_score), points(band.mean_distance));
        row(
            &format!("  {verdict}: mean, distance"),
            format!("{mean}, {distance}"),
        );
    }
    row("pair accuracy", shown(figures.pair_accuracy));
    for verdict in [PanelVerdict::Flawed, PanelVerdict::Fatal] {
        let accuracy = figures.pair_accuracy_by_verdict.get(&verdict);
        let label = format!("  sound above {}", verdict.label());
        row(&label, shown_or_none(accuracy));
    }
    row(
        "drawings labeled sound that fail",
        shown(figures.sound_failed()),
    );
    row(
        "drawings labeled flawed that pass",
        shown(figures.passed(PanelVerdict::Flawed)),
    );
    row(
        "drawings labeled fatal that pass",
        shown(figures.passed(PanelVerdict::Fatal)),
    );
    let roles = &figures.roles;
    row("roles of boxes", shown(roles.agreement));
    row("  in the nearest design", shown(roles.agreement_in_nearest));
    let (nobody, another) = (roles.played_by_nobody, roles.played_by_another);
    row("  no box / another box", format!("{nobody} / {another}"));
    row("  matched to no box", shown(roles.not_played));
    let names = &figures.names;
    row("names: kind fits", shown(names.kind_fits));
    row("  the best kind", shown(names.kind_is_best));
    row("  components", shown(names.components));
    let (custom, another) = (names.components_as_custom, names.components_as_another);
    row("    as custom / another", format!("{custom} / {another}"));
    row("  custom left custom", shown(names.custom_left_custom));
    row("  labels rejected", names.refused.to_string());
    row("names: counts", shown(names.counts));
    row("  invented counts", shown(names.counts_invented));
    row("names: name shown", shown(names.name_exact));
    row("names: a technology named", shown(names.technology));
    rows
}

pub(super) fn shown(proportion: Proportion) -> String {
    let Proportion { count, of } = proportion;
    match proportion.share() {
        Some(share) => format!("{count}/{of} = {share:.3}"),
        None => "none".to_owned(),
    }
}

fn shown_or_none(proportion: Option<&Proportion>) -> String {
    shown(proportion.copied().unwrap_or_default())
}

fn points(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}

/// A table with its head.
fn print_table<const N: usize>(
    page: &mut Page<'_>,
    title: &str,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    page.blank()?;
    page.heading(title)?;
    let mut table = vec![head.map(|word| (word.to_owned(), Tone::Faint))];
    table.extend(rows.map(|row| row.map(|cell| (cell, Tone::Plain))));
    page.table(2, &table)
}

fn print_flaws(page: &mut Page<'_>, flaws: &BTreeMap<String, FlawFigures>) -> io::Result<()> {
    let mut flaws: Vec<_> = flaws.iter().collect();
    flaws.sort_by_key(|(_, figures)| Reverse(figures.errors()));
    let rows = flaws.into_iter().map(|(flaw, figures)| {
        [
            flaw.clone(),
            shown(figures.recall),
            shown(figures.forbidden),
        ]
    });
    let head = ["flaw", "recall", "forbidden, yet reported"];
    print_table(page, "By flaw, most errors first", head, rows)
}

fn print_false_alarms(
    page: &mut Page<'_>,
    rules: &BTreeMap<&'static str, usize>,
) -> io::Result<()> {
    let mut rules: Vec<_> = rules.iter().collect();
    rules.sort_by_key(|(_, count)| Reverse(**count));
    let rows = rules
        .into_iter()
        .map(|(rule, count)| [(*rule).to_owned(), count.to_string()]);
    print_table(page, "False alarms by rule", ["rule", "false alarms"], rows)
}

fn print_prompts(page: &mut Page<'_>, prompts: &[FiguresColumn]) -> io::Result<()> {
    let head = [
        "prompt",
        "drawings",
        "recall",
        "forbidden",
        "false",
        "in band",
        "distance",
        "pairs",
        "sound fail",
        "fatal pass",
        "roles",
    ];
    let counted = |Proportion { count, of }: Proportion| format!("{count}/{of}");
    let rows = prompts.iter().map(|FiguresColumn { of, figures }| {
        [
            of.clone(),
            figures.drawings.to_string(),
            counted(figures.recall),
            counted(figures.forbidden),
            figures.false_alarms.to_string(),
            counted(figures.scores.in_band),
            points(figures.scores.mean_distance),
            counted(figures.pair_accuracy),
            figures.sound_failed().count.to_string(),
            figures.passed(PanelVerdict::Fatal).count.to_string(),
            counted(figures.roles.agreement),
        ]
    });
    print_table(page, "By prompt", head, rows)
}
