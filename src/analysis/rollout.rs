//! What the order of a rollout may pass over: the rule about it and the plan of the program ask the same question.

use crate::analysis::drawing_text;
use crate::analysis::graph::Link;
use crate::analysis::rules::support::keywords;
use crate::model::text_match;

/// Whether a call can be missing for a while: it speaks of a flag, a fallback or a stub.
pub(crate) fn is_optional(link: &Link) -> bool {
    let mut texts = drawing_text::texts_of_connection(link.connection).into_iter();
    texts.any(|text| text_match::mentions(text, keywords::TEMPORARILY_OPTIONAL))
}
