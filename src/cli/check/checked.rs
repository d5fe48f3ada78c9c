//! What the check of one drawing gives, for the writers of each format.

use crate::analysis::{Fix, Plan, Report};
use crate::model::Design;
use crate::scenario::Scenario;

/// A drawing that was checked.
pub(super) struct DrawingCheck<'a> {
    pub(super) design: Design,
    /// The file as it was read.
    pub(super) text: String,
    pub(super) repairs: Vec<String>,
    pub(super) scenario: Option<&'a Scenario>,
    pub(super) report: Report,
    /// With the places of their findings, the best first, where they are asked for.
    pub(super) fixes: Option<Vec<(usize, Fix)>>,
    /// How many findings were not tried for fixes because the drawing is large.
    pub(super) untried: usize,
    /// The cheapest way to the targets, where it is asked for.
    pub(super) plan: Option<Plan>,
}
