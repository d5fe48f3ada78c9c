//! Which components and connections each request flow uses, where it fails to arrive, and what it cannot do without.
//!
//! With a prompt these are the prompt's flows. Without one there is a flow from the users to each place that keeps data.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::context::{Context, Link};
use super::report::FlowReport;
use super::success::{DependencyGraph, FaultTree, is_needed};
use super::survival::{self, SinglePoints};
use crate::model::{Access, Flag, Role};
use crate::scenario::Flow;

/// One flow in the drawing.
#[derive(Debug)]
pub(crate) struct FlowTrace<'a> {
    /// The prompt's flow; none where there is no prompt.
    pub(crate) spec: Option<&'a Flow>,
    /// Its id.
    pub(crate) id: String,
    /// What it is called in a sentence.
    pub(crate) name: String,
    /// Requests a second at the peak hour (rps).
    pub(crate) rps: f64,
    /// The id of the flow that sets it off.
    pub(crate) follows: Option<String>,
    /// Where it starts.
    pub(crate) entries: Vec<usize>,
    /// Where it should arrive.
    pub(crate) ends: Vec<ResolvedEndpoint>,
    /// The components on some path from a start to an end, in order.
    pub(crate) components: Vec<usize>,
    /// The links on those paths, in order.
    pub(crate) links: Vec<usize>,
    /// The components whose failure alone stops it, in order; empty where it does not work anyway.
    pub(crate) single_points: Vec<usize>,
    /// Which links it may use.
    pub(crate) allowed_links: Rc<AllowedLinks>,
    /// Under which failures it arrives; none where it does not arrive or is too large.
    pub(crate) success: Option<FaultTree>,
}

/// One place where a flow should arrive.
#[derive(Debug)]
pub(crate) struct ResolvedEndpoint {
    /// What it is called.
    pub(crate) name: String,
    /// The components that can play it and that the flow reaches.
    pub(crate) candidates: Vec<usize>,
}

impl<'a> FlowTrace<'a> {
    /// Whether users stop when it stops.
    pub(crate) fn critical(&self) -> bool {
        self.spec.is_some_and(|spec| spec.critical)
    }

    /// The names of the end points that it does not reach.
    pub(crate) fn unreached(&self) -> Vec<String> {
        self.ends
            .iter()
            .filter(|end| end.candidates.is_empty())
            .map(|end| end.name.clone())
            .collect()
    }

    /// Whether every end point is reached.
    pub(crate) fn works(&self) -> bool {
        self.ends.iter().all(|end| !end.candidates.is_empty())
    }

    /// Whether it asks for data that others have written.
    pub(crate) fn reads(&self) -> bool {
        self.spec.is_none_or(|spec| spec.access != Access::Write)
    }

    /// Which components are on some path from a start to an end.
    pub(super) fn on_path(&self, context: &Context) -> Vec<bool> {
        let mut on_path = vec![false; context.nodes.len()];
        let ends = self.ends.iter().flat_map(|end| &end.candidates);
        let mut stack: Vec<usize> = ends.copied().collect();
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut on_path[node], true) {
                let into = context.nodes[node].into.iter();
                let open = into.filter(|&&link| self.allowed_links.open[link]);
                stack.extend(open.map(|&link| context.links[link].from));
            }
        }
        on_path
    }

    /// The same flow where nothing gets over some links.
    pub(super) fn without(&self, context: &Context<'a>, links: &BTreeSet<usize>) -> Self {
        let mut left = self.restrict(context, links);
        // What chose among several ways has still to be able to go each of them: a way that leads nowhere any more makes
        // nothing surer.
        left.components.clone_from(&self.components);
        let success = FaultTree::new(context, &left);
        Self {
            success,
            ..trace(context, left, &mut SinglePointsCache::new())
        }
    }

    /// The same, before it is known what lies on its way.
    pub(super) fn restrict(&self, context: &Context<'a>, links: &BTreeSet<usize>) -> Self {
        let roads = Rc::new(self.allowed_links.without(context, &self.entries, links));
        let still = |end: &ResolvedEndpoint| ResolvedEndpoint {
            name: end.name.clone(),
            candidates: (end.candidates.iter().copied())
                .filter(|&player| roads.reached[player])
                .collect(),
        };
        Self {
            spec: self.spec,
            id: self.id.clone(),
            name: self.name.clone(),
            rps: self.rps,
            follows: self.follows.clone(),
            entries: self.entries.clone(),
            ends: self.ends.iter().map(still).collect(),
            components: Vec::new(),
            links: Vec::new(),
            single_points: Vec::new(),
            allowed_links: roads,
            success: None,
        }
    }

    /// The part of the drawing that it depends on.
    pub(super) fn dependencies(&self, context: &Context) -> DependencyGraph {
        let mut on_path = vec![false; context.nodes.len()];
        self.components
            .iter()
            .for_each(|&node| on_path[node] = true);
        let mut local = vec![usize::MAX; context.nodes.len()];
        DependencyGraph::new(
            context,
            &self.entries,
            &on_path,
            &self.allowed_links,
            &mut local,
        )
    }

    pub(crate) fn report(&self, context: &Context) -> FlowReport {
        FlowReport {
            id: self.id.clone(),
            name: self.name.clone(),
            critical: self.critical(),
            rps: self.rps,
            unreached: self.unreached(),
            components: self.components.iter().map(|&n| context.id(n)).collect(),
            connections: self.links.iter().map(|&l| context.links[l].id).collect(),
        }
    }
}

/// What a flow does, as far as it decides which links it may use.
#[derive(Debug, Clone, Copy)]
struct LinkFilter<'a> {
    /// The prompt's flow; the user may have said which connections serve it.
    spec: Option<&'a Flow>,
    access: Access,
    /// Whether somebody waits for what it brings, so that only calls that are waited for can carry it.
    waits: bool,
}

/// Which links a flow may use from where it starts.
#[derive(Debug)]
pub(crate) struct AllowedLinks {
    /// Where it gets to at all.
    reached: Vec<bool>,
    /// For each link whether the flow may use it.
    pub(crate) open: Vec<bool>,
    /// For each link whether the caller cannot answer without it.
    pub(crate) needed: Vec<bool>,
}

impl AllowedLinks {
    /// The roads of a flow that reads and writes and can be put off.
    pub(crate) fn for_any_request(context: &Context) -> Self {
        let passage = LinkFilter {
            spec: None,
            access: Access::Both,
            waits: false,
        };
        Self::new(context, &context.entries, passage)
    }

    fn new(context: &Context, entries: &[usize], passage: LinkFilter<'_>) -> Self {
        let reached = context.reach(entries, |link| passage.allows(context, link));
        let open: Vec<bool> = context
            .links
            .iter()
            .map(|link| {
                let back = entries.contains(&link.to) && passage.ends_before(context, link.to);
                reached[link.from] && !back && passage.allows(context, link)
            })
            .collect();
        let needed = context
            .links
            .iter()
            .zip(&open)
            .map(|(link, &open)| open && is_needed(context, link))
            .collect();
        Self {
            reached,
            open,
            needed,
        }
    }

    /// The roads that are left without some links.
    fn without(&self, context: &Context, entries: &[usize], links: &BTreeSet<usize>) -> Self {
        let left = |link: usize| self.open[link] && !links.contains(&link);
        let mut reached = vec![false; context.nodes.len()];
        let mut stack = entries.to_vec();
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                let out = context.nodes[node].out.iter();
                stack.extend(out.filter(|&&l| left(l)).map(|&l| context.links[l].to));
            }
        }
        let open: Vec<bool> = (0..context.links.len())
            .map(|link| left(link) && reached[context.links[link].from])
            .collect();
        let needed = self.needed.iter().zip(&open);
        Self {
            reached,
            needed: needed.map(|(&needed, &open)| needed && open).collect(),
            open,
        }
    }
}

impl<'a> LinkFilter<'a> {
    fn for_flow(flow: &'a Flow) -> Self {
        // What is put off may be set off by a read: a click is counted when a link is opened.
        let access = if flow.deferrable {
            Access::Both
        } else {
            flow.access
        };
        Self {
            spec: Some(flow),
            access,
            waits: flow.access == Access::Read && !flow.deferrable,
        }
    }

    /// Whether a request that comes back to somebody who starts it has left the flow: users do not pass requests on. Where
    /// the flow is to arrive at such users, it has not.
    fn ends_before(self, context: &Context, entry: usize) -> bool {
        let role = context.role(entry);
        let mut ends = self.spec.iter().flat_map(|spec| &spec.to);
        let arrives = ends.any(|end| end.roles.contains(&role));
        matches!(role, Role::Client | Role::Device) && !arrives
    }

    /// Whether the flow may use the link. Where the user has not said read or write, both are believed.
    fn allows(self, context: &Context, link: &Link) -> bool {
        let (from, to) = (&context.nodes[link.from], &context.nodes[link.to]);
        let copies = from.has(Flag::Passive) && matches!(to.role(), Role::Replica | Role::Backup);
        let access = match (to.role(), link.access) {
            (Role::Replica, None) => Access::Read,
            (_, set) => set.unwrap_or(Access::Both),
        };
        let fits = self.access == Access::Both || access == Access::Both || access == self.access;
        let in_time = !self.waits || link.is_sync() || to.role().carries_messages();
        let serves = match (self.spec, &link.connection.flows) {
            (Some(spec), Some(served)) => served.contains(&spec.id),
            _ => true,
        };
        // Whoever reads does not set off what only tells others.
        let tells = self.access == Access::Read
            && link.access != Some(Access::Read)
            && context.notify_only[link.to];
        !copies && fits && in_time && serves && !tells
    }
}

/// All flows of the drawing: where they start, which links they may use and who can play their end points.
pub(super) fn resolve_endpoints<'a>(context: &Context<'a>) -> Vec<FlowTrace<'a>> {
    match context.scenario {
        Some(scenario) => scenario
            .flows
            .iter()
            .map(|flow| resolve_prompt_flow(context, flow))
            .collect(),
        None => resolve_store_flows(context),
    }
}

/// The same with what lies on their ways and what they need.
pub(super) fn trace_all<'a>(
    context: &Context<'a>,
    flows: Vec<FlowTrace<'a>>,
) -> Vec<FlowTrace<'a>> {
    let mut surveys = SinglePointsCache::new();
    let flows = flows.into_iter();
    flows
        .map(|flow| {
            // Without a prompt all flows use the same roads, so that what is known about one part of the drawing serves all.
            if flow.spec.is_some() {
                surveys.clear();
            }
            trace(context, flow, &mut surveys)
        })
        .collect()
}

fn resolve_prompt_flow<'a>(context: &Context<'a>, spec: &'a Flow) -> FlowTrace<'a> {
    let mut entries: Vec<usize> = context.with_role(&spec.from).collect();
    if entries.is_empty() && spec.from.contains(&Role::Client) {
        entries.clone_from(&context.entries);
    }
    let roads = Rc::new(AllowedLinks::new(
        context,
        &entries,
        LinkFilter::for_flow(spec),
    ));
    let ends = spec
        .to
        .iter()
        .map(|end| ResolvedEndpoint {
            name: end.name.clone(),
            candidates: (0..context.nodes.len())
                .filter(|&node| roads.reached[node])
                .filter(|&node| {
                    can_serve_as(
                        context.nodes[node].effective_kind.role,
                        &end.roles,
                        spec.access,
                    )
                })
                .collect(),
        })
        .collect();
    FlowTrace {
        spec: Some(spec),
        id: spec.id.clone(),
        name: spec.name.clone(),
        rps: spec.rps,
        follows: spec.follows.clone(),
        entries,
        ends,
        components: Vec::new(),
        links: Vec::new(),
        single_points: Vec::new(),
        allowed_links: roads,
        success: None,
    }
}

/// A copy of a database is as good as the database for those who only read.
fn can_serve_as(role: Role, wanted: &[Role], access: Access) -> bool {
    let read_copy =
        role == Role::Replica && access == Access::Read && wanted.contains(&Role::Store);
    wanted.contains(&role) || read_copy
}

/// One flow from the users to each component that keeps data and that they reach. A request goes to all of them, so that
/// the first one brings the traffic and the others follow it.
fn resolve_store_flows<'a>(context: &Context<'a>) -> Vec<FlowTrace<'a>> {
    let roads = Rc::new(AllowedLinks::for_any_request(context));
    let rps = context.design.traffic().unwrap_or(0.0);
    let stores: Vec<usize> = context
        .with_role(&[Role::Store, Role::Objects, Role::Analytics])
        .filter(|&store| roads.reached[store])
        .collect();
    let id = |store: usize| format!("to_{}", context.id(store).0);
    stores
        .iter()
        .map(|&store| {
            let name = context.name(store).to_owned();
            FlowTrace {
                spec: None,
                id: id(store),
                name: format!("Reach {name}"),
                rps,
                follows: (store != stores[0]).then(|| id(stores[0])),
                entries: context.entries.clone(),
                ends: vec![ResolvedEndpoint {
                    name,
                    candidates: vec![store],
                }],
                components: Vec::new(),
                links: Vec::new(),
                single_points: Vec::new(),
                allowed_links: Rc::clone(&roads),
                success: None,
            }
        })
        .collect()
}

/// What is known about the flows that use the same components.
type SinglePointsCache = BTreeMap<Vec<bool>, SinglePoints>;

/// Fills in what lies on a path from a start to an end, and what the flow needs.
fn trace<'a>(
    context: &Context<'a>,
    mut flow: FlowTrace<'a>,
    surveys: &mut SinglePointsCache,
) -> FlowTrace<'a> {
    let roads = Rc::clone(&flow.allowed_links);
    let on_path = flow.on_path(context);
    flow.components = (0..on_path.len()).filter(|&node| on_path[node]).collect();
    flow.links = (0..context.links.len())
        .filter(|&link| roads.open[link] && on_path[context.links[link].to])
        .collect();
    if flow.works() && flow.components.len() <= survival::MOST {
        let survey = surveys.entry(on_path).or_insert_with_key(|on_path| {
            SinglePoints::new(context, &flow.entries, on_path, &roads)
        });
        flow.single_points = survey.shared_by(&flow.ends);
    }
    flow.success = FaultTree::new(context, &flow);
    flow
}
