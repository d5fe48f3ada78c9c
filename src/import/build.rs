//! Makes a design of a diagram: components, connections and zones, laid out.

use std::collections::BTreeSet;

use super::ImportedDesign;
use super::box_kind::recognize_box_kind;
use super::diagram::{ArrowEnd, Diagram, DiagramArrow};
use super::losses::Losses;
use super::zone_name::zone_kind;
use crate::layout;
use crate::model::{
    Component, Connection, Design, Edit, Id, Rect, Replicas, Timing, Zone, pt, stated_replicas,
};

/// Makes a design of a diagram and lays it out in the diagram's direction.
pub(super) fn build_design(mut diagram: Diagram) -> ImportedDesign {
    let mut design = Design::default();
    let mut ids = design.fresh_ids();
    let mut edits = Vec::new();
    if !diagram.title.is_empty() {
        edits.push(Edit::SetTitle(diagram.title.clone()));
    }
    // The layout gives every zone its place.
    let any_place = Rect::from_min(pt(0.0, 0.0), 320.0, 240.0);
    let zones: Vec<Id> = diagram.zones.iter().filter_map(|_| ids.next()).collect();
    for (&id, drawn) in zones.iter().zip(&diagram.zones) {
        let zone = Zone {
            kind: zone_kind(&drawn.name),
            name: drawn.name.clone(),
            rect: any_place,
            parent: drawn.parent.map(|index| zones[index]),
        };
        edits.push(Edit::PutZone(id, zone));
    }
    let froms: BTreeSet<ArrowEnd> = diagram.arrows.iter().map(|arrow| arrow.from).collect();
    let tos: BTreeSet<ArrowEnd> = diagram.arrows.iter().map(|arrow| arrow.to).collect();
    let boxes: Vec<Id> = diagram.boxes.iter().filter_map(|_| ids.next()).collect();
    for (index, (&id, drawn)) in boxes.iter().zip(&diagram.boxes).enumerate() {
        let end = ArrowEnd::Box(index);
        let starts = froms.contains(&end) && !tos.contains(&end);
        let recognized = || recognize_box_kind(&drawn.text, drawn.shape, starts);
        let kind = drawn.kind.unwrap_or_else(recognized);
        let stated = stated_replicas(&drawn.text);
        let name = drawn.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let component = Component {
            parent: drawn.zone.map(|index| zones[index]),
            replicas: stated.map_or(Replicas::Unsaid, Replicas::Exactly),
            ..Component::new(kind, &name, pt(0.0, 0.0))
        };
        edits.push(Edit::PutComponent(id, component));
    }
    for (arrow, id) in diagram.arrows.iter().zip(&mut ids) {
        let Some((from, to)) = ends_between_boxes(arrow, &mut diagram.losses) else {
            continue;
        };
        let connection = Connection {
            label: arrow.label.clone(),
            timing: arrow.is_dotted.then_some(Timing::Async),
            ..Connection::new(boxes[from], boxes[to])
        };
        edits.push(Edit::PutConnection(id, connection));
    }
    for edit in edits {
        // An edit that a design refuses, such as an arrow from a box to itself, is left out.
        let _left_out = design.apply(edit);
    }
    let layout = layout::tidy_toward(&design, diagram.direction);
    let _if_refused_unarranged = design.apply_all(layout);
    ImportedDesign {
        design,
        losses: diagram.losses.sentences(),
    }
}

/// The indices of the two boxes of an arrow; none where one end is a frame, which is then told.
fn ends_between_boxes(arrow: &DiagramArrow, losses: &mut Losses) -> Option<(usize, usize)> {
    if let (ArrowEnd::Box(from), ArrowEnd::Box(to)) = (arrow.from, arrow.to) {
        return Some((from, to));
    }
    losses.add("arrows that begin or end at a frame", arrow.label.clone());
    None
}
