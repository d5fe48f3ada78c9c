//! What menus, keys and gestures do to the selection: delete, duplicate, copy, group, nudge.

use std::collections::BTreeSet;

use crate::app::commands::{LOCK, UNGROUP};
use crate::model::{
    Component, Connection, Design, Document, Edit, Id, Item, LineStyle, MAX_REPLICAS, Point, Rect,
    Replicas, Vector, Zone, ZoneKind, kind, print_notation, write_design,
};
use crate::scene::component_rect;
use crate::storage::disk::{self, Problem};

/// What is said of locked items that were to be changed.
fn locked_sentence() -> String {
    let keys = LOCK.native_label();
    format!("Locked items stay as they are: unlock them first ({keys})")
}

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
        line.sides = [None; 2];
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

/// Why nothing of the selection can be deleted; none where something can, or nothing is selected.
pub fn refuse_deletion(document: &Document) -> Option<String> {
    let selection = document.selection();
    if selection.is_empty() || !deletable_items(document).is_empty() {
        return None;
    }
    let design = document.design();
    let free = without_locked(design, selection).into_iter().next();
    Some(free.map_or_else(locked_sentence, |zone| {
        let (name, keys) = (design.name_of(zone), UNGROUP.native_label());
        format!("An item in {name} is locked: unlock it first, or ungroup the zone ({keys})")
    }))
}

/// Why nothing of the selection can be moved or changed; none where something can, or nothing is selected.
pub fn refuse_change(document: &Document) -> Option<String> {
    document.is_only_locked_selected().then(locked_sentence)
}

/// What deleting the selection would take along without having been asked to: what lies in the selected zones and is not
/// selected itself. Gives the zones, and how many such items there are.
pub fn unselected_contents(document: &Document) -> (BTreeSet<Id>, usize) {
    let design = document.design();
    let gone = deletable_items(document);
    let zones: BTreeSet<Id> = gone
        .iter()
        .copied()
        .filter(|&id| design.zone(id).is_some())
        .collect();
    let taken = design.with_contents(&zones);
    (zones, taken.difference(document.selection()).count())
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

/// Deletes the selection; says how many items that were, with their contents and connections.
pub fn delete(document: &mut Document) -> usize {
    let gone = deletable_items(document);
    let edits = if gone.is_empty() {
        Vec::new()
    } else {
        vec![Edit::Remove(gone)]
    };
    apply_deletion(document, edits)
}

/// Deletes the selection, but hands what lies in selected zones to the zones around them; says how many items that were.
pub fn delete_keeping_contents(document: &mut Document) -> usize {
    let design = document.design();
    let (zones, others): (BTreeSet<Id>, BTreeSet<Id>) = deletable_items(document)
        .into_iter()
        .partition(|&id| design.zone(id).is_some());
    let mut edits: Vec<Edit> = zones.into_iter().map(Edit::Dissolve).collect();
    edits.push(Edit::Remove(others));
    apply_deletion(document, edits)
}

fn apply_deletion(document: &mut Document, edits: Vec<Edit>) -> usize {
    let before: BTreeSet<Id> = document.design().ids().collect();
    apply_edits(document, "Delete", edits);
    let left = document.design();
    before.iter().filter(|id| !left.contains(**id)).count()
}

/// Deletes the selection; callers of a deleted component then call what it called. Says how many items that were.
pub fn delete_bridging(document: &mut Document) -> usize {
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
                        sides: [first.sides[0], second.sides[1]],
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
    }
    apply_deletion(document, edits)
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
    let nothing =
        "the clipboard contains no drawing: copy components, or lines such as `client -> api`";
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

/// Gives the selected components more or fewer replicas, but at least one.
pub fn change_replicas(document: &mut Document, step: i8) {
    let design = document.design();
    let selected = document.selection().iter();
    let edits = selected.filter_map(|&id| {
        let mut item = design.component(id)?.clone();
        let count = item.replicas.count().saturating_add_signed(step.into());
        item.replicas = Replicas::Exactly(count.clamp(1, MAX_REPLICAS));
        Some(Edit::PutComponent(id, item))
    });
    let edits = edits.collect();
    apply_edits(document, "Change instance count", edits);
}

/// A component under another name. A product that it was called by is still what it runs on.
pub fn renamed(item: &Component, name: String) -> Component {
    let products = &kind(&item.kind).products;
    let was_product = products.contains(&item.name) && name != item.name;
    let technology = if item.technology.is_empty() && was_product {
        item.name.clone()
    } else {
        item.technology.clone()
    };
    Component {
        name,
        technology,
        ..item.clone()
    }
}

/// A component under what was typed on it: "Order API x3" is a name and how many run.
pub fn relabeled(item: &Component, text: String) -> Component {
    match split_count(&text) {
        Some((name, count)) => Component {
            replicas: Replicas::Exactly(count),
            ..renamed(item, name.to_owned())
        },
        None => renamed(item, text),
    }
}

/// "Order API x3" taken apart; none where no count ends it.
fn split_count(text: &str) -> Option<(&str, u32)> {
    let (name, last) = text.trim_end().rsplit_once(' ')?;
    let count: u32 = last.strip_prefix(['x', '×'])?.parse().ok()?;
    let name = name.trim_end();
    (!name.is_empty() && (1..=MAX_REPLICAS).contains(&count)).then_some((name, count))
}
