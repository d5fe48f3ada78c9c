//! How the components of two drawings stand to each other: a mark at the corner of each, and what the marks mean.

use std::collections::BTreeMap;

use egui::{Align2, Color32, Painter, Sense, Stroke, Ui, vec2};

use super::camera::Camera;
use crate::app::look::font_of_points;
use crate::app::widgets::caption;
use crate::model::{Design, Id};
use crate::practice::scorecard::CounterpartMark;
use crate::scene::{Face, Palette, component_rect, icon};

/// The largest and the smallest radius of a mark (points).
const LARGEST: f32 = 9.0;
const SMALLEST: f32 = 5.0;

/// Paints the mark of each component that has one.
pub(crate) fn paint_marks(
    painter: &Painter,
    camera: &Camera,
    p: &Palette,
    design: &Design,
    marks: &BTreeMap<Id, CounterpartMark>,
) {
    let radius = (LARGEST * camera.zoom as f32).clamp(SMALLEST, LARGEST);
    for (&id, &mark) in marks {
        if let Some(component) = design.component(id) {
            let corner = camera.screen_rect(component_rect(component)).right_top();
            paint_mark(painter, p, corner, mark, radius);
        }
    }
}

/// The icon, the ground and the ink of a mark.
fn mark_look(p: &Palette, mark: CounterpartMark) -> (char, Color32, Color32) {
    match mark {
        CounterpartMark::Matched => (icon::CHECK, p.ok.soft, p.ok.text),
        CounterpartMark::Substituted => (icon::ARROWS_LEFT_RIGHT, p.info.fill, p.surface_raised),
        CounterpartMark::Missing => (icon::MINUS, p.high.fill, p.surface_raised),
        CounterpartMark::Extra => (icon::PLUS, p.text_secondary, p.surface_raised),
    }
}

/// Paints a mark as a disk with an icon in it.
fn paint_mark(painter: &Painter, p: &Palette, at: egui::Pos2, mark: CounterpartMark, radius: f32) {
    let (glyph, ground, ink) = mark_look(p, mark);
    let edge = if mark == CounterpartMark::Matched {
        ink
    } else {
        ground
    };
    painter.circle(at, radius, ground, Stroke::new(1.0, edge));
    let font = font_of_points(Face::Icons, 1.3 * radius);
    painter.text(at, Align2::CENTER_CENTER, glyph, font, ink);
}

/// A mark in a line of text.
pub(crate) fn mark_ui(ui: &mut Ui, p: &Palette, mark: CounterpartMark) {
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint_mark(ui.painter(), p, rect.center(), mark, 7.5);
}

/// The four marks with their counts.
pub(crate) fn legend_ui(ui: &mut Ui, p: &Palette, count: impl Fn(CounterpartMark) -> usize) {
    ui.horizontal_wrapped(|ui| {
        for mark in CounterpartMark::ALL {
            mark_ui(ui, p, mark);
            caption(ui, p, format!("{} {}", mark.label(), count(mark)));
        }
    });
}
