//! The program in words: one page for stakeholders, one for engineers, as Markdown.

use std::fmt::{Display, Write as _};

use super::ProgramReport;
use super::schedule::{PlannedStage, PlannedWork, Schedule};
use crate::analysis::Analysis;
use crate::model::{Design, format};

/// Risks on the page for stakeholders.
const TOP_RISKS: usize = 5;

/// A page of Markdown in the making.
struct MarkdownPage(String);

impl MarkdownPage {
    fn new(analysis: &Analysis, what: &str) -> Self {
        let own = analysis.design().title().trim();
        let title = match analysis.scenario() {
            _ if !own.is_empty() => own,
            Some(scenario) => &scenario.title,
            None => "My own system",
        };
        Self(format!("# {}: {what}\n", format::markdown(title)))
    }

    fn heading(&mut self, text: &str) {
        _ = write!(self.0, "\n## {text}\n\n");
    }

    fn paragraph(&mut self, text: impl Display) {
        _ = writeln!(self.0, "{text}");
    }

    fn item(&mut self, text: impl Display) {
        _ = writeln!(self.0, "- {text}");
    }

    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        let rule: Vec<String> = heads.iter().map(|_| "---".to_owned()).collect();
        self.0.push_str(&line(&heads));
        self.0.push_str(&line(&rule));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| format::markdown(cell)).collect();
            self.0.push_str(&line(&cells));
        }
    }
}

/// One page for people who fund the program and wait for it.
#[must_use]
pub fn stakeholder_page(analysis: &Analysis, program: &ProgramReport) -> String {
    let design = analysis.design();
    let schedule = &program.schedule;
    let mut page = MarkdownPage::new(analysis, "program status");
    page.heading("Summary");
    if schedule.work.is_empty() {
        page.item("No rollout is planned yet");
    } else {
        page.item(format_args!(
            "{} in {}, done in {}",
            format::count(schedule.work.len(), "component"),
            format::count(schedule.stages.len(), "stage"),
            schedule.week_label(schedule.end)
        ));
    }
    if program.teams.all.is_empty() {
        page.item("No team owns anything yet");
    } else {
        let names = program.teams.all.iter().map(|team| team.name.as_str());
        page.item(format_args!(
            "{}: {}",
            format::count(program.teams.all.len(), "team"),
            format::markdown(&format::join_names(names))
        ));
    }
    let open = program
        .dependencies
        .iter()
        .filter(|one| one.agreement.is_none())
        .count();
    page.item(format_args!(
        "{} between teams and on suppliers, {open} without an agreement",
        format::count(program.dependencies.len(), "dependency")
    ));
    let live = program.risks.live();
    page.item(format_args!(
        "{} open or planned, {} more found by the check",
        format::count(live.len(), "risk"),
        program.risks.unregistered.len()
    ));
    page.item(match program.launch_gaps() {
        0 if program.readiness.is_empty() => "No flow to launch is drawn yet".to_owned(),
        0 => "Ready for launch: nothing is missing for the critical flows".to_owned(),
        gaps => format!(
            "Not ready for launch: {} missing for the critical flows",
            format::count(gaps, "item")
        ),
    });
    if !schedule.stages.is_empty() {
        page.heading("Stages");
        for stage in &schedule.stages {
            page.paragraph(stage_line(program, stage));
        }
    }
    if !live.is_empty() {
        page.heading("Top risks");
        for &place in live.iter().take(TOP_RISKS) {
            let status = &program.risks.all[place];
            let risk = &status.risk;
            let owner = if risk.owner.trim().is_empty() {
                "no owner"
            } else {
                risk.owner.trim()
            };
            let answer = if risk.answer.trim().is_empty() {
                "no mitigation yet"
            } else {
                risk.answer.trim()
            };
            page.item(format_args!(
                "**{}** ({} likelihood, {} impact, {}): {}",
                format::markdown(&risk.title),
                risk.likelihood.label().to_lowercase(),
                risk.impact.label().to_lowercase(),
                format::markdown(owner),
                format::markdown(answer)
            ));
        }
    }
    let asks = asks(program);
    if !asks.is_empty() {
        page.heading("What the program needs");
        for ask in asks {
            page.item(format::markdown(&ask));
        }
    }
    if !schedule.critical_path.is_empty() {
        page.heading("What the date depends on");
        page.paragraph(format::markdown(&schedule.describe_critical_path(design)));
    }
    page.0
}

fn stage_line(program: &ProgramReport, stage: &PlannedStage) -> String {
    let schedule = &program.schedule;
    let when = match (stage.start, stage.end) {
        (Some(start), Some(end)) => format!(
            "{} to {}",
            schedule.week_label(start),
            schedule.week_label(end)
        ),
        _ => "nothing in it yet".to_owned(),
    };
    let gate = match stage.gate.trim() {
        "" => "no gate written down".to_owned(),
        gate => format!("gate: {}", format::markdown(gate)),
    };
    format!(
        "{}. **{}**, {when}; {gate}",
        stage.step,
        format::markdown(&stage.title)
    )
}

/// What somebody has to do next, most pressing first.
fn asks(program: &ProgramReport) -> Vec<String> {
    let mut asks = Vec::new();
    let open = program
        .dependencies
        .iter()
        .filter(|one| one.agreement.is_none());
    asks.extend(open.map(|one| format!("An agreement: {}", one.title())));
    let live = program.risks.live().into_iter();
    asks.extend(live.filter_map(|place| {
        let status = &program.risks.all[place];
        Some(format!(
            "For the risk \"{}\": {}",
            status.risk.title,
            status.gap()?
        ))
    }));
    let stages = program.schedule.stages.iter();
    asks.extend(
        stages
            .clone()
            .filter(|stage| stage.gate.trim().is_empty())
            .map(|stage| format!("A gate for {}", stage.title)),
    );
    asks.extend(
        stages
            .filter(|stage| stage.rollback.trim().is_empty())
            .map(|stage| format!("A rollback for {}", stage.title)),
    );
    asks
}

/// One page for those who build and run it.
#[must_use]
pub fn engineer_page(analysis: &Analysis, program: &ProgramReport) -> String {
    let design = analysis.design();
    let schedule = &program.schedule;
    let names = |ids: &[crate::model::Id]| {
        let names: Vec<&str> = ids.iter().map(|&id| design.name_of(id)).collect();
        names.join(", ")
    };
    let mut page = MarkdownPage::new(analysis, "rollout and operations");
    page.heading("Who owns what");
    for team in &program.teams.all {
        let person = team.person.as_ref().map_or_else(String::new, |person| {
            format!(" ({})", format::markdown(person))
        });
        page.item(format_args!(
            "**{}**{}: {}",
            format::markdown(&team.name),
            person,
            format::markdown(&names(&team.components))
        ));
    }
    if !program.teams.unowned.is_empty() {
        page.item(format_args!(
            "No owner: {}",
            format::markdown(&names(&program.teams.unowned))
        ));
    }
    page.heading("Rollout order by dependencies");
    if program.order.stages.is_empty() {
        page.paragraph("Nothing to roll out is drawn yet.");
    }
    for (number, ids) in (1..).zip(&program.order.stages) {
        page.paragraph(format_args!("{number}. {}", format::markdown(&names(ids))));
    }
    for ring in &program.order.cycles {
        page.item(format_args!(
            "{} call each other in a cycle: roll them out together, or put one call behind a feature flag",
            format::markdown(&names(ring))
        ));
    }
    if !schedule.work.is_empty() {
        schedule_part(&mut page, design, schedule);
    }
    dependencies_part(&mut page, program);
    if !program.readiness.is_empty() {
        page.heading("Launch readiness");
        for flow in &program.readiness {
            let missing: Vec<String> = flow
                .missing()
                .map(|item| item.label().to_lowercase())
                .collect();
            let said = if missing.is_empty() {
                "ready".to_owned()
            } else {
                format!("missing: {}", missing.join(", "))
            };
            page.item(format_args!("**{}**: {said}", format::markdown(&flow.name)));
        }
    }
    page.0
}

fn schedule_part(page: &mut MarkdownPage, design: &Design, schedule: &Schedule) {
    page.heading("Schedule");
    let row = |work: &PlannedWork| {
        vec![
            design.name_of(work.component).to_owned(),
            work.team.clone().unwrap_or_else(|| "no owner".to_owned()),
            work.stage
                .map_or_else(String::new, |stage| stage.to_string()),
            schedule.week_label(work.start),
            format!(
                "{}{}",
                format::count(work.weeks as usize, "week"),
                if work.is_assumed { " (assumed)" } else { "" }
            ),
            if work.is_critical() {
                "critical".to_owned()
            } else {
                format::count(work.slack as usize, "week")
            },
        ]
    };
    let rows: Vec<Vec<String>> = schedule.work.iter().map(row).collect();
    page.table(
        &["Component", "Team", "Stage", "Starts", "Takes", "Slack"],
        &rows,
    );
    let wrong = schedule.warnings();
    if !wrong.is_empty() {
        page.heading("Too early");
        for sentence in wrong {
            page.item(format::markdown(sentence));
        }
    }
    page.heading("Gates");
    for stage in &schedule.stages {
        let or = |text: &str, missing: &str| match text.trim() {
            "" => missing.to_owned(),
            text => format::markdown(text),
        };
        let bake = match stage.bake_weeks {
            0 => String::new(),
            weeks => format!(", monitored for {}", format::count(weeks as usize, "week")),
        };
        page.item(format_args!(
            "**{}**: {} (metric: {}{bake}). Rollback: {}",
            format::markdown(&stage.title),
            or(&stage.gate, "no gate"),
            or(&stage.metric, "none"),
            or(&stage.rollback, "not written down")
        ));
    }
}

fn dependencies_part(page: &mut MarkdownPage, program: &ProgramReport) {
    if !program.dependencies.is_empty() {
        page.heading("Dependencies");
        for one in &program.dependencies {
            let mut said = vec![format::count(one.connections.len(), "connection")];
            said.extend(one.details());
            said.push(one.agreement_words());
            page.item(format_args!(
                "**{}**: {}",
                format::markdown(&one.title()),
                format::markdown(&said.join(", "))
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, parse_notation};

    #[test]
    fn both_pages_say_what_is_planned_and_what_is_missing() {
        let text = "client -> api -> db\napi: service \"Link *API*\" owner=\"Core\" step=2\ndb: sql owner=\"Data\" step=1";
        let mut design = parse_notation(text).unwrap().design;
        let edit = design.edit_program(|program| {
            program.start = "2026-03-02".parse().ok();
            program.stage_mut(1).gate = "Restore | under 30 min".to_owned();
            program.people.insert("Core".to_owned(), "Tom".to_owned());
        });
        design
            .apply_all([edit, Edit::SetTitle("Links".to_owned())])
            .unwrap();
        let analysis = Analysis::new(&design, None);
        let program = ProgramReport::new(&analysis, &analysis.report());
        let stakeholders = stakeholder_page(&analysis, &program);
        for part in [
            "# Links: program status",
            "2 components in 2 stages, done in week 4 (Mar 30)",
            "1. **Stage 1**, week 0 (Mar 2) to week 2 (Mar 16); gate: Restore \\| under 30 min",
            "- An agreement: Core needs Data",
            "- A gate for Stage 2",
        ] {
            assert!(stakeholders.contains(part), "{part}\n{stakeholders}");
        }
        let engineers = engineer_page(&analysis, &program);
        for part in [
            "- **Core** (Tom): Link \\*API\\*",
            "| Link \\*API\\* | Core | 2 | week 2 (Mar 16) | 2 weeks (assumed) | critical |",
            "- **Core needs Data**: 1 connection, no agreement yet",
        ] {
            assert!(engineers.contains(part), "{part}\n{engineers}");
        }
    }
}
