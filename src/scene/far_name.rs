//! Names as they are read from afar: larger in their boxes, with all words whole, as long as they can be read.

use ecolor::Color32;

use super::scene_builder::SceneBuilder;
use super::{Align, Face};
use crate::layout::NAME_SIZE;
use crate::model::{Component, Rect, pt};
use crate::text::{HALF_CAP, fit_lines};

/// Names seen from afar are written this large where there is room, and no smaller than this (points on the screen).
const FAR_SIZE: f64 = 9.0;
const FAR_LEAST: f64 = 8.0;
/// From line to line of a name seen from afar, as a part of its size.
const FAR_PITCH: f64 = 1.15;
/// Where a name begins that has the whole box to itself.
pub(super) const FAR_LEFT: f64 = 6.0;

/// The size and the lines of a name seen from afar, if it can be read in the free part of its box with all its words whole.
pub(super) fn far_name(
    component: &Component,
    zoom: f64,
    (free, left): (Rect, f64),
) -> Option<(f64, Vec<String>)> {
    let sizes = (NAME_SIZE.max(FAR_SIZE / zoom), FAR_LEAST / zoom);
    let room = (free.width() - left - 4.0, free.height() - 2.0);
    fit_lines(&component.name, Face::SemiBold, sizes, room, FAR_PITCH)
}

pub(super) fn draw_far_name(
    pen: &mut SceneBuilder,
    ink: Color32,
    (size, lines): (f64, Vec<String>),
    (free, left): (Rect, f64),
) {
    let pitch = size * FAR_PITCH;
    let first = free.center().y + HALF_CAP * size - pitch * (lines.len() as f64 - 1.0) / 2.0;
    for (index, line) in lines.into_iter().enumerate() {
        let at = pt(free.min.x + left, first + pitch * index as f64);
        pen.text(at, Align::Start, (size, Face::SemiBold, ink), line);
    }
}
