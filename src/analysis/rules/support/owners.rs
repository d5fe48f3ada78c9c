//! Who answers for a component.

use petgraph::graph::NodeIndex;

use crate::analysis::revision::Analysis;
use crate::model::ZoneKind;

/// The team that answers for a component: its own owner, or the innermost team zone around it.
pub(crate) fn owner_of<'a>(analysis: &Analysis<'a>, node: NodeIndex) -> Option<&'a str> {
    let own = analysis[node].component.owner.trim();
    if !own.is_empty() {
        return Some(own);
    }
    let mut around = analysis.design.ancestors(analysis.id(node));
    let (_, team) = around.find(|(_, zone)| zone.kind == ZoneKind::Team)?;
    let name = team.name.trim();
    if name.is_empty() { None } else { Some(name) }
}
