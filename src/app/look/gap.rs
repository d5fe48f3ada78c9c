//! The distances between things around the canvas, in points of egui.

use egui::{Vec2, vec2};

/// Between lines that belong together: 2 points.
pub(crate) const XXS: f32 = 2.0;
/// Between small things in a row, such as chips: 4 points.
pub(crate) const XS: f32 = 4.0;
/// Between a heading and what it heads: 6 points.
pub(crate) const S: f32 = 6.0;
/// Between neighbors of the usual size: 8 points.
pub(crate) const M: f32 = 8.0;
/// Between groups: 10 points.
pub(crate) const L: f32 = 10.0;
/// Between a group and the edge of a card: 12 points.
pub(crate) const XL: f32 = 12.0;
/// Between sections: 16 points.
pub(crate) const XXL: f32 = 16.0;
/// Around a single message in a panel: 24 points.
pub(crate) const PAGE: f32 = 24.0;

/// The spacing of small things that wrap, such as chips.
pub(crate) const WRAPPED: Vec2 = vec2(XS, XS);
