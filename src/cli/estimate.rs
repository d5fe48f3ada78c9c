//! `boxdrill estimate`: the numbers of a drawing, under other traffic and with parts that have failed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::analysis::{
    Analysis, ComponentEstimate, Estimate, Fault, FlowEstimate, FlowState, FlowVerdict, PLANNED,
    QueueEstimate, VerdictRange, WhatIf,
};
use crate::cli::outcome::Outcome;
use crate::cli::page::{Page, Tone};
use crate::cli::{input, prices, ranges, report};
use crate::model::{Design, Id, Role, closest_word, fold_word, format};

/// Arguments of `boxdrill estimate`.
#[derive(Debug, Args)]
pub struct EstimateCommand {
    /// A .boxdrill file, or text in the notation; - is standard input
    file: PathBuf,
    /// Use the traffic of this prompt instead of the drawing's own
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Multiply the traffic of the prompt: 10, or x10
    #[arg(long, value_name = "TIMES", default_value = "1", value_parser = times)]
    traffic: f64,
    /// What has failed, separated by commas: names or numbers of components and zones, or "A > B" for a connection
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    fail: Vec<String>,
    /// What is slow: components take 10× as long, connections 200 ms longer. Use the same names as for --fail
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    slow: Vec<String>,
    /// Caches that start empty. Use the same names as for --fail
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    empty: Vec<String>,
    /// A JSON file with your company's prices, which override those of the drawing and the catalog
    ///
    /// The file maps kinds (any word that `boxdrill kinds` accepts) to prices in USD: `monthly` per instance,
    /// `per_million` calls, and `per_gb` sent to users. A component's own cost takes precedence. For example:
    /// `{"sql_database": {"monthly": 400}, "cdn": {"per_million": 0.6, "per_gb": 0.01}}`
    #[arg(long, value_name = "FILE.json")]
    prices: Option<PathBuf>,
    /// Test every input at both ends of its range, and show which ones change a verdict
    #[arg(long)]
    ranges: bool,
    /// Text for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = EstimateFormat::Text)]
    format: EstimateFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EstimateFormat {
    Text,
    Json,
}

/// The estimate, what its numbers of components, zones and connections are called, and, where they were asked for, the
/// verdicts.
#[derive(Serialize)]
struct EstimateOutput<'a> {
    names: BTreeMap<Id, String>,
    #[serde(flatten)]
    estimate: &'a Estimate,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdicts: Option<&'a [VerdictRange]>,
    /// How many inputs were not tried alone because the drawing is large.
    #[serde(skip_serializing_if = "Option::is_none")]
    untried: Option<usize>,
}

fn times(text: &str) -> Result<f64, String> {
    let digits = text.trim_start_matches(['x', 'X', '×']);
    let times: f64 = digits
        .parse()
        .map_err(|_error| format!("`{text}` is not a number: write 10 or x10"))?;
    if (0.0..=1e6).contains(&times) {
        Ok(times)
    } else {
        Err(format!("`{text}` is out of range: use 0 to 1000000"))
    }
}

impl EstimateCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let done = self.estimate(page);
        let is_output = |error: &anyhow::Error| error.is::<io::Error>();
        if let (Err(error), EstimateFormat::Json) = (&done, self.format)
            && !is_output(error)
        {
            // Whoever reads JSON gets the reason as JSON too.
            let reason = serde_json::json!({ "error": format!("{error:#}") });
            writeln!(page.raw(), "{reason:#}")?;
            page.raw().flush()?;
        }
        done
    }

    fn estimate(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let library = input::library();
        let mut design = input::drawing(&self.file)?.design;
        if let Some(file) = &self.prices {
            prices::put(&mut design, file)?;
        }
        let scenario = match self.scenario.as_deref() {
            Some(id) => Some(input::scenario(&library, id)?),
            None => design.scenario().and_then(|id| library.get(id)),
        };
        let all = |words: &[String], trouble: Fault| -> anyhow::Result<BTreeSet<Id>> {
            let found = |word: &String| {
                let id = find(&design, word)?;
                if !trouble.applies_to(&design, id) {
                    bail!("`{word}` cannot be cleared: name a cache or a CDN");
                }
                Ok(id)
            };
            words.iter().map(found).collect()
        };
        let what_if = WhatIf {
            traffic: self.traffic,
            failed: all(&self.fail, Fault::Failed)?,
            slow: all(&self.slow, Fault::Slow)?,
            emptied: all(&self.empty, Fault::Emptied)?,
        };
        let analysis = Analysis::new(&design, scenario);
        let found = analysis.estimate(&what_if);
        let (mut untried, mut draws) = (0, 0);
        let verdicts = self.ranges.then(|| {
            let study = analysis.sensitivity(&what_if);
            (untried, draws) = (study.untried(), study.draws());
            study.finish()
        });
        match self.format {
            EstimateFormat::Json => {
                let found = EstimateOutput {
                    names: names(&design).into_iter().collect(),
                    estimate: &found,
                    verdicts: verdicts.as_deref(),
                    untried: (untried > 0).then_some(untried),
                };
                page.json(&found)?;
            }
            EstimateFormat::Text => {
                text(page, &design, &found)?;
                if let Some(verdicts) = verdicts {
                    ranges::text(page, &design, &verdicts)?;
                    if untried > 0 {
                        let sentence = format!(
                            "The drawing is large: {untried} inputs of the least busy components were not tested individually, and we ran {draws} simulations with random values."
                        );
                        page.paragraph(2, &sentence)?;
                    }
                }
            }
        }
        Ok(Outcome::Clean)
    }
}

/// The component, zone or connection that a word names: its number, or its name without regard to case and punctuation.
fn find(design: &Design, word: &str) -> anyhow::Result<Id> {
    let number = word.trim_start_matches('#').parse().ok().map(Id);
    let names = names(design);
    let by_number = names.iter().find(|(id, _)| Some(*id) == number);
    let by_name = || {
        names
            .iter()
            .find(|(_, name)| fold_word(name) == fold_word(word))
    };
    if let Some((id, _)) = by_number.or_else(by_name) {
        return Ok(*id);
    }
    match closest_word(word, names.iter().map(|(_, name)| name.as_str())) {
        Some(near) => bail!("there is no component or zone `{word}`: did you mean `{near}`?"),
        None => bail!("there is no component or zone `{word}`: use a name from the drawing"),
    }
}

/// What components, zones and connections are called, in this order.
fn names(design: &Design) -> Vec<(Id, String)> {
    let components = design
        .components()
        .map(|(id, c)| (id, c.display_name().to_owned()));
    let zones = design
        .zones()
        .map(|(id, zone)| (id, zone.display_name().to_owned()));
    let connections = design
        .connections()
        .map(|(id, c)| (id, design.connection_name(c, " > ")));
    components.chain(zones).chain(connections).collect()
}

fn text(page: &mut Page<'_>, design: &Design, found: &Estimate) -> io::Result<()> {
    let has_traffic = found.peak_rps > 0.0;
    if has_traffic {
        let title = if found.traffic.total_cmp(&1.0).is_eq() {
            "At peak traffic".to_owned()
        } else {
            format!("At {} the peak traffic", format::times(found.traffic))
        };
        page.heading(&title)?;
        page.blank()?;
    } else {
        page.paragraph(0, "No prompt and no traffic: load, latency, and usage-based costs are left out. Name a prompt with --scenario, or add a line such as `traffic 500` to the drawing.")?;
        page.blank()?;
    }
    page.heading("Flows")?;
    let rows: Vec<_> = found.flows.iter().map(flow_row).collect();
    page.table(2, &rows)?;
    let decided = found.flows.iter().filter_map(|flow| decided(design, flow));
    let rows: Vec<_> = decided.collect();
    if !rows.is_empty() {
        page.blank()?;
        page.heading("What drives availability")?;
        page.table(2, &rows)?;
    }
    if has_traffic {
        page.blank()?;
        page.heading("Load")?;
        let mut loaded: Vec<&ComponentEstimate> = found
            .components
            .iter()
            .filter(|c| c.rps > 0.0 && design.kind_of(c.id).role != Role::Client)
            .collect();
        let use_of = |c: &ComponentEstimate| c.utilization.unwrap_or(-1.0);
        loaded.sort_by(|a, b| use_of(b).total_cmp(&use_of(a)));
        let rows: Vec<_> = loaded.iter().map(|c| load_row(design, c)).collect();
        page.table(2, &rows)?;
        page.blank()?;
        page.heading("What breaks first")?;
        let rows: Vec<_> = found
            .breaks
            .iter()
            .take(5)
            .map(|b| break_row(design, *b))
            .collect();
        page.table(2, &rows)?;
    }
    if has_traffic && !found.assumed.is_empty() {
        page.blank()?;
        page.heading("Assumed")?;
        for assumption in &found.assumed {
            page.paragraph(2, &assumption.describe(design))?;
        }
    }
    let queues: Vec<_> = found.queues.iter().filter(|q| q.arrives > 0.0).collect();
    if !queues.is_empty() {
        page.blank()?;
        page.heading("Queues")?;
        let rows: Vec<_> = queues.iter().map(|q| queue_row(design, q)).collect();
        page.table(2, &rows)?;
    }
    page.blank()?;
    page.heading("Cost")?;
    let (now, tenfold) = (found.monthly_cost, found.monthly_cost_at_tenfold);
    page.line(2, &format!("{} a month", format::usd(now)), Tone::Plain)?;
    if let Some(peak) = &found.peak {
        page.paragraph(2, &peak.describe())?;
    }
    if has_traffic {
        let line = format!(
            "{} a month at 10× this traffic, with the instances drawn",
            format::dollars(tenfold)
        );
        page.line(2, &line, Tone::Plain)?;
        let needed = found.monthly_cost_to_carry_tenfold.map(format::dollars);
        let line = needed.map_or_else(
            || "10× this traffic needs more instances than a drawing can have".to_owned(),
            |usd| format!("{usd} a month with enough instances"),
        );
        page.line(2, &line, Tone::Plain)?;
    }
    Ok(())
}

fn flow_row(flow: &FlowEstimate) -> [(String, Tone); 4] {
    let verdict = flow.verdict();
    let tone = report::flow_tone(verdict);
    let latency = match &flow.latency {
        Some(found) => format!(
            "p50 {}, p99 {}",
            format::duration(found.p50),
            format::duration(found.p99)
        ),
        None if flow.state == FlowState::Down => String::new(),
        None => "never finishes".to_owned(),
    };
    let rest = flow.rest_of_answer.filter(|_| flow.latency.is_some());
    let rest = rest.map(|ms| format!(" to the first word, then {} of text", format::duration(ms)));
    let latency = format!("{latency}{}", rest.unwrap_or_default());
    let works = flow
        .availability
        .as_ref()
        .filter(|_| verdict == FlowVerdict::Works);
    let works = works.map_or_else(String::new, |found| {
        let downtime = format::minutes(found.minutes_a_year);
        let share = format::percent_of_time(found.value);
        format!("{share}, {downtime} of downtime a year")
    });
    [
        (flow.name.clone(), Tone::Plain),
        (verdict.word().to_owned(), tone),
        (latency, Tone::Plain),
        (works, Tone::Faint),
    ]
}

/// The components that cause most of the time without a flow: by how much less it would be if they never failed.
fn decided(design: &Design, flow: &FlowEstimate) -> Option<[(String, Tone); 2]> {
    const NAMED: usize = 3;
    let found = flow.availability.as_ref().filter(|a| a.value < 1.0)?;
    let part = |(id, gain): &(Id, f64)| {
        let share = format::percent_of_time(gain / (1.0 - found.value));
        format!("{} {share}", design.item_name(*id))
    };
    let parts: Vec<String> = found.gains.iter().take(NAMED).map(part).collect();
    (!parts.is_empty()).then(|| {
        [
            (flow.name.clone(), Tone::Plain),
            (parts.join(", "), Tone::Plain),
        ]
    })
}

fn load_row(design: &Design, component: &ComponentEstimate) -> [(String, Tone); 3] {
    let name = design.item_name(component.id);
    let mut load = format::short_rate(component.rps);
    if let Some(units) = &component.in_units {
        load = format!("{load} ({units})");
    }
    let limit = if component.is_bound_by_connections() {
        let limit = component.connection_limit;
        limit.map(|limit| format!("{} connections", format::amount(limit)))
    } else {
        let limit = component.capacity;
        limit.map(format::short_rate)
    };
    let (used, tone) = match (component.utilization, limit) {
        (Some(used), Some(limit)) => {
            let tone = if used >= 1.0 {
                Tone::Bad
            } else if used >= PLANNED {
                Tone::Warning
            } else {
                Tone::Plain
            };
            (format!("{} of {limit}", format::whole_percent(used)), tone)
        }
        _ => match component.instances_needed {
            Some(count) => (format!("needs {count}"), Tone::Plain),
            None => ("provider-managed".to_owned(), Tone::Faint),
        },
    };
    [(name, Tone::Plain), (load, Tone::Plain), (used, tone)]
}

fn queue_row(design: &Design, queue: &QueueEstimate) -> [(String, Tone); 3] {
    let names = format!(
        "{} > {}",
        design.item_name(queue.queue),
        design.item_name(queue.consumer)
    );
    let arrives = format!("{} in", format::short_rate(queue.arrives));
    let (state, tone) = match queue.catch_up(10.0) {
        _ if queue.grows() > 0.0 => {
            let hour = format::amount(queue.grows() * 3_600.0);
            (format!("the backlog grows by {hour} an hour"), Tone::Bad)
        }
        None => ("never catches up".to_owned(), Tone::Bad),
        Some(minutes) => {
            let minutes = format::minutes(minutes);
            let text = format!("keeps up; drains the backlog of a 10-minute outage in {minutes}");
            (text, Tone::Plain)
        }
    };
    [(names, Tone::Plain), (arrives, Tone::Plain), (state, tone)]
}

fn break_row(design: &Design, (id, times): (Id, f64)) -> [(String, Tone); 2] {
    let tone = if times <= 1.0 { Tone::Bad } else { Tone::Plain };
    let when = if times <= 1.0 {
        "overloaded now".to_owned()
    } else {
        format!("at {} this traffic", format::times(times))
    };
    [(design.item_name(id), Tone::Plain), (when, tone)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_numbers_in_range() {
        assert_eq!(times("x10"), Ok(10.0));
        assert_eq!(times("0.5"), Ok(0.5));
        assert!(times("ten").is_err() && times("-1").is_err() && times("NaN").is_err());
    }
}
