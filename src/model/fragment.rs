//! Parts of a design that travel: copied to the clipboard, pasted, duplicated, imported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::design::Design;
use super::edit::Edit;
use super::geometry::Vector;
use super::id::Id;

impl Design {
    /// A design of these items alone, with what lies in the zones among them and the connections that have both ends
    /// inside. Ids stay the same.
    #[must_use]
    pub fn extract(&self, ids: &BTreeSet<Id>) -> Self {
        let mut kept = self.with_contents(ids);
        let inside: Vec<Id> = self
            .connections()
            .filter(|(_, c)| kept.contains(&c.from) && kept.contains(&c.to))
            .map(|(id, _)| id)
            .collect();
        kept.extend(inside);
        let mut part = self.clone();
        part.components.retain(|id, _| kept.contains(id));
        part.connections
            .retain(|id, c| kept.contains(id) && kept.contains(&c.from) && kept.contains(&c.to));
        part.notes.retain(|id, _| kept.contains(id));
        part.zones.retain(|id, _| kept.contains(id));
        // What lay in a zone that stays behind lies in no zone now.
        let stranded: BTreeSet<Id> = part
            .ids()
            .filter(|&id| {
                part.parent(id)
                    .is_some_and(|zone| part.zone(zone).is_none())
            })
            .collect();
        let lifted = part.set_parent(&stranded, None);
        debug_assert_eq!(lifted, Ok(()));
        part.title.clear();
        part.scenario = None;
        part.assumptions.clear();
        part.program = Arc::default();
        part
    }

    /// The edits that add all of `part` to this design under fresh ids, moved by `by`, and the ids it gets; its outermost
    /// items go into `parent`.
    #[must_use]
    pub fn edits_to_add(
        &self,
        part: &Self,
        by: Vector,
        parent: Option<Id>,
    ) -> (Vec<Edit>, BTreeSet<Id>) {
        // Ids are taken in the order in which the items are added: ends before connections.
        let old = part
            .zones
            .keys()
            .chain(part.components.keys())
            .chain(part.notes.keys())
            .chain(part.connections.keys());
        let fresh: BTreeMap<Id, Id> = old.copied().zip(self.fresh_ids()).collect();
        let place = |zone: Option<Id>| zone.map_or(parent, |zone| fresh.get(&zone).copied());
        let mut edits = Vec::new();
        for (id, zone) in part.zones() {
            let mut zone = zone.clone();
            zone.rect = zone.rect.translated(by);
            zone.parent = None;
            edits.push(Edit::PutZone(fresh[&id], zone));
        }
        // A zone may come before the one it lies in, so all are there before any is put into another.
        for (id, zone) in part.zones() {
            edits.push(Edit::SetParent(
                BTreeSet::from([fresh[&id]]),
                place(zone.parent),
            ));
        }
        for (id, component) in part.components() {
            let mut component = component.clone();
            component.at = component.at + by;
            component.parent = place(component.parent);
            edits.push(Edit::PutComponent(fresh[&id], component));
        }
        for (id, note) in part.notes() {
            let mut note = note.clone();
            note.rect = note.rect.translated(by);
            note.parent = place(note.parent);
            edits.push(Edit::PutNote(fresh[&id], note));
        }
        for (id, connection) in part.connections() {
            let mut connection = connection.clone();
            connection.from = fresh[&connection.from];
            connection.to = fresh[&connection.to];
            for pin in &mut connection.pins {
                *pin = pin.translated(by);
            }
            connection.pins.retain(|pin| pin.is_sound());
            edits.push(Edit::PutConnection(fresh[&id], connection));
        }
        (edits, fresh.into_values().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{parse_notation, vector};

    #[test]
    fn a_part_added_to_its_own_design_doubles_it() {
        let text =
            "zone r: region {\nzone a: az {\nx: custom \"X\"\n}\ny: custom \"Y\"\n}\ny -> x -> y";
        let design = parse_notation(text).unwrap().design;
        let all: BTreeSet<Id> = design.ids().collect();
        let part = design.extract(&all);
        let (edits, ids) = design.edits_to_add(&part, vector(16.0, 16.0), None);
        let mut doubled = design.clone();
        doubled.apply_all(edits).unwrap();
        assert_eq!(ids.len(), all.len());
        assert_eq!(doubled.components().len(), 4);
        assert_eq!(doubled.connections().len(), 4);
        let copied = doubled.extract(&ids);
        assert_eq!(
            copied
                .zones()
                .filter(|(_, zone)| zone.parent.is_some())
                .count(),
            1
        );
        assert!(
            copied
                .connections()
                .all(|(_, c)| ids.contains(&c.from) && ids.contains(&c.to))
        );
    }

    #[test]
    fn a_part_leaves_its_zone_and_outer_connections_behind() {
        let design =
            parse_notation("zone r: region {\nx: custom \"X\"\n}\ny: custom \"Y\"\nx -> y")
                .unwrap();
        let part = design.design.extract(&BTreeSet::from([design.keys["x"]]));
        assert_eq!(
            (
                part.components().len(),
                part.connections().len(),
                part.zones().len()
            ),
            (1, 0, 0)
        );
        assert_eq!(part.parent(design.keys["x"]), None);
        assert_eq!(part.broken_invariant(), None);
    }
}
