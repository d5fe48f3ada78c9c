//! Questions that a program manager gets: owners, dependencies, order of going live, alerts, risks.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::facts::{DrawingFacts, quoted};
use super::question::{DrawnQuestion, QuestionKind};
use crate::analysis::graph::Node;
use crate::analysis::keywords;
use crate::model::text_match::{lower_words, mentions};
use crate::model::{Id, Role, format};
use crate::scenario::Fact;

/// Words that say nothing about which part is meant.
const PLAIN_WORDS: &[&str] = &[
    "and", "the", "for", "with", "from", "its", "their", "service", "team", "first", "list",
    "contract", "review", "each", "into", "own", "all", "main",
];

/// The telling words of a text.
fn telling_words(text: &str) -> BTreeSet<String> {
    lower_words(text)
        .filter(|word| word.len() > 2 && !PLAIN_WORDS.contains(&word.as_str()))
        .collect()
}

/// How many telling words two texts share.
fn shared_words(one: &str, other: &str) -> usize {
    telling_words(one)
        .intersection(&telling_words(other))
        .count()
}

/// The component that a text is about, by the words in its name; none where no name shares one.
fn component_named_in(facts: &DrawingFacts, text: &str) -> Option<Id> {
    let best = facts
        .ours()
        .map(|id| (shared_words(text, facts.name(id)), Reverse(id)))
        .max()?;
    (best.0 > 0).then_some(best.1.0)
}

/// The component that all starts at, and the one that it ends at, of the main flow.
fn main_path(facts: &DrawingFacts) -> Vec<Id> {
    let path = facts
        .main_flow()
        .map_or(Vec::new(), |flow| facts.analysis.trace(&flow.id));
    let mut ids: Vec<Id> = Vec::new();
    for hop in path {
        for id in [hop.from, hop.to] {
            let is_ours = facts.node(id).is_some_and(Node::is_ours);
            if is_ours && !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    if ids.is_empty() {
        ids.extend(facts.ours().take(3));
    }
    ids
}

/// A component without an owner.
pub(super) fn owner(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let says = ["owner", "owned by", "on call", "team"];
    let mut found: Vec<(usize, Id)> = facts
        .run_by_us()
        .filter(|&id| facts.team_of(id).is_none() && !facts.says(&[id], &says))
        .map(|id| (facts.weight(id), id))
        .collect();
    found.sort_by_key(|&(weight, id)| (Reverse(weight), id));
    let Some(&(_, id)) = found.first() else {
        return;
    };
    let name = facts.name(id);
    let all = facts.run_by_us().count();
    let mut points = vec![match all {
        1 => "The only component has no owner in the drawing".to_owned(),
        _ => format!(
            "{} of {all} components without an owner in the drawing",
            found.len()
        ),
    }];
    let flows = facts.flows_through(id);
    if !flows.is_empty() {
        points.push(format!("Affected flows: {}", format::join_quoted(flows)));
    }
    let owners = facts
        .scenario
        .map_or(&[][..], |scenario| &scenario.program.owners);
    let owner: Option<&Fact> = owners
        .iter()
        .map(|fact| (shared_words(&fact.label, name), fact))
        .filter(|(shared, _)| *shared > 0)
        .max_by_key(|(shared, fact)| (*shared, Reverse(&fact.label)))
        .map(|(_, fact)| fact);
    if let Some(fact) = owner {
        points.push(format!(
            "A likely owner of {}: {}",
            format::lower_first(&fact.label),
            fact.value
        ));
    }
    points.push(
        "First five minutes: a runbook that says how to assess the damage, how to stop it, and whom to call"
            .to_owned(),
    );
    let question = DrawnQuestion::new(
        QuestionKind::Owner,
        vec![id],
        format!(
            "{name} raises an alert at 3 a.m. Which team responds, and what do they do in the first five minutes?"
        ),
        points,
    );
    questions.push(question.deeper(
        format!("Two teams say that {name} is not theirs. How do you resolve that?"),
        vec![
            "One accountable owner per component, agreed before launch and written into the launch gate".to_owned(),
            "The owner is the team that can fix the component at night; a team without an on-call rotation and access does not own it".to_owned(),
        ],
    ));
}

/// Two owners on both sides of a call.
pub(super) fn two_teams(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let says = [
        "agreed",
        "agreement",
        "contract test",
        "versioned interface",
    ];
    for link in facts.analysis.links() {
        let (from, to) = (facts.analysis.id(link.from), facts.analysis.id(link.to));
        let (Some(caller_team), Some(callee_team)) = (facts.team_of(from), facts.team_of(to))
        else {
            continue;
        };
        if caller_team == callee_team || facts.says(&[link.id], &says) {
            continue;
        }
        let (caller, callee) = (facts.name(from), facts.name(to));
        let wait = if link.is_sync() {
            format!("{caller} calls {callee} synchronously, so {callee_team} is part of your SLO")
        } else {
            format!(
                "{caller} calls {callee} asynchronously, so you can launch while work queues up"
            )
        };
        let question = DrawnQuestion::new(
            QuestionKind::TwoTeams,
            vec![link.id, from, to],
            format!("{caller_team} owns {caller} and {callee_team} owns {callee}. {callee_team} cannot ship the change you need for six weeks. What do you do?"),
            vec![
                wait,
                "Agree on the interface now, and build against a stub until the real one is ready".to_owned(),
                "Bring options with dates and costs to both managers while you can still meet the date".to_owned(),
            ],
        );
        questions.push(question.deeper(
            format!("What does {callee_team} get out of helping you?"),
            vec![
                "Name that team's goal, and say how your launch serves that goal or which of the team's work you take over".to_owned(),
                "If that team gets nothing, two plans compete for priority: escalate early, with data and without blame".to_owned(),
            ],
        ));
    }
}

/// The order of going live, and the way back.
pub(super) fn rollout(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let says = [
        "canary",
        "rollback",
        "roll back",
        "feature flag",
        "rollout",
        "staged",
    ];
    let path = main_path(facts);
    let staged = |id: &Id| {
        facts
            .design
            .component(*id)
            .is_some_and(|c| c.rollout_stage.is_some())
    };
    let unstaged: Vec<Id> = path.into_iter().filter(|id| !staged(id)).collect();
    if unstaged.len() < 2 || facts.anything_says(&says) {
        return;
    }
    let shown: Vec<Id> = unstaged.iter().copied().take(3).collect();
    let names = format::join_names(shown.iter().map(|&id| facts.name(id)));
    let order: Vec<&str> = unstaged.iter().rev().map(|&id| facts.name(id)).collect();
    let mut points = vec![format!(
        "Roll out dependencies first: {}",
        order.join(", then ")
    )];
    if let Some(scenario) = facts.scenario {
        points.extend(scenario.program.rollout.iter().take(2).cloned());
    }
    points.push(
        "Give each stage a gate, a metric that stops the rollout, and a tested rollback".to_owned(),
    );
    let question = DrawnQuestion::new(
        QuestionKind::Rollout,
        shown,
        format!(
            "You go live next month. In which order do you roll out {names}, and how do you roll back?"
        ),
        points,
    );
    questions.push(question.deeper(
        "At 25% of users, the error rate doubles, and the cause is unknown. Do you stop, roll back, or continue?".to_owned(),
        vec![
            "Use the limit agreed beforehand: above it, roll back first and look for the cause afterward".to_owned(),
            "Say who decides, who is told, and what data you keep for the analysis".to_owned(),
        ],
    ));
}

/// Something from outside that is late.
pub(super) fn late_dependency(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let Some(scenario) = facts.scenario else {
        return;
    };
    let path = main_path(facts);
    let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
        return;
    };
    let mut found: Vec<(bool, usize, &Fact)> = Vec::new();
    for (n, fact) in scenario.program.dependencies.iter().enumerate() {
        let words = telling_words(&fact.label);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if !facts.says(&[], &words) {
            found.push((component_named_in(facts, &fact.label).is_none(), n, fact));
        }
    }
    found.sort_by_key(|&(is_far, n, _)| (is_far, n));
    for (_, _, fact) in found {
        let about = component_named_in(facts, &fact.label);
        let ready = match about {
            Some(id) => format!("{} is built and depends on it", facts.name(id)),
            None if first == last => format!("{} is built", facts.name(first)),
            None => format!(
                "Everything from {} to {} is built",
                facts.name(first),
                facts.name(last)
            ),
        };
        let mut points = vec![format!("Planned: {}", format::lower_first(&fact.value))];
        points.extend(scenario.program.milestones.iter().take(2).map(|milestone| {
            format!(
                "How much of this dependency does {} need? {}",
                milestone.label, milestone.value
            )
        }));
        points.push("Compare the cost of a smaller launch without the dependency, a temporary substitute, and a later date".to_owned());
        let question = DrawnQuestion::new(
            QuestionKind::LateDependency,
            about.map_or_else(|| vec![first, last], |id| vec![id]),
            format!(
                "{ready}, but {} slips by three weeks. Which stage moves, and what can go live without it?",
                quoted(&fact.label)
            ),
            points,
        );
        questions.push(question.deeper(
            "How could you have known about the delay three weeks earlier?".to_owned(),
            vec![
                "Agree on an early milestone with the supplier: a test account, a draft, or a first delivery".to_owned(),
                "Set a date for switching to plan B while there is still time to carry out plan B".to_owned(),
            ],
        ));
    }
}

/// A risk of the program that happens.
pub(super) fn program_risk(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let Some(scenario) = facts.scenario else {
        return;
    };
    let path = main_path(facts);
    for risk in &scenario.program.risks {
        let words = telling_words(&risk.risk);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let noted = facts.design.notes().map(|(_, note)| note.text.as_str());
        let mut written = noted.chain(facts.design.assumptions().iter().map(String::as_str));
        let is_written = written.any(|text| {
            words
                .iter()
                .filter(|word| mentions(text, &[**word]))
                .count()
                >= 3
        });
        let shown: Vec<Id> = match component_named_in(facts, &risk.risk) {
            Some(id) => vec![id],
            None => path.iter().copied().take(2).collect(),
        };
        if is_written || shown.is_empty() {
            continue;
        }
        let names = format::join_names(shown.iter().map(|&id| facts.name(id)));
        let question = DrawnQuestion::new(
            QuestionKind::ProgramRisk,
            shown,
            format!(
                "Two weeks after launch, this happens: {}. What do you see at {names}, and who decides what to do?",
                format::lower_first(risk.risk.trim_end_matches('.'))
            ),
            vec![
                format!("An early sign: {}", format::lower_first(&risk.trigger)),
                format!("A mitigation: {}", format::lower_first(&risk.mitigation)),
            ],
        );
        questions.push(question.deeper(
            "Would you still have launched if you had known how likely this was?".to_owned(),
            vec![
                "Compare likelihood times impact with the cost of waiting, in numbers".to_owned(),
                "A named owner accepts the risk in writing".to_owned(),
            ],
        ));
    }
}

/// Who notices, and from which number.
pub(super) fn alert(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let Some(flow) = facts.main_flow() else {
        return;
    };
    if facts.anything_says(keywords::ALERTING) {
        return;
    }
    let watch = facts
        .analysis
        .nodes()
        .find(|node| node.effective_kind.role == Role::Observability);
    let entry = main_path(facts).first().copied();
    let (Some(entry), name) = (entry, quoted(&flow.name)) else {
        return;
    };
    let mut points = vec![format!(
        "Measure the responses and errors of {name} at {}, the entry point for users",
        facts.name(entry)
    )];
    points.push(match watch {
        Some(node) => format!(
            "{} collects metrics, but nothing in the drawing says who is paged, and at what threshold",
            node.name()
        ),
        None => "Nothing in the drawing monitors these errors: a customer would be the first to notice"
            .to_owned(),
    });
    if let Some(scenario) = facts.scenario {
        points.push(format!(
            "Alert on the burn rate of the error budget of {}, not on every error",
            format::percent_of_time(scenario.targets.availability)
        ));
    }
    let mut items = vec![entry];
    items.extend(watch.map(|node| node.id));
    let question = DrawnQuestion::new(
        QuestionKind::Alert,
        items,
        format!(
            "{name} fails for 10% of users, and no component is down. Who notices first, and from which metric?"
        ),
        points,
    );
    questions.push(question.deeper(
        "The same alert fires every night and no one acts on it. What do you do?".to_owned(),
        vec![
            "Delete an alert that needs no action, or turn it into a chart".to_owned(),
            "Name the runbook and the user-visible effect in each alert".to_owned(),
        ],
    ));
}
