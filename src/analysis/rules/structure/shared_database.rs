//! `shared-database`: several teams that write to one database.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::Link;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::owners::owner_of;
use crate::model::{Access, Group, Id, Role, fold_word, format};

/// Where nobody says who owns what, so many services may write to one database before it is asked about.
const MANY_WRITERS: usize = 3;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "shared-database",
    title: "Several teams write to one database",
    severity: Severity::Medium,
    category: Category::Structure,
    why: "A service that writes to a table depends on its columns. If two teams write to it, neither can change it alone, one team's slow query slows the other, and it is unclear which team wrote bad data",
    for_stakeholders: "Two teams must agree before either can change how its data is stored",
    fix: "Have one team own the data and offer an API or events to the others, or give each team its own tables and database",
    exempt: "Services that only read, services of one team, one service in several zones, and file stores. If the drawing names no owners, the check only asks a question, and only at three or more writing services",
    references: &[
        publications::DATABASE_PER_SERVICE
            .supports("A database that several services write to couples those services"),
        publications::BUILDING_MICROSERVICES
            .supports("A shared table cannot be changed by one team alone"),
        RuleReference::own_judgment(
            "Without owners in the drawing, the check asks a question at 3 or more writing services",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> gate
gate: api_gateway
gate -> orders
gate -> stock
orders: microservice x2 owner="Sales"
stock: microservice x2 owner="Logistics"
orders -> order_db
order_db: sql x2 "Order DB"
stock -> stock_db
stock_db: sql x2 "Stock DB"
"#,
    ),
    bad: r#"
- orders -> order_db
- order_db: sql x2 "Order DB"
- stock -> stock_db
- stock_db: sql x2 "Stock DB"
+ orders -> db
+ stock -> db: write
+ db: sql x2 "Shop DB"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for store in analysis.with_role(&[Role::Store]) {
        let writers: Vec<NodeIndex> = analysis
            .incoming(store)
            .filter(|link| may_write(analysis, link))
            .map(|link| link.from)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let owners: BTreeMap<String, &str> = writers
            .iter()
            .filter_map(|&node| owner_of(analysis, node))
            .map(|owner| (fold_word(owner), owner))
            .collect();
        if owners.len() > 1 {
            findings.push(check_teams(analysis, store, &writers, &owners));
        } else if owners.is_empty() {
            findings.extend(check_services(analysis, store));
        }
    }
}

fn check_teams(
    analysis: &Analysis,
    store: NodeIndex,
    writers: &[NodeIndex],
    owners: &BTreeMap<String, &str>,
) -> Finding {
    let name = analysis.name(store);
    let teams = format::join_names(owners.values().copied());
    let owned = writers
        .iter()
        .filter(|&&node| owner_of(analysis, node).is_some());
    let owned: Vec<NodeIndex> = owned.copied().collect();
    let services = format::join_names(owned.iter().map(|&node| analysis.name(node)));
    let why = format!("{services} write to {name} but belong to different teams: {teams}");
    let advice = format!("Have one team own {name}, and have the others use its service");
    let for_stakeholders = format!("No change to {name} can ship before {teams} agree");
    Finding {
        for_stakeholders,
        ..RULE.finding(
            Severity::Medium,
            items_of(analysis, store, &owned),
            why,
            advice,
        )
    }
}

/// Without owners: a question, where many services say that they write and none is a copy of another in the next zone.
fn check_services(analysis: &Analysis, store: NodeIndex) -> Option<Finding> {
    let mut by_site: BTreeMap<Option<Id>, BTreeSet<NodeIndex>> = BTreeMap::new();
    let into = analysis.incoming(store);
    for link in into.filter(|link| may_write(analysis, link) && link.access.is_some()) {
        let site = analysis[link.from].site;
        by_site.entry(site).or_default().insert(link.from);
    }
    let writers = by_site.into_values().max_by_key(BTreeSet::len)?;
    if writers.len() < MANY_WRITERS {
        return None;
    }
    let writers: Vec<NodeIndex> = writers.into_iter().collect();
    let name = analysis.name(store);
    let services = format::join_names(writers.iter().map(|&node| analysis.name(node)));
    let why = format!("{services} write to {name}. Does one team own all of them?");
    let advice = format!("Say who owns {name}, and have the others use its service");
    Some(RULE.finding(
        Severity::Info,
        items_of(analysis, store, &writers),
        why,
        advice,
    ))
}

fn items_of(analysis: &Analysis, store: NodeIndex, writers: &[NodeIndex]) -> Vec<Id> {
    let all = std::iter::once(store).chain(writers.iter().copied());
    all.map(|node| analysis.id(node)).collect()
}

/// Whether code writes over this link, as far as is known.
fn may_write(analysis: &Analysis, link: &Link) -> bool {
    let code = analysis[link.from].kind.group == Group::Compute;
    code && link.semantics.access != Access::Read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn owners_are_written_or_drawn_and_readers_do_not_count() {
        let teams = "
client -> a -> db
client -> b -> db: read
zone sales: team \"Sales\" { 
  a: microservice
}
zone stock: team \"Stock\" {
  b: microservice
}
";
        check_rule(&RULE, teams, &[]);
        check_rule(&RULE, &teams.replace(": read", ""), &[Severity::Medium]);
        let one_team = teams
            .replace(": read", "")
            .replace("\"Stock\"", "\"sales\"");
        check_rule(&RULE, &one_team, &[]);
    }

    #[test]
    fn without_owners_many_writers_are_asked_about() {
        let text = "
client -> a -> db: write
client -> b -> db: write
client -> c -> db: write
a: microservice
b: microservice
c: microservice
";
        check_rule(&RULE, text, &[Severity::Info]);
        check_rule(&RULE, &text.replacen(": write", "", 1), &[]);
        let zones = text.replace("c: microservice", "zone z: az {\n c: microservice\n}");
        check_rule(&RULE, &zones, &[]);
    }
}
