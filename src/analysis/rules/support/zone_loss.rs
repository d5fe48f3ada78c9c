//! What stops a flow when all that stands in one place is lost.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;

/// Of what is lost, what stops the flow: what it cannot do without or, where each alone could be missed, as few as stop it.
pub(crate) fn flow_stoppers(flow: &FlowTrace, lost: &BTreeSet<NodeIndex>) -> BTreeSet<NodeIndex> {
    let needed: BTreeSet<NodeIndex> = flow.single_points.iter().copied().collect();
    let needed: BTreeSet<NodeIndex> = needed.intersection(lost).copied().collect();
    let Some(success) = &flow.success else {
        return needed;
    };
    if !needed.is_empty() || success.holds(lost) {
        return needed;
    }
    let mut few = lost.clone();
    for node in lost {
        few.remove(node);
        if success.holds(&few) {
            few.insert(*node);
        }
    }
    few
}
