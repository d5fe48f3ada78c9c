//! What differences between a drawing and an accepted design cost.

/// What a part costs that nobody plays: the unit of all costs.
pub(crate) const UNPLAYED: i64 = 1_000;
/// What a box that plays no part costs.
pub(crate) const EXTRA: i64 = 50;
/// Extra boxes never cost more than one part in so many of the whole design.
pub(crate) const EXTRA_AT_MOST: i64 = 5;
/// What it costs that a box plays a part beside its own: less than another kind, for the work is done.
pub(crate) const MERGED: i64 = 150;
