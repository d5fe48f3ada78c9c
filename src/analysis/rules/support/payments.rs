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

/// The number with which a label begins: 2 in "2. save order".
pub(crate) fn step_of(link: &Link) -> Option<u32> {
    let label = link.connection.label.trim_start();
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = label.split_at(digits);
    if rest.starts_with(['.', ')', ':']) {
        number.parse().ok()
    } else {
        None
    }
}
