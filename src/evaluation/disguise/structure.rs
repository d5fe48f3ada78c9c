//! Disguises of which boxes there are.

use std::collections::BTreeMap;

use super::draft::DisguiseDraft;
use crate::model::{Component, Connection, Id, Replicas, Role, kind, vector};

/// More than any prompt asks of one machine (requests per second).
const AMPLE: f64 = 1e6;

/// Only services that nothing but clients and fronts call, which send each request to one of the two.
pub(super) fn split_service(draft: &mut DisguiseDraft) -> Option<()> {
    let mut services = draft.services();
    services.retain(|&id| {
        let callers = draft.callers(id);
        callers
            .iter()
            .all(|&caller| draft.stands_before_services(caller))
    });
    let id = draft.one_of(&services)?;
    let half = |part: &mut Component| {
        part.replicas = Replicas::Exactly(part.replicas.count().div_ceil(2).max(2));
    };
    let mut twin = draft.component(id)?.clone();
    twin.name = draft.patch.fresh_name(&twin.name);
    twin.at = twin.at + vector(0.0, 200.0);
    half(&mut twin);
    draft.patch.change(id, half)?;
    let twin = draft.patch.put(twin)?;
    copy_links(draft, id, twin);
    draft.doubled.push(id);
    Some(())
}

/// Connects one component like another.
fn copy_links(draft: &mut DisguiseDraft, like: Id, id: Id) {
    let other = |end: Id| if end == like { id } else { end };
    for link in draft.connections(|c| c.from == like || c.to == like) {
        if let Some(model) = draft.patch.design().connection(link).cloned() {
            draft
                .patch
                .connect_like(other(model.from), other(model.to), &model);
        }
    }
}

/// Puts the links of one component on another and takes the first away.
fn absorb(draft: &mut DisguiseDraft, gone: Id, into: Id) -> Option<()> {
    copy_links(draft, gone, into);
    draft.patch.remove(gone)
}

/// Two that a caller shares and neither of which calls the other.
pub(super) fn merge_services(draft: &mut DisguiseDraft) -> Option<()> {
    let services = draft.services();
    let mut pairs = Vec::new();
    for (index, &first) in services.iter().enumerate() {
        for &second in &services[index + 1..] {
            if could_be_one(draft, first, second) {
                pairs.push((first, second));
            }
        }
    }
    let (kept, gone) = draft.one_of(&pairs)?;
    let other = draft.component(gone)?.clone();
    draft.patch.change(kept, |part| {
        part.name = format!("{} and {}", part.name, other.name);
        let together =
            (room(part) + room(&other)) / f64::from(part.replicas.count() + other.replicas.count());
        part.replicas = Replicas::Exactly(part.replicas.count() + other.replicas.count());
        part.overrides.capacity = Some(together);
    })?;
    absorb(draft, gone, kept)
}

fn could_be_one(draft: &DisguiseDraft, first: Id, second: Id) -> bool {
    let callers = draft.callers(first);
    let others = draft.callers(second);
    let joined =
        |c: &Connection| (c.from, c.to) == (first, second) || (c.from, c.to) == (second, first);
    let zone_of = |id| draft.component(id).map(|part| part.parent);
    zone_of(first) == zone_of(second)
        && others.iter().any(|caller| callers.contains(caller))
        && draft.connections(joined).is_empty()
}

/// What all instances of a component take (requests per second).
fn room(part: &Component) -> f64 {
    let usual = kind(&part.kind).capacity.as_ref();
    let one = part.overrides.capacity.or(usual.map(|usual| usual.value));
    one.unwrap_or_default() * f64::from(part.replicas.count())
}

/// Those in one zone, since each region needs a front; one that is large enough and not paid by use, so that it is neither
/// too small nor too dear.
pub(super) fn one_front(draft: &mut DisguiseDraft) -> Option<()> {
    let is_front = |role| {
        matches!(
            role,
            Role::Gateway | Role::Balancer | Role::Shield | Role::Limiter
        )
    };
    let mut fronts = draft.components(|_, kind| is_front(kind.role));
    fronts.retain(|&id| {
        let callers = draft.callers(id);
        callers
            .iter()
            .all(|&caller| draft.stands_before_services(caller))
    });
    let mut by_zone: BTreeMap<Option<Id>, Vec<Id>> = BTreeMap::new();
    for id in fronts {
        let zone = draft.component(id)?.parent;
        by_zone.entry(zone).or_default().push(id);
    }
    for fronts in by_zone.into_values().filter(|fronts| fronts.len() > 1) {
        let (&kept, others) = fronts.split_first()?;
        for &gone in others {
            absorb(draft, gone, kept)?;
        }
        draft.patch.change(kept, |front| {
            "api_gateway_self_run".clone_into(&mut front.kind);
            "Edge".clone_into(&mut front.name);
            front.replicas = Replicas::Exactly(4);
            front.overrides.capacity = Some(AMPLE);
        })?;
    }
    draft.is_changed().then_some(())
}

/// What nearly every good answer has is not left out.
pub(super) fn no_dns(draft: &mut DisguiseDraft) -> Option<()> {
    let mut names = draft.with_role(Role::Dns);
    names.retain(|&id| !draft.is_required(id));
    for &id in &names {
        draft.patch.take_out(id)?;
    }
    draft.is_changed().then_some(())
}

pub(super) fn no_monitoring(draft: &mut DisguiseDraft) -> Option<()> {
    let mut watches = draft.with_role(Role::Observability);
    watches.retain(|&id| !draft.is_required(id));
    for &id in &watches {
        draft.patch.remove(id)?;
    }
    draft.is_changed().then_some(())
}

/// Where the first thing that users reach shows that there are users.
pub(super) fn no_client(draft: &mut DisguiseDraft) -> Option<()> {
    let clients = draft.with_role(Role::Client);
    let is_entry = |id: Id| draft.stands_before_services(id);
    let calls = draft.connections(|c| clients.contains(&c.from) && !is_entry(c.to));
    if !calls.is_empty() {
        return None;
    }
    for &client in &clients {
        draft.patch.remove(client)?;
    }
    draft.is_changed().then_some(())
}
