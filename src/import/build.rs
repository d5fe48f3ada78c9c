//! Makes a design of a diagram: components, connections and zones, laid out.

use std::collections::{BTreeMap, BTreeSet};

use super::box_kind::recognize_box_kind;
use super::diagram::{ArrowEnd, ArrowHeads, Diagram, DiagramArrow, DiagramBox};
use super::frame_arrows::resolve_frame_arrows;
use super::frames::settle_frames;
use super::losses::Losses;
use super::place::{note_rect, place_as_drawn};
use super::zone_name::zone_kind;
use crate::layout::{self, Direction};
use crate::model::text_match::mentions;
use crate::model::{
    Component, Connection, Design, Edit, Id, Kind, MAX_REPLICAS, MAX_TEXT, Note, Rect, Replicas,
    Timing, Zone, catalogue, kind, label_begin, pt,
};

/// A drawing of another program as a design.
#[derive(Debug)]
pub struct ImportedDesign {
    /// The design, with everything at one place until [`ImportedPlaces::edits`] are applied.
    pub design: Design,
    /// One sentence for each sort of thing that was not carried over; empty where nothing is lost.
    pub losses: Vec<String>,
    /// Where everything belongs.
    pub places: ImportedPlaces,
}

/// What a file says about the places of its items. Finding the places takes longer than reading the file, and much of what
/// is done with a drawing needs none.
#[derive(Debug, Default)]
pub struct ImportedPlaces {
    /// Where the file has what it has places for, in its own units.
    drawn: BTreeMap<Id, Rect>,
    /// Where arrows lead in a drawing without places.
    direction: Direction,
}

impl ImportedPlaces {
    /// The edits that put everything where the file has it, or lay it out where it has no places.
    #[must_use]
    pub fn edits(&self, design: &Design) -> Vec<Edit> {
        place_as_drawn(design, &self.drawn)
            .unwrap_or_else(|| layout::tidy_toward(design, self.direction))
    }
}

/// Makes a design of a diagram, with everything at one place.
pub(super) fn build_design(mut diagram: Diagram) -> ImportedDesign {
    settle_frames(&mut diagram);
    let kinds = kinds_of_boxes(&diagram);
    resolve_frame_arrows(&mut diagram, &kinds);
    leave_out_loops(&mut diagram);
    tell_of_heads(&mut diagram);

    let mut design = Design::default();
    let mut ids = design.fresh_ids();
    let mut losses = std::mem::take(&mut diagram.losses);
    let mut edits = Vec::new();
    if !diagram.title.is_empty() {
        edits.push(Edit::SetTitle(shorten(&diagram.title, &mut losses)));
    }
    // The layout gives every zone its place.
    let any_place = Rect::from_min(pt(0.0, 0.0), 320.0, 240.0);
    let zones: Vec<Id> = diagram.zones.iter().filter_map(|_| ids.next()).collect();
    for (&id, drawn) in zones.iter().zip(&diagram.zones) {
        let zone = Zone {
            kind: drawn.kind.unwrap_or_else(|| zone_kind(&drawn.name)),
            name: shorten(&drawn.name, &mut losses),
            rect: any_place,
            parent: drawn.parent.map(|index| zones[index]),
        };
        edits.push(Edit::PutZone(id, zone));
    }
    let boxes: Vec<Id> = diagram.boxes.iter().filter_map(|_| ids.next()).collect();
    for ((&id, drawn), kind) in boxes.iter().zip(&diagram.boxes).zip(kinds) {
        let component = Component {
            parent: drawn.zone.map(|index| zones[index]),
            ..component_of(drawn, kind, &mut losses)
        };
        edits.push(Edit::PutComponent(id, component));
    }
    let notes: Vec<Id> = diagram.notes.iter().filter_map(|_| ids.next()).collect();
    for (&id, drawn) in notes.iter().zip(&diagram.notes) {
        let note = Note {
            style: drawn.style,
            text: shorten(&drawn.text, &mut losses),
            rect: note_rect(&drawn.text),
            parent: drawn.zone.map(|index| zones[index]),
        };
        edits.push(Edit::PutNote(id, note));
    }
    for (arrow, id) in diagram.arrows.iter().zip(&mut ids) {
        if let (ArrowEnd::Box(from), ArrowEnd::Box(to)) = (arrow.from, arrow.to) {
            let is_async = arrow.is_dotted || says_async(&arrow.protocol);
            let connection = Connection {
                label: shorten(&arrow.label, &mut losses),
                protocol: shorten(&arrow.protocol, &mut losses),
                timing: arrow.timing.or(is_async.then_some(Timing::Async)),
                ..Connection::new(boxes[from], boxes[to])
            };
            edits.push(Edit::PutConnection(id, connection));
        }
    }
    for edit in edits {
        if let Err(refusal) = design.apply(edit) {
            losses.add("items that boxdrill cannot represent", refusal.to_string());
        }
    }
    ImportedDesign {
        design,
        losses: losses.sentences(),
        places: ImportedPlaces {
            drawn: drawn_rects(&diagram, &boxes, &zones, &notes),
            direction: diagram.direction,
        },
    }
}

/// Where the file has what it has places for.
fn drawn_rects(diagram: &Diagram, boxes: &[Id], zones: &[Id], notes: &[Id]) -> BTreeMap<Id, Rect> {
    let boxes = boxes
        .iter()
        .zip(diagram.boxes.iter().map(|drawn| drawn.rect));
    let zones = zones
        .iter()
        .zip(diagram.zones.iter().map(|drawn| drawn.rect));
    let notes = notes
        .iter()
        .zip(diagram.notes.iter().map(|drawn| Some(drawn.rect)));
    let all = boxes.chain(zones).chain(notes);
    all.filter_map(|(&id, rect)| Some((id, rect?))).collect()
}

/// What each box is: as its picture says, else its text and shape.
fn kinds_of_boxes(diagram: &Diagram) -> Vec<&'static Kind> {
    let froms: BTreeSet<ArrowEnd> = diagram.arrows.iter().map(|arrow| arrow.from).collect();
    let tos: BTreeSet<ArrowEnd> = diagram.arrows.iter().map(|arrow| arrow.to).collect();
    let kind_of = |(index, drawn): (usize, &DiagramBox)| {
        let end = ArrowEnd::Box(index);
        let starts = froms.contains(&end) && !tos.contains(&end);
        let recognized = || {
            let (label, technology) = (label_begin(&drawn.text), label_begin(&drawn.technology));
            let text = format!("{label}\n{technology}");
            recognize_box_kind(&text, drawn.shape, starts)
        };
        kind(drawn.kind.unwrap_or_else(recognized))
    };
    diagram.boxes.iter().enumerate().map(kind_of).collect()
}

/// A box as a component: the first line of its text is the name, the others are its technology and a note.
fn component_of(drawn: &DiagramBox, kind: &Kind, losses: &mut Losses) -> Component {
    if let Some(written) = &drawn.written {
        return Component {
            technology: shorten(&written.technology, losses),
            note: shorten(&written.note, losses),
            owner: shorten(&written.owner, losses),
            replicas: written.replicas,
            ..Component::new(&written.kind, &shorten(&written.name, losses), pt(0.0, 0.0))
        };
    }
    let mut split = if drawn.has_whole_name {
        catalogue().split_named_label(&drawn.text)
    } else {
        catalogue().split_label(&drawn.text)
    };
    if drawn.has_whole_name && split.name == kind.label {
        // A box without a name shows its kind.
        split.name.clear();
    }
    let technology = if drawn.technology.is_empty() {
        &split.technology
    } else {
        &drawn.technology
    };
    let replicas = split.replicas.map_or(Replicas::Unsaid, |count| {
        Replicas::Exactly(count.min(MAX_REPLICAS))
    });
    let notes = [split.note.as_str(), drawn.description.as_str()];
    let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
    Component {
        replicas,
        technology: shorten(technology, losses),
        note: shorten(&notes.join("\n"), losses),
        ..Component::new(&kind.id, &shorten(&split.name, losses), pt(0.0, 0.0))
    }
}

/// Whether what a call is made by says that nobody waits for it: "async, JSON".
fn says_async(protocol: &str) -> bool {
    mentions(protocol, &["async ", "asynchronous"])
}

/// Takes out arrows from a box to itself: what a box does by itself is no call, unless this program wrote that it is one.
fn leave_out_loops(diagram: &mut Diagram) {
    let (kept, loops) = std::mem::take(&mut diagram.arrows)
        .into_iter()
        .partition::<Vec<DiagramArrow>, _>(|arrow| {
            arrow.from != arrow.to || arrow.timing.is_some()
        });
    diagram.arrows = kept;
    for arrow in loops {
        let name = diagram.end_name(arrow.from).to_owned();
        diagram.losses.add("arrows from a box to itself", name);
    }
}

/// Tells of arrows that are read as calls though their heads say less, or more.
fn tell_of_heads(diagram: &mut Diagram) {
    for arrow in &diagram.arrows {
        let sort = match arrow.heads {
            ArrowHeads::AtEnd => continue,
            ArrowHeads::AtBoth => "arrows with two heads, now calls from the first box",
            ArrowHeads::Nowhere => "lines without a head, now calls from the first box",
        };
        let (from, to) = (diagram.end_name(arrow.from), diagram.end_name(arrow.to));
        diagram.losses.add_changed(sort, format!("{from} – {to}"));
    }
}

/// A text that a drawing can keep.
fn shorten(text: &str, losses: &mut Losses) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => {
            losses.add("the ends of overlong texts", text);
            text[..end].to_owned()
        }
        None => text.to_owned(),
    }
}
