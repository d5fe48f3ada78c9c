//! The program: teams, dependencies, stages and dates, risks, launch readiness.

use super::subject::ReportSubject;
use crate::export::sheet::{Cell, Sheet};
use crate::program::{ProgramReport, ReadinessItem, ReadinessState};

/// Writes the program; nothing where no team owns anything and nothing is planned.
pub(super) fn write_program(subject: &ReportSubject<'_>, sheet: &mut Sheet) {
    let program = ProgramReport::new(subject.analysis, &subject.report);
    if program.is_blank(subject.design) {
        return;
    }
    sheet.heading(2, "Program");
    write_teams(subject, &program, sheet);
    write_dependencies(&program, sheet);
    write_schedule(subject, &program, sheet);
    write_risks(&program, sheet);
    write_readiness(&program, sheet);
}

fn words(text: &str) -> Cell {
    Cell::Words(text.to_owned())
}

fn write_teams(subject: &ReportSubject<'_>, program: &ProgramReport, sheet: &mut Sheet) {
    let names = |ids: &[crate::model::Id]| {
        let names: Vec<String> = ids.iter().map(|&id| subject.name(id)).collect();
        Cell::Words(names.join(", "))
    };
    let teams = program.teams.all.iter();
    let mut rows: Vec<Vec<Cell>> = teams
        .map(|team| {
            let person = team.person.as_deref().unwrap_or_default();
            vec![words(&team.name), words(person), names(&team.components)]
        })
        .collect();
    if !program.teams.unowned.is_empty() {
        rows.push(vec![
            words("No owner"),
            words(""),
            names(&program.teams.unowned),
        ]);
    }
    sheet.table(&["Team", "Person", "Owns"], rows);
}

fn write_dependencies(program: &ProgramReport, sheet: &mut Sheet) {
    let rows = program.dependencies.iter().map(|one| {
        let lead = one
            .lead_weeks
            .map_or_else(String::new, |weeks| weeks.to_string());
        let due = one.due.map_or_else(String::new, |due| due.to_string());
        let agreed = match &one.agreement {
            Some(agreed) => words(agreed),
            None => Cell::Mark("medium", "No agreement yet".to_owned()),
        };
        vec![
            Cell::Words(one.title()),
            words(&one.what),
            agreed,
            Cell::Number(lead),
            Cell::Words(due),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if !rows.is_empty() {
        sheet.heading(3, "Dependencies");
    }
    sheet.table(
        &[
            "Dependency",
            "What",
            "Agreement",
            "Lead time (weeks)",
            "Promised",
        ],
        rows,
    );
}

fn write_schedule(subject: &ReportSubject<'_>, program: &ProgramReport, sheet: &mut Sheet) {
    let schedule = &program.schedule;
    if schedule.work.is_empty() {
        return;
    }
    sheet.heading(
        3,
        format_args!("Rollout, done in {}", schedule.week_label(schedule.end)),
    );
    let stages = schedule.stages.iter().map(|stage| {
        let end = stage
            .end
            .map_or_else(String::new, |week| schedule.week_label(week));
        vec![
            words(&stage.title),
            words(&stage.gate),
            words(&stage.metric),
            words(&stage.rollback),
            Cell::Words(end),
        ]
    });
    sheet.table(
        &["Stage", "Gate", "Metric", "Rollback", "Gate passed"],
        stages.collect(),
    );
    let work = schedule.work.iter().map(|work| {
        let stage = work
            .stage
            .map_or_else(String::new, |stage| stage.to_string());
        let slack = if work.is_critical() {
            "critical".to_owned()
        } else {
            work.slack.to_string()
        };
        vec![
            Cell::Words(subject.name(work.component)),
            words(work.team.as_deref().unwrap_or("No owner")),
            Cell::Number(stage),
            Cell::Words(schedule.week_label(work.start)),
            Cell::Number(work.weeks.to_string()),
            Cell::Number(slack),
        ]
    });
    sheet.table(
        &["Component", "Team", "Stage", "Starts", "Weeks", "Slack"],
        work.collect(),
    );
    sheet.list(&schedule.warnings());
}

fn write_risks(program: &ProgramReport, sheet: &mut Sheet) {
    let rows = program.risks.all.iter().map(|status| {
        let risk = &status.risk;
        vec![
            words(&risk.title),
            words(&risk.answer),
            words(risk.likelihood.label()),
            words(risk.impact.label()),
            words(&risk.owner),
            words(risk.state.label()),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if !rows.is_empty() {
        sheet.heading(3, "Risks");
    }
    sheet.table(
        &[
            "Risk",
            "Mitigation",
            "Likelihood",
            "Impact",
            "Owner",
            "Status",
        ],
        rows,
    );
}

fn write_readiness(program: &ProgramReport, sheet: &mut Sheet) {
    if program.readiness.is_empty() {
        return;
    }
    sheet.heading(3, "Launch readiness");
    let rows = program.readiness.iter().map(|flow| {
        let lines = flow.lines.iter().map(|line| match line.state {
            ReadinessState::Missing => Cell::Mark("medium", "Missing".to_owned()),
            ReadinessState::Written | ReadinessState::Drawn => words(&line.text),
        });
        std::iter::once(words(&flow.name)).chain(lines).collect()
    });
    let heads = ReadinessItem::ALL.map(ReadinessItem::label);
    let heads: Vec<&str> = std::iter::once("Flow").chain(heads).collect();
    sheet.table(&heads, rows.collect());
}
