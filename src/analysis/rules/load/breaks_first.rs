//! `breaks-first`: which component saturates first when traffic grows, and which one next.

use crate::analysis::performance::cost::PLANNED;
use crate::analysis::performance::load;
use crate::analysis::reliability::fault_set::FaultSet;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ALBUM, ExampleDrawing};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::format;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "breaks-first",
    title: "Breaks first",
    severity: Severity::Info,
    category: Category::Load,
    why: "“What breaks first at ten times the load?” comes up in every interview. If you can name the component, the multiple, and what breaks next, you understand the design",
    for_stakeholders: "As traffic grows, this component reaches its limit first",
    fix: "Be ready to say how you would scale this component, and what breaks next",
    exempt: "Components that are already overloaded, growth that the prompt does not ask for, and drawings without load",
    references: &[publications::SRE_LARGE_SYSTEMS
        .supports("To evaluate a design, compute which resource runs out first as load grows")],
    answers_example_prompt: true,
    good: ExampleDrawing::Changed(
        &ALBUM,
        r#"
- api: service x4 "Album API"
+ api: service x4 "Album API" capacity=3000
- shrinker: transcoder x3 "Shrinker" capacity=30
+ shrinker: transcoder x3 "Shrinker" capacity=60
"#,
    ),
    bad: r#"
- api: service x4 "Album API" capacity=3000
+ api: service x4 "Album API" capacity=2200
- shrinker: transcoder x3 "Shrinker" capacity=60
+ shrinker: transcoder x3 "Shrinker" capacity=30
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let growth = analysis
        .scenario
        .map_or(1.0, |scenario| scenario.targets.growth);
    let breaks = load::breaking_points(analysis, &analysis.demand(), &FaultSet::none());
    let Some(&(first, times)) = breaks.first() else {
        return;
    };
    if times >= growth || times * PLANNED <= 1.0 {
        return;
    }
    let name = analysis.name(first);
    let next = breaks.get(1).map_or_else(String::new, |&(next, times)| {
        let name = analysis.name(next);
        format!(". Once fixed, {name} is next, at {}", format::times(times))
    });
    let why = format!(
        "{name} reaches its limit at {} today's traffic{next}",
        format::times(times)
    );
    let advice = format!("Say how you would scale {name}, and how long that would take");
    findings.push(RULE.finding(Severity::Info, vec![analysis.id(first)], why, advice));
}
