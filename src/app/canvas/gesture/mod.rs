//! What a drag does to the document, as a pure state machine: it knows no window, only where the pointer is in the world
//! and which modifier keys are held, so that every gesture can be tested without one.

use std::collections::BTreeSet;

use crate::layout::Route;
use crate::model::{Connection, Document, Edit, Id, Item, Point, Rect, Vector, pt, vector};

use super::make_space::MakeSpace;
use super::ops;
use super::snap::{GRID, REACH, SnapGuide, snap};

/// Zones and notes are not dragged smaller than this (world units).
const MIN_SIZE: f64 = 48.0;

/// The pointer as gestures see it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pointer {
    /// Where it is in the world.
    pub world: Point,
    /// Screen points for a world unit.
    pub zoom: f64,
    /// The keys held.
    pub modifiers: ModifierKeys,
    /// Whether the user wants snapping at all.
    pub snap: bool,
}

/// The modifier keys as gestures understand them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ModifierKeys {
    /// Adds to a selection; keeps a move on one axis, and the proportions of what is resized.
    pub shift: bool,
    /// Ctrl, or Cmd on a Mac: toggles in a selection; while moving: no snapping, and stay outside zones.
    pub command: bool,
    /// Keeps the middle of what is resized.
    pub alt: bool,
}

/// One of the eight places to resize from: -1, 0 or 1 for left, middle, right and top, middle, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ResizeHandle {
    /// Left, middle or right.
    pub x: i8,
    /// Top, middle or bottom.
    pub y: i8,
}

impl ResizeHandle {
    /// All eight.
    pub(super) const ALL: [Self; 8] = [
        Self { x: -1, y: -1 },
        Self { x: 0, y: -1 },
        Self { x: 1, y: -1 },
        Self { x: 1, y: 0 },
        Self { x: 1, y: 1 },
        Self { x: 0, y: 1 },
        Self { x: -1, y: 1 },
        Self { x: -1, y: 0 },
    ];

    /// Where it lies on a rectangle.
    pub(super) fn on(self, rect: Rect) -> Point {
        let at = |side: i8, low: f64, high: f64| low + (high - low) * (f64::from(side) + 1.0) / 2.0;
        pt(
            at(self.x, rect.min.x, rect.max.x),
            at(self.y, rect.min.y, rect.max.y),
        )
    }
}

/// What a marquee does to the selection there was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SelectionMode {
    /// Takes its place.
    Replace,
    /// Adds to it.
    Add,
    /// Takes out what was in, adds what was not.
    Toggle,
}

/// A drag under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Gesture {
    /// Selecting by a rectangle.
    Marquee {
        /// Where it began.
        from: Point,
        /// Where it is.
        to: Point,
        /// What was selected before.
        before: BTreeSet<Id>,
        /// How the two combine.
        join: SelectionMode,
    },
    /// Moving items.
    Move {
        /// Where it began.
        from: Point,
        /// The item under the pointer: the one that snaps.
        grabbed: Id,
        /// What moves, without the contents of zones among it.
        items: BTreeSet<Id>,
        /// Makes the copies that move in place of the originals; empty for a plain move.
        copies: Vec<Edit>,
        /// What it is aligned with now.
        guides: Vec<SnapGuide>,
        /// The zone it would be dropped into.
        into: Option<Id>,
    },
    /// Resizing a zone or a note.
    Resize {
        /// Which.
        id: Id,
        /// By which handle.
        handle: ResizeHandle,
        /// Where it began.
        from: Point,
    },
    /// Drawing a connection from a component.
    Connect {
        /// The caller.
        from: Id,
        /// Where the loose end is.
        to: Point,
        /// The component it would connect to.
        target: Option<Id>,
    },
    /// Giving a connection another end.
    Reconnect {
        /// Which.
        connection: Id,
        /// Whether its start moves, else its end.
        start: bool,
        /// Where the loose end is.
        to: Point,
        /// The component it would connect to.
        target: Option<Id>,
    },
    /// Putting a stretch of a connection's line somewhere.
    Bend {
        /// Which connection.
        connection: Id,
        /// The stretch after this point of its line.
        stretch: usize,
        /// Its line as it was.
        route: Route,
    },
    /// Moving the label of a connection along its line.
    Slide {
        /// Which connection.
        connection: Id,
        /// Its line.
        route: Route,
    },
    /// Making or taking away room on one side of where the drag began.
    MakeSpace {
        /// Where it began.
        from: Point,
        /// Which side, once the first movement has said so.
        side: Option<MakeSpace>,
    },
    /// Drawing a zone.
    DrawZone {
        /// One corner.
        from: Point,
        /// The other.
        to: Point,
    },
}

/// What a finished gesture leaves to the canvas.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum GestureOutcome {
    /// Nothing more.
    Done,
    /// A connection was dropped on empty canvas: what should it lead to?
    Dropped {
        /// The caller.
        from: Id,
        /// Where.
        at: Point,
    },
    /// A sentence for the user.
    Notice(String),
    /// A new item whose name the user will want to type.
    Name(Id),
}

impl Gesture {
    /// Starts moving the selection, which `grabbed` is part of; with `copy` a copy of it, the original stays.
    pub(super) fn start_move(
        document: &mut Document,
        grabbed: Id,
        from: Point,
        copy: bool,
    ) -> Self {
        document.begin(if copy { "Duplicate" } else { "Move" });
        let design = document.design();
        let mut grabbed = grabbed;
        let (mut items, mut copies) = (document.selection().clone(), Vec::new());
        if copy {
            let at = ops::item_rect(design, grabbed);
            (copies, items) = design.edits_to_add(&design.extract(&items), Vector::ZERO, None);
            ops::apply(document, "Duplicate", copies.clone());
            let same_place = |id: &Id| ops::item_rect(document.design(), *id) == at;
            grabbed = items.iter().copied().find(same_place).unwrap_or(grabbed);
        } else {
            items = ops::unlocked(design, &items);
        }
        let items = ops::outermost(document.design(), &items);
        Self::Move {
            from,
            grabbed,
            items,
            copies,
            guides: Vec::new(),
            into: None,
        }
    }

    /// Starts resizing a zone or a note.
    pub(super) fn start_resize(
        document: &mut Document,
        id: Id,
        handle: ResizeHandle,
        from: Point,
    ) -> Self {
        document.begin("Resize");
        Self::Resize { id, handle, from }
    }

    /// Starts putting a stretch of a connection's line somewhere.
    pub(super) fn start_bend(
        document: &mut Document,
        connection: Id,
        stretch: usize,
        route: Route,
    ) -> Self {
        document.begin("Move line");
        Self::Bend {
            connection,
            stretch,
            route,
        }
    }

    /// Starts moving the label of a connection.
    pub(super) fn start_slide(document: &mut Document, connection: Id, route: Route) -> Self {
        document.begin("Move label");
        Self::Slide { connection, route }
    }

    /// Starts making room.
    pub(super) fn start_make_space(document: &mut Document, from: Point) -> Self {
        document.begin("Make room");
        Self::MakeSpace { from, side: None }
    }

    /// Follows the pointer. `under` is the component under it, `touched` what a marquee up to it touches.
    pub(super) fn drag(
        &mut self,
        document: &mut Document,
        pointer: Pointer,
        under: Option<Id>,
        touched: impl FnOnce(Rect) -> BTreeSet<Id>,
    ) {
        match self {
            Self::Marquee {
                from,
                to,
                before,
                join,
            } => {
                *to = pointer.world;
                let touched = touched(Rect::from_corners(*from, *to));
                document.select(match join {
                    SelectionMode::Replace => touched,
                    SelectionMode::Add => before.union(&touched).copied().collect(),
                    SelectionMode::Toggle => {
                        before.symmetric_difference(&touched).copied().collect()
                    }
                });
            }
            Self::Move {
                from,
                grabbed,
                items,
                copies,
                guides,
                into,
            } => {
                document.rewind();
                if !copies.is_empty() {
                    ops::apply(document, "Duplicate", copies.clone());
                    document.select(items.iter().copied());
                }
                let by = constrain_to_axis(pointer.world - *from, pointer.modifiers.shift);
                let (by, aligned) = snapped(document, *grabbed, items, by, pointer);
                *guides = aligned;
                ops::apply(document, "Move", vec![Edit::Translate(items.clone(), by)]);
                *into = drop_zone(document, *grabbed, items, pointer);
            }
            Self::Resize { id, handle, from } => {
                document.rewind();
                resize(document, *id, *handle, pointer.world - *from, pointer);
            }
            Self::Connect { from, to, target } => {
                *to = pointer.world;
                *target = under.filter(|id| id != from);
            }
            Self::Reconnect { to, target, .. } => {
                *to = pointer.world;
                *target = under;
            }
            Self::Bend {
                connection,
                stretch,
                route,
            } => {
                document.rewind();
                let to = if pointer.snap && !pointer.modifiers.command {
                    pointer.world.snapped(GRID / 2.0)
                } else {
                    pointer.world
                };
                change_line(document, *connection, "Move line", |item| {
                    if let Some(pins) = route.pins_after_drag(*stretch, to, &item.pins) {
                        item.pins = pins;
                    }
                });
            }
            Self::Slide { connection, route } => {
                document.rewind();
                let part = route.nearest_part(pointer.world);
                change_line(document, *connection, "Move label", |item| {
                    item.label_at = Some(part);
                });
            }
            Self::MakeSpace { from, side } => {
                document.rewind();
                let by = pointer.world - *from;
                let room = *side.get_or_insert_with(|| MakeSpace::towards(*from, by));
                let step = if pointer.snap && !pointer.modifiers.command {
                    GRID
                } else {
                    1.0
                };
                let edits = room.edits(document.design(), by, step);
                ops::apply(document, "Make room", edits);
            }
            Self::DrawZone { to, .. } => *to = pointer.world,
        }
    }

    /// Ends the gesture where the pointer is.
    pub(super) fn release(self, document: &mut Document, pointer: Pointer) -> GestureOutcome {
        match self {
            Self::Marquee { .. } | Self::Reconnect { target: None, .. } => GestureOutcome::Done,
            Self::Move { items, into, .. } => {
                move_into_zone(document, &items, into);
                document.commit();
                GestureOutcome::Done
            }
            Self::Resize { .. }
            | Self::Bend { .. }
            | Self::Slide { .. }
            | Self::MakeSpace { .. } => {
                document.commit();
                GestureOutcome::Done
            }
            Self::Connect {
                from,
                target: Some(target),
                ..
            } => connect(document, from, target),
            Self::Connect {
                from,
                to,
                target: None,
            } => {
                // Back where it began: the user thought better of it.
                let home = ops::item_rect(document.design(), from);
                if home.is_some_and(|rect| rect.contains(to)) {
                    GestureOutcome::Done
                } else {
                    GestureOutcome::Dropped { from, at: to }
                }
            }
            Self::Reconnect {
                connection,
                start,
                target: Some(target),
                ..
            } => reconnect(document, connection, start, target),
            Self::DrawZone { from, to } => draw_zone(document, from, to, pointer),
        }
    }

    /// What is being moved about, where that is all that changes.
    pub(super) fn dragged(&self) -> Option<&BTreeSet<Id>> {
        match self {
            Self::Move { items, .. } => Some(items),
            _ => None,
        }
    }

    /// Gives the gesture up: the document is as it was before it began.
    pub(super) fn cancel(self, document: &mut Document) {
        if let Self::Marquee { before, .. } = &self {
            document.select(before.iter().copied());
        }
        document.cancel();
    }
}

/// Connects two components, unless they are connected that way already.
pub(super) fn connect(document: &mut Document, from: Id, to: Id) -> GestureOutcome {
    let design = document.design();
    let name = |id: Id| {
        design
            .component(id)
            .map_or("it", |component| component.name.as_str())
    };
    if from == to {
        return GestureOutcome::Notice(format!("{} cannot be connected to itself", name(from)));
    }
    let present = design
        .connections()
        .find(|(_, c)| c.from == from && c.to == to)
        .map(|(id, _)| id);
    if let Some(id) = present {
        let notice = format!("{} already calls {}", name(from), name(to));
        document.select([id]);
        return GestureOutcome::Notice(notice);
    }
    let id = design.fresh_id();
    ops::apply(
        document,
        "Connect",
        vec![Edit::PutConnection(id, Connection::new(from, to))],
    );
    document.select([id]);
    GestureOutcome::Done
}

/// Changes how the line of a connection runs.
fn change_line(document: &mut Document, id: Id, label: &str, change: impl FnOnce(&mut Connection)) {
    if let Some(mut connection) = document.design().connection(id).cloned() {
        change(&mut connection);
        ops::apply(document, label, vec![Edit::PutConnection(id, connection)]);
    }
}

fn reconnect(document: &mut Document, id: Id, start: bool, target: Id) -> GestureOutcome {
    let Some(mut connection) = document.design().connection(id).cloned() else {
        return GestureOutcome::Done;
    };
    *(if start {
        &mut connection.from
    } else {
        &mut connection.to
    }) = target;
    if connection.from == connection.to {
        return GestureOutcome::Notice("a connection needs two different ends".to_owned());
    }
    ops::apply(
        document,
        "Reconnect",
        vec![Edit::PutConnection(id, connection)],
    );
    GestureOutcome::Done
}

fn draw_zone(document: &mut Document, from: Point, to: Point, pointer: Pointer) -> GestureOutcome {
    let mut rect = Rect::from_corners(from, to);
    if pointer.snap && !pointer.modifiers.command {
        rect = Rect::from_corners(rect.min.snapped(GRID), rect.max.snapped(GRID));
    }
    if rect.width() < MIN_SIZE || rect.height() < MIN_SIZE {
        return GestureOutcome::Notice("drag a larger rectangle to draw a zone".to_owned());
    }
    let design = document.design();
    let parent = ops::zone_at(design, rect.center(), &BTreeSet::new()).filter(|&zone| {
        design
            .zone(zone)
            .is_some_and(|zone| zone.rect.contains_rect(rect))
    });
    let inside = design
        .ids()
        .filter(|&id| design.parent(id) == parent && design.connection(id).is_none())
        .filter(|&id| ops::item_rect(design, id).is_some_and(|item| rect.contains_rect(item)))
        .collect();
    GestureOutcome::Name(ops::add_zone(document, rect, parent, inside))
}

fn constrain_to_axis(by: Vector, one_axis: bool) -> Vector {
    match one_axis {
        true if by.x.abs() >= by.y.abs() => vector(by.x, 0.0),
        true => vector(0.0, by.y),
        false => by,
    }
}

/// The move `by`, corrected so that the grabbed item lies well.
fn snapped(
    document: &Document,
    grabbed: Id,
    items: &BTreeSet<Id>,
    by: Vector,
    pointer: Pointer,
) -> (Vector, Vec<SnapGuide>) {
    let design = document.design();
    let Some(start) =
        ops::item_rect(design, grabbed).filter(|_| pointer.snap && !pointer.modifiers.command)
    else {
        return (by, Vec::new());
    };
    let moving = start.translated(by);
    let moved = design.with_contents(items);
    let is_zone = design.zone(grabbed).is_some();
    // Like aligns with like: a zone's edge is no line to hang boxes on.
    let near = moving.expanded(1_500.0);
    let neighbours: Vec<Rect> = design
        .ids()
        .filter(|id| !moved.contains(id))
        .filter(|&id| match design.item(id) {
            Some(Item::Zone(_)) => is_zone,
            Some(Item::Component(_) | Item::Note(_)) => !is_zone,
            _ => false,
        })
        .filter_map(|id| ops::item_rect(design, id))
        .filter(|rect| near.intersects(*rect))
        .collect();
    let (correction, guides) = snap(moving, &neighbours, REACH / pointer.zoom);
    let keep = constrain_to_axis(by, pointer.modifiers.shift) == by && pointer.modifiers.shift;
    // A move held on one axis is corrected on that axis only.
    let correction = match keep {
        true if by.y == 0.0 => vector(correction.x, 0.0),
        true => vector(0.0, correction.y),
        false => correction,
    };
    (by + correction, guides)
}

/// The zone that items moved to where they are now would belong to; with the command key held, none new.
fn drop_zone(
    document: &Document,
    grabbed: Id,
    items: &BTreeSet<Id>,
    pointer: Pointer,
) -> Option<Id> {
    let design = document.design();
    if pointer.modifiers.command {
        return None;
    }
    let middle = ops::item_rect(design, grabbed)?.center();
    ops::zone_at(design, middle, items)
}

fn move_into_zone(document: &mut Document, items: &BTreeSet<Id>, into: Option<Id>) {
    let design = document.design();
    let movers: BTreeSet<Id> = items
        .iter()
        .copied()
        .filter(|&id| design.connection(id).is_none() && design.parent(id) != into)
        .collect();
    if !movers.is_empty() {
        ops::apply(document, "Move", vec![Edit::SetParent(movers, into)]);
    }
}

fn resize(document: &mut Document, id: Id, handle: ResizeHandle, by: Vector, pointer: Pointer) {
    let design = document.design();
    let Some(start) = ops::item_rect(design, id) else {
        return;
    };
    let rect = resized(start, handle, by, pointer);
    let edit = match design.item(id) {
        Some(Item::Zone(zone)) => Edit::PutZone(
            id,
            crate::model::Zone {
                rect,
                ..zone.clone()
            },
        ),
        Some(Item::Note(note)) => Edit::PutNote(
            id,
            crate::model::Note {
                rect,
                ..note.clone()
            },
        ),
        _ => return,
    };
    ops::apply(document, "Resize", vec![edit]);
}

/// The rectangle with the handle moved: with Shift it keeps its proportions, with Alt its middle.
fn resized(start: Rect, handle: ResizeHandle, by: Vector, pointer: Pointer) -> Rect {
    let place = |value: f64| {
        if pointer.snap && !pointer.modifiers.command {
            (value / GRID).round() * GRID
        } else {
            value
        }
    };
    let times = if pointer.modifiers.alt { 2.0 } else { 1.0 };
    let grown = |low: f64, high: f64, side: i8, by: f64| {
        let edge = if side < 0 { low } else { high };
        let growth = f64::from(side) * (place(edge + by) - edge);
        let grown = if side == 0 { 0.0 } else { growth * times };
        (high - low + grown).max(MIN_SIZE)
    };
    let mut wide = grown(start.min.x, start.max.x, handle.x, by.x);
    let mut high = grown(start.min.y, start.max.y, handle.y, by.y);
    if pointer.modifiers.shift && handle.x != 0 && handle.y != 0 {
        let scale = (wide / start.width()).max(high / start.height());
        (wide, high) = (start.width() * scale, start.height() * scale);
    }
    let ends = |low: f64, high: f64, side: i8, size: f64| match side {
        0 => (low, high),
        _ if pointer.modifiers.alt => {
            let middle = f64::midpoint(low, high);
            (middle - size / 2.0, middle + size / 2.0)
        }
        1 => (low, low + size),
        _ => (high - size, high),
    };
    let (left, right) = ends(start.min.x, start.max.x, handle.x, wide);
    let (top, bottom) = ends(start.min.y, start.max.y, handle.y, high);
    Rect::from_corners(pt(left, top), pt(right, bottom))
}
