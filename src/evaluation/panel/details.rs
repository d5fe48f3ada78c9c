//! The single cases behind the figures, as lines for people.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a list of details is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailKind {
    /// Expected flaws that were not found.
    Missed,
    /// Expected flaws that were found.
    Found,
    /// Forbidden flaws that were reported.
    Forbidden,
    /// Critical and high findings on sound drawings, neither expected nor tolerated.
    FalseAlarms,
    /// Critical and high findings on sound drawings that are tolerated at low weight only.
    HeavyAlarms,
    /// Medium findings on sound drawings, neither expected nor tolerated.
    MediumAlarms,
    /// Scores outside their band.
    Scores,
    /// Pairs of one prompt where the sound drawing does not score higher.
    Pairs,
    /// Sound drawings that fail, others that pass.
    Passes,
    /// Parts that are played by another box than the label says.
    Roles,
    /// Labels of boxes that are read differently.
    Names,
    /// Expected flaws that no rule reports.
    Unmapped,
}

/// The lines of each list.
pub type Details = BTreeMap<DetailKind, Vec<String>>;
