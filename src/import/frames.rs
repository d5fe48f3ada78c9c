//! Frames of a diagram that a design has no place for: those too deep in each other, and those with nothing in them.

use super::diagram::{ArrowEnd, Diagram, DiagramBox};
use crate::model::MAX_DEPTH;

/// Takes out frames that lie deeper in each other than a design allows, and makes a box of each frame without boxes: such a
/// one is drawn as a box with its title.
pub(super) fn settle_frames(diagram: &mut Diagram) {
    merge_deep_frames(diagram);
    box_empty_frames(diagram);
}

/// Boxes, frames and arrows of a frame that lies too deep are those of the frame around it.
fn merge_deep_frames(diagram: &mut Diagram) {
    let mut depths: Vec<usize> = Vec::with_capacity(diagram.zones.len());
    for zone in &diagram.zones {
        depths.push(zone.parent.map_or(1, |parent| depths[parent] + 1));
    }
    if depths.iter().all(|&depth| depth <= MAX_DEPTH) {
        return;
    }
    let mut kept: Vec<usize> = Vec::with_capacity(depths.len());
    for (index, zone) in diagram.zones.iter().enumerate() {
        let is_kept = depths[index] <= MAX_DEPTH;
        kept.push(match zone.parent {
            Some(parent) if !is_kept => kept[parent],
            _ => index,
        });
        if !is_kept {
            diagram.losses.add(
                "frames nested too deep, with their boxes now in the outer frame",
                &zone.name,
            );
        }
    }
    replace_frames(diagram, |frame| ArrowEnd::Zone(kept[frame]));
    remove_frames(diagram, |frame| depths[frame] <= MAX_DEPTH);
}

fn box_empty_frames(diagram: &mut Diagram) {
    let mut is_full = vec![false; diagram.zones.len()];
    let boxes = diagram.boxes.iter().map(|item| item.zone);
    let notes = diagram.notes.iter().map(|note| note.zone);
    for frame in boxes.chain(notes).flatten() {
        is_full[frame] = true;
    }
    // A frame around frames comes before them.
    for (index, zone) in diagram.zones.iter().enumerate().rev() {
        // One whose kind is said was drawn as a frame.
        is_full[index] |= zone.kind.is_some();
        if let Some(parent) = zone.parent {
            // An empty frame becomes a box of the one around it.
            is_full[parent] = true;
        }
        debug_assert!(zone.parent.is_none_or(|parent| parent < index));
    }
    let mut ends: Vec<ArrowEnd> = (0..is_full.len()).map(ArrowEnd::Zone).collect();
    for (index, zone) in diagram.zones.iter().enumerate() {
        if !is_full[index] {
            ends[index] = ArrowEnd::Box(diagram.boxes.len());
            diagram.boxes.push(DiagramBox {
                text: zone.name.clone(),
                zone: zone.parent,
                rect: zone.rect,
                ..DiagramBox::default()
            });
        }
    }
    replace_frames(diagram, |frame| ends[frame]);
    remove_frames(diagram, |frame| is_full[frame]);
}

/// Puts another end in place of each frame at which an arrow begins or ends, and another frame around what lies in it.
fn replace_frames(diagram: &mut Diagram, by: impl Fn(usize) -> ArrowEnd) {
    let around = |frame: usize| match by(frame) {
        ArrowEnd::Zone(frame) => frame,
        ArrowEnd::Box(_) => frame,
    };
    let replace = |end: &mut ArrowEnd| {
        if let ArrowEnd::Zone(frame) = *end {
            *end = by(frame);
        }
    };
    for arrow in &mut diagram.arrows {
        replace(&mut arrow.from);
        replace(&mut arrow.to);
    }
    for item in &mut diagram.boxes {
        item.zone = item.zone.map(around);
    }
    for note in &mut diagram.notes {
        note.zone = note.zone.map(around);
    }
    for zone in &mut diagram.zones {
        zone.parent = zone.parent.map(around);
    }
}

/// Leaves out the frames that are not kept; nothing lies in them or leads to them any more.
fn remove_frames(diagram: &mut Diagram, is_kept: impl Fn(usize) -> bool) {
    let mut count = 0;
    let places: Vec<usize> = (0..diagram.zones.len())
        .map(|frame| {
            let place = count;
            count += usize::from(is_kept(frame));
            place
        })
        .collect();
    if count == places.len() {
        return;
    }
    let mut index = 0;
    diagram.zones.retain(|_| {
        index += 1;
        is_kept(index - 1)
    });
    replace_frames(diagram, |frame| ArrowEnd::Zone(places[frame]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::diagram::{DiagramArrow, DiagramZone};

    fn frame(name: &str, parent: Option<usize>) -> DiagramZone {
        DiagramZone {
            name: name.to_owned(),
            parent,
            ..DiagramZone::default()
        }
    }

    fn boxed(name: &str, zone: Option<usize>) -> DiagramBox {
        DiagramBox {
            text: name.to_owned(),
            zone,
            ..DiagramBox::default()
        }
    }

    #[test]
    fn an_empty_frame_is_a_box_and_its_arrows_lead_to_it() {
        let mut diagram = Diagram {
            boxes: vec![boxed("API", None), boxed("DB", Some(2))],
            zones: vec![
                frame("Outer", None),
                frame("Empty", Some(0)),
                frame("Full", None),
            ],
            arrows: vec![
                DiagramArrow::new(ArrowEnd::Box(0), ArrowEnd::Zone(1)),
                DiagramArrow::new(ArrowEnd::Box(0), ArrowEnd::Zone(2)),
            ],
            ..Diagram::default()
        };
        settle_frames(&mut diagram);
        let frames: Vec<&str> = diagram
            .zones
            .iter()
            .map(|zone| zone.name.as_str())
            .collect();
        assert_eq!(frames, ["Outer", "Full"]);
        let boxes: Vec<_> = (diagram.boxes.iter())
            .map(|item| (item.text.as_str(), item.zone))
            .collect();
        assert_eq!(boxes, [("API", None), ("DB", Some(1)), ("Empty", Some(0))]);
        assert_eq!(diagram.arrows[0].to, ArrowEnd::Box(2));
        assert_eq!(diagram.arrows[1].to, ArrowEnd::Zone(1));
        assert!(diagram.losses.sentences().is_empty());
    }

    #[test]
    fn what_lies_too_deep_lies_in_the_deepest_frame_that_is_kept() {
        let deep = MAX_DEPTH + 5;
        let zones = (0..deep).map(|depth| frame(&depth.to_string(), depth.checked_sub(1)));
        let mut diagram = Diagram {
            boxes: vec![boxed("API", Some(deep - 1))],
            zones: zones.collect(),
            ..Diagram::default()
        };
        settle_frames(&mut diagram);
        assert_eq!(diagram.zones.len(), MAX_DEPTH);
        assert_eq!(diagram.boxes[0].zone, Some(MAX_DEPTH - 1));
        assert_eq!(diagram.losses.sentences().len(), 1);
    }
}
