//! A place for messages that fail every time.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::component_says;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::{Connection, Id, Role};

/// The rule that reports a queue without such a place. Its id stands here because fixes of other rules ask whether the
/// prompt names that risk.
pub(crate) const RULE_ID: &str = "missing-dead-letter-queue";

/// Whether messages that fail every time go here: a dead-letter queue, or a queue of any product with such a name.
pub(crate) fn is_dead_letter_place(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis.role(node) == Role::DeadLetter
        || (analysis.carries_messages(node)
            && component_says(analysis[node].component, keywords::DEAD_LETTERS))
}

/// Whether the prompt names lost messages among the risks that matter most.
pub(crate) fn is_named_risk(analysis: &Analysis) -> bool {
    analysis.is_trap(RULE_ID)
}

/// Gives these consumers a place for messages that fail: the one that is drawn, or a new one.
pub(crate) fn add_dead_letter_queue(consumers: &[Id], draft: &mut PatchBuilder) -> Option<()> {
    let design = draft.design();
    let letters = design
        .components()
        .map(|(id, _)| id)
        .find(|&id| design.kind_of(id).role == Role::DeadLetter);
    let letters = match letters {
        Some(letters) => letters,
        None => draft.add(
            kinds::DEAD_LETTER_QUEUE,
            *consumers.last()?,
            PlacementSide::After,
        )?,
    };
    for &consumer in consumers {
        draft.connect_like(consumer, letters, &Connection::new(consumer, letters));
    }
    Some(())
}

/// The same where the prompt names the risk; elsewhere a drawing need not show it.
pub(crate) fn add_dead_letter_queue_if_asked(
    analysis: &Analysis,
    consumer: Id,
    draft: &mut PatchBuilder,
) -> Option<()> {
    if is_named_risk(analysis) {
        add_dead_letter_queue(&[consumer], draft)?;
    }
    Some(())
}
