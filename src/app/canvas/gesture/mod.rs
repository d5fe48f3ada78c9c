//! What a drag does to the document, as a pure state machine: it knows no window, only where the pointer is in the world
//! and which modifier keys are held, so that every gesture can be tested without one.

mod connect;
mod connection_end;
mod move_items;
mod outcome;
mod pointer;
mod resize;

use std::collections::BTreeSet;

use super::make_space::MakeSpace;
use super::membership::hand_over;
use super::ops;
use super::snap::{GRID, SnapGuide};
use crate::layout::Route;
use crate::model::{Design, Document, Edit, Id, Point, Rect, Vector};

pub(crate) use connect::connect;
pub(crate) use connection_end::ConnectionEnd;
pub(crate) use outcome::GestureOutcome;
pub(crate) use pointer::{ModifierKeys, Pointer, ResizeHandle, SelectionMode};

use connect::{change_line, reconnect};
use move_items::{constrain_to_axis, drop_zone, move_into_zone, snap_move};
use resize::{draw_zone, resize};

/// A drag in progress.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Gesture {
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
        /// The caller, and where its line begins.
        from: ConnectionEnd,
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
        /// The side that moves, once the first movement has chosen it.
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

impl Gesture {
    /// Starts moving the selection, which `grabbed` is part of; with `copy` a copy of it, the original stays.
    pub(crate) fn start_move(
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
            ops::apply_edits(document, "Duplicate", copies.clone());
            let same_place = |id: &Id| ops::item_rect(document.design(), *id) == at;
            grabbed = items.iter().copied().find(same_place).unwrap_or(grabbed);
        } else {
            items = ops::without_locked(design, &items);
        }
        let items = ops::outermost_items(document.design(), &items);
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
    pub(crate) fn start_resize(
        document: &mut Document,
        id: Id,
        handle: ResizeHandle,
        from: Point,
    ) -> Self {
        document.begin("Resize");
        Self::Resize { id, handle, from }
    }

    /// Starts putting a stretch of a connection's line somewhere.
    pub(crate) fn start_bend(
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
    pub(crate) fn start_slide(document: &mut Document, connection: Id, route: Route) -> Self {
        document.begin("Move label");
        Self::Slide { connection, route }
    }

    /// Starts making room.
    pub(crate) fn start_make_space(document: &mut Document, from: Point) -> Self {
        document.begin("Push apart");
        Self::MakeSpace { from, side: None }
    }

    /// Follows the pointer. `under` is the component under it, `touched` what a marquee up to it touches.
    pub(crate) fn drag(
        &mut self,
        document: &mut Document,
        pointer: Pointer,
        under: Option<Id>,
        touched: impl FnOnce(&Design, Rect) -> BTreeSet<Id>,
    ) {
        match self {
            Self::Marquee {
                from,
                to,
                before,
                join,
            } => {
                *to = pointer.world;
                let touched = touched(document.design(), Rect::from_corners(*from, *to));
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
                    ops::apply_edits(document, "Duplicate", copies.clone());
                    document.select(items.iter().copied());
                }
                let by = constrain_to_axis(pointer.world - *from, pointer.modifiers.shift);
                let (by, aligned) = snap_move(document, *grabbed, items, by, pointer);
                *guides = aligned;
                ops::apply_edits(document, "Move", vec![Edit::Translate(items.clone(), by)]);
                *into = drop_zone(document, *grabbed, items, pointer);
            }
            Self::Resize { id, handle, from } => {
                document.rewind();
                resize(document, *id, *handle, pointer.world - *from, pointer);
            }
            Self::Connect { from, to, target } => {
                *to = pointer.world;
                *target = under.filter(|id| *id != from.component);
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
                let room = *side.get_or_insert_with(|| MakeSpace::choose_side(*from, by));
                let step = if pointer.snap && !pointer.modifiers.command {
                    GRID
                } else {
                    1.0
                };
                let edits = room.move_side(document.design(), by, step);
                ops::apply_edits(document, "Push apart", edits);
            }
            Self::DrawZone { to, .. } => *to = pointer.world,
        }
    }

    /// Ends the gesture where the pointer is.
    pub(crate) fn release(self, document: &mut Document, pointer: Pointer) -> GestureOutcome {
        match self {
            Self::Marquee { .. } | Self::Reconnect { target: None, .. } => GestureOutcome::Done,
            Self::Move { items, into, .. } => {
                move_into_zone(document, &items, into);
                // The command key keeps things apart: what is moved stays outside zones, and takes nothing in.
                let words = (!pointer.modifiers.command)
                    .then(|| document.before_gesture().cloned())
                    .flatten()
                    .and_then(|before| {
                        let moved = document.design().with_contents(&items);
                        hand_over(document, &before, &moved)
                    });
                document.commit();
                words.map_or(GestureOutcome::Done, GestureOutcome::Notice)
            }
            Self::Resize { .. } | Self::MakeSpace { .. } => {
                let before = document.before_gesture().cloned();
                let words =
                    before.and_then(|before| hand_over(document, &before, &BTreeSet::new()));
                document.commit();
                words.map_or(GestureOutcome::Done, GestureOutcome::Notice)
            }
            Self::Bend { .. } | Self::Slide { .. } => {
                document.commit();
                GestureOutcome::Done
            }
            Self::Connect {
                from,
                target: Some(target),
                ..
            } => {
                let end = ConnectionEnd::at(document, target, pointer.world, pointer.zoom);
                connect(document, from, end)
            }
            Self::Connect {
                from,
                to,
                target: None,
            } => {
                // Back where it began: the user thought better of it.
                let home = ops::item_rect(document.design(), from.component);
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
            } => {
                let end = ConnectionEnd::at(document, target, pointer.world, pointer.zoom);
                reconnect(document, connection, start, end)
            }
            Self::DrawZone { from, to } => draw_zone(document, from, to, pointer),
        }
    }

    /// What is being moved about, where that is all that changes.
    pub(crate) fn dragged_items(&self) -> Option<&BTreeSet<Id>> {
        match self {
            Self::Move { items, .. } => Some(items),
            _ => None,
        }
    }

    /// Gives the gesture up: the document is as it was before it began.
    pub(crate) fn cancel(self, document: &mut Document) {
        if let Self::Marquee { before, .. } = &self {
            document.select(before.iter().copied());
        }
        document.cancel();
    }
}
