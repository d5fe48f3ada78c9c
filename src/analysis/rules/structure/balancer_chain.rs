//! `balancer-chain`: a balancer in front of an equal balancer, or a queue that feeds a queue.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::dead_letters::is_dead_letter_place;
use crate::model::Role;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "balancer-chain",
    title: "Duplicate hop",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "The second component repeats the work of the first. It adds latency, cost, and one more component to misconfigure",
    for_stakeholders: "Two components in a row do the same job",
    fix: "Remove one of them, or choose kinds that show their different roles",
    exempt: "Load balancers of different kinds, such as a global one in front of regional ones, and topics that feed queues",
    references: &[RuleReference::own_judgment(
        "A second identical box repeats the work of the first",
    )],
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
- client -> load_balancer -> api
+ client -> outer -> inner -> api
+ outer: load_balancer
+ inner: load_balancer
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let (from, to) = (&analysis[link.from], &analysis[link.to]);
        let chained = matches!(from.role(), Role::Balancer | Role::Queue)
            && analysis.callees(link.from).len() == 1
            && !is_dead_letter_place(analysis, link.to);
        if chained && link.from != link.to && from.kind.id == to.kind.id && from.site == to.site {
            let why = format!(
                "{} only feeds {}, which does the same job",
                from.name(),
                to.name()
            );
            let advice = format!("Remove {} or {}", from.name(), to.name());
            findings.push(RULE.finding(Severity::Medium, vec![to.id, from.id], why, advice));
        }
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [inner, outer] = finding.items[..] else {
        return None;
    };
    let (second, first) = (analysis.find(inner)?, analysis.find(outer)?);
    let gone = if second.into.len() == 1 {
        second
    } else if first.out.len() == 1 {
        first
    } else {
        return None;
    };
    draft.take_out(gone.id)?;
    Some(format!("Remove {}", gone.name()))
}
