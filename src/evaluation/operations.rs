//! Mutations of how a system is watched, guarded, owned and rolled out.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use super::mutation::{AllowedRule, Mutation, also};
use super::subject::{Mutant, MutationSubject, add_service, call};
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::model::{CallCondition, Edit, Flag, Id, Rect, Role, Safeguard, Zone, ZoneKind};

const PART_GONE: AllowedRule = also(
    "missing-part",
    "what was taken away is a part of the accepted design",
);

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "monitoring-removed",
        does: "Takes the monitoring away where it is drawn.",
        raises: "unobserved",
        allows: &[PART_GONE],
        make: monitoring_removed,
    },
    Mutation {
        id: "tracing-missing",
        does: "Lets a request pass four services, with monitoring that only counts.",
        raises: "no-tracing",
        allows: &[],
        make: tracing_missing,
    },
    Mutation {
        id: "alerts-missing",
        does: "Plans a rollout, with monitoring that wakes nobody.",
        raises: "no-alerting",
        allows: &[],
        make: alerts_missing,
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
        make: sign_in_removed,
    },
    Mutation {
        id: "store-in-public-zone",
        does: "Draws a store inside the zone that the internet reaches.",
        raises: "data-store-in-public-zone",
        allows: &[],
        make: store_in_public_zone,
    },
    Mutation {
        id: "crossing-unencrypted",
        does: "Draws a trust boundary that only some calls cross encrypted.",
        raises: "unencrypted-crossing",
        allows: &[],
        make: crossing_unencrypted,
    },
    Mutation {
        id: "owner-missing",
        does: "Names an owner for every part but one.",
        raises: "no-owner",
        allows: &[],
        make: owner_missing,
    },
    Mutation {
        id: "teams-entangled",
        does: "Gives every part a team of its own.",
        raises: "cross-team-coupling",
        allows: &[also(
            "shared-database",
            "services that write to one store now belong to different teams",
        )],
        make: teams_entangled,
    },
    Mutation {
        id: "rolled-out-too-early",
        does: "Rolls a service out before one that it waits for.",
        raises: "rollout-order",
        allows: &[],
        make: rolled_out_too_early,
    },
    Mutation {
        id: "rollout-uncontrolled",
        does: "Plans a rollout in steps with nothing that lets a few users go first.",
        raises: "no-rollout-control",
        allows: &[],
        make: rollout_uncontrolled,
    },
];

fn monitoring_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let watches: Vec<NodeIndex> = subject.analysis.with_role(&[Role::Observability]).collect();
    let mut draft = subject.draft();
    let removed = watches
        .iter()
        .all(|&watch| draft.remove(subject.id(watch)).is_some());
    let mutant = || Mutant::new(&draft, "without monitoring".to_owned(), Vec::new());
    (removed && !watches.is_empty())
        .then(mutant)
        .into_iter()
        .collect()
}

/// Services in a row behind one that users wait for, first to last.
fn row(subject: &MutationSubject, draft: &mut PatchBuilder, names: &[&str]) -> Option<Vec<Id>> {
    let mut at = subject.id(subject.app()?);
    let mut row = vec![at];
    for name in names {
        let next = add_service(draft, name, at)?;
        call(draft, at, next)?;
        row.push(next);
        at = next;
    }
    Some(row)
}

/// The monitoring; one is put in where none is drawn.
fn watch(subject: &MutationSubject, draft: &mut PatchBuilder, name: &str) -> Option<Id> {
    let app = subject.id(subject.app()?);
    let drawn = subject.analysis.with_role(&[Role::Observability]).next();
    let watch = match drawn {
        Some(watch) => subject.id(watch),
        None => {
            let watch = draft.add("observability", app, PlacementSide::Below)?;
            draft.connect(app, watch)?;
            watch
        }
    };
    draft.change(watch, |watch| {
        name.clone_into(&mut watch.name);
        watch.note.clear();
        watch.technology.clear();
    })?;
    Some(watch)
}

fn tracing_missing(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let names = ["Rights service", "Name service", "Rule service"];
    let made = row(subject, &mut draft, &names)
        .and_then(|_| watch(subject, &mut draft, "Metrics and alerts"));
    let what = "four services in a row, watched by counting".to_owned();
    made.map(|_| Mutant::new(&draft, what, Vec::new()))
        .into_iter()
        .collect()
}

/// Somebody plans, since a service has a step, and nobody is called.
fn alerts_missing(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let watch = subject.app().and_then(|app| {
        let watch = watch(subject, &mut draft, "Metrics")?;
        plan(&mut draft, subject.id(app), 1)?;
        Some(watch)
    });
    let what = "monitoring that wakes nobody".to_owned();
    watch
        .map(|_| Mutant::new(&draft, what, Vec::new()))
        .into_iter()
        .collect()
}

/// Gives a component a step in a rollout that can be held back.
fn plan(draft: &mut PatchBuilder, id: Id, step: u32) -> Option<()> {
    draft.change(id, |part| {
        part.rollout_stage = Some(step);
        "Behind a flag".clone_into(&mut part.note);
    })
}

/// What speaks of signing in goes as well: names, labels and assumptions.
fn sign_in_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let removed = without_sign_in(subject, &mut draft);
    removed
        .map(|()| Mutant::new(&draft, "nobody signs in".to_owned(), Vec::new()))
        .into_iter()
        .collect()
}

fn without_sign_in(subject: &MutationSubject, draft: &mut PatchBuilder) -> Option<()> {
    let mut doors = subject.analysis.with_role(&[Role::Auth, Role::Gateway]);
    doors.next()?;
    draft.edit(Edit::SetAssumptions(Vec::new()));
    for node in subject.all() {
        let id = subject.id(node);
        match subject.analysis.role(node) {
            Role::Auth => draft.remove(id)?,
            Role::Gateway => draft.change(id, |gateway| {
                "load_balancer".clone_into(&mut gateway.kind);
                gateway.name.clear();
            })?,
            _ => draft.change(id, |part| part.name.clear())?,
        }
    }
    let links = draft.design().connections().map(|(id, _)| id);
    for link in links.collect::<Vec<_>>() {
        draft.rewire(link, |link| link.label.clear())?;
    }
    Some(())
}

/// Draws a trust boundary around components.
fn boundary(draft: &mut PatchBuilder, name: &str, nodes: &[Id]) -> Option<Id> {
    let first = draft.design().component(*nodes.first()?)?;
    let (parent, mut rect) = (first.parent, Rect::from_center(first.at, 1.0, 1.0));
    for &node in nodes {
        rect = rect.union(Rect::from_center(
            draft.design().component(node)?.at,
            1.0,
            1.0,
        ));
    }
    let zone = draft.design().fresh_id();
    let frame = Zone {
        kind: ZoneKind::TrustBoundary,
        name: name.to_owned(),
        rect: rect.expanded(160.0),
        parent,
    };
    draft.edit(Edit::PutZone(zone, frame)).then_some(())?;
    let inside: BTreeSet<Id> = nodes.iter().copied().collect();
    let moved = draft.edit(Edit::SetParent(inside, Some(zone)));
    moved.then_some(zone)
}

fn store_in_public_zone(subject: &MutationSubject) -> Vec<Mutant> {
    let stores = subject.reached(&[Role::Store]).into_iter();
    stores
        .filter_map(|store| {
            let mut draft = subject.draft();
            let id = subject.id(store);
            let mut inside: Vec<Id> = subject.front().iter().map(|&n| subject.id(n)).collect();
            inside.push(id);
            boundary(&mut draft, "Public zone", &inside)?;
            let what = format!("{} in the public zone", subject.name(store));
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}

fn crossing_unencrypted(subject: &MutationSubject) -> Vec<Mutant> {
    let mutant = subject.app().and_then(|app| {
        let id = subject.id(app);
        let mut draft = subject.draft();
        boundary(&mut draft, "Internal network", &[id])?;
        let mut crossing: Vec<Id> = subject.arriving(app).map(|link| link.id).collect();
        crossing.extend(subject.analysis.outgoing(app).map(|link| link.id));
        let (&open, encrypted) = crossing.split_last()?;
        for &link in encrypted {
            draft.rewire(link, |link| {
                link.safeguards.insert(Safeguard::Encrypted);
            })?;
        }
        let what = format!("one open call across the boundary of {}", subject.name(app));
        (!encrypted.is_empty()).then(|| Mutant::new(&draft, what, vec![open]))
    });
    mutant.into_iter().collect()
}

fn owner_missing(subject: &MutationSubject) -> Vec<Mutant> {
    let mutant = subject.app().and_then(|app| {
        let mut draft = subject.draft();
        for node in subject.all() {
            let team = if node == app { "" } else { "Core team" };
            draft.change(subject.id(node), |part| team.clone_into(&mut part.owner))?;
        }
        let what = format!("nobody owns {}", subject.name(app));
        Some(Mutant::new(&draft, what, vec![subject.id(app)]))
    });
    mutant.into_iter().collect()
}

fn teams_entangled(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let names = [
        "Rights service",
        "Name service",
        "Rule service",
        "Log service",
    ];
    let entangled = row(subject, &mut draft, &names).and_then(|_| {
        let parts = draft.design().components().map(|(id, _)| id);
        for id in parts.collect::<Vec<_>>() {
            draft.change(id, |part| part.owner = format!("Team {}", id.0))?;
        }
        Some(())
    });
    let what = "a team for every part".to_owned();
    entangled
        .map(|()| Mutant::new(&draft, what, Vec::new()))
        .into_iter()
        .collect()
}

fn rolled_out_too_early(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let early = row(subject, &mut draft, &["Rights service"]).and_then(|row| {
        for (&service, step) in row.iter().zip(1..) {
            plan(&mut draft, service, step)?;
        }
        Some(row)
    });
    let what = "a service before one that it waits for".to_owned();
    early
        .map(|row| Mutant::new(&draft, what, row))
        .into_iter()
        .collect()
}

/// A registry steers, and a share of the requests on a call holds back: where there is one, nothing is wrong.
fn rollout_uncontrolled(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let steers = |node: NodeIndex| !analysis[node].has(Flag::Passive);
    if analysis.with_role(&[Role::Control]).any(steers) {
        return Vec::new();
    }
    let whole = |&service: &NodeIndex| {
        let mut calls = analysis.incoming(service);
        calls.all(|link| !matches!(link.connection.when, Some(CallCondition::Fraction(_))))
    };
    let services = subject.reached(&[Role::Compute]).into_iter().filter(whole);
    services
        .filter_map(|service| {
            let id = subject.id(service);
            let mut draft = subject.draft();
            draft.change(id, |service| service.rollout_stage = Some(1))?;
            let what = format!("{} for everybody at once", subject.name(service));
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}
