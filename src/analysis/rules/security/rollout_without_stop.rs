//! `rollout-without-stop`: a rollout in steps whose results lead to a dashboard and not back to what sends the next step.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::written_text::written_texts;
use crate::model::text_match::mentions;
use crate::model::{Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "rollout-without-stop",
    title: "No automatic stop for a bad rollout",
    severity: Severity::High,
    category: Category::Security,
    why: "Rollout stages help only if a bad stage stops the next one. If results only go to a dashboard, a bad release continues until an engineer happens to look",
    for_stakeholders: "A bad release reaches the next group before we notice",
    fix: "Feed the results back to the component that starts the next stage, and set the failure rate at which it stops",
    exempt: "Drawings that mention stopping, pausing, or rollback, and drawings without a rollout dashboard",
    references: &[publications::SRE_CANARIES
        .supports("The canary is compared with the rest before the rollout continues")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
vans: device
vans -> hub -> campaign -> versions
hub: load_balancer
campaign: service x2 "Campaign service"
versions: sql x2
hub -> intake -> board: async
intake: service x2 "Result intake"
board: observability "Rollout dashboard"
desk: client "Release desk"
desk -> hub
hub -> campaign: "waves: 1 %, 10 %, all"
intake -> campaign: async "more than 1 % failed: stop"
"#,
    ),
    bad: r#"
- intake -> campaign: async "more than 1 % failed: stop"
"#,
    check,
    apply_fix: None,
};

/// How drawings say that a rollout ends by itself when it goes wrong.
const STOPS: &[&str] = &[
    "stop",
    "halt",
    "paus",
    "abort",
    "roll back",
    "rollback",
    "rolled back",
    "revert",
    "taken back",
    "threshold",
    "error rate",
    "failure rate",
    "judge",
    "brake",
    "freeze",
    "kill switch",
    "automatic",
    "health check",
    "health gate",
    "guard",
];
/// What is rolled out, in the name of a dashboard.
const ROLLOUT: &[&str] = &["rollout", "release", "campaign", "update", "wave", "canary"];
/// How people call what shows results.
const SHOWS: &[&str] = &[
    "dashboard",
    "board",
    "chart",
    "report",
    "monitor",
    "grafana",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if drawing_text::in_any_text(analysis.design, STOPS) {
        return;
    }
    let deciders = deciders(analysis);
    let Some(&decider) = deciders.first() else {
        return;
    };
    let shows_rollout = |&node: &NodeIndex| {
        let name = analysis.name(node);
        let is_watched = matches!(analysis.role(node), Role::Observability | Role::Analytics);
        mentions(name, ROLLOUT) && (is_watched || mentions(name, SHOWS))
    };
    for board in analysis.node_indices().filter(shows_rollout) {
        let feeders = feeders_of(analysis, board);
        let back = analysis.reach(&feeders, |_| true);
        if !feeders.is_empty() && !deciders.iter().any(|&decider| back[decider]) {
            let (shown, sends) = (analysis.name(board), analysis.name(decider));
            let why = format!(
                "Rollout results end at {shown}, and no arrow leads back to {sends}, so a bad release continues until an engineer looks"
            );
            let advice =
                format!("Feed the results back to {sends}, and note at what failure rate it stops");
            let items = vec![analysis.id(board), analysis.id(decider)];
            findings.push(RULE.finding(Severity::High, items, why, advice));
            return;
        }
    }
}

/// What sends a release out step by step: services at which words speak of steps.
fn deciders(analysis: &Analysis) -> Vec<NodeIndex> {
    let mut found = Vec::new();
    for said in written_texts(analysis) {
        if !mentions(&said.text, keywords::ROLLOUT_STEPS) {
            continue;
        }
        let sends = said.around.iter().filter_map(|&id| analysis.index_of(id));
        found.extend(sends.filter(|&node| {
            let runs =
                analysis[node].kind.group == Group::Compute || analysis.role(node) == Role::Factory;
            runs && analysis.role(node) != Role::Model
        }));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What brings results to a dashboard, through up to two stores or loaders.
fn feeders_of(analysis: &Analysis, board: NodeIndex) -> Vec<NodeIndex> {
    let mut feeders = vec![board];
    for _ in 0..2 {
        let callers: Vec<NodeIndex> = feeders
            .iter()
            .flat_map(|&node| analysis.incoming(node).map(|link| link.from))
            .filter(|&node| {
                !matches!(
                    analysis.role(node),
                    Role::Client | Role::Device | Role::DeviceGateway
                )
            })
            .filter(|&node| analysis[node].kind.group != Group::Edge)
            .collect();
        feeders.extend(callers);
        feeders.sort_unstable();
        feeders.dedup();
    }
    feeders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn results_have_to_come_back_to_what_sends_the_next_step() {
        let bad = RULE.bad_text();
        check_rule(&RULE, &bad, &[Severity::High]);
        check_rule(
            &RULE,
            &bad.replace("Rollout dashboard", "Wave report"),
            &[Severity::High],
        );
        check_rule(&RULE, &format!("{bad}\nboard -> campaign: async"), &[]);
    }

    #[test]
    fn a_word_or_no_steps_silence_it() {
        let bad = RULE.bad_text();
        check_rule(
            &RULE,
            &format!("{bad}\nnote \"Paused when one van in a hundred fails\""),
            &[],
        );
        check_rule(&RULE, &bad.replace("waves: 1 %, 10 %, all", "news"), &[]);
    }
}
