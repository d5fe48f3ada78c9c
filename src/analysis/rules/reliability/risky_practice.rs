//! `risky-practice`: what people write on arrows, boxes and notes that goes wrong sooner or later.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{self, texts_of_component, texts_of_connection};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::copy_age::{OldCopies, old_copies};
use crate::analysis::rules::support::failure_words;
use crate::analysis::rules::support::payments::calls_payment;
use crate::analysis::rules::support::practices::PRACTICES;
use crate::analysis::rules::support::saying::{Saying, sayings};
use crate::analysis::rules::support::state_practices::STATE_PRACTICES;
use crate::model::{Access, Id, Role, text_match};

/// How drawings say what happens when a limiter cannot count.
const WITHOUT_COUNT: &[&str] = &[
    "fail open",
    "fails open",
    "fail closed",
    "fails closed",
    "on error",
    "on failure",
    "if redis",
    "does not answer",
    "is down",
    "last known",
    "local fallback",
    "fallback",
    "degrade",
    "without redis",
    "let through",
    "timeout",
];
/// How drawings say that a hold ends.
const ENDS_HOLD: &[&str] = &[
    "expire",
    "expiry",
    "ttl ",
    "minute",
    "10 min",
    "min ",
    "release",
    "time out",
    "timed out",
    "held until",
    "sweep",
    "lapse",
    "clean up",
    "cleanup",
];
/// How drawings say where sessions are.
const SESSIONS: &[&str] = &[
    "session",
    "token",
    "jwt",
    "signed cookie",
    "stateless",
    "login state",
];

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "risky-practice",
    title: "Risky practice",
    severity: Severity::High,
    category: Category::Reliability,
    why: "Some practices pass every test and fail in the case that matters: two changes at once, a late message, an overwritten result, a lock held during an external call",
    for_stakeholders: "A shortcut that passes every test fails when it matters",
    fix: "Change the practice, or note in the drawing why it is safe here",
    exempt: "Practices whose fix is in the drawing, such as versions, event time, or an expiration time for the hold",
    references: &[
        publications::DATA_INTENSIVE_REPLICATION.supports("Last-write-wins loses confirmed writes"),
        publications::DATA_INTENSIVE_STREAMS
            .supports("Processing time does not show when an event happened"),
        publications::RELEASE_IT.supports(
            "A slow external call ties up the locks and connections that are held during the call",
        ),
        RuleReference::own_judgment(
            "Email is too slow for an alert that must reach a person within 5 minutes",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db: "save if the version is still the same"
db: sql x2 "Documents"
"#,
    ),
    bad: r#"
- api -> db: "save if the version is still the same"
+ api -> db: "save, last write wins"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    ask_how_holds_end(analysis, findings);
    ask_about_sessions(analysis, findings);
    ask_what_uncounted_callers_get(analysis, findings);
    ask_how_refusals_are_noticed(analysis, findings);
    commands_without_receipt(analysis, findings);
    alarms_by_mail(analysis, findings);
    let sayings: Vec<Saying> = sayings(analysis).collect();
    for practice in PRACTICES.iter().chain(STATE_PRACTICES) {
        let tells = |saying: &&Saying| {
            (practice.of_reads || !saying.only_reads)
                && (practice.of_copies || !saying.fills_copy)
                && practice.is_spoken_of_in(&saying.text)
        };
        let telling: Vec<&Saying> = sayings.iter().filter(tells).collect();
        let Some(said) = telling.first().map(|saying| &*saying.text) else {
            continue;
        };
        let mut items: Vec<Id> = telling.iter().flat_map(|saying| saying.places()).collect();
        if drawing_text::in_notes(analysis.design, practice.unless)
            || drawing_text::in_any_text(analysis.design, practice.mended_by)
        {
            continue;
        }
        items.extend(behind(analysis, &items));
        let mut seen = std::collections::BTreeSet::new();
        items.retain(|&id| seen.insert(id));
        let why = format!("“{said}”: {}", practice.wrong);
        findings.push(Finding {
            variant: Some(practice.id.into()),
            title: practice.title.to_owned(),
            ..RULE.finding(practice.severity, items, why, practice.advice.to_owned())
        });
    }
    let is_told = |finding: &Finding| finding.variant.as_deref() == Some("redirects-kept-at-edge");
    if let Some(OldCopies { items, why }) = old_copies(analysis)
        && !findings.iter().any(is_told)
    {
        let advice =
            "Expire copies before a change must be visible, or purge them with each change";
        findings.push(Finding {
            variant: Some("old-copies".into()),
            title: "Stale copies after a change".to_owned(),
            ..RULE.finding(Severity::High, items, why, advice.to_owned())
        });
    }
}

/// A flow of the prompt that holds something for somebody, on a drawing that does not say when the hold ends.
fn ask_how_holds_end(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut flows = analysis.flows.iter();
    let holds = flows.find(|flow| flow.spec.is_some_and(|spec| spec.holds));
    let Some(flow) = holds.filter(|_| !drawing_text::in_any_text(analysis.design, ENDS_HOLD))
    else {
        return;
    };
    let writers = flow.links.iter().map(|&link| &analysis[link]);
    let writers = writers.filter(|link| analysis.role(link.to) == Role::Store);
    let mut items: Vec<Id> = writers.map(|link| analysis.id(link.from)).collect();
    items.sort_unstable();
    items.dedup();
    let why = format!(
        "“{}”: when does a hold end if the user does not come back?",
        flow.name
    );
    let advice = "Note when a hold expires, and what enforces the expiry".to_owned();
    findings.push(Finding {
        variant: Some("end-of-hold".into()),
        title: "How does a hold end?".to_owned(),
        ..RULE.finding(Severity::Info, items, why, advice)
    });
}

/// Users who move from one region to another, on a drawing that does not say where their sessions are.
fn ask_about_sessions(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let moves = analysis.must_survive_region_loss();
    if !moves || drawing_text::in_any_text(analysis.design, SESSIONS) {
        return;
    }
    let servers = analysis
        .node_indices()
        .filter(|&node| analysis.role(node) == Role::Compute && analysis.reached[node]);
    let items = servers.map(|node| analysis.id(node)).collect();
    let why = "Where are the sessions when users fail over to the other region?".to_owned();
    let advice =
        "Use signed tokens that both regions can check, or a replicated session store".to_owned();
    findings.push(Finding {
        variant: Some("sessions".into()),
        title: "Where are the sessions?".to_owned(),
        ..RULE.finding(Severity::Info, items, why, advice)
    });
}

/// A limiter that counts in a store of its own, on a drawing that does not say what happens when that does not answer.
fn ask_what_uncounted_callers_get(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut flows = analysis.flows.iter();
    let limits = flows.any(|flow| flow.spec.is_some_and(|spec| spec.limits_callers));
    if !limits || drawing_text::in_any_text(analysis.design, WITHOUT_COUNT) {
        return;
    }
    let counts = analysis.links().find(|link| {
        let asks = matches!(
            analysis.role(link.from),
            Role::Gateway | Role::Limiter | Role::Compute | Role::Shield
        );
        let serves = analysis.waited_for[link.from] && link.is_sync();
        asks && serves && analysis[link.to].effective_kind.role == Role::Cache
    });
    let Some(link) = counts else {
        return;
    };
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let why = format!("What does {from} return to callers when {to} does not respond?");
    let advice =
        "Let calls through (fail open) and enforce the last known limits locally, or say which callers are rejected"
            .to_owned();
    let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
    findings.push(Finding {
        variant: Some("uncounted-callers".into()),
        title: "What if the counter fails?".to_owned(),
        ..RULE.finding(Severity::Info, items, why, advice)
    });
}

/// A file of payments that goes to a bank, from which nothing comes back: a transfer that was refused is then found by the
/// one who has not got the money.
fn ask_how_refusals_are_noticed(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let answers = |bank: NodeIndex| {
        let back = |from: NodeIndex| analysis.outgoing(from).next().is_some();
        back(bank)
            || analysis
                .incoming(bank)
                .any(|link| link.access == Some(Access::Read))
    };
    let sent = analysis.links().find(|link| {
        let texts = texts_of_component(analysis[link.to].component);
        let mut texts = texts
            .into_iter()
            .chain(texts_of_connection(link.connection));
        calls_payment(analysis, link)
            && texts.any(|text| text_match::mentions(text, failure_words::SENT_AS_FILE))
            && !answers(link.to)
    });
    let Some(link) = sent else { return };
    if drawing_text::in_any_text(analysis.design, failure_words::REFUSALS_READ) {
        return;
    }
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let why = format!("{to} returns nothing. How do you detect a rejected transfer?");
    let advice = format!("Read the response of {to}, and compare it with what {from} has sent");
    let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
    findings.push(Finding {
        variant: Some("refusals".into()),
        title: "Payment responses not read".to_owned(),
        ..RULE.finding(Severity::Info, items, why, advice)
    });
}

/// Orders to something far away that are sent and forgotten.
fn commands_without_receipt(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let forgotten = analysis.links().find(|link| {
        let ends = [link.from, link.to].map(|node| analysis[node].component);
        let mut texts = (ends.into_iter().flat_map(texts_of_component))
            .chain(texts_of_connection(link.connection));
        drawing_text::connection_says(link.connection, failure_words::SENT_AND_FORGOTTEN)
            && texts.any(|text| text_match::mentions(text, failure_words::COMMANDS))
    });
    let Some(link) = forgotten else { return };
    if drawing_text::in_any_text(analysis.design, failure_words::RECEIPTS) {
        return;
    }
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let why = format!(
        "{from} sends commands through {to} without acknowledgment (fire-and-forget), so you cannot tell whether a command ran"
    );
    let advice =
        "Store each command with an ID until it is acknowledged, and show which commands are pending"
            .to_owned();
    let items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
    findings.push(Finding {
        variant: Some("commands".into()),
        title: "Commands without acknowledgment".to_owned(),
        ..RULE.finding(Severity::Medium, items, why, advice)
    });
}

/// An alarm that ends in a mailbox, on a drawing where nothing rings.
fn alarms_by_mail(analysis: &Analysis, findings: &mut Vec<Finding>) {
    /// Whoever has to act within so many seconds does not read mail for it.
    const SOON_S: f64 = 300.0;
    let tells = |node: NodeIndex| matches!(analysis.role(node), Role::External | Role::Notifier);
    let says = |node: NodeIndex, words: &[&str]| {
        drawing_text::component_says(analysis[node].component, words)
    };
    let by_mail = analysis.links().find(|link| {
        let alarms = says(link.to, failure_words::ALARMS)
            || says(link.from, failure_words::ALARMS)
            || drawing_text::connection_says(link.connection, failure_words::ALARMS);
        tells(link.to) && says(link.to, failure_words::MAIL) && alarms
    });
    let urgent = analysis.flows.iter().find(|flow| {
        let calls = flow.ends.iter().flat_map(|end| &end.candidates);
        let mut calls = calls.filter(|&&node| tells(node));
        let soon = flow.spec.and_then(|spec| spec.within_s);
        soon.is_some_and(|seconds| seconds <= SOON_S) && calls.next().is_some()
    });
    let (Some(link), Some(flow)) = (by_mail, urgent) else {
        return;
    };
    let rings = drawing_text::in_any_text(analysis.design, failure_words::RINGS);
    let another = analysis
        .node_indices()
        .any(|node| tells(node) && node != link.to && flow.passes(node));
    if rings || another {
        return;
    }
    let to = analysis.name(link.to);
    let why = format!(
        "“{}” ends up in the mailbox behind {to}. No on-call engineer is paged, and nothing escalates if the first person does not respond",
        flow.name
    );
    let advice = "Page the on-call engineer by phone, and escalate until an engineer acknowledges"
        .to_owned();
    let severity = if flow.critical() {
        Severity::Critical
    } else {
        Severity::High
    };
    let items = vec![analysis.id(link.to), link.id, analysis.id(link.from)];
    findings.push(Finding {
        variant: Some("alerts-by-mail".into()),
        title: "Alerts sent only by email".to_owned(),
        ..RULE.finding(severity, items, why, advice)
    });
}

/// The stores that those who are said to do it write to.
fn behind(analysis: &Analysis, items: &[Id]) -> Vec<Id> {
    let services = items.iter().filter_map(|&id| analysis.index_of(id));
    let stores = services
        .flat_map(|node| analysis.outgoing(node))
        .filter(|link| analysis.role(link.to) == Role::Store);
    stores.map(|link| analysis.id(link.to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_rule, findings_of};
    use crate::model::{Acceptance, Design, Edit, parse_notation};

    #[test]
    fn two_practices_in_notes_are_two_findings_and_are_accepted_one_by_one() {
        let text = format!(
            "{}\nnote \"Orders: last write wins\"\nnote \"Windows by arrival time\"",
            RULE.good_text()
        );
        let mut design = parse_notation(&text).unwrap().design;
        let findings = findings_of(&RULE, &design, None);
        assert_eq!(findings.len(), 2, "{findings:#?}");
        let still_open = |design: &mut Design, acceptance: Acceptance| {
            design
                .apply(Edit::SetAcceptances(vec![acceptance]))
                .unwrap();
            let findings = findings_of(&RULE, design, None);
            let open = findings.into_iter().filter(|f| f.accepted.is_none());
            open.map(|finding| finding.key()).collect::<Vec<_>>()
        };
        let accepted = findings[0].acceptance(String::new(), false);
        assert_eq!(still_open(&mut design, accepted), [findings[1].key()]);
        let from_old_file = serde_json::from_str(r#"{ "rule": "risky-practice" }"#).unwrap();
        assert_eq!(still_open(&mut design, from_old_file), []);
    }

    #[test]
    fn a_prompt_says_itself_what_it_is_about() {
        let text = "users: client\nusers -> api -> db\napi: service x2\ndb: sql x2";
        let design = parse_notation(text).unwrap().design;
        let asks = |id: &str, variant: &str| {
            let mut prompts = crate::scenario::builtin().iter();
            let prompt = prompts.find(|prompt| prompt.id == id);
            let findings = findings_of(&RULE, &design, prompt);
            findings
                .iter()
                .any(|finding| finding.variant.as_deref() == Some(variant))
        };
        assert!(asks("ticket_booking", "end-of-hold"));
        // A lot that is held back and limits of a measurement are no seats and no callers.
        assert!(!asks("factory_test", "end-of-hold"));
    }

    #[test]
    fn balances_and_distances_are_mended_by_a_box_of_their_own() {
        let text = |label: &str, more: &str| {
            format!(
                "users: client\nusers -> api\napi: service x2\ndb: sql x2\napi -> db: \"{label}\"\n{more}"
            )
        };
        check_rule(
            &RULE,
            &text("set balance = balance - 5", ""),
            &[Severity::Medium],
        );
        let ledger = "book: sql x2 \"Ledger\"\napi -> book: \"append\"";
        check_rule(&RULE, &text("set balance = balance - 5", ledger), &[]);
        let nearest = "all couriers, order by distance";
        check_rule(&RULE, &text(nearest, ""), &[Severity::High]);
        check_rule(&RULE, &text(nearest, "note \"PostGIS index\""), &[]);
        check_rule(
            &RULE,
            &text("couriers of the cell, sorted by distance", ""),
            &[],
        );
    }

    #[test]
    fn orders_need_a_receipt_and_banks_are_listened_to() {
        let gates = |label: &str, more: &str| {
            format!(
                "users: client\nusers -> api -> orders: \"{label}\"\napi: service x2\norders: queue \"Open the gate\"\norders -> gates\ngates: device\n{more}"
            )
        };
        check_rule(&RULE, &gates("fire and forget", ""), &[Severity::Medium]);
        check_rule(
            &RULE,
            &gates("fire and forget", "gates -> api: \"receipt\""),
            &[],
        );
        check_rule(&RULE, &gates("order 17", ""), &[]);
        let wages = "app: service x2\ndb: sql x2 \"Wages\"\nbank: third_party_api \"Bank\"\napp -> db\napp -> bank: idempotent \"transfer file\"";
        check_rule(&RULE, wages, &[Severity::Info]);
        check_rule(
            &RULE,
            &format!("{wages}\nbank -> app: \"answer file\""),
            &[],
        );
    }

    #[test]
    fn words_tell_and_remedies_silence() {
        let text = |label: &str, more: &str| {
            format!(
                "users: client\nusers -> api\napi: service x2\ndb: sql x2\napi -> db: \"{label}\"\n{more}"
            )
        };
        for label in [
            "newest timestamp wins",
            "upsert the measurement of the station",
            "window by time of arrival",
            "SELECT FOR UPDATE, commit when the bank answers",
            "INCR; on error answer 503",
            "reserve the room, no expiry",
        ] {
            check_rule(&RULE, &text(label, ""), &[Severity::High]);
        }
        for label in [
            "newest version wins",
            "upsert the profile",
            "upsert the measurement on station + timestamp",
            "window by event time",
            "SELECT FOR UPDATE, commit",
            "INCR; on error let through",
            "reserve the room for 10 minutes",
        ] {
            check_rule(&RULE, &text(label, ""), &[]);
        }
        check_rule(
            &RULE,
            &text(
                "newest timestamp wins",
                "note \"The app shows both and keeps a conflict copy\"",
            ),
            &[],
        );
    }
}
