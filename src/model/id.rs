//! The id of an item of a design.
//!
//! Ids are written to files, kept by undo and named by findings, and are never reused.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names one item of a design: a component, a connection, a zone or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(pub u64);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
