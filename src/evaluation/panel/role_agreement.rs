//! Whether the check sees the same boxes play the parts of an accepted design as the interviewers do.

use std::collections::BTreeSet;

use serde::Serialize;

use super::details::{DetailKind, Details};
use super::flaws::name_words;
use super::panel_set::CheckedDrawing;
use super::statements::place_names;
use crate::evaluation::proportion::Proportion;

/// Agreement on who plays what.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RoleFigures {
    /// Parts that a box of the label plays, in the nearest accepted design that has the part.
    pub agreement: Proportion,
    /// The same, of parts of the nearest design.
    pub agreement_in_nearest: Proportion,
    /// Parts that are said to be missing.
    pub played_by_nobody: usize,
    /// Parts that another box is said to play.
    pub played_by_another: usize,
    /// Parts that no accepted design has.
    pub unknown: usize,
    /// Parts that nobody plays, seen as such.
    pub not_played: Proportion,
}

impl RoleFigures {
    /// Counts one drawing.
    pub(super) fn add(&mut self, drawing: &CheckedDrawing, details: &mut Details) {
        let label = drawing.label;
        let mut disagree = |line: String| {
            let lines = details.entry(DetailKind::Roles).or_default();
            lines.push(format!("{}: {line}", label.file));
        };
        for (part, boxes) in &label.plays {
            let boxes: BTreeSet<String> = boxes.iter().collect();
            let Some(played) = PlayedPart::find(drawing, part) else {
                self.unknown += 1;
                disagree(format!("{part}: no accepted design has this part"));
                continue;
            };
            let agrees = !played.by.is_disjoint(&boxes);
            self.agreement.add(agrees);
            if played.in_nearest {
                self.agreement_in_nearest.add(agrees);
            }
            if agrees {
                continue;
            }
            if played.by.is_empty() {
                self.played_by_nobody += 1;
            } else {
                self.played_by_another += 1;
            }
            let design = if played.in_nearest {
                ""
            } else {
                " (another design)"
            };
            let wanted = joined(&boxes);
            disagree(format!(
                "{part}: {wanted}, not {}{design}",
                joined(&played.by)
            ));
        }
        for part in &label.not_played {
            let Some(played) = PlayedPart::find(drawing, part) else {
                continue;
            };
            self.not_played.add(played.by.is_empty());
            if !played.by.is_empty() {
                disagree(format!("{part}: nobody, not {}", joined(&played.by)));
            }
        }
    }
}

/// A part of an accepted design and the names of the boxes that are said to play it.
struct PlayedPart {
    by: BTreeSet<String>,
    in_nearest: bool,
}

impl PlayedPart {
    /// The part with this name, in the nearest design that has it.
    fn find(drawing: &CheckedDrawing, name: &str) -> Option<Self> {
        let wanted = name_words(name);
        let designs = drawing.report.comparisons.iter().enumerate();
        let mut parts = designs.flat_map(|(index, design)| {
            let parts = design.parts.iter();
            parts.map(move |part| (index, part))
        });
        let (index, part) = parts.find(|(_, part)| name_words(&part.name) == wanted)?;
        Some(Self {
            by: place_names(drawing.design, &part.by),
            in_nearest: index == 0,
        })
    }
}

fn joined(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "nobody".to_owned();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(" / ")
}
