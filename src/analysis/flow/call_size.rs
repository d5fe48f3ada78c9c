//! How large the calls of a component are, where its kind counts something else than calls: minutes of film, tokens. A prompt
//! states them for its flows.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::performance::visit_ratios::visit_ratios;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{CallSize, Measure};
use crate::scenario::Flow;

/// The components for which the prompt says how large their calls are: on average over the flows that pass them.
pub(crate) fn call_sizes(traced: &TracedFlows) -> Vec<(NodeIndex, CallSize)> {
    let measured: Vec<(NodeIndex, Measure)> = traced
        .node_indices()
        .filter_map(|node| Some((node, traced[node].effective_kind.unit.as_ref()?.measure?)))
        .collect();
    let states = |spec: &Flow| measured.iter().any(|&(_, m)| size_of(spec, m).is_some());
    let mut sums = vec![(0.0, 0.0, 0.0); measured.len()];
    for flow in traced.flows.iter().filter(|flow| flow.works()) {
        let Some(spec) = flow.spec.filter(|spec| states(spec)) else {
            continue;
        };
        let visits = visit_ratios(traced, flow, &FaultSet::none()).components;
        for (&(node, measure), sum) in measured.iter().zip(&mut sums) {
            let Some(size) = size_of(spec, measure).filter(|_| visits[node] > 0.0) else {
                continue;
            };
            // A film that is cut into pieces is as long as before.
            let whole_jobs = match measure {
                Measure::FilmMinutes => visits[node].min(1.0),
                Measure::Tokens => visits[node],
            };
            sum.0 += flow.rps * visits[node];
            sum.1 += flow.rps * whole_jobs * size.work;
            sum.2 += flow.rps * whole_jobs * size.read;
        }
    }
    let known = measured.iter().zip(sums).filter(|(_, sum)| sum.0 > 0.0);
    known
        .map(|(&(node, _), (calls, work, read))| {
            let size = CallSize {
                work: work / calls,
                read: read / calls,
            };
            (node, size)
        })
        .collect()
}

/// What a flow says of the size of its requests.
fn size_of(spec: &Flow, measure: Measure) -> Option<CallSize> {
    let (work, read) = match measure {
        Measure::FilmMinutes => (spec.film_minutes * spec.versions, 0.0),
        Measure::Tokens => (spec.tokens_out, spec.tokens_in),
    };
    (work > 0.0).then_some(CallSize { work, read })
}
