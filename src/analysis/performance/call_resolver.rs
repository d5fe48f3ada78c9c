//! Whom each component calls for one request of a flow: everybody or one of several, how often, and for which share of its
//! requests.

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::{TracedFlows, TwinMark};
use crate::analysis::graph::{CallFrequency, Link, NodeMap};
use crate::analysis::reliability::failure_modes::stopped;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Access, CallCondition, Role, catalogue};

/// The share of requests for which somebody is asked who is needed once in a session, and of calls that words call seldom
/// without a number: of a hundred requests, one signs in; own judgment.
pub(crate) const RARELY: f64 = 0.01;

/// What one component does with a request.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) node: NodeIndex,
    /// Whether it sends each request one way out of several.
    pub(crate) chooses: bool,
    pub(crate) calls: Vec<Call>,
}

/// One link over which a request is handed on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) link: EdgeIndex,
    /// The share of the caller's requests that lead to the call, 0 to 1.
    pub(crate) share: f64,
    /// Calls for each of those.
    pub(crate) times: f64,
    /// How often the words say that it is called; the share has it already.
    pub(super) frequency: CallFrequency,
    /// Whether the called hands it on; what comes back in a ring goes no further.
    pub(crate) onward: bool,
}

/// Finds out whom each component calls for a request of a flow, by the drawing and by what of it still works.
pub(super) struct CallResolver<'w, 'a> {
    traced: &'w TracedFlows<'a>,
    flow: &'w FlowTrace<'a>,
    failed: &'w FaultSet,
    on_path: NodeMap<bool>,
    /// Which components cannot answer, since they or something that they need has failed.
    stopped: NodeMap<bool>,
}

impl<'w, 'a> CallResolver<'w, 'a> {
    pub(super) fn new(
        traced: &'w TracedFlows<'a>,
        flow: &'w FlowTrace<'a>,
        failed: &'w FaultSet,
    ) -> Self {
        let on_path = traced.marked(&flow.components);
        Self {
            traced,
            flow,
            failed,
            on_path,
            stopped: stopped(traced, flow, failed),
        }
    }

    pub(super) fn is_entry(&self, node: NodeIndex) -> bool {
        self.flow.entries.contains(&node)
            && self.on_path[node]
            && !self.failed.nodes.contains(&node)
    }

    /// All components that get something, with their calls; callers before the called but for rings. The search is written by
    /// hand since the calls of a component are worked out once, when it is come to, and since flows have rings, of which a
    /// topological order knows nothing.
    pub(super) fn visits(&self) -> Vec<Visit> {
        /// What is on the stack: a component to come to, or one to leave once those that it calls are left.
        enum Walk {
            Enter(NodeIndex),
            Leave(Visit),
        }
        let mut left = Vec::new();
        let mut seen = self.traced.node_map(false);
        let mut stack: Vec<Walk> = Vec::new();
        for &entry in self.flow.entries.iter().rev() {
            if self.is_entry(entry) {
                stack.push(Walk::Enter(entry));
            }
        }
        while let Some(next) = stack.pop() {
            match next {
                Walk::Leave(visit) => left.push(visit),
                Walk::Enter(node) if !std::mem::replace(&mut seen[node], true) => {
                    let calls = self.calls(node);
                    let called: Vec<NodeIndex> =
                        calls.iter().map(|call| self.traced[call.link].to).collect();
                    stack.push(Walk::Leave(Visit {
                        node,
                        chooses: self.traced[node].chooses_one_target(),
                        calls,
                    }));
                    stack.extend(called.into_iter().map(Walk::Enter));
                }
                Walk::Enter(_) => {}
            }
        }
        left.reverse();
        left
    }

    /// The links over which a component hands a request on.
    fn calls(&self, node: NodeIndex) -> Vec<Call> {
        let links = self.traced[node].out.iter().copied();
        let used: Vec<EdgeIndex> = links.filter(|&link| self.uses(link)).collect();
        if used.is_empty() {
            return Vec::new();
        }
        let caches = self.asked_caches(node);
        let call = |link: EdgeIndex, share: f64| Call {
            link,
            share,
            times: self.traced[link].connection.calls,
            frequency: self.frequency(link),
            onward: true,
        };
        if !self.traced[node].chooses_one_target() {
            let twins = self.twins_of(&used);
            return used
                .iter()
                .zip(twins)
                .map(|(&link, twins)| call(link, self.share(link, caches) / twins as f64))
                .collect();
        }
        let target = |link: &EdgeIndex| self.traced[*link].to;
        let is_asked = |link: &EdgeIndex| self.traced.is_asked_on_the_way(&self.traced[*link]);
        let leads_on = |link: &EdgeIndex| self.on_path[target(link)];
        // Who is asked is the way only where no other is.
        let has_other = used.iter().any(|link| leads_on(link) && !is_asked(link));
        let (ways, beside): (Vec<EdgeIndex>, Vec<EdgeIndex>) = used
            .into_iter()
            .partition(|link| leads_on(link) && !(has_other && is_asked(link)));
        let fitting = |link: &EdgeIndex| fits(self.flow, &self.traced[*link]);
        // Health checks take out what cannot answer.
        let alive = |link: &EdgeIndex| !self.stopped[target(link)];
        let ways = only_if_any(only_if_any(ways, fitting), alive);
        let beside = beside
            .into_iter()
            .filter(is_asked)
            .map(|link| call(link, self.share(link, caches)));
        // Who only chooses a way passes everything on at once.
        let chosen = self.chosen(&ways, caches);
        let chosen = ways.iter().zip(chosen).map(|(&link, share)| Call {
            frequency: CallFrequency::Each,
            ..call(link, share)
        });
        chosen.chain(beside).collect()
    }

    /// How many do the same as the target of each of these links, itself among them. Counted by name, since a component may have
    /// thousands of links.
    fn twins_of(&self, links: &[EdgeIndex]) -> Vec<usize> {
        if links.len() < 2 {
            return vec![1; links.len()];
        }
        let marks = || {
            links
                .iter()
                .map(|&link| self.traced.twin_marks[self.traced[link].to])
        };
        let (mut stems, mut names) = (BTreeMap::new(), BTreeMap::new());
        for mark in marks().flatten() {
            *stems.entry(mark.stem).or_insert(0) += 1;
            *names.entry(mark.name).or_insert(0) += 1;
        }
        let twins = |mark: TwinMark| 1 + stems[&mark.stem] - names[&mark.name];
        marks().map(|mark| mark.map_or(1, twins)).collect()
    }

    /// How often each of these ways out of several is chosen: one for each end point that it leads to.
    fn chosen(&self, ways: &[EdgeIndex], caches: AskedCaches) -> Vec<f64> {
        let shares: Vec<f64> = ways.iter().map(|&way| self.share(way, caches)).collect();
        let mut most = vec![0.0_f64; ways.len()];
        for leads in self.flow.leads_to_ends(self.traced) {
            let leading = || (0..ways.len()).filter(|&at| leads[self.traced[ways[at]].to]);
            let sum: f64 = leading().map(|at| shares[at]).sum();
            let rivals = leading().count() as f64;
            for at in leading() {
                let share = if sum > 0.0 {
                    shares[at] / sum
                } else {
                    1.0 / rivals
                };
                most[at] = most[at].max(share);
            }
        }
        most
    }

    fn uses(&self, link: EdgeIndex) -> bool {
        let here = &self.traced[link];
        if self.failed.links.contains(&link)
            || !self.flow.allowed_links.open[link]
            || here.from == here.to
            || self.failed.nodes.contains(&here.to)
        {
            return false;
        }
        // What only goes along with the request must fit what it does, and must not be the errand of another flow.
        let fits = fits(self.flow, here);
        // Whoever cannot answer hands nothing on that comes after the answer.
        if self.stopped[here.from] && !here.is_sync() {
            return false;
        }
        let role = self.traced.role(here.to);
        let is_asked =
            matches!(role, Role::Store | Role::Replica) || self.traced.is_asked_on_the_way(here);
        let own_errand = (here.is_sync() && is_asked) || !self.traced.on_some_path[link];
        // How often others are told something is anybody's guess where nothing is said.
        let is_said = !self.traced.notify_only[here.to] || here.connection.when.is_some();
        self.on_path[here.to] || (fits && own_errand && is_said)
    }

    /// The share of the caller's calls that lead to this call; `caches` are those of the caller.
    fn share(&self, link: EdgeIndex, caches: AskedCaches) -> f64 {
        if let Some(share) = self.traced.assumed_share[link] {
            return share;
        }
        let link = &self.traced[link];
        // Only what cannot be worked off is put aside, and that is next to nothing unless the drawing says how much.
        if self.traced.role(link.to) == Role::DeadLetter && link.connection.when.is_none() {
            return 0.0;
        }
        if self.is_rare(link) {
            return RARELY;
        }
        match link.semantics.when {
            // A connection that reads and writes is read over only on a miss, where a cache is asked first.
            CallCondition::Always if link.connection.when.is_none() && self.reads_a_store(link) => {
                1.0 - caches.hit_ratio
            }
            CallCondition::Always => 1.0,
            CallCondition::Fraction(share) => share,
            // A cache answers reads: what is written passes it, unless the drawing says otherwise.
            CallCondition::OnMiss if link.connection.when.is_none() && self.writes_over(link) => {
                1.0
            }
            CallCondition::OnMiss => 1.0 - hit_ratio_before(link, caches),
        }
    }

    /// Whether what goes over a connection in this flow is written.
    fn writes_over(&self, link: &Link) -> bool {
        let flow = self.flow.spec.map(|spec| spec.access);
        let access = link.connection.access.or(flow);
        access == Some(Access::Write)
    }

    /// How often the words of a link say that it is used; a share or a number of calls below one says that already.
    fn frequency(&self, link: EdgeIndex) -> CallFrequency {
        let link = &self.traced[link];
        if link.says_how_seldom() {
            CallFrequency::Each
        } else {
            self.traced.frequency(link)
        }
    }

    /// Whether a call is seldom without a number that says how seldom: tokens are checked where they arrive, and what watches
    /// for changes is told of changes. What a flow is to arrive at gets it each time.
    fn is_rare(&self, link: &Link) -> bool {
        let keeps_sessions = self.traced.role(link.to) == Role::Auth && !link.says_how_seldom();
        let is_end = || (self.flow.ends.iter()).any(|end| end.candidates.contains(&link.to));
        (keeps_sessions || self.frequency(link.index) == CallFrequency::Seldom) && !is_end()
    }

    fn reads_a_store(&self, link: &Link) -> bool {
        let keeps = matches!(
            self.traced.role(link.to),
            Role::Store | Role::Replica | Role::Objects
        );
        let only_reads = self
            .flow
            .spec
            .is_some_and(|spec| spec.access == Access::Read);
        keeps && only_reads
    }

    /// What answers reads at a component before its calls are made. Looked up once for all of them, since a component may have
    /// thousands.
    fn asked_caches(&self, node: NodeIndex) -> AskedCaches {
        let own = self.failed.hit_ratio(node, &self.traced[node]);
        let callees = self.traced.outgoing(node).map(|link| link.to);
        let mut caches = callees.filter(|&to| self.traced.role(to) == Role::Cache);
        let first = caches.next();
        let mut working =
            (first.into_iter().chain(caches)).filter(|cache| !self.failed.nodes.contains(cache));
        let hit_ratio = own.or_else(|| {
            let cache = working.next()?;
            self.failed.hit_ratio(cache, &self.traced[cache])
        });
        AskedCaches {
            asks_any: first.is_some(),
            hit_ratio: hit_ratio.unwrap_or(0.0),
        }
    }
}

/// What answers reads at a component before its calls are made.
#[derive(Debug, Clone, Copy)]
struct AskedCaches {
    /// It has a link to a cache.
    asks_any: bool,
    /// The share of reads that the cache answers which it is, or asks first.
    hit_ratio: f64,
}

/// The share of reads that do not pass a link that is used on a miss: who has no cache and asks none keeps the copies itself.
fn hit_ratio_before(link: &Link, caches: AskedCaches) -> f64 {
    if caches.hit_ratio > 0.0 || link.connection.when != Some(CallCondition::OnMiss) {
        return caches.hit_ratio;
    }
    let usual = catalogue().iter().find(|kind| kind.role == Role::Cache);
    let usual = usual
        .and_then(|kind| kind.hit_ratio.as_ref())
        .filter(|_| !caches.asks_any);
    usual.map_or(0.0, |figure| figure.value)
}

/// The links that pass a test, or all where none does.
fn only_if_any(links: Vec<EdgeIndex>, test: impl Fn(&EdgeIndex) -> bool) -> Vec<EdgeIndex> {
    if links.iter().any(&test) {
        links.into_iter().filter(test).collect()
    } else {
        links
    }
}

fn fits(flow: &FlowTrace, link: &Link) -> bool {
    let does = flow.spec.map_or(Access::Both, |spec| spec.access);
    let access = link.semantics.access;
    does == Access::Both || access == Access::Both || access == does
}
