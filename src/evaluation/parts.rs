//! Mutations of what is drawn: parts left out, parts too many, parts too few.

use super::change::{FaultChange, MutantDraft};
use super::mutation::{AllowedRule, COPY_GONE, Mutation, also};
use super::selector::FaultSelector;
use super::subject::{add_service, call};
use crate::model::{Component, Id, Replicas, Role, vector};
use crate::scenario::Need;

const CUT: AllowedRule = also(
    "missing-flow",
    "a flow that led through the part, or ended there, no longer arrives",
);

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "required-part-removed",
        does: "Takes away a part that nearly every good answer has, so that a job is undone or a flow stops.",
        raises: "missing-part",
        allows: &[
            also(
                "over-budget",
                "what it delivered is delivered at a higher price",
            ),
            also(
                "large-bodies-through-app",
                "what it delivered passes through other parts",
            ),
            CUT,
            COPY_GONE,
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
        at: FaultSelector::Parts(|part| part.need == Need::Required),
        change: FaultChange::RemovePart,
        what: "{0} removed",
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
        at: FaultSelector::Drawing,
        change: FaultChange::RemoveAll(&[Role::Client, Role::Device]),
        what: "users removed",
    },
    Mutation {
        id: "orphan-box",
        does: "Draws a box that is connected to nothing.",
        raises: "orphan",
        allows: &[],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(orphan_box),
        what: "an index that is connected to nothing",
    },
    Mutation {
        id: "unreachable-box",
        does: "Draws a service that reads the data and that nobody calls.",
        raises: "unreachable-part",
        allows: &[],
        at: FaultSelector::Reached(&[Role::Store, Role::Objects]),
        change: FaultChange::Code(unreachable_box),
        what: "a service that reads {0} but is never called",
    },
    Mutation {
        id: "dead-end-box",
        does: "Draws a service that is called and calls nothing.",
        raises: "dead-end",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(dead_end_box),
        what: "{0} calls a service that calls nothing",
    },
    Mutation {
        id: "unneeded-part",
        does: "Adds a part that the load of the prompt does not need.",
        raises: "over-engineered",
        allows: &[also("index-without-writer", "nothing fills the part")],
        at: FaultSelector::NotNeeded,
        change: FaultChange::Code(unneeded_part),
        what: "{0} added",
    },
    Mutation {
        id: "instance-too-few",
        does: "Takes instances away until one fewer is left than the load needs, each so much larger that they carry as much.",
        raises: "too-few-replicas",
        allows: &[],
        at: FaultSelector::Parts(|part| part.min_replicas > 2),
        change: FaultChange::Code(instance_too_few),
        what: "{1} instances of {0}",
    },
];

fn orphan_box(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let last = draft.subject.all().next_back()?;
    let at = draft.subject.analysis[last].component.at + vector(0.0, 400.0);
    let spare = Component::new("vector_index", "Spare index", at);
    Some(vec![draft.patch.put(spare)?])
}

fn unreachable_box(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let store = draft.id()?;
    let service = add_service(&mut draft.patch, "Report service", store)?;
    call(&mut draft.patch, service, store)?;
    Some(vec![service])
}

/// Not where a flow of this prompt may end at a service, since this could be it.
fn dead_end_box(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let mut ends = draft.subject.scenario.flows.iter().flat_map(|f| &f.to);
    if ends.any(|end| end.roles.contains(&Role::Compute)) {
        return None;
    }
    let app = draft.id()?;
    let service = add_service(&mut draft.patch, "Name formatter", app)?;
    call(&mut draft.patch, app, service)?;
    Some(vec![service])
}

fn unneeded_part(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let kind = draft.kind()?;
    let app = draft.subject.id(draft.subject.app()?);
    let part = add_service(&mut draft.patch, kind, app)?;
    draft.patch.change(part, |p| kind.clone_into(&mut p.kind))?;
    call(&mut draft.patch, app, part)?;
    Some(vec![part])
}

fn instance_too_few(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let node = draft.this()?;
    let left = draft.subject.part(node.id)?.min_replicas - 1;
    let one = node.capacity_of_one();
    let all = one.map(|one| one * f64::from(node.component.replicas.count()));
    draft.patch.change(node.id, |component| {
        component.replicas = Replicas::Exactly(left);
        component.overrides.capacity = all.map(|all| all / f64::from(left));
    })?;
    draft.mention(&left.to_string());
    (!node.is_run_by_provider()).then(|| vec![node.id])
}
