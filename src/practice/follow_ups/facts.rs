//! What the templates ask of a drawing: its analysis, the report and the numbers, and whether a text on it says something.

use crate::analysis::drawing_text::{component_says, connection_says, in_notes};
use crate::analysis::graph::Node;
use crate::analysis::{
    Analysis, ComponentEstimate, Estimate, Failure, FailureEffect, FlowState, Report, WhatIf,
};
use crate::model::{Design, Id, Role, ZoneKind, format};
use crate::scenario::Scenario;

/// The facts about one drawing.
pub(super) struct DrawingFacts<'a> {
    pub(super) analysis: &'a Analysis<'a>,
    pub(super) design: &'a Design,
    pub(super) scenario: Option<&'a Scenario>,
    pub(super) report: Report,
    pub(super) estimate: Estimate,
}

impl<'a> DrawingFacts<'a> {
    pub(super) fn new(analysis: &'a Analysis<'a>) -> Self {
        Self {
            analysis,
            design: analysis.design(),
            scenario: analysis.scenario(),
            report: analysis.report(),
            estimate: analysis.estimate(&WhatIf::default()),
        }
    }

    pub(super) fn name(&self, id: Id) -> &str {
        self.design.name_of(id)
    }

    pub(super) fn node(&self, id: Id) -> Option<&Node<'a>> {
        self.analysis.find(id)
    }

    /// What it does, for a box of the user's own by its name.
    pub(super) fn role(&self, id: Id) -> Role {
        self.node(id)
            .map_or(Role::Other, |node| node.effective_kind.role)
    }

    /// Components that we run, in the order of ids.
    pub(super) fn ours(&self) -> impl Iterator<Item = Id> {
        let nodes = self.analysis.nodes();
        nodes.filter(|node| node.is_ours()).map(|node| node.id)
    }

    /// Components that somebody of us has to answer for, as the program and the scorecard count them.
    pub(super) fn run_by_us(&self) -> impl Iterator<Item = Id> {
        let nodes = self.analysis.nodes();
        nodes.filter(|node| node.is_run_by_us()).map(|node| node.id)
    }

    pub(super) fn has_role(&self, roles: &[Role]) -> bool {
        let mut nodes = self.analysis.nodes();
        nodes.any(|node| roles.contains(&node.effective_kind.role))
    }

    pub(super) fn numbers(&self, id: Id) -> Option<&ComponentEstimate> {
        self.estimate.components.iter().find(|one| one.id == id)
    }

    /// Whether one of these items, a connection of one of them, a note or an assumption says it: then it need not be asked.
    pub(super) fn says(&self, items: &[Id], words: &[&str]) -> bool {
        let here = items.iter().any(|&id| {
            let component = self.design.component(id);
            component.is_some_and(|component| component_says(component, words))
        });
        let mut around = self.design.connections();
        here || in_notes(self.design, words)
            || around.any(|(id, link)| {
                let touches = [id, link.from, link.to]
                    .iter()
                    .any(|end| items.contains(end));
                touches && connection_says(link, words)
            })
    }

    /// Whether anything on the drawing says it.
    pub(super) fn anything_says(&self, words: &[&str]) -> bool {
        crate::analysis::drawing_text::in_any_text(self.design, words)
    }

    /// What happens when one item fails.
    pub(super) fn effect_of(&self, id: Id) -> Option<&FailureEffect> {
        let mut effects = self.report.failures.effects.iter();
        effects.find(
            |effect| matches!(effect.failure, Failure::Component(it) | Failure::Zone(it) if it == id),
        )
    }

    /// The names of the flows that an effect leaves in this state; only those that work without it.
    pub(super) fn flows_in(&self, effect: &FailureEffect, state: FlowState) -> Vec<&str> {
        let flows = self.report.flows.iter().zip(&effect.flows);
        flows
            .filter(|(flow, now)| flow.unreached.is_empty() && **now == state)
            .map(|(flow, _)| flow.name.as_str())
            .collect()
    }

    /// "Stops: a and b", "Goes on without it: c".
    pub(super) fn describe_effect(&self, effect: &FailureEffect) -> Vec<String> {
        let lines = [
            (FlowState::Down, "These flows stop"),
            (FlowState::Degraded, "These flows are degraded"),
            (FlowState::Ok, "These flows are unaffected"),
        ];
        lines
            .into_iter()
            .filter_map(|(state, what)| {
                let flows = self.flows_in(effect, state);
                (!flows.is_empty()).then(|| format!("{what}: {}", format::join_quoted(flows)))
            })
            .collect()
    }

    /// The flows that pass through a component, most critical and busiest first.
    pub(super) fn flows_through(&self, id: Id) -> Vec<&str> {
        let mut flows: Vec<_> = self.report.flows.iter().collect();
        flows.retain(|flow| flow.components.contains(&id));
        flows.sort_by(|a, b| b.critical.cmp(&a.critical).then(b.rps.total_cmp(&a.rps)));
        flows.iter().map(|flow| flow.name.as_str()).collect()
    }

    /// How many flows pass through a component, critical ones twice.
    pub(super) fn weight(&self, id: Id) -> usize {
        let flows = self.report.flows.iter();
        flows
            .filter(|flow| flow.components.contains(&id))
            .map(|flow| 1 + usize::from(flow.critical))
            .sum()
    }

    /// The critical flow with most requests that works; else the first that works.
    pub(super) fn main_flow(&self) -> Option<&crate::analysis::FlowReport> {
        let working = self.report.flows.iter().filter(|f| f.unreached.is_empty());
        working.reduce(|best, flow| {
            let is_better = (flow.critical, flow.rps) > (best.critical, best.rps);
            if is_better { flow } else { best }
        })
    }

    /// The team that answers for a component: its owner, else the team zone around it.
    pub(super) fn team_of(&self, id: Id) -> Option<&str> {
        let owner = self.design.component(id)?.owner.trim();
        if !owner.is_empty() {
            return Some(owner);
        }
        let mut zones = self.design.ancestors(id);
        zones
            .find(|(_, zone)| zone.kind == ZoneKind::Team)
            .map(|(_, zone)| zone.display_name())
    }
}

/// A flow's name in a sentence.
pub(super) fn quoted(name: &str) -> String {
    format!("\u{201c}{name}\u{201d}")
}

/// "Links DB takes 4,000 requests a second", or that the provider sees to it.
pub(super) fn describe_capacity(name: &str, numbers: &ComponentEstimate) -> String {
    match numbers.capacity {
        Some(capacity) => format!("{name} handles {}", format::requests_a_second(capacity)),
        None => format!("{name} is provider-managed and scales automatically"),
    }
}
