//! Who answers for a component.

use petgraph::graph::NodeIndex;

use crate::analysis::revision::Analysis;

/// The team that answers for a component: its own owner, or the innermost team zone around it.
pub(crate) fn owner_of<'a>(analysis: &Analysis<'a>, node: NodeIndex) -> Option<&'a str> {
    analysis.design.team_of(analysis.id(node))
}
