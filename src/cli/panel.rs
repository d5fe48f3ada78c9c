//! `boxdrill eval --panel`: how well the check agrees with interviewers who labelled drawings by strangers.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::input;
use super::page::{Page, Tone};
use crate::analysis::rules;
use crate::evaluation::panel::{
    DetailKind, Details, FlawEvidence, FlawFigures, FlawTable, LabelSeverity, MeasuredPanel,
    PanelFigures, PanelSubset, PanelVerdict, Proportion, measure,
};
use crate::storage;

/// What to print of a panel.
#[derive(Debug, Args)]
pub(super) struct PanelOptions {
    /// Measure with the labelled drawings in this folder, in place of faults put into accepted designs
    #[arg(long, value_name = "FOLDER", conflicts_with = "verbose")]
    panel: Option<PathBuf>,
    /// Print the figures of each prompt too
    #[arg(long, requires = "panel")]
    by_prompt: bool,
    /// Print the two halves of the panel side by side, split by this number: tune by one, test by the other
    #[arg(long, value_name = "SEED", requires = "panel")]
    halves: Option<u64>,
    /// List the single cases of this kind; may be given several times
    #[arg(long, value_name = "KIND", value_enum, requires = "panel")]
    list: Vec<DetailChoice>,
}

/// The kinds of cases that can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DetailChoice {
    Missed,
    Found,
    Forbidden,
    FalseAlarms,
    HeavyAlarms,
    MediumAlarms,
    Scores,
    Pairs,
    Passes,
    Roles,
    Names,
    Unmapped,
}

impl DetailChoice {
    fn kind(self) -> DetailKind {
        match self {
            Self::Missed => DetailKind::Missed,
            Self::Found => DetailKind::Found,
            Self::Forbidden => DetailKind::Forbidden,
            Self::FalseAlarms => DetailKind::FalseAlarms,
            Self::HeavyAlarms => DetailKind::HeavyAlarms,
            Self::MediumAlarms => DetailKind::MediumAlarms,
            Self::Scores => DetailKind::Scores,
            Self::Pairs => DetailKind::Pairs,
            Self::Passes => DetailKind::Passes,
            Self::Roles => DetailKind::Roles,
            Self::Names => DetailKind::Names,
            Self::Unmapped => DetailKind::Unmapped,
        }
    }

    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().replace('-', " "))
    }
}

/// The figures of some drawings.
#[derive(Serialize)]
struct FiguresColumn {
    of: String,
    #[serde(flatten)]
    figures: PanelFigures,
}

/// The JSON output.
#[derive(Serialize)]
struct PanelOutput {
    columns: Vec<FiguresColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prompts: Vec<FiguresColumn>,
    disputed: usize,
    rules_without_flaws: Vec<&'static str>,
    details: Details,
}

impl PanelOptions {
    /// The folder to measure with.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.panel.as_deref()
    }

    /// Measures, and prints the figures.
    pub(super) fn run(
        &self,
        page: &mut Page<'_>,
        folder: &Path,
        prompt: Option<&str>,
        as_json: bool,
    ) -> anyhow::Result<()> {
        let panel = storage::panel::open(folder, prompt)?;
        let library = input::library();
        let checked = panel
            .check(|id| library.get(id))
            .map_err(anyhow::Error::msg)?;
        let all = PanelSubset::all(&checked, &panel.names);
        let column = |subset: &PanelSubset| FiguresColumn {
            of: subset.title.clone(),
            figures: measure(subset, &panel.flaws).figures,
        };
        let MeasuredPanel { figures, details } = measure(&all, &panel.flaws);
        let mut columns = vec![FiguresColumn {
            of: all.title.clone(),
            figures,
        }];
        if let Some(seed) = self.halves {
            columns.extend(all.halves(seed).iter().map(column));
        }
        let prompts = if self.by_prompt {
            all.by_prompt().iter().map(column).collect()
        } else {
            Vec::new()
        };
        let output = PanelOutput {
            columns,
            prompts,
            disputed: panel.disputes.len(),
            rules_without_flaws: rules_without_flaws(&panel.flaws),
            details,
        };
        if as_json {
            serde_json::to_writer_pretty(page.raw(), &output)?;
            return Ok(page.blank()?);
        }
        Ok(output.print(page, &self.list)?)
    }
}

/// Rules that nobody has said to report a flaw or none.
fn rules_without_flaws(table: &FlawTable) -> Vec<&'static str> {
    let ids = rules::all().iter().map(|rule| rule.id);
    ids.filter(|id| !table.knows_rule(id)).collect()
}

impl PanelOutput {
    fn print(&self, page: &mut Page<'_>, lists: &[DetailChoice]) -> io::Result<()> {
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
        for choice in lists {
            let lines = self.details.get(&choice.kind());
            let lines = lines.map_or(&[][..], Vec::as_slice);
            page.blank()?;
            page.heading(&format!("Cases: {} ({})", choice.name(), lines.len()))?;
            page.list(2, lines.iter().map(String::as_str))?;
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
        "  missed, told as info",
        figures.missed_but_info.to_string(),
    );
    row("  missed, no rule", figures.missed_without_rule.to_string());
    row("  serious as serious", shown(figures.serious_as_serious));
    row("forbidden, yet reported", shown(figures.forbidden));
    row("false alarms", figures.false_alarms.to_string());
    row(
        "  drawings with one",
        shown(figures.drawings_with_false_alarms),
    );
    row("  heavy, only tolerated", figures.heavy_alarms.to_string());
    row("  medium", figures.medium_alarms.to_string());
    row("scores in their band", shown(figures.scores.in_band));
    row("  mean distance", points(figures.scores.mean_distance));
    for (verdict, band) in &figures.scores_by_verdict {
        let verdict = verdict.label();
        row(&format!("  {verdict}: in the band"), shown(band.in_band));
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
    row("sound that fail", shown(figures.sound_failed()));
    row(
        "flawed that pass",
        shown(figures.passed(PanelVerdict::Flawed)),
    );
    row(
        "fatal that pass",
        shown(figures.passed(PanelVerdict::Fatal)),
    );
    let roles = &figures.roles;
    row("who plays what", shown(roles.agreement));
    row("  in the nearest design", shown(roles.agreement_in_nearest));
    let (nobody, another) = (roles.played_by_nobody, roles.played_by_another);
    row("  nobody / another box", format!("{nobody} / {another}"));
    row("  played by nobody", shown(roles.not_played));
    let names = &figures.names;
    row("names: kind fits", shown(names.kind_fits));
    row("  the best kind", shown(names.kind_is_best));
    row("  components", shown(names.components));
    let (custom, another) = (names.components_as_custom, names.components_as_another);
    row("    as custom / another", format!("{custom} / {another}"));
    row("  custom left custom", shown(names.custom_left_custom));
    row("  labels refused", names.refused.to_string());
    row("names: counts", shown(names.counts));
    row("  invented counts", shown(names.counts_invented));
    row("names: name shown", shown(names.name_exact));
    row("names: a technology named", shown(names.technology));
    rows
}

fn shown(proportion: Proportion) -> String {
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
