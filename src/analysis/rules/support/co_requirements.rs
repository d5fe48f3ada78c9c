//! What has to be drawn together with a missing part, so that the part makes sense: a queue with the worker that takes from
//! it, a service with the way on which requests come to it.

use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, VecDeque};

use crate::analysis::context::Context;
use crate::analysis::rules::support::dead_letters;
use crate::analysis::rules::support::reference_mapping::Pattern;
use crate::model::{Flag, Id, Role};

/// More parts than this are no quick fix.
const MOST: usize = 5;

/// The part and the missing ones that it needs, in the order in which to draw them; none where they are too many.
pub(crate) fn company(context: &Context, pattern: &Pattern, part: Id) -> Option<Vec<Id>> {
    let mut company = Company {
        pattern,
        wants_dead_letters: dead_letters::is_asked_for(context),
        asked: BTreeSet::new(),
        parts: Vec::new(),
    };
    company.join(part);
    (company.parts.len() <= MOST).then_some(company.parts)
}

struct Company<'p, 'a> {
    pattern: &'p Pattern<'a>,
    /// Whether the prompt asks for a place for failed messages.
    wants_dead_letters: bool,
    /// Those that join or are about to: parts may need each other.
    asked: BTreeSet<Id>,
    parts: Vec<Id>,
}

impl Company<'_, '_> {
    fn join(&mut self, part: Id) {
        if self.is_drawn(part) || self.parts.len() > MOST || !self.asked.insert(part) {
            return;
        }
        for before in self.way_to(part) {
            self.join(before);
        }
        self.parts.push(part);
        match self.role(part) {
            Role::Queue | Role::Log | Role::Topic => {
                self.join_one_behind(part);
                for taker in self.pattern.callees(part) {
                    self.join_dead_letters(taker);
                }
            }
            Role::Worker | Role::Processor => self.join_one_behind(part),
            _ => {}
        }
        self.join_dead_letters(part);
    }

    /// Somebody has to take from a queue, and what comes out of a worker has to go somewhere.
    fn join_one_behind(&mut self, part: Id) {
        let behind = self.pattern.callees(part);
        let apart = |&&p: &&Id| self.role(p) != Role::DeadLetter;
        if !behind.iter().any(|&part| self.is_drawn(part))
            && let Some(&first) = behind.iter().find(apart)
        {
            self.join(first);
        }
    }

    /// What a consumer of a queue sets aside goes somewhere too, where the prompt asks for it.
    fn join_dead_letters(&mut self, taker: Id) {
        let callers = self.pattern.callers(taker);
        let mut queues = callers.iter().filter(|&&p| self.role(p) == Role::Queue);
        if !self.wants_dead_letters || !self.is_drawn(taker) || queues.next().is_none() {
            return;
        }
        for part in self.pattern.callees(taker) {
            if self.role(part) == Role::DeadLetter {
                self.join(part);
            }
        }
    }

    /// The missing parts on the shortest way from something drawn, or else from the users, first to last.
    fn way_to(&self, part: Id) -> Vec<Id> {
        if self.starts_by_itself(part) || self.is_called(part) {
            return Vec::new();
        }
        let mut after = BTreeMap::from([(part, part)]);
        let mut open = VecDeque::from([part]);
        let mut users = None;
        while let Some(at) = open.pop_front() {
            if at != part && self.is_called(at) {
                return trail(&after, at, part);
            }
            for caller in self.pattern.callers(at) {
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
        users.map_or(Vec::new(), |users| trail(&after, users, part))
    }

    /// Whether something drawn can call it without more being drawn.
    fn is_called(&self, part: Id) -> bool {
        let design = self.pattern.design();
        let kind = design.kind_of(part);
        let several = design.component(part).is_some_and(|c| c.replicas > 1);
        // Users who call one of several servers have to choose; something has to stand between.
        let spread = several && !kind.has(Flag::Managed) && !kind.has(Flag::PassThrough);
        let straight = self.pattern.callers(part);
        let by_new = straight.iter().any(|caller| self.parts.contains(caller));
        by_new
            || self.pattern.callers_drawn(part).into_iter().any(|caller| {
                straight.contains(&caller) || !spread || self.role(caller) != Role::Client
            })
    }

    fn starts_by_itself(&self, part: Id) -> bool {
        self.role(part) == Role::Client || self.pattern.callers(part).is_empty()
    }

    fn is_drawn(&self, part: Id) -> bool {
        self.parts.contains(&part) || !self.pattern.players(part).is_empty()
    }

    fn role(&self, part: Id) -> Role {
        self.pattern.design().kind_of(part).role
    }
}

/// From where the way begins to what comes before the part.
fn trail(after: &BTreeMap<Id, Id>, start: Id, part: Id) -> Vec<Id> {
    let ways = std::iter::successors(Some(start), |at| after.get(at).copied());
    ways.take_while(|&at| at != part).collect()
}
