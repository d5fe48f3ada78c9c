//! A drawing being mended: small steps in the words of the rules, kept as the edits that they come to.
//!
//! A step that the design refuses is left out; whoever made the draft looks at the result and not at the steps.

use std::collections::BTreeSet;

use crate::layout::{find_free_place_in, framed_rect};
use crate::model::{
    Access, Component, Connection, Design, Edit, Flag, Id, Kind, Point, Replicas, Role, Zone,
    ZoneKind, kind, vector,
};

/// Between the centers of neighbors (world units).
const APART: (f64, f64) = (288.0, 112.0);
/// Between the frames of zones that lie in each other (world units).
const GAP: f64 = 16.0;
/// Places are rounded to this (world units).
const SNAP: f64 = 16.0;
/// A fix draws at most so many connections anew: for each, the others are looked through, and nobody reads more.
const MOST_REWIRED: usize = 400;

/// Where a new component stands, seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlacementSide {
    /// Toward those that call it.
    Before,
    /// Toward those that it calls.
    After,
    /// Where its equals stand.
    Below,
}

/// A copy of a design with the edits that make it out of the original.
#[derive(Debug, Clone)]
pub(crate) struct PatchBuilder {
    design: Design,
    edits: Vec<Edit>,
}

impl PatchBuilder {
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

    /// Adds a component of this kind beside another, under the name of its kind.
    pub(crate) fn add(&mut self, kind_id: &str, beside: Id, side: PlacementSide) -> Option<Id> {
        let step = match side {
            PlacementSide::Before => vector(-APART.0, 0.0),
            PlacementSide::After => vector(APART.0, 0.0),
            PlacementSide::Below => vector(0.0, APART.1),
        };
        let at = self.design.component(beside)?.at + step;
        self.add_at(kind_id, at, beside)
    }

    /// Adds a component of this kind near a place, in the zone of another where one of its kind belongs there.
    fn add_at(&mut self, kind_id: &str, at: Point, like: Id) -> Option<Id> {
        let component = Component {
            parent: self.zone_for(kind(kind_id), like),
            ..Component::new(kind_id, &self.fresh_name(&kind(kind_id).label), at)
        };
        self.put(component)
    }

    /// The zone of another component, as far as a component of this kind may stand in it: users and what lies outside
    /// stand in none, and what the provider runs on many machines stands in no single availability zone.
    fn zone_for(&self, kind: &Kind, like: Id) -> Option<Id> {
        let outside = matches!(
            kind.role,
            Role::Client | Role::Device | Role::External | Role::Cdn | Role::Dns
        );
        let spread =
            |zone: &Zone| kind.has(Flag::Managed) && zone.kind == ZoneKind::AvailabilityZone;
        let mut around = self.design.ancestors(like);
        around
            .find(|(_, zone)| !outside && !spread(zone))
            .map(|(id, _)| id)
    }

    /// A name that no component has yet.
    pub(crate) fn fresh_name(&self, name: &str) -> String {
        let taken = |name: &str| {
            self.design
                .components()
                .any(|(_, other)| other.name == name)
        };
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| !taken(name)).unwrap_or_default()
    }

    /// Adds a component at the nearest free place to where it says it stands, and makes its zones large enough.
    pub(crate) fn put(&mut self, component: Component) -> Option<Id> {
        let id = self.design.fresh_id();
        let at = find_free_place_in(&self.design, component.parent, component.at);
        if !self.edit(Edit::PutComponent(id, Component { at, ..component })) {
            return None;
        }
        let around: Vec<(Id, Zone)> = self
            .design
            .ancestors(id)
            .map(|(id, zone)| (id, zone.clone()))
            .collect();
        let mut needed = framed_rect(at);
        for (id, zone) in around {
            let rect = zone.rect.union(needed);
            if rect != zone.rect {
                self.edit(Edit::PutZone(id, Zone { rect, ..zone }));
            }
            needed = rect.expanded(GAP);
        }
        Some(id)
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
            component.replicas = Replicas::Exactly(component.replicas.count().max(instances));
        })
    }

    /// Draws a connection.
    pub(crate) fn connect(&mut self, from: Id, to: Id) -> Option<Id> {
        self.put_connection(Connection::new(from, to))
    }

    /// Draws a connection that reads, unless the two are connected this way already.
    pub(crate) fn read(&mut self, from: Id, to: Id) {
        let model = Connection {
            access: Some(Access::Read),
            ..Connection::new(from, to)
        };
        self.connect_like(from, to, &model);
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

    /// Connects two components like the model says; where they are connected already, that connection then serves for
    /// both.
    pub(crate) fn connect_like(&mut self, from: Id, to: Id, model: &Connection) {
        if let Some(&drawn) = self.between(from, to).first() {
            self.widen(drawn, model);
        } else if from != to {
            self.put_connection(Connection {
                from,
                to,
                ..model.clone()
            });
        }
    }

    /// Lets a connection do what the model does as well, as far as it is said what each of them does.
    fn widen(&mut self, id: Id, model: &Connection) {
        let Some(drawn) = self.design.connection(id) else {
            return;
        };
        let access = match (drawn.access, model.access) {
            (Some(Access::Read), Some(Access::Write))
            | (Some(Access::Write), Some(Access::Read)) => Some(Access::Both),
            (Some(Access::Both), _) | (_, None) => drawn.access,
            (_, wanted) => drawn.access.and(wanted),
        };
        let flows = match (&drawn.flows, &model.flows) {
            (Some(some), Some(others)) => Some(some | others),
            _ => None,
        };
        if access != drawn.access || flows != drawn.flows {
            self.rewire(id, |drawn| (drawn.access, drawn.flows) = (access, flows));
        }
    }

    /// The connections drawn from one component to another.
    pub(crate) fn between(&self, from: Id, to: Id) -> Vec<Id> {
        let connections = self.design.connections();
        let these = connections.filter(|(_, c)| c.from == from && c.to == to);
        these.map(|(id, _)| id).collect()
    }

    /// Takes a component out and lets those that call it call what it calls.
    pub(crate) fn take_out(&mut self, id: Id) -> Option<()> {
        let links = |ours: &dyn Fn(&Connection) -> bool| -> Vec<Connection> {
            let all = self.design.connections().map(|(_, c)| c);
            all.filter(|c| c.from != c.to && ours(c)).cloned().collect()
        };
        let callers = links(&|c| c.to == id);
        let calls = links(&|c| c.from == id);
        if callers.len().saturating_mul(calls.len()) > MOST_REWIRED {
            return None;
        }
        self.remove(id)?;
        for caller in &callers {
            for call in &calls {
                self.connect_like(caller.from, call.to, call);
            }
        }
        Some(())
    }

    /// Puts a new component in the way of these connections: each caller then calls it once, and it calls each target.
    pub(crate) fn put_between(&mut self, connections: &[Id], kind_id: &str) -> Option<Id> {
        if connections.len() > MOST_REWIRED {
            return None;
        }
        let drawn: Option<Vec<(Id, Connection)>> = connections
            .iter()
            .map(|&id| Some((id, self.design.connection(id)?.clone())))
            .collect();
        let drawn = drawn?;
        let (_, first) = drawn.first()?;
        let ends = |id: Id| self.design.component(id).map(|end| end.at);
        let at = ends(first.from)?.lerp(ends(first.to)?, 0.5).snapped(SNAP);
        let middle = self.add_at(kind_id, at, first.to)?;
        let splits = drawn.iter().any(|(_, other)| other.to != first.to);
        for (id, connection) in &drawn {
            if self.between(connection.from, middle).is_empty() {
                self.rewire(*id, |drawn| {
                    let plain = Connection::new(drawn.from, middle);
                    let whole = Connection {
                        to: middle,
                        ..drawn.clone()
                    };
                    *drawn = if splits { plain } else { whole };
                })?;
            } else {
                self.remove(*id)?;
            }
            let plain = Connection::new(middle, connection.to);
            self.connect_like(
                middle,
                connection.to,
                if splits { connection } else { &plain },
            );
        }
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
        let mut draft = PatchBuilder::new(&original);
        let balancer = draft.put_between(&[calls], "load_balancer").unwrap();
        draft.at_least(parsed.keys["api"], 2).unwrap();
        assert_eq!(draft.design().connection(calls).unwrap().to, balancer);
        let made = draft.design().clone();
        let mut design = original;
        design.apply_all(draft.into_edits()).unwrap();
        assert_eq!(design, made);
        assert_eq!(
            design
                .component(parsed.keys["api"])
                .unwrap()
                .replicas
                .count(),
            2
        );
    }

    /// The connections as "from -> to", by name.
    fn arrows(design: &Design) -> Vec<String> {
        let name = |id| &design.component(id).unwrap().name;
        let all = design.connections().map(|(_, c)| c);
        let mut arrows: Vec<String> = all
            .map(|c| format!("{} -> {}", name(c.from), name(c.to)))
            .collect();
        arrows.sort();
        arrows
    }

    #[test]
    fn what_stands_between_is_called_once_by_each_caller() {
        let text = "a: client \"A\"\nb: client \"B\"\nx: service \"X\"\ny: service \"Y\"\n\
                    a -> x: read\na -> y\nb -> x";
        let original = parse_notation(text).unwrap().design;
        let all: Vec<Id> = original.connections().map(|(id, _)| id).collect();
        let mut draft = PatchBuilder::new(&original);
        let gate = draft.put_between(&all, "api_gateway").unwrap();
        let arrows = arrows(draft.design());
        assert_eq!(
            arrows,
            [
                "A -> API gateway",
                "API gateway -> X",
                "API gateway -> Y",
                "B -> API gateway"
            ]
        );
        let reads = |c: &Connection| c.from == gate && c.access == Some(Access::Read);
        assert!(draft.design().connections().any(|(_, c)| reads(c)));
    }

    #[test]
    fn what_is_taken_out_leaves_its_neighbors_joined() {
        let parsed =
            parse_notation("a: client \"A\"\nb: queue \"B\"\nx: service\na -> x -> b").unwrap();
        let mut draft = PatchBuilder::new(&parsed.design);
        draft.take_out(parsed.keys["x"]).unwrap();
        assert_eq!(arrows(draft.design()), ["A -> B"]);
    }

    #[test]
    fn a_connection_that_reads_also_writes_when_asked_to() {
        let parsed = parse_notation("a: client\nb: object_storage\na -> b: read").unwrap();
        let (a, b) = (parsed.keys["a"], parsed.keys["b"]);
        let mut draft = PatchBuilder::new(&parsed.design);
        let write = Connection {
            access: Some(Access::Write),
            ..Connection::new(a, b)
        };
        draft.connect_like(a, b, &write);
        let drawn: Vec<_> = draft
            .design()
            .connections()
            .map(|(_, c)| c.access)
            .collect();
        assert_eq!(drawn, [Some(Access::Both)]);
    }

    #[test]
    fn users_stand_outside_and_managed_parts_span_availability_zones() {
        let text = "zone eu: region \"EU\" {\n  zone a: az \"A\" {\n    api: service\n  }\n}";
        let parsed = parse_notation(text).unwrap();
        let api = parsed.keys["api"];
        let zones: Vec<Id> = parsed.design.ancestors(api).map(|(id, _)| id).collect();
        let mut draft = PatchBuilder::new(&parsed.design);
        for (kind, zone) in [
            ("client", None),
            ("load_balancer", Some(zones[1])),
            ("cache", Some(zones[0])),
        ] {
            let added = draft.add(kind, api, PlacementSide::Before).unwrap();
            assert_eq!(draft.design().parent(added), zone, "{kind}");
        }
    }
}
