//! Which flows of the prompt a box or an arrow speaks of.

use std::borrow::Cow;
use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::graph::{Graph, LinkMap, NodeMap};
use crate::model::phrase_index::PhraseIndex;
use crate::model::text_match::plain;
use crate::scenario::Scenario;

/// Flows by their places in the prompt, one bit for each; those after the last bit are never spoken of.
type FlowSet = u64;

/// What the words of a drawing say about flows.
#[derive(Debug)]
pub(super) struct FlowWords {
    nodes: NodeMap<FlowSet>,
    links: LinkMap<FlowSet>,
}

/// Whether words speak of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speech {
    /// They do.
    ThisFlow,
    /// They speak of others only.
    OtherFlow,
    /// They speak of none.
    Nothing,
}

impl FlowWords {
    pub(super) fn new(graph: &Graph, scenario: &Scenario) -> Self {
        let flows = scenario.flows.iter().enumerate();
        let words =
            flows.flat_map(|(place, flow)| flow.words.iter().map(move |word| (place, word)));
        let (flow_of, phrases): (Vec<usize>, Vec<Cow<str>>) = words
            .map(|(place, word)| (place, Cow::Borrowed(word.as_str())))
            .unzip();
        let index = PhraseIndex::new(phrases.into_iter());
        let read = |text: &str| {
            let mut flows: FlowSet = 0;
            index.find(&plain(text), |place, _| {
                flows |= 1_u64.checked_shl(flow_of[place] as u32).unwrap_or(0);
            });
            flows
        };
        let mut links: LinkMap<FlowSet> = graph
            .links()
            .map(|link| read(&link.connection.label))
            .collect();
        // What is written once is meant for all twins: nobody writes on every one of three cells what they do.
        let stem = |node: NodeIndex| (&graph[node].effective_kind.id, graph[node].twin_name());
        let ends = graph.links().map(|link| (stem(link.from), stem(link.to)));
        let ends: Vec<_> = ends.collect();
        let mut written = BTreeMap::new();
        for (ends, flows) in ends
            .iter()
            .zip(links.values())
            .filter(|(_, flows)| **flows != 0)
        {
            *written.entry(ends).or_insert(0) |= flows;
        }
        for (link, ends) in graph.link_indices().zip(&ends) {
            if links[link] == 0 {
                links[link] = written.get(ends).copied().unwrap_or(0);
            }
        }
        Self {
            nodes: graph
                .nodes()
                .map(|node| read(&node.component.name))
                .collect(),
            links,
        }
    }

    /// What is written at a link about the flow at this place.
    pub(super) fn at_link(&self, link: EdgeIndex, flow: usize) -> Speech {
        speech(self.links[link], flow)
    }

    /// What the name of a component says about the flow at this place.
    pub(super) fn of_node(&self, node: NodeIndex, flow: usize) -> Speech {
        speech(self.nodes[node], flow)
    }

    /// What is written at a link about the flow at this place or, where nothing is, at the box that it leads to.
    pub(super) fn of_link(&self, graph: &Graph, link: EdgeIndex, flow: usize) -> Speech {
        match speech(self.links[link], flow) {
            Speech::Nothing => self.of_node(graph[link].to, flow),
            said => said,
        }
    }
}

fn speech(flows: FlowSet, flow: usize) -> Speech {
    if flows == 0 {
        Speech::Nothing
    } else if flows.checked_shr(flow as u32).unwrap_or(0) & 1 == 1 {
        Speech::ThisFlow
    } else {
        Speech::OtherFlow
    }
}
