//! Mutations of how a system is watched, guarded, owned and rolled out.

use std::collections::BTreeSet;

use super::subject::{Mutant, Subject, add_service, call};
use super::{Allowed, Mutation, also};
use crate::analysis::draft::{Draft, Side};
use crate::model::{Edit, Id, Rect, Role, Safeguard, When, Zone, ZoneKind};

const PART_GONE: Allowed = also(
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
        does: "Lets the monitoring that is drawn wake nobody.",
        raises: "no-alerting",
        allows: &[],
        make: alerts_missing,
    },
    Mutation {
        id: "sign-in-removed",
        does: "Takes away what knows who a caller is.",
        raises: "no-authentication",
        allows: &[PART_GONE],
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
        does: "Lets five services of five teams wait for each other.",
        raises: "cross-team-coupling",
        allows: &[also(
            "no-owner",
            "only the services in the row get an owner",
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

fn monitoring_removed(subject: &Subject) -> Vec<Mutant> {
    let watches: Vec<usize> = subject.context.with_role(&[Role::Observability]).collect();
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
fn row(subject: &Subject, draft: &mut Draft, names: &[&str]) -> Option<Vec<Id>> {
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
fn watch(subject: &Subject, draft: &mut Draft, name: &str) -> Option<Id> {
    let app = subject.id(subject.app()?);
    let drawn = subject.context.with_role(&[Role::Observability]).next();
    let watch = match drawn {
        Some(watch) => subject.id(watch),
        None => {
            let watch = draft.add("observability", app, Side::Below)?;
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

fn tracing_missing(subject: &Subject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let names = ["Rights service", "Name service", "Rule service"];
    let made = row(subject, &mut draft, &names)
        .and_then(|_| watch(subject, &mut draft, "Metrics and alerts"));
    let what = "four services in a row, watched by counting".to_owned();
    made.map(|_| Mutant::new(&draft, what, Vec::new()))
        .into_iter()
        .collect()
}

/// Somebody who plans a rollout, and carefully.
fn planned(subject: &Subject, draft: &mut Draft) -> Option<()> {
    draft.change(subject.id(subject.app()?), |app| app.step = Some(1))?;
    let mut assumptions = draft.design().assumptions().to_vec();
    assumptions.push("Each step goes to 5 percent of users first".to_owned());
    draft.edit(Edit::SetAssumptions(assumptions)).then_some(())
}

fn alerts_missing(subject: &Subject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let watch = planned(subject, &mut draft).and_then(|()| watch(subject, &mut draft, "Metrics"));
    let what = "monitoring that wakes nobody".to_owned();
    watch
        .map(|_| Mutant::new(&draft, what, Vec::new()))
        .into_iter()
        .collect()
}

fn sign_in_removed(subject: &Subject) -> Vec<Mutant> {
    let known: Vec<usize> = subject.context.with_role(&[Role::Auth]).collect();
    let at_the_door = subject.context.with_role(&[Role::Gateway]).next();
    let mut draft = subject.draft();
    let removed = at_the_door.is_none()
        && known
            .iter()
            .all(|&auth| draft.remove(subject.id(auth)).is_some())
        && silence(&mut draft).is_some();
    let mutant = || Mutant::new(&draft, "nobody signs in".to_owned(), Vec::new());
    (removed && !known.is_empty())
        .then(mutant)
        .into_iter()
        .collect()
}

/// Takes all words off the drawing, so that it says nothing but what is drawn.
fn silence(draft: &mut Draft) -> Option<()> {
    let links: Vec<Id> = draft.design().connections().map(|(id, _)| id).collect();
    for link in links {
        draft.rewire(link, |link| link.label.clear())?;
    }
    let parts: Vec<Id> = draft.design().components().map(|(id, _)| id).collect();
    for (part, number) in parts.into_iter().zip(1..) {
        draft.change(part, |part| part.name = format!("Part {number}"))?;
    }
    draft.edit(Edit::SetAssumptions(Vec::new())).then_some(())
}

/// Draws a trust boundary around components.
fn boundary(draft: &mut Draft, name: &str, nodes: &[Id]) -> Option<Id> {
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

fn store_in_public_zone(subject: &Subject) -> Vec<Mutant> {
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

fn crossing_unencrypted(subject: &Subject) -> Vec<Mutant> {
    let mutant = subject.app().and_then(|app| {
        let id = subject.id(app);
        let mut draft = subject.draft();
        boundary(&mut draft, "Internal network", &[id])?;
        let mut crossing: Vec<Id> = subject.arriving(app).map(|link| link.id).collect();
        crossing.extend(subject.context.out(app).map(|link| link.id));
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

fn owner_missing(subject: &Subject) -> Vec<Mutant> {
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

fn teams_entangled(subject: &Subject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let names = [
        "Rights service",
        "Name service",
        "Rule service",
        "Price service",
    ];
    let teams = [
        "Core team",
        "Rights team",
        "Name team",
        "Rule team",
        "Price team",
    ];
    let entangled = row(subject, &mut draft, &names).and_then(|row| {
        for (&service, team) in row.iter().zip(teams) {
            draft.change(service, |service| team.clone_into(&mut service.owner))?;
        }
        Some(())
    });
    let what = "five teams in a row of calls".to_owned();
    entangled
        .map(|()| Mutant::new(&draft, what, Vec::new()))
        .into_iter()
        .collect()
}

fn rolled_out_too_early(subject: &Subject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let early = row(subject, &mut draft, &["Rights service"]).and_then(|row| {
        planned(subject, &mut draft)?;
        for (&service, step) in row.iter().zip(1..) {
            draft.change(service, |service| service.step = Some(step))?;
        }
        Some(row)
    });
    let what = "a service before one that it waits for".to_owned();
    early
        .map(|row| Mutant::new(&draft, what, row))
        .into_iter()
        .collect()
}

fn rollout_uncontrolled(subject: &Subject) -> Vec<Mutant> {
    let services = subject.reached(&[Role::Compute]);
    let mut links = subject.context.links.iter().map(|link| link.drawn);
    // Where shares are drawn or spoken of, some users go first.
    if links.any(|link| matches!(link.when, Some(When::Fraction(_))) || link.label.contains('%')) {
        return Vec::new();
    }
    let mut draft = subject.draft();
    let planned = services.iter().zip(1..).all(|(&service, step)| {
        let planned = |part: &mut crate::model::Component| part.step = Some(step);
        draft.change(subject.id(service), planned).is_some()
    });
    let mutant = || Mutant::new(&draft, "steps and no control".to_owned(), Vec::new());
    (planned && !services.is_empty())
        .then(mutant)
        .into_iter()
        .collect()
}
