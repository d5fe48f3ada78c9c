//! Questions about findings of the check that no other template is about.

use super::facts::DrawingFacts;
use super::question::{DrawnQuestion, QuestionKind};
use crate::analysis::Severity;
use crate::model::{Id, format};

/// A finding of some weight, asked about without saying what is wrong.
pub(super) fn weak_spot(facts: &DrawingFacts, questions: &mut Vec<DrawnQuestion>) {
    for finding in facts.report.open() {
        let items: Vec<Id> = finding
            .items
            .iter()
            .copied()
            .filter(|&id| facts.design.contains(id))
            .take(3)
            .collect();
        if finding.severity > Severity::Medium || items.is_empty() {
            continue;
        }
        let names: Vec<String> = items.iter().map(|&id| facts.design.item_name(id)).collect();
        let names = format::join_names(names.iter().map(String::as_str));
        let question = DrawnQuestion::new(
            QuestionKind::WeakSpot,
            items,
            format!("Walk me through {names}. What would worry you there on launch day?"),
            vec![finding.why.clone(), finding.advice.clone()],
        );
        questions.push(question.deeper(
            "How would you explain this risk to a non-technical stakeholder?".to_owned(),
            vec![finding.for_stakeholders.clone()],
        ));
    }
}
