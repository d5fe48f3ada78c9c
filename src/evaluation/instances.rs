//! Mutations of how many machines there are and where they stand.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::mutation::{Mutation, also};
use super::subject::{Mutant, MutationSubject, one_large};
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::performance::load::loads;
use crate::analysis::revision::Analysis;
use crate::model::{CallCondition, Edit, Flag, Id, Rect, Role, Zone, ZoneKind, vector};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "one-instance",
        does: "Puts one large machine in the place of several that a flow cannot do without.",
        raises: "single-point-of-failure",
        allows: &[],
        make: one_instance,
    },
    Mutation {
        id: "one-control-element",
        does: "Puts one large machine in the place of several that tell several flows who may do what, or where what is.",
        raises: "shared-control-element",
        allows: &[],
        make: one_control_element,
    },
    Mutation {
        id: "weak-machines",
        does: "Lets all instances of a part that a critical flow cannot do without fail one hour in ten.",
        raises: "availability-miss",
        allows: &[],
        make: weak_machines,
    },
    Mutation {
        id: "one-zone",
        does: "Draws everything that we run ourselves inside one availability zone.",
        raises: "zone-point-of-failure",
        allows: &[also(
            "availability-miss",
            "how often the zone fails comes on top of how often machines fail",
        )],
        make: one_zone,
    },
    Mutation {
        id: "tight-zones",
        does: "Splits a service over two zones of which neither carries the peak alone.",
        raises: "failover-overload",
        allows: &[],
        make: tight_zones,
    },
    Mutation {
        id: "one-region",
        does: "Takes away the frames and the words that tell regions apart, where one region is not enough.",
        raises: "single-region",
        allows: &[],
        make: one_region,
    },
];

/// Whether some flow cannot do without it.
fn is_needed(subject: &MutationSubject, node: NodeIndex) -> bool {
    let mut flows = subject.analysis.flows.iter();
    flows.any(|flow| flow.single_points.contains(&node))
}

fn made_one(subject: &MutationSubject, node: NodeIndex) -> Option<Mutant> {
    let this = &subject.analysis[node];
    let mut draft = subject.draft();
    draft.change(this.id, |machine| {
        one_large(machine, this.capacity_of_one());
    })?;
    Some(Mutant::new(
        &draft,
        format!("one {}", this.name()),
        vec![this.id],
    ))
}

/// Stores and servers that stand alone behind a balancer have mutations, and rules, of their own.
fn one_instance(subject: &MutationSubject) -> Vec<Mutant> {
    let own_rule = |node: NodeIndex| {
        let this = &subject.analysis[node];
        let alone = |&from: &NodeIndex| {
            subject.analysis.role(from) == Role::Balancer
                && subject.analysis.callees(from).len() == 1
                && this.kind.group == crate::model::Group::Compute
        };
        let callers: Vec<NodeIndex> = subject.arriving(node).map(|l| l.from).collect();
        this.has(Flag::Writable) || callers.iter().any(alone)
    };
    let nodes = subject
        .all()
        .filter(|&node| subject.is_multiplied(node) && is_needed(subject, node) && !own_rule(node));
    nodes.filter_map(|node| made_one(subject, node)).collect()
}

fn one_control_element(subject: &MutationSubject) -> Vec<Mutant> {
    let roles = [Role::Auth, Role::Control, Role::Mesh, Role::Identifier];
    let nodes = subject.reached(&roles).into_iter().filter(|&node| {
        let flows = subject.analysis.flows.iter();
        subject.is_multiplied(node)
            && flows
                .filter(|flow| flow.single_points.contains(&node))
                .count()
                > 1
    });
    nodes.filter_map(|node| made_one(subject, node)).collect()
}

fn weak_machines(subject: &MutationSubject) -> Vec<Mutant> {
    let flows = || subject.analysis.flows.iter().filter(|flow| flow.critical());
    let nodes = subject.all().filter(|node| {
        let needed = flows().any(|flow| flow.single_points.contains(node));
        subject.is_multiplied(*node)
            && needed
            && subject.analysis[*node].component.replicas.count() < 4
    });
    nodes
        .filter_map(|node| {
            let this = &subject.analysis[node];
            let mut draft = subject.draft();
            draft.change(this.id, |machine| {
                machine.overrides.availability = Some(0.9);
            })?;
            let what = format!("{} that work nine hours in ten", this.name());
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

/// Draws a zone around components, inside the zone that they lie in.
pub(super) fn enclose(
    draft: &mut PatchBuilder,
    kind: ZoneKind,
    name: &str,
    nodes: &[Id],
) -> Option<Id> {
    let first = draft.design().component(*nodes.first()?)?;
    let (parent, mut rect) = (first.parent, Rect::from_center(first.at, 1.0, 1.0));
    for &node in nodes {
        let at = draft.design().component(node)?.at;
        rect = rect.union(Rect::from_center(at, 1.0, 1.0));
    }
    let zone = draft.design().fresh_id();
    let frame = Zone {
        kind,
        name: name.to_owned(),
        rect: rect.expanded(160.0),
        parent,
    };
    draft.edit(Edit::PutZone(zone, frame)).then_some(())?;
    let inside = nodes.iter().copied().collect::<BTreeSet<_>>();
    draft
        .edit(Edit::SetParent(inside, Some(zone)))
        .then_some(zone)
}

fn one_zone(subject: &MutationSubject) -> Vec<Mutant> {
    let ours: Vec<Id> = subject
        .all()
        .filter(|&node| {
            let this = &subject.analysis[node];
            this.is_ours() && !this.has(Flag::Managed)
        })
        .map(|node| subject.id(node))
        .collect();
    let mut draft = subject.draft();
    let zone = enclose(&mut draft, ZoneKind::AvailabilityZone, "Zone A", &ours);
    let mutant = |zone| Mutant::new(&draft, "all in Zone A".to_owned(), vec![zone]);
    zone.map(mutant).into_iter().collect()
}

/// Both halves are used to 65 %, so that each would have too much where it gets half as much again.
fn tight_zones(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let servers = subject.reached(&[Role::Compute]).into_iter();
    servers
        .filter(|&server| {
            let mut callers = analysis.incoming(server);
            callers.all(|link| analysis.role(link.from) == Role::Balancer)
        })
        .filter_map(|server| {
            let mut draft = subject.draft();
            let id = subject.id(server);
            let twin = twin(subject, &mut draft, server)?;
            let halves = Analysis::new(draft.design(), analysis.scenario);
            let (here, there) = (halves.index_of(id)?, halves.index_of(twin)?);
            let load = halves.loads[here];
            let after = loads(&halves, &[there].into())[here];
            if load <= 0.0 || after < 1.6 * load {
                return None;
            }
            let half = subject.analysis[server].component.replicas.count();
            for id in [id, twin] {
                draft.change(id, |server| {
                    server.overrides.capacity = Some(load / 0.65 / f64::from(half));
                })?;
            }
            enclose(&mut draft, ZoneKind::AvailabilityZone, "Zone A", &[id])?;
            enclose(&mut draft, ZoneKind::AvailabilityZone, "Zone B", &[twin])?;
            let what = format!("{} in two tight zones", subject.name(server));
            Some(Mutant::new(&draft, what, vec![id, twin]))
        })
        .collect()
}

/// Adds an equal of a component, connected like it; a share of the calls that was given is halved.
fn twin(subject: &MutationSubject, draft: &mut PatchBuilder, node: NodeIndex) -> Option<Id> {
    let id = subject.id(node);
    let mut twin = draft.design().component(id)?.clone();
    twin.name.push_str(", zone B");
    twin.at = twin.at + vector(0.0, 200.0);
    let twin = draft.put(twin)?;
    let links = subject.analysis.links();
    for link in links.filter(|link| link.from == node || link.to == node) {
        let mut copy = link.connection.clone();
        if let (Some(CallCondition::Fraction(share)), true) = (copy.when, copy.to == id) {
            copy.when = Some(CallCondition::Fraction(share / 2.0));
            draft.rewire(link.id, |link| link.when = copy.when)?;
        }
        let end = if copy.from == id {
            &mut copy.from
        } else {
            &mut copy.to
        };
        *end = twin;
        draft.put_connection(copy)?;
    }
    Some(twin)
}

fn one_region(subject: &MutationSubject) -> Vec<Mutant> {
    let targets = &subject.scenario.targets;
    if targets.availability < 0.9999 && targets.continents < 2 {
        return Vec::new();
    }
    let mut draft = subject.draft();
    let regions: Vec<Id> = subject
        .accepted
        .design
        .zones()
        .filter(|(_, zone)| zone.kind == ZoneKind::Region)
        .map(|(id, _)| id)
        .collect();
    let Some((first, others)) = regions.split_first() else {
        return Vec::new();
    };
    let dissolved = others.iter().all(|&zone| draft.edit(Edit::Dissolve(zone)));
    let mutant = || Mutant::new(&draft, "one region".to_owned(), vec![*first]);
    (dissolved && !others.is_empty())
        .then(mutant)
        .into_iter()
        .collect()
}
