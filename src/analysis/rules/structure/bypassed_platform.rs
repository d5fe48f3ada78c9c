//! `bypassed-platform`: a service that has a platform do something, and does it past the platform as well.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{self, component_says};
use crate::analysis::graph::{Link, NodeMap};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::Role;
use crate::model::text_match::mentions;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "bypassed-platform",
    title: "Bypasses the platform",
    severity: Severity::High,
    category: Category::Structure,
    why: "A shared platform enforces limits, user preferences, logging, and retries only for traffic that goes through it. A caller with a direct connection to the provider bypasses all of them, and its calls still count against the provider's quota",
    for_stakeholders: "Some traffic bypasses the rules that we built the platform to enforce",
    fix: "Send all traffic through the platform, or set an end date for the direct connection and track its calls until then",
    exempt: "External callers, the platform's own workers and jobs, and services that put their own work in a queue",
    references: &[RuleReference::own_judgment(
        "A rule that applies to every call belongs in a component that every call passes through",
    )],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop
shop: service x2 "Shop"
shop -> hub
hub: service x2 "Message hub"
hub -> letters
letters: queue "Letters" (managed)
letters -> sender
letters -> failed
failed: dead_letter_queue
sender: worker x2
sender -> mail: timeout backoff idempotent
mail: third_party_api "Mail provider"
shop -> db
db: sql x2
"#,
    ),
    bad: "
- shop -> hub
+ shop -> hub
+ shop -> mail: async timeout backoff
",
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for provider in analysis.node_indices() {
        let role = analysis[provider].effective_kind.role;
        if !matches!(role, Role::External | Role::Notifier | Role::Model) {
            continue;
        }
        let direct: Vec<&Link> = analysis.incoming(provider).collect();
        if direct.len() < 2 {
            continue;
        }
        for link in &direct {
            let platform = platform_between(analysis, link.from, provider)
                .or_else(|| platform_of_others(analysis, link, &direct));
            if let Some(platform) = platform {
                let (caller, name) = (analysis.name(link.from), analysis.name(provider));
                let platform = analysis.name(platform);
                let why = format!(
                    "{caller} calls {name} directly, bypassing {platform}, so the rules of {platform} do not apply to these calls"
                );
                let advice = format!("Have {caller} reach {name} only through {platform}");
                let items = vec![link.id, analysis.id(link.from), analysis.id(provider)];
                findings.push(RULE.finding(Severity::High, items, why, advice));
            }
        }
    }
}

/// The service whose queue and worker bring the work of others to a provider that a team's own program, which nobody calls,
/// calls by itself.
fn platform_of_others(analysis: &Analysis, own: &Link, direct: &[&Link]) -> Option<NodeIndex> {
    /// How drawings say that a team has its own way to a provider.
    const OF_TEAM: &[&str] = &[
        "team",
        "own account",
        "own sender",
        "own key",
        "own contract",
    ];
    let caller = &analysis[own.from];
    let is_team = caller.effective_kind.role == Role::Compute
        && caller.into.is_empty()
        && component_says(caller.component, OF_TEAM);
    if !is_team {
        return None;
    }
    let others = direct.iter().filter(|link| link.from != own.from);
    let queues = others
        .flat_map(|link| analysis.incoming(link.from))
        .filter(|link| analysis.carries_messages(link.from));
    let senders = queues.flat_map(|link| analysis.incoming(link.from));
    let mut senders = senders.map(|link| link.from);
    senders.find(|&node| analysis[node].effective_kind.role == Role::Compute)
}

/// The service or gateway through which a caller's work reaches a provider as well: another one than the caller, with
/// either a queue and a worker behind it or nothing between. The search is written by hand since it goes through places and
/// stages together: one component may be met as a platform and again as a worker.
fn platform_between(
    analysis: &Analysis,
    caller: NodeIndex,
    provider: NodeIndex,
) -> Option<NodeIndex> {
    let is_service = |node: NodeIndex| analysis[node].effective_kind.role == Role::Compute;
    // Customers go to a provider themselves, as with their cards; a team of ours passes our own rules.
    let is_staff = analysis.role(caller) == Role::Client
        && mentions(&analysis[caller].component.name, drawing_text::STAFF);
    if !is_service(caller) && !is_staff {
        return None;
    }
    // The platform that each place was reached through, for each stage: in the platform, in its queue, in its worker.
    let mut seen: [NodeMap<Option<NodeIndex>>; 3] =
        std::array::from_fn(|_| analysis.node_map(None));
    let mut passed = analysis.node_map(false);
    passed[caller] = true;
    let mut open: Vec<(NodeIndex, Option<(usize, NodeIndex)>)> = vec![(caller, None)];
    while let Some((node, state)) = open.pop() {
        for link in analysis.outgoing(node) {
            let next = link.to;
            let role = analysis[next].effective_kind.role;
            if next == provider {
                let is_through = match state {
                    Some((0, platform)) => analysis[platform].effective_kind.role == Role::Gateway,
                    Some((stage, _)) => stage == 2,
                    None => false,
                };
                if is_through {
                    return state.map(|(_, platform)| platform);
                }
                continue;
            }
            let state = match (state, role) {
                (None, Role::Compute | Role::Gateway) if next != caller => Some((0, next)),
                (None, Role::Balancer | Role::Mesh) => None,
                (Some((0, _)), Role::Balancer | Role::Mesh) => state,
                (Some((0, platform)), Role::Compute) => {
                    let first = analysis[platform].effective_kind.role == Role::Gateway;
                    Some((0, if first { next } else { platform }))
                }
                (Some((0, platform)), _) if role.carries_messages() => Some((1, platform)),
                (
                    Some((1, platform)),
                    Role::Worker | Role::Processor | Role::Notifier | Role::Compute,
                ) => Some((2, platform)),
                _ => continue,
            };
            match state {
                Some((stage, platform)) if seen[stage][next].is_none() => {
                    seen[stage][next] = Some(platform);
                }
                None if !passed[next] => passed[next] = true,
                _ => continue,
            }
            open.push((next, state));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    const HUB: &str = "
ledger: service x2
hub: service x2
ledger -> hub -> lane -> sender
lane: queue
sender: worker x2
sender -> sms
sms: third_party_api \"SMS provider\"
";

    #[test]
    fn a_line_beside_the_platform_is_found_wherever_the_caller_stands() {
        check_rule(&RULE, HUB, &[]);
        check_rule(&RULE, &format!("{HUB}ledger -> sms"), &[Severity::High]);
        let behind = format!(
            "{HUB}gate: api_gateway\nclient -> gate -> ledger\nledger -> sms: \"old alarms\""
        );
        check_rule(&RULE, &behind, &[Severity::High]);
        let mailer = "growth: service x2 \"Growth team mailer\"\ngrowth -> sms";
        check_rule(&RULE, &format!("{HUB}{mailer}"), &[Severity::High]);
        let models = "a: service x2\nb: service x2\na -> llms\nb -> llms\nllms: api_gateway x2 \"Model gateway\"\n\
                      llms -> model\nmodel: llm\na -> model";
        check_rule(&RULE, models, &[Severity::High]);
    }

    #[test]
    fn own_queues_own_workers_and_people_are_no_way_past_it() {
        let own = "api: service x2\napi -> psp: timeout\napi -> later -> w\nlater: queue\nw: worker x2\nw -> psp\n\
                   psp: third_party_api \"Payments\"";
        check_rule(&RULE, own, &[]);
        check_rule(
            &RULE,
            &format!("{HUB}hub -> sms: \"state of a message\""),
            &[],
        );
        check_rule(&RULE, &format!("{HUB}client -> ledger\nclient -> sms"), &[]);
        check_rule(
            &RULE,
            &format!("{HUB}nightly: batch_job\nnightly -> sms: read \"bill\""),
            &[],
        );
    }
}
