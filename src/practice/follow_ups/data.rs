//! Questions about data: written twice, deleted by mistake, copied and old.

use std::collections::BTreeSet;

use super::facts::{DrawingFacts, quoted};
use super::question::{DrawnQuestion, QuestionKind};
use crate::analysis::graph::Node;
use crate::analysis::keywords;
use crate::model::{Access, Id, Role, Safeguard, format};

/// A write whose answer gets lost, so that it is tried again.
pub(super) fn done_twice(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    /// Besides: the second write finds what the first has done.
    const CONDITIONS: &[&str] = &[
        "conditional",
        "if new",
        "if free",
        "only if",
        "compare and",
        "once ",
        "overwrite",
        "same key",
    ];
    let money: BTreeSet<&str> = facts
        .scenario
        .iter()
        .flat_map(|scenario| &scenario.flows)
        .filter(|flow| flow.money)
        .map(|flow| flow.name.as_str())
        .collect();
    let mut found: Vec<(usize, Id)> = Vec::new();
    for link in facts.analysis.links() {
        let (from, to) = (facts.analysis.id(link.from), facts.analysis.id(link.to));
        let writes = link.semantics.access != Access::Read;
        let into = matches!(
            facts.role(to),
            Role::Store | Role::Queue | Role::Log | Role::External | Role::Analytics
        );
        let code = matches!(
            facts.role(from),
            Role::Compute | Role::Worker | Role::Processor | Role::Gateway | Role::Realtime
        );
        let safe = link.connection.safeguards.contains(&Safeguard::Idempotent);
        let says = |words| facts.says(&[link.id, from, to], words);
        let is_told = says(keywords::IDEMPOTENT) || says(CONDITIONS);
        if writes && into && code && !safe && !is_told {
            let dear = facts
                .flows_through(from)
                .iter()
                .any(|flow| money.contains(flow));
            found.push((usize::from(dear) * 100 + facts.weight(to), link.id));
        }
    }
    found.sort_by_key(|&(weight, id)| (std::cmp::Reverse(weight), id));
    for (_, id) in found {
        let Some(link) = facts.analysis.links().find(|link| link.id == id) else {
            continue;
        };
        let (from, to) = (facts.analysis.id(link.from), facts.analysis.id(link.to));
        let (writer, target) = (facts.name(from), facts.name(to));
        let mut points = vec![
            format!(
                "Nothing on the arrow says that writing to {target} twice is safe (idempotent)"
            ),
            format!(
                "{writer} sends the same idempotency key with every attempt, and {target} rejects duplicates"
            ),
        ];
        let flows = facts.flows_through(from);
        if let Some(flow) = flows.iter().find(|flow| money.contains(*flow)) {
            points.push(format!(
                "{} moves money: a duplicate means a refund",
                quoted(flow)
            ));
        }
        let question = DrawnQuestion::new(
            QuestionKind::DoneTwice,
            vec![id, from, to],
            format!(
                "{writer} writes to {target}, the response gets lost, and {writer} retries. What is duplicated, and who notices?"
            ),
            points,
        );
        questions.push(question.deeper(
            format!("How long does {target} remember which writes it has already applied?"),
            vec![
                "As long as a retry can still arrive, from a client or from a message waiting in a queue".to_owned(),
                "Two simultaneous attempts must not both succeed: use a unique constraint or a conditional write, not a lookup first".to_owned(),
            ],
        ));
    }
}

/// A store whose data is deleted, with nothing that keeps an older state.
pub(super) fn lost_data(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    /// Besides: what was deleted comes from elsewhere, or is only marked.
    const BROUGHT_BACK: &[&str] = &["replay", "rebuil", "soft delete"];
    let mut stores: Vec<(usize, Id)> = facts
        .ours()
        .filter(|&id| matches!(facts.role(id), Role::Store | Role::Objects))
        .filter(|&id| !facts.says(&[id], keywords::BACKED_UP) && !facts.says(&[id], BROUGHT_BACK))
        .filter(|&id| {
            let mut links = facts.design.connections();
            !links.any(|(_, link)| {
                let ends = [link.from, link.to];
                ends.contains(&id) && ends.iter().any(|&end| facts.role(end) == Role::Backup)
            })
        })
        .map(|id| (facts.weight(id), id))
        .collect();
    stores.sort_by_key(|&(weight, id)| (std::cmp::Reverse(weight), id));
    for (_, id) in stores {
        let name = facts.name(id);
        let mut points = vec![
            "Replicas do not help: they replicate the deletion within a second".to_owned(),
            format!("Nothing in the drawing keeps a backup of {name}"),
        ];
        if let Some(scenario) = facts.scenario {
            points.push(format!(
                "The requirement is: {}",
                format::lower_first(&scenario.targets.durability)
            ));
        }
        let question = DrawnQuestion::new(
            QuestionKind::LostData,
            vec![id],
            format!(
                "A script deletes half of {name} at noon. What do you restore, from where, and what is lost?"
            ),
            points,
        );
        questions.push(question.deeper(
            format!("How do you know that a restore of {name} works, and how long it takes?"),
            vec![
                "Only a tested restore counts: schedule a test, and record how long it took".to_owned(),
                "State how much data you may lose (RPO), how long you may be down (RTO), and who agreed to both".to_owned(),
            ],
        ));
    }
}

/// A copy that still shows what was changed.
pub(super) fn stale_copy(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    const ANSWERS: &[&str] = &[
        "ttl",
        "invalidat",
        "expir",
        "purge",
        "stale",
        "evict",
        "lag ",
        "write through",
        "delete key",
        "seconds",
        "minutes",
        "immutable",
        "never change",
    ];
    let flows: Vec<&str> = facts
        .scenario
        .iter()
        .flat_map(|scenario| &scenario.flows)
        .filter(|flow| flow.consistent)
        .map(|flow| flow.name.as_str())
        .collect();
    let has_store = facts.ours().find(|&id| facts.role(id) == Role::Store);
    let Some(store) = has_store else {
        return;
    };
    for id in facts.ours() {
        let kind = match facts.role(id) {
            Role::Cache => "cache",
            Role::Replica => "replica",
            Role::Cdn => "content delivery network (CDN)",
            Role::Search => "index",
            _ => continue,
        };
        if facts.says(&[id], ANSWERS) {
            continue;
        }
        let (name, store) = (facts.name(id), facts.name(store));
        let mut points = vec![match facts.node(id).and_then(Node::hit_ratio) {
            Some(hit) => format!(
                "{name} serves {} of reads, so most users see the old value",
                format::whole_percent(hit)
            ),
            None => format!("{name} is a {kind}: it lags behind {store}"),
        }];
        points.push("Agree on an acceptable delay with the product owner, then enforce it with a time to live (TTL) or invalidation on every write".to_owned());
        let through = facts.flows_through(id);
        for flow in flows.iter().filter(|flow| through.contains(flow)) {
            points.push(format!(
                "{} must see the latest write, so it must not read from {name}",
                quoted(flow)
            ));
        }
        let question = DrawnQuestion::new(
            QuestionKind::StaleCopy,
            vec![id],
            format!(
                "A record changes in {store}. For how long does {name} still show the old value, and who is affected?"
            ),
            points,
        );
        questions.push(question.deeper(
            format!("The message that invalidates {name} is lost. What happens then?"),
            vec![
                "A TTL limits how long stale data lives, even if the invalidation is lost".to_owned(),
                "Write to the store first, then invalidate: the reverse order brings the old value back".to_owned(),
            ],
        ));
    }
}
