//! The rules, one file each, and the table of all of them.
//!
//! A rule's documentation is its test: `bad` raises exactly this rule, `good` does not. Rules match on roles and flags and
//! never on a kind's id, so that a new kind works with every rule on the day it is added.

mod availability_miss;
mod backlog_grows;
mod balancer_chain;
mod balancer_without_choice;
mod beside_load;
mod breaks_first;
mod bridge_link;
mod cache_as_only_store;
mod cannot_grow;
mod client_talks_to_data;
mod company;
mod cross_region_call;
mod cross_team_coupling;
mod data_store_in_public_zone;
mod dead_end;
mod dominating_cost;
mod dual_write;
mod external_call_unguarded;
mod failover_overload;
mod hot;
mod hot_key;
mod large_bodies_through_app;
mod latency_target_missed;
mod long_synchronous_chain;
mod low_hit_ratio;
mod media_without_cdn;
mod missing_dead_letter_queue;
mod missing_flow;
pub(in crate::analysis) mod missing_part;
mod no_alerting;
mod no_authentication;
mod no_backup;
mod no_entry_point;
mod no_gateway;
mod no_owner;
mod no_path_to_storage;
mod no_replica_for_store;
mod no_rollout_control;
mod no_throttle;
mod no_tracing;
mod not_idempotent;
mod orphan;
mod over_budget;
mod over_engineered;
mod over_provisioned;
mod parallel_without_balancer;
mod passive_initiator;
mod paths;
mod pattern;
mod queue_without_consumer;
mod queue_without_producer;
mod read_heavy_without_cache;
mod retry_storm;
mod retry_without_backoff;
mod rollout_order;
mod said;
mod saturated;
mod shared_control_element;
mod shared_database;
mod single_point_of_failure;
mod single_region;
mod slow_half;
mod slow_to_catch_up;
mod slow_work_inline;
mod sockets_without_registry;
mod stale_read;
mod stampede;
mod synchronous_cycle;
mod synchronous_fan_out;
mod tiny_load;
mod too_early;
mod too_few_replicas;
mod two_machines_stop_it;
mod unencrypted_crossing;
mod unobserved;
mod unreachable_part;
mod weaker_dependency;
mod wired_differently;
mod words;
mod write_ceiling;
mod zone_point_of_failure;

use std::sync::LazyLock;

pub use words::{amount, percent};

use super::context::Context;
use super::draft::Draft;
use super::report::Comparison;
use super::{Category, Finding, Severity};
use crate::model::Id;
use crate::scenario::{AcceptedDesign, Scenario, parse};

/// A risk rule: what it looks for, how it explains itself, and the examples that prove it.
#[derive(Debug)]
pub struct Rule {
    /// Names the problem: `single-point-of-failure`.
    pub id: &'static str,
    /// A few words for a heading.
    pub title: &'static str,
    /// How bad it usually is; a finding may be milder where the prompt says so.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// Why it matters, for engineers.
    pub why: &'static str,
    /// Why it matters, for people who do not run systems.
    pub for_stakeholders: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What it does not flag, and why.
    pub exempt: &'static str,
    /// Whether the examples are answers to [`example_prompt`]; otherwise they stand alone.
    pub answers_example_prompt: bool,
    /// A design, in the text notation, that raises exactly this rule above info.
    pub bad: &'static str,
    /// The same design mended.
    pub good: &'static str,
    /// Ids of more general rules: what they find about the item most to blame here need not be said as well.
    pub covers: &'static [&'static str],
    /// Looks for the problem, and adds a finding for each place where it is.
    pub(crate) check: fn(&Context, &mut Vec<Finding>),
    /// Mends one finding in the draft where that can be done by drawing, and says in a few words what was done.
    pub(crate) mend: Option<Mend>,
}

/// Draws what mends a finding, and says in a few words what that is; none where nothing can be drawn that is surely right.
pub(crate) type Mend = fn(&Context, &Finding, &mut Draft) -> Option<String>;

impl Rule {
    /// A finding of this rule; it takes no points yet.
    fn finding(&self, severity: Severity, items: Vec<Id>, why: String, advice: String) -> Finding {
        Finding {
            rule: self.id,
            severity,
            category: self.category,
            title: self.title.to_owned(),
            why,
            for_stakeholders: self.for_stakeholders.to_owned(),
            advice,
            items,
            part: None,
            points: 0,
            stands_for: Vec::new(),
            accepted: None,
        }
    }
}

static ALL: &[&Rule] = &[
    &no_entry_point::RULE,
    &no_path_to_storage::RULE,
    &orphan::RULE,
    &unreachable_part::RULE,
    &dead_end::RULE,
    &client_talks_to_data::RULE,
    &passive_initiator::RULE,
    &balancer_without_choice::RULE,
    &parallel_without_balancer::RULE,
    &balancer_chain::RULE,
    &synchronous_cycle::RULE,
    &long_synchronous_chain::RULE,
    &synchronous_fan_out::RULE,
    &shared_database::RULE,
    &dual_write::RULE,
    &queue_without_consumer::RULE,
    &queue_without_producer::RULE,
    &missing_dead_letter_queue::RULE,
    &no_gateway::RULE,
    &single_point_of_failure::RULE,
    &shared_control_element::RULE,
    &no_replica_for_store::RULE,
    &no_backup::RULE,
    &zone_point_of_failure::RULE,
    &single_region::RULE,
    &bridge_link::RULE,
    &external_call_unguarded::RULE,
    &retry_storm::RULE,
    &retry_without_backoff::RULE,
    &two_machines_stop_it::RULE,
    &failover_overload::RULE,
    &availability_miss::RULE,
    &weaker_dependency::RULE,
    &cache_as_only_store::RULE,
    &stale_read::RULE,
    &not_idempotent::RULE,
    &saturated::RULE,
    &hot::RULE,
    &cannot_grow::RULE,
    &stampede::RULE,
    &backlog_grows::RULE,
    &latency_target_missed::RULE,
    &over_budget::RULE,
    &hot_key::RULE,
    &low_hit_ratio::RULE,
    &write_ceiling::RULE,
    &cross_region_call::RULE,
    &sockets_without_registry::RULE,
    &slow_to_catch_up::RULE,
    &over_provisioned::RULE,
    &dominating_cost::RULE,
    &breaks_first::RULE,
    &slow_half::RULE,
    &read_heavy_without_cache::RULE,
    &media_without_cdn::RULE,
    &large_bodies_through_app::RULE,
    &slow_work_inline::RULE,
    &no_throttle::RULE,
    &no_authentication::RULE,
    &data_store_in_public_zone::RULE,
    &unencrypted_crossing::RULE,
    &unobserved::RULE,
    &no_tracing::RULE,
    &no_alerting::RULE,
    &no_rollout_control::RULE,
    &rollout_order::RULE,
    &no_owner::RULE,
    &cross_team_coupling::RULE,
    &missing_part::RULE,
    &missing_flow::RULE,
    &wired_differently::RULE,
    &too_few_replicas::RULE,
    &over_engineered::RULE,
];

/// Ids of the rules that say what a drawing does not do yet. Where all that worked still works, they say nothing against
/// a change.
pub(super) const UNFINISHED: [&str; 2] = [missing_flow::RULE.id, no_path_to_storage::RULE.id];

/// Ids of the rules that hold a drawing against the targets of its prompt.
pub(super) const TARGETS: [&str; 4] = [
    latency_target_missed::RULE.id,
    availability_miss::RULE.id,
    saturated::RULE.id,
    over_budget::RULE.id,
];

/// All rules, in the order of the handbook.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule with this id.
#[must_use]
pub fn get(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.id == id)
}

/// A small prompt, a photo album with many readers, that examples of rules about load and about accepted designs answer.
#[must_use]
pub fn example_prompt() -> &'static Scenario {
    static PROMPT: LazyLock<Scenario> = LazyLock::new(|| {
        parse(include_str!("example_prompt.json")).expect(
            "example_prompt.json is part of the program and checked by the tests of this file",
        )
    });
    &PROMPT
}

/// The prompt that an example of a rule answers: [`example_prompt`], the variant of it that the example names, or none.
#[cfg(test)]
fn prompt_of(rule: &Rule, example: &crate::model::Design) -> Option<&'static Scenario> {
    static VARIANTS: LazyLock<[Scenario; 3]> = LazyLock::new(|| {
        let variant = |name: &str, change: &dyn Fn(&mut Scenario)| {
            let mut prompt = example_prompt().clone();
            prompt.id = format!("{}_{name}", prompt.id);
            change(&mut prompt);
            prompt
        };
        let latest = |prompt: &mut Scenario| {
            let flows = prompt.flows.iter_mut();
            flows.for_each(|flow| flow.consistent = flow.id == "open_album");
        };
        [
            variant("four_nines", &|prompt| prompt.targets.availability = 0.9999),
            variant("latest", &latest),
            variant("quick", &|prompt| {
                prompt.flows[0].latency_p99_ms = Some(250.0);
            }),
        ]
    });
    let mut variants = VARIANTS.iter();
    let named = variants.find(|prompt| example.scenario() == Some(&prompt.id));
    let prompt = named.unwrap_or_else(|| example_prompt());
    rule.answers_example_prompt.then_some(prompt)
}

/// A good answer to [`example_prompt`].
const ALBUM: &str = r#"
users -> waf -> load_balancer -> api
users: client "Visitors"
api: service x4 "Album API"
api -> cache: read
cache: cache x2
api -> albums
albums: sql x2 "Albums DB"
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api -> jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#;

/// The accepted design that the drawing comes nearest to.
pub(in crate::analysis) fn nearest<'a>(
    context: &'a Context,
) -> Option<(&'a Comparison, &'a AcceptedDesign)> {
    let nearest = context.comparisons.first()?;
    let mut designs = context.scenario?.designs.iter();
    let accepted = designs.find(|design| design.id == nearest.design)?;
    Some((nearest, accepted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Report, analyze, fix};
    use crate::model::parse_notation;

    fn report(rule: &Rule, text: &str) -> Report {
        let design = parse_notation(text)
            .unwrap_or_else(|error| panic!("{}: {error}", rule.id))
            .design;
        analyze(&design, prompt_of(rule, &design))
    }

    fn above_info(report: &Report) -> Vec<&Finding> {
        let findings = report.findings.iter();
        findings.filter(|f| f.severity < Severity::Info).collect()
    }

    #[test]
    fn bad_examples_raise_their_rule_and_no_other() {
        for rule in all() {
            let report = report(rule, rule.bad);
            let raised = report.findings.iter().any(|f| f.rule == rule.id);
            assert!(raised, "{} is not raised: {:#?}", rule.id, report.findings);
            let strong = above_info(&report);
            let only = strong.iter().all(|f| f.rule == rule.id);
            assert!(only, "{} is not alone: {strong:#?}", rule.id);
            let as_stated = rule.severity == Severity::Info || !strong.is_empty();
            assert!(as_stated, "{} is milder than stated", rule.id);
        }
    }

    #[test]
    fn good_examples_raise_nothing() {
        for rule in all() {
            let report = report(rule, rule.good);
            let strong = above_info(&report);
            assert!(strong.is_empty(), "{}: {strong:#?}", rule.id);
            let raised = report.findings.iter().any(|f| f.rule == rule.id);
            assert!(!raised, "{}: {:#?}", rule.id, report.findings);
        }
    }

    #[test]
    fn offered_fixes_mend_the_bad_examples() {
        let mut failures = Vec::new();
        for rule in all().iter().filter(|rule| rule.mend.is_some()) {
            let design = parse_notation(rule.bad).unwrap().design;
            let scenario = prompt_of(rule, &design);
            let report = analyze(&design, scenario);
            let mine = report.findings.iter().find(|f| f.rule == rule.id);
            let Some(fix) = fix(&design, scenario, &report, mine.unwrap()) else {
                failures.push(format!("{} has no fix that works", rule.id));
                continue;
            };
            let mut mended = design.clone();
            mended.apply_all(fix.edits).unwrap();
            if fix.label.is_empty() || fix.score < report.score.total {
                failures.push(format!("{}: {} scores {}", rule.id, fix.label, fix.score));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    #[test]
    fn ids_are_unique_and_every_text_is_there() {
        for (index, rule) in all().iter().enumerate() {
            assert_eq!(all().iter().position(|r| r.id == rule.id), Some(index));
            let texts = [
                rule.title,
                rule.why,
                rule.for_stakeholders,
                rule.fix,
                rule.exempt,
            ];
            assert!(
                texts
                    .iter()
                    .all(|text| !text.is_empty() && !text.ends_with('.'))
            );
            assert!(
                rule.covers.iter().all(|id| get(id).is_some()),
                "{}",
                rule.id
            );
        }
    }
}
