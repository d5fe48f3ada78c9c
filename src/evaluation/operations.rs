//! Mutations of how a system is watched, guarded, owned and rolled out.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{Mutation, PART_GONE, also};
use super::selector::FaultSelector;
use super::subject::{MutationSubject, add_service, call, enclose};
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::model::{CallCondition, Edit, Flag, Id, Role, Safeguard, ZoneKind};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "monitoring-removed",
        does: "Takes the monitoring away where it is drawn.",
        raises: "unobserved",
        allows: &[PART_GONE],
        at: FaultSelector::Drawing,
        change: FaultChange::RemoveAll(&[Role::Observability]),
        what: "no monitoring",
    },
    Mutation {
        id: "tracing-missing",
        does: "Lets a request pass four services, with monitoring that only counts.",
        raises: "no-tracing",
        allows: &[],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(tracing_missing),
        what: "a chain of four services without tracing",
    },
    Mutation {
        id: "alerts-missing",
        does: "Plans a rollout, with monitoring that wakes nobody.",
        raises: "no-alerting",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(alerts_missing),
        what: "monitoring without alerts",
    },
    Mutation {
        id: "sign-in-removed",
        does: "Takes away what knows who a caller is and every word about it.",
        raises: "no-authentication",
        allows: &[
            PART_GONE,
            also(
                "no-throttle",
                "the gateways that limited callers are plain balancers",
            ),
            also(
                "balancer-chain",
                "a balancer in a gateway’s place stands behind an equal one",
            ),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(sign_in_removed),
        what: "no authentication",
    },
    Mutation {
        id: "store-in-public-zone",
        does: "Draws a store inside the zone that the internet reaches.",
        raises: "data-store-in-public-zone",
        allows: &[],
        at: FaultSelector::Reached(&[Role::Store]),
        change: FaultChange::Code(store_in_public_zone),
        what: "{0} in the public zone",
    },
    Mutation {
        id: "crossing-unencrypted",
        does: "Draws a trust boundary that only some calls cross encrypted.",
        raises: "unencrypted-crossing",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(crossing_unencrypted),
        what: "one unencrypted call across the boundary of {0}",
    },
    Mutation {
        id: "owner-missing",
        does: "Names an owner for every part but one.",
        raises: "no-owner",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(owner_missing),
        what: "{0} has no owner",
    },
    Mutation {
        id: "teams-entangled",
        does: "Gives every part a team of its own.",
        raises: "cross-team-coupling",
        allows: &[also(
            "shared-database",
            "services that write to one store now belong to different teams",
        )],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(teams_entangled),
        what: "a different team for every component",
    },
    Mutation {
        id: "rolled-out-too-early",
        does: "Rolls a service out before one that it waits for.",
        raises: "rollout-order",
        allows: &[],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(rolled_out_too_early),
        what: "a service rolled out before one that it depends on",
    },
    Mutation {
        id: "rollout-uncontrolled",
        does: "Plans a rollout in steps with nothing that lets a few users go first.",
        raises: "no-rollout-control",
        allows: &[],
        at: FaultSelector::ReachedWhere(&[Role::Compute], is_not_held_back),
        change: FaultChange::Component(|_, _, part| part.rollout_stage = Some(1)),
        what: "{0} rolled out to all users at once",
    },
];

/// Services in a row behind one that users wait for, first to last.
fn row(draft: &mut MutantDraft, names: &[&str]) -> Option<Vec<Id>> {
    let mut at = draft.subject.id(draft.subject.app()?);
    let mut row = vec![at];
    for name in names {
        let next = add_service(&mut draft.patch, name, at)?;
        call(&mut draft.patch, at, next)?;
        row.push(next);
        at = next;
    }
    Some(row)
}

/// The monitoring by this name and no other word; it is put in where none is drawn.
fn watch(draft: &mut MutantDraft, name: &str) -> Option<()> {
    let app = draft.subject.id(draft.subject.app()?);
    let mut drawn = draft.subject.analysis.with_role(&[Role::Observability]);
    let watch = match drawn.next() {
        Some(watch) => draft.subject.id(watch),
        None => {
            let below = PlacementSide::Below;
            let watch = draft.patch.add("observability", app, below)?;
            draft.patch.connect(app, watch)?;
            watch
        }
    };
    draft.patch.change(watch, |watch| {
        name.clone_into(&mut watch.name);
        watch.note.clear();
        watch.technology.clear();
    })
}

fn tracing_missing(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    row(draft, &["Rights service", "Name service", "Rule service"])?;
    watch(draft, "Metrics and alerts")?;
    Some(Vec::new())
}

/// Somebody plans, since a service has a step, and nobody is called.
fn alerts_missing(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let app = draft.id()?;
    watch(draft, "Metrics")?;
    plan(&mut draft.patch, app, 1)?;
    Some(Vec::new())
}

/// Gives a component a step in a rollout that can be held back.
fn plan(patch: &mut PatchBuilder, id: Id, step: u32) -> Option<()> {
    patch.change(id, |part| {
        part.rollout_stage = Some(step);
        "Behind a flag".clone_into(&mut part.note);
    })
}

/// What speaks of signing in goes as well: names, labels and assumptions.
fn sign_in_removed(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (subject, patch) = (draft.subject, &mut draft.patch);
    let mut doors = subject.analysis.with_role(&[Role::Auth, Role::Gateway]);
    doors.next()?;
    patch.edit(Edit::SetAssumptions(Vec::new()));
    for node in subject.all() {
        let id = subject.id(node);
        match subject.analysis.role(node) {
            Role::Auth => patch.remove(id)?,
            Role::Gateway => patch.change(id, |gateway| {
                "load_balancer".clone_into(&mut gateway.kind);
                gateway.name.clear();
            })?,
            _ => patch.change(id, |part| part.name.clear())?,
        }
    }
    let links = patch.design().connections().map(|(id, _)| id);
    for link in links.collect::<Vec<_>>() {
        patch.rewire(link, |link| link.label.clear())?;
    }
    Some(Vec::new())
}

fn store_in_public_zone(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (subject, store) = (draft.subject, draft.id()?);
    let mut inside: Vec<Id> = subject.front().iter().map(|&n| subject.id(n)).collect();
    inside.push(store);
    let zone = ZoneKind::TrustBoundary;
    enclose(&mut draft.patch, zone, "Public zone", &inside)?;
    Some(vec![store])
}

fn crossing_unencrypted(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, app) = (&draft.subject.analysis, draft.node()?);
    let zone = ZoneKind::TrustBoundary;
    enclose(
        &mut draft.patch,
        zone,
        "Internal network",
        &[analysis.id(app)],
    )?;
    let crossing = analysis.incoming(app).chain(analysis.outgoing(app));
    let crossing: Vec<Id> = crossing.map(|link| link.id).collect();
    let (&open, encrypted) = crossing.split_last()?;
    for &link in encrypted {
        draft.patch.rewire(link, |link| {
            link.safeguards.insert(Safeguard::Encrypted);
        })?;
    }
    (!encrypted.is_empty()).then(|| vec![open])
}

fn owner_missing(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let app = draft.id()?;
    draft.set_owners(|id| if id == app { "" } else { "Core team" }.to_owned())?;
    Some(vec![app])
}

fn teams_entangled(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let names = [
        "Rights service",
        "Name service",
        "Rule service",
        "Log service",
    ];
    row(draft, &names)?;
    draft.set_owners(|id| format!("Team {}", id.0))?;
    Some(Vec::new())
}

fn rolled_out_too_early(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let row = row(draft, &["Rights service"])?;
    for (&service, step) in row.iter().zip(1..) {
        plan(&mut draft.patch, service, step)?;
    }
    Some(row)
}

/// A registry steers, and a share of the requests on a call holds back: where there is one, nothing is wrong.
fn is_not_held_back(subject: &MutationSubject, service: NodeIndex) -> bool {
    let analysis = &subject.analysis;
    let steers = |node: NodeIndex| !analysis[node].has(Flag::Passive);
    let mut calls = analysis.incoming(service);
    !analysis.with_role(&[Role::Control]).any(steers)
        && calls.all(|link| !matches!(link.connection.when, Some(CallCondition::Fraction(_))))
}
