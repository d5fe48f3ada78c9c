//! The nearest accepted design as a pattern for mends: draws its parts and connections beside what plays its parts already.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::context::Context;
use crate::analysis::draft::Draft;
use crate::analysis::report::Comparison;
use crate::model::{Component, Connection, Design, Flag, Id, Point, Role};
use crate::scenario::AcceptedDesign;

/// The nearest accepted design and who plays its parts.
pub(crate) struct Pattern<'a> {
    accepted: &'a AcceptedDesign,
    nearest: &'a Comparison,
    /// By the id of the part in the accepted design; only parts that somebody plays.
    players: BTreeMap<Id, Vec<Id>>,
}

/// A connection of the accepted design between a part and one that is played, perhaps past missing ones.
struct Way<'a> {
    /// The part at its other end.
    other: Id,
    /// What to draw it like.
    model: &'a Connection,
}

impl<'a> Pattern<'a> {
    pub(crate) fn new(context: &'a Context) -> Option<Self> {
        let (nearest, accepted) = nearest(context)?;
        let played = nearest.parts.iter().filter(|part| !part.by.is_empty());
        Some(Self {
            accepted,
            nearest,
            players: played
                .map(|part| (part.reference, part.by.clone()))
                .collect(),
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
    pub(crate) fn players(&self, part: Id) -> &[Id] {
        self.players.get(&part).map_or(&[], Vec::as_slice)
    }

    /// The part that a drawn component plays.
    pub(crate) fn played_by(&self, drawn: Id) -> Option<Id> {
        let mut all = self.players.iter();
        all.find(|(_, players)| players.contains(&drawn))
            .map(|(&part, _)| part)
    }

    /// The first missing part of one of these roles that the accepted design lets this component call.
    pub(crate) fn missing_behind(&self, drawn: Id, roles: &[Role]) -> Option<Id> {
        let part = self.played_by(drawn)?;
        let calls = self.design().connections().filter(|(_, c)| c.from == part);
        let mut missing = calls.map(|(_, c)| c.to).filter(|&other| {
            self.players(other).is_empty() && roles.contains(&self.design().kind_of(other).role)
        });
        missing.next()
    }

    /// Who should call this component, and how the accepted design draws that.
    pub(crate) fn caller_of(&self, drawn: Id) -> Option<(Id, Connection)> {
        let ways = self.ways_in(self.played_by(drawn)?);
        let way = ways.first()?;
        Some((*self.players(way.other).first()?, way.model.clone()))
    }

    /// The first of those that play the two ends of a connection.
    pub(crate) fn ends(&self, connection: Id) -> Option<(Id, Id)> {
        let model = self.design().connection(connection)?;
        let first = |part: Id| self.players(part).first().copied();
        Some((first(model.from)?, first(model.to)?))
    }

    /// The first missing part of one of these roles that could be connected.
    pub(crate) fn missing(&self, roles: &[Role]) -> Option<Id> {
        let design = self.design();
        let parts = design.components().map(|(id, _)| id);
        let mut missing = parts.filter(|&part| {
            roles.contains(&design.kind_of(part).role) && self.players(part).is_empty()
        });
        missing.find(|&part| self.can_be_connected(part))
    }

    /// Whether something that the accepted design connects with this part is drawn.
    pub(crate) fn can_be_connected(&self, part: Id) -> bool {
        !self.ways_in(part).is_empty() || !self.ways_out(part).is_empty()
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
    pub(crate) fn callers_drawn(&self, part: Id) -> Vec<Id> {
        self.ways_in(part).iter().map(|way| way.other).collect()
    }

    /// Adds a part as the accepted design has it, connected with the parts that are played already.
    pub(crate) fn add(&mut self, part: Id, draft: &mut Draft) -> Option<Id> {
        let model = self.design().component(part)?;
        let added = draft.put(Component {
            at: self.place(part, draft),
            parent: self.zone(part, draft),
            name: self.name(part).to_owned(),
            ..model.clone()
        })?;
        self.players.insert(part, vec![added]);
        let (before, after) = (self.ways_in(part), self.ways_out(part));
        for way in &before {
            for &caller in self.players(way.other) {
                draft.connect_like(caller, added, way.model);
            }
        }
        for way in &after {
            for &target in self.players(way.other) {
                draft.connect_like(added, target, way.model);
            }
        }
        let kind = self.design().kind_of(part);
        let carries = kind.role.carries_messages();
        if carries || kind.has(Flag::PassThrough) {
            self.close_ways_past(&before, &after, draft);
        }
        Some(added)
    }

    /// Draws one connection of the accepted design between those that play its ends.
    pub(crate) fn connect(&self, connection: Id, draft: &mut Draft) -> Option<(Id, Id)> {
        let model = self.design().connection(connection)?;
        for &caller in self.players(model.from) {
            for &target in self.players(model.to) {
                draft.connect_like(caller, target, model);
            }
        }
        self.ends(connection)
    }

    /// Draws all connections of a part with parts that are played; says whether there are any.
    pub(crate) fn connect_all(&self, part: Id, draft: &mut Draft) -> bool {
        let all = self.design().connections();
        let of_part = all.filter(|(_, c)| c.from == part || c.to == part);
        let drawn = of_part.filter_map(|(id, _)| self.connect(id, draft));
        drawn.count() > 0
    }

    /// What now goes through the new part no longer leads past it, unless the accepted design has that too.
    fn close_ways_past(&self, before: &[Way], after: &[Way], draft: &mut Draft) {
        for caller in before {
            for target in after {
                let mut direct = self.design().connections();
                if direct.any(|(_, c)| c.from == caller.other && c.to == target.other) {
                    continue;
                }
                for &from in self.players(caller.other) {
                    for &to in self.players(target.other) {
                        for connection in draft.between(from, to) {
                            draft.remove(connection);
                        }
                    }
                }
            }
        }
    }

    fn ways_in(&self, part: Id) -> Vec<Way<'a>> {
        self.ways(part, |c| (c.to, c.from), |first, _| first)
    }

    fn ways_out(&self, part: Id) -> Vec<Way<'a>> {
        self.ways(part, |c| (c.from, c.to), |_, last| last)
    }

    /// The played parts next to a part in one direction; missing ones that only pass on are looked through.
    fn ways(
        &self,
        part: Id,
        ends: impl Fn(&Connection) -> (Id, Id),
        model: impl Fn(&'a Connection, &'a Connection) -> &'a Connection,
    ) -> Vec<Way<'a>> {
        let design = self.design();
        let mut ways: Vec<Way> = Vec::new();
        let mut seen = BTreeSet::from([part]);
        let mut open: Vec<(Id, Option<&Connection>)> = vec![(part, None)];
        while let Some((at, first)) = open.pop() {
            for (_, link) in design.connections().filter(|(_, c)| ends(c).0 == at) {
                let (other, first) = (ends(link).1, first.unwrap_or(link));
                if !seen.insert(other) {
                    continue;
                }
                if !self.players(other).is_empty() {
                    let model = model(first, link);
                    ways.push(Way { other, model });
                } else if design.kind_of(other).has(Flag::PassThrough) {
                    open.push((other, Some(first)));
                }
            }
        }
        ways
    }

    /// Where the part stands, seen from the nearest of its neighbours that are drawn, or from the nearest part at all.
    fn place(&self, part: Id, draft: &Draft) -> Point {
        let at = |part: Id| self.design().component(part).map(|c| c.at);
        let Some(here) = at(part) else {
            return Point::default();
        };
        let beside: Vec<Id> = self
            .ways_in(part)
            .iter()
            .chain(&self.ways_out(part))
            .map(|way| way.other)
            .collect();
        let all: Vec<Id> = self.players.keys().copied().collect();
        let known = if beside.is_empty() { all } else { beside };
        let seen = known.into_iter().filter_map(|other| {
            let drawn = draft.design().component(*self.players(other).first()?)?;
            Some((at(other)?, drawn.at))
        });
        let nearest = seen.min_by(|(a, _), (b, _)| here.distance(*a).total_cmp(&here.distance(*b)));
        nearest.map_or(here, |(there, drawn)| drawn + (here - there))
    }

    /// The zone of those whose parts share its zone.
    fn zone(&self, part: Id, draft: &Draft) -> Option<Id> {
        let zone = self.design().parent(part)?;
        let mut equals = self
            .players
            .iter()
            .filter(|(other, _)| self.design().parent(**other) == Some(zone));
        equals.find_map(|(_, players)| draft.design().parent(*players.first()?))
    }
}

/// The accepted design that the drawing comes nearest to.
pub(crate) fn nearest<'a>(context: &'a Context) -> Option<(&'a Comparison, &'a AcceptedDesign)> {
    let nearest = context.comparisons.first()?;
    let mut designs = context.scenario?.designs.iter();
    let accepted = designs.find(|design| design.id == nearest.design)?;
    Some((nearest, accepted))
}
