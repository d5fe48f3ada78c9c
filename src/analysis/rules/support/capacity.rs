//! How many instances a load needs, and the advice and the fix that follow from it.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::performance::cost::PLANNED;
use crate::analysis::report::Finding;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::replicas::run_several;
use crate::model::{Flag, MAX_REPLICAS};

/// How many instances carry the load at planned utilization.
pub(crate) fn instances_needed(analysis: &Analysis, node: NodeIndex) -> u32 {
    let one = analysis[node].capacity_of_one().unwrap_or(f64::INFINITY);
    let needed = (analysis.loads[node] / (one * PLANNED)).ceil();
    needed.clamp(1.0, f64::from(MAX_REPLICAS)) as u32
}

/// Advice on how to give a component more capacity.
pub(crate) fn advise_capacity(analysis: &Analysis, node: NodeIndex) -> String {
    let name = analysis.name(node);
    if analysis[node].has(Flag::Writable) && !analysis[node].has(Flag::Scalable) {
        format!("Keep requests from {name} with a cache or copies for reading, or split its data")
    } else {
        let instances = instances_needed(analysis, node);
        format!("Run {instances} of {name}, or keep requests from it")
    }
}

/// Runs as many instances as the load needs, where more of them help.
pub(crate) fn run_needed_instances(
    analysis: &Analysis,
    finding: &Finding,
    draft: &mut PatchBuilder,
) -> Option<String> {
    let id = finding.item()?;
    let node = analysis.index_of(id)?;
    let scales = analysis[node].has(Flag::Scalable);
    let instances = instances_needed(analysis, node);
    if !scales {
        return None;
    }
    run_several(analysis, id, instances, draft)
}
