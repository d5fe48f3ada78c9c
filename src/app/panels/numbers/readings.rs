//! What the panel and the canvas show of a drawing's numbers, worked out once for each revision, traffic and set of failures.

use std::collections::BTreeMap;

use crate::analysis::{
    ComponentEstimate, ConnectionEstimate, Estimate, FlowState, WhatIf, Workings,
};
use crate::app::canvas::Pulse;
use crate::app::document::session::Session;
use crate::model::{Design, Document, Id, Role, format};
use crate::scene::{Health, RunState, load_label};

/// The numbers of a drawing under certain circumstances.
#[derive(Debug)]
pub(crate) struct Readings {
    /// About which revision of the document.
    pub(super) revision: u64,
    /// What the drawing itself says of its load.
    stated: [Option<f64>; 3],
    /// Under which circumstances.
    what_if: WhatIf,
    /// What the estimate says.
    pub(super) estimate: Estimate,
    /// What it is worked out from.
    pub(super) workings: BTreeMap<Id, Workings>,
    /// What the canvas shows of it.
    pub(super) health: BTreeMap<Id, Health>,
    /// What moves along the connections.
    pub(super) pulses: BTreeMap<Id, Pulse>,
    /// Whether there is traffic, without which there is no load.
    pub(super) has_traffic: bool,
}

impl Readings {
    /// Works the numbers out.
    pub(super) fn new(session: &mut Session, what_if: &WhatIf) -> Self {
        let revision = session.document.revision();
        let analysis = session.analysis();
        let (design, estimate) = (analysis.design(), analysis.estimate(what_if));
        let has_traffic = estimate.peak_rps > 0.0;
        Self {
            revision,
            stated: stated_load(design),
            what_if: what_if.clone(),
            health: component_health(design, &estimate, what_if, has_traffic),
            workings: analysis.workings(),
            pulses: estimate.connections.iter().map(connection_pulse).collect(),
            estimate,
            has_traffic,
        }
    }

    /// Whether they are about this drawing under these circumstances.
    pub(super) fn is_current(&self, document: &Document, what_if: &WhatIf) -> bool {
        // Moving a box changes no number: during a gesture only new traffic asks for new readings.
        let same = self.revision == document.revision() && self.what_if == *what_if;
        same || (document.in_gesture() && self.stated == stated_load(document.design()))
    }

    /// The components that carry load, the busiest first.
    pub(super) fn by_load(&self, design: &Design) -> Vec<&ComponentEstimate> {
        let carries = |c: &&ComponentEstimate| c.rps > 0.0 && !is_client(design, c.id);
        let mut all: Vec<_> = self.estimate.components.iter().filter(carries).collect();
        let busy = |c: &ComponentEstimate| c.utilization.unwrap_or(-1.0);
        all.sort_by(|a, b| busy(b).total_cmp(&busy(a)).then(a.id.cmp(&b.id)));
        all
    }

    /// What cannot keep up first, and at how many times the traffic of the prompt.
    pub(super) fn breaking_points(&self) -> impl Iterator<Item = (Id, f64)> {
        let breaks = self.estimate.breaks.iter();
        breaks.map(|&(id, headroom)| (id, headroom * self.estimate.traffic))
    }
}

fn connection_pulse(connection: &ConnectionEstimate) -> (Id, Pulse) {
    let &ConnectionEstimate { id, rps, reversed } = connection;
    (id, Pulse { rps, reversed })
}

fn is_client(design: &Design, id: Id) -> bool {
    design.kind_of(id).role == Role::Client
}

/// What a drawing says of its load: traffic, peak and open connections.
fn stated_load(design: &Design) -> [Option<f64>; 3] {
    [design.traffic(), design.peak(), design.open_connections()]
}

fn component_health(
    design: &Design,
    estimate: &Estimate,
    what_if: &WhatIf,
    has_traffic: bool,
) -> BTreeMap<Id, Health> {
    let down = design.with_contents(&what_if.failed);
    let slow = design.with_contents(&what_if.slow);
    let condition = |id: Id, calls: FlowState| match calls {
        _ if down.contains(&id) => RunState::Down,
        FlowState::Down => RunState::Down,
        _ if slow.contains(&id) => RunState::Slow,
        _ if what_if.emptied.contains(&id) => RunState::Emptied,
        FlowState::Degraded => RunState::Degraded,
        FlowState::Ok => RunState::Up,
    };
    let component = |c: &ComponentEstimate| {
        let utilization = c.utilization.filter(|_| has_traffic);
        let words = if has_traffic {
            load_label(c.rps, utilization)
        } else {
            String::new()
        };
        let condition = condition(c.id, c.state);
        let health = Health {
            run_state: condition,
            utilization,
            words,
        };
        (c.id, health)
    };
    let zones = design.zones().map(|(id, _)| {
        let condition = condition(id, FlowState::Ok);
        let health = Health {
            run_state: condition,
            ..Health::default()
        };
        (id, health)
    });
    let rates = estimate.connections.iter();
    let rates: BTreeMap<Id, f64> = rates.map(|found| (found.id, found.rps)).collect();
    let connections = design.connections().map(|(id, _)| {
        let condition = match () {
            () if what_if.failed.contains(&id) => RunState::Cut,
            () if what_if.slow.contains(&id) => RunState::Slow,
            () => connection_state(estimate, id),
        };
        let rate = rates.get(&id).filter(|&&rps| has_traffic && rps > 0.0);
        let health = Health {
            run_state: condition,
            words: rate.map_or_else(String::new, |&rps| format::short_rate(rps)),
            ..Health::default()
        };
        (id, health)
    });
    estimate
        .components
        .iter()
        .map(component)
        .chain(zones)
        .chain(connections)
        .collect()
}

/// How well a connection's flows do: as well as the one that does best, since the others fail elsewhere.
fn connection_state(estimate: &Estimate, id: Id) -> RunState {
    let flows = estimate.flows.iter();
    let over = flows.filter(|flow| flow.connections.binary_search(&id).is_ok());
    match over.map(|flow| flow.state).min() {
        Some(FlowState::Down) => RunState::Down,
        Some(FlowState::Degraded) => RunState::Degraded,
        _ => RunState::Up,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::parse_notation;
    use crate::scenario::Library;

    #[test]
    fn whose_calls_all_fail_is_down_and_who_can_answer_some_is_degraded() {
        use RunState::{Degraded, Down, Up};
        let text = "client -> api -> db\napi -> q\napi -> c: read\nc: cache \"C\"\ndb: sql \"Db\"\nq: queue \"Q\"\napi: service \"Api\"\nclient: client \"Users\"";
        let design = parse_notation(text).unwrap().design;
        let id = |name: &str| {
            let mut all = design.components();
            all.find(|(_, c)| c.name == name).unwrap().0
        };
        let mut session = Session::new(design.clone(), None, false, &Library::default());
        let mut states = |broken: &str| {
            let what_if = WhatIf {
                failed: BTreeSet::from([id(broken)]),
                ..WhatIf::default()
            };
            let readings = Readings::new(&mut session, &what_if);
            ["Db", "Api", "Users", "Q"].map(|name| readings.health[&id(name)].run_state)
        };
        assert_eq!(states("Db"), [Down, Down, Up, Up]);
        assert_eq!(states("C"), [Up, Degraded, Up, Up]);
        let what_if = WhatIf {
            failed: BTreeSet::from([id("Db")]),
            ..WhatIf::default()
        };
        let readings = Readings::new(&mut session, &what_if);
        let document = &session.document;
        assert!(
            readings.is_current(document, &what_if)
                && !readings.is_current(document, &WhatIf::default())
        );
    }
}
