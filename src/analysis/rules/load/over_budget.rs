//! `over-budget`: a design that costs more than its budget.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::NodeMap;
use crate::analysis::performance::cost::{Cost, costs};
use crate::analysis::performance::transfer::TransferVolumes;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::{Figure, Group, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "over-budget",
    title: "Over budget",
    severity: Severity::Medium,
    category: Category::Load,
    why: "Cost is a requirement, just like latency. A design that exceeds its budget will not be built, even if it is good",
    for_stakeholders: "This design costs more per month than the budget allows",
    fix: "Start with the most expensive components: use fewer or smaller instances, put a cache in front of usage-based services, or batch the work",
    exempt: "Prompts without a budget, and costs that are not in the price table, such as staff and licenses. If the design exceeds the budget only at list prices, this is reported only as info",
    references: &[
        publications::AWS_COST.supports("Cost is a requirement that a design must meet"),
        RuleReference::own_judgment(
            "Usage-based costs are clearly too high at 1.5 times the budget or more",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- albums: sql x2 "Albums DB"
+ albums: sql x2 "Albums DB" cost=120000
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(budget) = analysis
        .scenario
        .and_then(|scenario| scenario.targets.monthly_budget)
    else {
        return;
    };
    let sent = TransferVolumes::new(analysis, &FaultSet::none());
    let spent = costs(analysis, &analysis.loads, &sent);
    let by_use: NodeMap<f64> = spent.values().map(|cost| cost.calls + cost.sent).collect();
    let costs: NodeMap<f64> = spent.values().map(Cost::whole).collect();
    let whole: f64 = costs.values().sum();
    if whole <= budget {
        return;
    }
    let severity = if is_certain(analysis, &costs, &by_use, budget) {
        Severity::Medium
    } else {
        Severity::Info
    };
    let mut dearest = costs.nodes_where(|&cost| cost > 0.0);
    dearest.sort_by(|&a, &b| costs[b].total_cmp(&costs[a]).then(a.cmp(&b)));
    dearest.truncate(3);
    let names = format::join_names(dearest.iter().map(|&node| analysis.name(node)));
    let (whole, budget) = (format::usd(whole), format::usd(budget));
    let default = largest_default(analysis, &spent);
    let why = format!(
        "The design costs about {whole} a month, but the budget is {budget}. Most of it goes to {names}{default}"
    );
    let advice = match dearest.first() {
        Some(&node) => format!("Reduce the cost of {} first", analysis.name(node)),
        None => String::new(),
    };
    let items = dearest.iter().map(|&node| analysis.id(node)).collect();
    let finding = RULE.finding(severity, items, why, advice);
    findings.push(finding.of_missed_target());
}

/// What most of the bill rests on that the drawing does not say: a price of ours.
fn largest_default(analysis: &Analysis, spent: &NodeMap<Cost>) -> String {
    let rests = |(node, cost): (NodeIndex, &Cost)| {
        let this = &analysis[node];
        let kind = this.effective_kind;
        let own = this.component.overrides.monthly_cost;
        let prices = analysis.design.prices().get(&kind.id);
        let listed = |figure: &Option<Figure>| figure.as_ref().map(|figure| figure.value);
        let by_work = kind.unit.as_ref();
        let of_calls = by_work
            .and_then(|unit| unit.cost_of_million_calls(this.call_size))
            .or(listed(&kind.cost_per_million));
        // Where most of it is for writes, their price is what it rests on.
        let at_reads = of_calls.unwrap_or_default() * cost.million_calls;
        let writes = listed(&kind.cost_per_million_writes).filter(|_| cost.calls > 2.0 * at_reads);
        let (of_calls, call) = match writes {
            Some(price) => (Some(price), "per million writes"),
            None => (of_calls, "per million calls"),
        };
        let parts = [
            (
                cost.instances,
                Some(kind.monthly_cost.value),
                "per instance per month",
            ),
            (cost.calls, of_calls, call),
            (
                cost.kept,
                listed(&kind.cost_per_gb_kept),
                "per GB stored per month",
            ),
            (
                cost.sent,
                listed(&kind.cost_per_gb),
                "per GB sent, before volume discounts",
            ),
        ];
        let parts = parts
            .into_iter()
            .filter(|_| own.is_none() && prices.is_none());
        let parts = parts.filter_map(|(usd, price, of)| Some((usd, price?, of)));
        let largest = parts.max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some((node, largest)).filter(|(_, (usd, ..))| *usd > 0.0)
    };
    let all = spent.iter().filter_map(rests);
    let largest = all.max_by(|(_, a), (_, b)| a.0.total_cmp(&b.0));
    largest.map_or_else(String::new, |(node, (usd, price, of))| {
        let (name, usd) = (analysis.name(node), format::usd(usd));
        let price = format::unit_price(price);
        format!("; {usd} of it depends on our default for {name}, {price} {of}. What do you pay?")
    })
}

/// Whether the bill is too high by what is stated: prices of the user's own, or the traffic of the prompt at one part that is
/// paid by use and names its product, or stands at the edge and is called by the users themselves. All else rests on list
/// prices, rough numbers of machines, and tiers of storage, which few draw.
fn is_certain(
    analysis: &Analysis,
    costs: &NodeMap<f64>,
    by_use: &NodeMap<f64>,
    budget: f64,
) -> bool {
    /// Times the budget: list prices of large customers are half of those of small ones.
    const FAR_BEYOND: f64 = 1.5;
    let is_set = |node: NodeIndex| analysis[node].component.overrides.monthly_cost.is_some();
    let set: f64 = costs
        .iter()
        .filter(|(node, _)| is_set(*node))
        .map(|(_, cost)| cost)
        .sum();
    let passed = |node: NodeIndex| {
        let mut calls = analysis.flows.iter().flat_map(|flow| &flow.links);
        analysis[node].kind.group == Group::Edge
            && calls.any(|&link| {
                let link = &analysis[link];
                link.to == node && analysis.entries.contains(&link.from)
            })
    };
    set > budget / 2.0
        || by_use.iter().any(|(node, &cost)| {
            let is_bought = analysis[node].says_provider_run == Some(true);
            cost > FAR_BEYOND * budget && (is_bought || passed(node))
        })
}
