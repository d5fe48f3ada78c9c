//! `same-instant`: many devices or clients that act at the same moment by design.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{in_any_text, texts_of_component};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::load_words;
use crate::model::{Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "same-instant",
    title: "Synchronized clients (thundering herd)",
    severity: Severity::High,
    category: Category::Load,
    why: "A fleet that wakes up on the hour sends an hour's worth of calls in one minute. That overloads a system sized for the average, and retries from rejected clients keep it down",
    for_stakeholders: "All devices connect in the same minute, and the system goes down",
    fix: "Have each client choose a random moment within the period (jitter), and make rejected clients wait longer each time",
    exempt: "Drawings that mention random moments, waves, or jitter",
    references: &[
        publications::AWS_RETRIES
            .supports("Jitter spreads out calls that would otherwise arrive together"),
        publications::SRE_CASCADING.supports("A burst of calls can start a long outage"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
meters: device "Meters"
meters -> intake: "every 15 min"
intake: load_balancer
intake -> api
api: service x3
api -> readings
readings: time_series_db x3
readings -> backup
"#,
    ),
    bad: r#"
- meters -> intake: "every 15 min"
+ meters -> intake: "every 15 min, on the quarter"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    if in_any_text(analysis.design, load_words::SPREAD_IN_TIME) {
        return;
    }
    let fleet = |node: NodeIndex| matches!(analysis.role(node), Role::Device | Role::Client);
    let mut found = BTreeSet::new();
    for link in analysis.links().filter(|link| fleet(link.from)) {
        let label = link.connection.label.as_str();
        let by_clock = match analysis.role(link.from) {
            Role::Device => names_moment(label),
            _ => names_moment(label) && names_all(label),
        };
        if by_clock {
            found.extend([link.from, link.to]);
        }
    }
    for node in analysis.with_role(&[Role::Device, Role::Client]) {
        let mut texts = texts_of_component(analysis[node].component).into_iter();
        if texts.any(|text| names_moment(text) && names_all(text)) {
            found.insert(node);
        }
    }
    let notes = analysis.design.notes().map(|(_, note)| note.text.as_str());
    if notes
        .into_iter()
        .any(|note| names_moment(note) && names_all(note))
    {
        let devices = analysis.with_role(&[Role::Device]);
        found.extend(devices.flat_map(|device| {
            let called = analysis.outgoing(device).map(|link| link.to);
            called.chain([device])
        }));
    }
    let Some(&first) = found.iter().find(|&&node| fleet(node)) else {
        return;
    };
    let name = analysis.name(first);
    let why = format!("{name} call at the same moment, so a whole period's calls arrive at once");
    let advice = format!(
        "Spread the calls of {name} over the period with random delays (jitter), or start them in waves"
    );
    let items = found.iter().map(|&node| analysis.id(node)).collect();
    let severity = match analysis.role(first) {
        Role::Device => Severity::High,
        _ => Severity::Medium,
    };
    findings.push(RULE.finding(severity, items, why, advice));
}

/// Whether a text names a moment of the clock: "02:00", "on the hour".
fn names_moment(text: &str) -> bool {
    let times = text.split(|c: char| !(c.is_ascii_digit() || c == ':'));
    let clock = |word: &str| {
        word.split_once(':').is_some_and(|(hours, minutes)| {
            let hour = hours.parse::<u32>().is_ok_and(|hour| hour < 24);
            hour && minutes.len() == 2 && minutes.parse::<u32>().is_ok_and(|minute| minute < 60)
        })
    };
    times.into_iter().any(clock) || text_match::mentions(text, load_words::SAME_MOMENT)
}

/// Whether a text speaks of all of them.
fn names_all(text: &str) -> bool {
    text_match::mentions(
        text,
        &[
            "all ",
            "every ",
            "each ",
            "everybody",
            "everyone",
            "whole fleet",
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    const BASE: &str = "pumps: device \"Pumps\"\nlb: load_balancer\nlb -> api -> db\napi: service x2\ndb: key_value_store\n";

    #[test]
    fn a_fleet_by_the_clock_comes_at_once() {
        for more in [
            "pumps -> lb: \"03:30\"",
            "pumps -> lb: \"report on the hour\"",
            "pumps -> lb\nnote \"All pumps report at 23:59\"",
        ] {
            check_rule(&RULE, &format!("{BASE}{more}"), &[Severity::High]);
        }
    }

    #[test]
    fn random_moments_and_jobs_of_our_own_do_not() {
        for more in [
            "pumps -> lb: \"hourly, at a random minute\"",
            "pumps -> lb: \"every 15 min\"",
            "pumps -> lb: \"02:00 plus jitter\"",
            "pumps -> lb\njob: scheduler\njob -> db: \"02:00\"",
        ] {
            check_rule(&RULE, &format!("{BASE}{more}"), &[]);
        }
    }
}
