//! Questions about what fails as a whole: a machine, a zone, a cache, a supplier, a release.

use std::collections::BTreeSet;

use super::facts::DrawingFacts;
use super::question::{DrawnQuestion, QuestionKind};
use crate::analysis::graph::Node;
use crate::analysis::{FlowState, WhatIf, keywords};
use crate::model::{Flag, Id, Role, format};

/// Hours in a year of 365.25 days.
const HOURS_A_YEAR: f64 = 8_766.0;

/// Components that stop a flow when they fail, those first that stop most.
fn that_stop_flows(facts: &DrawingFacts, is_wanted: impl Fn(Id) -> bool) -> Vec<Id> {
    let mut found: Vec<(usize, Id)> = facts
        .ours()
        .filter(|&id| is_wanted(id))
        .filter_map(|id| {
            let stopped = facts.flows_in(facts.effect_of(id)?, FlowState::Down).len();
            (stopped > 0).then_some((stopped, id))
        })
        .collect();
    found.sort_by_key(|&(stopped, id)| (std::cmp::Reverse(stopped), id));
    found.into_iter().map(|(_, id)| id).collect()
}

/// One machine whose failure stops a flow.
pub(super) fn single_point(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const ANSWERS: &[&str] = &[
        "failover",
        "fail over",
        "standby",
        "replica",
        "restart",
        "takes over",
        "second ",
    ];
    let runs_once = |id| facts.node(id).is_some_and(Node::is_one_machine);
    for id in that_stop_flows(facts, runs_once) {
        let (Some(node), Some(effect)) = (facts.node(id), facts.effect_of(id)) else {
            continue;
        };
        if facts.says(&[id], ANSWERS) {
            continue;
        }
        let name = facts.name(id);
        let mut points = facts.describe_effect(effect);
        let down = (1.0 - node.own_availability()) * HOURS_A_YEAR * 60.0;
        points.push(format!(
            "Only one instance runs, so nothing takes over until that instance is repaired: about {} of downtime a year",
            format::minutes(down)
        ));
        points.push(format!("Run at least two of {name}, in different zones"));
        let stateful = node.has(Flag::Stateful);
        let deeper = if stateful {
            vec![
                "Each replica needs the data: say whether replication is synchronous, and what a failover may lose".to_owned(),
                "Only one leader may run at a time: say how the leader is elected".to_owned(),
            ]
        } else {
            vec![
                "A load balancer with health checks routes only to healthy instances".to_owned(),
                format!(
                    "{name} is stateless: it keeps nothing in memory that the next request needs"
                ),
            ]
        };
        let question = DrawnQuestion::new(
            QuestionKind::SinglePoint,
            vec![id],
            format!("{name} fails at 6 p.m. What do users see, and how long until it is back?"),
            points,
        );
        questions.push(question.deeper(
            format!(
                "You run a second instance of {name}. What do the two instances share, and how does a caller find the healthy one?"
            ),
            deeper,
        ));
    }
}

/// All instances at once, because of what they have in common.
pub(super) fn bad_release(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let runs_code = |role| {
        matches!(
            role,
            Role::Compute | Role::Gateway | Role::Realtime | Role::Worker
        )
    };
    let several = |id| {
        let node = facts.node(id);
        node.is_some_and(|node| {
            node.machines().is_some_and(|count| count > 1) && runs_code(node.effective_kind.role)
        })
    };
    if facts.anything_says(keywords::ROLLOUT_CONTROL) {
        return;
    }
    for id in that_stop_flows(facts, several) {
        let (Some(effect), Some(component)) = (facts.effect_of(id), facts.design.component(id))
        else {
            continue;
        };
        let name = facts.name(id);
        let mut points = facts.describe_effect(effect);
        points.push("More instances do not help: all of them run the same release".to_owned());
        points.push(
            "Release to one instance first (canary), compare its error rate, then continue or roll back"
                .to_owned(),
        );
        let question = DrawnQuestion::new(
            QuestionKind::BadRelease,
            vec![id],
            format!(
                "A bad release takes down all {} instances of {name} at once. Which flows stop, and how do you recover?",
                component.replicas.count()
            ),
            points,
        );
        questions.push(question.deeper(
            format!("The release of {name} also changed stored data. Can you still roll back?"),
            vec![
                "Old and new code must both read the stored format: change the format in two steps (expand, then contract)".to_owned(),
                "Name the point of no return, and who decides to pass it".to_owned(),
            ],
        ));
    }
}

/// A zone with everything in it.
pub(super) fn zone_loss(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const ANSWERS: &[&str] = &[
        "failover",
        "fail over",
        "evacuat",
        "switch over",
        "takes over",
    ];
    let mut found: Vec<(usize, Id)> = Vec::new();
    for (id, _) in facts.design.zones() {
        if let Some(effect) = facts.effect_of(id) {
            let hurt = facts.flows_in(effect, FlowState::Ok).len();
            found.push((hurt, id));
        }
    }
    found.sort_unstable();
    for (_, id) in found {
        let Some(effect) = facts.effect_of(id) else {
            continue;
        };
        let points = facts.describe_effect(effect);
        if points.is_empty() || facts.anything_says(ANSWERS) {
            continue;
        }
        let name = facts.name(id);
        let inside = |wanted: &dyn Fn(Role) -> bool| -> Vec<&str> {
            let mut names = Vec::new();
            for (component, _) in facts.design.components() {
                let is_inside = facts
                    .design
                    .ancestors(component)
                    .any(|(zone, _)| zone == id);
                if is_inside && wanted(facts.role(component)) {
                    names.push(facts.name(component));
                }
            }
            names
        };
        let stores = inside(&|role| matches!(role, Role::Store | Role::Replica | Role::Objects));
        let caches = inside(&|role| role == Role::Cache);
        let mut back =
            vec!["Send traffic back in steps, and watch the error rate at each step".to_owned()];
        if !stores.is_empty() {
            let names = format::join_names(stores);
            back.push(format!(
                "{names} missed the writes made during the outage: say how they catch up before they serve traffic"
            ));
        }
        if !caches.is_empty() {
            let names = format::join_names(caches);
            back.push(format!(
                "{names} may be cold or hold stale values: warm them up or clear them first"
            ));
        }
        let question = DrawnQuestion::new(
            QuestionKind::ZoneLoss,
            vec![id],
            format!(
                "{} goes down at 6 p.m. Which flows still work, and what do users notice?",
                format::capitalize(name)
            ),
            points,
        );
        questions.push(question.deeper(
            format!(
                "{} is back after 40 minutes. What do you reconcile before it gets traffic again?",
                format::capitalize(name)
            ),
            back,
        ));
    }
}

/// A cache that restarts empty at the peak hour.
pub(super) fn cold_cache(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const ANSWERS: &[&str] = &[
        "warm",
        "single flight",
        "singleflight",
        "coalesc",
        "stampede",
        "merge reads",
        "prefill",
        "preload",
        "request collapsing",
    ];
    for id in facts.ours().filter(|&id| facts.role(id) == Role::Cache) {
        let Some(hit) = facts.node(id).and_then(Node::hit_ratio) else {
            continue;
        };
        let emptied = facts.analysis.estimate(&WhatIf {
            emptied: BTreeSet::from([id]),
            ..WhatIf::default()
        });
        let pairs = facts.estimate.components.iter().zip(&emptied.components);
        let more = pairs.filter(|(before, after)| {
            after.rps > before.rps * 1.01 && facts.role(before.id) != Role::Cache
        });
        let worst = more.max_by(|a, b| {
            let used = |one: &crate::analysis::ComponentEstimate| one.utilization.unwrap_or(0.0);
            used(a.1).total_cmp(&used(b.1)).then(b.0.id.cmp(&a.0.id))
        });
        let Some((before, after)) = worst else {
            continue;
        };
        if facts.says(&[id], ANSWERS) {
            continue;
        }
        let (cache, store) = (facts.name(id), facts.name(before.id));
        let rise = format!(
            "{store} goes from {} to {}",
            format::requests_a_second(before.rps),
            format::requests_a_second(after.rps)
        );
        let verdict = match after.utilization {
            Some(used) if used >= 1.0 => format!(
                "That is {} of the capacity of {store}: {store} is overloaded, and the cache cannot fill from a store that does not respond",
                format::whole_percent(used)
            ),
            Some(used) => format!(
                "That is {} of the capacity of {store}, so {store} can handle the load",
                format::whole_percent(used)
            ),
            None => format!("The provider scales {store}: watch the bill and the account limits"),
        };
        let question = DrawnQuestion::new(
            QuestionKind::ColdCache,
            vec![id, before.id],
            format!(
                "{cache} serves {} of reads. It restarts empty at peak. What does {store} see in the first minute?",
                format::whole_percent(hit)
            ),
            vec![rise, verdict],
        );
        questions.push(question.deeper(
            format!("How do you prevent this load spike at every restart of {cache}?"),
            vec![
                "Coalesce reads of the same key, so that one miss causes only one read (single flight)".to_owned(),
                format!("Restart one instance of {cache} at a time, or warm it before it takes traffic"),
                format!("Limit the load on {store}: shed load early instead of letting every request time out"),
            ],
        ));
    }
}

/// Somebody else's service that is down.
pub(super) fn vendor(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const ANSWERS: &[&str] = &[
        "fallback",
        "fall back",
        "second provider",
        "two providers",
        "backup provider",
        "degrade",
        "if down",
        "when down",
    ];
    for (id, _) in facts.design.components() {
        if facts.role(id) != Role::External || facts.says(&[id], ANSWERS) {
            continue;
        }
        let name = facts.name(id);
        let links = facts.design.connections();
        let callers: BTreeSet<Id> = links
            .filter(|(_, link)| link.to == id)
            .map(|(_, link)| link.from)
            .collect();
        let callers = format::join_names(callers.iter().map(|&caller| facts.name(caller)));
        let mut points = facts
            .effect_of(id)
            .map_or_else(Vec::new, |effect| facts.describe_effect(effect));
        if !callers.is_empty() {
            points.push(format!(
                "Contain the outage with a timeout and a circuit breaker in {callers}"
            ));
        }
        points.push(
            "Queue the work that can wait and send it later; show users an honest message for the rest".to_owned(),
        );
        let question = DrawnQuestion::new(
            QuestionKind::Vendor,
            vec![id],
            format!(
                "{name} is down for six hours. What still works, and what do you tell the product owner?"
            ),
            points,
        );
        questions.push(question.deeper(
            format!("What does the contract with {name} say, and what would a second supplier cost you?"),
            vec![
                "The supplier's SLA limits yours: you cannot promise more than it does".to_owned(),
                "An SLA credit does not pay for lost users: name an owner for the relationship and an escalation path".to_owned(),
                "A second supplier means integration work, more tests, and lower volume discounts".to_owned(),
            ],
        ));
    }
}
