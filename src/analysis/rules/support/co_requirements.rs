//! What has to be drawn together with a missing part, so that the part makes sense: a queue with the worker that takes from
//! it, a service with the path on which requests come to it.

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, VecDeque};

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::PartMatchKind;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::dead_letters;
use crate::analysis::rules::support::reference_mapping::{ReferenceMapping, nearest_design};
use crate::model::{Flag, Id, Role, format};

/// A fix draws at most so many parts.
const MAX_PARTS: usize = 5;

/// The part and the missing ones that it needs, in the order in which to draw them; none where they are too many.
pub(crate) fn parts_required_with(
    analysis: &Analysis,
    mapping: &ReferenceMapping,
    part: Id,
) -> Option<Vec<Id>> {
    let mut required = CoRequirements {
        mapping,
        wants_dead_letters: dead_letters::is_named_risk(analysis),
        visited: BTreeSet::new(),
        parts: Vec::new(),
    };
    required.require(part);
    if required.parts.len() > MAX_PARTS {
        return None;
    }
    Some(required.parts)
}

/// Draws the first part of the nearest accepted design that helps: one that is missing, or one whose work another box only
/// does besides.
pub(crate) fn draw_missing_part(
    analysis: &Analysis,
    helps: impl Fn(&PatchBuilder) -> bool,
    draft: &mut PatchBuilder,
) -> Option<String> {
    let (nearest, _) = nearest_design(analysis)?;
    let draw = |part: Id, draft: &mut PatchBuilder| {
        let mut mapping = ReferenceMapping::new(analysis)?;
        mapping.set_aside(part);
        draw_with_required(analysis, &mut mapping, part, draft)
    };
    let is_enough = |part: &Id| {
        let mut attempt = PatchBuilder::new(analysis.design);
        draw(*part, &mut attempt).is_some() && helps(&attempt)
    };
    let played_as = |kind: PartMatchKind| {
        let parts = nearest.parts.iter();
        parts.filter(move |part| part.played == kind)
    };
    let candidates = played_as(PartMatchKind::Missing).chain(played_as(PartMatchKind::Merged));
    let part = candidates.map(|part| part.reference).find(is_enough)?;
    draw(part, draft)
}

/// Draws the part together with what it needs; says what is added.
pub(crate) fn draw_with_required(
    analysis: &Analysis,
    mapping: &mut ReferenceMapping,
    part: Id,
    draft: &mut PatchBuilder,
) -> Option<String> {
    let parts = parts_required_with(analysis, mapping, part)?;
    for &part in &parts {
        mapping.add_part(part, draft)?;
    }
    let name = mapping.name(part);
    Some(match parts.len() {
        1 => format!("Add {name}"),
        2 => format!(
            "Add {}",
            format::join_names(parts.iter().map(|&part| mapping.name(part)))
        ),
        count => format!("Add {name} and {} connected components", count - 1),
    })
}

/// The parts required so far.
struct CoRequirements<'p, 'a> {
    mapping: &'p ReferenceMapping<'a>,
    /// Whether the prompt asks for a place for failed messages.
    wants_dead_letters: bool,
    /// Parts that are required or about to be: parts may require each other.
    visited: BTreeSet<Id>,
    parts: Vec<Id>,
}

impl CoRequirements<'_, '_> {
    fn require(&mut self, part: Id) {
        if self.is_drawn(part) || self.parts.len() > MAX_PARTS || !self.visited.insert(part) {
            return;
        }
        for before in self.missing_path_to(part) {
            self.require(before);
        }
        self.parts.push(part);
        match self.role(part) {
            Role::Queue | Role::Log | Role::Topic => {
                self.require_one_callee(part);
                for taker in self.mapping.callees(part) {
                    self.require_dead_letters(taker);
                }
            }
            Role::Worker | Role::Processor => self.require_one_callee(part),
            _ => {}
        }
        self.require_dead_letters(part);
    }

    /// Somebody has to take from a queue, and what comes out of a worker has to go somewhere.
    fn require_one_callee(&mut self, part: Id) {
        let behind = self.mapping.callees(part);
        let apart = |&&p: &&Id| self.role(p) != Role::DeadLetter;
        if !behind.iter().any(|&part| self.is_drawn(part))
            && let Some(&first) = behind.iter().find(apart)
        {
            self.require(first);
        }
    }

    /// What a consumer of a queue sets aside goes somewhere too, where the prompt asks for it.
    fn require_dead_letters(&mut self, taker: Id) {
        let callers = self.mapping.callers(taker);
        let mut queues = callers.iter().filter(|&&p| self.role(p) == Role::Queue);
        if !self.wants_dead_letters || !self.is_drawn(taker) || queues.next().is_none() {
            return;
        }
        for part in self.mapping.callees(taker) {
            if self.role(part) == Role::DeadLetter {
                self.require(part);
            }
        }
    }

    /// The missing parts on the shortest path from something drawn, or else from the users, first to last. The search is
    /// written by hand since it keeps the way back, and goes over the parts of the mapping, which are no graph of their own.
    fn missing_path_to(&self, part: Id) -> Vec<Id> {
        if self.starts_by_itself(part) || self.is_called(part) {
            return Vec::new();
        }
        let mut after = BTreeMap::from([(part, part)]);
        let mut open = VecDeque::from([part]);
        let mut users = None;
        while let Some(at) = open.pop_front() {
            if at != part && self.is_called(at) {
                return parts_on_path(&after, at, part);
            }
            for caller in self.mapping.callers(at) {
                let Entry::Vacant(new) = after.entry(caller) else {
                    continue;
                };
                new.insert(at);
                open.push_back(caller);
                if self.role(caller) == Role::Client {
                    users = users.or(Some(caller));
                }
            }
        }
        users.map_or(Vec::new(), |users| parts_on_path(&after, users, part))
    }

    /// Whether something drawn can call it without more being drawn.
    fn is_called(&self, part: Id) -> bool {
        let design = self.mapping.design();
        let kind = design.kind_of(part);
        let several = design
            .component(part)
            .is_some_and(|c| c.replicas.count() > 1);
        // Users who call one of several servers have to choose; something has to stand between.
        let spread = several && !kind.has(Flag::Managed) && !kind.has(Flag::PassThrough);
        let straight = self.mapping.callers(part);
        let by_new = straight.iter().any(|caller| self.parts.contains(caller));
        by_new
            || self
                .mapping
                .callers_in_drawing(part)
                .into_iter()
                .any(|caller| {
                    straight.contains(&caller) || !spread || self.role(caller) != Role::Client
                })
    }

    fn starts_by_itself(&self, part: Id) -> bool {
        self.role(part) == Role::Client || self.mapping.callers(part).is_empty()
    }

    fn is_drawn(&self, part: Id) -> bool {
        self.parts.contains(&part) || !self.mapping.assigned_to(part).is_empty()
    }

    fn role(&self, part: Id) -> Role {
        self.mapping.design().kind_of(part).role
    }
}

/// From where the path begins to what comes before the part.
fn parts_on_path(after: &BTreeMap<Id, Id>, start: Id, part: Id) -> Vec<Id> {
    let path = std::iter::successors(Some(start), |at| after.get(at).copied());
    path.take_while(|&at| at != part).collect()
}
