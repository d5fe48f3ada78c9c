//! `settings-not-read`: settings that are saved and that nothing looks at.

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
    why: "Settings, consents and limits should change what the system does. If every arrow to them is a write, nothing checks them before it acts, and users get what they have turned off",
    for_stakeholders: "What users choose is saved and then ignored",
    fix: "Let each service read them before it acts, from a cache if that happens often",
    exempt: "Stores with an arrow that reads, or that does not say whether it reads or writes, and stores whose data is passed on",
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
        let only_written = calls.all(|link| link.connection.access == Some(Access::Write));
        if only_written && mentions(this.name(), &TO_BE_ASKED) {
            let name = this.name();
            let why = format!(
                "Every arrow to {name} is a write, so nothing checks {name} before it acts"
            );
            let advice = format!("Draw what reads {name}, and where");
            findings.push(RULE.finding(Severity::High, vec![this.id], why, advice));
        }
    }
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
