//! Rules that compare the drawing with the accepted designs of its prompt.

pub(super) mod known_mistake;
pub(super) mod missing_flow;
pub(super) mod missing_part;
pub(super) mod wired_differently;
