//! `slow-half`: a median latency that takes half of the target.

use petgraph::graph::NodeIndex;

use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::{Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "slow-half",
    title: "Median latency leaves no headroom",
    severity: Severity::Info,
    category: Category::Load,
    why: "The p99 is usually several times the median. If the median already takes half of the latency target, the first slowdown violates the SLO",
    for_stakeholders: "There is little headroom before users notice that the system is slow",
    fix: "Shorten the critical path: make fewer calls, make them in parallel, or cache the response closer to the user",
    exempt: "Flows without a latency target, and flows that already miss the target",
    references: &[
        publications::TAIL_AT_SCALE.supports("The p99 is usually several times the median"),
        RuleReference::own_judgment("The median can take up to 50% of the latency target"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" p50=160 p99=200
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for flow in analysis.flows.iter().filter(|flow| flow.works()) {
        let Some(target) = flow.spec.and_then(|spec| spec.latency_p99_ms) else {
            continue;
        };
        let shares = usual_times(analysis, &CallTree::new(analysis, flow, &FaultSet::none()));
        let whole: f64 = shares.iter().map(|(_, ms)| ms).sum();
        if whole <= target / 2.0 || whole > target {
            continue;
        }
        let slowest = shares
            .iter()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some(&(node, ms)) = slowest else { continue };
        let name = analysis.name(node);
        let [whole, target, ms] = [whole, target, ms].map(|ms| format::milliseconds(ms.round()));
        let why = format!(
            "The median latency of “{}” is about {whole}; the target is {target}. {name} accounts for {ms}",
            flow.name
        );
        let advice = format!("Make {name} faster first");
        findings.push(RULE.finding(Severity::Info, vec![analysis.id(node)], why, advice));
    }
}

/// The median service time (ms) of each component on a request, without queueing and network.
fn usual_times(analysis: &Analysis, call_tree: &CallTree) -> Vec<(NodeIndex, f64)> {
    let mut often = analysis.node_map(0.0);
    for &entry in &call_tree.entries {
        often[entry] = 1.0 / call_tree.entries.len() as f64;
    }
    let mut shares = Vec::new();
    for stop in &call_tree.visits {
        if !matches!(analysis.role(stop.node), Role::Client | Role::Device)
            && often[stop.node] > 0.0
        {
            shares.push((
                stop.node,
                often[stop.node] * analysis[stop.node].latency().0,
            ));
        }
        let waited = stop
            .calls
            .iter()
            .filter(|call| call.onward && analysis[call.link].is_sync());
        for call in waited {
            often[analysis[call.link].to] += often[stop.node] * call.share * call.times;
        }
    }
    shares
}
