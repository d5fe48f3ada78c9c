//! `single-point-of-failure`: one machine that a flow cannot do without.

use crate::analysis::context::Context;
use crate::analysis::draft::Draft;
use crate::analysis::flow::FlowUse;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::rules::reliability::{balancer_without_choice, no_replica_for_store};
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::structure::parallel_without_balancer::run_several;
use crate::analysis::rules::words;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "single-point-of-failure",
    title: "Single point of failure",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Machines fail and are restarted for updates. Where a flow needs one machine, each of these moments is an outage for all who use it",
    for_stakeholders: "If this one machine stops, users stop",
    fix: "Run at least two instances, in different zones, with something in front that chooses between them",
    exempt: "Services that the provider runs on several machines (CDN, DNS, managed balancers, queues and object storage), what lies outside the system, caches that a store stands behind, and work that nobody waits for. Databases have a rule of their own",
    answers_example_prompt: false,
    bad: r#"
client -> load_balancer -> api
api: service x2
api -> login: sync
login: auth "Sign-in"
api -> db
db: sql x2
"#,
    good: r#"
client -> load_balancer -> api
api: service x2
api -> login: sync
login: auth x2 "Sign-in"
api -> db
db: sql x2
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(context: &Context, findings: &mut Vec<Finding>) {
    for node in 0..context.nodes.len() {
        if !context.nodes[node].is_one_machine()
            || no_replica_for_store::concerns(context, node)
            || balancer_without_choice::names(context, node)
        {
            continue;
        }
        if let Some((severity, stops)) = stops(context, node) {
            let name = context.name(node);
            let why = format!("{name} is one machine: if it stops, {stops}");
            let advice =
                format!("Run at least two of {name} and let a balancer choose between them");
            let for_stakeholders = format!("If {name} stops, {stops} until it is replaced");
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(severity, vec![context.id(node)], why, advice)
            });
        }
    }
}

fn apply_fix(context: &Context, finding: &Finding, draft: &mut Draft) -> Option<String> {
    run_several(context, finding.item()?, 2, draft)
}

/// How bad it is when this component fails, and which flows stop, in words; none where no flow does.
pub(crate) fn stops(context: &Context, node: usize) -> Option<(Severity, String)> {
    let flows: Vec<&FlowUse> = context
        .flows
        .iter()
        .filter(|flow| flow.need.contains(&node))
        .collect();
    let first = flows.first()?;
    let severity = if !context.waited_for[node] {
        Severity::Medium
    } else if flows.iter().any(|flow| flow.critical()) {
        Severity::Critical
    } else {
        Severity::High
    };
    let stops = if first.spec.is_some() {
        let names = words::list(flows.iter().map(|flow| flow.name.as_str()));
        let verb = if flows.len() == 1 { "stops" } else { "stop" };
        format!("{names} {verb}")
    } else if is_end(&flows, node) {
        "nobody can read or write it".to_owned()
    } else {
        let ends = flows.iter().flat_map(|flow| &flow.ends);
        let names = words::list(ends.map(|end| end.name.as_str()));
        format!("nothing gets through to {names}")
    };
    Some((severity, stops))
}

fn is_end(flows: &[&FlowUse], node: usize) -> bool {
    let mut ends = flows.iter().flat_map(|flow| &flow.ends);
    ends.any(|end| end.players == [node])
}
