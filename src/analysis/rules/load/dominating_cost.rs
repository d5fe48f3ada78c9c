//! `dominating-cost`: one part that costs more than all other components together.

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
    title: "One component dominates the bill",
    severity: Severity::Info,
    category: Category::Load,
    why: "If one component costs more than all other components together, it is the only one that matters in a cost discussion. Know what drives its cost before you are asked",
    for_stakeholders: "One component accounts for more than half of the bill",
    fix: "Say what drives the cost of this component, and what would cut that cost in half",
    exempt: "Small drawings and small bills",
    references: &[
        publications::AWS_COST.supports("Find out what drives the bill before you try to lower it"),
        RuleReference::own_judgment(
            "Bills below $10,000 a month and drawings with fewer than 6 components are not flagged",
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
    let why = format!("{name} costs {money} a month, {part} of the total");
    let advice =
        format!("Say what drives the cost of {name}, and what would cut that cost in half");
    findings.push(RULE.finding(Severity::Info, vec![analysis.id(most)], why, advice));
}
