//! Layered layout: callers to the left of the called, zones kept together.

use crate::model::{Design, Edit};

/// The edits that lay the whole design out afresh: components, zones around their contents, notes beside.
#[must_use]
pub fn tidy(_design: &Design) -> Vec<Edit> {
    Vec::new()
}
