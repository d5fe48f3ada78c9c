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
    why: "Each cache miss costs an extra call, and the store behind the cache gets nearly the full load. Either clients rarely read the same data twice, or the cache evicts it too early",
    for_stakeholders: "We pay for a cache that rarely has the data we need",
    fix: "Find out which data is requested repeatedly and cache it longer, give the cache more memory, or remove the cache",
    exempt: "Caches for which the drawing sets no hit ratio, because our default is only a guess",
    references: &[
        publications::AWS_CACHING.supports("The hit ratio shows whether a cache pays off"),
        RuleReference::own_judgment(
            "A cache with a hit ratio below 20% barely helps; a hit ratio below 60% is worth mentioning",
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
        let why =
            format!("{name} serves {hits} of its requests, and the rest go to the store behind it");
        let advice =
            format!("Find out which requests to {name} repeat, and cache their responses longer");
        findings.push(RULE.finding(severity, vec![this.id], why, advice));
    }
}
