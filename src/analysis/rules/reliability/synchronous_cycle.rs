//! `synchronous-cycle`: services that wait for each other in a circle.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::failure_words;
use crate::model::{Access, Flag, Group, Role, Timing, format, text_match};

/// Beyond so many links between services that lead to each other, opposite links are left out instead of looking at each
/// ring; no drawing that people read comes near.
const MOST_LINKS: usize = 300;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "synchronous-cycle",
    title: "Synchronous cycle",
    severity: Severity::High,
    category: Category::Reliability,
    why: "If one service in a cycle is slow, all of them wait for each other until every thread is in use. You can only deploy, test, and restart them together",
    for_stakeholders: "A short slowdown in one component can freeze several others",
    fix: "Make one of the calls asynchronous through a queue, or move what both need into its own service",
    exempt: "Responses drawn as arrows, two-way links, peers that monitor each other or vote, replication, and cycles through a queue",
    references: &[
        publications::SRE_CASCADING
            .supports("Servers that call each other in a cycle can block one another"),
        publications::BUILDING_MICROSERVICES
            .supports("Services in a dependency cycle cannot be changed or deployed independently"),
        RuleReference::own_judgment(
            "In drawings with up to 300 links, every cycle is checked; in larger ones, only cycles without two-way links",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
api -> orders -> stock -> prices
orders: microservice x2
stock: microservice x2
prices: microservice x2
",
    ),
    bad: "
- api -> orders -> stock -> prices
+ api -> orders -> stock -> prices -> orders
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let in_ring = links_in_rings(analysis);
    let mut cycles = analysis.strong_components(|link| in_ring.contains(&link.index));
    cycles.retain(|cycle| cycle.len() > 1);
    for cycle in &mut cycles {
        cycle.sort_unstable();
    }
    cycles.sort_unstable();
    for cycle in cycles {
        let names = format::join_names(cycle.iter().map(|&node| analysis.name(node)));
        let why = format!("{names} wait for each other in a cycle");
        let advice = "Make one of these calls asynchronous, through a queue".to_owned();
        let items = cycle.iter().map(|&node| analysis.id(node)).collect();
        let severity = if hands_results_back(analysis, &cycle, &in_ring) {
            Severity::Medium
        } else {
            Severity::High
        };
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

/// Whether the arrows that close a ring, back to where it is entered, have words that are no call: people also draw the way of an
/// answer, such as a stream of text that goes straight to the front.
fn hands_results_back(
    analysis: &Analysis,
    ring: &[NodeIndex],
    in_ring: &BTreeSet<EdgeIndex>,
) -> bool {
    const CALLS: &[&str] = &[
        "call", "ask", "request", "get ", "gets ", "check", "query", "quer", "look", "fetch",
        "http", "grpc", "rest ", "post ", "read", "valid", "needs", "wait",
    ];
    let is_entered = |node: NodeIndex| {
        let mut callers = analysis.incoming(node);
        callers.any(|link| analysis.reached[link.from] && !ring.contains(&link.from))
    };
    let mut closing = ring
        .iter()
        .filter(|&&node| is_entered(node))
        .flat_map(|&node| analysis.incoming(node))
        .filter(|link| in_ring.contains(&link.index))
        .peekable();
    closing.peek().is_some()
        && closing.all(|link| {
            let label = link.connection.label.trim();
            !label.is_empty() && !text_match::mentions(label, CALLS)
        })
}

/// The links of every ring of waiting. A ring may use one of two opposite links, but most of it runs one way only:
/// arrows both ways alone are open lines and pushes.
fn links_in_rings(analysis: &Analysis) -> BTreeSet<EdgeIndex> {
    let waits = |link: &Link| {
        let code = |node| waits_for_answers(analysis, node);
        link.is_sync()
            && code(link.from)
            && code(link.to)
            && !watches(link)
            && !hands_back(analysis, link)
            && !is_sent_to_edge(analysis, link)
            && !analysis.is_push(link)
    };
    let pairs: BTreeSet<(NodeIndex, NodeIndex)> = analysis
        .links()
        .filter(|link| !watches(link))
        .map(|link| (link.from, link.to))
        .collect();
    let both_ways = |link: &Link| pairs.contains(&(link.to, link.from));
    let groups = analysis.strong_components(waits);
    let mut in_ring = BTreeSet::new();
    for group in groups.iter().filter(|group| group.len() > 2) {
        let members: BTreeSet<NodeIndex> = group.iter().copied().collect();
        let inside: Vec<&Link> = members
            .iter()
            .flat_map(|&node| analysis.outgoing(node))
            .filter(|link| members.contains(&link.to) && waits(link))
            .collect();
        if inside.len() > MOST_LINKS {
            in_ring.extend(inside.iter().filter(|l| !both_ways(l)).map(|l| l.index));
            continue;
        }
        let ways = RingLinks::new(&inside, both_ways);
        for (place, first) in inside.iter().enumerate() {
            if ways.has_opposite[place] {
                continue;
            }
            let Some(back) = ways.shortest_way(first.to, first.from) else {
                continue;
            };
            let paired = back.iter().filter(|&&way| ways.has_opposite[way]).count();
            if 2 * paired <= back.len() {
                in_ring.insert(first.index);
                in_ring.extend(back.iter().map(|&way| inside[way].index));
            }
        }
    }
    in_ring
}

/// The links among services that all lead to each other; a link is its place in the list.
struct RingLinks {
    ends: Vec<(NodeIndex, NodeIndex)>,
    /// Whether another link runs the other way.
    has_opposite: Vec<bool>,
    leaving: BTreeMap<NodeIndex, Vec<usize>>,
}

impl RingLinks {
    fn new(links: &[&Link], both_ways: impl Fn(&Link) -> bool) -> Self {
        let mut leaving: BTreeMap<NodeIndex, Vec<usize>> = BTreeMap::new();
        for (place, link) in links.iter().enumerate() {
            leaving.entry(link.from).or_default().push(place);
        }
        Self {
            ends: links.iter().map(|link| (link.from, link.to)).collect(),
            has_opposite: links.iter().map(|link| both_ways(link)).collect(),
            leaving,
        }
    }

    /// A way with as few as possible of those links that have an opposite, which count twice: Dijkstra's algorithm.
    fn shortest_way(&self, from: NodeIndex, to: NodeIndex) -> Option<Vec<usize>> {
        let mut reached: BTreeMap<NodeIndex, (usize, Option<usize>)> =
            BTreeMap::from([(from, (0, None))]);
        let mut waiting = BinaryHeap::from([Reverse((0, from))]);
        while let Some(Reverse((far, at))) = waiting.pop() {
            if at == to {
                break;
            }
            if reached[&at].0 < far {
                continue;
            }
            for &place in self.leaving.get(&at).into_iter().flatten() {
                let next = self.ends[place].1;
                let far = far + 1 + usize::from(self.has_opposite[place]);
                if reached.get(&next).is_none_or(|&(known, _)| far < known) {
                    reached.insert(next, (far, Some(place)));
                    waiting.push(Reverse((far, next)));
                }
            }
        }
        let mut way = Vec::new();
        let mut at = to;
        while at != from {
            let place = reached.get(&at)?.1?;
            way.push(place);
            at = self.ends[place].0;
        }
        Some(way)
    }
}

/// Whether the caller only asks whether the other lives, or agrees with its peers: it works without the answer.
fn watches(link: &Link) -> bool {
    let mut texts = drawing_text::texts_of_connection(link.connection).into_iter();
    texts.any(|text| text_match::mentions(text, failure_words::WATCHES_PEER))
}

/// Whether the arrow is the way of an answer that is handed out as it comes, by its words or by those of a twin: "tokens over
/// SSE". Who sends it waits for nothing.
fn hands_back(analysis: &Analysis, link: &Link) -> bool {
    const ANSWERS: &[&str] = &["stream", "sse ", "tokens", "chunks"];
    let says = |link: &Link| drawing_text::connection_says(link.connection, ANSWERS);
    let is_blank = link.connection.label.trim().is_empty();
    let kind = analysis[link.from].effective_kind;
    let is_twin =
        |other: &Link| analysis[other.from].effective_kind.is_same_as(kind) && says(other);
    says(link) || (is_blank && analysis.incoming(link.to).any(is_twin))
}

/// Whether a service tells what stands in front of it what to keep or to drop: no request waits for that.
fn is_sent_to_edge(analysis: &Analysis, link: &Link) -> bool {
    analysis.role(link.to) == Role::Cdn && analysis[link.from].kind.group == Group::Compute
}

fn waits_for_answers(analysis: &Analysis, node: NodeIndex) -> bool {
    let node = &analysis[node];
    let apart = matches!(
        node.effective_kind.role,
        Role::Client | Role::Device | Role::External | Role::Observability
    );
    !apart && !node.effective_kind.has(Flag::Passive)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let ring: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| finding.items.contains(&analysis.id(node)))
        .collect();
    let is_entered = |node: NodeIndex| {
        let from_outside = |link: &Link| analysis.reached[link.from] && !ring.contains(&link.from);
        analysis.incoming(node).any(from_outside)
    };
    let heads: Vec<NodeIndex> = ring.iter().copied().filter(|&n| is_entered(n)).collect();
    let [head] = heads[..] else { return None };
    let closing: Vec<&Link> = analysis
        .incoming(head)
        .filter(|link| ring.contains(&link.from) && link.is_sync())
        .collect();
    let [last] = closing[..] else { return None };
    if last.access == Some(Access::Read) {
        return None;
    }
    draft.rewire(last.id, |drawn| drawn.timing = Some(Timing::Async))?;
    let (from, to) = (analysis.name(last.from), analysis.name(head));
    Some(format!("Make the call from {from} to {to} asynchronous"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn a_ring_is_found_beside_two_way_links_and_watchmen_are_none() {
        let text = "
client -> load_balancer -> a
a: service x2
b: service x2
c: service x2
a -> b -> c
";
        let check = |lines: &str, expected: &[Severity]| {
            check_rule(&RULE, &format!("{text}{lines}"), expected);
        };
        check("c -> a", &[Severity::High]);
        check("c -> a\nb -> a", &[Severity::High]);
        check("d: service x2\nc -> d\nd -> a\nc -> b", &[Severity::High]);
        check("b -> a\nc -> b", &[]);
        check("c -> a: \"heartbeat\"", &[]);
        check("a -> c\nc -> a\nb -> a\nc -> b", &[]);
    }

    #[test]
    fn news_pushed_to_open_connections_closes_no_ring() {
        let ring = |front: &str| {
            format!(
                "client -> front\nfront: {front} x4\nchat: service x2\nfan: service x2\nfront -> chat -> fan -> front"
            )
        };
        check_rule(&RULE, &ring("websocket_gateway"), &[]);
        check_rule(&RULE, &ring("service"), &[Severity::High]);
    }
}
