//! Calls that move money, and the order of steps that people number.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::graph::Link;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::keywords;
use crate::model::{Access, Role, text_match};

/// Whether the link asks an outside service to move money.
pub(crate) fn calls_payment(analysis: &Analysis, link: &Link) -> bool {
    let party = analysis[link.to].component;
    let mut texts = drawing_text::texts_of_component(party)
        .into_iter()
        .chain([link.connection.label.as_str()]);
    analysis.role(link.to) == Role::External
        && link.access != Some(Access::Read)
        && texts.any(|text| text_match::mentions(text, keywords::MONEY))
}

/// Whether the component asks an outside service to move money.
pub(crate) fn pays(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis
        .outgoing(node)
        .any(|link| calls_payment(analysis, link))
}

/// The place in a row of steps that a label begins with: 2 in "2. save order", "(2) save" and "step 2: save"; words such as
/// "first" and "then" give an order too.
pub(crate) fn step_of(link: &Link) -> Option<u32> {
    const IN_WORDS: [(&str, u32); 6] = [
        ("first ", 1),
        ("first, ", 1),
        ("then ", 50),
        ("afterwards", 60),
        ("finally", 90),
        ("last ", 90),
    ];
    let label = link.connection.label.to_lowercase();
    let label = label.trim_start().trim_start_matches(['(', '#', '[']);
    let label = label.strip_prefix("step ").unwrap_or(label);
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = label.split_at(digits);
    if rest.starts_with(['.', ')', ':', ']']) {
        return number.parse().ok();
    }
    let mut words = IN_WORDS.iter();
    words
        .find(|(word, _)| label.starts_with(word))
        .map(|(_, step)| *step)
}
