//! Mutations of what happens when a call fails, hangs, is repeated or is one of many.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{Mutation, also};
use super::selector::FaultSelector;
use super::subject::{MutationSubject, add_service, call};
use crate::analysis::fix::patch::PlacementSide;
use crate::analysis::graph::Link;
use crate::model::{Edit, Id, Rect, Role, Safeguard, Zone, ZoneKind};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "external-call-unguarded",
        does: "Lets a service wait for an outside service, with nothing that limits the wait.",
        raises: "external-call-unguarded",
        allows: &[also("latency-target-missed", "the outside service is slow")],
        at: FaultSelector::App,
        change: FaultChange::Code(|draft| external_call(draft, &[])),
        what: "{0} waits for a third-party service",
    },
    Mutation {
        id: "external-call-needed",
        does: "Makes a critical flow wait for an outside service that promises less than the flow.",
        raises: "weaker-dependency",
        allows: &[also("latency-target-missed", "the outside service is slow")],
        at: FaultSelector::App,
        change: FaultChange::Code(|draft| {
            external_call(draft, &[Safeguard::Timeout, Safeguard::Breaker])
        }),
        what: "{0} waits for a third-party service",
    },
    Mutation {
        id: "retries-multiply",
        does: "Tries calls again at three places in a row.",
        raises: "retry-storm",
        allows: &[],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(retries_multiply),
        what: "three layers in a row retry three times each",
    },
    Mutation {
        id: "retries-at-once",
        does: "Tries a call to a store again at once.",
        raises: "retry-without-backoff",
        allows: &[],
        at: FaultSelector::Links(waits_for_store),
        change: FaultChange::Connection(|link| link.retries = Some(3)),
        what: "{0} retries {1} immediately",
    },
    Mutation {
        id: "long-chain",
        does: "Puts more services in a row between a service and its store than the prompt allows.",
        raises: "long-synchronous-chain",
        allows: &[],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(long_chain),
        what: "a chain of {0} services",
    },
    Mutation {
        id: "waits-for-many",
        does: "Lets a service wait for four others.",
        raises: "synchronous-fan-out",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::AddCallees(&[
            "Price service",
            "Tax service",
            "Offer service",
            "Stock service",
        ]),
        what: "{0} waits for four services",
    },
    Mutation {
        id: "far-store",
        does: "Moves the store of a critical flow into another region, so that every request crosses the one line between.",
        raises: "bridge-link",
        allows: &[
            also(
                "latency-target-missed",
                "every request waits for the distance",
            ),
            also(
                "cross-region-call",
                "whoever is quick elsewhere waits for the distance too",
            ),
        ],
        at: FaultSelector::Components(is_placed_critical_store),
        change: FaultChange::Code(far_store),
        what: "{0} in a distant region",
    },
    Mutation {
        id: "money-moved-twice",
        does: "Takes what makes repeating harmless from the calls of a flow that moves money.",
        raises: "not-idempotent",
        allows: &[],
        at: FaultSelector::Flows(|_, flow| flow.money),
        change: FaultChange::Code(money_moved_twice),
        what: "“{0}” is not safe to retry",
    },
];

/// Whether a critical flow cannot do without it.
fn is_critical(subject: &MutationSubject, node: NodeIndex) -> bool {
    let mut critical = subject.analysis.flows.iter().filter(|flow| flow.critical());
    critical.any(|flow| flow.single_points.contains(&node))
}

/// A service of somebody else's that is asked for every request of a critical flow.
fn external_call(draft: &mut MutantDraft, guards: &[Safeguard]) -> Option<Vec<Id>> {
    let app = draft.id()?;
    if !is_critical(draft.subject, draft.node()?) {
        return None;
    }
    let patch = &mut draft.patch;
    let outside = patch.add("third_party_api", app, PlacementSide::Below)?;
    patch.change(outside, |outside| {
        "Address checker".clone_into(&mut outside.name);
        outside.parent = None;
    })?;
    let link = call(patch, app, outside)?;
    patch.rewire(link, |link| link.safeguards.extend(guards))?;
    Some(vec![link, outside])
}

fn waits_for_store(subject: &MutationSubject, link: &Link) -> bool {
    let to = subject.analysis.role(link.to);
    link.is_sync()
        && matches!(to, Role::Store | Role::Replica | Role::Objects)
        && subject.analysis.role(link.from) == Role::Compute
}

/// Puts so many services between the service of [`MutationSubject::app`] and its store; gives the calls, first to last.
fn lengthen(draft: &mut MutantDraft, services: usize) -> Option<Vec<Id>> {
    let subject = draft.subject;
    let mut calls = subject.analysis.outgoing(subject.app()?);
    let link = calls.find(|link| waits_for_store(subject, link))?;
    let mut at = subject.id(link.from);
    let mut calls = Vec::new();
    for number in 1..=services {
        let next = add_service(&mut draft.patch, &format!("Step {number}"), at)?;
        calls.push(call(&mut draft.patch, at, next)?);
        at = next;
    }
    draft.patch.rewire(link.id, |link| link.from = at)?;
    calls.push(link.id);
    Some(calls)
}

fn retries_multiply(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let calls = lengthen(draft, 2)?;
    for &link in &calls {
        draft.patch.rewire(link, |link| {
            link.retries = Some(3);
            link.safeguards.insert(Safeguard::Backoff);
        })?;
    }
    Some(calls)
}

fn long_chain(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let limit = draft.subject.scenario.targets.longest_chain.unwrap_or(6);
    lengthen(draft, limit)?;
    draft.mention(&limit.to_string());
    Some(Vec::new())
}

fn is_placed_critical_store(subject: &MutationSubject, node: NodeIndex) -> bool {
    let analysis = &subject.analysis;
    is_critical(subject, node)
        && analysis.role(node) == Role::Store
        && analysis[node].site.is_some()
        && analysis.incoming(node).any(Link::is_sync)
}

fn far_store(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let store = draft.this()?;
    let zone = draft.patch.design().fresh_id();
    let frame = Zone {
        kind: ZoneKind::Region,
        name: "Far region".to_owned(),
        rect: Rect::from_center(store.component.at, 320.0, 160.0),
        parent: None,
    };
    let inside = Edit::SetParent([store.id].into(), Some(zone));
    let placed = draft.patch.edit(Edit::PutZone(zone, frame)) && draft.patch.edit(inside);
    placed.then(Vec::new)
}

fn money_moved_twice(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (_, used) = draft.flow()?;
    for &link in &used.links {
        let id = draft.subject.analysis[link].id;
        draft.patch.rewire(id, |link| {
            link.safeguards.remove(&Safeguard::Idempotent);
            link.label.clear();
        })?;
    }
    Some(Vec::new())
}
