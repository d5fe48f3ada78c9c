//! Whether the estimates of a prompt and its accepted designs are sized for the same load, and its bills fit its budget.

use super::prompt_lint::PromptLint;
use super::quantities::{Interpretation, parse_terms};
use crate::analysis::{Analysis, WhatIf};
use crate::model::format;
use crate::model::text_match::mentions;
use crate::scenario::{EstimateTask, TargetChange};

/// Units of estimates that are machines.
const MACHINES: [&str; 3] = ["instances", "servers", "machines"];
/// Words for clients that stay connected.
const OPEN_CONNECTIONS: &[&str] = &[
    "open connection",
    "connections open",
    "open socket",
    "connected at",
];
/// An order of magnitude: a load further off than that is another one.
const ORDER: f64 = 10.0;
/// Units of estimates that are large enough to be seen on a bill.
const LARGE: [&str; 2] = ["TB", "PB"];
/// What is said of data that is moved and not kept.
const MOVED: [&str; 5] = ["download", "deliver", "release", "traffic", "transfer"];
/// How far a design may be from its estimate: people round, and add a spare.
const NEAR: f64 = 0.05;

impl PromptLint<'_> {
    pub(super) fn check_sizes(&mut self) {
        self.check_machines();
        self.check_kept_data();
        self.check_kept_estimates();
        self.check_bills();
        self.check_cut_budgets();
        self.check_connected_clients();
        self.check_loads_at_ends();
    }

    /// A prompt that speaks of clients who stay connected says how many.
    fn check_connected_clients(&mut self) {
        let scenario = self.scenario;
        if scenario.targets.open_lines.is_some() {
            return;
        }
        let estimates = scenario.estimates.iter();
        let estimates = estimates.filter(|task| !is_hypothetical(task));
        let labels = estimates.map(|task| &task.label);
        let mut labels = labels.chain(scenario.facts.iter().map(|fact| &fact.label));
        let spoken = labels.find(|label| {
            let of_one = mentions(label, &["per ", "each "]);
            mentions(label, OPEN_CONNECTIONS) && !of_one
        });
        if let Some(label) = spoken {
            let says = format!(
                "\"{label}\" is about clients that stay connected, but the targets do not say how many"
            );
            let fix = "set `open_lines` to how many are connected at the same time at the peak";
            self.unfair("/targets/open_lines", says, fix);
        }
    }

    /// What an estimate says arrives a second does arrive at the end of the flow, in every accepted design.
    fn check_loads_at_ends(&mut self) {
        let scenario = self.scenario;
        let rates = scenario.estimates.iter();
        let rates: Vec<&EstimateTask> = rates.filter(|task| task.unit.ends_with("/s")).collect();
        for (n, accepted) in scenario.designs.iter().enumerate() {
            let analysis = Analysis::new(&accepted.design, Some(scenario));
            for (name, end, arrives) in analysis.shares_at_ends() {
                let flow = scenario.flows.iter().find(|flow| flow.name == name);
                let estimate = flow.and_then(|flow| {
                    let mut rates = rates.iter();
                    rates.find(|task| is_near(task.value, flow.rps))
                });
                let Some(estimate) = estimate.filter(|_| arrives < 1.0 / ORDER) else {
                    continue;
                };
                let says = format!(
                    "\"{}\" comes out to {} {}, but only {} a second of the flow \"{name}\" arrive at {end}",
                    estimate.label,
                    format::amount(estimate.value),
                    estimate.unit,
                    format::amount(arrives * estimate.value),
                );
                let fix = "write shares or batches on the connections, or change the label that lowers the call rate";
                self.unfair(format!("/designs/{n}"), says, fix);
            }
        }
    }

    /// An estimate in machines is what some accepted design draws.
    fn check_machines(&mut self) {
        let scenario = self.scenario;
        for (n, task) in scenario.estimates.iter().enumerate() {
            if !MACHINES.contains(&task.unit.as_str()) || is_hypothetical(task) {
                continue;
            }
            let mut designs = scenario.designs.iter();
            let is_drawn = designs.any(|accepted| {
                let mut components = accepted.design.components();
                components.any(|(_, one)| is_near(f64::from(one.replicas.count()), task.value))
            });
            if !is_drawn {
                let says = format!(
                    "\"{}\" comes out to {}, but no accepted design draws that many instances of any component",
                    task.label,
                    format::amount(task.value)
                );
                let fix = "draw that many instances, or recalculate the estimate";
                self.unfair(format!("/estimates/{n}/value"), says, fix);
            }
        }
    }

    /// What end points keep is what an estimate comes to.
    fn check_kept_data(&mut self) {
        let scenario = self.scenario;
        let estimates = scenario.estimates.iter();
        let estimates = estimates.map(|task| format!("{} {}", task.value, task.unit));
        let facts = scenario.facts.iter().map(|fact| fact.value.clone());
        let known: Vec<f64> = estimates
            .chain(facts)
            .flat_map(|text| gigabytes(&text))
            .collect();
        for (n, flow) in scenario.flows.iter().enumerate() {
            for (m, end) in flow
                .to
                .iter()
                .enumerate()
                .filter(|(_, end)| end.kept_gb > 0.0)
            {
                if !known.iter().any(|&gb| are_copies(gb, end.kept_gb)) {
                    let says = format!(
                        "{} stores {}, but no estimate comes out to that",
                        end.name,
                        format::gigabytes(end.kept_gb)
                    );
                    let fix = "add an estimate of how much is stored";
                    self.unfair(format!("/flows/{n}/to/{m}/kept_gb"), says, fix);
                }
            }
        }
    }

    /// What an estimate says is kept is kept where some flow ends, so that it is on the bill.
    fn check_kept_estimates(&mut self) {
        let scenario = self.scenario;
        let ends: Vec<f64> = scenario
            .flows
            .iter()
            .flat_map(|flow| flow.to.iter().map(|end| end.kept_gb))
            .collect();
        for (n, task) in scenario.estimates.iter().enumerate() {
            let is_large = LARGE.contains(&task.unit.as_str());
            let label = task.label.to_lowercase();
            if !is_large || MOVED.iter().any(|word| label.contains(word)) || is_hypothetical(task) {
                continue;
            }
            let amounts = gigabytes(&format!("{} {}", task.value, task.unit));
            let is_kept = |gb: &f64| ends.iter().any(|&kept| are_copies(*gb, kept));
            if !amounts.iter().any(is_kept) {
                let says = format!(
                    "\"{}\" comes out to {} {}, but no flow stores that",
                    task.label,
                    format::amount(task.value),
                    task.unit
                );
                let fix = "set `kept_gb` where a flow ends, so that the bill includes it";
                self.unfair(format!("/estimates/{n}/value"), says, fix);
            }
        }
    }

    /// No bill is larger than the budget, and each design can pay the bills that the estimates know of.
    fn check_bills(&mut self) {
        let scenario = self.scenario;
        let Some(budget) = scenario.targets.monthly_budget else {
            return;
        };
        let bills = scenario.estimates.iter().enumerate();
        let bills = bills.filter(|(_, task)| task.unit.starts_with("USD/month"));
        let bills: Vec<(usize, &EstimateTask)> =
            bills.filter(|(_, task)| !is_hypothetical(task)).collect();
        for &(n, task) in &bills {
            if task.value > budget {
                let says = format!(
                    "\"{}\" alone costs {}, but the budget is {}",
                    task.label,
                    format::amount(task.value),
                    format::amount(budget)
                );
                let fix =
                    "raise the budget, or add \"if\" to the label if the cost is hypothetical";
                self.unfair(format!("/estimates/{n}/value"), says, fix);
            }
        }
        let least = bills.iter().map(|(_, task)| task.value).fold(0.0, f64::max);
        for (n, accepted) in scenario.designs.iter().enumerate() {
            let found =
                Analysis::new(&accepted.design, Some(scenario)).estimate(&WhatIf::default());
            if found.monthly_cost < least * (1.0 - NEAR) {
                let says = format!(
                    "the design costs {} a month, but an estimate gives {} for one part of it",
                    format::amount(found.monthly_cost),
                    format::amount(least)
                );
                let fix = "include that cost in the design with counts, `kept_gb`, `megabytes`, or its own prices";
                self.unfair(format!("/designs/{n}"), says, fix);
            }
        }
    }

    /// "Halved to 18,000" is half of the budget.
    fn check_cut_budgets(&mut self) {
        let scenario = self.scenario;
        let budget = scenario.targets.monthly_budget;
        for (n, twist) in scenario.twists.iter().enumerate() {
            let (Some(before), Some(TargetChange::Budget(after))) = (budget, &twist.change) else {
                continue;
            };
            let says_half = twist.says.contains("halved") || twist.says.contains("half");
            if says_half && !is_near(*after, before / 2.0) {
                let says = format!(
                    "half of {} is {}",
                    format::amount(before),
                    format::amount(before / 2.0)
                );
                self.unfair(
                    format!("/twists/{n}"),
                    says,
                    "correct the text or the change",
                );
            }
        }
    }
}

/// All amounts of data in a text (GB).
fn gigabytes(text: &str) -> Vec<f64> {
    let read = Interpretation {
        data: true,
        time: false,
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let starts = 0..words.len();
    let found = starts.filter_map(|start| {
        let term = *parse_terms(&words[start..].join(" "))?.first()?;
        term.data.map(|_| term.value(read) / 1e9)
    });
    found.collect()
}

/// What would be if: "Bill if a CDN served every letter".
fn is_hypothetical(task: &EstimateTask) -> bool {
    mentions(&task.label, &["if "]) || task.derivation.contains(", if ")
}

/// Whether an amount is so much data in one copy or in two or three.
fn are_copies(amount: f64, one: f64) -> bool {
    [1.0, 2.0, 3.0]
        .iter()
        .any(|copies| is_near(amount, copies * one))
}

fn is_near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= NEAR * wanted.abs()
}
