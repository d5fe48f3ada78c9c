//! `passive-initiator`: a store that calls a service and waits for it.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "passive-initiator",
    title: "Data store calls a service",
    severity: Severity::Info,
    category: Category::Structure,
    why: "Databases, caches, and indexes respond to calls but do not make them. An outgoing arrow shows where the data goes, or hides the component that makes the call",
    for_stakeholders: "The drawing shows a database calling a service, which databases do not do",
    fix: "If the arrow shows a call, have the service query the store, or draw what delivers the change: a change feed (CDC), a trigger, or a queue",
    exempt: "Replication and backups, change feeds, caches that load from their store, object storage events, two-way arrows, and all asynchronous arrows. Many diagrams show the direction of the data flow, so this is reported only as info",
    references: &[publications::FIELDING.supports("Clients request, and servers respond")],
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
+ db -> mailer: sync
+ mailer: service x2
",
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let answers = matches!(
            analysis.role(link.from),
            Role::Store | Role::Replica | Role::Search | Role::Analytics | Role::Cache
        );
        let code =
            analysis[link.to].kind.group == Group::Compute && analysis.role(link.to) != Role::Other;
        let both_ways = analysis.outgoing(link.to).any(|back| back.to == link.from);
        if answers && code && link.is_sync() && !both_ways {
            let (from, to) = (analysis.name(link.from), analysis.name(link.to));
            let why = format!(
                "The arrow goes from {from} to {to}, but {from} stores data and makes no calls on its own"
            );
            let advice = format!(
                "If the arrow shows data, leave it; if it shows a call, draw what delivers changes to {to}"
            );
            let items = vec![link.id, analysis.id(link.from)];
            findings.push(RULE.finding(Severity::Info, items, why, advice));
        }
    }
}
