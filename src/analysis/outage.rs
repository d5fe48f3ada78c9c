//! What has failed: components and links, and what is left of a flow without them.

use std::collections::BTreeSet;

use super::context::Context;
use super::flow::FlowTrace;
use super::success::alternatives;
use crate::model::Id;

/// Components and links that have failed, by their numbers in the context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FailureSet {
    /// Components, with all their instances.
    pub(crate) nodes: BTreeSet<usize>,
    /// Links: nothing gets over them.
    pub(crate) links: BTreeSet<usize>,
}

impl From<BTreeSet<usize>> for FailureSet {
    /// An outage of components alone.
    fn from(nodes: BTreeSet<usize>) -> Self {
        Self {
            nodes,
            links: BTreeSet::new(),
        }
    }
}

impl<const N: usize> From<[usize; N]> for FailureSet {
    /// An outage of components alone.
    fn from(nodes: [usize; N]) -> Self {
        Self::from(BTreeSet::from(nodes))
    }
}

impl FailureSet {
    /// Nothing has failed.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// The outage of these items of the drawing: components, connections, and zones with all that stands in them.
    pub(crate) fn of(context: &Context, ids: &BTreeSet<Id>) -> Self {
        let all = context.design.with_contents(ids);
        let (nodes, links) = (0..context.nodes.len(), 0..context.links.len());
        Self {
            nodes: nodes.filter(|&n| all.contains(&context.id(n))).collect(),
            links: links
                .filter(|&l| ids.contains(&context.links[l].id))
                .collect(),
        }
    }

    /// With the components too that cannot answer this flow because a link they need has failed.
    pub(crate) fn with_callers(&self, context: &Context, flow: &FlowTrace) -> BTreeSet<usize> {
        let callers = self.links.iter().map(|&link| context.links[link].from);
        let cut_off = callers.filter(|&caller| self.is_cut_off(context, flow, caller));
        self.nodes.iter().copied().chain(cut_off).collect()
    }

    /// Whether a component has lost a link that it needs: any that it waits for or, where it chooses between equals, all
    /// of one sort.
    fn is_cut_off(&self, context: &Context, flow: &FlowTrace, caller: usize) -> bool {
        let this = &context.nodes[caller];
        let target = |&link: &usize| context.links[link].to;
        let needed = this
            .out
            .iter()
            .filter(|&&link| flow.allowed_links.needed[link]);
        if !this.chooses_one_target() {
            return needed.copied().any(|link| self.links.contains(&link));
        }
        let on_path = |to: &usize| flow.components.binary_search(to).is_ok();
        let left: BTreeSet<usize> = needed
            .clone()
            .filter(|link| !self.links.contains(link))
            .map(target)
            .collect();
        let targets: Vec<usize> = needed.map(target).filter(on_path).collect();
        let sorts = alternatives(context, &targets);
        on_path(&caller)
            && sorts
                .iter()
                .any(|sort| left.is_disjoint(&sort.iter().copied().collect()))
    }
}
