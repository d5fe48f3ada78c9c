//! Proof that small drawings are read exactly: the definition of the edit distance, written down once more without regard
//! to speed, and every reading tried. Where `petgraph` finds the accepted design whole in the drawing, the comparison has
//! to find it too; asking it first would gain nothing, since a drawing under way is hardly ever whole.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::analysis::graph::{Graph, Link, Node, NodeMap};
use crate::analysis::reference::cost::{self, ReferenceDesign};
use crate::analysis::reference::search::search;
use crate::analysis::reference::task::MatchProblem;
use crate::analysis::reference::weights::{EXTRA, EXTRA_AT_MOST, UNPLAYED};
use crate::analysis::reference::wiring::DrawnPaths;
use crate::analysis::reference::{compare, exact, wiring};
use crate::analysis::report::{ConnectionMatchKind, PartMatchKind};
use crate::analysis::testing;
use crate::model::{Access, Design, Flag, Kind, Role, Timing, parse_notation};
use crate::scenario::{AcceptedDesign, Need};
use petgraph::algo::is_isomorphic_subgraph_matching;
use petgraph::graph::{DiGraph, NodeIndex};

/// Kinds of which many fit each other's parts, so that most boxes are ambiguous.
const KINDS: [&str; 10] = [
    "app_service",
    "microservice",
    "worker",
    "sql_database",
    "key_value_store",
    "cache",
    "queue",
    "load_balancer",
    "api_gateway",
    "custom",
];
const LINKS: [&str; 5] = ["", ": read", ": write", ": async", ": sync read"];

/// Text of a drawing of up to so many boxes.
fn texts(least: usize, most: usize) -> impl Strategy<Value = String> {
    (least..=most).prop_flat_map(|count| {
        let boxes = vec(0..KINDS.len(), count);
        let links = vec((0..count, 0..count, 0..LINKS.len()), 0..=2 * count);
        (boxes, links).prop_map(|(boxes, links)| {
            let mut text = String::new();
            for (index, kind) in boxes.into_iter().enumerate() {
                // Every third box of the user's own is named after a product.
                let name = if index % 3 == 0 { "Redis" } else { "Idea" };
                _ = writeln!(text, "n{index}: {} \"{name}\"", KINDS[kind]);
            }
            for (from, to, meaning) in links {
                _ = writeln!(text, "n{from} -> n{to}{}", LINKS[meaning]);
            }
            text
        })
    })
}

/// A drawing whose names are not those of the parts, so that only kinds and wiring speak for anybody.
fn design(text: &str) -> Design {
    let text = text.replace("Idea", "Thing");
    parse_notation(&text).unwrap().design
}

/// The drawing as an accepted design, with needs in turn; every other part accepts workers too.
fn accepted(text: &str) -> AcceptedDesign {
    let needs = [Need::Required, Need::Recommended, Need::Optional];
    let mut accepted = testing::accepted(&text.replace("Redis", "Memcached"), &needs);
    for part in accepted.parts.values_mut().step_by(2) {
        part.accepts.push("worker".to_owned());
    }
    accepted
}

/// What a box costs as a part, in thousandths of a missing part; none where it cannot be one.
fn part_cost(part: (&Kind, &[String]), drawn: (&Kind, &Kind)) -> Option<i64> {
    let ((kind, accepts), (as_drawn, plays)) = (part, drawn);
    // Of the kinds used here, these are like nothing else of their group; the custom box is one of them.
    let alone = |kind: &Kind| kind.role == Role::Other;
    let distance = if kind.role == plays.role {
        0
    } else if accepts.contains(&plays.id) {
        200
    } else if kind.group == plays.group && !alone(kind) && !alone(plays) {
        600
    } else {
        return None;
    };
    Some(distance + if as_drawn.id == plays.id { 0 } else { 100 })
}

/// A way through the drawing: how many connections, whether somebody waits all along, and what the last one with a word
/// about it does.
#[derive(Clone, Copy)]
struct OraclePath {
    length: usize,
    waits: bool,
    access: Option<Access>,
}

/// All ways from `at` to `to` that lead through open boxes and visit none twice.
fn simple_paths(
    graph: &Graph,
    open: &NodeMap<bool>,
    (at, to): (NodeIndex, NodeIndex),
    (so_far, been): (OraclePath, &mut Vec<NodeIndex>),
    found: &mut Vec<OraclePath>,
) {
    been.push(at);
    for link in graph
        .outgoing(at)
        .filter(|link| !been.contains(&link.to))
        .collect::<Vec<&Link>>()
    {
        let way = OraclePath {
            length: so_far.length + 1,
            waits: so_far.waits && link.semantics.timing == Timing::Sync,
            access: link.access.or(so_far.access),
        };
        if link.to == to {
            found.push(way);
        } else if open[link.to] && way.length <= 4 {
            simple_paths(graph, open, (link.to, to), (way, been), found);
        }
    }
    been.pop();
}

/// The shortest ways from one box to another taken together.
fn path_between(
    graph: &Graph,
    open: &NodeMap<bool>,
    from: NodeIndex,
    to: NodeIndex,
) -> Option<OraclePath> {
    let start = OraclePath {
        length: 0,
        waits: true,
        access: None,
    };
    let mut found = Vec::new();
    simple_paths(
        graph,
        open,
        (from, to),
        (start, &mut Vec::new()),
        &mut found,
    );
    let length = found.iter().map(|way| way.length).min()?;
    found.retain(|way| way.length == length);
    let alike = found.iter().all(|way| way.access == found[0].access);
    Some(OraclePath {
        length,
        waits: found.iter().any(|way| way.waits),
        access: found[0].access.filter(|_| alike),
    })
}

/// The edit distance of a drawing and an accepted design, in thousandths of a missing part.
struct Oracle<'a> {
    accepted: Graph<'a>,
    /// By part and box.
    parts: Vec<Vec<Option<i64>>>,
    /// What speaks for a box as a part, by part and box.
    evidence: Vec<Vec<i64>>,
    /// By connection of the accepted design without loops, and by both boxes.
    links: Vec<(usize, usize, Vec<Vec<i64>>)>,
}

impl<'a> Oracle<'a> {
    fn new(graph: &Graph, accepted: &'a AcceptedDesign, evidence: Vec<Vec<i64>>) -> Self {
        let theirs = Graph::new(&accepted.design);
        let all = graph.node_indices();
        let of_part = |node: &Node| -> Vec<Option<i64>> {
            let (_, part) = accepted
                .parts
                .iter()
                .find(|(key, _)| accepted.keys[*key] == node.id)
                .unwrap();
            let cost = |drawn: &Node| {
                part_cost(
                    (node.effective_kind, &part.accepts),
                    (drawn.kind, drawn.effective_kind),
                )
            };
            graph.nodes().map(cost).collect()
        };
        let parts: Vec<Vec<Option<i64>>> = theirs.nodes().map(of_part).collect();
        let fits = |node: NodeIndex| parts.iter().any(|part| part[node.index()].is_some());
        let open: NodeMap<bool> = all
            .clone()
            .map(|node| graph[node].has(Flag::PassThrough) || !fits(node))
            .collect();
        let drawn: Vec<Vec<Option<OraclePath>>> = all
            .clone()
            .map(|from| {
                all.clone()
                    .map(|to| path_between(graph, &open, from, to))
                    .collect()
            })
            .collect();
        let link = |link: &Link| {
            let handed_in = matches!(
                theirs[link.to].role(),
                Role::Queue | Role::Log | Role::Topic
            );
            let cost = |from: usize, to: usize| match (drawn[from][to], drawn[to][from]) {
                (Some(way), _) => {
                    let waits = link.semantics.timing == Timing::Sync;
                    let other_timing = !handed_in && way.waits != waits;
                    let other_access = matches!(
                        (way.access, link.access),
                        (Some(Access::Read), Some(Access::Write))
                            | (Some(Access::Write), Some(Access::Read))
                    );
                    300 * i64::from(other_timing) + 200 * i64::from(other_access)
                }
                (None, Some(_)) => 500,
                (None, None) => 600,
            };
            let all = || 0..graph.node_count();
            let costs = all().map(|from| all().map(|to| cost(from, to)).collect());
            (link.from.index(), link.to.index(), costs.collect())
        };
        let links = theirs.links().filter(|link| link.from != link.to);
        Self {
            links: links.map(link).collect(),
            parts,
            evidence,
            accepted: theirs,
        }
    }

    /// What this part costs less what speaks for its player, and its connections to the parts before it.
    fn step(&self, players: &[Option<usize>], part: usize) -> i64 {
        // Whoever plays a part is no extra box, and each extra box costs 50.
        let own = players[part].map_or(Some(1_000), |node| {
            Some(self.parts[part][node]? - self.evidence[part][node] - 50)
        });
        let ends = self
            .links
            .iter()
            .filter(|(from, to, _)| *from.max(to) == part);
        let links = ends.map(|(from, to, costs)| match (players[*from], players[*to]) {
            (Some(from), Some(to)) => costs[from][to],
            _ => 600,
        });
        own.unwrap() + links.sum::<i64>()
    }

    /// The least that the parts from this one on can cost, by trying everything.
    fn least(&self, players: &mut [Option<usize>], part: usize) -> i64 {
        if part == players.len() {
            return 0;
        }
        let boxes = self.parts[part].len();
        let mut least = i64::MAX;
        for player in (0..boxes).map(Some).chain([None]) {
            let may = player.is_none_or(|node| {
                self.parts[part][node].is_some() && !players[..part].contains(&player)
            });
            if may {
                players[part] = player;
                let cost = self.step(players, part) + self.least(players, part + 1);
                least = least.min(cost);
            }
        }
        least
    }
}

/// What the reading costs that is found, before and after the exact search, and the least by the oracle.
fn costs(drawn: &str, reference: &str) -> [i64; 3] {
    let (design, accepted) = (design(drawn), accepted(reference));
    let graph = Graph::new(&design);
    let reference = ReferenceDesign::new(&accepted, &[]);
    let order = cost::canonical_order(&graph);
    let fits = cost::fits(&graph, &order, &reference);
    let wires = DrawnPaths::new(&graph, &order, |node| !fits.plays_nothing(node));
    let task = MatchProblem {
        reference: &reference,
        fits: &fits,
        wires: &wires,
    };
    let evidence_for = |part: usize| -> Vec<i64> {
        let place = |node: NodeIndex| order.iter().position(|&other| other == node).unwrap();
        let nodes = graph.node_indices();
        nodes.map(|node| fits.evidence(part, place(node))).collect()
    };
    let evidence = (0..reference.parts.len()).map(evidence_for).collect();
    let oracle = Oracle::new(&graph, &accepted, evidence);
    let cost = |players: &[Option<usize>]| -> i64 {
        let players: Vec<Option<usize>> = players
            .iter()
            .map(|player| player.map(|place| order[place].index()))
            .collect();
        (0..players.len())
            .map(|part| oracle.step(&players, part))
            .sum()
    };
    let mut players = search(task);
    let mended = cost(&players);
    exact::refine(task, &mut players);
    let nobody = &mut vec![None; oracle.accepted.node_count()];
    [mended, cost(&players), oracle.least(nobody, 0)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn small_drawings_are_read_exactly(drawn in texts(1, 8), reference in texts(1, 8)) {
        let [mended, exact, least] = costs(&drawn, &reference);
        prop_assert!(mended >= exact);
        prop_assert_eq!(exact, least);
    }
}

/// A graph as `petgraph` compares it, without loops; none where several links lead from one component to another, among
/// which it does not choose.
fn simple_graph<'g, 'a>(graph: &'g Graph<'a>) -> Option<DiGraph<&'g Node<'a>, &'g Link<'a>>> {
    let mut simple = DiGraph::new();
    for node in graph.nodes() {
        simple.add_node(node);
    }
    for link in graph.links().filter(|link| link.from != link.to) {
        if simple.contains_edge(link.from, link.to) {
            return None;
        }
        simple.add_edge(link.from, link.to, link);
    }
    Some(simple)
}

/// Whether the accepted design stands in the drawing as it is, beside whatever else is drawn.
fn is_whole(accepted: &Graph, drawn: &Graph) -> Option<bool> {
    let (part, whole) = (simple_graph(accepted)?, simple_graph(drawn)?);
    let same_part = |part: &&Node, drawn: &&Node| {
        part_cost(
            (part.effective_kind, &[]),
            (drawn.kind, drawn.effective_kind),
        ) == Some(0)
    };
    let same_link = |part: &&Link, drawn: &&Link| {
        part.semantics.timing == drawn.semantics.timing && part.access == drawn.access
    };
    Some(is_isomorphic_subgraph_matching(
        &part, &whole, same_part, same_link,
    ))
}

/// The text of a drawing with each line in the opposite order, and other boxes with connections to and from them.
fn drawn_again(text: &str, others: &[(usize, usize, bool)]) -> String {
    let mut lines: Vec<String> = text.lines().rev().map(str::to_owned).collect();
    let boxes = lines.iter().filter(|line| !line.contains("->")).count();
    for (index, &(kind, neighbor, leads)) in others.iter().enumerate() {
        lines.push(format!("other{index}: {} \"Other\"", KINDS[kind]));
        let (other, box_) = (format!("other{index}"), format!("n{}", neighbor % boxes));
        let (from, to) = if leads { (other, box_) } else { (box_, other) };
        lines.push(format!("{from} -> {to}"));
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn an_accepted_design_that_is_drawn_whole_is_found_whole(
        text in texts(1, 6),
        others in vec((0..KINDS.len(), 0..6_usize, any::<bool>()), 0..=3),
    ) {
        let (design, accepted) = (design(&drawn_again(&text, &others)), accepted(&text));
        let (graph, theirs) = (Graph::new(&design), Graph::new(&accepted.design));
        let is_whole = is_whole(&theirs, &graph);
        // A box that is understood by its name alone costs a little, even as what it is called in the accepted design.
        let by_name = graph.nodes().any(|node| node.kind.id != node.effective_kind.id);
        prop_assert!(is_whole != Some(false) || by_name || !others.is_empty());
        prop_assume!(is_whole == Some(true));
        let comparison = compare(&graph, &accepted, &[]);
        prop_assert!(comparison.parts.iter().all(|part| part.played == PartMatchKind::Matched));
        let mut connections = comparison.connections.iter();
        prop_assert!(connections.all(|link| link.wired == ConnectionMatchKind::Matched));
        let reference = ReferenceDesign::new(&accepted, &[]);
        let parts: i64 = reference.parts.iter().map(|part| part.weight * UNPLAYED).sum();
        let links = reference.links.iter().map(|link| reference.weight_of(link) * wiring::MISSING);
        let whole = parts + links.sum::<i64>();
        // Only what is drawn beside it takes something away.
        let extra = (EXTRA * 1_000 * comparison.extra.len() as i64).min(whole / EXTRA_AT_MOST);
        let similarity = 1.0 - extra as f64 / whole as f64;
        prop_assert!((comparison.similarity - similarity).abs() < 1e-12);
        prop_assert!(comparison.extra.len() <= others.len());
    }
}
