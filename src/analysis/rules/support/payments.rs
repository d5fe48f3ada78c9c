//! Calls that move money.

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
