//! What has to be drawn together with a missing part, so that the part makes sense: a queue with the worker that takes from
//! it, a service with the way on which requests come to it.

use std::collections::VecDeque;
use std::collections::btree_map::{BTreeMap, Entry};

use super::pattern::Pattern;
use crate::model::{Flag, Id, Role};

/// More parts than this are no quick fix.
const MOST: usize = 5;

/// The part and the missing ones that it needs, in the order in which to draw them; none where they are too many.
pub(super) fn company(pattern: &Pattern, part: Id) -> Option<Vec<Id>> {
    let mut company = Company {
        pattern,
        parts: Vec::new(),
    };
    company.join(part);
    (company.parts.len() <= MOST).then_some(company.parts)
}

struct Company<'p, 'a> {
    pattern: &'p Pattern<'a>,
    parts: Vec<Id>,
}

impl Company<'_, '_> {
    fn join(&mut self, part: Id) {
        if self.is_drawn(part) || self.parts.len() > MOST {
            return;
        }
        for before in self.way_to(part) {
            self.join(before);
        }
        // A queue on the way may have brought it along.
        if self.is_drawn(part) {
            return;
        }
        self.parts.push(part);
        if is_carrier(self.role(part)) {
            let takers = self.pattern.callees(part);
            if !takers.iter().any(|&taker| self.is_drawn(taker)) {
                self.join_first(&takers);
            }
        }
    }

    fn join_first(&mut self, parts: &[Id]) {
        if let Some(&first) = parts.iter().find(|&&p| self.role(p) != Role::DeadLetter) {
            self.join(first);
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
        self.pattern.callers(part).is_empty()
    }

    fn is_drawn(&self, part: Id) -> bool {
        self.parts.contains(&part) || !self.pattern.players(part).is_empty()
    }

    fn role(&self, part: Id) -> Role {
        self.pattern.design().kind_of(part).role
    }
}

fn is_carrier(role: Role) -> bool {
    matches!(role, Role::Queue | Role::Log | Role::Topic)
}

/// From where the way begins to what comes before the part.
fn trail(after: &BTreeMap<Id, Id>, start: Id, part: Id) -> Vec<Id> {
    let ways = std::iter::successors(Some(start), |at| after.get(at).copied());
    ways.take_while(|&at| at != part).collect()
}
