//! `boxdrill eval`: how good the check is, measured with faults put into the accepted designs of the prompts, with those designs
//! disguised, or with drawings that people labeled.

use std::io;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::analysis::rules;
use crate::cli::disguise_page;
use crate::cli::input;
use crate::cli::outcome::Outcome;
use crate::cli::page::{Page, Tone};
use crate::cli::panel::PanelOptions;
use crate::evaluation::{
    DisguisedSet, Evaluation, MutationTrial, RuleMeasure, UnexpectedFinding, evaluate,
    evaluate_disguised,
};
use crate::model::format::count;
use crate::scenario::{self, Scenario};

/// Arguments of `boxdrill eval`.
#[derive(Debug, Args)]
pub struct EvalCommand {
    /// Only this prompt; default: the built-in prompts and the example prompt of the rules
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Text for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = EvalFormat::Text)]
    format: EvalFormat,
    /// Also list every fault that was tried
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    panel: PanelOptions,
    #[command(flatten)]
    disguise: DisguiseOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EvalFormat {
    Text,
    Json,
}

/// Accepted designs drawn as other people would.
#[derive(Debug, Args)]
struct DisguiseOptions {
    /// Measure with disguised accepted designs: other names, kinds, boxes, and arrows, chosen by this seed
    #[arg(long, value_name = "SEED", conflicts_with = "panel")]
    disguise: Option<u64>,
    /// Try this many seeds, one after another
    #[arg(long, value_name = "N", requires = "disguise", default_value_t = 1)]
    seeds: u64,
    /// Inject at most this many faults into each disguised design; default: all that fit
    #[arg(long, value_name = "N", requires = "disguise")]
    faults: Option<usize>,
}

impl DisguiseOptions {
    fn set(&self) -> Option<DisguisedSet> {
        Some(DisguisedSet {
            first_seed: self.disguise?,
            seeds: self.seeds,
            faults: self.faults,
        })
    }
}

/// The JSON output.
#[derive(Serialize)]
struct EvalOutput<'a> {
    recall: f64,
    precision: f64,
    #[serde(flatten)]
    evaluation: &'a Evaluation,
}

impl EvalCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        if let Some(folder) = self.panel.folder() {
            let (prompt, as_json) = (self.scenario.as_deref(), self.format == EvalFormat::Json);
            self.panel.run(page, folder, prompt, as_json)?;
            return Ok(Outcome::Clean);
        }
        let library = input::library();
        let prompts = match &self.scenario {
            Some(id) => vec![input::scenario(&library, id)?],
            None => all_prompts().collect(),
        };
        if let Some(set) = self.disguise.set() {
            let measured = evaluate_disguised(prompts, set);
            match self.format {
                EvalFormat::Text => {
                    disguise_page::print(page, &measured, self.verbose)?;
                    in_part(page, measured.in_part)?;
                    if measured.seeds < set.seeds {
                        let seeds = count(measured.seeds as usize, "seed");
                        let sentence = format!(
                            "The designs are large: {seeds} of {} were tried.",
                            set.seeds
                        );
                        page.blank()?;
                        page.paragraph(0, &sentence)?;
                    }
                }
                EvalFormat::Json => json(page, &measured)?,
            }
            return Ok(Outcome::Clean);
        }
        let evaluation = evaluate(prompts);
        match self.format {
            EvalFormat::Text => text(page, &evaluation, self.verbose)?,
            EvalFormat::Json => {
                let total = evaluation.total();
                let output = EvalOutput {
                    recall: total.recall(),
                    precision: total.precision(),
                    evaluation: &evaluation,
                };
                json(page, &output)?;
            }
        }
        Ok(if evaluation.is_perfect() {
            Outcome::Clean
        } else {
            Outcome::Findings
        })
    }
}

fn all_prompts() -> impl Iterator<Item = &'static Scenario> {
    let example = std::iter::once(rules::example_prompt());
    scenario::builtin().iter().chain(example)
}

fn json(page: &mut Page<'_>, output: &impl Serialize) -> anyhow::Result<()> {
    Ok(page.json(output)?)
}

fn text(page: &mut Page<'_>, evaluation: &Evaluation, verbose: bool) -> io::Result<()> {
    table(page, evaluation)?;
    let misses: Vec<&MutationTrial> = evaluation.misses().collect();
    trials(page, "Faults that were not found", &misses)?;
    extras(page, &evaluation.unexpected)?;
    if !evaluation.no_such_rule.is_empty() {
        page.blank()?;
        page.heading("No such rule")?;
        let lines = evaluation.no_such_rule.iter();
        let lines: Vec<String> = lines
            .map(|(mutation, rule)| format!("{rule}, for {mutation}"))
            .collect();
        page.list(2, lines.iter().map(String::as_str))?;
    }
    if verbose {
        let all: Vec<&MutationTrial> = evaluation.trials.iter().collect();
        trials(page, "Faults tried", &all)?;
    }
    in_part(page, evaluation.in_part)
}

/// Says of how many large designs only some faults were tried.
fn in_part(page: &mut Page<'_>, designs: usize) -> io::Result<()> {
    if designs == 0 {
        return Ok(());
    }
    let designs = count(designs, "large design");
    page.blank()?;
    page.paragraph(
        0,
        &format!("In {designs}, each fault was tried only in the first places where it fits."),
    )
}

fn table(page: &mut Page<'_>, evaluation: &Evaluation) -> io::Result<()> {
    let head = [
        "rule",
        "tried",
        "found",
        "recall",
        "unexpected",
        "precision",
    ];
    let mut rows = vec![head.map(|word| (word.to_owned(), Tone::Faint))];
    rows.extend(evaluation.rules.iter().map(row));
    rows.push(row(&evaluation.total()));
    page.table(0, &rows)
}

fn row(measure: &RuleMeasure) -> [(String, Tone); 6] {
    let judged = |share: f64| match share {
        1.0 => Tone::Good,
        _ => Tone::Bad,
    };
    let (recall, precision) = (measure.recall(), measure.precision());
    let recall_shown = match measure.tried {
        0 => ("-".to_owned(), Tone::Faint),
        _ => (format!("{recall:.3}"), judged(recall)),
    };
    let precision_shown = match measure.explained + measure.unexpected {
        0 => ("-".to_owned(), Tone::Faint),
        _ => (format!("{precision:.3}"), judged(precision)),
    };
    [
        (measure.rule.to_owned(), Tone::Strong),
        (measure.tried.to_string(), Tone::Plain),
        (measure.found.to_string(), Tone::Plain),
        recall_shown,
        (measure.unexpected.to_string(), Tone::Plain),
        precision_shown,
    ]
}

fn place(trial: &MutationTrial) -> String {
    format!("{} {}", trial.scenario, trial.design)
}

fn trials(page: &mut Page<'_>, heading: &str, trials: &[&MutationTrial]) -> io::Result<()> {
    if trials.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.heading(heading)?;
    let rows: Vec<_> = trials
        .iter()
        .map(|trial| {
            let tone = if trial.found { Tone::Plain } else { Tone::Bad };
            [
                (trial.mutation.to_owned(), tone),
                (place(trial), Tone::Faint),
                (trial.what.clone(), Tone::Plain),
            ]
        })
        .collect();
    page.table(2, &rows)
}

fn extras(page: &mut Page<'_>, extras: &[UnexpectedFinding]) -> io::Result<()> {
    if extras.is_empty() {
        return Ok(());
    }
    page.blank()?;
    page.heading("Unexplained findings")?;
    for extra in extras {
        let UnexpectedFinding {
            trial, rule, why, ..
        } = extra;
        let severity = extra.severity.label();
        page.line(2, &format!("{rule} ({severity})"), Tone::Bad)?;
        let place = place(trial);
        page.paragraph(4, &format!("{}, {place}: {}", trial.mutation, trial.what))?;
        page.paragraph(4, why)?;
    }
    Ok(())
}
