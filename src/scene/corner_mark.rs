//! The small mark at the corner of a component that is compared with another drawing.

use super::input::{ItemState, SceneInput};
use super::scene_builder::SceneBuilder;
use super::{Face, Geometry, Stroke, icon};
use crate::model::{Point, Rect, pt};

/// The mark that says how a component stands in a comparison.
pub(super) fn draw_corner_mark(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    state: ItemState,
    rect: Rect,
) {
    let p = input.palette;
    let (radius, fill, glyph, color) = match state {
        ItemState::Matched => (6.0, p.ok.soft, icon::CHECK, p.ok.text),
        ItemState::Substituted => (8.0, p.info.fill, icon::ARROWS_LEFT_RIGHT, p.surface_raised),
        ItemState::Extra => (8.0, p.text_tertiary, icon::PLUS, p.surface_raised),
        ItemState::Missing => (8.0, p.high.fill, icon::MINUS, p.surface_raised),
        ItemState::Removed => (8.0, p.critical.fill, icon::X, p.surface_raised),
        _ => return,
    };
    let center: Point = pt(rect.min.x + 4.0, rect.min.y + 2.0);
    pen.add_shape(Geometry::Circle {
        center,
        radius: radius + 1.5,
        fill: p.canvas_fill,
        stroke: Stroke::NONE,
    });
    pen.add_shape(Geometry::Circle {
        center,
        radius,
        fill,
        stroke: Stroke::NONE,
    });
    pen.icon(center, radius * 1.5, Face::Icons, glyph, color);
}
