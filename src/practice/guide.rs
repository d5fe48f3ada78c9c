//! The guided first drawing: six small things to do on a blank sheet, each told apart by what is drawn by then.

use crate::model::{Design, Role};

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lesson {
    /// Place who asks.
    Client,
    /// Place what answers.
    Service,
    /// Connect the two.
    Connect,
    /// Place what keeps data, connected.
    Store,
    /// Ask for the check.
    Check,
    /// Do something about what it says.
    Mend,
}

impl Lesson {
    /// All of them in order.
    pub const ALL: [Self; 6] = [
        Self::Client,
        Self::Service,
        Self::Connect,
        Self::Store,
        Self::Check,
        Self::Mend,
    ];

    /// What to do, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Client => "Place a client",
            Self::Service => "Place a service",
            Self::Connect => "Connect them",
            Self::Store => "Give it a database",
            Self::Check => "Check the drawing",
            Self::Mend => "Fix something",
        }
    }

    /// How it is done.
    #[must_use]
    pub fn instruction(self) -> &'static str {
        match self {
            Self::Client => {
                "Drag Client from the list on the left onto the canvas, or press / and type its name."
            }
            Self::Service => {
                "Drag App service to the right of the client. The service does the work."
            }
            Self::Connect => {
                "Hover over the client, and drag one of its four dots onto the service. The arrow means that the client calls the service."
            }
            Self::Store => {
                "Drag a dot of the service onto empty canvas, type sql, and press Enter. The new box is already connected."
            }
            Self::Check => {
                "Press Ctrl+Enter, or click Check at the top right. The check shows what is missing and which risks the drawing has."
            }
            Self::Mend => {
                "Press Apply on the best next step, or fix something by hand, and watch the findings disappear. Ctrl+Z undoes the change."
            }
        }
    }
}

/// The first thing that is still to do; none where all is done. `checked` says whether the check was asked for, `mended`
/// whether the drawing has changed for the better since.
#[must_use]
pub fn next_lesson(design: &Design, checked: bool, mended: bool) -> Option<Lesson> {
    let with = |role: &dyn Fn(Role) -> bool| -> Vec<_> {
        let all = design.components();
        all.filter(|(id, _)| role(design.kind_of(*id).role))
            .map(|(id, _)| id)
            .collect()
    };
    let clients = with(&|role| matches!(role, Role::Client));
    let services = with(&|role| matches!(role, Role::Compute));
    let stores = with(&|role| matches!(role, Role::Store | Role::Objects | Role::Cache));
    let joined = |from: &[_], to: &[_]| {
        let mut wires = design.connections();
        wires.any(|(_, c)| from.contains(&c.from) && to.contains(&c.to))
    };
    let done = |lesson| match lesson {
        Lesson::Client => !clients.is_empty(),
        Lesson::Service => !services.is_empty(),
        // Something may have been put between the two since.
        Lesson::Connect => joined(&clients, &services) || design.components().count() > 3,
        Lesson::Store => joined(&services, &stores),
        Lesson::Check => checked,
        Lesson::Mend => mended,
    };
    Lesson::ALL.into_iter().find(|&lesson| !done(lesson))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn each_lesson_ends_with_what_it_asks_for() {
        let next = |text: &str, checked, mended| {
            next_lesson(&parse_notation(text).unwrap().design, checked, mended)
        };
        assert_eq!(next("", false, false), Some(Lesson::Client));
        assert_eq!(next("client", false, false), Some(Lesson::Service));
        assert_eq!(
            next("client\napi: service", false, false),
            Some(Lesson::Connect)
        );
        assert_eq!(
            next("client -> api\napi: service", false, false),
            Some(Lesson::Store)
        );
        let three = "client -> api -> db\napi: service\ndb: sql";
        assert_eq!(next(three, false, false), Some(Lesson::Check));
        assert_eq!(next(three, true, false), Some(Lesson::Mend));
        assert_eq!(next(three, true, true), None);
        // Who draws in another order is not sent back.
        assert_eq!(
            next("api -> db\napi: service\ndb: sql", false, false),
            Some(Lesson::Client)
        );
    }
}
