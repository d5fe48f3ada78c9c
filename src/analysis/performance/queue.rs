//! What waits in queues: whether consumers keep up, and how long they need to catch up after they stood still.

use petgraph::graph::NodeIndex;
use serde::Serialize;

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::performance::load::loads;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::Id;

/// One queue and one of its consumers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueEstimate {
    /// The queue, log or topic.
    pub queue: Id,
    /// Who takes from it.
    pub consumer: Id,
    /// Messages a second that arrive for this consumer at the peak hour (1/s).
    pub arrives: f64,
    /// Messages a second that it can take (1/s), nothing while it has failed; none where there is no limit of ours.
    pub takes: Option<f64>,
}

impl QueueEstimate {
    /// By how many messages a second the backlog grows; zero where the consumer keeps up.
    #[must_use]
    pub fn grows(&self) -> f64 {
        self.takes
            .map_or(0.0, |takes| (self.arrives - takes).max(0.0))
    }

    /// Minutes until the backlog of an outage of the consumer of so many minutes is worked off while more arrives; none
    /// where it never is.
    #[must_use]
    pub fn catch_up(&self, minutes: f64) -> Option<f64> {
        match self.takes {
            None => Some(0.0),
            Some(takes) if takes > self.arrives => {
                Some(self.arrives * minutes / (takes - self.arrives))
            }
            Some(_) if self.arrives <= 0.0 => Some(0.0),
            Some(_) => None,
        }
    }
}

/// All queues with their consumers. Consumers that have failed count as having stopped: what was meant for them piles up.
pub(crate) fn queues(traced: &TracedFlows, failed: &FaultSet, traffic: f64) -> Vec<QueueEstimate> {
    let consumes = |node: NodeIndex| {
        traced
            .incoming(node)
            .any(|link| traced.carries_messages(link.from))
    };
    let mut fed = failed.clone();
    fed.nodes.retain(|&node| !consumes(node));
    let loads = loads(traced, &fed);
    let mut found = Vec::new();
    for consumer in traced.node_indices() {
        let from = traced.incoming(consumer).map(|link| link.from);
        let mut queues: Vec<NodeIndex> =
            from.filter(|&from| traced.carries_messages(from)).collect();
        queues.sort_unstable();
        queues.dedup();
        // Who works off several queues shares its time among them; they are told apart by their own load.
        let all: f64 = queues.iter().map(|&queue| loads[queue]).sum();
        for queue in queues {
            let share = if all > 0.0 { loads[queue] / all } else { 1.0 };
            let stopped = failed.nodes.contains(&consumer);
            let capacity = failed.capacity(consumer, &traced[consumer]);
            found.push(QueueEstimate {
                queue: traced.id(queue),
                consumer: traced.id(consumer),
                arrives: loads[consumer] * share * traffic,
                takes: if stopped {
                    Some(0.0)
                } else {
                    capacity.map(|capacity| capacity * share)
                },
            });
        }
    }
    found.sort_by_key(|one| (one.queue, one.consumer));
    found
}
