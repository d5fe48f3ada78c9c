//! Mutations of numbers: too little room, too slow, too dear.

use super::instances::enclose;
use super::mutation::{Mutation, also};
use super::subject::{CARRIERS, Mutant, MutationSubject};
use crate::analysis::performance::latency::OTHER_REGION_MS;
use crate::analysis::performance::load::loads;
use crate::analysis::performance::visit_ratios::visit_ratios;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Component, Flag, Replicas, Role, ZoneKind};

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
        allows: &[
            also(
                "cannot-grow",
                "the store has no room for the growth that is planned for",
            ),
            also("write-ceiling", "most of what passes the cache writes"),
        ],
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
        make: cache_that_misses,
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
        make: one_key_for_all,
    },
    Mutation {
        id: "slow-after-a-stop",
        does: "Leaves what takes from a queue so little room that a stop of ten minutes is felt for an hour.",
        raises: "slow-to-catch-up",
        allows: &[],
        make: |subject| resized(subject, 0.86, true),
    },
    Mutation {
        id: "idle-machines",
        does: "Runs forty times as many of a service as the peak hour needs.",
        raises: "over-provisioned",
        allows: &[also("over-budget", "so many machines cost money")],
        make: idle_machines,
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
        make: ordinary_requests_slow,
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
        make: store_in_another_region,
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
    component.overrides.capacity =
        Some(load / share / f64::from(component.replicas.count().max(1)));
}

fn resized(subject: &MutationSubject, share: f64, behind_queue: bool) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let nodes = subject.all().filter(|&node| {
        let mut callers = analysis.incoming(node);
        let consumes = callers.any(|link| CARRIERS.contains(&analysis.role(link.from)));
        let counts = if behind_queue {
            analysis[node].capacity().is_some()
        } else {
            analysis.capacity_that_counts(node).is_some()
        };
        counts && consumes == behind_queue && analysis.loads[node] > 0.0
    });
    nodes
        .filter_map(|node| {
            let this = &analysis[node];
            let mut draft = subject.draft();
            draft.change(this.id, |part| resize(part, analysis.loads[node], share))?;
            let what = format!("{} used to {:.0} %", this.name(), share * 100.0);
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn no_room_to_grow(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let stores = subject.all().filter(|&node| {
        let this = &analysis[node];
        let grows = this.has(Flag::Scalable) || !this.has(Flag::Writable);
        analysis.capacity_that_counts(node).is_some() && !grows && analysis.loads[node] > 0.0
    });
    stores
        .filter(|_| subject.scenario.targets.growth >= 2.0)
        .filter_map(|store| {
            let this = &analysis[store];
            let mut draft = subject.draft();
            draft.change(this.id, |part| resize(part, analysis.loads[store], 0.6))?;
            let what = format!("{} used to 60 %", this.name());
            Some(Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn cache_bears_the_load(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let mut mutants = Vec::new();
    for cache in analysis.with_role(&[Role::Cache]) {
        let without = loads(analysis, &[cache].into());
        for store in analysis.with_role(&[Role::Store, Role::Replica]) {
            let load = analysis.loads[store];
            let counts = analysis.capacity_that_counts(store).is_some();
            if !counts || load <= 0.0 || without[store] <= 2.0 * load {
                continue;
            }
            let this = &analysis[store];
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

fn slow_part(subject: &MutationSubject) -> Vec<Mutant> {
    let flows = subject.analysis.flows.iter();
    let with_target = flows.filter_map(|flow| Some((flow, flow.spec?.latency_p99_ms?)));
    with_target
        .filter_map(|(flow, target)| {
            let services = flow.single_points.iter().copied();
            let mut services = services.filter(|&node| {
                matches!(subject.analysis.role(node), Role::Compute | Role::Realtime)
                    && subject.analysis.waited_for[node]
            });
            let service = services.next()?;
            let id = subject.id(service);
            let mut draft = subject.draft();
            draft.change(id, |service| {
                service.overrides.latency_p50 = Some(target);
                service.overrides.latency_p99 = Some(3.0 * target);
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

fn cache_that_misses(subject: &MutationSubject) -> Vec<Mutant> {
    let caches = subject.reached(&[Role::Cache]).into_iter();
    caches
        .filter_map(|cache| {
            let id = subject.id(cache);
            let mut draft = subject.draft();
            draft.change(id, |cache| cache.overrides.hit_ratio = Some(0.1))?;
            let what = format!("{} answers a tenth", subject.name(cache));
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}

fn one_key_for_all(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let places = subject.reached(&[Role::Cache, Role::Store, Role::Replica]);
    places
        .into_iter()
        .filter(|&node| analysis.loads[node] > 0.0)
        .filter_map(|node| {
            let id = subject.id(node);
            let mut draft = subject.draft();
            draft.change(id, |part| {
                part.replicas = Replicas::Exactly(part.replicas.count().max(3));
                part.overrides.hot_key = Some(0.75);
                part.overrides.capacity = Some(0.51 * analysis.loads[node]);
            })?;
            let what = format!("one key of {}", subject.name(node));
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}

fn idle_machines(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let services = subject.reached(&[Role::Compute, Role::Realtime, Role::Gateway]);
    services
        .into_iter()
        .filter_map(|node| {
            let this = &analysis[node];
            let one = this.capacity_of_one()?;
            let load = analysis.loads[node];
            let zoned = analysis.design.ancestors(this.id).next().is_some();
            if load <= 0.0 || zoned {
                return None;
            }
            let many = (40.0 * load / one).ceil().clamp(3.0, 1_000.0) as u32;
            let mut draft = subject.draft();
            draft.change(this.id, |part| part.replicas = Replicas::Exactly(many))?;
            let idle = load / (one * f64::from(many - 1)) < 0.14;
            let what = format!("{many} of {}", this.name());
            idle.then(|| Mutant::new(&draft, what, vec![this.id]))
        })
        .collect()
}

fn ordinary_requests_slow(subject: &MutationSubject) -> Vec<Mutant> {
    let flows = subject.analysis.flows.iter();
    let with_target = flows.filter_map(|flow| Some((flow, flow.spec?.latency_p99_ms?)));
    with_target
        .filter_map(|(flow, target)| {
            // Behind a content network it takes part in few of the requests.
            let often = visit_ratios(&subject.analysis, flow, &FaultSet::none()).components;
            let service = flow.single_points.iter().copied().find(|&node| {
                matches!(subject.analysis.role(node), Role::Compute | Role::Realtime)
                    && subject.analysis.waited_for[node]
                    && often[node] > 0.95
            })?;
            let id = subject.id(service);
            let mut draft = subject.draft();
            draft.change(id, |service| {
                service.overrides.latency_p50 = Some(0.6 * target);
                service.overrides.latency_p99 = Some(0.62 * target);
            })?;
            let what = format!("{} takes most of “{}”", subject.name(service), flow.name);
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}

fn store_in_another_region(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let quick = analysis.flows.iter().find(|flow| {
        let target = flow.spec.and_then(|spec| spec.latency_p99_ms);
        target.is_some_and(|target| OTHER_REGION_MS > 0.25 * target)
    });
    let found = quick.and_then(|flow| {
        let link = flow
            .links
            .iter()
            .map(|&link| &analysis[link])
            .find(|link| {
                link.is_sync()
                    && analysis.role(link.to) == Role::Store
                    && analysis[link.to].site.is_none()
                    && analysis[link.from].site.is_none()
            })?;
        let mut draft = subject.draft();
        for (name, node) in [("Here", link.from), ("There", link.to)] {
            enclose(&mut draft, ZoneKind::Region, name, &[subject.id(node)])?;
        }
        let what = format!("{} in another region", subject.name(link.to));
        Some(Mutant::new(&draft, what, vec![link.id]))
    });
    found.into_iter().collect()
}

fn dear_part(subject: &MutationSubject) -> Vec<Mutant> {
    let Some(budget) = subject.scenario.targets.monthly_budget else {
        return Vec::new();
    };
    let dear = subject.app().and_then(|app| {
        let id = subject.id(app);
        let mut draft = subject.draft();
        draft.change(id, |part| {
            part.overrides.monthly_cost = Some(budget / f64::from(part.replicas.count().max(1)));
        })?;
        let what = format!("{} costs the budget", subject.name(app));
        Some(Mutant::new(&draft, what, vec![id]))
    });
    dear.into_iter().collect()
}
