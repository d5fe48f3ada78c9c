//! `wired-differently`: a connection that points the other way than in the nearest accepted design, or is synchronous where that one is not.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{
    Category, Comparison, ConnectionMatch, ConnectionMatchKind, Finding, Severity,
};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::analysis::rules::support::reference_mapping::nearest_design;
use crate::model::Timing;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "wired-differently",
    title: "Wired differently",
    severity: Severity::Info,
    category: Category::Match,
    why: "The direction of an arrow shows which component depends on which, and a synchronous call shows which one fails when the other does. Both change how the system behaves in an outage",
    for_stakeholders: "Two components depend on each other in a way that makes the system less robust",
    fix: "Make clear which component calls which, and make the call asynchronous, unless you can explain the difference",
    exempt: "Calls that only wait for a queue to accept a message. Arrows may show the data flow instead of the call, so a reversed arrow is reported only as info",
    references: &[
        publications::RELEASE_IT.supports("Failures spread along synchronous calls"),
        RuleReference::own_judgment("The prompt's accepted designs define the correct connections"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- cdn -> photos: read
+ photos -> cdn: sync read
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some((nearest, accepted)) = nearest_design(analysis) else {
        return;
    };
    for drawn in &nearest.connections {
        if drawn.wired == ConnectionMatchKind::Reversed && is_reversed_in_reference(nearest, drawn)
        {
            continue;
        }
        let waits = accepted
            .design
            .connection(drawn.reference)
            .is_some_and(|connection| accepted.design.semantics(connection).timing == Timing::Sync);
        let mut links = drawn
            .by
            .iter()
            .filter_map(|id| analysis.links().find(|l| l.id == *id));
        let (Some(first), last) = (links.next(), links.next_back()) else {
            continue;
        };
        let last = last.unwrap_or(first);
        let (from, to) = (analysis.name(first.from), analysis.name(last.to));
        let (severity, why, advice) = match drawn.wired {
            ConnectionMatchKind::Reversed => (
                Severity::Info,
                format!(
                    "The arrow points from {from} to {to}; in “{}” it points the other way",
                    nearest.title
                ),
                format!("Reverse the arrow between {from} and {to} if it shows a call"),
            ),
            ConnectionMatchKind::OtherTiming if waits => (
                Severity::Info,
                format!(
                    "{from} does not wait for {to}; in “{}” the call is synchronous",
                    nearest.title
                ),
                format!("Make sure that {from} can respond without {to}"),
            ),
            ConnectionMatchKind::OtherTiming => (
                Severity::Info,
                format!(
                    "{from} waits for {to}; in “{}” the call is asynchronous",
                    nearest.title
                ),
                format!("Make the call from {from} to {to} asynchronous"),
            ),
            _ => continue,
        };
        findings.push(RULE.finding(severity, drawn.by.clone(), why, advice));
    }
}

/// Whether the arrows that run the other way are what the accepted design has there as well: then one is missing and none
/// is turned round.
fn is_reversed_in_reference(nearest: &Comparison, drawn: &ConnectionMatch) -> bool {
    nearest
        .connections
        .iter()
        .any(|other| other.wired == ConnectionMatchKind::Matched && other.by == drawn.by)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let mapping = ReferenceMapping::new(analysis)?;
    let (nearest, _) = nearest_design(analysis)?;
    let [link] = finding.items[..] else {
        return None;
    };
    let differs = |c: &&ConnectionMatch| {
        c.by == finding.items
            && matches!(
                c.wired,
                ConnectionMatchKind::Reversed | ConnectionMatchKind::OtherTiming
            )
    };
    let drawn = nearest.connections.iter().find(differs)?;
    let design = mapping.design();
    let model = design.connection(drawn.reference)?;
    let timing = design.semantics(model).timing;
    let old = analysis.design.connection(link)?;
    let (from, to) = (
        analysis.find(old.from)?.name(),
        analysis.find(old.to)?.name(),
    );
    if drawn.wired == ConnectionMatchKind::Reversed {
        draft.rewire(link, |c| {
            (c.from, c.to) = (c.to, c.from);
            (c.timing, c.access) = (model.timing, model.access);
        })?;
        return Some(format!("Have {to} call {from}"));
    }
    draft.rewire(link, |c| c.timing = Some(timing))?;
    let kind = if timing == Timing::Sync {
        "synchronous"
    } else {
        "asynchronous"
    };
    Some(format!("Make the call from {from} to {to} {kind}"))
}
