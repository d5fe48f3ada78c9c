//! What it means for users that one component stops.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::report::Severity;
use crate::analysis::revision::Analysis;
use crate::model::format;

/// What stops with a component.
pub(crate) struct Impact {
    /// How bad it is.
    pub(crate) severity: Severity,
    /// What stops, in words: "Open an album stops".
    pub(crate) words: String,
}

/// What it means when this component fails; none where no flow stops.
pub(crate) fn impact_of(analysis: &Analysis, node: NodeIndex) -> Option<Impact> {
    let flows: Vec<&FlowTrace> = analysis
        .flows
        .iter()
        .filter(|flow| flow.needs(node))
        .collect();
    let first = flows.first()?;
    let is_minor = |flow: &&FlowTrace| flow.spec.is_some_and(|spec| !spec.critical);
    let severity = if !analysis.waited_for[node] || flows.iter().all(is_minor) {
        Severity::Medium
    } else if flows.iter().any(|flow| flow.critical()) {
        Severity::Critical
    } else {
        Severity::High
    };
    let impact = if first.spec.is_some() {
        let names = format::join_quoted(flows.iter().map(|flow| flow.name.as_str()));
        let verb = if flows.len() == 1 { "stops" } else { "stop" };
        format!("{names} {verb}")
    } else if is_target(&flows, node) {
        "its data cannot be read or written".to_owned()
    } else {
        let ends = flows.iter().flat_map(|flow| &flow.ends);
        let names = format::join_names(ends.map(|end| end.name.as_str()));
        format!("no traffic reaches {names}")
    };
    Some(Impact {
        severity,
        words: impact,
    })
}

fn is_target(flows: &[&FlowTrace], node: NodeIndex) -> bool {
    let mut ends = flows.iter().flat_map(|flow| &flow.ends);
    ends.any(|end| end.candidates == [node])
}
