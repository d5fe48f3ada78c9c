//! Mutations of numbers: too little room, too slow, too dear.

use super::subject::{CARRIERS, Mutant, Subject};
use super::{Mutation, also};
use crate::analysis::load::loads;
use crate::model::{Component, Flag, Role};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "no-room",
        does: "Leaves a part with room for four fifths of what comes at the peak hour.",
        raises: "saturated",
        allows: &[],
        make: |subject| resized(subject, 1.25, false),
    },
    Mutation {
        id: "little-room",
        does: "Leaves a part with so much room that the peak hour takes 85 % of it.",
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
        make: |subject| resized(subject, 0.85, false),
    },
    Mutation {
        id: "slow-consumers",
        does: "Lets what takes from a queue do four fifths of what is put in.",
        raises: "backlog-grows",
        allows: &[],
        make: |subject| resized(subject, 1.25, true),
    },
    Mutation {
        id: "no-room-to-grow",
        does: "Leaves a database that has to be split to grow with so much room that the peak hour takes 60 % of it.",
        raises: "cannot-grow",
        allows: &[also(
            "stampede",
            "a store with so little room cannot stand in for its cache",
        )],
        make: no_room_to_grow,
    },
    Mutation {
        id: "cache-bears-the-load",
        does: "Gives the store behind a cache twice the room it needs, and no more.",
        raises: "stampede",
        allows: &[also(
            "cannot-grow",
            "the store has no room for the growth that is planned for",
        )],
        make: cache_bears_the_load,
    },
    Mutation {
        id: "slow-part",
        does: "Lets a service that a flow waits for take as long as the whole flow may.",
        raises: "latency-target-missed",
        allows: &[],
        make: slow_part,
    },
    Mutation {
        id: "dear-part",
        does: "Lets one part cost as much as the whole budget.",
        raises: "over-budget",
        allows: &[],
        make: dear_part,
    },
];

/// Gives a component as much room as makes its load this share of it.
fn resize(component: &mut Component, load: f64, share: f64) {
    component.numbers.capacity = Some(load / share / f64::from(component.replicas.max(1)));
}

fn resized(subject: &Subject, share: f64, behind_queue: bool) -> Vec<Mutant> {
    let context = &subject.context;
    let nodes = subject.all().filter(|&node| {
        let mut callers = context.into(node);
        let consumes = callers.any(|link| CARRIERS.contains(&context.role(link.from)));
        let counts = if behind_queue {
            context.nodes[node].capacity().is_some()
        } else {
            context.capacity_that_counts(node).is_some()
        };
        counts && consumes == behind_queue && context.loads[node] > 0.0
    });
    nodes
        .filter_map(|node| {
            let this = &context.nodes[node];
            let mut draft = subject.draft();
            draft.change(this.id, |part| resize(part, context.loads[node], share))?;
            let what = format!("{} used to {:.0} %", this.name(), share * 100.0);
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn no_room_to_grow(subject: &Subject) -> Vec<Mutant> {
    let context = &subject.context;
    let stores = subject.all().filter(|&node| {
        let this = &context.nodes[node];
        let grows = this.has(Flag::Scalable) || !this.has(Flag::Writable);
        context.capacity_that_counts(node).is_some() && !grows && context.loads[node] > 0.0
    });
    stores
        .filter(|_| subject.scenario.targets.growth >= 2.0)
        .filter_map(|store| {
            let this = &context.nodes[store];
            let mut draft = subject.draft();
            draft.change(this.id, |part| resize(part, context.loads[store], 0.6))?;
            let what = format!("{} used to 60 %", this.name());
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn cache_bears_the_load(subject: &Subject) -> Vec<Mutant> {
    let context = &subject.context;
    let mut mutants = Vec::new();
    for cache in context.with_role(&[Role::Cache]) {
        let without = loads(context, &[cache].into());
        for store in context.with_role(&[Role::Store, Role::Replica]) {
            let load = context.loads[store];
            let counts = context.capacity_that_counts(store).is_some();
            if !counts || load <= 0.0 || without[store] <= 2.0 * load {
                continue;
            }
            let this = &context.nodes[store];
            let mut draft = subject.draft();
            if draft
                .change(this.id, |part| resize(part, load, 0.5))
                .is_some()
            {
                let what = format!("{} sized for {}", this.name(), subject.name(cache));
                mutants.push(Mutant::new(&draft, what, vec![this.id]));
            }
        }
    }
    mutants
}

fn slow_part(subject: &Subject) -> Vec<Mutant> {
    let flows = subject.context.flows.iter();
    let with_target = flows.filter_map(|flow| Some((flow, flow.spec?.latency_p99_ms?)));
    with_target
        .filter_map(|(flow, target)| {
            let services = flow.need.iter().copied();
            let mut services = services.filter(|&node| {
                matches!(subject.context.role(node), Role::Compute | Role::Realtime)
                    && subject.context.waited_for[node]
            });
            let service = services.next()?;
            let id = subject.id(service);
            let mut draft = subject.draft();
            draft.change(id, |service| {
                service.numbers.latency_p50 = Some(target);
                service.numbers.latency_p99 = Some(3.0 * target);
            })?;
            let what = format!(
                "{} as slow as “{}” may be",
                subject.name(service),
                flow.name
            );
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}

fn dear_part(subject: &Subject) -> Vec<Mutant> {
    let Some(budget) = subject.scenario.targets.monthly_budget else {
        return Vec::new();
    };
    let dear = subject.app().and_then(|app| {
        let id = subject.id(app);
        let mut draft = subject.draft();
        draft.change(id, |part| {
            part.numbers.monthly_cost = Some(budget / f64::from(part.replicas.max(1)));
        })?;
        let what = format!("{} costs the budget", subject.name(app));
        Some(Mutant::new(&draft, what, vec![id]))
    });
    dear.into_iter().collect()
}
