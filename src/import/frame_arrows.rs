//! Arrows that begin or end at a frame: a design has connections between boxes only.
//!
//! An arrow to a frame leads to what a request meets first in it, one from a frame leaves what calls others. It stays one
//! connection, and that it is shown in another way is told.

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{ArrowEnd, Diagram, DiagramArrow};
use crate::model::{Group, Kind, Role};

/// Puts boxes in place of the frames at which arrows begin or end. `kinds` are those of the boxes.
pub(super) fn resolve_frame_arrows(diagram: &mut Diagram, kinds: &[&Kind]) {
    let frames: BTreeSet<usize> = diagram
        .arrows
        .iter()
        .flat_map(|arrow| [arrow.from, arrow.to])
        .filter_map(|end| match end {
            ArrowEnd::Zone(frame) => Some(frame),
            ArrowEnd::Box(_) => None,
        })
        .collect();
    if frames.is_empty() {
        return;
    }
    let contents = contents_of(diagram, &frames);
    let mut outgoing: Vec<Vec<usize>> = vec![Vec::new(); diagram.boxes.len()];
    for arrow in &diagram.arrows {
        if let (ArrowEnd::Box(from), ArrowEnd::Box(to)) = (arrow.from, arrow.to) {
            outgoing[from].push(to);
        }
    }
    let inner: BTreeMap<usize, FrameEnds> = contents
        .iter()
        .map(|(&frame, boxes)| (frame, FrameEnds::find(&outgoing, kinds, boxes)))
        .collect();
    let mut drawn: BTreeSet<(ArrowEnd, ArrowEnd, String)> = diagram
        .arrows
        .iter()
        .map(|arrow| (arrow.from, arrow.to, arrow.label.clone()))
        .collect();
    let mut resolved = Vec::with_capacity(diagram.arrows.len());
    for arrow in std::mem::take(&mut diagram.arrows) {
        if let (ArrowEnd::Box(_), ArrowEnd::Box(_)) = (arrow.from, arrow.to) {
            resolved.push(arrow);
            continue;
        }
        let told = format!(
            "{} → {}",
            diagram.end_name(arrow.from),
            diagram.end_name(arrow.to)
        );
        let Some((from, to)) = boxes_of(&arrow, &inner) else {
            diagram
                .losses
                .add("arrows from a frame to itself or to its contents", told);
            continue;
        };
        diagram
            .losses
            .add_changed("arrows to or from a frame, now at a box in it", told);
        let (from, to) = (ArrowEnd::Box(from), ArrowEnd::Box(to));
        if drawn.insert((from, to, arrow.label.clone())) {
            resolved.push(DiagramArrow { from, to, ..arrow });
        }
    }
    diagram.arrows = resolved;
}

/// The boxes in each of these frames, however deep.
fn contents_of(diagram: &Diagram, frames: &BTreeSet<usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut contents: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, item) in diagram.boxes.iter().enumerate() {
        let mut around = item.zone;
        while let Some(frame) = around {
            if frames.contains(&frame) {
                contents.entry(frame).or_default().push(index);
            }
            around = diagram.zones[frame].parent;
        }
    }
    contents
}

/// The boxes between which an arrow runs; none where a frame has no other box than that at the other end.
fn boxes_of(arrow: &DiagramArrow, inner: &BTreeMap<usize, FrameEnds>) -> Option<(usize, usize)> {
    let candidates = |end: ArrowEnd, boxes: fn(&FrameEnds) -> &[usize]| match end {
        ArrowEnd::Box(index) => vec![index],
        ArrowEnd::Zone(frame) => {
            let all = inner.get(&frame).map_or(&[][..], boxes);
            // One may be the box at the other end: then the arrow leads to the next.
            all.iter().copied().take(2).collect()
        }
    };
    let from = candidates(arrow.from, |ends| &ends.exits);
    let to = candidates(arrow.to, |ends| &ends.entries);
    let mut pairs = from
        .iter()
        .flat_map(|&from| to.iter().map(move |&to| (from, to)));
    pairs.find(|(from, to)| from != to)
}

/// Where arrows from and to a frame end.
struct FrameEnds {
    /// Its boxes, what a request meets first before the others.
    entries: Vec<usize>,
    /// Its boxes, what calls others before the others.
    exits: Vec<usize>,
}

impl FrameEnds {
    /// `outgoing` are the boxes to which arrows of each box lead.
    fn find(outgoing: &[Vec<usize>], kinds: &[&Kind], boxes: &[usize]) -> Self {
        let among: BTreeSet<usize> = boxes.iter().copied().collect();
        let (mut calls, mut called) = (BTreeSet::new(), BTreeSet::new());
        for &from in boxes {
            for &to in &outgoing[from] {
                if from != to && among.contains(&to) {
                    calls.insert(from);
                    called.insert(to);
                }
            }
        }
        let mut entries = boxes.to_vec();
        entries.sort_by_key(|index| (called.contains(index), entry_rank(kinds[*index]), *index));
        let mut exits = boxes.to_vec();
        exits.sort_by_key(|index| (exit_rank(kinds[*index]), calls.contains(index), *index));
        Self { entries, exits }
    }
}

/// What a request from outside meets first.
fn entry_rank(kind: &Kind) -> u8 {
    match kind.role {
        Role::Dns
        | Role::Cdn
        | Role::Shield
        | Role::Limiter
        | Role::Balancer
        | Role::Gateway
        | Role::Realtime
        | Role::DeviceGateway => 0,
        Role::Client | Role::Scheduler | Role::Observability => 3,
        _ if matches!(kind.group, Group::Storage) => 2,
        _ => 1,
    }
}

/// What calls somebody outside: code that serves or works, sooner than what only passes on, and a store last.
fn exit_rank(kind: &Kind) -> u8 {
    match kind.role {
        Role::Compute | Role::Worker | Role::Processor | Role::Model | Role::Relay => 0,
        Role::Observability => 2,
        _ if matches!(kind.group, Group::Storage) => 3,
        Role::Queue | Role::Log | Role::Topic | Role::DeadLetter => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::diagram::{DiagramBox, DiagramZone};
    use crate::model::kind;

    /// The arrows after frames were resolved, "0>1", of boxes of these kinds in these frames; frame 1 lies in frame 0.
    fn resolved(
        boxes: &[(&str, Option<usize>)],
        arrows: &[(ArrowEnd, ArrowEnd)],
    ) -> (Vec<String>, Vec<String>) {
        let boxed = |&(kind, zone): &(&str, Option<usize>)| DiagramBox {
            text: kind.to_owned(),
            zone,
            ..DiagramBox::default()
        };
        let frame = |name: &str, parent| DiagramZone {
            name: name.to_owned(),
            parent,
            ..DiagramZone::default()
        };
        let mut diagram = Diagram {
            boxes: boxes.iter().map(boxed).collect(),
            zones: vec![
                frame("Backend", None),
                frame("Data", Some(0)),
                frame("Apps", None),
            ],
            arrows: arrows
                .iter()
                .map(|&(from, to)| DiagramArrow::new(from, to))
                .collect(),
            ..Diagram::default()
        };
        let kinds: Vec<&Kind> = boxes.iter().map(|(id, _)| kind(id)).collect();
        resolve_frame_arrows(&mut diagram, &kinds);
        let told = |arrow: &DiagramArrow| match (arrow.from, arrow.to) {
            (ArrowEnd::Box(from), ArrowEnd::Box(to)) => format!("{from}>{to}"),
            other => format!("{other:?}"),
        };
        (
            diagram.arrows.iter().map(told).collect(),
            diagram.losses.sentences(),
        )
    }

    #[test]
    fn an_arrow_to_a_frame_leads_to_what_is_met_first_and_one_from_it_leaves_what_calls() {
        use ArrowEnd::{Box, Zone};
        let boxes = [
            ("client", None),
            ("sql_database", Some(1)),
            ("app_service", Some(0)),
            ("api_gateway", Some(0)),
            ("observability", None),
        ];
        let (arrows, losses) = resolved(
            &boxes,
            &[
                (Box(3), Box(2)),
                (Box(2), Box(1)),
                (Box(0), Zone(0)),
                (Zone(0), Box(4)),
                (Box(2), Zone(1)),
            ],
        );
        assert_eq!(
            arrows,
            ["3>2", "2>1", "0>3", "2>4"],
            "the last is there already"
        );
        assert_eq!(
            losses,
            [
                "Shown differently: arrows to or from a frame, now at a box in it (3: client → Backend, Backend → observability, app_service → Data)"
            ]
        );
    }

    #[test]
    fn an_arrow_at_a_frame_stays_one_connection() {
        use ArrowEnd::{Box, Zone};
        let boxes = [
            ("client", Some(2)),
            ("mobile_client", Some(2)),
            ("api_gateway", None),
            ("sql_database", Some(1)),
            ("cache", Some(1)),
        ];
        let (arrows, told) = resolved(
            &boxes,
            &[
                (Zone(2), Box(2)),
                (Box(2), Zone(1)),
                (Zone(2), Zone(1)),
                (Zone(0), Zone(1)),
            ],
        );
        assert_eq!(arrows, ["0>2", "2>3", "0>3", "3>4"]);
        assert!(told[0].contains("now at a box in it (4: "), "{told:?}");
    }

    #[test]
    fn an_arrow_between_a_frame_and_a_box_in_it_leads_to_another_box() {
        use ArrowEnd::{Box, Zone};
        let boxes = [("app_service", Some(0)), ("cache", Some(0))];
        assert_eq!(resolved(&boxes, &[(Box(0), Zone(0))]).0, ["0>1"]);
        let (arrows, losses) = resolved(&boxes[..1], &[(Box(0), Zone(0))]);
        assert!(arrows.is_empty());
        assert_eq!(
            losses,
            [
                "Not carried over: arrows from a frame to itself or to its contents (1: app_service → Backend)"
            ]
        );
    }
}
