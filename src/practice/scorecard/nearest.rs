//! The accepted design that the drawing is nearest to, as it is shown beside the drawing.

use super::marks::{CounterpartMark, DrawingMarks};
use crate::analysis::{Comparison, PartMatchKind};
use crate::model::Design;

/// The nearest accepted design, with the marks of both drawings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearestDesign {
    /// Its id in the prompt.
    pub design: String,
    /// Its title.
    pub title: String,
    /// How the components of each stand to those of the other.
    pub marks: DrawingMarks,
    /// What differs, a sentence each: first what stands in for something, then what is missing, then what is extra.
    pub differences: Vec<(CounterpartMark, String)>,
}

impl NearestDesign {
    /// What a comparison of a drawing says.
    pub(super) fn new(comparison: &Comparison, drawn: &Design) -> Self {
        let names = |ids: &[crate::model::Id]| {
            let names: Vec<&str> = ids.iter().map(|&id| drawn.name_of(id)).collect();
            names.join(", ")
        };
        let parts = comparison.parts.iter();
        let substituted = parts
            .clone()
            .filter(|part| part.played == PartMatchKind::Substituted)
            .map(|part| {
                let says = format!("{} takes the place of {}", names(&part.by), part.name);
                (CounterpartMark::Substituted, says)
            });
        let missing: Vec<&str> = parts
            .filter(|part| part.played == PartMatchKind::Missing)
            .map(|part| part.name.as_str())
            .collect();
        let missing = (!missing.is_empty()).then(|| {
            let says = format!("{}: only in the accepted design", missing.join(", "));
            (CounterpartMark::Missing, says)
        });
        let extra = (!comparison.extra.is_empty()).then(|| {
            let says = format!("{}: only in your drawing", names(&comparison.extra));
            (CounterpartMark::Extra, says)
        });
        Self {
            design: comparison.design.clone(),
            title: comparison.title.clone(),
            marks: DrawingMarks::new(comparison),
            differences: substituted.chain(missing).chain(extra).collect(),
        }
    }
}
