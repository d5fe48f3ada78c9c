//! `standby-not-running`: a spare that has to be started on the day it is needed.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ExampleDrawing, ORDERS_IN_TWO_REGIONS};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::state_words;
use crate::model::{Group, Replicas, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "standby-not-running",
    title: "Cold standby",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "When a region fails, all its customers start machines in the next region at the same time. Unreserved capacity may not be available, and a standby that never served real users is untested",
    for_stakeholders: "The standby may not start on the day we need it",
    fix: "Keep the standby running with a share of the traffic, or at least reserve its capacity and test it every month",
    exempt: "Standbys that already run, even if small, and services that a provider starts automatically",
    references: &[
        publications::AWS_STATIC_STABILITY
            .supports("Capacity that you try to add during an outage may not be available"),
        publications::AWS_RECOVERY
            .supports("The less of the standby is running, the longer recovery takes"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Changed(
        &ORDERS_IN_TWO_REGIONS,
        r#"
-   east_api: service x3 "Orders Ohio"
+   east_api: service x4 "Orders Ohio"
-   west_api: service x3 "Orders Oregon"
+   west_api: service x2 "Orders Oregon"
"#,
    ),
    bad: r#"
-   west_api: service x2 "Orders Oregon"
+   west_api: service x2 "Orders Oregon, launched on failover"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let regions = analysis.regions();
    if regions.count() < 2 {
        return;
    }
    let waiting: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| is_started_later(analysis, node))
        .collect();
    if waiting.is_empty() {
        return;
    }
    let names = format::join_names(waiting.iter().map(|&node| analysis.name(node)));
    let why = format!(
        "{names} must start when the other region fails, just when all other customers are starting machines"
    );
    let advice = format!("Keep {names} running at all times, with a share of the traffic");
    let must_survive = analysis.must_survive_region_loss();
    let severity = if must_survive {
        Severity::High
    } else {
        Severity::Medium
    };
    let items = waiting.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(severity, items, why, advice));
}

/// Servers of ours in a region of which none run, or that are said to be started later.
fn is_started_later(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let in_region = analysis.region_of(node).is_some();
    let ours = this.kind.group == Group::Compute && !this.is_redundant_by_kind();
    let none_run = this.component.replicas == Replicas::Exactly(0);
    let says = component_says(this.component, state_words::STARTED_LATER)
        || analysis
            .incoming(node)
            .any(|link| connection_says(link.connection, state_words::STARTED_LATER));
    in_region && ours && (none_run || says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn what_does_not_run_is_no_spare() {
        let text = |spare: &str, lines: &str| {
            format!(
                "users: client\nusers -> a\nusers -> b\nzone one: region {{\na: service x2\n}}\nzone two: region {{\nb: service {spare}\n}}\n{lines}"
            )
        };
        check_rule(&RULE, &text("x0", ""), &[Severity::Medium]);
        check_rule(&RULE, &text("x2 \"Cold standby\"", ""), &[Severity::Medium]);
        check_rule(
            &RULE,
            &text("x1", "a -> b: async \"start when a is lost\""),
            &[Severity::Medium],
        );
        check_rule(&RULE, &text("x1", ""), &[]);
        check_rule(&RULE, "users: client\nusers -> a\na: service x0", &[]);
    }
}
