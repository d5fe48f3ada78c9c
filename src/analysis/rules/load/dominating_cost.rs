//! `dominating-cost`: one part that costs more than all others together.

use crate::analysis::graph::NodeMap;
use crate::analysis::performance::cost::{Cost, costs};
use crate::analysis::performance::transfer::TransferVolumes;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "dominating-cost",
    title: "One part makes the bill",
    severity: Severity::Info,
    category: Category::Load,
    why: "Where one part costs more than all others together, every talk about money is a talk about it. Know what drives it before somebody asks",
    for_stakeholders: "More than half of the money goes to one part",
    fix: "Say what drives it, and what would halve it",
    exempt: "Small drawings and small bills",
    references: &[
        publications::AWS_COST.supports("Knowing what drives the bill comes before lowering it"),
        RuleReference::own_judgment(
            "Bills below 10,000 USD a month and drawings of fewer than 6 parts are left alone",
        ),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM,
        "
  cdn -> photos: read
+ cdn: cdn cost=500
",
    ),
    bad: "
- cdn: cdn cost=500
",
    check,
    apply_fix: None,
};

/// Smallest bill (USD a month) and smallest number of components that the rule looks at.
const MIN_MONTHLY_USD: f64 = 10_000.0;
const MIN_PARTS: usize = 6;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if analysis.node_count() < MIN_PARTS {
        return;
    }
    let sent = TransferVolumes::new(analysis, &FaultSet::none());
    let costs = costs(analysis, &analysis.loads, &sent);
    let costs: NodeMap<f64> = costs.values().map(Cost::whole).collect();
    let whole: f64 = costs.values().sum();
    let most = analysis
        .node_indices()
        .max_by(|&a, &b| costs[a].total_cmp(&costs[b]));
    let Some(most) = most.filter(|&node| whole >= MIN_MONTHLY_USD && costs[node] > whole / 2.0)
    else {
        return;
    };
    let name = analysis.name(most);
    let (part, money) = (
        format::percent_of_time((costs[most] / whole * 100.0).round() / 100.0),
        format::usd(costs[most].round()),
    );
    let why = format!("{name} costs {money} a month, {part} of all");
    let advice = format!("Say what drives the cost of {name}, and what would halve it");
    findings.push(RULE.finding(Severity::Info, vec![analysis.id(most)], why, advice));
}
