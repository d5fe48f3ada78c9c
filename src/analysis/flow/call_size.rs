//! How large the calls of a component are, where its kind counts something else than calls: minutes of film, tokens. A prompt
//! states them for its flows.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::Graph;
use crate::model::{CallSize, Measure};
use crate::scenario::Flow;

/// The components for which the prompt says how large their calls are: on average over the flows that pass them.
pub(crate) fn call_sizes(graph: &Graph, flows: &[FlowTrace]) -> Vec<(NodeIndex, CallSize)> {
    let measured = graph.node_indices().filter_map(|node| {
        let unit = graph[node].effective_kind.unit.as_ref();
        Some((node, unit?.measure?))
    });
    let sized = measured.filter_map(|(node, measure)| {
        let (mut calls, mut work, mut read) = (0.0, 0.0, 0.0);
        for flow in flows.iter().filter(|flow| flow.passes(node)) {
            let Some(size) = flow.spec.and_then(|spec| size_of(spec, measure)) else {
                continue;
            };
            // A film that is cut into pieces is as long as before.
            let pieces = match measure {
                Measure::FilmMinutes => pieces(graph, flow),
                Measure::Tokens => 1.0,
            };
            calls += flow.rps * pieces;
            work += flow.rps * size.work;
            read += flow.rps * size.read;
        }
        let size = CallSize {
            work: work / calls,
            read: read / calls,
        };
        (calls > 0.0).then_some((node, size))
    });
    sized.collect()
}

/// Into how many calls the arrows of a flow cut one request.
fn pieces(graph: &Graph, flow: &FlowTrace) -> f64 {
    let calls = flow.links.iter().map(|&link| graph[link].connection.calls);
    calls.map(|calls| calls.max(1.0)).product()
}

/// What a flow says of the size of its requests.
fn size_of(spec: &Flow, measure: Measure) -> Option<CallSize> {
    let (work, read) = match measure {
        Measure::FilmMinutes => (spec.film_minutes * spec.versions, 0.0),
        Measure::Tokens => (spec.tokens_out, spec.tokens_in),
    };
    (work > 0.0).then_some(CallSize { work, read })
}
