//! `charged-too-early`: money is taken before anything is recorded or reserved.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says, in_any_text};
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::failure_words;
use crate::analysis::rules::support::payments::{calls_payment, pays};
use crate::model::{Access, Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "charged-too-early",
    title: "Charged before it is recorded",
    severity: Severity::Critical,
    category: Category::Reliability,
    why: "A process can crash between any two steps. If it charges first and records or reserves later, customers can pay without a record of the payment, or pay for goods that are sold out",
    for_stakeholders: "Customers can pay and get nothing, and we learn about it from their complaints",
    fix: "Record the intent and reserve the goods first, then charge with an idempotency key, then mark the order as paid. Run a job that finds orders that stopped halfway",
    exempt: "Steps in a safe order, which the numbers on the arrows show, and drawings that mention a saga, an outbox, a pending record, or reconciliation",
    references: &[
        publications::AWS_IDEMPOTENCY.supports(
            "Record a request to another system before you send it, so that it can be retried",
        ),
        publications::TRANSACTIONAL_OUTBOX
            .supports("You cannot change two systems in one step, so the order of steps matters"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop
shop: service x2 "Shop"
shop -> db: "1. save the order as open, 3. as done"
db: sql x2 "Orders"
shop -> bank: sync timeout idempotent "2. charge the card"
bank: third_party_api "Bank"
"#,
    ),
    bad: r#"
- shop -> db: "1. save the order as open, 3. as done"
+ shop -> db: "2. save the order"
- shop -> bank: sync timeout idempotent "2. charge the card"
+ shop -> bank: sync timeout idempotent "1. charge the card"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if in_any_text(analysis.design, failure_words::SETTLED_LATER) {
        return;
    }
    for node in analysis.node_indices() {
        if analysis.outgoing(node).any(|link| charges(analysis, link)) {
            check_numbered_steps(analysis, node, findings);
        }
        if pays(analysis, node) {
            check_what_follows_payment(analysis, node, findings);
        }
    }
}

/// Whether a link moves money, at once or over a payment service that writes nothing down first.
fn charges(analysis: &Analysis, link: &Link) -> bool {
    let records =
        |own: &Link| analysis.role(own.to) == Role::Store && own.access != Some(Access::Read);
    let is_payer = || {
        analysis.role(link.to) == Role::Compute
            && link.access != Some(Access::Read)
            && pays(analysis, link.to)
            && !analysis.outgoing(link.to).any(records)
    };
    calls_payment(analysis, link) || is_payer()
}

/// Steps that people number, where the first is the charge.
fn check_numbered_steps(analysis: &Analysis, node: NodeIndex, findings: &mut Vec<Finding>) {
    let numbered: Vec<(u32, &Link)> = analysis
        .outgoing(node)
        .filter_map(|link| Some((analysis.step_of(link)?, link)))
        .collect();
    let charge = numbered.iter().filter(|(_, link)| charges(analysis, link));
    let Some(&(first, charge)) = charge.min_by_key(|(step, _)| *step) else {
        return;
    };
    let writes = |link: &Link| {
        let to = analysis.role(link.to);
        link.access != Some(Access::Read) && (matches!(to, Role::Store | Role::Queue | Role::Log))
    };
    // What has no number may come first.
    let may_come_first = |link: &Link| {
        writes(link)
            && analysis.step_of(link).is_none_or(|step| step < first)
            && analysis.role(link.to) == Role::Store
    };
    // Another service may have reserved it in an earlier step.
    let is_reserved_before = |link: &Link| {
        analysis.step_of(link).is_some_and(|step| step < first)
            && connection_says(link.connection, failure_words::RESERVES)
            && writes(link)
    };
    if analysis.outgoing(node).any(may_come_first) || analysis.links().any(is_reserved_before) {
        return;
    }
    let later: Vec<&Link> = numbered
        .iter()
        .filter(|(step, _)| *step > first)
        .map(|(_, link)| *link)
        .collect();
    let kept = |link: &Link| connection_says(link.connection, failure_words::RESERVES);
    let record = later
        .iter()
        .find(|link| writes(link))
        .or(later.iter().find(|link| kept(link)));
    let Some(record) = record else {
        return;
    };
    let [payer, bank, store] = [node, charge.to, record.to].map(|node| analysis.name(node));
    let why = if connection_says(record.connection, failure_words::TAKES_GOODS) {
        format!(
            "{payer} charges through {bank} before it reserves anything in {store}, so a customer can pay for an item that another customer gets"
        )
    } else {
        format!(
            "{payer} charges through {bank} before it writes anything to {store}. If it crashes in between, the customer is charged, and no record exists"
        )
    };
    let advice =
        format!("Have {payer} write to {store} first, then charge, then mark the record as paid");
    let items = vec![
        charge.id,
        analysis.id(node),
        analysis.id(charge.to),
        record.id,
        analysis.id(record.to),
    ];
    findings.push(RULE.finding(Severity::Critical, items, why, advice));
}

/// A message that says that the money is taken, and somebody behind it who only then keeps the goods.
fn check_what_follows_payment(analysis: &Analysis, node: NodeIndex, findings: &mut Vec<Finding>) {
    let told = analysis.outgoing(node).filter(|link| {
        let named = component_says(analysis[link.to].component, failure_words::PAID);
        let says = connection_says(link.connection, failure_words::PAID);
        analysis.carries_messages(link.to) && (named || says)
    });
    let Some((message, keeper)) = told
        .flat_map(|link| analysis.callees(link.to).iter().map(move |&to| (link, to)))
        .find(|&(_, keeper)| keeps_goods(analysis, keeper))
    else {
        return;
    };
    let kept_before = |link: &Link| {
        link.from != keeper
            && link.index != message.index
            && connection_says(link.connection, failure_words::RESERVES_FIRST)
    };
    let named_before = |other: NodeIndex| {
        other != keeper && component_says(analysis[other].component, failure_words::RESERVES_FIRST)
    };
    if analysis.links().any(kept_before) || analysis.node_indices().any(named_before) {
        return;
    }
    let Some(charge) = analysis
        .outgoing(node)
        .find(|link| calls_payment(analysis, link))
    else {
        return;
    };
    let [payer, bank, keeper_name] = [node, charge.to, keeper].map(|node| analysis.name(node));
    let why = format!(
        "{payer} charges through {bank} before {keeper_name} reserves anything, so customers may pay and get nothing"
    );
    let advice = format!(
        "First reserve the item for a few minutes, then charge the customer, then have {keeper_name} confirm"
    );
    let severity = if analysis.scenario.is_some() {
        Severity::Critical
    } else {
        Severity::High
    };
    let items: Vec<Id> = vec![
        charge.id,
        analysis.id(node),
        analysis.id(charge.to),
        analysis.id(keeper),
    ];
    findings.push(RULE.finding(severity, items, why, advice));
}

fn keeps_goods(analysis: &Analysis, node: NodeIndex) -> bool {
    let named = component_says(analysis[node].component, failure_words::RESERVES);
    named
        || analysis.outgoing(node).any(|link| {
            analysis.role(link.to) == Role::Store
                && connection_says(link.connection, failure_words::RESERVES)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn numbers_on_arrows_and_messages_give_the_order() {
        let text = |lines: &str| {
            format!(
                "users: client\nusers -> till\ntill: service x2\ndb: sql x2\npsp: stripe\n{lines}"
            )
        };
        let check = |lines: &str, expected: &[Severity]| check_rule(&RULE, &text(lines), expected);
        check(
            "till -> psp: \"1. charge\"\ntill -> db: \"2) insert order\"",
            &[Severity::Critical],
        );
        check(
            "till -> psp: \"2. charge\"\ntill -> db: \"1. insert order\"",
            &[],
        );
        check("till -> psp: \"charge\"\ntill -> db: \"insert order\"", &[]);
        check(
            "till -> psp: \"1. charge\"\ntill -> db: \"2. insert order\"\nnote \"A saga undoes what failed\"",
            &[],
        );
        check(
            "till -> pay: \"2 pay\"\npay: service x2 \"Payments\"\npay -> psp: \"3 charge\"\ntill -> db: write \"4 mark as sold\"\ntill -> db: read \"1 show\"",
            &[Severity::Critical],
        );
        let later = "till -> psp: \"charge\"\ntill -> done: \"paid\"\ndone: kafka x3\ndone -> desk\ndesk: worker x2 \"Room allocator\"\ndesk -> db";
        check(later, &[Severity::High]);
        check(&format!("{later}\ntill -> db: \"hold the room\""), &[]);
    }
}
