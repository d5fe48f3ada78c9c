//! `no-gateway`: clients that call several services directly.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::kinds;
use crate::model::{Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-gateway",
    title: "No API gateway",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "Every client must know the address of each service, and every service must check tokens, limits, and certificates itself. If you split or move a service, you must change every client",
    for_stakeholders: "Each internal change forces users to update their apps",
    fix: "Put an API gateway in front, or a backend for this type of client (BFF)",
    exempt: "Clients that call up to two services, and long-lived connections",
    references: &[
        publications::AZURE_GATEWAYS
            .supports("A gateway hides the individual services from clients"),
        publications::API_GATEWAY
            .supports("One entry point authenticates, limits, and routes requests"),
        RuleReference::own_judgment("Flagged at 3 or more services"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> api_gateway
api_gateway -> posts
api_gateway -> users
api_gateway -> search
posts: serverless_function "Posts"
users: serverless_function "Users"
search: serverless_function "Search"
posts -> db
users -> db
search -> db
db: sql x2
"#,
    ),
    bad: "
- client -> api_gateway
- api_gateway -> posts
- api_gateway -> users
- api_gateway -> search
+ client -> posts
+ client -> users
+ client -> search
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for client in analysis.with_role(&[Role::Client]) {
        let services: Vec<NodeIndex> = analysis
            .callees(client)
            .iter()
            .copied()
            .filter(|&node| {
                matches!(
                    analysis.role(node),
                    Role::Compute | Role::Auth | Role::Model
                )
            })
            .collect();
        if services.len() > 2 {
            let name = analysis.name(client);
            let why = format!(
                "{name} calls {} services directly: {}",
                services.len(),
                format::join_names(services.iter().map(|&node| analysis.name(node)))
            );
            let advice = format!("Put an API gateway between {name} and these services");
            let items = services.iter().map(|&node| analysis.id(node)).collect();
            findings.push(RULE.finding(Severity::Medium, items, why, advice));
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let services = &finding.items;
    let clients = analysis.with_role(&[Role::Client]);
    let calls = |client: &NodeIndex| -> Vec<Id> {
        let links = analysis.outgoing(*client);
        let direct = links.filter(|link| services.contains(&analysis.id(link.to)));
        direct.map(|link| link.id).collect()
    };
    let mut direct = clients.map(|client| calls(&client));
    let direct = direct.find(|links| links.len() >= services.len())?;
    draft.put_between(&direct, kinds::API_GATEWAY)?;
    Some(format!(
        "Put an API gateway in front of {} services",
        services.len()
    ))
}
