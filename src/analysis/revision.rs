//! The analysis of one revision of a drawing: the graph with all that was worked out about it, stage by stage.

use std::cell::OnceCell;
use std::ops::Deref;

use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Graph, NodeMap};
use crate::analysis::performance::cost;
use crate::analysis::performance::load::{self, Demand};
use crate::analysis::performance::transfer::TransferVolumes;
use crate::analysis::performance::visit_ratios::{VisitRatios, visit_ratios};
use crate::analysis::reference::mistakes::{self, FoundMistake};
use crate::analysis::reference::{self, responsibilities};
use crate::analysis::reliability::failure_modes;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Comparison, Failures, ResponsibilityMatch};
use crate::model::Design;
use crate::scenario::Scenario;

/// A drawing held against its prompt, worked out once for each revision: whatever is said of the drawing is asked of this.
/// Inside the crate it is read as its graph and its traced flows too.
#[derive(Debug)]
pub struct Analysis<'a> {
    traced: TracedFlows<'a>,
    /// One for each accepted design, nearest first.
    pub(crate) comparisons: Vec<Comparison>,
    /// The jobs that the prompt asks for, each with what does it.
    pub(crate) responsibilities: Vec<ResponsibilityMatch>,
    /// The mistakes that the prompt knows and the drawing makes.
    pub(crate) mistakes: Vec<FoundMistake<'a>>,
    /// What each failure does to each flow.
    pub(crate) failures: Failures,
    /// Calls a second at each component at the peak hour (rps); all zero without a prompt.
    pub(crate) loads: NodeMap<f64>,
    /// For each flow how many calls everything gets for one request of it, where that was asked.
    usual_visits: Vec<OnceCell<VisitRatios>>,
}

impl<'a> Analysis<'a> {
    /// Works out all that rules, numbers and fixes share. Each stage reads only what stands above it.
    #[must_use]
    pub fn new(design: &'a Design, scenario: Option<&'a Scenario>) -> Self {
        let graph = Graph::new(design);
        let comparisons = reference::compare_all(&graph, scenario);
        let mistakes = mistakes::find_mistakes(&graph, scenario);
        let responsibilities =
            responsibilities::match_responsibilities(&graph, scenario, &comparisons, &mistakes);
        let traced = TracedFlows::compared(graph, scenario, &comparisons);
        let failures = failure_modes::failure_modes(&traced);
        let loads = load::loads(&traced, &FaultSet::none());
        Self {
            usual_visits: traced.flows.iter().map(|_| OnceCell::new()).collect(),
            traced,
            comparisons,
            responsibilities,
            mistakes,
            failures,
            loads,
        }
    }

    /// USD a month at the traffic of the prompt.
    #[must_use]
    pub fn monthly_cost(&self) -> f64 {
        let sent = TransferVolumes::new(self, &FaultSet::none());
        cost::sum(&cost::costs(self, &self.loads, &sent))
    }

    /// How many calls everything gets for one request of the flow with this number, while nothing has failed.
    pub(crate) fn usual_visits(&self, flow: usize) -> &VisitRatios {
        let visits = || visit_ratios(self, &self.flows[flow], &FaultSet::none());
        self.usual_visits[flow].get_or_init(visits)
    }

    /// Whether the prompt lets a whole region fail without ending the service.
    pub(crate) fn must_survive_region_loss(&self) -> bool {
        self.scenario
            .is_some_and(|prompt| prompt.targets.survives_region_loss)
    }

    /// What is asked of each component at the peak hour.
    pub(crate) fn demand(&self) -> Demand {
        Demand {
            rps: self.loads.clone(),
            connections: load::open_connections(self, &FaultSet::none()),
        }
    }

    /// Whether the prompt names this rule among the risks that matter most.
    pub(crate) fn is_trap(&self, rule: &str) -> bool {
        let traps = self.scenario.map_or(&[][..], |scenario| &scenario.traps);
        traps.iter().any(|trap| trap.rule == rule)
    }
}

impl<'a> Deref for Analysis<'a> {
    type Target = TracedFlows<'a>;

    fn deref(&self) -> &TracedFlows<'a> {
        &self.traced
    }
}
