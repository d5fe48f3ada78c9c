//! What it costs to let a drawn component play a part of an accepted design, by role and never by name.
//!
//! Costs are in thousandths of a missing part: whole numbers, so that sums do not depend on their order.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::graph::{Graph, Link, Node, NodeMap};
use crate::analysis::reference::weights::UNPLAYED;
use crate::analysis::reference::wiring::ReferenceLink;
use crate::model::{Id, Kind, Role, hash_numbers};
use crate::scenario::{AcceptedDesign, Need};

/// How well a component fits a part; the better comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KindFit {
    /// The same role.
    Same,
    /// A kind that the prompt accepts for this part.
    Accepted,
    /// Only the same group.
    Substitute,
}

impl KindFit {
    fn cost(self) -> i64 {
        match self {
            Self::Same => 0,
            Self::Accepted => 200,
            Self::Substitute => 600,
        }
    }
}

/// What it costs that a box of the user's own has to be understood by its name.
const BY_NAME: i64 = 100;

/// A component of an accepted design.
#[derive(Debug)]
pub(crate) struct ReferencePart<'a> {
    pub(crate) id: Id,
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    /// How much it matters, in thousandths.
    pub(crate) weight: i64,
    kind: &'static Kind,
    accepts: &'a [String],
    words: BTreeSet<String>,
}

/// An accepted design, numbered.
#[derive(Debug)]
pub(crate) struct ReferenceDesign<'a> {
    pub(crate) parts: Vec<ReferencePart<'a>>,
    pub(crate) links: Vec<ReferenceLink>,
    /// For each part the links that start or end at it.
    pub(crate) links_of: Vec<Vec<usize>>,
}

/// What a part weighs, in thousandths.
fn weight(need: Need) -> i64 {
    match need {
        Need::Required => 1_000,
        Need::Recommended => 500,
        Need::Optional => 100,
    }
}

impl<'a> ReferenceDesign<'a> {
    pub(crate) fn new(accepted: &'a AcceptedDesign) -> Self {
        let graph = Graph::new(&accepted.design);
        let parts: Vec<_> = graph.nodes().map(|node| ref_part(accepted, node)).collect();
        let links: Vec<_> = graph
            .links()
            .filter(|link| link.from != link.to)
            .map(|link| ReferenceLink {
                id: link.id,
                from: link.from.index(),
                to: link.to.index(),
                timing: link.semantics.timing,
                access: link.access,
                to_role: graph.role(link.to),
            })
            .collect();
        let mut links_of = vec![Vec::new(); parts.len()];
        for (index, link) in links.iter().enumerate() {
            links_of[link.from].push(index);
            links_of[link.to].push(index);
        }
        Self {
            parts,
            links,
            links_of,
        }
    }

    /// A connection matters as much as the lesser of its ends.
    pub(crate) fn weight_of(&self, link: &ReferenceLink) -> i64 {
        self.parts[link.from].weight.min(self.parts[link.to].weight)
    }
}

fn ref_part<'a>(accepted: &'a AcceptedDesign, node: &Node<'a>) -> ReferencePart<'a> {
    let key = accepted
        .keys
        .iter()
        .find(|(_, id)| **id == node.id)
        .map_or("", |(key, _)| key.as_str());
    let part = accepted.parts.get(key);
    let name = match node.component.name.trim() {
        "" => &node.kind.label,
        name => name,
    };
    ReferencePart {
        id: node.id,
        key,
        name,
        weight: weight(part.map_or(Need::Optional, |part| part.need)),
        kind: node.effective_kind,
        accepts: part.map_or(&[], |part| part.accepts.as_slice()),
        words: words(name),
    }
}

/// Which drawn component fits which part.
#[derive(Debug)]
pub(crate) struct KindFits {
    /// By part and canonical number: the fit, its cost, and how little the names have in common (0 to 9).
    table: Vec<Vec<Option<(KindFit, i64, u8)>>>,
    /// For each part those that fit, in order.
    pub(crate) candidates: Vec<Vec<usize>>,
    useful: Vec<bool>,
}

impl KindFits {
    pub(crate) fn fit(&self, part: usize, node: usize) -> KindFit {
        self.table[part][node].map_or(KindFit::Substitute, |(fit, ..)| fit)
    }

    /// What it costs to let this component play this part; as much as nobody where it cannot.
    pub(crate) fn cost(&self, part: usize, node: usize) -> i64 {
        self.table[part][node].map_or(UNPLAYED, |(_, cost, _)| cost)
    }

    pub(crate) fn name_gap(&self, part: usize, node: usize) -> u8 {
        self.table[part][node].map_or(9, |(_, _, gap)| gap)
    }

    pub(crate) fn can_play(&self, part: usize, node: usize) -> bool {
        self.table[part][node].is_some()
    }

    pub(crate) fn plays_nothing(&self, node: usize) -> bool {
        !self.useful[node]
    }
}

pub(crate) fn fits(graph: &Graph, drawn: &[NodeIndex], reference: &ReferenceDesign) -> KindFits {
    let drawn_words: Vec<_> = drawn.iter().map(|&n| words(graph.name(n))).collect();
    let table: Vec<Vec<_>> = reference
        .parts
        .iter()
        .map(|part| {
            drawn
                .iter()
                .zip(&drawn_words)
                .map(|(&node, words)| {
                    let node = &graph[node];
                    let fit = fit(part, node.effective_kind)?;
                    let by_name = !std::ptr::eq(node.kind, node.effective_kind);
                    let cost = fit.cost() + if by_name { BY_NAME } else { 0 };
                    Some((fit, cost, gap(words, &part.words)))
                })
                .collect()
        })
        .collect();
    let candidates: Vec<Vec<usize>> = table
        .iter()
        .map(|row| (0..row.len()).filter(|&n| row[n].is_some()).collect())
        .collect();
    let mut useful = vec![false; drawn.len()];
    candidates.iter().flatten().for_each(|&n| useful[n] = true);
    KindFits {
        table,
        candidates,
        useful,
    }
}

fn fit(part: &ReferencePart, kind: &Kind) -> Option<KindFit> {
    if part.kind.role == kind.role {
        Some(KindFit::Same)
    } else if part.accepts.contains(&kind.id) {
        Some(KindFit::Accepted)
    } else if part.kind.group == kind.group
        && can_stand_in(part.kind.role)
        && can_stand_in(kind.role)
    {
        Some(KindFit::Substitute)
    } else {
        None
    }
}

/// Roles that something of the same group may stand in for. The others are like nothing else.
fn can_stand_in(role: Role) -> bool {
    !matches!(
        role,
        Role::Client
            | Role::Dns
            | Role::Cdn
            | Role::Replica
            | Role::DeadLetter
            | Role::Observability
            | Role::Backup
            | Role::Supplier
            | Role::Power
            | Role::Other
    ) && group_is_close(role)
}

/// Operations is a drawer, not a family: a registry does not stand in for a service mesh.
fn group_is_close(role: Role) -> bool {
    !matches!(role, Role::Control | Role::Identifier | Role::Mesh)
}

fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn gap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u8 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    9 - (9 * common).checked_div(all).unwrap_or(0) as u8
}

/// The components in an order that depends on what they are and how they are connected; names and ids only order those
/// that are alike in all of that. So the comparison does not depend on the order in which a drawing was made.
pub(crate) fn canonical_order(graph: &Graph) -> Vec<NodeIndex> {
    let mut colours: NodeMap<u64> = graph
        .nodes()
        .map(|node| {
            let letters = node.effective_kind.id.bytes().map(u64::from);
            hash_numbers(letters.chain([u64::from(node.component.replicas.count())]))
        })
        .collect();
    for _ in 0..3 {
        colours = graph
            .node_indices()
            .map(|node| {
                let look = |other: NodeIndex, link: &Link| {
                    let semantics = link.semantics;
                    hash_numbers([
                        colours[other],
                        semantics.timing as u64,
                        semantics.access as u64,
                    ])
                };
                let mut out: Vec<_> = graph.outgoing(node).map(|l| look(l.to, l)).collect();
                let mut into: Vec<_> = graph.incoming(node).map(|l| look(l.from, l)).collect();
                out.sort_unstable();
                into.sort_unstable();
                let sides = [colours[node], out.len() as u64];
                hash_numbers(sides.into_iter().chain(out).chain(into))
            })
            .collect();
    }
    let mut order: Vec<NodeIndex> = graph.node_indices().collect();
    order.sort_by_key(|&node| (colours[node], graph.name(node), node));
    order
}
