//! Which components of the drawing stand for which parts of the nearest accepted design; fixes draw what is missing with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::Comparison;
use crate::analysis::revision::Analysis;
use crate::model::{Component, Connection, Design, Flag, Id, Point, Role};
use crate::scenario::AcceptedDesign;

/// The nearest accepted design and who plays its parts.
pub(crate) struct ReferenceMapping<'a> {
    accepted: &'a AcceptedDesign,
    nearest: &'a Comparison,
    /// By the id of the part in the accepted design; only parts that somebody plays.
    assigned: BTreeMap<Id, Vec<Id>>,
}

/// A connection of the accepted design between a part and one that is played, perhaps past missing ones.
struct MappedNeighbor<'a> {
    /// The part at its other end.
    other: Id,
    /// What to draw it like.
    model: &'a Connection,
}

impl<'a> ReferenceMapping<'a> {
    pub(crate) fn new(analysis: &'a Analysis) -> Option<Self> {
        Self::each(analysis).next()
    }

    /// The same for every accepted design, the nearest first.
    pub(crate) fn each(analysis: &'a Analysis) -> impl Iterator<Item = Self> {
        analysis.comparisons.iter().filter_map(move |nearest| {
            let accepted = nearest.accepted_in(analysis.scenario?)?;
            let played = nearest.parts.iter().filter(|part| !part.by.is_empty());
            Some(Self {
                accepted,
                nearest,
                assigned: played
                    .map(|part| (part.reference, part.by.clone()))
                    .collect(),
            })
        })
    }

    /// The accepted design as drawn.
    pub(crate) fn design(&self) -> &'a Design {
        &self.accepted.design
    }

    /// The part with this name in the notation.
    pub(crate) fn part(&self, key: &str) -> Option<Id> {
        self.accepted.keys.get(key).copied()
    }

    /// What the accepted design calls a part.
    pub(crate) fn name(&self, part: Id) -> &'a str {
        let found = self.nearest.parts.iter().find(|p| p.reference == part);
        found.map_or("", |part| part.name.as_str())
    }

    /// Who plays a part.
    pub(crate) fn assigned_to(&self, part: Id) -> &[Id] {
        self.assigned.get(&part).map_or(&[], Vec::as_slice)
    }

    /// Takes a part for missing whose work somebody else only does besides.
    pub(crate) fn set_aside(&mut self, part: Id) {
        self.assigned.remove(&part);
    }

    /// The part that a drawn component plays.
    pub(crate) fn part_of(&self, drawn: Id) -> Option<Id> {
        let mut all = self.assigned.iter();
        all.find(|(_, players)| players.contains(&drawn))
            .map(|(&part, _)| part)
    }

    /// The first missing part of one of these roles that the accepted design lets this component call.
    pub(crate) fn missing_callee(&self, drawn: Id, roles: &[Role]) -> Option<Id> {
        let part = self.part_of(drawn)?;
        let calls = self.design().connections().filter(|(_, c)| c.from == part);
        let mut missing = calls.map(|(_, c)| c.to).filter(|&other| {
            self.assigned_to(other).is_empty() && roles.contains(&self.design().kind_of(other).role)
        });
        missing.next()
    }

    /// Who should call this component, and how the accepted design draws that.
    pub(crate) fn proposed_caller(&self, drawn: Id) -> Option<(Id, Connection)> {
        let neighbors = self.mapped_callers(self.part_of(drawn)?);
        let neighbor = neighbors.first()?;
        Some((
            *self.assigned_to(neighbor.other).first()?,
            neighbor.model.clone(),
        ))
    }

    /// The first of those that play the two ends of a connection.
    pub(crate) fn assigned_ends(&self, connection: Id) -> Option<(Id, Id)> {
        let model = self.design().connection(connection)?;
        let first = |part: Id| self.assigned_to(part).first().copied();
        Some((first(model.from)?, first(model.to)?))
    }

    /// The first missing part of one of these roles that could be connected.
    pub(crate) fn first_missing(&self, roles: &[Role]) -> Option<Id> {
        let design = self.design();
        let parts = design.components().map(|(id, _)| id);
        let mut missing = parts.filter(|&part| {
            roles.contains(&design.kind_of(part).role) && self.assigned_to(part).is_empty()
        });
        missing.find(|&part| self.can_be_connected(part))
    }

    /// Whether something that the accepted design connects with this part is drawn.
    pub(crate) fn can_be_connected(&self, part: Id) -> bool {
        !self.mapped_callers(part).is_empty() || !self.mapped_callees(part).is_empty()
    }

    /// The parts that call this one in the accepted design.
    pub(crate) fn callers(&self, part: Id) -> Vec<Id> {
        let all = self.design().connections();
        all.filter(|(_, c)| c.to == part && c.from != part)
            .map(|(_, c)| c.from)
            .collect()
    }

    /// The parts that this one calls in the accepted design.
    pub(crate) fn callees(&self, part: Id) -> Vec<Id> {
        let all = self.design().connections();
        all.filter(|(_, c)| c.from == part && c.to != part)
            .map(|(_, c)| c.to)
            .collect()
    }

    /// The played parts that would call this one, past missing ones that only pass on.
    pub(crate) fn callers_in_drawing(&self, part: Id) -> Vec<Id> {
        self.mapped_callers(part)
            .iter()
            .map(|neighbor| neighbor.other)
            .collect()
    }

    /// Adds a part as the accepted design has it, connected with the parts that are played already.
    pub(crate) fn add_part(&mut self, part: Id, draft: &mut PatchBuilder) -> Option<Id> {
        let model = self.design().component(part)?;
        let added = draft.put(Component {
            at: self.place_of(part, draft),
            parent: self.zone_of(part, draft),
            name: self.name(part).to_owned(),
            ..model.clone()
        })?;
        self.assigned.insert(part, vec![added]);
        let (before, after) = (self.mapped_callers(part), self.mapped_callees(part));
        for neighbor in &before {
            for &caller in self.assigned_to(neighbor.other) {
                draft.connect_like(caller, added, neighbor.model);
            }
        }
        for neighbor in &after {
            for &target in self.assigned_to(neighbor.other) {
                draft.connect_like(added, target, neighbor.model);
            }
        }
        let kind = self.design().kind_of(part);
        let carries = kind.role.carries_messages();
        if carries || kind.has(Flag::PassThrough) {
            self.remove_bypasses(&before, &after, draft);
        }
        Some(added)
    }

    /// Draws one connection of the accepted design between those that play its ends.
    pub(crate) fn draw_connection(
        &self,
        connection: Id,
        draft: &mut PatchBuilder,
    ) -> Option<(Id, Id)> {
        let model = self.design().connection(connection)?;
        for &caller in self.assigned_to(model.from) {
            for &target in self.assigned_to(model.to) {
                draft.connect_like(caller, target, model);
            }
        }
        self.assigned_ends(connection)
    }

    /// Draws all connections of a part with parts that are played; says whether there are any.
    pub(crate) fn draw_connections_of(&self, part: Id, draft: &mut PatchBuilder) -> bool {
        let all = self.design().connections();
        let of_part = all.filter(|(_, c)| c.from == part || c.to == part);
        let drawn = of_part.filter_map(|(id, _)| self.draw_connection(id, draft));
        drawn.count() > 0
    }

    /// What now goes through the new part no longer leads past it, unless the accepted design has that too.
    fn remove_bypasses(
        &self,
        before: &[MappedNeighbor],
        after: &[MappedNeighbor],
        draft: &mut PatchBuilder,
    ) {
        for caller in before {
            for target in after {
                let mut direct = self.design().connections();
                if direct.any(|(_, c)| c.from == caller.other && c.to == target.other) {
                    continue;
                }
                for &from in self.assigned_to(caller.other) {
                    for &to in self.assigned_to(target.other) {
                        for connection in draft.between(from, to) {
                            draft.remove(connection);
                        }
                    }
                }
            }
        }
    }

    fn mapped_callers(&self, part: Id) -> Vec<MappedNeighbor<'a>> {
        self.mapped_neighbors(part, |c| (c.to, c.from), |first, _| first)
    }

    fn mapped_callees(&self, part: Id) -> Vec<MappedNeighbor<'a>> {
        self.mapped_neighbors(part, |c| (c.from, c.to), |_, last| last)
    }

    /// The played parts next to a part in one direction; missing ones that only pass on are looked through.
    fn mapped_neighbors(
        &self,
        part: Id,
        ends: impl Fn(&Connection) -> (Id, Id),
        model: impl Fn(&'a Connection, &'a Connection) -> &'a Connection,
    ) -> Vec<MappedNeighbor<'a>> {
        let design = self.design();
        let mut neighbors: Vec<MappedNeighbor> = Vec::new();
        let mut seen = BTreeSet::from([part]);
        let mut open: Vec<(Id, Option<&Connection>)> = vec![(part, None)];
        while let Some((at, first)) = open.pop() {
            for (_, link) in design.connections().filter(|(_, c)| ends(c).0 == at) {
                let (other, first) = (ends(link).1, first.unwrap_or(link));
                if !seen.insert(other) {
                    continue;
                }
                if !self.assigned_to(other).is_empty() {
                    let model = model(first, link);
                    neighbors.push(MappedNeighbor { other, model });
                } else if design.kind_of(other).has(Flag::PassThrough) {
                    open.push((other, Some(first)));
                }
            }
        }
        neighbors
    }

    /// Where the part stands, seen from the nearest of its neighbors that are drawn, or from the nearest part at all.
    fn place_of(&self, part: Id, draft: &PatchBuilder) -> Point {
        let at = |part: Id| self.design().component(part).map(|c| c.at);
        let Some(here) = at(part) else {
            return Point::default();
        };
        let beside: Vec<Id> = self
            .mapped_callers(part)
            .iter()
            .chain(&self.mapped_callees(part))
            .map(|neighbor| neighbor.other)
            .collect();
        let all: Vec<Id> = self.assigned.keys().copied().collect();
        let known = if beside.is_empty() { all } else { beside };
        let seen = known.into_iter().filter_map(|other| {
            let drawn = draft
                .design()
                .component(*self.assigned_to(other).first()?)?;
            Some((at(other)?, drawn.at))
        });
        let nearest = seen.min_by(|(a, _), (b, _)| here.distance(*a).total_cmp(&here.distance(*b)));
        nearest.map_or(here, |(there, drawn)| drawn + (here - there))
    }

    /// The zone of those whose parts share its zone.
    fn zone_of(&self, part: Id, draft: &PatchBuilder) -> Option<Id> {
        let zone = self.design().parent(part)?;
        let mut equals = self
            .assigned
            .iter()
            .filter(|(other, _)| self.design().parent(**other) == Some(zone));
        equals.find_map(|(_, players)| draft.design().parent(*players.first()?))
    }
}

/// Whether a component plays a part of this role in the accepted design that the drawing comes nearest to: a queue for a
/// place where failed messages are put aside.
pub(crate) fn plays_role(analysis: &Analysis, drawn: Id, role: Role) -> bool {
    nearest_design(analysis).is_some_and(|(nearest, accepted)| {
        let mut parts = nearest.parts.iter();
        parts.any(|part| {
            part.by.contains(&drawn) && accepted.design.kind_of(part.reference).role == role
        })
    })
}

/// The accepted design that the drawing comes nearest to.
pub(crate) fn nearest_design<'a>(
    analysis: &'a Analysis,
) -> Option<(&'a Comparison, &'a AcceptedDesign)> {
    let nearest = analysis.comparisons.first()?;
    Some((nearest, nearest.accepted_in(analysis.scenario?)?))
}
