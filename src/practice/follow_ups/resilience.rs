//! Questions about what is neither up nor down: slow callees, callers that take too much, and how much failure is allowed.

use super::facts::{DrawingFacts, quoted};
use super::question::{DrawnQuestion, QuestionKind};
use crate::analysis::keywords;
use crate::model::{Id, Role, Safeguard, format};

/// A callee that answers slowly, called without a limit on the wait.
pub(super) fn slow_callee(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const ANSWERS: &[&str] = &[
        "timeout", "time out", "breaker", "deadline", "give up", "gives up",
    ];
    let mut found: Vec<(usize, Id)> = Vec::new();
    for link in facts.analysis.links() {
        let (from, to) = (facts.analysis.id(link.from), facts.analysis.id(link.to));
        let guarded = [Safeguard::Timeout, Safeguard::Breaker];
        let is_guarded = link
            .connection
            .safeguards
            .iter()
            .any(|one| guarded.contains(one));
        let passes_on = matches!(
            facts.role(from),
            Role::Client
                | Role::Dns
                | Role::Cdn
                | Role::Device
                | Role::Supplier
                | Role::Observability
        );
        if is_guarded || passes_on || !link.is_sync() || facts.says(&[link.id, from], ANSWERS) {
            continue;
        }
        let outside = usize::from(facts.role(to) == Role::External) * 100;
        found.push((outside + facts.weight(to), link.id));
    }
    found.sort_by_key(|&(weight, id)| (std::cmp::Reverse(weight), id));
    for (_, id) in found {
        let Some(link) = facts.analysis.links().find(|link| link.id == id) else {
            continue;
        };
        let (from, to) = (facts.analysis.id(link.from), facts.analysis.id(link.to));
        let (caller, callee) = (facts.name(from), facts.name(to));
        let mut points = vec![format!(
            "The arrow shows no timeout, so the threads and connections of {caller} fill up with waiting calls"
        )];
        let flows = facts.flows_through(from);
        if !flows.is_empty() {
            let flows = format::join_quoted(flows);
            points.push(format!("Every flow through {caller} waits too: {flows}"));
        }
        let target = facts
            .estimate
            .flows
            .iter()
            .filter(|flow| flow.connections.contains(&id))
            .filter_map(|flow| flow.latency_target.map(|target| (target, &flow.name)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        points.push(match target {
            Some((target, flow)) => format!(
                "Set a timeout below {}, the p99 target of {}, and add a circuit breaker",
                format::duration(target),
                quoted(flow)
            ),
            None => "Set a timeout a little above the callee's p99, and add a circuit breaker"
                .to_owned(),
        });
        let question = DrawnQuestion::new(
            QuestionKind::SlowCallee,
            vec![id, from, to],
            format!(
                "{callee} is not down, but it responds after 30 seconds. What happens inside {caller}, and to its callers?"
            ),
            points,
        );
        questions.push(question.deeper(
            format!("{caller} times out and retries, and so do two layers above it, three attempts each. How many calls does {callee} get for one request?"),
            vec![
                "3 × 3 × 3 = 27: retries multiply along the chain, exactly when the callee is failing (retry storm)".to_owned(),
                "Retry in one layer only, with exponential backoff and jitter, and within a retry budget".to_owned(),
            ],
        ));
    }
}

/// One caller that takes more than its share.
pub(super) fn flood(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    if facts.has_role(&[Role::Limiter, Role::Shield]) || facts.anything_says(keywords::LIMITED) {
        return;
    }
    let mut links = facts.analysis.links();
    let Some(entry) = links
        .find(|link| {
            let called = facts.analysis[link.to].is_ours();
            facts.analysis.role(link.from) == Role::Client && called
        })
        .map(|link| facts.analysis.id(link.to))
    else {
        return;
    };
    let name = facts.name(entry);
    let mut points = vec![format!(
        "Nothing in the drawing limits the traffic per caller in front of {name}"
    )];
    if let Some(headroom) = facts.numbers(entry).and_then(|numbers| numbers.headroom) {
        points.push(format!(
            "{name} saturates at {} today's traffic, and then every user waits",
            format::factor(headroom)
        ));
    }
    points.push("Limit each caller at the edge, return 429 with a Retry-After header, and reserve capacity for other callers".to_owned());
    let question = DrawnQuestion::new(
        QuestionKind::Flood,
        vec![entry],
        format!(
            "One caller sends 100 times its usual traffic through {name}. Where is that traffic limited, and what do other callers notice?"
        ),
        points,
    );
    questions.push(question.deeper(
        "The caller with the traffic spike is your largest customer. What do you say on the phone?".to_owned(),
        vec![
            "The limit is part of the contract and can be raised with notice: say how long that takes".to_owned(),
            "A batch API or off-peak hours may serve that customer better than a higher limit".to_owned(),
        ],
    ));
}

/// Minutes in a month of 30 days.
const MONTH: f64 = 43_200.0;

/// How often a flow works, and what takes most of it.
pub(super) fn error_budget(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    let says = ["error budget", "slo "];
    let target = facts.scenario.map(|scenario| scenario.targets.availability);
    for flow in &facts.estimate.flows {
        let is_critical = facts
            .report
            .flows
            .iter()
            .any(|one| one.id == flow.id && one.critical);
        let Some(availability) = &flow.availability else {
            continue;
        };
        let Some(&(worst, _)) = availability.gains.first() else {
            continue;
        };
        if !is_critical || facts.says(&[], &says) {
            continue;
        }
        let asked = target.map_or_else(String::new, |target| {
            format!(" The target is {}.", format::percent_of_time(target))
        });
        let mut points: Vec<String> = availability
            .gains
            .iter()
            .take(3)
            .filter(|(_, gain)| *gain > 0.0)
            .map(|(id, gain)| {
                let minutes = format::minutes(
                    gain * availability.minutes_a_year / (1.0 - availability.value).max(1e-12),
                );
                format!("{}: {minutes} of downtime a year", facts.name(*id))
            })
            .collect();
        points.push(
            "Availability multiplies along a chain: every component on the path lowers it"
                .to_owned(),
        );
        let name = quoted(&flow.name);
        let question = DrawnQuestion::new(
            QuestionKind::ErrorBudget,
            vec![worst],
            format!(
                "{name} has {} availability, so it is down {} a year.{asked} Which component causes most of that downtime?",
                format::percent_of_time(availability.value),
                format::minutes(availability.minutes_a_year)
            ),
            points,
        );
        let budget = format::minutes((1.0 - target.unwrap_or(availability.value)) * MONTH);
        questions.push(question.deeper(
            format!("The error budget of {name} for this month is spent on the 12th. What do you stop?"),
            vec![
                format!("The budget is {budget} a month"),
                "Freeze risky releases, work on the largest cause, and tell the product owner why".to_owned(),
            ],
        ));
    }
}
