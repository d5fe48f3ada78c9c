//! Mutations of how many machines there are and where they stand.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{Mutation, also};
use super::selector::FaultSelector;
use super::subject::{MutationSubject, enclose};
use crate::analysis::performance::load::loads;
use crate::analysis::revision::Analysis;
use crate::model::{CallCondition, Edit, Flag, Group, Id, Role, ZoneKind, vector};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "one-instance",
        does: "Puts one large machine in the place of several that a flow cannot do without.",
        raises: "single-point-of-failure",
        allows: &[
            also("saturated", "one machine holds only so many connections"),
            also("too-few-replicas", "a good answer runs several"),
        ],
        at: FaultSelector::Components(is_needed_group),
        change: FaultChange::MakeOneLarge,
        what: "a single {0}",
    },
    Mutation {
        id: "one-control-element",
        does: "Puts one large machine in the place of several that tell several flows who may do what, or where what is.",
        raises: "shared-control-element",
        allows: &[],
        at: FaultSelector::ReachedWhere(
            &[Role::Auth, Role::Control, Role::Mesh, Role::Identifier],
            is_shared_group,
        ),
        change: FaultChange::MakeOneLarge,
        what: "a single {0}",
    },
    Mutation {
        id: "weak-machines",
        does: "Lets all instances of a part that a critical flow cannot do without fail one hour in ten.",
        raises: "availability-miss",
        allows: &[],
        at: FaultSelector::Components(is_small_critical_group),
        change: FaultChange::Component(|_, _, part| part.overrides.availability = Some(0.9)),
        what: "{0} with 90% availability",
    },
    Mutation {
        id: "one-zone",
        does: "Draws everything that we run ourselves inside one availability zone.",
        raises: "zone-point-of-failure",
        allows: &[
            also(
                "availability-miss",
                "how often the zone fails comes on top of how often machines fail",
            ),
            also(
                "region-point-of-failure",
                "the boxes that went into the zone stand in one region now",
            ),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(one_zone),
        what: "everything in Zone A",
    },
    Mutation {
        id: "tight-zones",
        does: "Splits a service over two zones of which neither carries the peak alone.",
        raises: "failover-overload",
        allows: &[also("availability-miss", "the service needs both zones")],
        at: FaultSelector::ReachedWhere(&[Role::Compute], only_balancers_call),
        change: FaultChange::Code(tight_zones),
        what: "{0} in two zones without spare capacity",
    },
    Mutation {
        id: "one-region",
        does: "Takes away the frames and the words that tell regions apart, where one region is not enough.",
        raises: "single-region",
        allows: &[],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(one_region),
        what: "a single region",
    },
];

/// How many flows cannot do without it.
fn flows_in_need(subject: &MutationSubject, node: NodeIndex) -> usize {
    let flows = subject.analysis.flows.iter();
    let in_need = flows.filter(|flow| flow.single_points.contains(&node));
    in_need.count()
}

/// Stores and servers that stand alone behind a balancer have mutations, and rules, of their own.
fn is_needed_group(subject: &MutationSubject, node: NodeIndex) -> bool {
    let analysis = &subject.analysis;
    let this = &analysis[node];
    let alone_behind = |from: NodeIndex| {
        analysis.role(from) == Role::Balancer
            && analysis.callees(from).len() == 1
            && this.kind.group == Group::Compute
    };
    let mut callers = analysis.incoming(node).map(|link| link.from);
    subject.is_multiplied(node)
        && flows_in_need(subject, node) > 0
        && !this.has(Flag::Writable)
        && !callers.any(alone_behind)
}

fn is_shared_group(subject: &MutationSubject, node: NodeIndex) -> bool {
    subject.is_multiplied(node) && flows_in_need(subject, node) > 1
}

fn is_small_critical_group(subject: &MutationSubject, node: NodeIndex) -> bool {
    let mut critical = subject.analysis.flows.iter().filter(|flow| flow.critical());
    subject.is_multiplied(node)
        && critical.any(|flow| flow.single_points.contains(&node))
        && subject.analysis[node].component.replicas.count() < 4
}

fn one_zone(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let nodes = draft.subject.analysis.nodes();
    let ours = nodes.filter(|node| node.is_ours() && !node.is_run_by_provider());
    let ours: Vec<Id> = ours.map(|node| node.id).collect();
    let zone = enclose(
        &mut draft.patch,
        ZoneKind::AvailabilityZone,
        "Zone A",
        &ours,
    )?;
    Some(vec![zone])
}

fn only_balancers_call(subject: &MutationSubject, node: NodeIndex) -> bool {
    let mut callers = subject.analysis.incoming(node);
    callers.all(|link| subject.analysis.role(link.from) == Role::Balancer)
}

/// Both halves are used to 65%, so that each would have too much where it gets half as much again.
fn tight_zones(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let server = draft.this()?;
    let twin = add_twin(draft)?;
    let halves = Analysis::new(draft.patch.design(), draft.subject.analysis.scenario);
    let (here, there) = (halves.index_of(server.id)?, halves.index_of(twin)?);
    let load = halves.loads[here];
    let after = loads(&halves, &[there].into())[here];
    if load <= 0.0 || after < 1.6 * load {
        return None;
    }
    let half = f64::from(server.component.replicas.count());
    for (id, name) in [(server.id, "Zone A"), (twin, "Zone B")] {
        draft.patch.change(id, |server| {
            server.overrides.capacity = Some(load / 0.65 / half);
        })?;
        enclose(&mut draft.patch, ZoneKind::AvailabilityZone, name, &[id])?;
    }
    Some(vec![server.id, twin])
}

/// Adds an equal of the component, connected like it; a share of the calls that was given is halved.
fn add_twin(draft: &mut MutantDraft) -> Option<Id> {
    let (subject, node, patch) = (draft.subject, draft.node()?, &mut draft.patch);
    let id = subject.id(node);
    let mut twin = patch.design().component(id)?.clone();
    twin.name.push_str(", zone B");
    twin.at = twin.at + vector(0.0, 200.0);
    let twin = patch.put(twin)?;
    let links = subject.analysis.links();
    for link in links.filter(|link| link.from == node || link.to == node) {
        let mut copy = link.connection.clone();
        if let (Some(CallCondition::Fraction(share)), true) = (copy.when, copy.to == id) {
            copy.when = Some(CallCondition::Fraction(share / 2.0));
            patch.rewire(link.id, |link| link.when = copy.when)?;
        }
        let end = if copy.from == id {
            &mut copy.from
        } else {
            &mut copy.to
        };
        *end = twin;
        patch.put_connection(copy)?;
    }
    Some(twin)
}

fn one_region(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let targets = &draft.subject.scenario.targets;
    if targets.availability < 0.9999 && targets.continents < 2 {
        return None;
    }
    let zones = draft.subject.accepted.design.zones();
    let regions = zones.filter(|(_, zone)| zone.kind == ZoneKind::Region);
    let regions: Vec<Id> = regions.map(|(id, _)| id).collect();
    let (&first, others) = regions.split_first()?;
    let patch = &mut draft.patch;
    let dissolved = others.iter().all(|&zone| patch.edit(Edit::Dissolve(zone)));
    (dissolved && !others.is_empty()).then(|| vec![first])
}
