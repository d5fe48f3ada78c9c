//! Makes a design of a flowchart: components, connections and zones, laid out.

use std::collections::BTreeSet;

use super::parser::Flowchart;
use crate::import::box_kind::recognize_box_kind;
use crate::import::zone_name::zone_kind;
use crate::layout;
use crate::model::{
    Component, Connection, Design, Edit, Id, Rect, Replicas, Timing, Zone, pt, stated_replicas,
};

/// Makes a design of a flowchart and lays it out in the flowchart's direction.
pub(super) fn build_design(chart: &Flowchart) -> Design {
    let mut design = Design::default();
    let mut ids = design.fresh_ids();
    let mut edits = Vec::new();
    // The layout gives every zone its place.
    let any_place = Rect::from_min(pt(0.0, 0.0), 320.0, 240.0);
    let zones: Vec<Id> = chart.zones.iter().filter_map(|_| ids.next()).collect();
    for (&id, (name, parent)) in zones.iter().zip(&chart.zones) {
        let zone = Zone {
            kind: zone_kind(name),
            name: name.clone(),
            rect: any_place,
            parent: parent.map(|index| zones[index]),
        };
        edits.push(Edit::PutZone(id, zone));
    }
    let froms: BTreeSet<usize> = chart.connections.iter().map(|arrow| arrow.from).collect();
    let tos: BTreeSet<usize> = chart.connections.iter().map(|arrow| arrow.to).collect();
    let boxes: Vec<Id> = chart.boxes.iter().filter_map(|_| ids.next()).collect();
    for (index, (&id, drawn)) in boxes.iter().zip(&chart.boxes).enumerate() {
        let starts = froms.contains(&index) && !tos.contains(&index);
        let kind = recognize_box_kind(&drawn.written, drawn.shape, starts);
        let stated = stated_replicas(&drawn.written);
        let component = Component {
            parent: drawn.zone.map(|index| zones[index]),
            replicas: stated.map_or(Replicas::Unsaid, Replicas::Exactly),
            ..Component::new(kind, &drawn.label, pt(0.0, 0.0))
        };
        edits.push(Edit::PutComponent(id, component));
    }
    for (arrow, id) in chart.connections.iter().zip(&mut ids) {
        let connection = Connection {
            label: arrow.label.clone(),
            timing: arrow.is_dotted.then_some(Timing::Async),
            ..Connection::new(boxes[arrow.from], boxes[arrow.to])
        };
        edits.push(Edit::PutConnection(id, connection));
    }
    for edit in edits {
        // An edit that a design refuses, such as an arrow from a box to itself, is left out.
        let _left_out = design.apply(edit);
    }
    let layout = layout::tidy_toward(&design, chart.direction);
    let _if_refused_unarranged = design.apply_all(layout);
    design
}
