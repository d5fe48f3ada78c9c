//! Disguises by what has nothing to do with the prompt, and by how arrows are drawn.

use super::draft::DisguiseDraft;
use crate::analysis::fix::patch::PlacementSide;
use crate::model::{
    Access, CallCondition, Connection, Edit, Group, Id, Note, NoteStyle, Rect, Replicas, Role,
    Timing, pt,
};

/// A cache and a store of what any product has.
const CACHES: [&str; 3] = ["Session cache", "Exchange rate cache", "Avatar cache"];
const STORES: [&str; 3] = ["User preferences", "Support tickets", "Cookie consents"];
/// Users whom few prompts speak of.
const CLIENTS: [&str; 3] = ["Back office", "Partner portal", "Support desk"];
/// What people write on a drawing to remember it.
const NOTES: [&str; 4] = [
    "TODO: ask about the budget",
    "v2 of this drawing",
    "Come back to this if there is time",
    "Names to be agreed with the team",
];

/// Adds what a service rarely uses, on two instances; those run by a provider are one.
fn add_used_rarely(draft: &mut DisguiseDraft, kind_id: &str, names: &[&'static str]) -> Option<()> {
    let services = draft.services();
    let service = draft.one_of(&services)?;
    let name = draft.one_of(names)?;
    let added = draft.patch.add(kind_id, service, PlacementSide::Below)?;
    draft.patch.change(added, |part| {
        name.clone_into(&mut part.name);
        if !DisguiseDraft::is_managed(kind_id) {
            part.replicas = Replicas::Exactly(2);
        }
    })?;
    draft.patch.put_connection(Connection {
        when: Some(CallCondition::Fraction(0.02)),
        ..Connection::new(service, added)
    })?;
    Some(())
}

pub(super) fn other_cache(draft: &mut DisguiseDraft) -> Option<()> {
    add_used_rarely(draft, "cache", &CACHES)
}

/// Run by a provider, who copies it as well.
pub(super) fn other_store(draft: &mut DisguiseDraft) -> Option<()> {
    add_used_rarely(draft, "key_value_store", &STORES)
}

/// They come in the way that the other users come.
pub(super) fn other_client(draft: &mut DisguiseDraft) -> Option<()> {
    let clients = draft.with_role(Role::Client);
    let calls = draft.connections(|c| clients.contains(&c.from));
    let calls: Vec<(Id, Id)> = calls
        .iter()
        .filter_map(|&call| draft.patch.design().connection(call))
        .map(|call| (call.from, call.to))
        .filter(|&(_, to)| {
            matches!(
                draft.role(to),
                Role::Gateway | Role::Balancer | Role::Shield
            )
        })
        .collect();
    let (like, entry) = draft.one_of(&calls)?;
    let name = draft.one_of(&CLIENTS)?;
    let client = draft.patch.add("client", like, PlacementSide::Below)?;
    draft
        .patch
        .change(client, |part| name.clone_into(&mut part.name))?;
    draft.patch.connect(client, entry)?;
    Some(())
}

pub(super) fn other_note(draft: &mut DisguiseDraft) -> Option<()> {
    let note = Note {
        style: NoteStyle::Sticky,
        text: draft.one_of(&NOTES)?.to_owned(),
        rect: Rect::from_center(pt(0.0, -800.0), 200.0, 100.0),
        parent: None,
    };
    let id = draft.patch.design().fresh_id();
    draft.patch.edit(Edit::PutNote(id, note)).then_some(())
}

/// Calls that are waited for, between boxes of ours.
pub(super) fn two_way_arrows(draft: &mut DisguiseDraft) -> Option<()> {
    let design = draft.patch.design();
    let calls = draft.connections(|call| {
        let groups = [call.from, call.to].map(|end| design.kind_of(end).group);
        let ours = groups
            .iter()
            .all(|group| matches!(group, Group::Compute | Group::Storage));
        let back = |other: &Connection| (other.from, other.to) == (call.to, call.from);
        ours && design.semantics(call).timing == Timing::Sync
            && !design.connections().any(|(_, other)| back(other))
    });
    for call in draft.some_of(calls, 3) {
        let drawn = draft.patch.design().connection(call)?;
        let (from, to) = (drawn.from, drawn.to);
        draft.patch.connect(to, from)?;
    }
    draft.is_changed().then_some(())
}

/// Reads of stores: data goes from the store to who asked.
pub(super) fn data_arrows(draft: &mut DisguiseDraft) -> Option<()> {
    let design = draft.patch.design();
    let reads = draft.connections(|call| {
        let semantics = design.semantics(call);
        semantics.access == Access::Read
            && semantics.timing == Timing::Sync
            && design.kind_of(call.to).group == Group::Storage
            && design.kind_of(call.from).group == Group::Compute
    });
    for read in draft.some_of(reads, 2) {
        draft.patch.rewire(read, |call| {
            std::mem::swap(&mut call.from, &mut call.to);
            (call.access, call.when, call.timing) = (None, None, None);
        })?;
    }
    draft.is_changed().then_some(())
}
