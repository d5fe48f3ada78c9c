//! Mutations of queues and of the work behind them.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{AllowedRule, Mutation, PART_GONE, also};
use super::selector::FaultSelector;
use super::subject::{CARRIERS, MutationSubject, call};
use crate::model::{Id, Role, kind};

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
        at: FaultSelector::Reached(&CARRIERS),
        change: FaultChange::CutOutgoing,
        what: "{0} has no consumer",
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
        at: FaultSelector::ReachedWhere(&CARRIERS, is_consumed),
        change: FaultChange::CutIncoming,
        what: "{0} has no producer",
    },
    Mutation {
        id: "dead-letter-queue-removed",
        does: "Takes away the place for messages that failed.",
        raises: "missing-dead-letter-queue",
        allows: &[PART_GONE],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(without_dead_letters),
        what: "no dead-letter queue",
    },
    Mutation {
        id: "slow-work-inline",
        does: "Takes a queue away, so that whoever put into it waits for the slow work behind it.",
        raises: "slow-work-inline",
        allows: &[
            also("spread-inline", "the slow work calls several"),
            PART_GONE,
            STOPS_SHORT,
            also("latency-target-missed", "users wait for the slow work"),
            also("saturated", "bursts reach the workers at once"),
            also("hot", "bursts reach the workers at once"),
        ],
        at: FaultSelector::Reached(&CARRIERS),
        change: FaultChange::Code(slow_work_inline),
        what: "{1} waits for {2}",
    },
];

/// Without a consumer nothing would be connected with it any more, which is another fault.
fn is_consumed(subject: &MutationSubject, queue: NodeIndex) -> bool {
    !subject.analysis[queue].out.is_empty()
}

/// Only task queues need one.
fn without_dead_letters(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let subject = draft.subject;
    let ids = |nodes: Vec<NodeIndex>| -> Vec<Id> {
        let nodes = nodes.into_iter();
        nodes.map(|node| subject.id(node)).collect()
    };
    let failed = subject.analysis.with_role(&[Role::DeadLetter]).collect();
    draft.remove_all(&ids(failed))?;
    let queues = ids(subject.reached(&[Role::Queue]));
    (!queues.is_empty()).then_some(queues)
}

/// Work is slow from 50 ms on, as the rule has it, and only where nobody has to wait for it.
fn slow_work_inline(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let subject = draft.subject;
    let (analysis, queue) = (&subject.analysis, draft.node()?);
    let is_slow = |node: NodeIndex| {
        let this = &analysis[node];
        matches!(this.role(), Role::Worker | Role::Notifier)
            && kind(&this.component.kind).latency_p50.value >= 50.0
    };
    let callers = analysis.incoming(queue).map(|link| link.from);
    let caller = callers
        .filter(|&caller| analysis.role(caller) == Role::Compute && analysis.waited_for[caller])
        .min()?;
    let &[worker] = analysis.callees(queue) else {
        return None;
    };
    if !is_slow(worker) {
        return None;
    }
    draft.patch.remove(subject.id(queue))?;
    call(&mut draft.patch, subject.id(caller), subject.id(worker))?;
    draft.mention(subject.name(caller));
    draft.mention(subject.name(worker));
    Some(vec![subject.id(worker)])
}
