//! Decisions and the plan.

use super::measure::{Evidence, Measures};
use crate::analysis::{Severity, rules};
use crate::model::text_match::mentions;
use crate::practice::interview::{DrawingMode, NoteList, PlanPart, plan_lines};

/// Lines of each part of the plan for full points.
const LINES: usize = 3;
/// More risks than this are asked of nobody, however many findings are open.
const MOST_RISKS: usize = 6;

pub(super) fn trade_offs(measures: &Measures) -> Vec<Evidence> {
    let cards = measures
        .scenario
        .map_or(&[][..], |scenario| &scenario.trade_offs);
    let design = measures.analysis.design();
    let mut all = Vec::new();
    for picked in &measures.round.decisions {
        let Some(card) = cards.get(picked.card) else {
            continue;
        };
        let item = picked.item.filter(|&id| design.component(id).is_some());
        let chosen = picked.option.and_then(|option| card.options.get(option));
        let fits = |said: Option<usize>| said.is_some() && said == picked.option;
        let mut parts = vec![chosen.is_some(), fits(picked.gain), fits(picked.cost)];
        // Where the answer was spoken there was no box to show it in.
        if measures.round.drawing != DrawingMode::Spoken {
            parts.push(item.is_some() && chosen.is_some());
        }
        let says = match chosen {
            None => format!("{}: nothing chosen", card.decision),
            Some(option) => {
                let wrong = match (parts[1], parts[2]) {
                    (true, true) => "its benefit and its cost are correct",
                    (false, true) => "the benefit belongs to another option",
                    (true, false) => "the cost belongs to another option",
                    (false, false) => "benefit and cost belong to other options",
                };
                let bound = item.map_or_else(
                    || match measures.round.drawing {
                        DrawingMode::Spoken => String::new(),
                        _ => ", not linked to a component".to_owned(),
                    },
                    |id| format!(", shown in {}", design.name_of(id)),
                );
                format!("{}: {}{bound}; {wrong}", card.decision, option.name)
            }
        };
        let reached = parts.iter().filter(|part| **part).count() as f64 / parts.len() as f64;
        all.push(
            Evidence::new(says, 1.0, reached)
                .about(item)
                .at(chosen.map(|_| picked.at)),
        );
    }
    if all.is_empty() {
        all.push(Evidence::new("No decision was made", 1.0, 0.0));
    }
    all
}

pub(super) fn delivery(measures: &Measures) -> Vec<Evidence> {
    let (round, design) = (measures.round, measures.analysis.design());
    let ours: Vec<_> = measures
        .analysis
        .nodes()
        .filter(|node| node.is_ours())
        .collect();
    // A team's zone owns what lies in it.
    let has_owner = |id| design.team_of(id).is_some();
    let owned = ours.iter().filter(|node| has_owner(node.id)).count();
    let without = ours.iter().find(|node| !has_owner(node.id));
    let complete = |part: PlanPart| {
        let lines = plan_lines(part, round.notes(NoteList::Plan(part)));
        lines.filter(|line| line.complete).count()
    };
    let at = |part: PlanPart| round.notes(NoteList::Plan(part)).last().map(|line| line.at);
    let grave = measures.report.count(Severity::Critical) + measures.report.count(Severity::High);
    let risks = (LINES.max(grave)).min(MOST_RISKS);
    let has_stages = complete(PlanPart::Stages) > 0
        || design.components().any(|(_, c)| c.rollout_stage.is_some());
    let order = measures.without(
        rules::ROLLOUT_RULES,
        "The rollout order respects the dependencies",
        0.1,
    );
    let order = if has_stages {
        order
    } else {
        Evidence::new("No rollout order", 0.1, 0.0)
    };
    let mut all = vec![
        Measures::share("components have an owner", owned, ours.len(), 0.2)
            .about(without.map(|node| node.id)),
        Measures::share(
            "dependencies with a lead time and an owner",
            complete(PlanPart::Dependencies),
            LINES,
            0.2,
        )
        .at(at(PlanPart::Dependencies)),
        Measures::share(
            "stages with a gate, a metric, and a rollback",
            complete(PlanPart::Stages),
            LINES,
            0.2,
        )
        .at(at(PlanPart::Stages)),
        Measures::share(
            "risks with an owner and a mitigation",
            complete(PlanPart::Risks),
            risks,
            0.2,
        )
        .at(at(PlanPart::Risks)),
        order,
        measures.without(rules::MONITORING_RULES, "Critical flows are monitored", 0.1),
    ];
    all.extend(twist_of_program(measures));
    all
}

/// Whether the plan speaks of the change of requirements, where that is about the program.
fn twist_of_program(measures: &Measures) -> Option<Evidence> {
    let told = measures.round.twist.as_ref()?;
    let twist = measures.scenario?.twists.get(told.twist)?;
    if twist.change.is_some() {
        return None;
    }
    let words: Vec<&str> = twist.words.iter().map(String::as_str).collect();
    let mut lines = PlanPart::ALL
        .into_iter()
        .flat_map(|part| measures.round.notes(NoteList::Plan(part)));
    let said = lines.find(|line| mentions(&line.text, &words));
    let says = if said.is_some() {
        "The plan covers the requirement change"
    } else {
        "The plan says nothing about the requirement change"
    };
    Some(
        Evidence::new(says, 0.15, f64::from(u8::from(said.is_some())))
            .at(Some(said.map_or(told.at, |line| line.at))),
    )
}
