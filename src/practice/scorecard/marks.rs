//! The four marks on a drawing beside the nearest accepted design: matched, substituted, missing, extra.

use std::collections::BTreeMap;

use crate::analysis::{Comparison, PartMatchKind};
use crate::model::Id;

/// How a component stands to its counterpart in the other drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartMark {
    /// It has one of an acceptable kind.
    Matched,
    /// It has one that costs a little.
    Substituted,
    /// It is in the accepted design alone.
    Missing,
    /// It is in the drawing alone.
    Extra,
}

impl PartMark {
    /// All of them, as a legend lists them.
    pub const ALL: [Self; 4] = [Self::Matched, Self::Substituted, Self::Missing, Self::Extra];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Substituted => "substituted",
            Self::Missing => "missing",
            Self::Extra => "extra",
        }
    }
}

/// The marks of both drawings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrawingMarks {
    /// By component of the drawing.
    pub own: BTreeMap<Id, PartMark>,
    /// By component of the accepted design.
    pub accepted: BTreeMap<Id, PartMark>,
}

impl DrawingMarks {
    /// What a comparison says of both drawings.
    #[must_use]
    pub fn new(comparison: &Comparison) -> Self {
        let mut marks = Self::default();
        for part in &comparison.parts {
            let mark = match part.played {
                PartMatchKind::Matched | PartMatchKind::Merged => PartMark::Matched,
                PartMatchKind::Substituted => PartMark::Substituted,
                PartMatchKind::Missing => PartMark::Missing,
            };
            marks.accepted.insert(part.reference, mark);
            for &id in &part.by {
                // Whoever plays one part well and stands in for another is marked for what it plays well.
                marks
                    .own
                    .entry(id)
                    .and_modify(|known| *known = mark.min(*known))
                    .or_insert(mark);
            }
        }
        for &id in &comparison.extra {
            marks.own.insert(id, PartMark::Extra);
        }
        marks
    }

    /// How many components have a mark: extra ones of the drawing, all others of the accepted design.
    #[must_use]
    pub fn count(&self, mark: PartMark) -> usize {
        let all = match mark {
            PartMark::Extra => &self.own,
            _ => &self.accepted,
        };
        all.values().filter(|known| **known == mark).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::model::Edit;
    use crate::scenario::builtin;

    #[test]
    fn what_is_taken_away_is_missing_and_the_rest_matched() {
        let scenario = &builtin()[0];
        let accepted = &scenario.designs[0];
        let (_, &part) = accepted
            .keys
            .iter()
            .find(|(key, _)| accepted.parts.contains_key(*key))
            .unwrap();
        let mut design = accepted.design.clone();
        design.apply(Edit::Remove([part].into())).unwrap();
        let report = analyze(&design, Some(scenario));
        let comparison = report
            .comparisons
            .iter()
            .find(|one| one.design == accepted.id);
        let marks = DrawingMarks::new(comparison.unwrap());
        assert_eq!(marks.accepted[&part], PartMark::Missing);
        assert_eq!(marks.count(PartMark::Missing), 1);
        assert_eq!(
            marks.count(PartMark::Matched) + 1,
            accepted.design.components().len()
        );
        assert!(marks.own.values().all(|mark| *mark == PartMark::Matched));
    }
}
