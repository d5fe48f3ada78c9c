//! What can be asked of the [`Analysis`] of a drawing. Each answer is worked out elsewhere, from the graph, the flows and
//! the comparisons that the analysis has already; none makes another one of the same drawing.

use std::collections::BTreeMap;

use crate::analysis::check::{report_on, score_if_open};
use crate::analysis::fix::Fixer;
use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::hops::{Hop, hops_of};
use crate::analysis::graph::{CallFrequency, Link, NodeMap};
use crate::analysis::performance::estimate::{Estimate, estimate_traced};
use crate::analysis::performance::growth::{Growth, growth_of_traced};
use crate::analysis::performance::visit_ratios::visit_ratios;
use crate::analysis::performance::what_if::WhatIf;
use crate::analysis::performance::workings::{Workings, workings_of};
use crate::analysis::plan::{Plan, Planner};
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Finding, Report};
use crate::analysis::revision::Analysis;
use crate::analysis::sensitivity::SensitivityStudy;
use crate::model::{CallCondition, Design, Id};
use crate::scenario::Scenario;

impl<'a> Analysis<'a> {
    /// The drawing.
    #[must_use]
    pub fn design(&self) -> &'a Design {
        self.design
    }

    /// The prompt that it is held against, if there is one.
    #[must_use]
    pub fn scenario(&self) -> Option<&'a Scenario> {
        self.scenario
    }

    /// What the check says.
    #[must_use]
    pub fn report(&self) -> Report {
        report_on(self)
    }

    /// The score that the report of this drawing would have if these findings were open as well (0 to 100).
    #[must_use]
    pub fn score_if_open(
        &self,
        report: &Report,
        further: impl IntoIterator<Item = Finding>,
    ) -> u32 {
        score_if_open(self, report, further)
    }

    /// Whether the drawing can be judged at all: a flow of the prompt arrives somewhere, or without one users reach what
    /// keeps data or does work.
    #[must_use]
    pub fn shows_a_flow(&self) -> bool {
        match self.scenario {
            Some(_) => self.flows.iter().any(|flow| flow.works()),
            None => self
                .node_indices()
                .any(|node| self.reached[node] && !self.entries.contains(&node)),
        }
    }

    /// The numbers under certain circumstances.
    #[must_use]
    pub fn estimate(&self, what_if: &WhatIf) -> Estimate {
        estimate_traced(self, what_if)
    }

    /// For each flow and each of its ends, by name, how much of the flow arrives there while caches answer nothing, beside what
    /// the shares and batches that are written on its way let through (1 is all of that).
    pub(crate) fn shares_at_ends(&self) -> Vec<(&str, &str, f64)> {
        let cold = FaultSet {
            cold_caches: self.node_indices().collect(),
            ..FaultSet::none()
        };
        let mut found = Vec::new();
        // What goes by the clock arrives at a rate of its own.
        let by_clock = |flow: &FlowTrace| {
            let mut links = flow.links.iter().map(|&link| &self[link]);
            links.any(|link| matches!(self.frequency(link), CallFrequency::Period(_)))
        };
        let flows = self.flows.iter();
        for flow in flows.filter(|flow| flow.works() && !by_clock(flow)) {
            let visits = visit_ratios(self, flow, &cold);
            let written = self.written_shares(flow);
            for end in &flow.ends {
                let nodes = end.candidates.iter();
                let let_through = nodes.clone().map(|&node| written[node]).fold(0.0, f64::max);
                let arrives: f64 = nodes.map(|&node| visits.components[node]).sum();
                if let_through > 0.0 {
                    found.push((flow.name.as_str(), end.name.as_str(), arrives / let_through));
                }
            }
        }
        found
    }

    /// The share of a flow that is let through to each component on the way that lets through most, by what is written on its
    /// connections.
    fn written_shares(&self, flow: &FlowTrace) -> NodeMap<f64> {
        let mut shares = self
            .marked(&flow.entries)
            .values()
            .map(|&is_entry| if is_entry { 1.0 } else { 0.0 })
            .collect::<NodeMap<f64>>();
        let factor = |link: &Link| {
            let share = match (link.connection.when, self.frequency(link)) {
                (Some(CallCondition::Fraction(share)), _) => share,
                (None, CallFrequency::Batch(size)) => 1.0 / size,
                _ => 1.0,
            };
            share * link.connection.calls.min(1.0)
        };
        // No way is longer than there are components.
        for _ in 0..self.node_count() {
            for &link in &flow.links {
                let link = &self[link];
                shares[link.to] = shares[link.to].max(shares[link.from] * factor(link));
            }
        }
        shares
    }

    /// The numbers along growing traffic; the traffic of `what_if` itself does not matter. Nothing where there is no
    /// traffic.
    #[must_use]
    pub fn growth(&self, what_if: &WhatIf) -> Option<Growth> {
        growth_of_traced(self, what_if)
    }

    /// The steps of one request of the flow with this id, in the order in which they happen; none where there is no such
    /// flow or it arrives nowhere. Where a request goes one way out of several, the likeliest is shown.
    #[must_use]
    pub fn trace(&self, flow: &str) -> Vec<Hop> {
        hops_of(self, flow)
    }

    /// The inputs behind the numbers of every component.
    #[must_use]
    pub fn workings(&self) -> BTreeMap<Id, Workings> {
        workings_of(self)
    }

    /// Tries out fixes; `report` is what the check says and `before` the numbers without any fix.
    #[must_use]
    pub fn fixer<'f>(&'f self, report: &'f Report, before: &'f Estimate) -> Fixer<'f> {
        Fixer::new(self, report, before)
    }

    /// A search for the cheapest plan, to be done a little at a time.
    #[must_use]
    pub fn planner(&self) -> Planner {
        Planner::new(self)
    }

    /// The cheapest set of offered fixes that meets the targets or, where none does, that leaves the least in the way.
    #[must_use]
    pub fn plan(&self) -> Plan {
        self.planner().finish(self)
    }

    /// A study of how sure the numbers are; with no prompt there is no target, so nothing to judge.
    #[must_use]
    pub fn sensitivity(&self, what_if: &WhatIf) -> SensitivityStudy {
        SensitivityStudy::new(self, what_if)
    }
}
