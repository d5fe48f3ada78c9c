//! `data-store-in-public-zone`: a data store in a zone that the internet reaches.

use petgraph::graph::NodeIndex;

use crate::analysis::context::Context;
use crate::analysis::draft::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{keywords, text_match};
use crate::layout::find_free_place_in;
use crate::model::{Edit, Flag, Group, Id, Role, Zone, ZoneKind, pt};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "data-store-in-public-zone",
    title: "Data in the public zone",
    severity: Severity::Critical,
    category: Category::Security,
    why: "What stands in the public zone can be reached from the internet. There one open port or one guessed password is enough to read or wipe the data, past every rule that the services enforce",
    for_stakeholders: "Customer data lies where attackers come first",
    fix: "Keep stores, caches and queues in a zone of their own that only services reach",
    exempt: "CDNs and object storage, which are made to be public, and what clients call directly, which another rule names. Where no zone is called public it is only asked",
    references: &[
        publications::AWS_SECURITY.supports(
            "Resources lie in layers of the network, stores where the internet does not reach",
        ),
        publications::NIST_FIREWALLS.supports(
            "Servers for the public stand in a zone of their own, apart from internal ones",
        ),
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

fn check(context: &Context, findings: &mut Vec<Finding>) {
    if context.design.zones().len() == 0 {
        return;
    }
    for node in context.node_indices() {
        if !keeps_data(context, node) {
            continue;
        }
        let Some((id, zone)) = trust_zone_of(context, node) else {
            continue;
        };
        let (name, place) = (context.name(node), zone.name.trim());
        let items = vec![context.id(node)];
        let advice = format!("Move {name} to a zone that only services reach");
        if is_public(zone) {
            let why =
                format!("{name} keeps data and stands in {place}, which the internet reaches");
            let for_stakeholders =
                format!("Whoever breaks into {place} from the internet is at {name} at once");
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(Severity::Critical, items, why, advice)
            });
        } else if is_called_by_users(context, id) && has_protected_store_beside(context, id) {
            let why = format!(
                "{name} keeps data and stands in the same zone as what users call, while other data has a zone behind. Can the internet reach it there?"
            );
            findings.push(RULE.finding(Severity::Info, items, why, advice));
        }
    }
}

/// The innermost zone that says how far a component is trusted.
fn trust_zone_of<'a>(context: &Context<'a>, node: NodeIndex) -> Option<(Id, &'a Zone)> {
    let mut around = context.design.ancestors(context.id(node));
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

fn keeps_data(context: &Context, node: NodeIndex) -> bool {
    let keeps = matches!(
        context.role(node),
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
    let named_already = context
        .incoming(node)
        .any(|link| outside(context.role(link.from)));
    keeps && !named_already
}

/// Whether users call something in this zone.
fn is_called_by_users(context: &Context, zone: Id) -> bool {
    let on_the_way = |node: NodeIndex| {
        context.role(node) == Role::Client
            || (context[node].kind.group == Group::Edge && !is_inside(context, node, zone))
    };
    context.links().any(|link| {
        on_the_way(link.from) && is_inside(context, link.to, zone) && context.reached[link.from]
    })
}

/// Whether a trust boundary beside this zone holds a system of record that services of this zone call.
fn has_protected_store_beside(context: &Context, zone: Id) -> bool {
    context.links().any(|link| {
        let to = &context[link.to];
        let behind = trust_zone_of(context, link.to).is_some_and(|(back, _)| {
            let mut around = context.design.ancestors(back);
            back != zone
                && !around.any(|(outer, _)| outer == zone)
                && !is_called_by_users(context, back)
        });
        behind
            && to.role() == Role::Store
            && !context[link.from].has(Flag::Passive)
            && is_inside(context, link.from, zone)
    })
}

fn is_inside(context: &Context, node: NodeIndex, zone: Id) -> bool {
    trust_zone_of(context, node).is_some_and(|(id, _)| id == zone)
}

fn apply_fix(context: &Context, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let store = context.find(finding.item()?)?;
    let place = context
        .node_indices()
        .find(|&node| context.id(node) == store.id)?;
    let (_, zone) = trust_zone_of(context, place)?;
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
