//! `latency-target-missed`: a flow whose slow requests are slower than its target.

use petgraph::graph::NodeIndex;

use crate::analysis::performance::latency::{LatencySamples, latency};
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "latency-target-missed",
    title: "Latency target missed",
    severity: Severity::High,
    category: Category::Load,
    why: "In a system that people use a hundred times a day, the slowest 1% of requests shape their opinion. Every synchronous call adds to the latency",
    for_stakeholders: "More than 1% of requests take longer than we promise",
    fix: "Take the slowest component off the critical path: cache its results, do its work after the response, make its calls in parallel, or move it closer",
    exempt: "Flows without a target, flows that do not reach their destination, and overloaded components, which have their own rule. If most of the latency comes from default values, the check only asks a question",
    references: &[
        publications::TAIL_AT_SCALE
            .supports("The slowest requests decide how fast a large system feels"),
        publications::DATA_INTENSIVE_RELIABILITY
            .supports("State latency targets as percentiles, not as averages"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" p50=200 p99=600
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let targets = analysis
        .flows
        .iter()
        .filter_map(|flow| Some((flow, flow.spec?.latency_p99_ms?)));
    let targets: Vec<_> = targets.filter(|(flow, _)| flow.works()).collect();
    if targets.is_empty() {
        return;
    }
    let none = FaultSet::none();
    let draws = LatencySamples::new(analysis, &analysis.loads, &none);
    for (flow, target) in targets {
        let call_tree = CallTree::new(analysis, flow, &none);
        let Some(found) = latency(analysis, flow, &call_tree, &draws, &none) else {
            continue;
        };
        let p99 = found.percentiles[2];
        if p99 <= target {
            continue;
        }
        let mut shares = found.shares;
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let slowest: Vec<NodeIndex> = shares.iter().take(3).map(|(node, _)| *node).collect();
        let names = format::join_names(slowest.iter().map(|&node| analysis.name(node)));
        let name = &flow.name;
        let why = format!(
            "{name}: p99 latency is {}; the target is {}. Most of the time is spent in {names}",
            format::duration_in_whole_ms(p99),
            format::duration_in_whole_ms(target)
        );
        let advice = match slowest.first() {
            Some(&node) => format!(
                "Make {} faster, or take it off the critical path",
                analysis.name(node)
            ),
            None => "Move the components closer together".to_owned(),
        };
        let items = slowest.iter().map(|&node| analysis.id(node)).collect();
        let stated = is_mostly_stated(analysis, &shares);
        // A miss by times that the user has set is certain; by the rough times of kinds it is a question.
        let severity = if stated {
            Severity::High
        } else {
            Severity::Info
        };
        let why = if stated {
            why
        } else {
            format!("{why}, using our default latencies. What are yours?")
        };
        let finding = RULE.finding(severity, items, why, advice);
        findings.push(finding.of_missed_target());
    }
}

/// Whether most of the time goes to parts whose times or room the user has set.
fn is_mostly_stated(analysis: &Analysis, shares: &[(NodeIndex, f64)]) -> bool {
    let is_set = |node: NodeIndex| {
        let numbers = &analysis[node].component.overrides;
        numbers.latency_p50.is_some() || numbers.latency_p99.is_some() || numbers.capacity.is_some()
    };
    let whole: f64 = shares.iter().map(|(_, ms)| ms).sum();
    let set = shares.iter().filter(|(node, _)| is_set(*node));
    set.map(|(_, ms)| ms).sum::<f64>() >= whole / 2.0
}
