//! `card-data-through-service`: card numbers that pass through, or stay in, our own services.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::written_text::{WrittenText, says_together, written_texts};
use crate::model::text_match::mentions;
use crate::model::{Flag, Group, Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "card-data-through-service",
    title: "Card numbers in our services",
    severity: Severity::Critical,
    category: Category::Security,
    why: "Every machine that sees a card number, and every machine connected to it, is in scope for the card industry's rules (PCI DSS). One breach exposes the cards of all customers. You must never store the security code",
    for_stakeholders: "A breach would expose customers' cards, and we could lose the right to accept cards",
    fix: "Let the payment provider's own form or app component collect the card number, and work with the token that it returns",
    exempt: "Direct calls from the customer to the provider; hosted forms; tokens; the last digits of a card; and drawings with a vault or a separate zone for cards",
    references: &[publications::PCI_SCOPE
        .supports("Everything that stores, processes, or transmits card data is in scope")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api: "token of the card"
api: service x2
api -> db
db: sql x2
"#,
    ),
    bad: r#"
- client -> load_balancer -> api: "token of the card"
+ client -> load_balancer -> api: "card number and expiry"
"#,
    check,
    apply_fix: None,
};

/// What stands for the number itself.
const CARD_NUMBER: &[&str] = &[
    "card number",
    "card no ",
    "cardnumber",
    "credit card no",
    "primary account number",
    "cvc ",
    "cvc2 ",
    "cvv ",
    "cvv2 ",
    "raw card",
    "full card",
    "card holder data",
    "cardholder data",
];
/// What usually has the number in it.
const CARD_BODY: &[&str] = &["card form", "card details", "card data", "credit card data"];
/// Words that say that somebody else has the number, or that only a part or a stand-in of it passes.
const CARD_KEPT_OUT: &[&str] = &[
    "token",
    "hosted",
    "iframe",
    "drop in",
    "element",
    "provider",
    "psp ",
    "stripe",
    "adyen",
    "paypal",
    "braintree",
    "redirect",
    "last four",
    "last 4",
    "last digits",
    "mask",
    "apple pay",
    "google pay",
    "never",
    "no card",
    "not ",
    "without",
    "instead",
];
/// What is set apart for cards.
const CARD_VAULT: &[&str] = &["pci ", "vault", "hsm ", "cardholder data environment"];
/// What keeps keys and passwords.
const KEY_VAULT: &[&str] = &["key vault", "hashicorp", "secret", "encryption key", "kms "];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let texts = written_texts(analysis);
    // Where keys and passwords lie is no place for cards.
    let is_apart = |said: &WrittenText| {
        mentions(&said.text, CARD_VAULT)
            && !mentions(&said.text, KEY_VAULT)
            && !said.touches(analysis, &[Role::Control])
    };
    let zones = analysis.design.zones().map(|(_, zone)| zone.name.as_str());
    if texts.iter().any(is_apart) || zones.into_iter().any(|name| mentions(name, CARD_VAULT)) {
        return;
    }
    let told: Vec<&WrittenText> = texts
        .iter()
        .filter(|said| passes_card(analysis, said))
        .collect();
    let Some(first) = told.first() else {
        return;
    };
    let has_number = told.iter().any(|said| says_number(&said.text));
    let severity = if has_number {
        Severity::Critical
    } else {
        Severity::High
    };
    let mut items: Vec<Id> = told.iter().flat_map(|said| said.items()).collect();
    // A balancer only hands the card on: who gets it stands behind.
    let behind: Vec<Id> = items
        .iter()
        .filter_map(|&id| analysis.index_of(id))
        .filter(|&node| analysis[node].has(Flag::PassThrough))
        .flat_map(|node| analysis.callees(node))
        .map(|&node| analysis.id(node))
        .collect();
    items.extend(behind);
    items.dedup();
    let why = format!(
        "“{}”: card numbers reach our own machines. A payment provider's form would keep them out",
        first.text.trim()
    );
    let advice =
        "Let the provider's form collect the card number, and forward and store only the token that it returns"
            .to_owned();
    findings.push(RULE.finding(severity, items, why, advice));
}

/// Whether a text speaks of the number; "PAN" alone may be many things.
fn says_number(text: &str) -> bool {
    let by_short_name = says_together(
        text,
        &[&["pan ", "pans "], &["card", "cvv", "cvc", "expir"]],
    );
    mentions(text, CARD_NUMBER) || by_short_name
}

/// Whether a text says that a card number comes to, leaves or lies on a machine of ours.
fn passes_card(analysis: &Analysis, said: &WrittenText) -> bool {
    if mentions(&said.text, CARD_KEPT_OUT) {
        return false;
    }
    let number = says_number(&said.text);
    let nodes: Vec<_> = said
        .around
        .iter()
        .filter_map(|&id| analysis.find(id))
        .collect();
    match nodes[..] {
        [from, to] => {
            let outside = |role| matches!(role, Role::Client | Role::Device | Role::External);
            let ours = |group| !matches!(group, Group::External | Group::Hardware);
            let into_ours = !outside(to.effective_kind.role) && ours(to.kind.group);
            let body = from.role() == Role::Client && mentions(&said.text, CARD_BODY);
            let out_of_ours = number && !outside(from.effective_kind.role);
            ((number || body) && into_ours) || out_of_ours
        }
        [only] => number && only.is_ours(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    fn check_line(line: &str, expected: &[Severity]) {
        check_rule(&RULE, &format!("{}\n{line}", RULE.good_text()), expected);
    }

    #[test]
    fn it_is_said_where_our_machines_have_the_number() {
        check_line("client -> api: \"card form\"", &[Severity::High]);
        check_line(
            "api -> keys: \"encrypt\"\nkeys: secrets \"Key vault\"\nclient -> api: \"card number\"",
            &[Severity::Critical],
        );
        check_line(
            "api -> wallets\nwallets: sql x2 \"Wallets (PAN, expiry)\"",
            &[Severity::Critical],
        );
        check_line(
            "api -> acquirer: \"card number, amount\"\nacquirer: third_party_api",
            &[Severity::Critical],
        );
    }

    #[test]
    fn it_is_not_where_the_provider_takes_the_card() {
        check_line("client -> psp: \"card number\"\npsp: third_party_api", &[]);
        check_line("client -> api: \"hosted card form, returns a token\"", &[]);
        check_line("note \"Card numbers never reach us\"", &[]);
        check_line(
            "api -> cards: \"card number\"\ncards: service x2 \"Card vault\"",
            &[],
        );
    }
}
