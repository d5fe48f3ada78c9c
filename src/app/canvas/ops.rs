//! What menus, keys and gestures do to the selection: delete, duplicate, copy, group, nudge.

use std::collections::BTreeSet;

use crate::model::{
    Connection, Design, Document, Edit, Id, Item, LineStyle, Point, Rect, Vector, Zone, ZoneKind,
    print_notation, vector, write_design,
};
use crate::scene::component_rect;
use crate::storage::disk::{self, Problem};

use super::snap::GRID;

/// Room between a new zone's edge and what it is drawn around; more at the top, for the title.
const ZONE_PADDING: f64 = 16.0;
const ZONE_TITLE: f64 = 32.0;

/// Where an item lies; connections lie where their ends do.
pub fn item_rect(design: &Design, id: Id) -> Option<Rect> {
    match design.item(id)? {
        Item::Component(component) => Some(component_rect(component)),
        Item::Zone(zone) => Some(zone.rect),
        Item::Note(note) => Some(note.rect),
        Item::Connection(connection) => {
            let ends = [connection.from, connection.to];
            let [from, to] = ends.map(|end| design.component(end).map(component_rect));
            Some(from?.union(to?))
        }
    }
}

/// The smallest rectangle around items.
pub fn bounds(design: &Design, ids: &BTreeSet<Id>) -> Option<Rect> {
    ids.iter()
        .filter_map(|&id| item_rect(design, id))
        .reduce(Rect::union)
}

/// The innermost zone around a point, leaving out `except` and what lies in it.
pub fn zone_at(design: &Design, at: Point, except: &BTreeSet<Id>) -> Option<Id> {
    design
        .zones()
        .filter(|(id, zone)| {
            zone.rect.contains(at)
                && !except.contains(id)
                && !design
                    .ancestors(*id)
                    .any(|(outer, _)| except.contains(&outer))
        })
        .max_by_key(|(id, _)| (design.ancestors(*id).count(), *id))
        .map(|(id, _)| id)
}

/// Selects everything.
pub fn select_all(document: &mut Document) {
    let all: Vec<Id> = document.design().ids().collect();
    document.select(all);
}

/// Gives the lines of the selected connections the next course.
pub fn cycle_line_style(document: &mut Document) {
    let first = selected_lines(document).into_iter().next();
    if let Some((_, first)) = first {
        let course = first.line_style.next();
        change_lines(document, "Change line", |line| line.line_style = course);
    }
}

/// Routes the lines and places the labels of the selected connections automatically again.
pub fn reset_lines(document: &mut Document) {
    change_lines(document, "Reset line", |line| {
        line.line_style = LineStyle::default();
        line.pins.clear();
        line.label_at = None;
    });
}

fn selected_lines(document: &Document) -> Vec<(Id, Connection)> {
    let free = without_locked(document.design(), document.selection());
    let line = |id: Id| Some((id, document.design().connection(id)?.clone()));
    free.into_iter().filter_map(line).collect()
}

/// The items that are not locked.
pub fn without_locked(design: &Design, items: &BTreeSet<Id>) -> BTreeSet<Id> {
    items - design.locked()
}

/// What of the selection can be deleted: nothing that is locked, and no zone with something locked in it.
fn deletable_items(document: &Document) -> BTreeSet<Id> {
    let design = document.design();
    let mut free = without_locked(design, document.selection());
    for &id in design.locked() {
        for (zone, _) in design.ancestors(id) {
            free.remove(&zone);
        }
    }
    free
}

/// Locks the selection in its place, or lets it go where all of it is locked.
pub fn toggle_lock(document: &mut Document) {
    let design = document.design();
    let selected = document.selection().clone();
    let locked = !selected.iter().all(|&id| design.is_locked(id));
    if !selected.is_empty() {
        let label = if locked { "Lock" } else { "Unlock" };
        apply_edits(document, label, vec![Edit::SetLocked(selected, locked)]);
    }
}

fn change_lines(document: &mut Document, label: &str, change: impl Fn(&mut Connection)) {
    let mut edits = Vec::new();
    for (id, before) in selected_lines(document) {
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            edits.push(Edit::PutConnection(id, after));
        }
    }
    if !edits.is_empty() {
        apply_edits(document, label, edits);
    }
}

/// Deletes the selection.
pub fn delete(document: &mut Document) {
    let gone = deletable_items(document);
    if !gone.is_empty() {
        apply_edits(document, "Delete", vec![Edit::Remove(gone)]);
    }
}

/// Deletes the selection; callers of a deleted component then call what it called.
pub fn delete_bridging(document: &mut Document) {
    let design = document.design();
    let gone = deletable_items(document);
    let mut wires = BTreeSet::new();
    let calls = |from: Id, to: Id| {
        let mut all = design.connections();
        all.any(|(_, c)| (c.from, c.to) == (from, to))
    };
    let mut bridges = Vec::new();
    for (_, first) in design.connections().filter(|(_, c)| gone.contains(&c.to)) {
        // Deleted components may call each other.
        let (mut seen, mut stack) = (BTreeSet::new(), vec![first.to]);
        while let Some(middle) = stack.pop().filter(|_| !gone.contains(&first.from)) {
            for (_, second) in design.connections().filter(|(_, c)| c.from == middle) {
                if gone.contains(&second.to) {
                    if seen.insert(second.to) {
                        stack.push(second.to);
                    }
                } else if second.to != first.from
                    && !calls(first.from, second.to)
                    && wires.insert((first.from, second.to))
                {
                    let to = second.to;
                    bridges.push(Connection {
                        to,
                        ..first.clone()
                    });
                }
            }
        }
    }
    let bridges = design.fresh_ids().zip(bridges);
    let mut edits: Vec<Edit> = bridges
        .map(|(id, wire)| Edit::PutConnection(id, wire))
        .collect();
    if !gone.is_empty() {
        edits.push(Edit::Remove(gone));
        apply_edits(document, "Delete", edits);
    }
}

/// Copies the selection within the drawing, with the connections inside it, a little aside; the copy is selected.
pub fn duplicate(document: &mut Document) {
    let part = document.design().extract(document.selection());
    add_design(document, "Duplicate", &part, vector(GRID, GRID), None);
}

/// The selection as text for the clipboard; none when nothing is selected.
pub fn copy_json(document: &Document) -> Option<String> {
    let part = document.design().extract(document.selection());
    (!part.is_empty()).then(|| write_design(&part))
}

/// The selection, or everything where nothing is selected, as lines in the text notation that editors and people read; none
/// where nothing is drawn.
pub fn copy_notation(document: &Document) -> Option<String> {
    let design = document.design();
    let selection = document.selection();
    let part = if selection.is_empty() {
        design.clone()
    } else {
        design.extract(selection)
    };
    (!part.is_empty()).then(|| print_notation(&part))
}

/// The drawing that a clipboard text holds: one that was copied, a Mermaid flowchart, or lines in the text notation.
///
/// # Errors
/// One sentence when it holds none.
pub fn parse_clipboard(text: &str) -> Result<Design, String> {
    let nothing = "the clipboard holds no drawing: copy components, or lines like `client -> api`";
    match disk::parse(text.as_bytes()) {
        Ok((loaded, _)) if loaded.design.is_empty() => Err(nothing.to_owned()),
        Ok((loaded, _)) => Ok(loaded.design),
        Err(problem @ Problem::Import(_)) => Err(problem.to_string()),
        // Text that begins as a drawing is reported with its error and not pasted as a note.
        Err(problem) if text.contains("->") || text.contains("--") => Err(problem.to_string()),
        Err(_) => Err(nothing.to_owned()),
    }
}

/// Adds a drawing to the document as one step and selects what was added.
pub fn add_design(
    document: &mut Document,
    label: &str,
    part: &Design,
    by: Vector,
    parent: Option<Id>,
) {
    if part.is_empty() {
        return;
    }
    let (edits, ids) = document.design().edits_to_add(part, by, parent);
    apply_edits(document, label, edits);
    document.select(ids);
}

/// Moves the selection.
pub fn nudge(document: &mut Document, by: Vector) {
    let moved = without_locked(document.design(), document.selection());
    if !moved.is_empty() {
        apply_edits(document, "Nudge", vec![Edit::Translate(moved, by)]);
    }
}

/// Puts the selection into a new zone around it, which is selected.
pub fn group(document: &mut Document) {
    let design = document.design();
    let items: BTreeSet<Id> = document
        .selection()
        .iter()
        .copied()
        .filter(|&id| design.connection(id).is_none())
        .collect();
    let outermost = outermost_items(design, &items);
    let Some(around) = bounds(design, &outermost) else {
        return;
    };
    let mut rect = around.expanded(ZONE_PADDING);
    rect.min.y = around.min.y - ZONE_TITLE;
    let parent = outermost.iter().next().and_then(|&id| design.parent(id));
    add_zone(document, rect, parent, outermost);
}

/// Adds a zone that owns `contents`, and selects it.
pub fn add_zone(
    document: &mut Document,
    rect: Rect,
    parent: Option<Id>,
    contents: BTreeSet<Id>,
) -> Id {
    let id = document.design().fresh_id();
    let zone = Zone {
        kind: ZoneKind::Generic,
        name: "Group".to_owned(),
        rect,
        parent,
    };
    apply_edits(
        document,
        "Add zone",
        vec![Edit::PutZone(id, zone), Edit::SetParent(contents, Some(id))],
    );
    document.select([id]);
    id
}

/// Dissolves the selected zones.
pub fn ungroup(document: &mut Document) {
    let design = document.design();
    let zones: Vec<Id> = document
        .selection()
        .iter()
        .copied()
        .filter(|&id| design.zone(id).is_some())
        .collect();
    apply_edits(
        document,
        "Ungroup",
        zones.into_iter().map(Edit::Dissolve).collect(),
    );
}

/// The items among `ids` that do not lie in a zone among them.
pub fn outermost_items(design: &Design, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
    ids.iter()
        .copied()
        .filter(|&id| !design.ancestors(id).any(|(zone, _)| ids.contains(&zone)))
        .collect()
}

/// Edits built from the design they are applied to are never refused, short of its outer limits, and then nothing changes.
pub fn apply_edits(document: &mut Document, label: &str, edits: Vec<Edit>) {
    let _refused_at_the_limits = document.apply_all(label, edits);
}
