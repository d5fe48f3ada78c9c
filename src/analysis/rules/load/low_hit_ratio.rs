//! `low-hit-ratio`: a cache with a low hit ratio.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::{Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "low-hit-ratio",
    title: "Low cache hit ratio",
    severity: Severity::Medium,
    category: Category::Load,
    why: "A cache miss costs one call more than no cache at all, and the store behind it sees nearly the full load. Either the same data is rarely asked for again, or it is evicted too early",
    for_stakeholders: "We pay for a cache that rarely has the answer",
    fix: "Find out what is requested repeatedly and keep that longer, give the cache more memory, or remove it",
    exempt: "Caches without a hit ratio of their own: the default is a guess and is not held against you",
    references: &[
        publications::AWS_CACHING.supports("The hit ratio shows whether a cache pays off"),
        RuleReference::own_judgment(
            "Below 20% a cache barely helps, and below 60% it is worth mentioning",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- cache: cache x2
+ cache: cache x2 hit=0.1
- albums: sql x2 "Albums DB"
+ albums: sql x2 "Albums DB" capacity=10000
"#,
    check,
    apply_fix: None,
};

/// Below this hit ratio a cache saves hardly any load. Caches in front of stores usually hit 80% or more; caches of
/// expensive answers may pay from 20%.
const USELESS_HIT_RATIO: f64 = 0.2;
/// Below this hit ratio the finding is informational.
const LOW_HIT_RATIO: f64 = 0.6;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for cache in analysis.with_role(&[Role::Cache, Role::Cdn]) {
        let this = &analysis[cache];
        let Some(ratio) = this
            .component
            .overrides
            .hit_ratio
            .filter(|hit| *hit < LOW_HIT_RATIO)
        else {
            continue;
        };
        let severity = if ratio < USELESS_HIT_RATIO {
            Severity::Medium
        } else {
            Severity::Info
        };
        let (name, hits) = (analysis.name(cache), format::percent_of_time(ratio));
        let why = format!(
            "{name} answers {hits} of its requests, and the rest goes to the store behind it"
        );
        let advice = format!("Say which requests to {name} repeat, and keep those longer");
        findings.push(RULE.finding(severity, vec![this.id], why, advice));
    }
}
