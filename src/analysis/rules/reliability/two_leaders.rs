//! `two-leaders`: two databases in different places that both take changes to the same rows.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says, in_any_text};
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ExampleDrawing, ORDERS_IN_TWO_REGIONS};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::failure_words;
use crate::model::{Access, Flag, Group, Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "two-leaders",
    title: "Two leaders write the same rows",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Two databases that replicate to each other receive each change late. If both change the same row in the meantime, there are two versions, and keeping the later one discards a confirmed change",
    for_stakeholders: "Confirmed changes disappear, and money can be spent twice",
    fix: "Give each row one home: a home region per customer, a leader with a lease, or one database that decides by quorum",
    exempt: "One-way replication, and drawings that mention a home region, a leader, a shard key, or a quorum",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION
            .supports("With several leaders, the same row can change in two places, and you must resolve conflicts"),
        publications::SRE_CRITICAL_STATE
            .supports("A majority must agree on the leader; one side alone must not decide"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Changed(
        &ORDERS_IN_TWO_REGIONS,
        r#"
  east_db -> west_db: async
+ west_db -> east_db: async
+ note "Each customer has a home region"
"#,
    ),
    bad: r#"
- note "Each customer has a home region"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if in_any_text(analysis.design, failure_words::ONE_WRITER) {
        return;
    }
    for link in analysis.links() {
        let (here, there) = (link.from, link.to);
        let back = analysis.outgoing(there).find(|back| back.to == here);
        let says_both = connection_says(link.connection, failure_words::TWO_LEADERS);
        let is_first = back.is_none_or(|back| link.index < back.index);
        if !is_first || !(says_both || back.is_some()) || !are_far_twins(analysis, here, there) {
            continue;
        }
        if ![here, there]
            .iter()
            .all(|&store| is_written(analysis, store))
        {
            continue;
        }
        findings.push(finding_for(analysis, link, back));
    }
}

fn finding_for(analysis: &Analysis, link: &Link, back: Option<&Link>) -> Finding {
    let stores = [link.from, link.to];
    let [here, there] = stores.map(|store| analysis.name(store));
    let says_so = stores.iter().any(|&store| {
        component_says(
            analysis[store].component,
            &["takes writes", "writable", "leader", "primary", "master"],
        )
    });
    let loses = std::iter::once(link)
        .chain(back)
        .any(|link| connection_says(link.connection, failure_words::LAST_WINS));
    let (severity, end) = if loses {
        (
            Severity::Critical,
            "the later change overwrites the other one",
        )
    } else if says_so || analysis.must_survive_region_loss() {
        (
            Severity::Critical,
            "the drawing does not say which of two changes to the same row wins",
        )
    } else {
        (
            Severity::High,
            "the drawing does not say which of two changes to the same row wins",
        )
    };
    let why = format!("{here} and {there} both take writes and replicate to each other, and {end}");
    let advice = format!(
        "Give each row one home, {here} or {there}, or one database that agrees by majority"
    );
    let mut items: Vec<Id> = stores.iter().map(|&store| analysis.id(store)).collect();
    items.push(link.id);
    items.extend(back.map(|back| back.id));
    RULE.finding(severity, items, why, advice)
}

/// Whether these are two databases of one kind in different places.
fn are_far_twins(analysis: &Analysis, here: NodeIndex, there: NodeIndex) -> bool {
    let region = |node| analysis.region_of(node);
    let is_store = |node: NodeIndex| {
        let kind = analysis[node].effective_kind;
        kind.role == Role::Store && kind.has(Flag::Writable)
    };
    is_store(here)
        && is_store(there)
        && analysis[here].effective_kind.id == analysis[there].effective_kind.id
        && (region(here) != region(there)
            || (region(here).is_none() && have_own_writers(analysis, here, there)))
}

/// Where no regions are drawn, two places are two if no service writes to both.
fn have_own_writers(analysis: &Analysis, here: NodeIndex, there: NodeIndex) -> bool {
    let mut writers = analysis.incoming(here).map(|link| link.from);
    writers.all(|writer| !analysis.callees(writer).contains(&there) || writer == there)
}

/// Whether a service writes there, as far as its arrow says.
fn is_written(analysis: &Analysis, store: NodeIndex) -> bool {
    analysis.incoming(store).any(|link| {
        let service = analysis[link.from].effective_kind.group == Group::Compute;
        service && link.access != Some(Access::Read)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn two_that_copy_to_each_other_need_a_home_for_each_row() {
        let text = |lines: &str| {
            format!(
                "users: client\nusers -> a\nusers -> b\nzone one: region \"One\" {{\na: service x2\nda: mysql x2\n}}\nzone two: region \"Two\" {{\nb: service x2\ndb: mysql x2\n}}\na -> da\n{lines}"
            )
        };
        let check = |lines: &str, expected: &[Severity]| check_rule(&RULE, &text(lines), expected);
        check(
            "b -> db\nda -> db: async\ndb -> da: async",
            &[Severity::High],
        );
        check(
            "b -> db\nda -> db: async \"bidirectional, last write wins\"",
            &[Severity::Critical],
        );
        check("b -> db\nda -> db: async", &[]);
        check("b -> db: read\nda -> db: async\ndb -> da: async", &[]);
        check(
            "b -> db\nda -> db: async\ndb -> da: async\nnote \"Rows are sharded by account\"",
            &[],
        );
    }
}
