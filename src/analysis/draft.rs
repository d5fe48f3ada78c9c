//! A drawing being mended: small steps in the words of the rules, kept as the edits that they come to.
//!
//! A step that the design refuses is left out; whoever made the draft looks at the result and not at the steps.

use std::collections::BTreeSet;

use crate::arrange::free_place;
use crate::model::{Component, Connection, Design, Edit, Id, Point, kind, vector};

/// Between the centres of neighbours (world units).
const APART: (f64, f64) = (288.0, 112.0);

/// Where a new component stands, seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Towards those that call it.
    Before,
    /// Towards those that it calls.
    After,
    /// Where its equals stand.
    Below,
}

/// A copy of a design with the edits that make it out of the original.
#[derive(Debug)]
pub(crate) struct Draft {
    design: Design,
    edits: Vec<Edit>,
}

impl Draft {
    pub(crate) fn new(design: &Design) -> Self {
        Self {
            design: design.clone(),
            edits: Vec::new(),
        }
    }

    /// The drawing as it is after the steps so far.
    pub(crate) fn design(&self) -> &Design {
        &self.design
    }

    /// All steps as edits of the original.
    pub(crate) fn into_edits(self) -> Vec<Edit> {
        self.edits
    }

    /// Carries out one edit; says whether the design took it.
    pub(crate) fn edit(&mut self, edit: Edit) -> bool {
        let taken = self.design.apply(edit.clone()).is_ok();
        if taken {
            self.edits.push(edit);
        }
        taken
    }

    /// Adds a component of this kind beside another, in the same zone, under the name of its kind.
    pub(crate) fn add(&mut self, kind_id: &str, beside: Id, side: Side) -> Option<Id> {
        let other = self.design.component(beside)?;
        let step = match side {
            Side::Before => vector(-APART.0, 0.0),
            Side::After => vector(APART.0, 0.0),
            Side::Below => vector(0.0, APART.1),
        };
        let (at, parent) = (other.at + step, other.parent);
        let component = Component {
            parent,
            ..Component::new(kind_id, &kind(kind_id).label, at)
        };
        self.put(component)
    }

    /// Adds a component at the nearest free place to where it says it stands.
    pub(crate) fn put(&mut self, component: Component) -> Option<Id> {
        let id = self.design.fresh_id();
        let at: Point = free_place(&self.design, component.at);
        self.edit(Edit::PutComponent(id, Component { at, ..component }))
            .then_some(id)
    }

    /// Changes a component.
    pub(crate) fn change(&mut self, id: Id, change: impl FnOnce(&mut Component)) -> Option<()> {
        let mut component = self.design.component(id)?.clone();
        change(&mut component);
        self.edit(Edit::PutComponent(id, component)).then_some(())
    }

    /// Lets a component run at least so many instances.
    pub(crate) fn at_least(&mut self, id: Id, instances: u32) -> Option<()> {
        self.change(id, |component| {
            component.replicas = component.replicas.max(instances);
        })
    }

    /// Draws a connection.
    pub(crate) fn connect(&mut self, from: Id, to: Id) -> Option<Id> {
        self.put_connection(Connection::new(from, to))
    }

    /// Draws a connection with all that is said about it.
    pub(crate) fn put_connection(&mut self, connection: Connection) -> Option<Id> {
        let id = self.design.fresh_id();
        self.edit(Edit::PutConnection(id, connection)).then_some(id)
    }

    /// Changes a connection.
    pub(crate) fn rewire(&mut self, id: Id, change: impl FnOnce(&mut Connection)) -> Option<()> {
        let mut connection = self.design.connection(id)?.clone();
        change(&mut connection);
        self.edit(Edit::PutConnection(id, connection)).then_some(())
    }

    /// Removes an item, and the connections of a component.
    pub(crate) fn remove(&mut self, id: Id) -> Option<()> {
        self.edit(Edit::Remove(BTreeSet::from([id]))).then_some(())
    }

    /// Puts a new component between the callers and the target of these connections: they then lead to it, and one
    /// new connection leads on. The connections all end at the same component.
    pub(crate) fn put_between(&mut self, connections: &[Id], kind_id: &str) -> Option<Id> {
        let target = self.design.connection(*connections.first()?)?.to;
        let middle = self.add(kind_id, target, Side::Before)?;
        for &connection in connections {
            self.rewire(connection, |connection| connection.to = middle)?;
        }
        self.connect(middle, target)?;
        Some(middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn the_edits_make_the_draft_out_of_the_original() {
        let parsed = parse_notation("client -> api -> db\napi: service").unwrap();
        let original = parsed.design;
        let (calls, _) = original.connections().next().unwrap();
        let mut draft = Draft::new(&original);
        let balancer = draft.put_between(&[calls], "load_balancer").unwrap();
        draft.at_least(parsed.keys["api"], 2).unwrap();
        assert_eq!(draft.design().connection(calls).unwrap().to, balancer);
        let made = draft.design().clone();
        let mut design = original;
        design.apply_all(draft.into_edits()).unwrap();
        assert_eq!(design, made);
        assert_eq!(design.component(parsed.keys["api"]).unwrap().replicas, 2);
    }
}
