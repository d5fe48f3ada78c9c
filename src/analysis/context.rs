//! What every rule asks of a drawing, worked out once: who calls whom, what each connection means, who can be reached.
//!
//! Components and connections are numbered 0, 1, 2 … in the order of their ids, so that sets are vectors and every answer
//! has one order. Directions are those of the *work*: a consumer drawn as pulling from its queue is turned round.

use std::collections::BTreeMap;

use super::failure;
use super::flow::{self, FlowTrace};
use super::load;
use super::matching;
use super::meant;
use super::outage::FailureSet;
use super::report::{Comparison, Failures};
use crate::model::{
    Access, CUSTOM, Component, Connection, Design, Flag, Group, Id, Kind, Role, Semantics, Timing,
    ZoneKind, catalogue,
};
use crate::scenario::Scenario;

/// A component with all that rules ask for.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    /// Its id in the design.
    pub(crate) id: Id,
    /// The component as drawn.
    pub(crate) component: &'a Component,
    /// Its kind as drawn.
    pub(crate) kind: &'static Kind,
    /// The kind it is taken for: a box of the user's own that is called "Redis" is taken for a cache.
    pub(crate) effective_kind: &'static Kind,
    /// Connections that leave it, by index, ascending.
    pub(crate) out: Vec<usize>,
    /// Connections that arrive at it, by index, ascending.
    pub(crate) into: Vec<usize>,
    /// Whom it calls, each once, in order.
    pub(crate) callees: Vec<usize>,
    /// The innermost region or availability zone around it.
    pub(crate) site: Option<Id>,
    /// Times as long as it usually takes; 1 where nothing is wrong.
    pub(crate) slowed: f64,
    /// Whether it has lost what it kept, so that a cache answers nothing.
    pub(crate) emptied: bool,
}

impl Node<'_> {
    pub(crate) fn role(&self) -> Role {
        self.kind.role
    }

    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.kind.has(flag)
    }

    /// What to call it in a sentence.
    pub(crate) fn name(&self) -> &str {
        let name = self.component.name.trim();
        if name.is_empty() {
            &self.kind.label
        } else {
            name
        }
    }

    /// Whether it is a part of the system that we run, as far as its kind says.
    pub(crate) fn is_ours(&self) -> bool {
        !matches!(
            self.role(),
            Role::Client
                | Role::External
                | Role::Device
                | Role::Factory
                | Role::Supplier
                | Role::Power
                | Role::Other
        )
    }

    /// The share of reads that it answers itself, for caches and CDNs.
    pub(crate) fn hit_ratio(&self) -> Option<f64> {
        let of_kind = self
            .effective_kind
            .hit_ratio
            .as_ref()
            .map(|figure| figure.value);
        let ratio = self.component.overrides.hit_ratio.or(of_kind);
        ratio.map(|ratio| if self.emptied { 0.0 } else { ratio })
    }

    /// Whether it sends each request one way out of several, as clients, balancers and gateways do.
    pub(crate) fn chooses_one_target(&self) -> bool {
        self.role() == Role::Client || self.has(Flag::Chooser) || self.has(Flag::PassThrough)
    }

    /// Whether one box of it already stands for several machines: what a provider runs, and event logs, which everybody
    /// draws as one box and runs as a cluster of brokers.
    pub(crate) fn is_redundant_by_kind(&self) -> bool {
        self.has(Flag::Managed) || (self.role() == Role::Log && self.component.replicas <= 1)
    }

    /// Whether it is one machine of ours, so that it stops when that machine stops.
    pub(crate) fn is_one_machine(&self) -> bool {
        self.is_ours() && self.component.replicas <= 1 && !self.is_redundant_by_kind()
    }
}

/// A connection in the direction of the work.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    /// Its id in the design.
    pub(crate) id: Id,
    /// Who hands the work on.
    pub(crate) from: usize,
    /// Who gets it.
    pub(crate) to: usize,
    /// What it means.
    pub(crate) semantics: Semantics,
    /// The access the user has set, if any.
    pub(crate) access: Option<Access>,
    /// The connection as drawn; its ends may be the other way round.
    pub(crate) connection: &'a Connection,
    /// What a round trip takes longer than usual (ms).
    pub(crate) delay_ms: f64,
}

impl Link<'_> {
    pub(crate) fn is_sync(&self) -> bool {
        self.semantics.timing == Timing::Sync
    }
}

/// The drawing as the rules see it.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// The drawing itself.
    pub(crate) design: &'a Design,
    /// The prompt, if there is one.
    pub(crate) scenario: Option<&'a Scenario>,
    /// Components in the order of their ids.
    pub(crate) nodes: Vec<Node<'a>>,
    /// Connections in the order of their ids.
    pub(crate) links: Vec<Link<'a>>,
    /// Where users come in: clients and devices or, where none is drawn, whatever stands first.
    pub(crate) entries: Vec<usize>,
    /// For each component of ours whether calling it only tells others something: it sends messages or calls outside,
    /// and nothing that keeps, finds or decides anything lies behind it.
    pub(crate) notify_only: Vec<bool>,
    /// What users reach, waiting or not.
    pub(crate) reached: Vec<bool>,
    /// What users reach and wait for.
    pub(crate) waited_for: Vec<bool>,
    /// The flows, in the prompt's order.
    pub(crate) flows: Vec<FlowTrace<'a>>,
    /// One for each accepted design, nearest first.
    pub(crate) comparisons: Vec<Comparison>,
    /// What each failure does to each flow.
    pub(crate) failures: Failures,
    /// Calls a second at each component at the peak hour (rps); all zero without a prompt.
    pub(crate) loads: Vec<f64>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(design: &'a Design, scenario: Option<&'a Scenario>) -> Self {
        let mut context = Self::with_flows(design, scenario);
        context.failures = failure::failure_modes(&context);
        context.loads = load::loads(&context, &FailureSet::none());
        if context.comparisons.is_empty() {
            context.comparisons = matching::compare_all(&context);
        }
        context
    }

    /// Components, connections and flows, without what takes longer to work out.
    pub(crate) fn with_flows(design: &'a Design, scenario: Option<&'a Scenario>) -> Self {
        let mut context = Self::prepared(design, scenario);
        let mut flows = flow::resolve_endpoints(&context);
        if let Some(scenario) = scenario.filter(|_| meant::is_ambiguous(&flows)) {
            context.comparisons = matching::compare_all(&context);
            meant::disambiguate(&context, scenario, &mut flows);
        }
        context.flows = flow::trace_all(&context, flows);
        context
    }

    /// Components and connections, and where requests start.
    pub(crate) fn prepared(design: &'a Design, scenario: Option<&'a Scenario>) -> Self {
        let mut context = Self::bare(design);
        context.scenario = scenario;
        context.find_callees();
        context.entries = context.find_entries();
        context.notify_only = context.find_notify_only();
        context.reached = context.reach(&context.entries, |_| true);
        context.waited_for = context.reach(&context.entries, Link::is_sync);
        context
    }

    /// Components and connections alone.
    pub(crate) fn bare(design: &'a Design) -> Self {
        let mut context = Self {
            design,
            scenario: None,
            nodes: nodes(design),
            links: Vec::new(),
            entries: Vec::new(),
            notify_only: Vec::new(),
            reached: Vec::new(),
            waited_for: Vec::new(),
            flows: Vec::new(),
            comparisons: Vec::new(),
            failures: Failures::default(),
            loads: Vec::new(),
        };
        context.connect(design);
        context
    }

    fn connect(&mut self, design: &'a Design) {
        let index: BTreeMap<Id, usize> = self.nodes.iter().map(|node| node.id).zip(0..).collect();
        let meanings = design.all_semantics();
        let mut called = vec![false; self.nodes.len()];
        for (_, connection) in design.connections() {
            called[index[&connection.to]] = true;
        }
        for (id, connection) in design.connections() {
            let (mut from, mut to) = (index[&connection.from], index[&connection.to]);
            let mut meaning = meanings[&id];
            let carries = self.nodes[to].role().carries_messages();
            let consumer = matches!(
                self.nodes[from].role(),
                Role::Worker | Role::Processor | Role::Notifier
            );
            let pulls = connection.access == Some(Access::Read)
                || (connection.access.is_none() && consumer && !called[from]);
            if carries && pulls {
                (from, to) = (to, from);
                meaning.timing = Timing::Async;
            }
            let link = self.links.len();
            self.nodes[from].out.push(link);
            self.nodes[to].into.push(link);
            self.links.push(Link {
                id,
                from,
                to,
                semantics: meaning,
                access: connection.access,
                connection,
                delay_ms: 0.0,
            });
        }
    }

    fn find_callees(&mut self) {
        for node in 0..self.nodes.len() {
            let mut callees: Vec<usize> = self.out(node).map(|link| link.to).collect();
            callees.sort_unstable();
            callees.dedup();
            self.nodes[node].callees = callees;
        }
    }

    /// Whom a component calls, each once, in order.
    pub(crate) fn callees(&self, node: usize) -> &[usize] {
        &self.nodes[node].callees
    }

    fn find_notify_only(&self) -> Vec<bool> {
        let tells = |node: usize| matches!(self.role(node), Role::External | Role::Notifier);
        let keeps = |node: usize| {
            let this = &self.nodes[node];
            let answers = matches!(
                this.role(),
                Role::Auth | Role::Model | Role::Identifier | Role::Realtime | Role::Cdn
            );
            answers || (this.has(Flag::Stateful) && !self.carries_messages(node))
        };
        let marked = |mark: &dyn Fn(usize) -> bool| {
            let mut found = vec![false; self.nodes.len()];
            let mut stack: Vec<usize> = (0..found.len()).filter(|&node| mark(node)).collect();
            while let Some(node) = stack.pop() {
                if !std::mem::replace(&mut found[node], true) {
                    stack.extend(self.into(node).map(|link| link.from));
                }
            }
            found
        };
        let (tell, keep) = (marked(&tells), marked(&keeps));
        let only_tells =
            |node: usize| tell[node] && !keep[node] && self.role(node) != Role::External;
        (0..self.nodes.len()).map(only_tells).collect()
    }

    /// Whether a component hands work on later: a queue, a log or a topic.
    pub(crate) fn carries_messages(&self, node: usize) -> bool {
        self.role(node).carries_messages()
    }

    fn find_entries(&self) -> Vec<usize> {
        let all = |test: &dyn Fn(&Node) -> bool| -> Vec<usize> {
            (0..self.nodes.len())
                .filter(|&n| test(&self.nodes[n]))
                .collect()
        };
        let users = all(&|node| matches!(node.role(), Role::Client | Role::Device));
        if !users.is_empty() {
            return users;
        }
        let front = all(&|node| node.into.is_empty() && is_front(node));
        if !front.is_empty() {
            return front;
        }
        all(&|node| {
            node.into.is_empty() && !node.out.is_empty() && node.kind.group == Group::Compute
        })
    }

    /// Everything that can be reached from `starts` over links that pass the test, the starts included.
    pub(crate) fn reach(&self, starts: &[usize], pass: impl Fn(&Link<'a>) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut stack = starts.to_vec();
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                let next = self.out(node).filter(|link| pass(link)).map(|link| link.to);
                stack.extend(next);
            }
        }
        reached
    }

    /// The links that leave a component.
    pub(crate) fn out(&self, node: usize) -> impl Iterator<Item = &Link<'a>> {
        self.nodes[node].out.iter().map(|&link| &self.links[link])
    }

    /// The links that arrive at a component.
    pub(crate) fn into(&self, node: usize) -> impl Iterator<Item = &Link<'a>> {
        self.nodes[node].into.iter().map(|&link| &self.links[link])
    }

    pub(crate) fn role(&self, node: usize) -> Role {
        self.nodes[node].role()
    }

    pub(crate) fn name(&self, node: usize) -> &str {
        self.nodes[node].name()
    }

    pub(crate) fn id(&self, node: usize) -> Id {
        self.nodes[node].id
    }

    /// The components with one of these roles, in order.
    pub(crate) fn with_role(&self, roles: &[Role]) -> impl Iterator<Item = usize> {
        (0..self.nodes.len()).filter(move |&node| roles.contains(&self.role(node)))
    }

    /// The one service that users reach, where there is only one.
    pub(crate) fn only_service(&self) -> Option<Id> {
        self.only(&[Role::Compute])
    }

    /// The one gateway that users reach or, without any, the one balancer.
    pub(crate) fn only_front(&self) -> Option<Id> {
        self.only(&[Role::Gateway])
            .or_else(|| self.only(&[Role::Balancer]))
    }

    fn only(&self, roles: &[Role]) -> Option<Id> {
        let mut all = self.with_role(roles).filter(|&node| self.reached[node]);
        let first = all.next()?;
        all.next().is_none().then(|| self.id(first))
    }

    /// The component with this id.
    pub(crate) fn find(&self, id: Id) -> Option<&Node<'a>> {
        self.index(id).map(|index| &self.nodes[index])
    }

    /// The number of the component with this id.
    pub(crate) fn index(&self, id: Id) -> Option<usize> {
        self.nodes.binary_search_by_key(&id, |node| node.id).ok()
    }

    /// Whether work gets from one component to another, by whatever way.
    pub(crate) fn is_reachable(&self, from: Id, to: Id) -> bool {
        let (Some(from), Some(to)) = (self.index(from), self.index(to)) else {
            return false;
        };
        self.reach(&[from], |_| true)[to]
    }

    /// Whether the prompt names this rule among the risks that matter most.
    pub(crate) fn is_trap(&self, rule: &str) -> bool {
        self.scenario
            .is_some_and(|scenario| scenario.traps.iter().any(|trap| trap.rule == rule))
    }
}

/// Whether a component can stand where users come in although no client is drawn.
pub(crate) fn is_front(node: &Node) -> bool {
    node.kind.group == Group::Edge || (node.has(Flag::Public) && node.kind.group == Group::Compute)
}

fn nodes(design: &Design) -> Vec<Node<'_>> {
    design
        .components()
        .map(|(id, component)| {
            let kind = design.kind_of(id);
            let site = design
                .ancestors(id)
                .find(|(_, zone)| {
                    matches!(zone.kind, ZoneKind::Region | ZoneKind::AvailabilityZone)
                })
                .map(|(id, _)| id);
            Node {
                id,
                component,
                kind,
                effective_kind: resolve_kind(kind, component),
                out: Vec::new(),
                into: Vec::new(),
                callees: Vec::new(),
                site,
                slowed: 1.0,
                emptied: false,
            }
        })
        .collect()
}

fn resolve_kind(kind: &'static Kind, component: &Component) -> &'static Kind {
    if kind.id != CUSTOM {
        return kind;
    }
    catalogue()
        .recognize_kind(&component.name)
        .or_else(|| catalogue().recognize_kind(&component.technology))
        .unwrap_or(kind)
}
