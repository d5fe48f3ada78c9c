//! Disguises of kinds and of counts.

use super::draft::DisguiseDraft;
use crate::model::Replicas;

/// Self-run kinds are drawn with two instances, so that none of them is a single machine.
pub(super) fn accepted_kinds(draft: &mut DisguiseDraft) -> Option<()> {
    let mut parts = draft.components(|_, _| true);
    parts.retain(|&id| draft.part(id).is_some_and(|part| !part.accepts.is_empty()));
    for id in draft.some_of(parts, 2) {
        let accepts = &draft.part(id)?.accepts;
        let exchanged = draft.random.pick(accepts)?.clone();
        draft.patch.change(id, |part| {
            if !DisguiseDraft::is_managed(&exchanged) {
                part.replicas = Replicas::Exactly(part.replicas.count().max(2));
            }
            part.technology.clear();
            part.kind = exchanged;
        })?;
    }
    draft.is_changed().then_some(())
}

/// Capacities that are stated are those of one instance: they go as well, since they say how many it takes.
pub(super) fn no_counts(draft: &mut DisguiseDraft) -> Option<()> {
    for id in draft.components(|part, _| part.replicas.count() > 1) {
        draft.patch.change(id, |part| {
            part.overrides.capacity = None;
            part.replicas = Replicas::Unsaid;
        })?;
    }
    draft.is_changed().then_some(())
}
