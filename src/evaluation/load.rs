//! Mutations of numbers: too little room, too slow, too dear.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{Mutation, also};
use super::selector::FaultSelector;
use super::subject::{CARRIERS, MutationSubject, enclose};
use crate::analysis::flow::FlowTrace;
use crate::analysis::performance::latency::OTHER_REGION_MS;
use crate::analysis::performance::load::loads;
use crate::analysis::performance::visit_ratios::visit_ratios;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Component, Flag, Id, Replicas, Role, ZoneKind};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "no-room",
        does: "Leaves a part with room for four fifths of what comes at the peak hour.",
        raises: "saturated",
        allows: &[],
        at: FaultSelector::Components(has_room),
        change: FaultChange::Resize(1.25),
        what: "{0} at 125% utilization",
    },
    Mutation {
        id: "little-room",
        does: "Leaves a part with so much room that the peak hour takes 85% of it.",
        raises: "hot",
        allows: &[
            also(
                "latency-target-missed",
                "requests wait in line for a part that is nearly full",
            ),
            also(
                "stampede",
                "a store with so little room cannot stand in for its cache",
            ),
        ],
        at: FaultSelector::Components(has_room),
        change: FaultChange::Resize(0.85),
        what: "{0} at 85% utilization",
    },
    Mutation {
        id: "slow-consumers",
        does: "Lets what takes from a queue do four fifths of what is put in.",
        raises: "backlog-grows",
        allows: &[],
        at: FaultSelector::Components(consumes),
        change: FaultChange::Resize(1.25),
        what: "{0} at 125% utilization",
    },
    Mutation {
        id: "no-room-to-grow",
        does: "Leaves a database that has to be split to grow with so much room that the peak hour takes 60% of it.",
        raises: "cannot-grow",
        allows: &[also(
            "stampede",
            "a store with so little room cannot stand in for its cache",
        )],
        at: FaultSelector::Components(must_be_split),
        change: FaultChange::Resize(0.6),
        what: "{0} at 60% utilization",
    },
    Mutation {
        id: "cache-bears-the-load",
        does: "Gives the store behind a cache twice the room it needs, and no more.",
        raises: "stampede",
        allows: &[
            also(
                "cannot-grow",
                "the store has no room for the growth that is planned for",
            ),
            also("write-ceiling", "most of what passes the cache writes"),
        ],
        at: FaultSelector::Pairs(&[Role::Cache], &[Role::Store, Role::Replica]),
        change: FaultChange::Code(cache_bears_the_load),
        what: "{1} sized only for the cache misses of {0}",
    },
    Mutation {
        id: "slow-part",
        does: "Lets a service that a flow waits for take as long as the whole flow may.",
        raises: "latency-target-missed",
        allows: &[],
        at: FaultSelector::Flows(|_, flow| flow.latency_p99_ms.is_some()),
        change: FaultChange::Code(slow_part),
        what: "{1} takes the whole latency target of “{0}”",
    },
    Mutation {
        id: "cache-that-misses",
        does: "Lets a cache know the answer once in ten times.",
        raises: "low-hit-ratio",
        allows: &[
            also(
                "saturated",
                "the store behind it gets what the cache does not answer",
            ),
            also(
                "hot",
                "the store behind it gets what the cache does not answer",
            ),
            also(
                "cannot-grow",
                "the store behind it gets what the cache does not answer",
            ),
            also(
                "write-ceiling",
                "the store behind it gets what the cache does not answer",
            ),
            also("latency-target-missed", "most requests go the long way"),
            also("over-budget", "what is behind it is paid by use"),
            also(
                "failover-overload",
                "the store behind it has less room to spare",
            ),
        ],
        at: FaultSelector::Reached(&[Role::Cache]),
        change: FaultChange::Component(|_, _, cache| cache.overrides.hit_ratio = Some(0.1)),
        what: "{0} with a 10% hit ratio",
    },
    Mutation {
        id: "one-key-for-all",
        does: "Sends three quarters of the calls of a store or a cache to one key, on machines that take half of them each.",
        raises: "hot-key",
        allows: &[
            also(
                "stampede",
                "a store with so little room cannot stand in for its cache",
            ),
            also(
                "cannot-grow",
                "a store with so little room has to be split to grow",
            ),
            also("write-ceiling", "most of the calls write"),
            also("hot", "three of so little room are used to two thirds"),
        ],
        at: FaultSelector::ReachedWhere(&[Role::Cache, Role::Store, Role::Replica], is_loaded),
        change: FaultChange::Component(one_key_for_all),
        what: "one hot key in {0}",
    },
    Mutation {
        id: "slow-after-a-stop",
        does: "Leaves what takes from a queue so little room that a stop of ten minutes is felt for an hour.",
        raises: "slow-to-catch-up",
        allows: &[],
        at: FaultSelector::Components(consumes),
        change: FaultChange::Resize(0.86),
        what: "{0} at 86% utilization",
    },
    Mutation {
        id: "idle-machines",
        does: "Runs forty times as many of a service as the peak hour needs.",
        raises: "over-provisioned",
        allows: &[also("over-budget", "so many machines cost money")],
        at: FaultSelector::ReachedWhere(&[Role::Compute, Role::Gateway], is_loaded),
        change: FaultChange::Code(idle_machines),
        what: "{1} instances of {0}",
    },
    Mutation {
        id: "ordinary-requests-slow",
        does: "Lets the service that a flow needs take three fifths of the time there is, every time.",
        raises: "slow-half",
        allows: &[
            also(
                "latency-target-missed",
                "what else is on the way takes the rest of the time",
            ),
            also(
                "slow-work-inline",
                "a service that takes so long could do its work later",
            ),
        ],
        at: FaultSelector::Flows(|_, flow| flow.latency_p99_ms.is_some()),
        change: FaultChange::Code(ordinary_requests_slow),
        what: "{1} takes most of the latency target of “{0}”",
    },
    Mutation {
        id: "store-in-another-region",
        does: "Puts the store that a quick flow waits for into another region.",
        raises: "cross-region-call",
        allows: &[
            also(
                "latency-target-missed",
                "the way there takes the time there is",
            ),
            also(
                "bridge-link",
                "a single line between the regions carries the flow",
            ),
            also("single-region", "the store stands in a region of its own"),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(store_in_another_region),
        what: "{0} in another region",
    },
    Mutation {
        id: "dear-part",
        does: "Lets one part cost as much as the whole budget.",
        raises: "over-budget",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(dear_part),
        what: "{0} costs as much as the whole budget",
    },
];

/// Whether what takes from a queue is meant.
fn takes_from_queue(subject: &MutationSubject, node: NodeIndex) -> bool {
    let mut callers = subject.analysis.incoming(node);
    callers.any(|link| CARRIERS.contains(&subject.analysis.role(link.from)))
}

fn is_loaded(subject: &MutationSubject, node: NodeIndex) -> bool {
    subject.analysis.loads[node] > 0.0
}

fn has_room(subject: &MutationSubject, node: NodeIndex) -> bool {
    subject.analysis.capacity_that_counts(node).is_some()
        && !takes_from_queue(subject, node)
        && is_loaded(subject, node)
}

fn consumes(subject: &MutationSubject, node: NodeIndex) -> bool {
    subject.analysis[node].capacity().is_some()
        && takes_from_queue(subject, node)
        && is_loaded(subject, node)
}

fn must_be_split(subject: &MutationSubject, node: NodeIndex) -> bool {
    let this = &subject.analysis[node];
    subject.scenario.targets.growth >= 2.0
        && subject.analysis.capacity_that_counts(node).is_some()
        && !this.has(Flag::Scalable)
        && this.has(Flag::Writable)
        && is_loaded(subject, node)
}

fn cache_bears_the_load(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, (cache, store)) = (&draft.subject.analysis, draft.pair()?);
    let load = analysis.loads[store];
    let without = loads(analysis, &[cache].into())[store];
    if analysis.capacity_that_counts(store).is_none() || load <= 0.0 || without <= 2.0 * load {
        return None;
    }
    FaultChange::Resize(0.5).apply(draft)
}

/// The service that a flow waits for and cannot do without, as slow as this for half and for 99 of 100 requests (ms).
fn slow_down(draft: &mut MutantDraft, service: NodeIndex, p50: f64, p99: f64) -> Option<Vec<Id>> {
    let id = draft.subject.id(service);
    draft.patch.change(id, |service| {
        service.overrides.latency_p50 = Some(p50);
        service.overrides.latency_p99 = Some(p99);
    })?;
    draft.mention(draft.subject.name(service));
    Some(vec![id])
}

/// The services that a flow waits for and cannot do without.
fn needed_services(subject: &MutationSubject, flow: &FlowTrace) -> Vec<NodeIndex> {
    let mut nodes = flow.single_points.clone();
    nodes.retain(|&node| {
        matches!(subject.analysis.role(node), Role::Compute | Role::Realtime)
            && subject.analysis.waited_for[node]
    });
    nodes
}

fn slow_part(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (flow, used) = draft.flow()?;
    let target = flow.latency_p99_ms?;
    let &service = needed_services(draft.subject, used).first()?;
    slow_down(draft, service, target, 3.0 * target)
}

/// Behind a content network a service takes part in few of the requests.
fn ordinary_requests_slow(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (flow, used) = draft.flow()?;
    let target = flow.latency_p99_ms?;
    let often = visit_ratios(&draft.subject.analysis, used, &FaultSet::none()).components;
    let services = needed_services(draft.subject, used);
    let service = services.into_iter().find(|&node| often[node] > 0.95)?;
    slow_down(draft, service, 0.6 * target, 0.62 * target)
}

fn one_key_for_all(subject: &MutationSubject, node: NodeIndex, part: &mut Component) {
    part.replicas = Replicas::Exactly(part.replicas.count().max(3));
    part.overrides.hot_key = Some(0.75);
    part.overrides.capacity = Some(0.51 * subject.analysis.loads[node]);
}

fn idle_machines(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, this) = (&draft.subject.analysis, draft.this()?);
    let one = this.capacity_of_one()?;
    let load = analysis.loads[draft.node()?];
    if analysis.design.ancestors(this.id).next().is_some() {
        return None;
    }
    let many = (40.0 * load / one).ceil().clamp(3.0, 1_000.0) as u32;
    draft
        .patch
        .change(this.id, |part| part.replicas = Replicas::Exactly(many))?;
    draft.mention(&many.to_string());
    let idle = load / (one * f64::from(many - 1)) < 0.14;
    idle.then(|| vec![this.id])
}

fn store_in_another_region(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let analysis = &draft.subject.analysis;
    let quick = analysis.flows.iter().find(|flow| {
        let target = flow.spec.and_then(|spec| spec.latency_p99_ms);
        target.is_some_and(|target| OTHER_REGION_MS > 0.25 * target)
    })?;
    let mut links = quick.links.iter().map(|&link| &analysis[link]);
    let link = links.find(|link| {
        link.is_sync()
            && analysis.role(link.to) == Role::Store
            && analysis[link.to].site.is_none()
            && analysis[link.from].site.is_none()
    })?;
    for (name, node) in [("Here", link.from), ("There", link.to)] {
        let inside = [analysis.id(node)];
        enclose(&mut draft.patch, ZoneKind::Region, name, &inside)?;
    }
    draft.mention(analysis.name(link.to));
    Some(vec![link.id])
}

fn dear_part(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let budget = draft.subject.scenario.targets.monthly_budget?;
    let app = draft.id()?;
    draft.patch.change(app, |part| {
        part.overrides.monthly_cost = Some(budget / f64::from(part.replicas.count().max(1)));
    })?;
    Some(vec![app])
}
