//! Which of several possible ways and end points a flow means.
//!
//! An end point is named by its role, and a drawing may have several components of that role: positions go to the index of
//! places, not to the database of trips that stands behind the same gateway. Where the drawing has both connections as the
//! nearest accepted design has them, and that design uses only one of them for a flow, that one is meant. Where it says
//! nothing, all of them are.

use std::collections::BTreeSet;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::allowed_links::LinkFilter;
use crate::analysis::flow::endpoints::{
    ResolvedFlow, is_of_builders, is_view, resolve_endpoints, resolve_from,
};
use crate::analysis::flow::flow_words::{FlowWords, Speech};
use crate::analysis::flow::intended_path::{IntendedPath, MatchedParts};
use crate::analysis::flow::living_state::end_where_state_lives;
use crate::analysis::flow::own_entries::own_entries;
use crate::analysis::graph::{CallFrequency, Graph, Link, is_front};
use crate::analysis::report::Comparison;
use crate::model::{Access, Flag, Group, text_match};
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
    for (place, reference) in references.iter().enumerate() {
        let (before, rest) = flows.split_at_mut(place);
        let Some(flow) = rest.first_mut() else { break };
        let Some(spec) = flow.spec else { continue };
        if let Some(following) = start_with_leader(graph, spec, flow, before) {
            *flow = following;
        }
        let intended = IntendedPath::new(&reference_graph, reference, &matched);
        if !flow.works()
            && let Some(kinder) = read_kindly(graph, spec, flow, &intended, (&words, place))
        {
            *flow = kinder;
        }
        leave_out(
            graph,
            flow,
            flow.entries.clone(),
            &links_beside_requests(graph, spec),
        );
        intended.choose_ends(graph, flow, &matched);
        let unintended = intended.unintended_links(graph, flow, &matched, (&words, place));
        leave_out(graph, flow, flow.entries.clone(), &unintended);
        let spoken = intended.links_beside(graph, flow, &matched, &words, place);
        leave_out(graph, flow, flow.entries.clone(), &spoken);
        let entries = own_entries(graph, flow, (&words, place), &intended.entries);
        let foreign = intended.links_of_others(graph, flow, &matched, &words, place);
        leave_out(graph, flow, flow.entries.clone(), &foreign);
        flow.is_guessed |= flow.works() && !flow.restrict(graph, &foreign).works();
        leave_out(graph, flow, entries, &BTreeSet::new());
        if let Some(spoken) = read_where_words_say(graph, spec, flow, (&words, place)) {
            *flow = spoken;
        }
        end_where_state_lives(graph, flow, (&words, place));
    }
    flows
}

/// The same flow from where the flow that sets it off starts, where that is somewhere else and leads to all of its end points:
/// clicks are counted where they come in, and not where people look at the counts.
fn start_with_leader<'a>(
    graph: &Graph<'a>,
    spec: &'a Flow,
    flow: &ResolvedFlow,
    before: &[ResolvedFlow],
) -> Option<ResolvedFlow<'a>> {
    let leader = before
        .iter()
        .find(|other| Some(&other.id) == flow.follows.as_ref())?;
    let starts_there = flow
        .entries
        .iter()
        .any(|entry| leader.entries.contains(entry));
    if starts_there || !leader.works() {
        return None;
    }
    let entries = leader.entries.clone();
    let found = resolve_from(graph, spec, entries, LinkFilter::for_flow(spec), |_, _| {
        false
    });
    found.works().then_some(found)
}

/// Leaves out links and entries, unless the flow does not arrive without them: an unfinished drawing may have only the other
/// way.
fn leave_out<'a>(
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
    (words, place): (&FlowWords, usize),
) -> Option<ResolvedFlow<'a>> {
    let strict = LinkFilter::for_flow(spec);
    let mut is_user = graph.marked(&flow.entries);
    let mut users = flow.entries.clone();
    users.extend(intended.entries.iter().filter(|&&node| !is_user[node]));
    users.sort_unstable();
    for &user in &users {
        is_user[user] = true;
    }
    let plays =
        |place: usize, node: NodeIndex| !is_user[node] && intended.ends[place].contains(&node);
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
            let alone =
                graph.stands_first(*node) && !this.out.is_empty() && !this.has(Flag::Passive);
            // "Reports for advertisers", whose readers are left out.
            let serves_others = this.kind.group == Group::Compute
                && words.of_node(*node, place) == Speech::ThisFlow;
            let begins = !by_users || is_user[*node] || is_of_builders(this);
            // "Click address", a balancer, where only those are drawn who look at the results.
            alone && (begins || serves_others || is_front(this))
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
    let is_entry = graph.marked(&flow.entries);
    let mut way = graph
        .node_indices()
        .filter(|&node| on_path[node] && flow.allowed_links.reached[node] && !is_entry[node]);
    if spec.access != Access::Read || spec.to.len() > 1 || !flow.works() || way.any(speaks) {
        return None;
    }
    let gives = |node: NodeIndex| {
        is_view(graph[node].effective_kind.role) || graph[node].is_view_in_memory()
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

#[cfg(test)]
mod tests {
    use crate::analysis::{WhatIf, analyze, estimate};
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
    fn words_lead_past_what_says_nothing() {
        let load = load(
            "
apps: mobile_client
front: load_balancer
lines: websocket_gateway x60 \"Socket gateways\"
api: service x6 \"Front API\"
dots: service x40 \"Dots\"
grid: redis x20
trips: sql x2
apps -> front
front -> lines
front -> api
lines -> dots: \"driver positions\"
dots -> grid
api -> grid: read
api -> trips
",
        );
        assert!(load("dots") > 249_000.0, "{}", load("dots"));
        // The others come to it: cars nearby, rides, and who follows a car.
        assert!(load("api") < 100_000.0, "{}", load("api"));
    }

    #[test]
    fn what_comes_back_from_a_store_is_no_call() {
        let answered = format!("{ORDINARY}grid -> places: \"latest\"\ntrips -> rides");
        let (plain, answered) = (load(ORDINARY), load(&answered));
        for part in ["places", "rides", "grid", "trips"] {
            assert!((plain(part) - answered(part)).abs() < 1e-6, "{part}");
        }
    }

    #[test]
    fn pages_whose_readers_are_left_out_are_read() {
        let text = "visitor: client \"Visitor\"\nclicks: kafka x3\nvisitor -> take\ntake -> clicks: write\nclicks -> sum: read\nsum -> counts: write\ntake: service x20\nsum: stream_processor x4\ncounts: dynamodb\npages: service x2 \"Reports for advertisers\"\npages -> counts: read";
        let drawing = parse_notation(text).unwrap().design;
        let prompt = builtin().iter().find(|p| p.id == "ad_click_stream");
        let report = analyze(&drawing, prompt);
        let flow = report.flows.iter().find(|flow| flow.id == "report");
        assert!(flow.unwrap().unreached.is_empty());
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
