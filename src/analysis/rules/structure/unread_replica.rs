//! `unread-replica`: a copy for reading that nobody reads, while the original is read.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::text_match::mentions;
use crate::model::{Access, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unread-replica",
    title: "Read replica is never read",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "A read replica takes reads off the primary. If all reads still go to the primary, the replica costs money and carries no load",
    for_stakeholders: "We pay for an idle machine while the one next to it is busy",
    fix: "Send reads that can be slightly stale to the replica, or label it as a standby",
    exempt: "Standbys, copies in another region for disaster recovery, and databases that no arrow reads",
    references: &[publications::DATA_INTENSIVE_REPLICATION
        .supports("Replicas take load only if you send reads to them")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db: write
api -> copy: read
db: sql x2 "Orders"
db -> copy
copy: read_replica x2 "Orders copy"
"#,
    ),
    bad: "
- api -> copy: read
+ api -> db: read
",
    check,
    apply_fix: None,
};

/// What a copy is called that waits for its turn.
const WAITS: [&str; 6] = [
    "standby", "stand by", "failover", "dr ", "spare", "disaster",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for copy in analysis.with_role(&[Role::Replica]) {
        let this = &analysis[copy];
        let waits = mentions(this.name(), &WAITS) || mentions(&this.component.note, &WAITS);
        let mut feeds = analysis.incoming(copy);
        let only_fed = feeds.all(|link| analysis.role(link.from) == Role::Store);
        if waits || !only_fed || !this.out.is_empty() {
            continue;
        }
        let mut sources = analysis.incoming(copy).map(|link| link.from);
        let read = sources.find(|&source| {
            let is_near = analysis.region_of(source) == analysis.region_of(copy);
            let mut calls = analysis.incoming(source);
            is_near && calls.any(|link| link.connection.access == Some(Access::Read))
        });
        let Some(source) = read else {
            continue;
        };
        let (name, original) = (this.name(), analysis.name(source));
        let why = format!("All reads go to {original}, and nothing reads its replica {name}");
        let advice = format!("Send reads that can be slightly stale to {name}");
        let items = vec![this.id, analysis.id(source)];
        findings.push(RULE.finding(Severity::Medium, items, why, advice));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn standbys_far_copies_and_plain_arrows_are_left_alone() {
        let fed = "w: service x2\nw -> main: read\nmain: postgres x2\nmain -> twin\n";
        check_rule(
            &RULE,
            &format!("{fed}twin: read_replica"),
            &[Severity::Medium],
        );
        check_rule(
            &RULE,
            &format!("{fed}twin: read_replica \"Hot standby\""),
            &[],
        );
        check_rule(
            &RULE,
            &format!("{fed}twin: read_replica\nreports: worker\nreports -> twin"),
            &[],
        );
        let far = format!("{fed}zone b: region \"B\" {{\n twin: read_replica\n}}");
        check_rule(&RULE, &far, &[]);
        let plain = fed.replace(": read", "");
        check_rule(&RULE, &format!("{plain}twin: read_replica"), &[]);
    }
}
