//! What it costs to let a drawn component play a part of an accepted design, and what speaks for it.
//!
//! Costs are in thousandths of a missing part: whole numbers, so that sums do not depend on their order. What a part costs
//! follows from roles alone and decides how near the drawing comes. Who plays it is decided by evidence beside that: the
//! exact kind where few have it, and the words of the drawing.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::graph::{Graph, Link, Node, NodeMap};
use crate::analysis::reference::evidence::{CLEAR, HOLDS_JOBS, Vocabulary, Words};
use crate::analysis::reference::weights::UNPLAYED;
use crate::analysis::reference::wiring::ReferenceLink;
use crate::model::text_match::mentions;
use crate::model::{Flag, Group, Id, Kind, Role, hash_numbers};
use crate::scenario::{AcceptedDesign, Need, Responsibility};

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
    pub(crate) kind: &'static Kind,
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
    /// The words that mean its parts.
    pub(crate) vocabulary: Vocabulary<'a>,
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
    /// An accepted design of a prompt with these jobs.
    pub(crate) fn new(accepted: &'a AcceptedDesign, jobs: &'a [Responsibility]) -> Self {
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
        let named: Vec<_> = parts.iter().map(|part| (part.key, part.name)).collect();
        Self {
            vocabulary: Vocabulary::new(&named, jobs),
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

/// What is known of a component as the player of a part.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    fit: KindFit,
    /// What that costs.
    cost: i64,
    /// What speaks for it, in the same unit.
    evidence: i64,
    /// How little the names have in common (0 to 9).
    gap: u8,
}

/// Which drawn component fits which part.
#[derive(Debug)]
pub(crate) struct KindFits {
    /// By part and canonical number.
    table: Vec<Vec<Option<Candidate>>>,
    /// By canonical number and part.
    words: Vec<Vec<Words>>,
    /// For each part those that fit, in order.
    pub(crate) candidates: Vec<Vec<usize>>,
    useful: Vec<bool>,
    /// What each component does, by canonical number.
    pub(crate) roles: Vec<Role>,
    /// Whether it keeps data or carries messages.
    keeps: Vec<bool>,
    /// Whether it says that there are several in it: "topics", "a partition per city".
    pub(crate) is_several: Vec<bool>,
    /// Whether work waits in it, as its arrows say, although it is a store or a cache.
    pub(crate) holds_jobs: Vec<bool>,
    /// Whether it takes what comes in and hands it to whoever serves it, for us or as a service.
    pub(crate) stands_in_front: Vec<bool>,
    /// By part and canonical number: whether the name clearly means the part, and the box can do such work.
    named_after: Vec<Vec<bool>>,
}

impl KindFits {
    pub(crate) fn fit(&self, part: usize, node: usize) -> KindFit {
        self.table[part][node].map_or(KindFit::Substitute, |candidate| candidate.fit)
    }

    /// What it costs to let this component play this part; as much as nobody where it cannot.
    pub(crate) fn cost(&self, part: usize, node: usize) -> i64 {
        let unfit = if self.named_after[part][node] {
            BY_NAME + KindFit::Accepted.cost()
        } else {
            UNPLAYED
        };
        self.table[part][node].map_or(unfit, |candidate| candidate.cost)
    }

    /// Whether it keeps or carries things and says nothing about which: "Postgres", "Kafka".
    pub(crate) fn is_general(&self, node: usize) -> bool {
        let mut words = self.words[node].iter();
        self.keeps[node] && words.all(|words| words.by_name < SPEAKING)
    }

    /// Whether the name clearly means the part, and the box can do such work.
    pub(crate) fn is_named_after(&self, part: usize, node: usize) -> bool {
        self.named_after[part][node]
    }

    /// What speaks for it, in the unit of costs.
    pub(crate) fn evidence(&self, part: usize, node: usize) -> i64 {
        let by_name = if self.named_after[part][node] {
            worth_of_words(KindFit::Substitute) * self.words[node][part].by_name / CLEAR
        } else {
            0
        };
        self.table[part][node].map_or(by_name, |candidate| candidate.evidence)
    }

    /// What its words say about the part.
    pub(crate) fn words(&self, part: usize, node: usize) -> Words {
        self.words[node][part]
    }

    pub(crate) fn name_gap(&self, part: usize, node: usize) -> u8 {
        self.table[part][node].map_or(9, |candidate| candidate.gap)
    }

    pub(crate) fn can_play(&self, part: usize, node: usize) -> bool {
        self.table[part][node].is_some()
    }

    pub(crate) fn plays_nothing(&self, node: usize) -> bool {
        !self.useful[node]
    }
}

/// What it is worth that the words of a box speak clearly of a part: more than one or two connections, and less where its
/// kind does not fit as well. All of these were found on one half of the panel and held on the other; half or double of
/// each makes little difference.
fn worth_of_words(fit: KindFit) -> i64 {
    match fit {
        KindFit::Same => 1_200,
        KindFit::Accepted => 900,
        KindFit::Substitute => 500,
    }
}

/// What the very kind of a part is worth where one box alone has it and one part alone wants it: about one connection.
const EXACT_KIND: i64 = 600;
/// From here on a name speaks of a part, in hundredths of clear words.
pub(crate) const SPEAKING: i64 = CLEAR / 2;
/// From here on the name alone gives a box a part that nobody plays.
const NAMED: i64 = 7 * CLEAR / 10;

pub(crate) fn fits(graph: &Graph, drawn: &[NodeIndex], reference: &ReferenceDesign) -> KindFits {
    let parts = reference.parts.len();
    let drawn_words: Vec<_> = drawn.iter().map(|&n| words(graph.name(n))).collect();
    let said: Vec<Vec<Words>> = drawn
        .iter()
        .map(|&node| reference.vocabulary.read(graph, node, parts))
        .collect();
    let is_kind = |kind: &Kind, node: NodeIndex| kind.is_same_as(graph[node].effective_kind);
    let table: Vec<Vec<_>> = reference
        .parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            let equals = reference
                .parts
                .iter()
                .filter(|p| p.kind.is_same_as(part.kind))
                .count();
            let having = drawn
                .iter()
                .filter(|&&node| is_kind(part.kind, node))
                .count();
            let rare = EXACT_KIND / equals.max(having).max(1) as i64;
            let candidate = |place: usize| {
                let node = &graph[drawn[place]];
                let words = said[place][index];
                let fit = fit_of_box(part, node, words)?;
                let most = said[place].iter().map(|words| words.by_name).max();
                // A box that stands in for something similar must not say that it is something else.
                if fit == KindFit::Substitute && words.strength == 0 && most >= Some(SPEAKING) {
                    return None;
                }
                let by_name = node.is_understood_by_name();
                let by_words = worth_of_words(fit) * words.strength / CLEAR;
                let by_kind = if is_kind(part.kind, drawn[place]) {
                    rare
                } else {
                    0
                };
                Some(Candidate {
                    fit,
                    cost: fit.cost() + if by_name { BY_NAME } else { 0 },
                    evidence: by_words + by_kind,
                    gap: gap(&drawn_words[place], &part.words),
                })
            };
            (0..drawn.len()).map(candidate).collect()
        })
        .collect();
    let candidates: Vec<Vec<usize>> = table
        .iter()
        .map(|row| (0..row.len()).filter(|&n| row[n].is_some()).collect())
        .collect();
    let mut useful = vec![false; drawn.len()];
    candidates.iter().flatten().for_each(|&n| useful[n] = true);
    let named_after = reference.parts.iter().enumerate().map(|(index, part)| {
        let is_after = |place: usize| {
            let role = graph[drawn[place]].effective_kind.role;
            let does_work =
                part.kind.role == role || (is_like_others(part.kind.role) && is_like_others(role));
            does_work
                && said[place][index].by_name >= NAMED
                && (role == Role::Other
                    || groups_are_near(part.kind.group, graph[drawn[place]].effective_kind.group))
        };
        (0..drawn.len()).map(is_after).collect()
    });
    let stands_in_front = drawn.iter().map(|&n| {
        let kind = graph[n].effective_kind;
        match kind.role {
            Role::Balancer | Role::Gateway | Role::Shield | Role::Cdn => true,
            Role::Compute | Role::Realtime | Role::DeviceGateway => kind.has(Flag::Managed),
            _ => false,
        }
    });
    KindFits {
        named_after: named_after.collect(),
        stands_in_front: stands_in_front.collect(),
        holds_jobs: drawn.iter().map(|&n| holds_jobs(graph, n)).collect(),
        table,
        words: said,
        candidates,
        useful,
        keeps: drawn
            .iter()
            .map(|&n| {
                matches!(
                    graph[n].effective_kind.group,
                    Group::Storage | Group::Messaging
                )
            })
            .collect(),
        roles: drawn
            .iter()
            .map(|&n| graph[n].effective_kind.role)
            .collect(),
        is_several: drawn.iter().map(|&n| says_several(graph, n)).collect(),
    }
}

/// Whether a box of one group can do the work of a part of another where its words say so: what keeps and what carries,
/// what serves and what stands before it, what others run for us.
fn groups_are_near(part: Group, drawn: Group) -> bool {
    let keeps = |group| matches!(group, Group::Storage | Group::Messaging);
    let serves = |group| matches!(group, Group::Edge | Group::Compute | Group::Operations);
    part == drawn
        || (keeps(part) && keeps(drawn))
        || (serves(part) && serves(drawn))
        || (serves(part) && drawn == Group::External)
        || (part == Group::External && serves(drawn))
}

/// Whether a store or a cache serves as a queue, as it or an arrow at it says.
fn holds_jobs(graph: &Graph, node: NodeIndex) -> bool {
    let keeps = matches!(graph[node].effective_kind.role, Role::Store | Role::Cache);
    let links = graph.incoming(node).chain(graph.outgoing(node));
    keeps
        && (mentions(&graph[node].component.name, &HOLDS_JOBS)
            || mentions(&graph[node].component.note, &HOLDS_JOBS)
            || links
                .into_iter()
                .any(|link| mentions(&link.connection.label, &HOLDS_JOBS)))
}

/// Whether a box with code in it says that people look after the system there: that is not what serves its users.
fn is_for_staff(node: &Node) -> bool {
    let words = ["admin", "back office", "backoffice", "console", "dashboard"];
    node.effective_kind.role == Role::Compute && mentions(&node.component.name, &words)
}

/// Whether one box of messages says that there are several in it.
fn says_several(graph: &Graph, node: NodeIndex) -> bool {
    let component = graph[node].component;
    let texts = [&component.name, &component.technology, &component.note];
    let words = [
        "topics", "queues", "streams", "lanes", "per ", "each ", "subjects", "keyed by",
    ];
    texts.iter().any(|text| mentions(text, &words))
}

/// How well a box fits a part; one that people of ours look at fits none well that it is not named after.
fn fit_of_box(part: &ReferencePart, node: &Node, words: Words) -> Option<KindFit> {
    let fit = fit(part, node.effective_kind)?;
    let is_named = words.by_name > 0;
    Some(if is_named || !is_for_staff(node) {
        fit
    } else {
        fit.max(KindFit::Substitute)
    })
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

/// Whether a role may be played by a box of another where its words say so: nobody else is a user or a recovery copy.
fn is_like_others(role: Role) -> bool {
    !matches!(
        role,
        Role::Client | Role::Device | Role::Backup | Role::Supplier | Role::Power | Role::Factory
    )
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
    let mut colors: NodeMap<u64> = graph
        .nodes()
        .map(|node| {
            let letters = node.effective_kind.id.bytes().map(u64::from);
            hash_numbers(letters.chain([u64::from(node.component.replicas.count())]))
        })
        .collect();
    for _ in 0..3 {
        colors = graph
            .node_indices()
            .map(|node| {
                let look = |other: NodeIndex, link: &Link| {
                    let semantics = link.semantics;
                    hash_numbers([
                        colors[other],
                        semantics.timing as u64,
                        semantics.access as u64,
                    ])
                };
                let mut out: Vec<_> = graph.outgoing(node).map(|l| look(l.to, l)).collect();
                let mut into: Vec<_> = graph.incoming(node).map(|l| look(l.from, l)).collect();
                out.sort_unstable();
                into.sort_unstable();
                let sides = [colors[node], out.len() as u64];
                hash_numbers(sides.into_iter().chain(out).chain(into))
            })
            .collect();
    }
    let mut order: Vec<NodeIndex> = graph.node_indices().collect();
    order.sort_by_key(|&node| (colors[node], graph.name(node), node));
    order
}
