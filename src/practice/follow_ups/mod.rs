//! Follow-up questions about one drawing, as an interviewer asks them: with the names and numbers of this drawing, never
//! about what it already answers, and with the points of a good answer made from the same facts.
//!
//! Each template looks at the facts and adds the questions that fit. The same drawing gives the same questions in the same
//! order on every machine.

mod capacity;
mod data;
mod facts;
mod failures;
mod program;
mod question;
mod resilience;
mod weak_spots;

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use facts::DrawingFacts;
pub use question::{DrawnQuestion, QuestionKind, QuestionStep};

/// How many questions of one kind are asked at most.
const EACH: usize = 2;

/// A template: what it adds to the questions.
type Template = fn(&DrawingFacts, &mut Vec<DrawnQuestion>);

/// All templates, those first that interviewers ask first.
const TEMPLATES: &[Template] = &[
    failures::single_point,
    capacity::growth,
    failures::cold_cache,
    resilience::slow_callee,
    program::owner,
    failures::zone_loss,
    data::done_twice,
    program::late_dependency,
    capacity::backlog,
    data::lost_data,
    capacity::tail_latency,
    program::rollout,
    data::stale_copy,
    program::alert,
    failures::vendor,
    failures::bad_release,
    resilience::flood,
    program::program_risk,
    resilience::error_budget,
    program::two_teams,
    capacity::cost,
    weak_spots::weak_spot,
];

/// The questions about a drawing, those first that matter most; none where nothing is drawn.
#[must_use]
pub fn questions_about(analysis: &Analysis) -> Vec<DrawnQuestion> {
    let facts = DrawingFacts::new(analysis);
    let mut by_template: Vec<std::vec::IntoIter<DrawnQuestion>> = TEMPLATES
        .iter()
        .map(|template| {
            let mut found: Vec<DrawnQuestion> = Vec::new();
            template(&facts, &mut found);
            // Two arrows between the same boxes are one question.
            let mut asked = BTreeSet::new();
            found.retain(|question| asked.insert(question.ask().to_owned()));
            found.truncate(EACH);
            found.into_iter()
        })
        .collect();
    // One of each kind first: an interviewer moves on.
    let mut all = Vec::new();
    for _ in 0..EACH {
        all.extend(by_template.iter_mut().filter_map(Iterator::next));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Design;
    use crate::scenario::builtin;

    #[test]
    fn nothing_is_asked_about_nothing() {
        let design = Design::new();
        assert!(questions_about(&Analysis::new(&design, None)).is_empty());
        let prompt = Some(&builtin()[0]);
        assert!(questions_about(&Analysis::new(&design, prompt)).is_empty());
    }

    #[test]
    fn accepted_designs_are_asked_about_many_things() {
        let mut kinds = BTreeSet::new();
        for scenario in builtin() {
            for accepted in &scenario.designs {
                let analysis = Analysis::new(&accepted.design, Some(scenario));
                let questions = questions_about(&analysis);
                assert!(questions.len() >= 5, "{} {}", scenario.id, accepted.id);
                kinds.extend(questions.iter().map(|question| question.kind));
                assert_eq!(questions, questions_about(&analysis));
            }
        }
        assert!(kinds.len() >= 12, "{kinds:?}");
    }
}
