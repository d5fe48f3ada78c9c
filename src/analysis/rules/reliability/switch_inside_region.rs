//! `switch-inside-region`: what notices a loss and turns users elsewhere is lost with it.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says};
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::{ExampleDrawing, ORDERS_IN_TWO_REGIONS};
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{failure_words, state_words};
use crate::model::{Flag, Id, Role, ZoneKind, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "switch-inside-region",
    title: "Failover control inside the failing region",
    severity: Severity::High,
    category: Category::Reliability,
    why: "The component that detects a failure and redirects users is needed most when its own region is down. If it runs in that region, or sends alerts through it, it fails with the rest",
    for_stakeholders: "In the worst outage, we get no alert and no failover",
    fix: "Run monitoring and failover control outside the region they monitor, in another region or at another provider, with an independent way to alert people",
    exempt: "Monitoring outside all regions and clusters or at a provider, monitoring that is duplicated in another region, and drawings that do not cover the loss of a region",
    references: &[
        publications::AWS_STATIC_STABILITY
            .supports("Recovery from a failure must not depend on the component that failed"),
        publications::SRE_MONITORING
            .supports("Monitoring must work when the system it monitors does not"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Changed(
        &ORDERS_IN_TWO_REGIONS,
        r#"
  east_db -> west_db: async
+ duty: client "Engineer on duty"
+ duty -> desk -> control
+ desk: load_balancer
+ control: service x2 "Failover controller"
+ control -> dns: async "switch the record"
"#,
    ),
    bad: r#"
    east_db: sql x2 "Orders DB Ohio"
+   control: service x2 "Failover controller"
- control: service x2 "Failover controller"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    check_switches(analysis, findings);
    check_watchers_of_watchers(analysis, findings);
}

fn name_of<'c>(analysis: &'c Analysis, zone: Id) -> &'c str {
    analysis
        .design
        .zone(zone)
        .map_or("", |zone| zone.name.as_str())
}

/// What turns users from one region to another, and stands in one of them.
fn check_switches(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let regions = analysis.regions();
    if regions.count() < 2 {
        return;
    }
    let inside: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| turns_users(analysis, node))
        .filter(|&node| {
            let region = analysis.region_of(node);
            region.is_some_and(|region| serves_users(analysis, region))
        })
        .filter(|&node| !has_equal_elsewhere(analysis, node))
        .collect();
    let Some(&first) = inside.first() else {
        return;
    };
    let watching: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| analysis.role(node) == Role::Observability)
        .filter(|&node| analysis.region_of(node) == analysis.region_of(first))
        .collect();
    let all: Vec<NodeIndex> = inside.iter().chain(&watching).copied().collect();
    let names = format::join_names(inside.iter().map(|&node| analysis.name(node)));
    let region = analysis
        .region_of(first)
        .map_or("", |zone| name_of(analysis, zone));
    let why = format!("{names} redirects users when {region} fails, but runs in {region}");
    let advice = format!("Move {names} to a place that survives the loss of {region}");
    let severity = if analysis.must_survive_region_loss() {
        Severity::Critical
    } else {
        Severity::High
    };
    let items = all.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(severity, items, why, advice));
}

/// Whether requests from outside arrive in a region: a third place that only decides fails without anybody to turn elsewhere.
/// Those who throw the switch are not users.
fn serves_users(analysis: &Analysis, region: Id) -> bool {
    let is_here = |node: NodeIndex| analysis.region_of(node) == Some(region);
    let throws = |node: NodeIndex| {
        let mut called = analysis.callees(node).iter();
        turns_users(analysis, node) || called.any(|&to| turns_users(analysis, to))
    };
    analysis.links().any(|link| {
        let sends = matches!(
            analysis.role(link.from),
            Role::Client | Role::Device | Role::Dns | Role::Balancer | Role::Gateway | Role::Cdn
        );
        sends && is_here(link.to) && !is_here(link.from) && !throws(link.from) && !throws(link.to)
    })
}

/// Whether the component says that it changes where users go: by its name, or on its way to what sends them.
fn turns_users(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let sends_users = |to: NodeIndex| {
        matches!(analysis.role(to), Role::Dns | Role::Balancer) && analysis.region_of(to).is_none()
    };
    let runs = !this.has(Flag::Passive)
        && !matches!(
            this.role(),
            Role::Client | Role::External | Role::Dns | Role::Balancer
        );
    runs && analysis.outgoing(node).any(|link| {
        let named = component_says(this.component, state_words::SWITCHES);
        let says = connection_says(link.connection, state_words::SWITCHES);
        let is_far = analysis
            .region_of(link.to)
            .is_some_and(|to| analysis.region_of(node) != Some(to));
        (sends_users(link.to) && (named || says)) || (named && says && is_far)
    })
}

fn has_equal_elsewhere(analysis: &Analysis, node: NodeIndex) -> bool {
    let mine = analysis.region_of(node);
    analysis.node_indices().any(|other| {
        other != node && analysis.region_of(other) != mine && turns_users(analysis, other)
    })
}

/// Who watches the watchers from inside, and calls people only through what is watched.
fn check_watchers_of_watchers(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.node_indices() {
        let Some(place) = FailureDomain::around(analysis, node) else {
            continue;
        };
        let watched: Vec<NodeIndex> = analysis
            .outgoing(node)
            .filter(|link| connection_says(link.connection, failure_words::WATCHES_PEER))
            .map(|link| link.to)
            .collect();
        let is_watcher = component_says(analysis[node].component, state_words::WATCHES_WATCHER)
            || (analysis.role(node) == Role::Observability && watched.len() > 1);
        let mut callees = analysis.callees(node).iter();
        let stays_inside = callees.all(|&to| place.has(analysis, to));
        let seen_from_outside = analysis.node_indices().any(|other| {
            let mut looks = analysis.callees(other).iter();
            analysis.role(other) == Role::External
                && !place.has(analysis, other)
                && looks.any(|&to| place.has(analysis, to))
        });
        let dies_with_all = dies_with_watched(analysis, node, place);
        if !is_watcher
            || analysis.callees(node).is_empty()
            || seen_from_outside
            || !(stays_inside || dies_with_all)
        {
            continue;
        }
        let (name, place_name) = (analysis.name(node), name_of(analysis, place.zone));
        let why = if stays_inside {
            format!(
                "{name} monitors the others from inside {place_name} and alerts people only through them. If {place_name} fails, there is no alert"
            )
        } else {
            format!(
                "{name} runs in {place_name}, like everything it monitors. If {place_name} fails, {name} fails too and there is no alert"
            )
        };
        let advice =
            format!("Monitor from outside {place_name}, with an independent way to alert people");
        let items = std::iter::once(node).chain(analysis.callees(node).iter().copied());
        let items = items.map(|node| analysis.id(node)).collect();
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
}

/// A zone that fails as a whole.
#[derive(Clone, Copy)]
struct FailureDomain {
    zone: Id,
    is_region: bool,
}

impl FailureDomain {
    /// The innermost one around a component: a region, an availability zone, or a group that its name says is one installation.
    fn around(analysis: &Analysis, node: NodeIndex) -> Option<Self> {
        let mut zones = analysis.design.ancestors(analysis.id(node));
        zones.find_map(|(id, zone)| {
            let is_region = zone.kind == ZoneKind::Region;
            let is_installation = zone.kind == ZoneKind::AvailabilityZone
                || (matches!(zone.kind, ZoneKind::Generic | ZoneKind::TrustBoundary)
                    && text_match::mentions(&zone.name, state_words::INSTALLATION));
            (is_region || is_installation).then_some(Self {
                zone: id,
                is_region,
            })
        })
    }

    fn has(self, analysis: &Analysis, node: NodeIndex) -> bool {
        let mut zones = analysis.design.ancestors(analysis.id(node));
        zones.any(|(id, _)| id == self.zone)
    }
}

/// Whether a watcher is taken along by what it would report, and nobody outside notices that it falls silent: all that we run
/// stands in its region, or all that it asks stands in its cluster.
fn dies_with_watched(analysis: &Analysis, node: NodeIndex, place: FailureDomain) -> bool {
    let is_here = |&other: &NodeIndex| place.has(analysis, other);
    let misses_it = |link: &Link| {
        !is_here(&link.to)
            && (connection_says(link.connection, state_words::MISSED_WHEN_SILENT)
                || component_says(analysis[link.to].component, state_words::MISSED_WHEN_SILENT))
    };
    let asked = analysis.callees(node).iter().copied();
    let mut ours: Vec<NodeIndex> = if place.is_region {
        analysis.node_indices().collect()
    } else {
        asked.collect()
    };
    ours.retain(|&other| analysis[other].is_ours() && analysis.role(other) != Role::Backup);
    !ours.is_empty() && ours.iter().all(is_here) && !analysis.outgoing(node).any(misses_it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn watchers_stand_outside() {
        let text = |lines: &str| {
            format!(
                "users: client\nusers -> dns\ndns -> a\ndns -> b\nzone one: region \"One\" {{\na: service x2\nmeta: service x1 \"Watchdog\"\npager: service x2\nturn: worker x2 \"Switcher\"\n}}\nzone two: region \"Two\" {{\nb: service x2\n}}\n{lines}"
            )
        };
        let check = |lines: &str, expected: &[Severity]| check_rule(&RULE, &text(lines), expected);
        check("turn -> dns: async", &[Severity::High]);
        check(
            "meta -> a: \"alive?\"\nmeta -> pager: async",
            &[Severity::High],
        );
        check(
            "meta -> a: \"alive?\"\nmeta -> phone: async\nphone: third_party_api",
            &[],
        );
        check("turn -> a: async", &[]);
    }

    #[test]
    fn a_third_place_that_only_decides_serves_nobody() {
        let text = |more: &str| {
            format!(
                "users: client\nusers -> dns\ndns -> a\ndns -> b\nzone one: region \"One\" {{\na: service x2\n}}\nzone two: region \"Two\" {{\nb: service x2\n}}\nzone three: region \"Three\" {{\nturn: worker x2 \"Switcher\"\nc: service x2\n}}\nturn -> dns: async\n{more}"
            )
        };
        check_rule(&RULE, &text("turn -> c: async"), &[]);
        check_rule(&RULE, &text("dns -> c"), &[Severity::High]);
    }

    #[test]
    fn who_dies_with_what_it_watches_reports_nothing() {
        let text = |call: &str| {
            format!(
                "users: client\nusers -> a\nphone: third_party_api \"Phone company\"\nzone one: region \"Site\" {{\na: service x2\nmeta: scheduler x2 \"Watchdog\"\n}}\nmeta -> a\n{call}"
            )
        };
        check_rule(
            &RULE,
            &text("meta -> phone: \"no answer\""),
            &[Severity::High],
        );
        check_rule(
            &RULE,
            &text("meta -> phone: \"sign of life each minute\""),
            &[],
        );
        check_rule(&RULE, &text("phone -> a: \"probe\"\nmeta -> phone"), &[]);
        let in_group = |name: &str| {
            let text = text("a -> files\nfiles: object_storage\nmeta -> phone: \"no answer\"");
            text.replace("region \"Site\"", &format!("group \"{name}\""))
        };
        check_rule(&RULE, &in_group("Platform cluster"), &[Severity::High]);
        check_rule(&RULE, &in_group("Alerting"), &[]);
    }
}
