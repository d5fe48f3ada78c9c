//! `boxdrill eval --panel`: how well the check agrees with interviewers who labeled drawings by strangers.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::analysis::rules;
use crate::cli::input;
use crate::cli::page::Page;
use crate::cli::panel_page::{FiguresColumn, PanelOutput};
use crate::evaluation::panel::{DetailKind, FlawTable, MeasuredPanel, PanelSubset, measure};
use crate::storage;

/// What to print of a panel.
#[derive(Debug, Args)]
pub(super) struct PanelOptions {
    /// Measure with the labeled drawings in this folder instead of faults injected into accepted designs
    #[arg(long, value_name = "FOLDER", conflicts_with = "verbose")]
    panel: Option<PathBuf>,
    /// Also print the figures of each prompt
    #[arg(long, requires = "panel")]
    by_prompt: bool,
    /// Print two halves of the panel side by side, split by this seed: tune on one, test on the other
    #[arg(long, value_name = "SEED", requires = "panel")]
    halves: Option<u64>,
    /// List the individual cases of this kind; can be repeated
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
            unchecked: panel.drawings.len() - all.drawings.len(),
            rules_without_flaws: rules_without_flaws(&panel.flaws),
            details,
        };
        if as_json {
            return Ok(page.json(&output)?);
        }
        let lists = self.list.iter().map(|list| (list.name(), list.kind()));
        Ok(output.print(page, &lists.collect::<Vec<_>>())?)
    }
}

/// Rules that nobody has said to report a flaw or none.
fn rules_without_flaws(table: &FlawTable) -> Vec<&'static str> {
    let ids = rules::all().iter().map(|rule| rule.id);
    ids.filter(|id| !table.knows_rule(id)).collect()
}
