//! How the nearest accepted design sends a flow, in the boxes of the drawing, and which ends and links that leaves.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::endpoints::ResolvedFlow;
use crate::analysis::flow::flow_words::{FlowWords, Speech};
use crate::analysis::graph::{Graph, Link, LinkMap, NodeMap};
use crate::analysis::report::Comparison;
use crate::model::{Id, Role};

/// These places of an accepted design and, for copies among them, what they are copied from: a drawing without the copy reads
/// there.
fn with_originals(graph: &Graph, ends: &[NodeIndex]) -> Vec<NodeIndex> {
    let mut all = ends.to_vec();
    for &end in ends.iter().filter(|&&end| graph.role(end) == Role::Replica) {
        let sources = graph.incoming(end).map(|link| link.from);
        all.extend(sources.filter(|&from| graph.role(from) == Role::Store));
    }
    all
}

/// What the accepted design uses a connection or a part for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IntendedUse {
    ThisFlow,
    OtherFlow,
}

/// For each link of the drawing the connections of the accepted design that it plays, and for each component its parts.
pub(super) struct MatchedParts {
    links: LinkMap<BTreeSet<Id>>,
    /// By part of the accepted design.
    players: BTreeMap<Id, Vec<NodeIndex>>,
}

impl MatchedParts {
    pub(super) fn new(graph: &Graph, nearest: &Comparison) -> Self {
        let mut plays = BTreeMap::<Id, BTreeSet<Id>>::new();
        for theirs in &nearest.connections {
            for &drawn in &theirs.by {
                plays.entry(drawn).or_default().insert(theirs.reference);
            }
        }
        let links = graph.links();
        let players = nearest.parts.iter().map(|part| {
            let by = part.by.iter().filter_map(|&id| graph.index_of(id));
            (part.reference, by.collect())
        });
        Self {
            links: links
                .map(|link| plays.remove(&link.id).unwrap_or_default())
                .collect(),
            players: players.collect(),
        }
    }
}

/// How the accepted design sends one flow, in the boxes of the drawing.
pub(super) struct IntendedPath {
    /// Connections of the accepted design that the flow uses, by id.
    links: BTreeSet<Id>,
    /// For each end point the connections that lead to it.
    links_to: Vec<BTreeSet<Id>>,
    /// For each end point who plays it.
    pub(super) ends: Vec<Vec<NodeIndex>>,
    /// Who plays where it starts.
    pub(super) entries: Vec<NodeIndex>,
}

impl IntendedPath {
    pub(super) fn new(graph: &Graph, reference: &ResolvedFlow, matched: &MatchedParts) -> Self {
        let ids_of = |is_used: &dyn Fn(&Link) -> bool| -> BTreeSet<Id> {
            let used = graph.links().filter(|link| is_used(link));
            used.map(|link| link.id).collect()
        };
        let players = |parts: &[NodeIndex]| -> Vec<NodeIndex> {
            let all = parts
                .iter()
                .filter_map(|&part| matched.players.get(&graph.id(part)));
            all.flatten().copied().collect()
        };
        let on_path = reference.on_path(graph);
        let ends = reference.ends.iter();
        Self {
            links: ids_of(&|link| reference.allowed_links.open[link.index] && on_path[link.to]),
            links_to: ends
                .clone()
                .map(|end| ids_of(&|link| end.candidates.contains(&link.to)))
                .collect(),
            ends: ends
                .map(|end| players(&with_originals(graph, &end.candidates)))
                .collect(),
            entries: players(&reference.entries),
        }
    }

    /// Takes as end points those that play them or are reached as they are, where there are any, and leaves out those that
    /// are reached as what other flows reach.
    pub(super) fn choose_ends(
        &self,
        graph: &Graph,
        flow: &mut ResolvedFlow,
        matched: &MatchedParts,
    ) {
        for (place, end) in flow.ends.iter_mut().enumerate() {
            let is_reached_by = |wanted: IntendedUse, node: NodeIndex| {
                let mut into = graph.incoming(node);
                into.any(|link| {
                    intended_use(matched, link.index, &self.links_to[place]) == Some(wanted)
                })
            };
            for &node in &self.ends[place] {
                let is_entry = flow.entries.contains(&node);
                let is_new = !end.candidates.contains(&node);
                if is_new && !is_entry && flow.allowed_links.reached[node] {
                    end.candidates.push(node);
                }
            }
            end.candidates.sort_unstable();
            let is_intended = |node: NodeIndex| {
                self.ends[place].contains(&node) || is_reached_by(IntendedUse::ThisFlow, node)
            };
            let plays_other = |node: NodeIndex| {
                is_reached_by(IntendedUse::OtherFlow, node)
                    || matched
                        .players
                        .values()
                        .any(|players| players.contains(&node))
            };
            if end.candidates.iter().any(|&node| is_intended(node)) {
                let candidates = end.candidates.iter().copied();
                let meant = candidates.filter(|&node| is_intended(node) || !plays_other(node));
                end.candidates = meant.collect();
            }
        }
    }

    /// The links at which something is written about other flows only, or that lead to a box that is named after others
    /// only, where a link beside them is this flow's and the accepted design does not use them for it. What sorts requests also
    /// sends none where nothing speaks of this flow.
    pub(super) fn links_beside(
        &self,
        graph: &Graph,
        flow: &ResolvedFlow,
        matched: &MatchedParts,
        words: &FlowWords,
        place: usize,
    ) -> BTreeSet<EdgeIndex> {
        let on_path = flow.on_path(graph);
        // Files that users bring to where they belong need no word.
        let is_end = |node: NodeIndex| (flow.ends.iter()).any(|end| end.candidates.contains(&node));
        let is_way = |link: &EdgeIndex| flow.allowed_links.open[*link] && on_path[graph[*link].to];
        let said = |link: EdgeIndex| words.of_link(graph, link, place);
        let spoken_ahead: OnceCell<NodeMap<bool>> = OnceCell::new();
        let mut beside = BTreeSet::new();
        for node in graph.nodes() {
            let is_asked = |link: &EdgeIndex| {
                node.sorts_requests() && graph.is_asked_on_the_way(&graph[*link])
            };
            let ways = node.out.iter().copied();
            let ways = ways.filter(|link| is_way(link) && !is_asked(link));
            let speech = |link: EdgeIndex| {
                let is_spoken_ahead = || {
                    let ahead = spoken_ahead.get_or_init(|| lead_to_speech(graph, &is_way, &said));
                    ahead[graph[link].to]
                };
                // A gateway of sockets says nothing of positions, but the arrow behind it does.
                match said(link) {
                    Speech::Nothing if node.chooses_one_target() && is_spoken_ahead() => {
                        Speech::ThisFlow
                    }
                    said => said,
                }
            };
            let ways: Vec<(EdgeIndex, Speech)> = ways.map(|link| (link, speech(link))).collect();
            let spoken = ways.iter().filter(|(_, said)| *said == Speech::ThisFlow);
            let spoken: Vec<EdgeIndex> = spoken.map(|(link, _)| *link).collect();
            if spoken.is_empty() {
                continue;
            }
            let is_other = |(link, said): &&(EdgeIndex, Speech)| {
                let used = intended_use(matched, *link, &self.links);
                match said {
                    Speech::ThisFlow => false,
                    Speech::OtherFlow => {
                        used != Some(IntendedUse::ThisFlow) || node.sorts_requests()
                    }
                    // What sends each request one way sends it where words lead to.
                    Speech::Nothing => {
                        let chooses = node.sorts_requests()
                            || (node.chooses_one_target() && !is_end(graph[*link].to));
                        chooses && !does_the_same(graph, *link, &spoken)
                    }
                }
            };
            beside.extend(ways.iter().filter(is_other).map(|(link, _)| *link));
        }
        beside
    }

    /// The links at which something is written about other flows only, and which the accepted design does not use for this
    /// one.
    pub(super) fn links_of_others(
        &self,
        graph: &Graph,
        flow: &ResolvedFlow,
        matched: &MatchedParts,
        words: &FlowWords,
        place: usize,
    ) -> BTreeSet<EdgeIndex> {
        let is_other = |link: &EdgeIndex| {
            flow.allowed_links.open[*link]
                && words.at_link(*link, place) == Speech::OtherFlow
                && words.of_node(graph[*link].from, place) != Speech::ThisFlow
                && intended_use(matched, *link, &self.links) != Some(IntendedUse::ThisFlow)
        };
        graph.link_indices().filter(is_other).collect()
    }

    /// The links by which somebody would send a request another way than is meant: those that the accepted design uses for other
    /// flows and, unless words speak of this flow there, those that it does not have.
    pub(super) fn unintended_links(
        &self,
        graph: &Graph,
        flow: &ResolvedFlow,
        matched: &MatchedParts,
        (words, place): (&FlowWords, usize),
    ) -> BTreeSet<EdgeIndex> {
        let on_path = flow.on_path(graph);
        let is_on_path = |link: &Link| on_path[link.to];
        let mut unintended = BTreeSet::new();
        for node in graph.nodes().filter(|node| node.chooses_one_target()) {
            let is_way =
                |link: &EdgeIndex| flow.allowed_links.open[*link] && is_on_path(&graph[*link]);
            let ways: Vec<EdgeIndex> = node.out.iter().copied().filter(is_way).collect();
            let use_of = |&link: &EdgeIndex| intended_use(matched, link, &self.links);
            let intended = ways.iter().copied();
            let intended = intended.filter(|link| use_of(link) == Some(IntendedUse::ThisFlow));
            let intended: Vec<EdgeIndex> = intended.collect();
            let is_unintended = |link: &EdgeIndex| match use_of(link) {
                Some(used) => used == IntendedUse::OtherFlow,
                None => {
                    node.sorts_requests()
                        && words.of_link(graph, *link, place) != Speech::ThisFlow
                        && !does_the_same(graph, *link, &intended)
                }
            };
            if !intended.is_empty() {
                unintended.extend(ways.iter().copied().filter(is_unintended));
            }
        }
        unintended
    }
}

/// The components from which some way leads to words about the flow before anything else is said.
fn lead_to_speech(
    graph: &Graph,
    is_way: &impl Fn(&EdgeIndex) -> bool,
    said: &impl Fn(EdgeIndex) -> Speech,
) -> NodeMap<bool> {
    let says = |link: EdgeIndex, speech: Speech| is_way(&link) && said(link) == speech;
    let spoken = graph.links();
    let spoken = spoken.filter(|link| says(link.index, Speech::ThisFlow));
    let spoken: Vec<NodeIndex> = spoken.map(|link| link.from).collect();
    graph.reaching(&spoken, |link| says(link.index, Speech::Nothing))
}

/// Whether a link leads to one of the same kind that calls the same, or to a twin, as one of these links.
fn does_the_same(graph: &Graph, link: EdgeIndex, others: &[EdgeIndex]) -> bool {
    let this = &graph[graph[link].to];
    let mut others = others.iter().map(|&other| &graph[graph[other].to]);
    others.any(|other| {
        let is_same_kind = this.effective_kind.is_same_as(other.effective_kind);
        this.is_twin_of(other) || (is_same_kind && this.callees == other.callees)
    })
}

/// What the accepted design uses a link for, which uses `intended` for the flow in question; none where the link plays none
/// of its connections.
fn intended_use(
    matched: &MatchedParts,
    link: EdgeIndex,
    intended: &BTreeSet<Id>,
) -> Option<IntendedUse> {
    let plays = &matched.links[link];
    if plays.is_empty() {
        None
    } else if plays.is_disjoint(intended) {
        Some(IntendedUse::OtherFlow)
    } else {
        Some(IntendedUse::ThisFlow)
    }
}
