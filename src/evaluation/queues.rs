//! Mutations of queues and of the work behind them.

use petgraph::graph::NodeIndex;

use super::mutation::{AllowedRule, Mutation, also};
use super::subject::{CARRIERS, Mutant, MutationSubject};
use crate::model::{Connection, Id, Role, Timing, kind};

const PART_GONE: AllowedRule = also(
    "missing-part",
    "what was taken away is a part of the accepted design",
);
const STOPS_SHORT: AllowedRule = also("missing-flow", "a flow ended behind the queue");

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "queue-without-consumer",
        does: "Takes away every connection out of a queue, a log or a topic.",
        raises: "queue-without-consumer",
        allows: &[
            STOPS_SHORT,
            also(
                "sockets-without-registry",
                "the queue led the news to whom it is for",
            ),
            also(
                "unreachable-part",
                "nothing else called what took from the queue",
            ),
            also(
                "orphan",
                "what took from the queue was connected to nothing else",
            ),
            also(
                "queue-without-producer",
                "what took from the queue put into another one",
            ),
        ],
        make: without_consumer,
    },
    Mutation {
        id: "queue-without-producer",
        does: "Takes away every connection into a queue, a log or a topic.",
        raises: "queue-without-producer",
        allows: &[
            STOPS_SHORT,
            also(
                "unreachable-part",
                "nothing else called what stood behind the queue",
            ),
        ],
        make: without_producer,
    },
    Mutation {
        id: "dead-letter-queue-removed",
        does: "Takes away the place for messages that failed.",
        raises: "missing-dead-letter-queue",
        allows: &[PART_GONE],
        make: without_dead_letters,
    },
    Mutation {
        id: "slow-work-inline",
        does: "Takes a queue away, so that whoever put into it waits for the slow work behind it.",
        raises: "slow-work-inline",
        allows: &[
            PART_GONE,
            STOPS_SHORT,
            also("latency-target-missed", "users wait for the slow work"),
            also("saturated", "bursts reach the workers at once"),
            also("hot", "bursts reach the workers at once"),
        ],
        make: slow_work_inline,
    },
];

fn without_consumer(subject: &MutationSubject) -> Vec<Mutant> {
    let carriers = subject.reached(&CARRIERS).into_iter();
    carriers
        .filter_map(|queue| {
            let consumers: Vec<Id> = subject.analysis.outgoing(queue).map(|l| l.id).collect();
            let mut draft = subject.draft();
            let cut = consumers.iter().all(|&link| draft.remove(link).is_some());
            let what = format!("nobody takes from {}", subject.name(queue));
            let mutant = || Mutant::new(&draft, what, vec![subject.id(queue)]);
            (cut && !consumers.is_empty()).then(mutant)
        })
        .collect()
}

fn without_producer(subject: &MutationSubject) -> Vec<Mutant> {
    let carriers = subject.reached(&CARRIERS).into_iter();
    carriers
        .filter_map(|queue| {
            let producers: Vec<Id> = subject.arriving(queue).map(|l| l.id).collect();
            let mut draft = subject.draft();
            let cut = producers.iter().all(|&link| draft.remove(link).is_some());
            let what = format!("nobody puts into {}", subject.name(queue));
            let mutant = || Mutant::new(&draft, what, vec![subject.id(queue)]);
            (cut && !producers.is_empty()).then(mutant)
        })
        .collect()
}

/// Only task queues need one.
fn without_dead_letters(subject: &MutationSubject) -> Vec<Mutant> {
    let mut draft = subject.draft();
    let failed: Vec<NodeIndex> = subject.analysis.with_role(&[Role::DeadLetter]).collect();
    let removed = failed
        .iter()
        .all(|&node| draft.remove(subject.id(node)).is_some());
    let queues: Vec<Id> = subject
        .reached(&[Role::Queue])
        .into_iter()
        .map(|queue| subject.id(queue))
        .collect();
    let fits = removed && !failed.is_empty() && !queues.is_empty();
    let what = "no place for failed messages".to_owned();
    fits.then(|| Mutant::new(&draft, what, queues))
        .into_iter()
        .collect()
}

/// Work is slow from 50 ms on, as the rule has it, and only where nobody has to wait for it.
fn slow_work_inline(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let is_slow = |node: NodeIndex| {
        let this = &analysis[node];
        matches!(this.role(), Role::Worker | Role::Notifier)
            && kind(&this.component.kind).latency_p50.value >= 50.0
    };
    let mut mutants = Vec::new();
    for queue in subject.reached(&CARRIERS) {
        let callers = analysis.incoming(queue).map(|link| link.from);
        let Some(caller) = callers
            .filter(|&caller| analysis.role(caller) == Role::Compute && analysis.waited_for[caller])
            .min()
        else {
            continue;
        };
        let workers: Vec<NodeIndex> = analysis.callees(queue).to_vec();
        let Some(&worker) = workers.iter().find(|&&worker| is_slow(worker)) else {
            continue;
        };
        let mut draft = subject.draft();
        let rewired = draft.remove(subject.id(queue)).and_then(|()| {
            draft.put_connection(Connection {
                timing: Some(Timing::Sync),
                ..Connection::new(subject.id(caller), subject.id(worker))
            })
        });
        if rewired.is_some() && workers.len() == 1 {
            let what = format!(
                "{} waits for {}",
                subject.name(caller),
                subject.name(worker)
            );
            mutants.push(Mutant::new(&draft, what, vec![subject.id(worker)]));
        }
    }
    mutants
}
