//! Which components and connections each request flow uses, where it fails to arrive, and what it cannot do without.
//!
//! With a prompt these are the prompt's flows. Without one there is a flow from the users to each place that keeps data.

use super::context::{Context, Link};
use super::report::FlowReport;
use super::survival;
use crate::model::{Access, Flag, Role};
use crate::scenario::Flow;

/// One flow in the drawing.
#[derive(Debug)]
pub(crate) struct FlowUse<'a> {
    /// The prompt's flow; none where there is no prompt.
    pub(crate) spec: Option<&'a Flow>,
    /// Its id.
    pub(crate) id: String,
    /// What it is called in a sentence.
    pub(crate) name: String,
    /// Where it starts.
    pub(crate) entries: Vec<usize>,
    /// Where it should arrive.
    pub(crate) ends: Vec<EndUse>,
    /// The components on some path from a start to an end, in order.
    pub(crate) components: Vec<usize>,
    /// The links on those paths, in order.
    pub(crate) links: Vec<usize>,
    /// The components whose failure alone stops it, in order; empty where it does not work anyway.
    pub(crate) need: Vec<usize>,
}

/// One place where a flow should arrive.
#[derive(Debug)]
pub(crate) struct EndUse {
    /// What it is called.
    pub(crate) name: String,
    /// The components that can play it and that the flow reaches.
    pub(crate) players: Vec<usize>,
}

impl FlowUse<'_> {
    /// Whether users stop when it stops.
    pub(crate) fn critical(&self) -> bool {
        self.spec.is_some_and(|spec| spec.critical)
    }

    /// Requests per second at the peak hour (rps).
    pub(crate) fn rps(&self) -> f64 {
        self.spec.map_or(0.0, |spec| spec.rps)
    }

    /// The names of the end points that it does not reach.
    pub(crate) fn unreached(&self) -> Vec<String> {
        self.ends
            .iter()
            .filter(|end| end.players.is_empty())
            .map(|end| end.name.clone())
            .collect()
    }

    pub(crate) fn report(&self, context: &Context) -> FlowReport {
        FlowReport {
            id: self.id.clone(),
            name: self.name.clone(),
            critical: self.critical(),
            rps: self.rps(),
            unreached: self.unreached(),
            components: self.components.iter().map(|&n| context.id(n)).collect(),
            connections: self.links.iter().map(|&l| context.links[l].id).collect(),
        }
    }
}

/// Which links a flow may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passage {
    access: Access,
    /// Whether somebody waits for what it brings, so that only calls that are waited for can carry it.
    waits: bool,
}

impl Passage {
    fn of(flow: &Flow) -> Self {
        Self {
            access: flow.access,
            waits: flow.access == Access::Read && !flow.deferrable,
        }
    }

    /// Whether the flow may use the link. Where the user has not said read or write, both are believed.
    pub(crate) fn allows(self, context: &Context, link: &Link) -> bool {
        let (from, to) = (&context.nodes[link.from], &context.nodes[link.to]);
        let copies = from.has(Flag::Passive) && matches!(to.role(), Role::Replica | Role::Backup);
        let access = match (to.role(), link.access) {
            (Role::Replica, None) => Access::Read,
            (_, set) => set.unwrap_or(Access::Both),
        };
        let fits = self.access == Access::Both || access == Access::Both || access == self.access;
        let in_time = !self.waits || link.waits() || is_message_carrier(to.role());
        !copies && fits && in_time
    }
}

fn is_message_carrier(role: Role) -> bool {
    matches!(role, Role::Queue | Role::Log | Role::Topic)
}

/// All flows of the drawing.
pub(crate) fn flows<'a>(context: &Context<'a>) -> Vec<FlowUse<'a>> {
    match context.scenario {
        Some(scenario) => scenario
            .flows
            .iter()
            .map(|flow| prompted(context, flow))
            .collect(),
        None => general(context),
    }
}

fn prompted<'a>(context: &Context<'a>, spec: &'a Flow) -> FlowUse<'a> {
    let mut entries: Vec<usize> = context.with_role(&spec.from).collect();
    if entries.is_empty() && spec.from.contains(&Role::Client) {
        entries.clone_from(&context.entries);
    }
    let passage = Passage::of(spec);
    let reached = context.reach(&entries, |link| passage.allows(context, link));
    let ends = spec
        .to
        .iter()
        .map(|end| EndUse {
            name: end.name.clone(),
            players: (0..context.nodes.len())
                .filter(|&node| reached[node])
                .filter(|&node| plays(context.nodes[node].plays.role, &end.roles, spec.access))
                .collect(),
        })
        .collect();
    let flow = FlowUse {
        spec: Some(spec),
        id: spec.id.clone(),
        name: spec.name.clone(),
        entries,
        ends,
        components: Vec::new(),
        links: Vec::new(),
        need: Vec::new(),
    };
    traced(context, flow, passage, &reached)
}

/// A copy of a database is as good as the database for those who only read.
fn plays(role: Role, wanted: &[Role], access: Access) -> bool {
    let read_copy =
        role == Role::Replica && access == Access::Read && wanted.contains(&Role::Store);
    wanted.contains(&role) || read_copy
}

/// One flow from the users to each component that keeps data and that they reach.
fn general<'a>(context: &Context<'a>) -> Vec<FlowUse<'a>> {
    let passage = Passage {
        access: Access::Both,
        waits: false,
    };
    let reached = context.reach(&context.entries, |link| passage.allows(context, link));
    context
        .with_role(&[Role::Store, Role::Objects, Role::Analytics])
        .filter(|&store| reached[store])
        .map(|store| {
            let name = context.name(store).to_owned();
            let flow = FlowUse {
                spec: None,
                id: format!("to_{}", context.id(store).0),
                name: format!("the way to {name}"),
                entries: context.entries.clone(),
                ends: vec![EndUse {
                    name,
                    players: vec![store],
                }],
                components: Vec::new(),
                links: Vec::new(),
                need: Vec::new(),
            };
            traced(context, flow, passage, &reached)
        })
        .collect()
}

/// Fills in what lies on a path from a start to an end, and what the flow needs.
fn traced<'a>(
    context: &Context<'a>,
    mut flow: FlowUse<'a>,
    passage: Passage,
    reached: &[bool],
) -> FlowUse<'a> {
    let mut on_path = vec![false; context.nodes.len()];
    let mut stack: Vec<usize> = flow
        .ends
        .iter()
        .flat_map(|end| end.players.iter().copied())
        .collect();
    while let Some(node) = stack.pop() {
        if std::mem::replace(&mut on_path[node], true) {
            continue;
        }
        for &index in &context.nodes[node].into {
            let link = &context.links[index];
            if reached[link.from] && passage.allows(context, link) {
                flow.links.push(index);
                stack.push(link.from);
            }
        }
    }
    flow.links.sort_unstable();
    flow.components = (0..on_path.len()).filter(|&node| on_path[node]).collect();
    if flow.ends.iter().all(|end| !end.players.is_empty()) {
        flow.need = survival::need(context, &flow, passage);
    }
    flow
}
