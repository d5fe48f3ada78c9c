//! Gives a file whose ids are close to the end of their range new ones from 1 on. Only made or damaged files have such ids;
//! what is drawn afterward still needs ids of its own, and what refers to an item goes on referring to it.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::DesignFile;
use crate::model::Id;

/// Ids above this are given afresh. Below the highest that can be read lie as many again: more than anybody will draw.
const LAST_USUAL: u64 = u64::MAX / 4;

impl DesignFile {
    /// Renumbers the items where ids run out; says whether it did.
    pub(super) fn renumber_where_ids_run_out(&mut self) -> bool {
        let ids: BTreeSet<Id> = self.items().map(|id| *id).collect();
        let highest = ids.last().map_or(0, |id| id.0);
        if highest.max(self.last_id) <= LAST_USUAL {
            return false;
        }
        self.last_id = highest;
        if highest > LAST_USUAL {
            let fresh: BTreeMap<Id, Id> = ids.into_iter().zip((1..).map(Id)).collect();
            self.last_id = fresh.len() as u64;
            self.follow(&fresh);
        }
        true
    }

    fn items(&mut self) -> impl Iterator<Item = &mut Id> {
        let components = self.components.iter_mut().map(|item| &mut item.id);
        let connections = self.connections.iter_mut().map(|item| &mut item.id);
        let zones = self.zones.iter_mut().map(|item| &mut item.id);
        let notes = self.notes.iter_mut().map(|item| &mut item.id);
        components.chain(connections).chain(zones).chain(notes)
    }

    /// Names every item by its fresh id wherever it is named.
    fn follow(&mut self, fresh: &BTreeMap<Id, Id>) {
        let renamed = |id: Id| fresh.get(&id).copied().unwrap_or(id);
        for id in self.items() {
            *id = renamed(*id);
        }
        let parents = self.components.iter_mut().map(|item| &mut item.parent);
        let parents = parents.chain(self.zones.iter_mut().map(|item| &mut item.parent));
        for parent in parents.chain(self.notes.iter_mut().map(|item| &mut item.parent)) {
            *parent = parent.map(renamed);
        }
        for connection in &mut self.connections {
            connection.from = renamed(connection.from);
            connection.to = renamed(connection.to);
        }
        for accepted in &mut self.accepted {
            accepted.item = accepted.item.map(renamed);
        }
        for claim in &mut self.jobs {
            claim.component = renamed(claim.component);
        }
        self.locked = self.locked.iter().map(|&id| renamed(id)).collect();
        let layers = std::mem::take(&mut self.layers).into_iter();
        self.layers = layers.map(|(id, layer)| (renamed(id), layer)).collect();
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{
        Component, Connection, Design, Edit, pt, read_design, reads_back_as, write_design,
    };

    /// Draws a box and a line to it, as one does in a file that was opened.
    fn draw_on(design: &mut Design) {
        let (client, _) = design.components().next().unwrap();
        let made = design.fresh_id();
        let server = Component::new("app_service", "Server", pt(300.0, 0.0));
        design.apply(Edit::PutComponent(made, server)).unwrap();
        let line = Edit::PutConnection(design.fresh_id(), Connection::new(client, made));
        design.apply(line).unwrap();
    }

    #[test]
    fn what_is_drawn_in_a_file_whose_ids_run_out_is_kept() {
        let end = u64::MAX / 2;
        for (id, last) in [
            (1, end - 2),
            (end - 2, end - 2),
            (1, u64::MAX),
            (u64::MAX, u64::MAX),
        ] {
            let text = format!(
                r#"{{"version": 1, "last_id": {last}, "locked": [{id}], "components":
                [{{"id": {id}, "kind": "client", "name": "Client", "at": [0, 0]}}]}}"#
            );
            let loaded = read_design(text.as_bytes()).unwrap();
            assert_eq!(loaded.repairs.len(), 1, "it is said");
            let mut design = loaded.design;
            let client = design.components().next().unwrap().0;
            assert!(design.locked().contains(&client));
            draw_on(&mut design);
            let written = write_design(&design);
            assert!(reads_back_as(written.as_bytes(), &design).unwrap());
            let again = read_design(written.as_bytes()).unwrap();
            assert!(again.repairs.is_empty());
            assert!(again.design.is_same_drawing(&design));
        }
    }

    #[test]
    fn lines_follow_their_ends() {
        let end = u64::MAX - 1;
        let text = format!(
            r#"{{"version": 1, "components": [{{"id": {end}, "kind": "client", "at": [0, 0]}},
            {{"id": 7, "kind": "app_service", "at": [300, 0]}}],
            "connections": [{{"id": 9, "from": {end}, "to": 7}}]}}"#
        );
        let design = read_design(text.as_bytes()).unwrap().design;
        let (_, line) = design.connections().next().unwrap();
        assert_eq!(design.component(line.from).unwrap().kind, "client");
        assert_eq!(design.component(line.to).unwrap().kind, "app_service");
    }
}
