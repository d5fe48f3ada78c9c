//! `parallel-without-balancer`: several equal servers that clients call directly.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::replicas::is_behind_front;
use crate::model::text_match::mentions;
use crate::model::{Group, Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "parallel-without-balancer",
    title: "No load balancer",
    severity: Severity::High,
    category: Category::Structure,
    why: "With several servers, a load balancer must choose a server for each request, detect failures, and add new servers. Nothing does that here, so the second server neither shares the load nor takes over",
    for_stakeholders: "We pay for a second machine that does not help when the first one fails",
    fix: "Put a load balancer or a gateway in front of the servers",
    exempt: "Servers behind DNS, a CDN, or a gateway, and managed services. One box with several instances is less severe. The check only asks a question if the box is itself a front end, a load balancer exists elsewhere, or only internal users call it",
    references: &[publications::SRE_FRONTEND
        .supports("Something must decide which of many machines handles a request")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: r#"
- client -> load_balancer -> api
- api: service x2
+ client -> api
+ api: service x3 "Link API"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    // Servers with copies of their own that nothing spreads calls across: one cause, however many there are.
    let (mut callers, mut unbalanced) = (Vec::new(), Vec::new());
    // Looked for in all texts of the drawing, and so at most once.
    let mut has_front = None;
    // By server, since thousands of clients may call one.
    let mut behind_front = analysis.node_map(None);
    for client in analysis.with_role(&[Role::Client]) {
        let mut equals: BTreeMap<(&str, &[NodeIndex]), Vec<NodeIndex>> = BTreeMap::new();
        for &target in analysis.callees(client) {
            let node = &analysis[target];
            let server = node.kind.group == Group::Compute
                && node.role() != Role::Other
                && !node.is_run_by_provider()
                && !*behind_front[target].get_or_insert_with(|| is_behind_front(analysis, target));
            if server {
                let key = (node.kind.id.as_str(), analysis.callees(target));
                equals.entry(key).or_default().push(target);
            }
        }
        for ((_, calls), servers) in equals {
            let has_copies = |&server: &NodeIndex| analysis[server].component.replicas.count() > 1;
            match servers[..] {
                [one] if !has_copies(&one) => {}
                [one]
                    if *has_front.get_or_insert_with(|| is_front_drawn(analysis))
                        || may_have_front(analysis, client, one) =>
                {
                    findings.push(unbalanced_finding(
                        analysis,
                        Severity::Info,
                        &[client],
                        &[one],
                    ));
                }
                [one] => {
                    callers.push(client);
                    unbalanced.push(one);
                }
                _ if calls.is_empty() && !servers.iter().any(has_copies) => {}
                _ => findings.push(equals_finding(analysis, client, &servers)),
            }
        }
    }
    for all in [&mut callers, &mut unbalanced] {
        all.sort_unstable();
        all.dedup();
    }
    if !unbalanced.is_empty() {
        findings.push(unbalanced_finding(
            analysis,
            Severity::Medium,
            &callers,
            &unbalanced,
        ));
    }
}

/// Whether a server is what stands in front, or is there for people of ours.
fn may_have_front(analysis: &Analysis, client: NodeIndex, server: NodeIndex) -> bool {
    is_front_itself(analysis, server) || mentions(analysis.name(client), drawing_text::STAFF)
}

/// Of servers each of which has copies.
fn unbalanced_finding(
    analysis: &Analysis,
    severity: Severity,
    callers: &[NodeIndex],
    servers: &[NodeIndex],
) -> Finding {
    let (from, to) = (names_of(analysis, callers), names_of(analysis, servers));
    let calls = if callers.len() > 1 { "call" } else { "calls" };
    let copies = match servers {
        [one] => format!(
            "its {} instances",
            analysis[*one].component.replicas.count()
        ),
        _ => "the instances of each".to_owned(),
    };
    let why =
        format!("{from} {calls} {to} directly, and nothing spreads the requests across {copies}");
    finding_at(analysis, severity, (&from, &to), servers, why)
}

/// Of several servers that do the same.
fn equals_finding(analysis: &Analysis, client: NodeIndex, servers: &[NodeIndex]) -> Finding {
    let (from, to) = (analysis.name(client), names_of(analysis, servers));
    let why =
        format!("{from} calls {to} directly, and nothing decides which of them handles a request");
    finding_at(analysis, Severity::High, (from, &to), servers, why)
}

fn finding_at(
    analysis: &Analysis,
    severity: Severity,
    (from, to): (&str, &str),
    servers: &[NodeIndex],
    why: String,
) -> Finding {
    let advice = format!("Put a load balancer between {from} and {to}");
    let items = servers.iter().map(|&server| analysis.id(server)).collect();
    RULE.finding(severity, items, why, advice)
}

fn names_of(analysis: &Analysis, nodes: &[NodeIndex]) -> String {
    format::join_names(nodes.iter().map(|&node| analysis.name(node)))
}

/// Names of parts that stand in front of others.
const FRONT: &[&str] = &[
    "proxy", "gateway", "ingress", "router", "edge ", "sso ", "identity",
];

/// Whether a part is what callers come to first by its nature, so that names of several addresses spread its callers.
fn is_front_itself(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    matches!(this.role(), Role::Auth | Role::Realtime | Role::Gateway)
        || mentions(&this.component.name, FRONT)
        || mentions(&this.component.technology, FRONT)
}

/// Whether something that spreads calls is drawn somewhere, as a box or as the platform that everything runs on.
fn is_front_drawn(analysis: &Analysis) -> bool {
    let fronts = [Role::Balancer, Role::Gateway, Role::Mesh, Role::Dns];
    let platform = &[
        "kubernetes",
        "k8s",
        "gke ",
        "eks ",
        "aks ",
        "nomad",
        "service discovery",
        "mesh",
    ];
    analysis
        .nodes()
        .any(|node| fronts.contains(&node.effective_kind.role))
        || drawing_text::in_any_text(analysis.design, platform)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let servers = &finding.items;
    let from_clients: Vec<Id> = analysis
        .links()
        .filter(|link| analysis.role(link.from) == Role::Client)
        .filter(|link| servers.contains(&analysis.id(link.to)))
        .map(|link| link.id)
        .collect();
    draft.put_between(&from_clients, kinds::LOAD_BALANCER)?;
    let names = format::join_names(
        servers
            .iter()
            .filter_map(|&id| Some(analysis.find(id)?.name())),
    );
    Some(format!("Put a load balancer in front of {names}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn one_cause_is_told_once_for_all_who_call_and_are_called() {
        let text = "
shoppers: client
staff: client \"Sellers\"
shoppers -> cart
shoppers -> catalog
staff -> stock
cart: service x3
catalog: service x2
stock: service x2
cart -> db
catalog -> found
stock -> kept
db: sql
found: search_index
kept: key_value_store
";
        check_rule(&RULE, text, &[Severity::Medium]);
    }
}
