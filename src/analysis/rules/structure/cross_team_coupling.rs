//! `cross-team-coupling`: teams whose parts mostly wait for other teams' parts.

use crate::analysis::graph::Link;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::owners::owner_of;
use crate::model::Group;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "cross-team-coupling",
    title: "Tight coupling between teams",
    severity: Severity::Info,
    category: Category::Structure,
    why: "If most calls cross team boundaries, most changes need two teams, two plans, and a shared date. A fault in one team's component also pages the other team",
    for_stakeholders: "Most changes need several teams at once and take as long as the slowest team",
    fix: "Draw team boundaries so that components that change together belong to one team, or have teams communicate through events",
    exempt: "Drawings with fewer than three teams or fewer than four synchronous calls between owned components; and calls from the network edge, which belong to the team that is called",
    references: &[
        publications::CONWAY
            .supports("Systems mirror the communication structure of the teams that build them"),
        publications::TEAM_TOPOLOGIES
            .supports("Team boundaries are drawn so that most changes need only one team"),
        RuleReference::own_judgment(
            "The check asks a question only at 3 or more teams and 4 or more calls",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> orders -> stock -> prices -> db
shop: service x2 "Shop" owner="Web"
orders: service x2 "Orders" owner="Orders"
stock: service x2 "Stock" owner="Warehouse"
prices: service x2 "Prices" owner="Warehouse"
db: sql x2 "Prices DB" owner="Warehouse"
"#,
    ),
    bad: r#"
- prices: service x2 "Prices" owner="Warehouse"
- db: sql x2 "Prices DB" owner="Warehouse"
+ prices: service x2 "Prices" owner="Sales"
+ db: sql x2 "Prices DB" owner="Sales"
"#,
    check,
    apply_fix: None,
};

/// With fewer teams than this coordination is cheap.
const MIN_TEAMS: usize = 3;
/// With fewer calls than this a share of them means little.
const MIN_CALLS: usize = 4;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut all = 0;
    let mut teams = BTreeSet::new();
    let mut across: Vec<(&Link, [&str; 2])> = Vec::new();
    for link in analysis.links().filter(|link| link.is_sync()) {
        let ends = [link.from, link.to].map(|node| owner_of(analysis, node));
        let [Some(from), Some(to)] = ends else {
            continue;
        };
        if analysis[link.from].kind.group == Group::Edge {
            continue;
        }
        all += 1;
        teams.extend([from.to_lowercase(), to.to_lowercase()]);
        if from.to_lowercase() != to.to_lowercase() {
            across.push((link, [from, to]));
        }
    }
    if teams.len() < MIN_TEAMS || all < MIN_CALLS || across.len() * 2 <= all {
        return;
    }
    let mut pairs: BTreeMap<[&str; 2], usize> = BTreeMap::new();
    for (_, pair) in &across {
        *pairs.entry(*pair).or_default() += 1;
    }
    let most = pairs.values().copied().max().unwrap_or_default();
    let busiest = pairs.iter().find(|(_, count)| **count == most && most > 1);
    let mostly = busiest.map_or_else(String::new, |([from, to], _)| {
        format!(", most of them from {from} to {to}")
    });
    let why = format!(
        "{} of {all} synchronous calls cross team boundaries{mostly}. Could components that change together belong to one team?",
        across.len()
    );
    let advice = "Move components that change together to one team, or have one team notify the other through events"
        .to_owned();
    let items = across.iter().map(|(link, _)| link.id).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}
