//! `zone-point-of-failure`: an availability zone that holds all instances of what a flow needs.

use petgraph::graph::NodeIndex;

use std::collections::BTreeSet;

use crate::analysis::drawing_text::in_notes;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::reliability::failure_modes::inside;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::keywords;
use crate::model::{
    Design, Edit, Flag, Id, Point, Rect, Role, Zone, ZoneKind, format, pt, text_match,
};

/// From this availability target on, the failure of a zone must not stop a flow: providers promise 99.5% for what stands in one zone.
const ZONE_TARGET: f64 = 0.999;
/// What a moved box takes with the gap to its neighbors (world units).
const ROOM: (f64, f64) = (256.0, 96.0);
/// From the frame of a zone to what it holds, or to what stands beside it (world units).
const GAP: f64 = 32.0;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "zone-point-of-failure",
    title: "Single availability zone",
    severity: Severity::High,
    category: Category::Reliability,
    why: "An availability zone sometimes loses power or network as a whole, and all instances in it fail together, no matter how many there are",
    for_stakeholders: "If one building loses power, the service is down, although there are spare machines",
    fix: "Spread the instances over zones: draw one component that encloses the zones (it runs in all of them), or draw one component in each zone",
    exempt: "Services that the provider spreads over zones; databases with a copy in another zone; one of several identical cells; components that enclose the zones; frames that represent several zones; prompts with a target below 99.9%; and drawings without zones or without a prompt",
    references: &[
        publications::AWS_STATIC_STABILITY
            .supports("A zone can fail as a whole, and the other zones must keep working"),
        publications::AWS_COMPUTE_SLA
            .supports("The SLA of a single instance, and so of a single zone, is 99.5%"),
        RuleReference::own_judgment(
            "At targets of 99.9% or higher, losing one zone must not stop a flow",
        ),
    ],
    answers_example_prompt: true,
    good: ExampleDrawing::Full(
        r#"
users -> waf -> load_balancer
load_balancer -> api_a
load_balancer -> api_b
users: client "Visitors"
albums: sql x2 "Albums DB"
zone a: az "Zone A" {
  api_a: service x4 "Album API, zone A"
}
zone b: az "Zone B" {
  api_b: service x4 "Album API, zone B"
}
api_a -> cache: read
api_b -> cache: read
cache: cache x2
api_a -> albums
api_b -> albums
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api_a -> jobs
api_b -> jobs
jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
    ),
    bad: r#"
- albums: sql x2 "Albums DB"
    api_a: service x4 "Album API, zone A"
+   albums: sql x2 "Albums DB"
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// How a note says that one zone on the drawing stands for all of them.
const DRAWN_ONCE: &[&str] = &[
    "drawn once",
    "shown once",
    "zone is drawn",
    "each of the two zones",
    "each of the three zones",
    "same in each zone",
    "same in every zone",
    "same in all zones",
    "same in the other",
    "other zones are the same",
    "other zones look the same",
    "other zones mirror",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let demanding = analysis
        .scenario
        .is_some_and(|scenario| scenario.targets.availability >= ZONE_TARGET);
    if !demanding || in_notes(analysis.design, DRAWN_ONCE) {
        return;
    }
    for (id, zone) in analysis.design.zones() {
        if zone.kind != ZoneKind::AvailabilityZone || stands_for_several(&zone.name) {
            continue;
        }
        let lost = lost_components(analysis, id);
        let mut to_blame = BTreeSet::new();
        let mut flows: Vec<&FlowTrace> = Vec::new();
        for flow in &analysis.flows {
            let stopping = flow_stoppers(flow, &lost);
            if !stopping.is_empty() {
                to_blame.extend(stopping);
                flows.push(flow);
            }
        }
        if !flows.is_empty() {
            findings.push(finding_for(analysis, (id, zone), &to_blame, &flows));
        }
    }
}

fn finding_for(
    analysis: &Analysis,
    (id, zone): (Id, &Zone),
    to_blame: &BTreeSet<NodeIndex>,
    flows: &[&FlowTrace],
) -> Finding {
    let severity = if flows.iter().any(|flow| flow.critical()) {
        Severity::High
    } else {
        Severity::Medium
    };
    let zone = zone.name.as_str();
    let boxes = format::join_names(to_blame.iter().map(|&node| analysis.name(node)));
    let stop = if flows.len() == 1 { "stops" } else { "stop" };
    let flows = format::join_quoted(flows.iter().map(|flow| flow.name.as_str()));
    let why = format!("{zone} has the only instances of {boxes}. If it fails, {flows} {stop}");
    let advice =
        format!("Spread {boxes} over zones, for example with a component that encloses all zones");
    let for_stakeholders = format!("If {zone} loses power, {flows} {stop} until it is back");
    let mut items = vec![id];
    items.extend(to_blame.iter().map(|&node| analysis.id(node)));
    Finding {
        for_stakeholders,
        ..RULE.finding(severity, items, why, advice)
    }
}

/// Whether one frame stands for more than one zone: "Zones a–c", "AZ 1, 2".
fn stands_for_several(name: &str) -> bool {
    text_match::mentions(name, keywords::SEVERAL_ZONES) || name.contains([',', '+', '/', '&', '–'])
}

/// What fails with a zone: our own components in it, but for databases with a copy elsewhere.
fn lost_components(analysis: &Analysis, zone: Id) -> BTreeSet<NodeIndex> {
    let all = inside(analysis, zone);
    let lost = |&node: &NodeIndex| {
        let this = &analysis[node];
        let copy = |other: NodeIndex| {
            let role = analysis.role(other);
            !all.contains(&other) && (role == Role::Replica || role == this.role())
        };
        let copied = this.has(Flag::Stateful)
            && (analysis.outgoing(node).any(|link| copy(link.to))
                || analysis.incoming(node).any(|link| copy(link.from)));
        this.is_ours()
            && !this.is_redundant_by_kind()
            && !copied
            && !has_equal_elsewhere(analysis, node, &all)
    };
    all.iter().copied().filter(lost).collect()
}

/// Whether a box outside the zone is the same for another cell: of the same kind, and called the same but for what tells the
/// cells apart.
fn has_equal_elsewhere(analysis: &Analysis, node: NodeIndex, inside: &BTreeSet<NodeIndex>) -> bool {
    let in_zone = |node: NodeIndex| analysis.zone_around(node, ZoneKind::AvailabilityZone);
    let mine = cell_name(analysis, node);
    let mut others = analysis
        .node_indices()
        .filter(|other| !inside.contains(other));
    others.any(|other| {
        analysis[other].kind.id == analysis[node].kind.id
            && in_zone(other).is_some()
            && cell_name(analysis, other) == mine
    })
}

/// The words of a name but for numbers, single letters and the words of the zone around it.
fn cell_name(analysis: &Analysis, node: NodeIndex) -> Vec<String> {
    let zone = analysis
        .zone_around(node, ZoneKind::AvailabilityZone)
        .and_then(|id| analysis.design.zone(id));
    let of_zone: Vec<String> = zone.map_or(Vec::new(), |zone| {
        text_match::lower_words(&zone.name).collect()
    });
    text_match::lower_words(analysis.name(node))
        .map(|word| {
            word.trim_end_matches(|c: char| c.is_ascii_digit())
                .to_owned()
        })
        .filter(|word| word.len() > 1 && !of_zone.contains(word))
        .collect()
}

/// Of what is lost, what stops the flow: what it cannot do without or, where each alone could be missed, as few as stop it.
fn flow_stoppers(flow: &FlowTrace, lost: &BTreeSet<NodeIndex>) -> BTreeSet<NodeIndex> {
    let needed: BTreeSet<NodeIndex> = flow.single_points.iter().copied().collect();
    let needed: BTreeSet<NodeIndex> = needed.intersection(lost).copied().collect();
    let Some(success) = &flow.success else {
        return needed;
    };
    if !needed.is_empty() || success.holds(lost) {
        return needed;
    }
    let mut few = lost.clone();
    for node in lost {
        few.remove(node);
        if success.holds(&few) {
            few.insert(*node);
        }
    }
    few
}

/// Takes the boxes out of the zone or, where nothing else stands in it, its frame away; each then runs twice at least.
fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let (&zone, boxes) = finding.items.split_first()?;
    for &id in boxes {
        draft.at_least(id, 2)?;
    }
    let inside = analysis.design.with_contents(&BTreeSet::from([zone]));
    let others = inside.iter().filter(|id| analysis.find(**id).is_some());
    if others.count() == boxes.len() {
        if !draft.edit(Edit::Dissolve(zone)) {
            return None;
        }
    } else {
        for &id in boxes {
            move_out(draft, id, zone)?;
        }
    }
    let names = boxes
        .iter()
        .filter_map(|&id| Some(analysis.find(id)?.name()));
    Some(format!("Spread {} over zones", format::join_names(names)))
}

/// Moves a component out of a zone into the one around it, which grows where it has no room.
fn move_out(draft: &mut PatchBuilder, id: Id, zone: Id) -> Option<()> {
    let around = draft.design().zone(zone)?.parent;
    let at = place_below(draft.design(), id, zone)?;
    draft.change(id, |component| {
        component.at = at;
        component.parent = around;
    })?;
    let mut rect = Rect::from_center(at, ROOM.0, ROOM.1);
    let mut next = around;
    while let Some(id) = next {
        let mut zone = draft.design().zone(id)?.clone();
        rect = zone.rect.union(rect.expanded(GAP));
        (zone.rect, next) = (rect, zone.parent);
        if !draft.edit(Edit::PutZone(id, zone)) {
            return None;
        }
    }
    Some(())
}

/// The first free place under a zone, where no box and no other zone is.
fn place_below(design: &Design, id: Id, zone: Id) -> Option<Point> {
    let frame = design.zone(zone)?.rect;
    let around: BTreeSet<Id> = design.ancestors(zone).map(|(id, _)| id).collect();
    let zones = design.zones().filter(|(other, _)| !around.contains(other));
    let boxes = design.components().filter(|(other, _)| *other != id);
    let taken: Vec<Rect> = zones
        .map(|(_, zone)| zone.rect)
        .chain(boxes.map(|(_, other)| Rect::from_center(other.at, ROOM.0, ROOM.1)))
        .collect();
    let x = design.component(id)?.at.x;
    let mut at = pt(x, frame.max.y + GAP + ROOM.1 / 2.0);
    // Each step passes at least one of them, so the loop ends.
    for _ in 0..=taken.len() {
        let rect = Rect::from_center(at, ROOM.0, ROOM.1);
        let Some(other) = taken.iter().find(|other| other.intersects(rect)) else {
            break;
        };
        at.y = other.max.y + GAP + ROOM.1 / 2.0;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::example_prompt;
    use crate::analysis::rules::testing::{design, findings_of, first_fix};
    use crate::model::parse_notation;

    #[test]
    fn twins_in_one_zone_fall_together_and_a_copy_elsewhere_helps() {
        let text = "
client -> load_balancer
load_balancer -> api1
load_balancer -> api2
zone a: az {
  api1: service x2
  api2: service x2
  db: sql
}
zone b: az {
  copy: sql
}
api1 -> db
api2 -> db
db -> copy
";
        let parsed = parse_notation(text).unwrap();
        let [finding] = findings_of(&RULE, &parsed.design, Some(example_prompt()))
            .try_into()
            .unwrap();
        let [a, api1, api2] = ["a", "api1", "api2"].map(|key| parsed.keys[key]);
        assert_eq!(finding.items, [a, api1, api2]);
    }

    #[test]
    fn a_zone_that_is_drawn_once_stands_for_all() {
        let one = "client -> api -> db\nzone a: az {\n  api: service x2\n  db: sql x2\n}\n";
        let said = |note: &str| {
            let parsed = parse_notation(&format!("{one}{note}")).unwrap();
            findings_of(&RULE, &parsed.design, Some(example_prompt())).len()
        };
        assert_eq!(said(""), 1);
        assert_eq!(
            said("note \"Each of the three zones has a third, drawn once\""),
            0
        );
    }

    #[test]
    fn the_fix_takes_boxes_out_of_every_other_frame() {
        let prompt = Some(example_prompt());
        let mut design = design(&RULE.bad_text());
        design.apply_all(crate::layout::tidy(&design)).unwrap();
        let item = findings_of(&RULE, &design, prompt)[0].items[1];
        let fix = first_fix(&RULE, &design, prompt).unwrap();
        design.apply_all(fix.edits).unwrap();
        let moved = design.component(item).unwrap();
        assert_eq!(moved.parent, None);
        let rect = Rect::from_center(moved.at, 160.0, 64.0);
        assert!(design.zones().all(|(_, zone)| !zone.rect.intersects(rect)));
        assert_eq!(findings_of(&RULE, &design, prompt), []);
    }
}
