//! The drawing as a change would leave it, with new, changed and removed items marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::Router;
use crate::model::{Design, Edit, Id};
use crate::scene::{self, ItemState};

/// A change that is not made yet, ready to be drawn.
#[derive(Debug)]
pub struct Preview {
    /// What it does, in a few words.
    pub label: String,
    /// The drawing with the change, and what the change removes.
    pub(super) design: Design,
    pub(super) router: Router,
    pub(super) states: BTreeMap<Id, ItemState>,
}

impl Preview {
    /// The change as it would be; none where the design refuses it.
    pub fn new(before: &Design, label: &str, edits: &[Edit]) -> Option<Self> {
        let mut after = before.clone();
        after.apply_all(edits.iter().cloned()).ok()?;
        let stays = |edit: &&Edit| !matches!(edit, Edit::Remove(_) | Edit::Dissolve(_));
        let mut both = before.clone();
        both.apply_all(edits.iter().filter(stays).cloned()).ok()?;
        let states: BTreeMap<Id, ItemState> = both
            .ids()
            .filter_map(|id| {
                let state = match (before.item(id), after.item(id)) {
                    (None, _) => ItemState::Preview,
                    (_, None) => ItemState::Removed,
                    (old, new) if old != new => ItemState::Highlighted,
                    _ => return None,
                };
                Some((id, state))
            })
            .collect();
        let mut router = Router::default();
        scene::route_connections(&both, &mut router);
        Some(Self {
            label: label.to_owned(),
            design: both,
            router,
            states,
        })
    }

    /// The same without rings around what is new, changed and gone: where nearly everything is.
    #[must_use]
    pub fn without_marks(self) -> Self {
        Self {
            states: BTreeMap::new(),
            ..self
        }
    }

    /// What has to be in sight to see the change. A zone that grows around it need not be.
    pub fn items(&self) -> BTreeSet<Id> {
        let changed = self.states.keys().copied();
        changed
            .filter(|&id| self.design.zone(id).is_none())
            .collect()
    }

    /// What a screen reader says of an item that is not as it was.
    pub(super) fn change_label(&self, id: Id) -> Option<&'static str> {
        match self.states.get(&id)? {
            ItemState::Preview => Some("offered"),
            ItemState::Removed => Some("will be removed"),
            _ => Some("will change"),
        }
    }

    /// The drawing as it is shown.
    pub fn design(&self) -> &Design {
        &self.design
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, Connection, parse_notation, pt};

    #[test]
    fn tells_apart_what_is_new_changed_and_gone() {
        let parsed = parse_notation("client -> api -> db").unwrap();
        let [client, api, db] = ["client", "api", "db"].map(|key| parsed.keys[key]);
        let design = parsed.design;
        let direct = design.connections().find(|(_, c)| c.from == api).unwrap().0;
        let mut ids = design.fresh_ids();
        let [cache, wire] = [ids.next().unwrap(), ids.next().unwrap()];
        let mut twice = design.component(api).unwrap().clone();
        twice.replicas = crate::model::Replicas::Exactly(2);
        let edits = [
            Edit::Remove([direct].into()),
            Edit::PutComponent(cache, Component::new("cache", "Cache", pt(0.0, 400.0))),
            Edit::PutConnection(wire, Connection::new(api, cache)),
            Edit::PutComponent(api, twice),
        ];
        let preview = Preview::new(&design, "Change it all", &edits).unwrap();
        let state = |id: Id| preview.states.get(&id).copied();
        assert_eq!(state(cache), Some(ItemState::Preview));
        assert_eq!(state(wire), Some(ItemState::Preview));
        assert_eq!(state(api), Some(ItemState::Highlighted));
        assert_eq!(state(direct), Some(ItemState::Removed));
        assert_eq!([client, db].map(state), [None, None]);
    }
}
