//! Names as they are read from afar: larger in their boxes, with all words whole, as long as they can be read.

use ecolor::Color32;

use super::scene_builder::SceneBuilder;
use super::{Align, Face};
use crate::layout::NAME_SIZE;
use crate::model::{Component, Rect, pt};
use crate::text::{HALF_CAP, break_lines, elide, fit_lines, text_width};

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
    let room = room_for_name(free, left);
    fit_lines(&component.name, Face::SemiBold, sizes, room, FAR_PITCH)
}

/// The beginning of a name that cannot be read whole, in the smallest size, where a line has room for enough of it to be
/// known by: a box without any name is harder to talk about than one whose name is cut.
pub(super) fn cut_far_name(
    component: &Component,
    zoom: f64,
    (free, left): (Rect, f64),
) -> Option<(f64, Vec<String>)> {
    /// About ten letters, in sizes of the font.
    const LEAST_LINE: f64 = 6.0;
    let size = FAR_LEAST / zoom;
    let (wide, high) = room_for_name(free, left);
    let lines = (high / (FAR_PITCH * size)).floor() as usize;
    if lines == 0 || wide < LEAST_LINE * size {
        return None;
    }
    let name = &component.name;
    let mut words = name.split_whitespace();
    let set = if words.any(|word| text_width(word, Face::SemiBold, size) > wide) {
        vec![elide(name, Face::SemiBold, size, wide)]
    } else {
        break_lines(name, Face::SemiBold, size, wide, lines)
    };
    Some((size, set))
}

/// The width and the height that the free part of a box leaves to its name.
fn room_for_name(free: Rect, left: f64) -> (f64, f64) {
    (free.width() - left - 4.0, free.height() - 2.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_cannot_be_whole_is_cut_where_a_line_says_enough() {
        let named = |name: &str| Component::new("queue", name, pt(0.0, 0.0));
        let free = Rect::from_center(pt(0.0, 0.0), 192.0, 64.0);
        for name in [
            "URLs that wait for a fetcher, by site and priority",
            "Hyperparameterregistryservice",
        ] {
            let component = named(name);
            let (zoom, place) = (0.36, (free, FAR_LEFT));
            assert_eq!(
                far_name(&component, zoom, place),
                None,
                "{name} is too long"
            );
            let (size, lines) = cut_far_name(&component, zoom, place).expect(name);
            assert!((size * zoom - FAR_LEAST).abs() < 1e-9, "{name} can be read");
            assert!(lines[0].starts_with(&name[..4]), "{lines:?}");
            assert!(lines.iter().any(|line| line.ends_with('…')), "{lines:?}");
            for line in &lines {
                let wide = text_width(line, Face::SemiBold, size);
                assert!(wide <= room_for_name(free, FAR_LEFT).0, "{line} fits");
            }
            assert_eq!(
                cut_far_name(&component, 0.2, place),
                None,
                "too little of it"
            );
        }
    }
}
