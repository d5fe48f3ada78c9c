//! One request of a flow, hop by hop, in words: who calls whom, why, and who waits.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Link, NodeMap};
use crate::analysis::performance::call_resolver::{Call, Visit};
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Access, CallCondition, Id, Role, format};

/// One step of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The connection it goes over.
    pub connection: Id,
    /// Who hands it on.
    pub from: Id,
    /// Who gets it.
    pub to: Id,
    /// Whether the caller waits for the answer.
    pub waits: bool,
    /// What happens, one sentence: "API reads from Links DB and waits".
    pub caption: String,
}

/// The steps of one request of the flow with this id, in the order in which they happen; none where there is no such flow
/// or it arrives nowhere. Where a request goes one way out of several, the likeliest is shown.
pub(crate) fn hops_of(traced: &TracedFlows, flow: &str) -> Vec<Hop> {
    let Some(flow) = traced.flows.iter().find(|known| known.id == flow) else {
        return Vec::new();
    };
    let call_tree = CallTree::new(traced, flow, &FaultSet::none());
    let mut walk = HopRecorder {
        traced,
        flow,
        stops: traced.node_map(None),
        hops: Vec::new(),
    };
    for (index, stop) in call_tree.visits.iter().enumerate() {
        walk.stops[stop.node] = Some(index);
    }
    if let Some(&entry) = call_tree.entries.first() {
        walk.from(&call_tree.visits, entry);
    }
    walk.hops
}

struct HopRecorder<'w, 'a> {
    traced: &'w TracedFlows<'a>,
    flow: &'w FlowTrace<'a>,
    /// The number of the stop at each component that was not told yet.
    stops: NodeMap<Option<usize>>,
    hops: Vec<Hop>,
}

impl HopRecorder<'_, '_> {
    /// Tells what a component does, and then, call by call, what those it calls do.
    fn from(&mut self, stops: &[Visit], node: NodeIndex) {
        // What stands on the stack is told first; what a caller does not wait for comes after all that it waits for.
        let mut stack = self.calls(stops, node);
        while let Some((call, ways)) = stack.pop() {
            let link = &self.traced[call.link];
            self.hops.push(self.hop(link, &call, ways));
            if call.onward {
                stack.extend(self.calls(stops, link.to));
            }
        }
    }

    /// The calls of a component that was not told yet, the first one last, each with the number of ways it was chosen from.
    fn calls(&mut self, stops: &[Visit], node: NodeIndex) -> Vec<(Call, usize)> {
        let Some(stop) = self.stops[node].take().map(|index| &stops[index]) else {
            return Vec::new();
        };
        let mut calls: Vec<Call> = stop.calls.clone();
        calls.retain(|call| call.share > 0.0);
        // Caches are asked before what they spare, and nobody puts off what is waited for.
        calls.sort_by_key(|call| {
            let link = &self.traced[call.link];
            let spares = matches!(self.traced.role(link.to), Role::Cache | Role::Cdn);
            (
                !link.is_sync(),
                !spares,
                link.semantics.when == CallCondition::OnMiss,
            )
        });
        let mut told: Vec<(Call, usize)> = Vec::new();
        for call in calls {
            let role = self.traced.role(self.traced[call.link].to);
            let same = |other: &(Call, usize)| {
                stop.chooses && self.traced.role(self.traced[other.0.link].to) == role
            };
            match told.iter_mut().find(|other| same(other)) {
                Some((known, ways)) => {
                    *ways += 1;
                    if call.share > known.share {
                        *known = call;
                    }
                }
                None => told.push((call, 1)),
            }
        }
        told.reverse();
        told
    }

    fn hop(&self, link: &Link, call: &Call, ways: usize) -> Hop {
        Hop {
            connection: link.id,
            from: self.traced.id(link.from),
            to: self.traced.id(link.to),
            waits: link.is_sync(),
            caption: self.caption(link, call, ways),
        }
    }

    fn caption(&self, link: &Link, call: &Call, ways: usize) -> String {
        let traced = self.traced;
        let (from, to) = (traced.name(link.from), traced.name(link.to));
        let access = match self.flow.spec.map(|spec| spec.access) {
            _ if link.semantics.when == CallCondition::OnMiss => Access::Read,
            Some(access) if link.semantics.access == Access::Both => access,
            _ => link.semantics.access,
        };
        let rest = 1.0 - traced[link.to].hit_ratio().unwrap_or(0.0);
        let act = match traced.role(link.to) {
            _ if traced.carries_messages(link.from) => {
                format!("{to} receives the message from {from}")
            }
            role if role.carries_messages() => format!("{from} adds a message to {to}"),
            Role::Cache if access == Access::Write => format!("{from} refreshes {to}"),
            Role::Cache => format!(
                "{from} checks {to}, which serves {} of requests",
                format::percent_of_time(1.0 - rest)
            ),
            Role::Cdn => format!(
                "{from} calls {to}, which serves {} of requests from its cache",
                format::percent_of_time(1.0 - rest)
            ),
            Role::Dns => format!("{from} looks up the address in {to}"),
            _ if traced.role(link.from) == Role::Client => {
                format!("A request from {from} goes to {to}")
            }
            Role::Balancer => format!("{from} forwards the request to {to}"),
            Role::Auth => format!("{from} asks {to} to authenticate the caller"),
            Role::Limiter => format!("{from} checks the rate limit with {to}"),
            Role::Identifier => format!("{from} gets a new ID from {to}"),
            Role::External => format!("{from} calls {to}, an external system"),
            Role::Backup => format!("{from} replicates to {to}"),
            Role::Replica if traced.role(link.from) == Role::Store => {
                format!("{from} sends its changes to {to}")
            }
            Role::Store | Role::Replica | Role::Objects | Role::Analytics => match access {
                Access::Read => format!("{from} reads from {to}"),
                Access::Write => format!("{from} writes to {to}"),
                Access::Both => format!("{from} reads from and writes to {to}"),
            },
            _ if traced[link.from].chooses_one_target() => {
                format!("{from} forwards the request to {to}")
            }
            _ => format!("{from} calls {to}"),
        };
        let mut more = Vec::new();
        if ways > 1 {
            more.push(format!("1 of {ways} routes"));
        }
        if !traced[link.from].chooses_one_target() && call.share < 0.999 {
            more.push(format!(
                "for {} of requests",
                format::percent_of_time(call.share)
            ));
        }
        if (call.times - 1.0).abs() > 1e-9 {
            let times = format::amount(call.times);
            more.push(format!("{times} times"));
        }
        if !link.is_sync() {
            more.push("and does not wait".to_owned());
        }
        more.iter().fold(act, |act, more| format!("{act}, {more}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::testing::sketches;
    use crate::model::parse_notation;
    use crate::scenario::builtin;
    use proptest::prelude::*;

    fn captions(text: &str) -> Vec<String> {
        let design = parse_notation(text).unwrap().design;
        let traced = TracedFlows::new(&design, None);
        let flow = traced.flows[0].id.clone();
        let hops = hops_of(&traced, &flow);
        let plain = |hop: Hop| hop.caption.replace('\u{a0}', " ");
        hops.into_iter().map(plain).collect()
    }

    #[test]
    fn a_request_is_told_in_the_order_in_which_it_happens() {
        let text = "
users: client \"Users\"
users -> balancer -> api
balancer: load_balancer \"Balancer\"
api: service \"Api\"
api -> jobs: async
jobs: queue \"Jobs\"
api -> db: on-miss
db: sql \"Db\"
api -> cache: read
cache: cache \"Cache\" hit=0.8
";
        assert_eq!(
            captions(text),
            [
                "A request from Users goes to Balancer",
                "Balancer forwards the request to Api",
                "Api checks Cache, which serves 80% of requests",
                "Api reads from Db, for 20% of requests",
                "Api adds a message to Jobs, and does not wait",
            ]
        );
    }

    #[test]
    fn every_flow_of_every_accepted_design_can_be_walked_to_its_end() {
        for scenario in builtin() {
            for accepted in &scenario.designs {
                let traced = TracedFlows::new(&accepted.design, Some(scenario));
                for flow in &scenario.flows {
                    let hops = hops_of(&traced, &flow.id);
                    assert!(!hops.is_empty(), "{} {}", scenario.id, flow.id);
                    let known = traced
                        .flows
                        .iter()
                        .find(|known| known.id == flow.id)
                        .unwrap();
                    for end in &known.ends {
                        let is_end = |hop: &Hop| {
                            let mut players = end.candidates.iter();
                            players.any(|&player| traced.id(player) == hop.to)
                        };
                        assert!(hops.iter().any(is_end), "{} {}", flow.id, end.name);
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn each_hop_starts_where_an_earlier_one_got_to(sketch in sketches(10)) {
            let design = sketch.design();
            let traced = TracedFlows::new(&design, None);
            for flow in &traced.flows {
                let hops = hops_of(&traced, &flow.id);
                prop_assert!(hops.len() <= traced.link_count());
                for (index, hop) in hops.iter().enumerate() {
                    let known = hops[..index].iter().any(|earlier| earlier.to == hop.from);
                    let starts = flow.entries.iter().any(|&entry| traced.id(entry) == hop.from);
                    prop_assert!(known || starts);
                }
            }
        }
    }
}
