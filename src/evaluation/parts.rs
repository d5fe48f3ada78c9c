//! Mutations of what is drawn: parts left out, parts too many, parts too few.

use super::mutation::{AllowedRule, Mutation, also};
use super::subject::{Mutant, MutationSubject, add_service, call};
use crate::model::{Component, Flag, Replicas, Role, vector};
use crate::scenario::Need;

const CUT: AllowedRule = also(
    "missing-flow",
    "a flow that led through the part, or ended there, no longer arrives",
);

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "required-part-removed",
        does: "Takes away a part that nearly every good answer has.",
        raises: "missing-part",
        allows: &[
            CUT,
            also(
                "no-path-to-storage",
                "the part was the only way to the data",
            ),
            also("queue-without-consumer", "the part took from the queue"),
            also("queue-without-producer", "the part put into the queue"),
            also("orphan", "what only the part was connected to stands alone"),
            also(
                "unreachable-part",
                "nothing else called what stood behind the part",
            ),
            also("no-entry-point", "the part was the users"),
            also("read-heavy-without-cache", "the part was the cache"),
            also("media-without-cdn", "the part was the content network"),
            also(
                "cache-as-only-store",
                "the part was the store behind the cache",
            ),
            also(
                "saturated",
                "the part kept requests from what stands behind it",
            ),
            also("hot", "the part kept requests from what stands behind it"),
            also(
                "stampede",
                "the part kept requests from what stands behind it",
            ),
            also(
                "cannot-grow",
                "the part kept requests from what stands behind it",
            ),
            also(
                "latency-target-missed",
                "the part answered in place of something slower",
            ),
        ],
        make: required_part_removed,
    },
    Mutation {
        id: "users-removed",
        does: "Takes away whoever starts the requests.",
        raises: "no-entry-point",
        allows: &[
            CUT,
            also(
                "missing-part",
                "the users are a part of the accepted design",
            ),
            also("orphan", "what only users called stands alone"),
            also(
                "unreachable-part",
                "nobody sets off what only users set off",
            ),
        ],
        make: users_removed,
    },
    Mutation {
        id: "orphan-box",
        does: "Draws a box that is connected to nothing.",
        raises: "orphan",
        allows: &[],
        make: orphan_box,
    },
    Mutation {
        id: "unreachable-box",
        does: "Draws a service that reads the data and that nobody calls.",
        raises: "unreachable-part",
        allows: &[],
        make: unreachable_box,
    },
    Mutation {
        id: "dead-end-box",
        does: "Draws a service that is called and calls nothing.",
        raises: "dead-end",
        allows: &[],
        make: dead_end_box,
    },
    Mutation {
        id: "unneeded-part",
        does: "Adds a part that the load of the prompt does not need.",
        raises: "over-engineered",
        allows: &[],
        make: unneeded_part,
    },
    Mutation {
        id: "instance-too-few",
        does: "Takes instances away until one fewer is left than the load needs, each so much larger that they carry as much.",
        raises: "too-few-replicas",
        allows: &[],
        make: instance_too_few,
    },
];

fn required_part_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let parts = subject.accepted.parts.iter();
    let required = parts.filter(|(_, part)| part.need == Need::Required);
    required
        .filter_map(|(key, _)| {
            let mut draft = subject.draft();
            let id = *subject.accepted.keys.get(key)?;
            let name = draft.design().component(id)?.name.clone();
            draft.remove(id)?;
            let what = format!("without {name}");
            Some(Mutant::without_part(&draft, what, key.clone()))
        })
        .collect()
}

fn users_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    for client in subject.analysis.with_role(&[Role::Client, Role::Device]) {
        if draft.remove(subject.id(client)).is_none() {
            return Vec::new();
        }
    }
    vec![Mutant::new(&draft, "without users".to_owned(), Vec::new())]
}

fn orphan_box(subject: &MutationSubject) -> Vec<Mutant> {
    let last = subject.all().next_back();
    let orphan = last.and_then(|last| {
        let mut draft = subject.draft();
        let at = subject.analysis[last].component.at + vector(0.0, 400.0);
        let id = draft.put(Component::new("vector_index", "Spare index", at))?;
        Some(Mutant::new(&draft, "a spare index".to_owned(), vec![id]))
    });
    orphan.into_iter().collect()
}

fn unreachable_box(subject: &MutationSubject) -> Vec<Mutant> {
    let stores = subject.reached(&[Role::Store, Role::Objects]).into_iter();
    stores
        .filter_map(|store| {
            let mut draft = subject.draft();
            let service = add_service(&mut draft, "Report service", subject.id(store))?;
            call(&mut draft, service, subject.id(store))?;
            let what = format!("a service that reads {}", subject.name(store));
            Some(Mutant::new(&draft, what, vec![service]))
        })
        .collect()
}

fn dead_end_box(subject: &MutationSubject) -> Vec<Mutant> {
    let mut ends = subject.scenario.flows.iter().flat_map(|flow| &flow.to);
    if ends.any(|end| end.roles.contains(&Role::Compute)) {
        // A flow of this prompt may end at a service, and this could be it.
        return Vec::new();
    }
    let mutant = subject.app().and_then(|app| {
        let mut draft = subject.draft();
        let service = add_service(&mut draft, "Name formatter", subject.id(app))?;
        call(&mut draft, subject.id(app), service)?;
        let what = format!("{} calls a service that calls nothing", subject.name(app));
        Some(Mutant::new(&draft, what, vec![service]))
    });
    mutant.into_iter().collect()
}

fn unneeded_part(subject: &MutationSubject) -> Vec<Mutant> {
    let Some(app) = subject.app() else {
        return Vec::new();
    };
    let kinds = subject.scenario.not_needed.iter().flat_map(|n| &n.kinds);
    let drawn = |kind: &str| subject.analysis.nodes().any(|n| n.kind.id == kind);
    kinds
        .filter(|kind| !drawn(kind))
        .filter_map(|kind| {
            let mut draft = subject.draft();
            let part = add_service(&mut draft, kind, subject.id(app))?;
            draft.change(part, |component| kind.clone_into(&mut component.kind))?;
            call(&mut draft, subject.id(app), part)?;
            Some(Mutant::new(&draft, format!("with {kind}"), vec![part]))
        })
        .collect()
}

fn instance_too_few(subject: &MutationSubject) -> Vec<Mutant> {
    let parts = subject.accepted.parts.iter();
    parts
        .filter(|(_, part)| part.min_replicas > 2)
        .filter_map(|(key, part)| {
            let id = *subject.accepted.keys.get(key)?;
            let node = subject.analysis.find(id)?;
            let all = node
                .capacity_of_one()
                .map(|one| one * f64::from(node.component.replicas.count()));
            let mut draft = subject.draft();
            let left = part.min_replicas - 1;
            draft.change(id, |component| {
                component.replicas = Replicas::Exactly(left);
                component.overrides.capacity = all.map(|all| all / f64::from(left));
            })?;
            let what = format!("{left} of {}", node.name());
            (!node.has(Flag::Managed)).then(|| Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}
