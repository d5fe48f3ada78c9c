//! The pointer and the modifier keys as gestures understand them.

use crate::model::{Point, Rect, pt};

/// The pointer as gestures see it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pointer {
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
pub(crate) struct ModifierKeys {
    /// Adds to a selection; keeps a move on one axis, and the proportions of what is resized.
    pub shift: bool,
    /// Ctrl, or Cmd on a Mac: toggles in a selection; while moving: no snapping, and stay outside zones.
    pub command: bool,
    /// Keeps the middle of what is resized.
    pub alt: bool,
}

/// One of the eight places to resize from: -1, 0 or 1 for left, middle, right and top, middle, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ResizeHandle {
    /// Left, middle or right.
    pub x: i8,
    /// Top, middle or bottom.
    pub y: i8,
}

impl ResizeHandle {
    /// All eight.
    pub(crate) const ALL: [Self; 8] = [
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
    pub(crate) fn point_on(self, rect: Rect) -> Point {
        let at = |side: i8, low: f64, high: f64| low + (high - low) * (f64::from(side) + 1.0) / 2.0;
        pt(
            at(self.x, rect.min.x, rect.max.x),
            at(self.y, rect.min.y, rect.max.y),
        )
    }
}

/// What a marquee does to the selection there was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SelectionMode {
    /// Takes its place.
    Replace,
    /// Adds to it.
    Add,
    /// Takes out what was in, adds what was not.
    Toggle,
}
