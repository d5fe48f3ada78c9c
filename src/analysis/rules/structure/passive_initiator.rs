//! `passive-initiator`: a store that calls a service and waits for it.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::kinds;
use crate::model::{Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "passive-initiator",
    title: "A store calls a service",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "Databases, caches and indexes answer; they do not call. An arrow out of one usually points the wrong way, or hides the component that does the calling",
    for_stakeholders: "The picture shows a filing cabinet picking up the phone",
    fix: "Turn the arrow round, or draw what carries the change: a change feed, a trigger or a queue",
    exempt: "Copies to replicas and backups, change feeds, caches that load from their store, object storage that raises events, arrows drawn both ways, and everything asynchronous",
    references: &[publications::FIELDING.supports("Clients ask, and servers answer")],
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
    apply_fix: Some(apply_fix),
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
            let why = format!("{from} keeps data and cannot call {to} by itself");
            let advice = format!(
                "Turn the arrow round if {to} asks {from}, or draw what carries changes to {to}"
            );
            let items = vec![link.id, analysis.id(link.from)];
            findings.push(RULE.finding(Severity::Medium, items, why, advice));
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let link = analysis
        .links()
        .find(|link| Some(link.id) == finding.item())?;
    let (from, to) = (&analysis[link.from], &analysis[link.to]);
    let has_callers = analysis
        .incoming(link.to)
        .any(|other| other.from != link.from && analysis.reached[other.from]);
    if has_callers {
        draft.rewire(link.id, |drawn| {
            (drawn.from, drawn.to) = (drawn.to, drawn.from);
        })?;
        return Some(format!("Let {} ask {}", to.name(), from.name()));
    }
    if !matches!(from.role(), Role::Store | Role::Replica) {
        return None;
    }
    let feed = draft.put_between(&[link.id], kinds::CHANGE_CAPTURE)?;
    draft.at_least(feed, 2)?;
    draft.rewire(link.id, |drawn| drawn.timing = None)?;
    Some(format!(
        "Put a change feed between {} and {}",
        from.name(),
        to.name()
    ))
}
