//! What a practice is that words tell of: how the words stand, where, and what takes them back.

use crate::analysis::report::Severity;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::written_text::{WrittenText, says_in_order, says_together};
use crate::model::Role;
use crate::model::text_match::mentions;

/// Roles that keep data which must not lie open.
const DATA: [Role; 5] = [
    Role::Store,
    Role::Replica,
    Role::Cache,
    Role::Search,
    Role::Analytics,
];

/// How the words of a practice stand in a clause.
#[derive(Debug)]
pub(crate) enum Wording {
    /// One of each list in any order.
    Together(&'static [&'static [&'static str]]),
    /// One of each list in this order, with at most so many words between.
    InOrder(&'static [&'static [&'static str]], usize),
}

impl Wording {
    fn is_in(&self, clause: &str) -> bool {
        match self {
            Self::Together(lists) => says_together(clause, lists),
            Self::InOrder(lists, gap) => says_in_order(clause, lists, *gap),
        }
    }
}

/// Where a practice has to be written to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PracticePlace {
    /// In one clause of any text.
    InClause,
    /// In one text, whatever its clauses: a counter and what it counts for often stand in two.
    InText,
    /// In one clause on a connection from people to files.
    AtFilesOfPeople,
    /// In one clause on something that keeps data, or on a connection of it.
    AtData,
}

/// Words that tell of a practice, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct UnsafePractice {
    /// What its findings are known by in files.
    pub(crate) id: &'static str,
    /// Any of these tells of it.
    pub(crate) told_by: &'static [Wording],
    /// Words in the same clause or text that take it back.
    pub(crate) unless: &'static [&'static str],
    /// Words anywhere on the drawing that take it back.
    pub(crate) mended_by: &'static [&'static str],
    /// Where it has to be written.
    pub(crate) place: PracticePlace,
    /// Whether it is only half as bad where no client and no device is near.
    pub(crate) is_milder_inside: bool,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What is wrong, as the rest of a sentence after the quotation.
    pub(crate) wrong: &'static str,
    /// What to do.
    pub(crate) advice: &'static str,
}

impl UnsafePractice {
    /// Whether a text tells of it.
    pub(crate) fn is_told_by(&self, said: &WrittenText, analysis: &Analysis) -> bool {
        if self.place == PracticePlace::AtData && !said.touches(analysis, &DATA) {
            return false;
        }
        if self.place == PracticePlace::AtFilesOfPeople
            && !(said.touches(analysis, &[Role::Client])
                && said.touches(analysis, &[Role::Objects]))
        {
            return false;
        }
        let tells = |clause: &str| {
            self.told_by.iter().any(|way| way.is_in(clause)) && !mentions(clause, self.unless)
        };
        match self.place {
            PracticePlace::InText => tells(&said.text),
            PracticePlace::InClause | PracticePlace::AtData | PracticePlace::AtFilesOfPeople => {
                said.clauses().any(tells)
            }
        }
    }
}
