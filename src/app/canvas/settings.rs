//! Copying what is set for one item to others of its sort: how it runs, not what it is called or where it lies.

use super::ops;
use crate::model::{Component, Connection, Document, Edit, Id, Item, NoteStyle, ZoneKind};

/// What was copied.
#[derive(Debug, Clone)]
pub(super) enum ItemSettings {
    Component(Component),
    Connection(Connection),
    Zone(ZoneKind),
    Note(NoteStyle),
}

impl ItemSettings {
    /// Those of the selected item; none where not exactly one is selected.
    pub(super) fn copy(document: &Document) -> Option<Self> {
        let id = document.only_selected()?;
        Some(match document.design().item(id)? {
            Item::Component(item) => Self::Component(item.clone()),
            Item::Connection(item) => Self::Connection(item.clone()),
            Item::Zone(item) => Self::Zone(item.kind),
            Item::Note(item) => Self::Note(item.style),
        })
    }

    /// Gives them to the selected items of the same sort; says how many changed.
    pub(super) fn paste(&self, document: &mut Document) -> usize {
        let design = document.design();
        let mut edits = Vec::new();
        for &id in document.selection() {
            let Some(item) = design.item(id) else {
                continue;
            };
            let edit = self.given_to(id, item);
            edits.extend(edit.filter(|edit| !is_as_it_was(edit, item)));
        }
        let count = edits.len();
        if count > 0 {
            ops::apply_edits(document, "Paste settings", edits);
        }
        count
    }

    fn given_to(&self, id: Id, item: Item<'_>) -> Option<Edit> {
        Some(match (self, item) {
            (Self::Component(from), Item::Component(item)) => {
                let mut item = item.clone();
                // Numbers and products belong to a kind, owners and steps to any.
                if item.kind == from.kind {
                    item.technology.clone_from(&from.technology);
                    item.overrides = from.overrides;
                }
                item.replicas = from.replicas;
                item.owner.clone_from(&from.owner);
                item.rollout_stage = from.rollout_stage;
                Edit::PutComponent(id, item)
            }
            (Self::Connection(from), Item::Connection(item)) => {
                let own = Connection {
                    from: item.from,
                    to: item.to,
                    label: item.label.clone(),
                    sides: item.sides,
                    pins: item.pins.clone(),
                    label_at: item.label_at,
                    ..from.clone()
                };
                Edit::PutConnection(id, own)
            }
            (Self::Zone(kind), Item::Zone(item)) => {
                let kind = *kind;
                Edit::PutZone(
                    id,
                    crate::model::Zone {
                        kind,
                        ..item.clone()
                    },
                )
            }
            (Self::Note(style), Item::Note(item)) => {
                let style = *style;
                Edit::PutNote(
                    id,
                    crate::model::Note {
                        style,
                        ..item.clone()
                    },
                )
            }
            _ => return None,
        })
    }
}

fn is_as_it_was(edit: &Edit, item: Item<'_>) -> bool {
    match (edit, item) {
        (Edit::PutComponent(_, new), Item::Component(old)) => new == old,
        (Edit::PutConnection(_, new), Item::Connection(old)) => new == old,
        (Edit::PutZone(_, new), Item::Zone(old)) => new == old,
        (Edit::PutNote(_, new), Item::Note(old)) => new == old,
        _ => false,
    }
}
