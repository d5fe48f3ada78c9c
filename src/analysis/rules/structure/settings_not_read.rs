//! `settings-not-read`: settings that are saved and that nothing looks at.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::text_match::mentions;
use crate::model::{Access, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "settings-not-read",
    title: "Saved but never read",
    severity: Severity::High,
    category: Category::Structure,
    why: "Settings, consents, and limits should change what the system does. If every arrow to them is a write, no service checks them before it acts, and users still get what they turned off",
    for_stakeholders: "We save users' choices and then ignore them",
    fix: "Have each service read the settings before it acts, from a cache if it reads them often",
    exempt: "Stores that a component reads, stores whose service does more than edit settings, and stores whose data is passed on",
    references: &[RuleReference::own_judgment(
        "A user's choice has an effect only if something reads it",
    )],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> choices: write
choices: sql x2 "User preferences"
mailer: worker x2
api -> mails -> mailer
mails: queue (managed)
mails -> failed
failed: dead_letter_queue
mailer -> choices: read
"#,
    ),
    bad: "
- mailer -> choices: read
",
    check,
    apply_fix: None,
};

/// What is kept so that something asks for it before it acts.
const TO_BE_ASKED: [&str; 16] = [
    "setting",
    "preference",
    "consent",
    "opt out",
    "opt in",
    "wishes",
    "unsubscri",
    "subscription",
    "permission",
    "block list",
    "blocklist",
    "deny list",
    "denylist",
    "quota",
    "feature flag",
    "suppression",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let this = &analysis[node];
        let keeps = matches!(this.effective_kind.role, Role::Store | Role::Cache);
        if !keeps || this.into.is_empty() || !this.out.is_empty() {
            continue;
        }
        let mut calls = analysis.incoming(node);
        let only_kept = calls.all(|link| {
            let access = link.connection.access;
            access == Some(Access::Write)
                || (access.is_none() && only_edits(analysis, link.from, node))
        });
        if only_kept && mentions(this.name(), &TO_BE_ASKED) {
            let name = this.name();
            let why = format!("Services write to {name}, but no service reads it before it acts");
            let advice = format!("Draw the component that reads {name} before it acts");
            findings.push(RULE.finding(Severity::High, vec![this.id], why, advice));
        }
    }
}

/// Whether a service is there only for people to look at a store and change it: users call it and nothing else does, and it
/// calls nothing that acts.
fn only_edits(analysis: &Analysis, service: NodeIndex, store: NodeIndex) -> bool {
    let by_users = |link: &Link| {
        matches!(
            analysis.role(link.from),
            Role::Client | Role::Balancer | Role::Gateway | Role::Shield | Role::Cdn
        )
    };
    let beside = |to: NodeIndex| {
        to == store || matches!(analysis.role(to), Role::Auth | Role::Observability)
    };
    analysis.role(service) == Role::Compute
        && !analysis[service].into.is_empty()
        && analysis.incoming(service).all(by_users)
        && analysis.callees(service).iter().all(|&to| beside(to))
        && analysis
            .with_role(&[
                Role::Worker,
                Role::Processor,
                Role::Notifier,
                Role::External,
            ])
            .next()
            .is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn only_what_is_surely_never_asked_is_told() {
        let saved = "page: client\napi: service x2\npage -> api\napi -> kept: write\n";
        let named = |name: &str| format!("{saved}kept: postgres x2 \"{name}\"\n");
        check_rule(&RULE, &named("Cookie consents"), &[Severity::High]);
        check_rule(&RULE, &named("Orders"), &[]);
        check_rule(
            &RULE,
            &format!("{}gate: worker\ngate -> kept", named("Opt-outs")),
            &[],
        );
        check_rule(
            &RULE,
            &format!("{}feed: cdc\nkept -> feed", named("Opt-outs")),
            &[],
        );
    }
}
