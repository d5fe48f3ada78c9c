//! Which of several possible ways and end points a flow means.
//!
//! An end point is named by its role, and a drawing may have several components of that role: positions go to the index of
//! places, not to the database of trips that stands behind the same gateway. Where the drawing has both connections as the
//! nearest accepted design has them, and that design uses only one of them for a flow, that one is meant. Where it says
//! nothing, all of them are.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::allowed_links::LinkFilter;
use crate::analysis::flow::endpoints::{
    ResolvedFlow, is_of_builders, is_view, is_view_in_memory, resolve_endpoints, resolve_from,
};
use crate::analysis::flow::flow_words::{FlowWords, Speech};
use crate::analysis::flow::living_state::end_where_state_lives;
use crate::analysis::flow::own_entries::own_entries;
use crate::analysis::graph::{CallFrequency, Graph, Link, LinkMap};
use crate::analysis::report::Comparison;
use crate::model::{Access, Flag, Group, Id, Role, text_match};
use crate::scenario::{Flow, Scenario};

/// The flows with the ways and end points that are meant, as far as the words of the drawing and the nearest accepted design
/// say.
pub(crate) fn disambiguate<'a>(
    mut flows: Vec<ResolvedFlow<'a>>,
    graph: &Graph<'a>,
    scenario: &'a Scenario,
    nearest: &Comparison,
) -> Vec<ResolvedFlow<'a>> {
    let Some(accepted) = nearest.accepted_in(scenario) else {
        return flows;
    };
    let words = FlowWords::new(graph, scenario);
    let reference_graph = Graph::new(&accepted.design);
    let references = resolve_endpoints(&reference_graph, Some(scenario));
    let matched = MatchedParts::new(graph, nearest);
    for (place, (flow, reference)) in flows.iter_mut().zip(references).enumerate() {
        let Some(spec) = flow.spec else { continue };
        let intended = IntendedPath::new(&reference_graph, &reference, &matched);
        if !flow.works()
            && let Some(kinder) = read_kindly(graph, spec, flow, &intended)
        {
            *flow = kinder;
        }
        narrow(
            graph,
            flow,
            flow.entries.clone(),
            &links_beside_requests(graph, spec),
        );
        intended.choose_ends(graph, flow, &matched);
        let unintended = intended.unintended_links(graph, flow, &matched, (&words, place));
        narrow(graph, flow, flow.entries.clone(), &unintended);
        let spoken = intended.links_beside(graph, flow, &matched, &words, place);
        narrow(graph, flow, flow.entries.clone(), &spoken);
        let entries = own_entries(graph, flow, (&words, place), &intended.entries);
        let foreign = intended.links_of_others(graph, flow, &matched, &words, place);
        narrow(graph, flow, flow.entries.clone(), &foreign);
        flow.is_guessed |= flow.works() && !flow.restrict(graph, &foreign).works();
        narrow(graph, flow, entries, &BTreeSet::new());
        if let Some(spoken) = read_where_words_say(graph, spec, flow, (&words, place)) {
            *flow = spoken;
        }
        end_where_state_lives(graph, flow, (&words, place));
    }
    flows
}

/// Whether the name of a component has a word of the name of an end point: "payments + journal" of "the payment record". What says
/// only what sort of place it is does not count.
fn is_named_after(graph: &Graph, node: NodeIndex, end: &str) -> bool {
    const SORTS: &[&str] = &[
        "the", "store", "stores", "record", "records", "database", "data", "service",
    ];
    let words = text_match::lower_words(end);
    let telling = words.filter(|word| word.len() > 2 && !SORTS.contains(&word.as_str()));
    let stems: Vec<String> = telling
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect();
    let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
    text_match::mentions(&graph[node].component.name, &stems)
}

/// Leaves out links and entries, unless the flow does not arrive without them: an unfinished drawing may have only the other
/// way.
fn narrow<'a>(
    graph: &Graph<'a>,
    flow: &mut ResolvedFlow<'a>,
    entries: Vec<NodeIndex>,
    links: &BTreeSet<EdgeIndex>,
) {
    if links.is_empty() && entries == flow.entries {
        return;
    }
    let narrowed = flow.starting_at(graph, entries, links);
    if narrowed.works() {
        *flow = narrowed;
    }
}

/// The links that no single request of a flow passes, by what is written on them: those used once for many requests, where
/// somebody waits for an answer, and those over which something is taken away, where the flow takes nothing away.
fn links_beside_requests(graph: &Graph, spec: &Flow) -> BTreeSet<EdgeIndex> {
    let words: Vec<&str> = spec.words.iter().map(String::as_str).collect();
    let is_beside = |link: &&Link| {
        let label = &link.connection.label;
        // What users send every few seconds is the request.
        let is_rare = graph[link.from].kind.group == Group::Compute
            && graph.frequency(link) != CallFrequency::Each;
        let by_words = (!spec.deferrable && is_rare) || link.removes_by_words();
        by_words && link.connection.flows.is_none() && !text_match::mentions(label, &words)
    };
    graph
        .links()
        .filter(is_beside)
        .map(|link| link.index)
        .collect()
}

/// A flow that does not arrive as its arrows are drawn, read as its author may have meant it: a box that plays the part is
/// as good as one of the role, a view as good as the store that fills it, and arrows say less than they mean.
fn read_kindly<'a>(
    graph: &Graph<'a>,
    spec: &'a Flow,
    flow: &ResolvedFlow,
    intended: &IntendedPath,
) -> Option<ResolvedFlow<'a>> {
    let strict = LinkFilter::for_flow(spec);
    let mut users = flow.entries.clone();
    users.extend(
        intended
            .entries
            .iter()
            .filter(|node| !flow.entries.contains(node)),
    );
    users.sort_unstable();
    let plays = |place: usize, node: NodeIndex| {
        intended.ends[place].contains(&node) && !users.contains(&node)
    };
    let reads = spec.access == Access::Read;
    let keeps = |place: usize, node: NodeIndex| {
        let role = graph[node].effective_kind.role;
        let wants_data = spec.to[place].roles.iter().any(|&role| is_view(role));
        plays(place, node) || (reads && wants_data && is_view(role))
    };
    let certain = resolve_from(graph, spec, users.clone(), strict, plays);
    if certain.works() {
        return Some(certain);
    }
    let works = |entries: &[NodeIndex], filter, serves: &dyn Fn(usize, NodeIndex) -> bool| {
        let mut found = resolve_from(graph, spec, entries.to_vec(), filter, serves);
        found.is_guessed = true;
        found.works().then_some(found)
    };
    let from = |entries: &[NodeIndex]| {
        works(entries, strict.relaxed(), &plays)
            .or_else(|| works(entries, strict, &keeps))
            .or_else(|| works(entries, strict.relaxed(), &keeps))
    };
    from(&users).or_else(|| {
        // Work that no user starts begins where nothing leads to; beside users only what is released begins by itself.
        let by_users = users.iter().any(|&user| !graph[user].out.is_empty());
        let begins = |node: &NodeIndex| {
            let this = &graph[*node];
            let alone = this.into.is_empty() && !this.out.is_empty() && !this.has(Flag::Passive);
            alone && (!by_users || users.contains(node) || is_of_builders(this))
        };
        let begins: Vec<NodeIndex> = graph.node_indices().filter(begins).collect();
        works(&begins, strict, &plays).or_else(|| from(&begins))
    })
}

/// A flow that reads and whose way no box speaks of, read where a box that gives out data does: suggestions come from the
/// "Prefix store", though it is a cache, and not from the only database, which keeps something else.
fn read_where_words_say<'a>(
    graph: &Graph<'a>,
    spec: &'a Flow,
    flow: &ResolvedFlow,
    (words, place): (&FlowWords, usize),
) -> Option<ResolvedFlow<'a>> {
    let speaks = |node: NodeIndex| words.of_node(node, place) == Speech::ThisFlow;
    let on_path = flow.on_path(graph);
    let mut way = graph.node_indices().filter(|&node| {
        on_path[node] && flow.allowed_links.reached[node] && !flow.entries.contains(&node)
    });
    if spec.access != Access::Read || spec.to.len() > 1 || !flow.works() || way.any(speaks) {
        return None;
    }
    let gives = |node: NodeIndex| {
        is_view(graph[node].effective_kind.role) || is_view_in_memory(&graph[node])
    };
    let serves = |_: usize, node: NodeIndex| gives(node) && speaks(node);
    let entries: Vec<NodeIndex> = graph.with_role(&spec.from).collect();
    let mut found = resolve_from(graph, spec, entries, LinkFilter::for_flow(spec), serves);
    for end in &mut found.ends {
        end.candidates.retain(|&node| serves(0, node));
    }
    let entries = found.whole_entries(graph);
    let found = found.starting_at(graph, entries, &BTreeSet::new());
    found.works().then_some(found)
}

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
enum IntendedUse {
    ThisFlow,
    OtherFlow,
}

/// For each link of the drawing the connections of the accepted design that it plays, and for each component its parts.
struct MatchedParts {
    links: LinkMap<BTreeSet<Id>>,
    /// By part of the accepted design.
    players: BTreeMap<Id, Vec<NodeIndex>>,
}

impl MatchedParts {
    fn new(graph: &Graph, nearest: &Comparison) -> Self {
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
struct IntendedPath {
    /// Connections of the accepted design that the flow uses, by id.
    links: BTreeSet<Id>,
    /// For each end point the connections that lead to it.
    links_to: Vec<BTreeSet<Id>>,
    /// For each end point who plays it.
    ends: Vec<Vec<NodeIndex>>,
    /// Who plays where it starts.
    entries: Vec<NodeIndex>,
}

impl IntendedPath {
    fn new(graph: &Graph, reference: &ResolvedFlow, matched: &MatchedParts) -> Self {
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
    fn choose_ends(&self, graph: &Graph, flow: &mut ResolvedFlow, matched: &MatchedParts) {
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
            let is_named = |&node: &NodeIndex| is_named_after(graph, node, &end.name);
            let is_copy = |role: Role| matches!(role, Role::Cache | Role::Replica | Role::Cdn);
            let holds_it = |node: &NodeIndex| is_named(node) && !is_copy(graph.role(*node));
            // "The store or a copy near the reader" names several.
            if !end.name.contains(" or ") && end.candidates.iter().any(holds_it) {
                let candidates = end.candidates.iter().copied();
                end.candidates = candidates.filter(is_named).collect();
            }
        }
    }

    /// The links at which something is written about other flows only, or that lead to a box that is named after others
    /// only, where a link beside them is this flow's and the accepted design does not use them for it.
    fn links_beside(
        &self,
        graph: &Graph,
        flow: &ResolvedFlow,
        matched: &MatchedParts,
        words: &FlowWords,
        place: usize,
    ) -> BTreeSet<EdgeIndex> {
        let on_path = flow.on_path(graph);
        let mut beside = BTreeSet::new();
        for node in graph.nodes() {
            let is_way =
                |link: &EdgeIndex| flow.allowed_links.open[*link] && on_path[graph[*link].to];
            let ways = node.out.iter().copied().filter(is_way);
            let ways: Vec<(EdgeIndex, Speech)> = ways
                .map(|link| (link, words.of_link(graph, link, place)))
                .collect();
            let spoken = ways.iter().filter(|(_, said)| *said == Speech::ThisFlow);
            let spoken: Vec<EdgeIndex> = spoken.map(|(link, _)| *link).collect();
            if !spoken.is_empty() {
                // What sends each request one way sends it where the words say.
                let chooses = node.sorts_requests();
                let is_other = |(link, said): &&(EdgeIndex, Speech)| {
                    let used = intended_use(matched, *link, &self.links);
                    *said != Speech::ThisFlow
                        && (chooses && !does_the_same(graph, *link, &spoken)
                            || *said == Speech::OtherFlow && used != Some(IntendedUse::ThisFlow))
                };
                beside.extend(ways.iter().filter(is_other).map(|(link, _)| *link));
            }
        }
        beside
    }

    /// The links at which something is written about other flows only, and which the accepted design does not use for this
    /// one.
    fn links_of_others(
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
    fn unintended_links(
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

/// Whether a link leads to one of the same kind that calls the same, or to a twin, as one of these links.
fn does_the_same(graph: &Graph, link: EdgeIndex, others: &[EdgeIndex]) -> bool {
    let this = &graph[graph[link].to];
    let mut others = others.iter().map(|&other| &graph[graph[other].to]);
    others.any(|other| {
        std::ptr::eq(this.effective_kind, other.effective_kind)
            && (this.callees == other.callees || this.is_twin_of(other))
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

#[cfg(test)]
mod tests {
    use crate::analysis::{WhatIf, estimate};
    use crate::model::parse_notation;
    use crate::scenario::builtin;

    /// Calls a second at the peak hour of a component in a drawing for the prompt of rides.
    fn load(drawing: &str) -> impl Fn(&str) -> f64 + use<> {
        load_for("ride_hailing", drawing)
    }

    /// The same for the prompt with this id.
    fn load_for(prompt: &str, drawing: &str) -> impl Fn(&str) -> f64 + use<> {
        let parsed = parse_notation(drawing).unwrap();
        let prompt = builtin().iter().find(|p| p.id == prompt);
        let found = estimate(&parsed.design, prompt, &WhatIf::default());
        move |key| {
            let mut all = found.components.iter();
            all.find(|c| c.id == parsed.keys[key]).unwrap().rps
        }
    }

    const ORDINARY: &str = "
apps: mobile_client
gate: api_gateway
places: service x40 \"Location service\"
rides: service x6 \"Ride service\"
grid: redis x20
trips: sql x2
apps -> gate
gate -> places
gate -> rides
places -> grid
rides -> grid: read
rides -> trips
";

    #[test]
    fn positions_are_not_rides_although_one_gateway_leads_to_both() {
        let load = load(ORDINARY);
        assert!(load("places") > 300_000.0 && load("grid") > 300_000.0);
        assert!(load("rides") < 2_000.0 && load("trips") < 2_000.0);
    }

    #[test]
    fn the_only_way_is_the_way() {
        let unfinished = ORDINARY.replace("places -> grid\n", "");
        let load = load(&unfinished.replace("gate -> places\n", ""));
        assert!(load("rides") > 300_000.0);
    }

    #[test]
    fn twins_share_what_one_part_gets() {
        let twice = ORDINARY.replace(
            "rides -> trips",
            "rides -> trips\nmore: service x40\ngate -> more -> grid",
        );
        let load = load(&twice);
        assert!((load("more") - load("places")).abs() < 1e-6 * load("more"));
    }

    #[test]
    fn words_send_each_flow_its_way() {
        let worded = "
apps: mobile_client
gate: api_gateway
one: service x40 \"Service one\"
two: service x6 \"Service two\"
grid: redis x20
trips: sql x2
apps -> gate
gate -> one: \"position every 4 s\"
gate -> two: \"accept an offer\"
one -> grid
two -> grid
two -> trips
";
        let load = load(worded);
        assert!(load("one") > 250_000.0);
        assert!(load("two") < 10_000.0, "{}", load("two"));
    }

    #[test]
    fn what_is_asked_once_a_minute_and_what_only_others_use_is_on_no_way() {
        let text = |servers: &str, more: &str| {
            format!(
                "browser: client \"Browser\"\npolicy: client \"Policy team\"\ntool: service \"Block tool\"\nlist: sql \"Blocked phrases\"\nlb: load_balancer\nanswer: service x12 \"{servers}\"\nbrowser -> lb -> answer\npolicy -> tool -> list\nanswer -> list: read \"every 60 s\"\n{more}"
            )
        };
        let in_memory = load_for("typeahead", &text("Suggest servers, index in memory", ""));
        assert!(in_memory("answer") > 40_000.0);
        assert!(in_memory("list") < 1_000.0);
        let prefixes = "prefixes: redis \"Prefix store\"\nanswer -> prefixes: read";
        let in_cache = load_for("typeahead", &text("Servers", prefixes));
        assert!(in_cache("prefixes") > 40_000.0);
        assert!(in_cache("list") < 1_000.0);
    }
}
