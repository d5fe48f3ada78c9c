//! `boxdrill program`: owners, dependencies, rollout order and dates, risks and launch readiness of a drawing.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::analysis::Analysis;
use crate::cli::input;
use crate::cli::outcome::{Outcome, complain};
use crate::cli::page::{Page, Tone};
use crate::cli::report::ReaderChoice;
use crate::model::{Design, Id, MAX_WEEKS, closest_word, is_same_team};
use crate::program::{
    Delay, DependencyStatus, FlowReadiness, PlannedStage, PlannedWork, ProgramReport, RiskStatus,
    engineer_page, stakeholder_page,
};

/// Arguments of `boxdrill program`.
#[derive(Debug, Args)]
pub struct ProgramCommand {
    /// A .boxdrill file, or text in the notation; - is standard input
    file: PathBuf,
    /// Compare with the program of this prompt instead of the drawing's own
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Show what slips if a team or supplier is this many weeks late
    #[arg(long, value_name = "TEAM=WEEKS", value_parser = late)]
    late: Option<(String, u32)>,
    /// Text for people, JSON for programs, or Markdown pages to send
    #[arg(long, value_enum, default_value_t = ProgramFormat::Text)]
    format: ProgramFormat,
    /// Which page to write as Markdown; default: both
    #[arg(long = "for", value_enum)]
    reader: Option<ReaderChoice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProgramFormat {
    Text,
    Json,
    #[value(name = "markdown", alias = "md")]
    Markdown,
}

/// The program, what its numbers of components and connections are called, and, where it was asked for, the delay.
#[derive(Serialize)]
struct ProgramOutput<'a> {
    names: BTreeMap<Id, String>,
    #[serde(flatten)]
    program: &'a ProgramReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    late: Option<&'a Delay>,
}

fn late(text: &str) -> Result<(String, u32), String> {
    let weeks = text.rsplit_once('=').and_then(|(team, weeks)| {
        let weeks: u32 = weeks.trim().parse().ok()?;
        Some((team.trim().to_owned(), weeks))
            .filter(|(team, weeks)| !team.is_empty() && *weeks <= MAX_WEEKS)
    });
    weeks.ok_or_else(|| format!("`{text}` is not a team and a number of weeks: write \"Data platform=3\", with 0 to {MAX_WEEKS} weeks"))
}

impl ProgramCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let library = input::library();
        let loaded = input::drawing(&self.file)?;
        for repair in &loaded.repairs {
            complain(
                "warning",
                &format!("{repair} ({})", input::name(&self.file)),
            );
        }
        let design = loaded.design;
        let scenario = match self.scenario.as_deref() {
            Some(id) => Some(input::scenario(&library, id)?),
            None => design.scenario().and_then(|id| library.get(id)),
        };
        let analysis = Analysis::new(&design, scenario);
        let program = ProgramReport::new(&analysis, &analysis.report());
        let delay = match &self.late {
            Some((team, weeks)) => Some(delay(&program, &design, team, *weeks)?),
            None => None,
        };
        match self.format {
            ProgramFormat::Json => {
                let output = ProgramOutput {
                    names: design.ids().map(|id| (id, design.item_name(id))).collect(),
                    program: &program,
                    late: delay.as_ref(),
                };
                page.json(&output)?;
            }
            ProgramFormat::Markdown => {
                if self.reader != Some(ReaderChoice::Engineers) {
                    page.lines(&stakeholder_page(&analysis, &program))?;
                }
                if self.reader.is_none() {
                    page.blank()?;
                }
                if self.reader != Some(ReaderChoice::Stakeholders) {
                    page.lines(&engineer_page(&analysis, &program))?;
                }
                if let Some(delay) = &delay {
                    writeln!(
                        page.raw(),
                        "\n{}.",
                        delay.describe(&program.schedule, &design)
                    )?;
                }
            }
            ProgramFormat::Text => ProgramText {
                design: &design,
                program: &program,
            }
            .write(page, delay.as_ref())?,
        }
        Ok(Outcome::Clean)
    }
}

/// What moves if this team is late; a sentence where the plan waits for nobody of that name.
fn delay(
    program: &ProgramReport,
    design: &Design,
    team: &str,
    weeks: u32,
) -> anyhow::Result<Delay> {
    let who = program.schedule.who_can_be_late(design);
    if let Some(name) = who.iter().find(|name| is_same_team(name, team)) {
        return Ok(program.schedule.delay(design, name, weeks));
    }
    if who.is_empty() {
        bail!("nothing is planned yet: give components an owner and a rollout stage");
    }
    match closest_word(team, who.iter().map(String::as_str)) {
        Some(near) => bail!("the plan does not depend on `{team}`: did you mean `{near}`?"),
        None => bail!(
            "the plan does not depend on `{team}`: it depends on {}",
            who.join(", ")
        ),
    }
}

/// The program as text.
struct ProgramText<'a> {
    design: &'a Design,
    program: &'a ProgramReport,
}

impl ProgramText<'_> {
    fn write(&self, page: &mut Page<'_>, delay: Option<&Delay>) -> io::Result<()> {
        self.teams(page)?;
        self.dependencies(page)?;
        self.rollout(page)?;
        if let Some(delay) = delay {
            page.blank()?;
            page.heading("Effect of the delay")?;
            page.paragraph(2, &delay.describe(&self.program.schedule, self.design))?;
            let rows = delay.moves.iter().map(|step| {
                let weeks = format!("week {} to week {}", step.from, step.to);
                [
                    (self.design.name_of(step.component).to_owned(), Tone::Plain),
                    (weeks, Tone::Faint),
                ]
            });
            page.table(4, &rows.collect::<Vec<_>>())?;
        }
        self.risks(page)?;
        self.readiness(page)?;
        self.prompt(page)
    }

    fn names(&self, ids: &[Id]) -> String {
        let names: Vec<&str> = ids.iter().map(|&id| self.design.name_of(id)).collect();
        names.join(", ")
    }

    fn teams(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.heading("Teams")?;
        let teams = &self.program.teams;
        if teams.all.is_empty() {
            page.paragraph(2, "No component has an owner yet. Give each one an owner, or draw it inside a team zone.")?;
        }
        let rows = teams.all.iter().map(|team| {
            [
                (team.name.clone(), Tone::Strong),
                (team.person.clone().unwrap_or_default(), Tone::Faint),
                (self.names(&team.components), Tone::Plain),
            ]
        });
        page.table(2, &rows.collect::<Vec<_>>())?;
        if !teams.unowned.is_empty() && !teams.all.is_empty() {
            page.paragraph(2, &format!("No owner: {}", self.names(&teams.unowned)))?;
        }
        if teams.calls.is_empty() {
            return Ok(());
        }
        page.blank()?;
        page.heading("Calls between teams")?;
        let rows = teams.calls.iter().map(|calls| {
            let pair = format!(
                "{} > {}",
                teams.all[calls.from].name, teams.all[calls.to].name
            );
            let count = format!(
                "{} synchronous, {} asynchronous",
                calls.waiting.len(),
                calls.not_waiting.len()
            );
            [(pair, Tone::Plain), (count, Tone::Faint)]
        });
        page.table(2, &rows.collect::<Vec<_>>())
    }

    fn dependencies(&self, page: &mut Page<'_>) -> io::Result<()> {
        if self.program.dependencies.is_empty() {
            return Ok(());
        }
        page.blank()?;
        page.heading("Dependencies")?;
        let row = |one: &DependencyStatus| {
            let mut said = one.details();
            said.extend((!one.flows.is_empty()).then(|| format!("for {}", one.flows.join(", "))));
            let tone = if one.agreement.is_some() {
                Tone::Good
            } else {
                Tone::Warning
            };
            [
                (one.title(), Tone::Plain),
                (one.agreement_words(), tone),
                (said.join("; "), Tone::Faint),
            ]
        };
        let rows: Vec<_> = self.program.dependencies.iter().map(row).collect();
        page.table(2, &rows)
    }

    fn rollout(&self, page: &mut Page<'_>) -> io::Result<()> {
        let order = &self.program.order;
        page.blank()?;
        page.heading("Rollout order by dependencies")?;
        if order.stages.is_empty() {
            page.paragraph(2, "Nothing to roll out is drawn yet.")?;
        }
        let rows = (1..).zip(&order.stages).map(|(number, ids)| {
            [
                (format!("{number:>2}"), Tone::Faint),
                (self.names(ids), Tone::Plain),
            ]
        });
        page.table(2, &rows.collect::<Vec<_>>())?;
        for ring in &order.cycles {
            let sentence = format!(
                "{} call each other in a cycle: roll them out together, or put one call behind a feature flag",
                self.names(ring)
            );
            page.paragraph(2, &sentence)?;
        }
        let schedule = &self.program.schedule;
        if schedule.work.is_empty() {
            return Ok(());
        }
        page.blank()?;
        page.heading(&format!(
            "Schedule, done in {}",
            schedule.week_label(schedule.end)
        ))?;
        let row = |work: &PlannedWork| {
            let assumed = if work.is_assumed { ", assumed" } else { "" };
            let (slack, tone) = if work.is_critical() {
                ("critical".to_owned(), Tone::Notice)
            } else {
                (format!("slack {}", work.slack), Tone::Faint)
            };
            [
                (schedule.week_label(work.start), Tone::Plain),
                (self.design.name_of(work.component).to_owned(), Tone::Plain),
                (
                    work.stage
                        .map_or_else(String::new, |stage| format!("stage {stage}")),
                    Tone::Faint,
                ),
                (
                    work.team.clone().unwrap_or_else(|| "no owner".to_owned()),
                    Tone::Faint,
                ),
                (slack, tone),
                (format!("{} weeks{assumed}", work.weeks), Tone::Plain),
            ]
        };
        page.table(2, &schedule.work.iter().map(row).collect::<Vec<_>>())?;
        page.paragraph(
            2,
            &format!(
                "Critical path: {}",
                schedule.describe_critical_path(self.design)
            ),
        )?;
        page.list(2, schedule.warnings())?;
        page.blank()?;
        page.heading("Stages")?;
        let row = |stage: &PlannedStage| {
            let or = |text: &str, missing: &str| match text.trim() {
                "" => missing.to_owned(),
                text => text.to_owned(),
            };
            let metric = match stage.metric.trim() {
                "" => String::new(),
                metric => format!(" ({metric})"),
            };
            let gate = format!(
                "gate: {}{metric}; rollback: {}",
                or(&stage.gate, "none"),
                or(&stage.rollback, "none")
            );
            [(stage.title.clone(), Tone::Strong), (gate, Tone::Plain)]
        };
        page.table(2, &schedule.stages.iter().map(row).collect::<Vec<_>>())
    }

    fn risks(&self, page: &mut Page<'_>) -> io::Result<()> {
        let risks = &self.program.risks;
        page.blank()?;
        page.heading("Risks")?;
        let row = |status: &RiskStatus| {
            let risk = &status.risk;
            let gap = status
                .gap()
                .map_or_else(String::new, |gap| format!(" ({gap})"));
            let state = if status.is_fixed && risk.state.is_live() {
                "Fixed in the drawing".to_owned()
            } else {
                risk.state.label().to_owned()
            };
            [
                (
                    format!("{}/{}", risk.likelihood.steps(), risk.impact.steps()),
                    Tone::Faint,
                ),
                (
                    state,
                    if risk.state.is_live() {
                        Tone::Warning
                    } else {
                        Tone::Good
                    },
                ),
                (risk.owner.clone(), Tone::Faint),
                (format!("{}: {}{gap}", risk.title, risk.answer), Tone::Plain),
            ]
        };
        page.table(2, &risks.all.iter().map(row).collect::<Vec<_>>())?;
        match risks.unregistered.len() {
            0 if risks.all.is_empty() => {
                page.paragraph(2, "No risks are recorded, and the check finds none.")
            }
            0 => Ok(()),
            1 => page.paragraph(
                2,
                "1 finding from the check is not in the risk register yet.",
            ),
            more => page.paragraph(
                2,
                &format!("{more} findings from the check are not in the risk register yet."),
            ),
        }
    }

    fn readiness(&self, page: &mut Page<'_>) -> io::Result<()> {
        if self.program.readiness.is_empty() {
            return Ok(());
        }
        page.blank()?;
        page.heading("Launch readiness")?;
        let row = |flow: &FlowReadiness| {
            let missing: Vec<String> = flow
                .missing()
                .map(|item| item.label().to_lowercase())
                .collect();
            let said = if missing.is_empty() {
                ("ready".to_owned(), Tone::Good)
            } else {
                (format!("missing: {}", missing.join(", ")), Tone::Warning)
            };
            [(flow.name.clone(), Tone::Plain), said]
        };
        page.table(
            2,
            &self.program.readiness.iter().map(row).collect::<Vec<_>>(),
        )
    }

    fn prompt(&self, page: &mut Page<'_>) -> io::Result<()> {
        let Some(prompt) = &self.program.prompt else {
            return Ok(());
        };
        let (covered, of) = prompt.covered();
        page.blank()?;
        page.heading(&format!(
            "The prompt's program: {covered} of {of} items appear here"
        ))?;
        for (list, lines) in prompt.lists() {
            page.line(2, list, Tone::Faint)?;
            let rows = lines.iter().map(|line| match &line.found {
                Some(found) => [
                    ("yes".to_owned(), Tone::Good),
                    (format!("{} ({found})", line.text), Tone::Plain),
                ],
                None => [
                    ("missing".to_owned(), Tone::Warning),
                    (line.text.clone(), Tone::Plain),
                ],
            });
            page.table(4, &rows.collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_team_is_named_with_its_weeks() {
        assert_eq!(
            late("Data platform = 3"),
            Ok(("Data platform".to_owned(), 3))
        );
        for wrong in ["Data", "=3", "Data=-1", "Data=521", "Data=x"] {
            assert!(late(wrong).is_err(), "{wrong}");
        }
    }
}
