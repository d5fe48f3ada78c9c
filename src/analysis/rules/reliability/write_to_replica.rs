//! `write-to-replica`: a service that writes to a copy which only follows.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::component_says;
use crate::analysis::graph::{Link, NodeMap};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::state_words;
use crate::model::{Access, Role};

/// With these words a label begins that speaks of a write.
const WRITES: &[&str] = &[
    "insert ", "update ", "save ", "store ", "write ", "delete ", "upsert ", "set ",
];

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "write-to-replica",
    title: "Write to a read replica",
    severity: Severity::Critical,
    category: Category::Reliability,
    why: "A replica only applies changes from its leader. A write to it is rejected or, if accepted, overwritten by the next change and never reaches the leader",
    for_stakeholders: "Changes that users save are rejected or lost",
    fix: "Write to the leader, and read from the replica only where slightly stale data is acceptable",
    exempt: "Replication itself, and reads. If a database is only named a standby or a follower, the check only asks a question",
    references: &[
        publications::POSTGRES_REPLICATION.supports("A standby serves reads and rejects writes"),
        publications::DATA_INTENSIVE_REPLICATION.supports("With one leader, all writes go to it"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db: write "save the report"
db: sql x2 "Reports DB"
db -> copy
copy: read_replica x2 "Reports copy"
api -> copy: read
"#,
    ),
    bad: r#"
- api -> copy: read
+ api -> copy: write "save the summary"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let nodes = analysis.node_indices();
    let leaders: NodeMap<Option<NodeIndex>> = nodes.map(|to| leader_of(analysis, to)).collect();
    for link in analysis
        .links()
        .filter(|link| comes_from_service(analysis, link))
    {
        let [from, to] = [link.from, link.to].map(|node| analysis.name(node));
        let items = vec![link.id, analysis.id(link.to), analysis.id(link.from)];
        let found = leaders[link.to];
        let leader = found.map_or("its leader", |leader| analysis.name(leader));
        if analysis.role(link.to) == Role::Replica && link.says_write(&[WRITES]) {
            let why = format!(
                "{from} writes to {to}, which is only a replica, so the write is rejected or lost"
            );
            let advice = format!("Have {from} write to {leader}");
            findings.push(RULE.finding(Severity::Critical, items, why, advice));
        } else if found.is_none() || !is_called_follower(analysis, link) {
            // It follows nobody.
        } else if link.access == Some(Access::Read) {
            let writes = |to| analysis.outgoing(link.from).any(|other| other.to == to);
            if found.is_some_and(writes) {
                let why = format!(
                    "{from} writes to {leader} and reads {to}, which lags behind. Do users need to see their own changes immediately?"
                );
                let advice = format!(
                    "Have {from} read {leader} for a few seconds after a change (read your own writes)"
                );
                findings.push(RULE.finding(Severity::Info, items, why, advice));
            }
        } else {
            let why = format!(
                "{to} follows {leader}. Where does a write from {from} go while {leader} is the leader?"
            );
            let advice =
                format!("Say that {from} sends changes to {leader}, or that {to} takes over first");
            findings.push(RULE.finding(Severity::Info, items, why, advice));
        }
    }
}

/// What feeds a store is its replication and no write of a service.
fn comes_from_service(analysis: &Analysis, link: &Link) -> bool {
    !matches!(
        analysis.role(link.from),
        Role::Store | Role::Replica | Role::Relay | Role::Log | Role::Backup | Role::Objects
    )
}

/// Whether what is called is a store that is named as what only follows.
fn is_called_follower(analysis: &Analysis, link: &Link) -> bool {
    analysis.role(link.to) == Role::Store
        && component_says(analysis[link.to].component, state_words::FOLLOWS)
}

/// The store that a component copies from.
fn leader_of(analysis: &Analysis, copy: NodeIndex) -> Option<NodeIndex> {
    let mut feeds = analysis.incoming(copy).map(|feed| feed.from);
    feeds.find(|&from| analysis.role(from) == Role::Store)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn only_the_leader_takes_writes() {
        let text = |lines: &str| {
            format!(
                "users: client\nusers -> api\napi: service x2\ndb: sql x2\ncopy: read_replica x2\ndb -> copy\napi -> db\n{lines}"
            )
        };
        check_rule(&RULE, &text("api -> copy: both"), &[Severity::Critical]);
        check_rule(
            &RULE,
            &text("api -> copy: \"insert the visit\""),
            &[Severity::Critical],
        );
        check_rule(&RULE, &text("api -> copy"), &[]);
        check_rule(&RULE, &text("copy -> api: \"update of the map\""), &[]);
        check_rule(
            &RULE,
            &text("two: sql x2 \"Standby\"\ndb -> two\napi -> two"),
            &[Severity::Info],
        );
    }
}
