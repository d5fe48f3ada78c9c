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
use crate::analysis::rules::support::replicas::is_behind_front;
use crate::analysis::rules::support::{keywords, kinds};
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
    for client in analysis.with_role(&[Role::Client]) {
        let mut equals: BTreeMap<(&str, &[NodeIndex]), Vec<NodeIndex>> = BTreeMap::new();
        for &target in analysis.callees(client) {
            let node = &analysis[target];
            let server = node.kind.group == Group::Compute
                && node.role() != Role::Other
                && !node.is_run_by_provider()
                && !is_behind_front(analysis, target);
            if server {
                let key = (node.kind.id.as_str(), analysis.callees(target));
                equals.entry(key).or_default().push(target);
            }
        }
        for ((_, calls), servers) in equals {
            let many = servers.len() > 1 && !calls.is_empty();
            let copies = servers
                .iter()
                .any(|&s| analysis[s].component.replicas.count() > 1);
            if many || copies {
                findings.push(finding_for(analysis, client, &servers));
            }
        }
    }
}

fn finding_for(analysis: &Analysis, client: NodeIndex, servers: &[NodeIndex]) -> Finding {
    let names = format::join_names(servers.iter().map(|&server| analysis.name(server)));
    let severity = match servers {
        // What stands in front itself is found by its name, and a front or a mesh that is drawn elsewhere may serve here too.
        [one]
            if is_front_itself(analysis, *one)
                || has_front(analysis)
                || mentions(analysis.name(client), keywords::STAFF) =>
        {
            Severity::Info
        }
        [_] => Severity::Medium,
        _ => Severity::High,
    };
    let client = analysis.name(client);
    let why = match servers {
        [one] => {
            let count = analysis[*one].component.replicas.count();
            format!(
                "{client} calls {names} directly, and nothing spreads the requests across its {count} instances"
            )
        }
        _ => format!(
            "{client} calls {names} directly, and nothing decides which of them handles a request"
        ),
    };
    let advice = format!("Put a load balancer between {client} and {names}");
    let items = servers.iter().map(|&server| analysis.id(server)).collect();
    RULE.finding(severity, items, why, advice)
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
fn has_front(analysis: &Analysis) -> bool {
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
