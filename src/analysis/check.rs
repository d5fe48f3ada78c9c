//! The check: every rule looks at the analysis of a drawing, and what they find is merged, put in order and weighed.

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::performance::load;
use crate::analysis::performance::visit_ratios::CallTree;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Finding, Report};
use crate::analysis::revision::Analysis;
use crate::analysis::{rank, rules, score};
use crate::model::{Design, Id};
use crate::scenario::Scenario;

/// Checks a drawing that nothing else is asked of, against a prompt where it answers one.
#[must_use]
pub fn analyze(design: &Design, scenario: Option<&Scenario>) -> Report {
    report_on(&Analysis::new(design, scenario))
}

/// What the check says of a drawing.
pub(crate) fn report_on(analysis: &Analysis) -> Report {
    let mut findings = Vec::new();
    for rule in rules::all() {
        // A list of its own: what a rule says must not depend on others, nor on their order.
        let mut found = Vec::new();
        (rule.check)(analysis, &mut found);
        findings.append(&mut found);
    }
    rank::merge_covered(analysis, &mut findings);
    rank::mark_accepted(analysis, &mut findings);
    rank::sort_by_weight(analysis, &mut findings);
    let score = score::score(analysis, &mut findings);
    rank::put_costliest_first(&mut findings);
    let busy = load::overloaded(analysis, &analysis.demand(), &FaultSet::none());
    Report {
        scenario: analysis.scenario.map(|scenario| scenario.id.clone()),
        score,
        findings,
        flows: analysis
            .flows
            .iter()
            .map(|flow| flow.report(analysis, on_the_way(analysis, flow, &busy)))
            .collect(),
        failures: analysis.failures.clone(),
        comparisons: analysis.comparisons.clone(),
        responsibilities: analysis.responsibilities.clone(),
    }
}

/// The score that a report would have if further findings were open as well.
pub(crate) fn score_if_open(
    analysis: &Analysis,
    report: &Report,
    further: impl IntoIterator<Item = Finding>,
) -> u32 {
    let mut findings = report.findings.clone();
    findings.extend(further);
    rank::sort_by_weight(analysis, &mut findings);
    score::score(analysis, &mut findings).total
}

/// Which of the components that cannot keep up at the peak hour a flow passes or waits for.
fn on_the_way(analysis: &Analysis, flow: &FlowTrace, busy: &[NodeIndex]) -> Vec<Id> {
    if !flow.works() || busy.is_empty() {
        return Vec::new();
    }
    let call_tree = CallTree::new(analysis, flow, &FaultSet::none());
    let found = load::on_the_way(analysis, flow, &call_tree, busy);
    found.iter().map(|&node| analysis.id(node)).collect()
}
