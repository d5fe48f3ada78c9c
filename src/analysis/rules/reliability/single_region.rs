//! `single-region`: an availability target, or users far apart, that one region cannot serve.

use crate::analysis::drawing_text;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::thresholds::FOUR_NINES;
use crate::model::text_match::mentions;
use crate::model::{Id, Role, Zone, ZoneKind, format, kind};
use crate::scenario::Targets;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "single-region",
    title: "Single region",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "A whole region sometimes fails for hours, but a 99.99% target allows only 53 minutes of downtime a year. For users on another continent, every round trip takes about 100 ms",
    for_stakeholders: "An outage of one site is an outage for all users, and distant users always wait longer",
    fix: "Serve from a second region, replicate the data to it, and say how users reach the healthy region",
    exempt: "Prompts with lower targets and users on one continent, content that a CDN delivers, global load balancers, and drawings that mention several regions. If no region is drawn, the check only asks a question",
    references: &[
        publications::AWS_COMPUTE_SLA
            .supports("Providers promise 99.99% availability for a single region"),
        publications::AWS_RECOVERY.supports("A higher availability target needs a second region"),
        publications::LATENCY_PRIMER.supports("Distance alone adds tens of milliseconds"),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Full(
        r#"
users -> waf -> front
users: client "Visitors"
front: global_load_balancer
front -> api
front -> far_api
zone home: region "Frankfurt" {
  api: service x4 "Album API"
  cache: cache x2
  albums: sql x2 "Albums DB"
}
zone far: region "Virginia" {
  far_api: service x4 "Album API, Virginia"
  far_albums: sql x2 "Albums DB, Virginia"
}
api -> cache: read
api -> albums
far_api -> far_albums
albums -> far_albums
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api -> jobs
far_api -> jobs
jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
    ),
    bad: r#"
- users -> waf -> front
+ users -> waf -> load_balancer -> api
- front: global_load_balancer
- front -> api
- front -> far_api
- zone far: region "Virginia" {
-   far_api: service x4 "Album API, Virginia"
-   far_albums: sql x2 "Albums DB, Virginia"
- }
- far_api -> far_albums
- albums -> far_albums
- api -> jobs
- far_api -> jobs
- jobs -> shrinker -> failed
+ api -> jobs -> shrinker -> failed
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(scenario) = analysis.scenario else {
        return;
    };
    let Some(reason) = reason_for_second(analysis, &scenario.targets) else {
        return;
    };
    let zones = analysis.design.zones();
    let regions: Vec<(Id, &Zone)> = zones.filter(|(_, zone)| is_region(zone)).collect();
    if regions.len() > 1 || analysis.node_count() == 0 || mentions_several(analysis) {
        return;
    }
    let advice = "Serve from a second region, and say how data and users get there".to_owned();
    let (severity, items, why) = match regions.first() {
        Some((id, zone)) => {
            let name = &zone.name;
            let why = format!("Everything runs in {name}, and {reason}");
            (Severity::Medium, vec![*id], why)
        }
        None => {
            let sentence = format::capitalize(&reason);
            let why = format!("{sentence}. Does the system run in more than one region?");
            (Severity::Info, Vec::new(), why)
        }
    };
    let for_stakeholders = match regions.first() {
        Some((_, zone)) => format!("If {} fails, all users lose service", zone.name),
        None => RULE.for_stakeholders.to_owned(),
    };
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(severity, items, why, advice)
    });
}

/// Why one region is not enough for this prompt; none where it is.
fn reason_for_second(analysis: &Analysis, targets: &Targets) -> Option<String> {
    if targets.availability >= FOUR_NINES {
        let promised = format::percent_of_time(targets.availability);
        return Some(format!("the target is {promised} availability"));
    }
    let near = |flow: &crate::analysis::flow::FlowTrace| {
        let mut on_the_way = flow.components.iter();
        on_the_way.any(|&node| analysis.role(node) == Role::Cdn)
    };
    let mut critical = analysis
        .flows
        .iter()
        .filter(|flow| flow.critical() && flow.reads());
    let far = targets.continents >= 2 && !critical.all(near);
    if !far {
        return None;
    }
    Some(format!("users live on {} continents", targets.continents))
}

/// A frame that stands for a region, by its kind or by its name.
fn is_region(zone: &Zone) -> bool {
    let named = mentions(&zone.name, &["region ", "datacenter ", "datacentre "]);
    zone.kind == ZoneKind::Region || (zone.kind == ZoneKind::Generic && named)
}

/// Whether anything written on the drawing, or the kind of a component, says that there are several regions.
fn mentions_several(analysis: &Analysis) -> bool {
    let mut components = analysis.design.components();
    let is_global = |kind_id: &str| mentions(&kind(kind_id).label, keywords::MULTI_REGION);
    drawing_text::in_any_text(analysis.design, keywords::MULTI_REGION)
        || components.any(|(_, component)| is_global(&component.kind))
}
