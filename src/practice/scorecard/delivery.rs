//! Decisions and the plan.

use super::measure::{Evidence, Measures};
use crate::analysis::{Severity, rules};
use crate::model::text_match::mentions;
use crate::model::{Id, Role};
use crate::practice::interview::{
    DrawingMode, InterviewProfile, NoteList, PlanPart, plan_lines, told_in,
};

/// A line names a risk when this part of its telling words is in what is known about the risk. Own judgment.
const NAMES_RISK: f64 = 0.5;

/// No more risks than so many times the lines of a part are asked for, however many findings are open.
const MOST_RISKS: usize = 2;

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
        let chosen = picked.option.and_then(|option| card.options.get(option));
        let fits = |said: Option<usize>| said.is_some() && said == picked.option;
        let mut parts = vec![chosen.is_some(), fits(picked.gain), fits(picked.cost)];
        let mut item = picked.item.filter(|&id| design.component(id).is_some());
        let mut bound = String::new();
        // Where the answer was spoken there was no box to show it in, and some decisions no box shows.
        if card.is_drawn() && measures.round.drawing != DrawingMode::Spoken {
            let shows = item.filter(|&id| chosen.is_some_and(|one| one.is_shown_by(design, id)));
            bound = match (shows, item, chosen) {
                (_, None, _) | (_, _, None) => ", not linked to a component".to_owned(),
                (Some(id), ..) => format!(", shown in {}", design.name_of(id)),
                (None, Some(id), _) => format!(", which {} does not show", design.name_of(id)),
            };
            parts.push(shows.is_some());
        } else {
            item = None;
        }
        let says = match chosen {
            None => format!("{}: nothing chosen", card.decision),
            Some(option) => {
                let sides = [("benefit", picked.gain), ("cost", picked.cost)];
                let wrong = sides.into_iter().filter(|(_, said)| !fits(*said));
                let wrong: Vec<String> = wrong
                    .map(|(side, said)| match said {
                        None => format!("no {side} was stated"),
                        Some(_) => format!("the {side} belongs to another option"),
                    })
                    .collect();
                let wrong = if wrong.is_empty() {
                    "its benefit and its cost are correct".to_owned()
                } else {
                    wrong.join(", ")
                };
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
        let says = "The drawing shows no decision to defend";
        all.push(Evidence::new(says, 1.0, 0.0));
    }
    all
}

pub(super) fn delivery(measures: &Measures) -> Vec<Evidence> {
    let (round, design) = (measures.round, measures.analysis.design());
    let ours: Vec<_> = measures
        .analysis
        .nodes()
        .filter(|node| node.is_run_by_us())
        .collect();
    // A team's zone owns what lies in it.
    let has_owner = |id| design.team_of(id).is_some();
    let owned = ours.iter().filter(|node| has_owner(node.id)).count();
    let without = ours.iter().find(|node| !has_owner(node.id));
    let lines = round.profile.plan_lines();
    let complete = |part: PlanPart| {
        let lines = plan_lines(part, round.notes(NoteList::Plan(part)));
        lines.filter(|line| line.complete).count()
    };
    let at = |part: PlanPart| round.notes(NoteList::Plan(part)).last().map(|line| line.at);
    let grave = measures.report.count(Severity::Critical) + measures.report.count(Severity::High);
    let mut all = Vec::new();
    if round.profile == InterviewProfile::ProgramManager {
        all.push(
            Measures::share("components with an owner", owned, ours.len(), 0.2)
                .about(without.map(|node| node.id)),
        );
    }
    for &part in round.profile.plan_parts() {
        let (what, reached, of) = match part {
            PlanPart::Dependencies => (
                "dependencies with a lead time and an owner",
                complete(part),
                lines,
            ),
            PlanPart::Stages => (
                "stages with a gate, a metric, and a rollback",
                complete(part),
                lines,
            ),
            PlanPart::Risks => (
                "risks of this design with an owner and a mitigation",
                real_risks(measures),
                grave.clamp(lines, MOST_RISKS * lines),
            ),
        };
        all.push(Measures::share(what, reached, of, 0.2).at(at(part)));
    }
    all.extend([rollout_order(measures), monitoring(measures)]);
    all.extend(twist_of_program(measures));
    all
}

/// The components whose rollout stage is set in the drawing, while no order is wrong: words in the plan alone order nothing.
fn rollout_order(measures: &Measures) -> Evidence {
    const SHARE: f64 = 0.1;
    let ours = measures.analysis.nodes().filter(|node| node.is_run_by_us());
    let (mut of, mut set) = (0, 0);
    for node in ours {
        of += 1;
        set += usize::from(node.component.rollout_stage.is_some());
    }
    if set == 0 {
        return Evidence::new("No component has a rollout stage", SHARE, 0.0);
    }
    let good = format!(
        "{set} of {of} components with a rollout stage, in an order that respects the dependencies"
    );
    let order = measures.without(rules::ROLLOUT_RULES, &good, SHARE);
    Evidence {
        points: order.points * set as f64 / f64::from(u32::try_from(of).unwrap_or(u32::MAX)),
        ..order
    }
}

/// Whether critical flows are watched: by a component for it that is connected, and with nothing open against that.
fn monitoring(measures: &Measures) -> Evidence {
    const SHARE: f64 = 0.1;
    let design = measures.analysis.design();
    let ids = design.components().map(|(id, _)| id);
    let watching: Vec<Id> = ids
        .filter(|&id| design.kind_of(id).role == Role::Observability)
        .collect();
    if watching.is_empty() {
        return Evidence::new("No monitoring is drawn", SHARE, 0.0);
    }
    let is_wired = |id: Id| {
        let mut connections = design.connections();
        connections.any(|(_, connection)| connection.from == id || connection.to == id)
    };
    match watching.iter().copied().find(|&id| is_wired(id)) {
        None => Evidence::new(
            "Monitoring is drawn but not connected to anything",
            SHARE,
            0.0,
        )
        .about(watching.first().copied()),
        Some(by) => {
            let good = "Critical flows are monitored";
            let watched = measures.without(rules::MONITORING_RULES, good, SHARE);
            let item = watched.item.or(Some(by));
            watched.about(item)
        }
    }
}

/// How many complete risk lines name a risk that this design has: something that the check found in the drawing, or a risk
/// of the prompt. Two lines about the same risk count once.
fn real_risks(measures: &Measures) -> usize {
    let open = measures.report.open();
    let found = open.filter(|finding| finding.severity < Severity::Info);
    let mut risks: Vec<String> = found
        .map(|finding| {
            let items = finding.items.iter();
            let names: Vec<String> = items
                .map(|&id| measures.analysis.design().item_name(id))
                .collect();
            format!("{} {} {}", finding.title, finding.why, names.join(" "))
        })
        .collect();
    let prompt = measures.scenario.map_or(&[][..], |one| &one.program.risks);
    risks.extend(
        prompt
            .iter()
            .map(|one| format!("{} {}", one.risk, one.trigger)),
    );
    let lines = measures.round.notes(NoteList::Plan(PlanPart::Risks));
    let complete = plan_lines(PlanPart::Risks, lines).filter(|line| line.complete);
    complete
        .filter(|line| {
            let named = risks
                .iter()
                .enumerate()
                .map(|(place, risk)| (told_in(line.parts[0], risk), place))
                .filter(|(part, _)| *part >= NAMES_RISK)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            named.map(|(_, place)| risks.remove(place)).is_some()
        })
        .count()
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
