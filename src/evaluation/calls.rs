//! Mutations of what happens when a call fails, hangs, is repeated or is one of many.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::mutation::{Mutation, also};
use super::subject::{Mutant, MutationSubject, add_service, call};
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::graph::Link;
use crate::model::{Component, Edit, Id, Rect, Role, Safeguard, Zone, ZoneKind};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "external-call-unguarded",
        does: "Lets a service wait for an outside service, with nothing that limits the wait.",
        raises: "external-call-unguarded",
        allows: &[also("latency-target-missed", "the outside service is slow")],
        make: |subject| external_call(subject, &[]),
    },
    Mutation {
        id: "external-call-needed",
        does: "Makes a critical flow wait for an outside service that promises less than the flow.",
        raises: "weaker-dependency",
        allows: &[also("latency-target-missed", "the outside service is slow")],
        make: |subject| external_call(subject, &[Safeguard::Timeout, Safeguard::Breaker]),
    },
    Mutation {
        id: "retries-multiply",
        does: "Tries calls again at three places in a row.",
        raises: "retry-storm",
        allows: &[],
        make: retries_multiply,
    },
    Mutation {
        id: "retries-at-once",
        does: "Tries a call to a store again at once.",
        raises: "retry-without-backoff",
        allows: &[],
        make: retries_at_once,
    },
    Mutation {
        id: "long-chain",
        does: "Puts more services in a row between a service and its store than the prompt allows.",
        raises: "long-synchronous-chain",
        allows: &[],
        make: long_chain,
    },
    Mutation {
        id: "waits-for-many",
        does: "Lets a service wait for four others.",
        raises: "synchronous-fan-out",
        allows: &[],
        make: waits_for_many,
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
        make: far_store,
    },
    Mutation {
        id: "money-moved-twice",
        does: "Takes what makes repeating harmless from the calls of a flow that moves money.",
        raises: "not-idempotent",
        allows: &[],
        make: money_moved_twice,
    },
];

/// A service of somebody else's that is asked for every request of a critical flow.
fn external_call(subject: &MutationSubject, guards: &[Safeguard]) -> Vec<Mutant> {
    let critical = subject.analysis.flows.iter().filter(|flow| flow.critical());
    let needed: Vec<NodeIndex> = critical
        .flat_map(|flow| flow.single_points.iter().copied())
        .collect();
    let app = subject.app().filter(|app| needed.contains(app));
    let mutant = app.and_then(|app| {
        let mut draft = subject.draft();
        let outside = draft.add("third_party_api", subject.id(app), PlacementSide::Below)?;
        draft.change(outside, |outside: &mut Component| {
            "Address checker".clone_into(&mut outside.name);
            outside.parent = None;
        })?;
        let link = call(&mut draft, subject.id(app), outside)?;
        draft.rewire(link, |link| link.safeguards.extend(guards))?;
        let what = format!("{} waits for an outside service", subject.name(app));
        Some(Mutant::new(&draft, what, vec![link, outside]))
    });
    mutant.into_iter().collect()
}

/// The call of the service of [`MutationSubject::app`] to its store.
fn call_to_store<'s, 'a>(subject: &'s MutationSubject<'a>) -> Option<&'s Link<'a>> {
    let mut calls = subject.analysis.outgoing(subject.app()?);
    calls.find(|link| {
        let role = subject.analysis.role(link.to);
        link.is_sync() && matches!(role, Role::Store | Role::Replica | Role::Objects)
    })
}

/// Puts so many services between a service and its store; gives the calls, first to last.
fn lengthen(
    subject: &MutationSubject,
    draft: &mut PatchBuilder,
    services: usize,
) -> Option<Vec<Id>> {
    let link = call_to_store(subject)?;
    let store = subject.id(link.to);
    let mut at = subject.id(link.from);
    let mut calls = Vec::new();
    for number in 1..=services {
        let next = add_service(draft, &format!("Step {number}"), at)?;
        calls.push(call(draft, at, next)?);
        at = next;
    }
    draft.rewire(link.id, |link| (link.from, link.to) = (at, store))?;
    calls.push(link.id);
    Some(calls)
}

fn retries_multiply(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let storm = lengthen(subject, &mut draft, 2).and_then(|calls| {
        for &link in &calls {
            draft.rewire(link, |link| {
                link.retries = Some(3);
                link.safeguards.insert(Safeguard::Backoff);
            })?;
        }
        let what = "three retries at three places in a row".to_owned();
        Some(Mutant::new(&draft, what, calls))
    });
    storm.into_iter().collect()
}

fn retries_at_once(subject: &MutationSubject) -> Vec<Mutant> {
    let stores = [Role::Store, Role::Replica, Role::Objects];
    let links = subject.analysis.links().filter(|link| {
        stores.contains(&subject.analysis.role(link.to))
            && subject.analysis.role(link.from) == Role::Compute
            && link.is_sync()
    });
    links
        .filter_map(|link| {
            let mut draft = subject.draft();
            draft.rewire(link.id, |link| link.retries = Some(3))?;
            let (from, to) = (subject.name(link.from), subject.name(link.to));
            let what = format!("{from} asks {to} again at once");
            Some(Mutant::new(&draft, what, vec![link.id]))
        })
        .collect()
}

fn long_chain(subject: &MutationSubject) -> Vec<Mutant> {
    let limit = subject.scenario.targets.longest_chain.unwrap_or(6);
    let mut draft = subject.draft();
    let chain = lengthen(subject, &mut draft, limit);
    let mutant = |_| Mutant::new(&draft, format!("{limit} services in a row"), Vec::new());
    chain.map(mutant).into_iter().collect()
}

fn waits_for_many(subject: &MutationSubject) -> Vec<Mutant> {
    let mutant = subject.app().and_then(|app| {
        let mut draft = subject.draft();
        let id = subject.id(app);
        for name in [
            "Price service",
            "Tax service",
            "Offer service",
            "Stock service",
        ] {
            let service = add_service(&mut draft, name, id)?;
            call(&mut draft, id, service)?;
        }
        let what = format!("{} waits for four services", subject.name(app));
        Some(Mutant::new(&draft, what, vec![id]))
    });
    mutant.into_iter().collect()
}

fn far_store(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let critical = analysis.flows.iter().filter(|flow| flow.critical());
    let needed: BTreeSet<NodeIndex> = critical
        .flat_map(|flow| flow.single_points.iter().copied())
        .collect();
    let far = needed.into_iter().filter(|&node| {
        let mut callers = analysis.incoming(node);
        analysis.role(node) == Role::Store
            && analysis[node].site.is_some()
            && callers.any(Link::is_sync)
    });
    far.filter_map(|store| {
        let id = subject.id(store);
        let mut draft = subject.draft();
        let zone = draft.design().fresh_id();
        let frame = Zone {
            kind: ZoneKind::Region,
            name: "Far region".to_owned(),
            rect: Rect::from_center(draft.design().component(id)?.at, 320.0, 160.0),
            parent: None,
        };
        draft.edit(Edit::PutZone(zone, frame)).then_some(())?;
        let inside = BTreeSet::from([id]);
        draft
            .edit(Edit::SetParent(inside, Some(zone)))
            .then_some(())?;
        let what = format!("{} in a far region", subject.name(store));
        Some(Mutant::new(&draft, what, Vec::new()))
    })
    .collect()
}

fn money_moved_twice(subject: &MutationSubject) -> Vec<Mutant> {
    let flows = subject.scenario.flows.iter().zip(&subject.analysis.flows);
    let money = flows.filter(|(flow, _)| flow.money);
    money
        .filter_map(|(flow, used)| {
            let mut draft = subject.draft();
            for &link in &used.links {
                draft.rewire(subject.analysis[link].id, |link| {
                    link.safeguards.remove(&Safeguard::Idempotent);
                    link.label.clear();
                })?;
            }
            let what = format!("“{}” may happen twice", flow.name);
            Some(Mutant::new(&draft, what, Vec::new()))
        })
        .collect()
}
