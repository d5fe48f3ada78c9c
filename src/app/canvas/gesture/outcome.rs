//! What a finished gesture leaves to the canvas.

use super::connection_end::ConnectionEnd;
use crate::model::{Id, Point};

/// What a finished gesture leaves to the canvas.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum GestureOutcome {
    /// Nothing more.
    Done,
    /// A connection was dropped on empty canvas: what should it lead to?
    Dropped {
        /// The caller, and where its line begins.
        from: ConnectionEnd,
        /// Where.
        at: Point,
    },
    /// A sentence for the user.
    Notice(String),
    /// A new item whose name the user will want to type; the words where it took something in.
    Name(Id, Option<String>),
}
