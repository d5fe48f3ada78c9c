//! `data-store-in-public-zone`: a data store in a zone that the internet reaches.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::layout::find_free_place_in;
use crate::model::{Edit, Flag, Group, Id, Role, Zone, ZoneKind, pt, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "data-store-in-public-zone",
    title: "Data store in the public zone",
    severity: Severity::Critical,
    category: Category::Security,
    why: "Attackers can reach everything in the public zone from the internet. One open port or one guessed password is then enough to read or delete the data, bypassing every check in the services",
    for_stakeholders: "Customer data is directly exposed to attackers",
    fix: "Put databases, caches, and queues in a private zone that only services can reach",
    exempt: "CDNs and object storage, which are built to be public, and components that clients call directly, which have their own rule. If no zone is labeled public, the check only asks a question",
    references: &[
        publications::AWS_SECURITY.supports(
            "Networks have layers, and data stores belong in one that the internet cannot reach",
        ),
        publications::NIST_FIREWALLS
            .supports("Public servers are in a separate zone from internal ones"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
zone front: trust "Public subnet" {
  load_balancer: load_balancer
}
zone back: trust "Private subnet" {
  api: service x2
  db: sql x2 "Orders"
}
api -> db: tls
"#,
    ),
    bad: r#"
    load_balancer: load_balancer
+   db: sql x2 "Orders"
-   db: sql x2 "Orders"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if analysis.design.zones().len() == 0 {
        return;
    }
    for node in analysis.node_indices() {
        if !keeps_data(analysis, node) {
            continue;
        }
        let Some((id, zone)) = trust_zone_of(analysis, node) else {
            continue;
        };
        let (name, place) = (analysis.name(node), zone.name.trim());
        let items = vec![analysis.id(node)];
        let advice = format!("Move {name} to a private zone that only services can reach");
        if is_public(zone) {
            let why =
                format!("{name} stores data in {place}, which is reachable from the internet");
            let for_stakeholders =
                format!("An attacker who gets into {place} can access {name} directly");
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(Severity::Critical, items, why, advice)
            });
        } else if is_called_by_users(analysis, id) && has_protected_store_beside(analysis, id) {
            let why = format!(
                "{name} is in the same zone as the services that users call, while other data is in a zone behind them. Is {name} reachable from the internet?"
            );
            findings.push(RULE.finding(Severity::Info, items, why, advice));
        }
    }
}

/// The innermost zone that says how far a component is trusted.
fn trust_zone_of<'a>(analysis: &Analysis<'a>, node: NodeIndex) -> Option<(Id, &'a Zone)> {
    let mut around = analysis.design.ancestors(analysis.id(node));
    around.find(|(_, zone)| {
        let says = is_public(zone) || text_match::mentions(&zone.name, keywords::PRIVATE_ZONE);
        zone.kind == ZoneKind::TrustBoundary || (says && zone.kind != ZoneKind::Team)
    })
}

fn is_public(zone: &Zone) -> bool {
    let name = zone.name.trim();
    let in_one_word = ["public", "internet"]
        .iter()
        .any(|w| name.eq_ignore_ascii_case(w));
    let named = in_one_word || text_match::mentions(name, keywords::PUBLIC_ZONE);
    named && zone.kind != ZoneKind::Team && !text_match::mentions(name, &["not ", "non ", "no "])
}

fn keeps_data(analysis: &Analysis, node: NodeIndex) -> bool {
    let keeps = matches!(
        analysis.role(node),
        Role::Store
            | Role::Replica
            | Role::Cache
            | Role::Search
            | Role::Analytics
            | Role::Queue
            | Role::Log
            | Role::Topic
    );
    let outside = |role| matches!(role, Role::Client | Role::Device);
    let named_already = analysis
        .incoming(node)
        .any(|link| outside(analysis.role(link.from)));
    keeps && !named_already
}

/// Whether users call something in this zone.
fn is_called_by_users(analysis: &Analysis, zone: Id) -> bool {
    let on_the_way = |node: NodeIndex| {
        analysis.role(node) == Role::Client
            || (analysis[node].kind.group == Group::Edge && !is_inside(analysis, node, zone))
    };
    analysis.links().any(|link| {
        on_the_way(link.from) && is_inside(analysis, link.to, zone) && analysis.reached[link.from]
    })
}

/// Whether a trust boundary beside this zone holds a system of record that services of this zone call.
fn has_protected_store_beside(analysis: &Analysis, zone: Id) -> bool {
    analysis.links().any(|link| {
        let to = &analysis[link.to];
        let behind = trust_zone_of(analysis, link.to).is_some_and(|(back, _)| {
            let mut around = analysis.design.ancestors(back);
            back != zone
                && !around.any(|(outer, _)| outer == zone)
                && !is_called_by_users(analysis, back)
        });
        behind
            && to.role() == Role::Store
            && !analysis[link.from].has(Flag::Passive)
            && is_inside(analysis, link.from, zone)
    })
}

fn is_inside(analysis: &Analysis, node: NodeIndex, zone: Id) -> bool {
    trust_zone_of(analysis, node).is_some_and(|(id, _)| id == zone)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let store = analysis.find(finding.item()?)?;
    let place = analysis
        .node_indices()
        .find(|&node| analysis.id(node) == store.id)?;
    let (_, zone) = trust_zone_of(analysis, place)?;
    let right = pt(zone.rect.max.x, store.component.at.y);
    let at = find_free_place_in(draft.design(), zone.parent, right);
    draft.change(store.id, |component| component.at = at)?;
    let items = [store.id].into();
    if !draft.edit(Edit::SetParent(items, zone.parent)) {
        return None;
    }
    Some(format!("Move {} out of {}", store.name(), zone.name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn a_zone_around_everything_says_nothing() {
        let check = |zone: &str, expected: &[Severity]| {
            let text = format!(
                "client -> lb -> api -> db\nzone z: {zone} {{\nlb: load_balancer\napi: service x2\ndb: sql x2\n}}\n"
            );
            check_rule(&RULE, &text, expected);
        };
        check("trust \"Our network\"", &[]);
        check("group \"Public cloud\"", &[]);
        check("region \"Internal\"", &[]);
        check("group \"DMZ\"", &[Severity::Critical]);
    }

    #[test]
    fn unnamed_zones_are_asked_about_where_others_keep_their_data_behind() {
        let text = "
client -> web -> api -> db
web -> sessions
zone a: trust \"One\" {
  web: web_server x2
  api: service x2
  sessions: cache x2
}
zone b: trust \"Two\" {
  db: sql x2
}
";
        check_rule(&RULE, text, &[Severity::Info]);
        // A second site with a copy is no back room.
        let copies = "
client -> web -> db -> copy
zone a: trust \"One\" {
  web: web_server x2
  db: sql x2
}
zone b: trust \"Two\" {
  copy: sql x2
}
";
        check_rule(&RULE, copies, &[]);
    }
}
