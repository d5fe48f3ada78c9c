//! `client-talks-to-data`: a client calls a database, cache, queue or index directly.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::kinds;
use crate::model::{Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "client-talks-to-data",
    title: "Client talks to data",
    severity: Severity::Critical,
    category: Category::Structure,
    why: "Whoever holds the client holds its credentials: every user could read and change all data, no rule of the business is enforced, and the store cannot be changed without changing every client",
    for_stakeholders: "Anyone with the app could read or change all of the data",
    fix: "Put a service between them that checks who asks and what for",
    exempt: "CDNs, object storage with signed addresses, and topics that clients subscribe to",
    references: &[
        publications::FIELDING.supports("Clients are kept apart from where data is stored")
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: "
+ client -> db
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let to = analysis.role(link.to);
        let data = matches!(
            to,
            Role::Store
                | Role::Replica
                | Role::Cache
                | Role::Search
                | Role::Analytics
                | Role::Queue
                | Role::Log
                | Role::DeadLetter
                | Role::Backup
        );
        if analysis.role(link.from) == Role::Client && data {
            let (from, to) = (analysis.name(link.from), analysis.name(link.to));
            let why = format!(
                "{from} calls {to} directly, with nothing in between that checks what it may do"
            );
            let advice = format!("Let a service stand between {from} and {to}");
            let items = vec![link.id, analysis.id(link.to)];
            findings.push(RULE.finding(Severity::Critical, items, why, advice));
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [link, data] = finding.items[..] else {
        return None;
    };
    let client = analysis.design.connection(link)?.from;
    let name = analysis.find(data)?.name();
    let services: Vec<Id> = analysis
        .with_role(&[Role::Compute])
        .filter(|&node| analysis.reached[node])
        .map(|node| analysis.id(node))
        .collect();
    if services
        .iter()
        .any(|&service| !draft.between(service, data).is_empty())
    {
        draft.remove(link)?;
        let client = analysis.find(client)?.name();
        return Some(format!("Remove the call from {client} to {name}"));
    }
    match services[..] {
        [] => {
            let service = draft.put_between(&[link], kinds::SERVICE)?;
            draft.at_least(service, 2)?;
            draft.put_between(&draft.between(client, service), kinds::LOAD_BALANCER)?;
            Some(format!("Put a service in front of {name}"))
        }
        [service] => {
            draft.rewire(link, |connection| connection.from = service)?;
            let service = analysis.find(service)?.name();
            Some(format!("Let {service} call {name} instead"))
        }
        _ => None,
    }
}
