//! Where in an accepted design a mutation fits.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::subject::MutationSubject;
use crate::analysis::graph::Link;
use crate::model::Role;
use crate::scenario::{Flow, Part};

/// So many pairs of one sort are looked at: more than any accepted design that people drew has.
const MOST_PAIRS: usize = 10_000;

/// One place where a fault is put in.
#[derive(Debug, Clone, Copy)]
pub(super) enum FaultPlace<'a> {
    Drawing,
    Component(NodeIndex),
    Pair(NodeIndex, NodeIndex),
    Link(EdgeIndex),
    /// A flow of the prompt, by its number.
    Flow(usize),
    /// A kind that is not drawn.
    Kind(&'a str),
}

/// All places of one sort.
#[derive(Debug)]
pub(super) enum FaultSelector {
    /// The drawing as a whole.
    Drawing,
    /// The service of [`MutationSubject::app`].
    App,
    /// Components of these roles.
    Drawn(&'static [Role]),
    /// Components of these roles that users reach.
    Reached(&'static [Role]),
    /// Those of them for which this holds.
    ReachedWhere(&'static [Role], fn(&MutationSubject<'_>, NodeIndex) -> bool),
    /// Components for which this holds.
    Components(fn(&MutationSubject<'_>, NodeIndex) -> bool),
    /// Each component of the first roles with each of the second.
    Pairs(&'static [Role], &'static [Role]),
    /// Components that are such a part of the accepted design, by their key in it.
    Parts(fn(&Part) -> bool),
    /// Connections for which this holds.
    Links(fn(&MutationSubject<'_>, &Link<'_>) -> bool),
    /// Flows of the prompt for which this holds.
    Flows(fn(&MutationSubject<'_>, &Flow) -> bool),
    /// Kinds that the load of the prompt does not need and that are not drawn.
    NotNeeded,
}

impl FaultSelector {
    pub(super) fn places<'a>(&self, subject: &MutationSubject<'a>) -> Vec<FaultPlace<'a>> {
        let components = |nodes: Vec<NodeIndex>| {
            let nodes = nodes.into_iter();
            nodes.map(FaultPlace::Component).collect()
        };
        match self {
            Self::Drawing => vec![FaultPlace::Drawing],
            Self::App => components(subject.app().into_iter().collect()),
            Self::Drawn(roles) => components(subject.analysis.with_role(roles).collect()),
            Self::Reached(roles) => components(subject.reached(roles)),
            Self::ReachedWhere(roles, fits) => {
                let mut nodes = subject.reached(roles);
                nodes.retain(|&node| fits(subject, node));
                components(nodes)
            }
            Self::Components(fits) => {
                components(subject.all().filter(|&n| fits(subject, n)).collect())
            }
            Self::Pairs(first, second) => {
                let first = subject.analysis.with_role(first);
                let pairs = first.flat_map(|one| {
                    let second = subject.analysis.with_role(second);
                    second.map(move |other| FaultPlace::Pair(one, other))
                });
                pairs.take(MOST_PAIRS).collect()
            }
            Self::Parts(fits) => {
                let parts = subject.accepted.parts.iter();
                let fitting = parts.filter(|(_, part)| fits(part));
                let ids = fitting.filter_map(|(key, _)| subject.accepted.keys.get(key));
                components(
                    ids.filter_map(|&id| subject.analysis.index_of(id))
                        .collect(),
                )
            }
            Self::Links(fits) => {
                let links = subject.analysis.links().filter(|link| fits(subject, link));
                links.map(|link| FaultPlace::Link(link.index)).collect()
            }
            Self::Flows(fits) => {
                let flows = subject.scenario.flows.iter().enumerate();
                let fitting = flows.filter(|(_, flow)| fits(subject, flow));
                fitting.map(|(n, _)| FaultPlace::Flow(n)).collect()
            }
            Self::NotNeeded => {
                let kinds = subject.scenario.not_needed.iter().flat_map(|n| &n.kinds);
                let drawn = |kind: &str| subject.analysis.nodes().any(|n| n.kind.id == kind);
                kinds
                    .filter(|kind| !drawn(kind))
                    .map(|kind| FaultPlace::Kind(kind))
                    .collect()
            }
        }
    }
}
