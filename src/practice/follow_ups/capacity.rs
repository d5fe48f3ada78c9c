//! Questions about load: growth, slow requests, backlogs and the bill.

use std::collections::BTreeSet;

use super::facts::{DrawingFacts, describe_capacity, quoted};
use super::question::{DrawnQuestion, QuestionKind};
use crate::analysis::graph::Node;
use crate::analysis::{FlowEstimate, WhatIf};
use crate::model::{Id, Role, format};

/// How many times the traffic the question asks about.
const GROWTH: f64 = 10.0;

/// Ten times the traffic.
pub(super) fn growth(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let estimate = &facts.estimate;
    let ours: Vec<(Id, f64)> = estimate
        .breaks
        .iter()
        .copied()
        .filter(|(id, _)| facts.node(*id).is_some_and(Node::is_ours))
        .collect();
    let Some(&(first, at)) = ours.first() else {
        return;
    };
    let says = ["autoscal", "auto scal", "shard", "partition"];
    if facts.says(&[first], &says) || estimate.peak_rps <= 0.0 {
        return;
    }
    let name = facts.name(first);
    let mut points: Vec<String> = Vec::new();
    for &(id, at) in ours.iter().take(3).filter(|(_, at)| *at < GROWTH) {
        let order = if points.is_empty() {
            "Breaks first"
        } else {
            "Then"
        };
        let name = facts.name(id);
        points.push(format!(
            "{order}: {name}, at {} today's traffic",
            format::factor(at)
        ));
    }
    if points.is_empty() {
        points.push(format!(
            "Nothing breaks at {}; {name} would break first, at {}",
            format::factor(GROWTH),
            format::factor(at)
        ));
    }
    if let Some(numbers) = facts.numbers(first) {
        points.push(format!(
            "{}, and receives {} today",
            describe_capacity(name, numbers),
            format::requests_a_second(numbers.rps)
        ));
    }
    let from = format::requests_a_second(estimate.peak_rps);
    let to = format::requests_a_second(estimate.peak_rps * GROWTH);
    let question = DrawnQuestion::new(
        QuestionKind::Growth,
        vec![first],
        format!(
            "Next quarter the peak grows from {from} to {to}. Which component breaks first, and what do you change before then?"
        ),
        points,
    );
    let (ask, points) = remedy(facts, first);
    let now = format::usd(estimate.monthly_cost);
    let mut money = vec![format!("Today the design costs {now} a month")];
    money.push(match estimate.monthly_cost_to_carry_tenfold {
        Some(cost) => format!(
            "With enough instances for 10× the traffic, the design costs {} a month",
            format::usd(cost)
        ),
        None => "No number of instances lets this design handle 10× the traffic".to_owned(),
    });
    money.push(
        "Name the metric and the threshold that trigger the work early enough to cover the lead time"
            .to_owned(),
    );
    let question = question.deeper(ask, points).deeper(
        "When do you start adding capacity, and who agrees to pay for it?".to_owned(),
        money,
    );
    questions.push(question);
}

/// The obvious remedy, and what it does not solve.
fn remedy(facts: &DrawingFacts, id: Id) -> (String, Vec<String>) {
    let name = facts.name(id);
    let load = facts.numbers(id).map_or(0.0, |numbers| numbers.rps);
    let rate = format::requests_a_second(load * GROWTH);
    match facts.role(id) {
        Role::Store | Role::Replica | Role::Search => (
            format!(
                "You put a cache in front of {name}. How much of the {rate} does it absorb, and what is left?"
            ),
            vec![
                "A cache absorbs reads, not writes".to_owned(),
                format!(
                    "The writes to {name} need a partition key, or a store that shards automatically"
                ),
                "One popular key stays on one partition: name a key that could be hot".to_owned(),
            ],
        ),
        Role::Cache => (
            format!(
                "You add instances of {name}. Which keys move, and what load does the store see meanwhile?"
            ),
            vec![
                "Consistent hashing moves only a share of the keys".to_owned(),
                "Each moved key causes one cache miss, and the store must handle that load"
                    .to_owned(),
            ],
        ),
        _ => {
            let links = facts.design.connections();
            let callees: BTreeSet<Id> = links
                .filter(|(_, link)| link.from == id)
                .map(|(_, link)| link.to)
                .collect();
            let mut points = vec![format!("More instances help only if {name} is stateless")];
            for callee in callees {
                if let Some(headroom) = facts.numbers(callee).and_then(|numbers| numbers.headroom) {
                    let callee = facts.name(callee);
                    points.push(format!(
                        "{callee} receives the same growth and saturates at {}",
                        format::factor(headroom)
                    ));
                }
            }
            points.push(
                "Every instance opens connections to the components it calls: count them"
                    .to_owned(),
            );
            (
                format!(
                    "You add instances of {name} to handle {rate}. How does that affect the components that {name} calls?"
                ),
                points,
            )
        }
    }
}

/// How much of its target a flow takes; flows without a target come last.
fn tightness(flow: &FlowEstimate) -> f64 {
    let latency = flow.latency.as_ref().map_or(0.0, |latency| latency.p99);
    flow.latency_target
        .map_or(0.0, |target| latency / target.max(f64::MIN_POSITIVE))
}

/// Where the slowest requests spend their time.
pub(super) fn tail_latency(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let flows = facts.estimate.flows.iter();
    let mut flows: Vec<&FlowEstimate> = flows.filter(|flow| flow.rps > 0.0).collect();
    flows.sort_by(|a, b| tightness(b).total_cmp(&tightness(a)));
    for flow in flows {
        let Some(latency) = &flow.latency else {
            continue;
        };
        let mut shares: Vec<(Id, f64)> = latency.shares.clone();
        shares.retain(|(id, ms)| *ms > 0.0 && facts.role(*id) != Role::Client);
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let Some(&(slowest, _)) = shares.first() else {
            continue;
        };
        if shares.len() < 2 {
            continue;
        }
        let target = flow.latency_target.map_or_else(String::new, |target| {
            format!(", and the target is {}", format::duration(target))
        });
        let mut points: Vec<String> = shares
            .iter()
            .take(3)
            .map(|(id, ms)| format!("{}: {} on average", facts.name(*id), format::duration(*ms)))
            .collect();
        points.push(format!(
            "The median is {}, so the tail comes from queueing and from the slowest callee",
            format::duration(latency.p50)
        ));
        let question = DrawnQuestion::new(
            QuestionKind::TailLatency,
            vec![slowest],
            format!(
                "The p99 of {} is {}{target}. Where does the time go, and which call would you remove first?",
                quoted(&flow.name),
                format::duration(latency.p99)
            ),
            points,
        );
        let slow = facts.analysis.estimate(&WhatIf {
            slow: BTreeSet::from([slowest]),
            ..WhatIf::default()
        });
        let then = slow.flows.iter().find(|other| other.id == flow.id);
        let name = facts.name(slowest);
        let becomes = match then.and_then(|flow| flow.latency.as_ref()) {
            Some(latency) => format!("The p99 becomes {}", format::duration(latency.p99)),
            None => {
                "Requests arrive faster than they are served, so the queue keeps growing".to_owned()
            }
        };
        questions.push(question.deeper(
            format!(
                "Now suppose {name} is slow for an hour. What happens to {}?",
                quoted(&flow.name)
            ),
            vec![
                becomes,
                format!("Callers of {name} hold threads and connections while they wait"),
                "Shed load or degrade gracefully before the queue grows".to_owned(),
            ],
        ));
    }
}

/// What waits while a consumer stands still.
pub(super) fn backlog(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const MINUTES: f64 = 60.0;
    let says = ["backlog", "lag ", "retention", "catch up", "catches up"];
    for queue in &facts.estimate.queues {
        if queue.arrives <= 0.0 || facts.says(&[queue.queue, queue.consumer], &says) {
            continue;
        }
        let (name, consumer) = (facts.name(queue.queue), facts.name(queue.consumer));
        let waits = format::short_amount(queue.arrives * MINUTES * 60.0);
        let caught = match (queue.takes, queue.catch_up(MINUTES)) {
            (None, _) => format!(
                "{consumer} is provider-managed, so it catches up as fast as your budget allows"
            ),
            (Some(takes), Some(minutes)) => format!(
                "{consumer} handles {} and receives {}: it needs {} to catch up",
                format::short_rate(takes),
                format::short_rate(queue.arrives),
                format::minutes(minutes)
            ),
            (Some(takes), None) => format!(
                "{consumer} handles {} and receives {}: it never catches up",
                format::short_rate(takes),
                format::short_rate(queue.arrives)
            ),
        };
        let question = DrawnQuestion::new(
            QuestionKind::Backlog,
            vec![queue.queue, queue.consumer],
            format!(
                "{consumer} is down for an hour at peak. How large is the backlog in {name}, and when is it drained?"
            ),
            vec![
                format!(
                    "Backlog: {waits} messages ({} for an hour)",
                    format::short_rate(queue.arrives)
                ),
                caught,
                format!(
                    "{name} must retain the messages until they are processed: state its retention or its size limit"
                ),
            ],
        );
        let rejects =
            facts.has_role(&[Role::DeadLetter]) || facts.anything_says(&["dead letter", "dlq"]);
        questions.push(if rejects {
            question
        } else {
            question.deeper(
                format!("One message makes {consumer} crash every time. What happens to the messages behind it?"),
                vec![
                    "The message is retried forever and blocks the messages behind it, or it is silently lost".to_owned(),
                    "Move the message to a dead-letter queue after a few attempts, and alert on that queue's length".to_owned(),
                ],
            )
        });
    }
}

/// What drives the bill.
pub(super) fn cost(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let total = facts.estimate.monthly_cost;
    let mut parts: Vec<(Id, f64)> = facts
        .estimate
        .components
        .iter()
        .filter(|one| one.monthly_cost > 0.0)
        .map(|one| (one.id, one.monthly_cost))
        .collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let Some(&(largest, _)) = parts.first() else {
        return;
    };
    let says = ["cost", "budget", "price"];
    if facts.says(&[largest], &says) {
        return;
    }
    let mut points: Vec<String> = parts
        .iter()
        .take(3)
        .map(|(id, cost)| {
            let share = format::whole_percent(cost / total);
            format!(
                "{}: {} a month, {share}",
                facts.name(*id),
                format::usd(*cost)
            )
        })
        .collect();
    if let Some(scenario) = facts.scenario {
        points.extend(
            scenario
                .targets
                .monthly_budget
                .map(|budget| format!("The budget is {} a month", format::usd(budget))),
        );
        points.push(scenario.program.cost_driver.clone());
    }
    points.retain(|point| !point.trim().is_empty());
    let question = DrawnQuestion::new(
        QuestionKind::Cost,
        vec![largest],
        format!(
            "{} is one item in a bill of {} a month. What drives the bill, and what would you give up to cut it in half?",
            facts.name(largest),
            format::usd(total)
        ),
        points,
    );
    questions.push(question.deeper(
        format!("Finance asks you to cut the bill by 20% within a month. What do you do about {}?", facts.name(largest)),
        vec![
            "Separate contract savings (commitments, reserved capacity) from savings that need a design change".to_owned(),
            "Say which target you would relax, and who has to agree".to_owned(),
        ],
    ));
}
