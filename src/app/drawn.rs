//! A small drawing inside a panel: the same scene as on the canvas, fitted into the width there is.

use std::collections::BTreeMap;

use egui::{Sense, Ui, vec2};

use super::canvas::{Camera, paint};
use crate::arrange::{Router, tidy};
use crate::model::{Design, parse_notation};
use crate::scene::{Detail, Palette, SceneInput, build, component_rect, content_bounds};

/// Shows a design as wide as there is room, at most `tallest` high.
pub(super) fn design(ui: &mut Ui, p: &Palette, design: &Design, tallest: f32) {
    const MARGIN: f64 = 12.0;
    let Some(bounds) = content_bounds(design).map(|bounds| bounds.expanded(MARGIN)) else {
        return;
    };
    let width = ui.available_width();
    let zoom = (f64::from(width) / bounds.width())
        .min(f64::from(tallest) / bounds.height())
        .min(1.0);
    let height = (bounds.height() * zoom) as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, "Drawing"));
    let camera = Camera {
        center: bounds.center(),
        zoom,
        screen: rect,
    };
    let boxes = design
        .components()
        .map(|(id, item)| (id, component_rect(item)))
        .collect();
    let wires = design
        .connections()
        .map(|(id, item)| (id, (item.from, item.to)))
        .collect();
    let mut router = Router::default();
    router.update(&boxes, &wires);
    let scene = build(&SceneInput {
        design,
        palette: p,
        routes: router.routes(),
        states: &BTreeMap::new(),
        marks: &BTreeMap::new(),
        detail: Detail::for_zoom(zoom),
        zoom,
        visible: None,
    });
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 6.0, p.canvas_fill);
    paint::paint(&painter, &camera, &scene);
}

/// Shows a design written in the notation; nothing where it cannot be read.
pub(super) fn notation(ui: &mut Ui, p: &Palette, text: &str, tallest: f32) {
    let Ok(parsed) = parse_notation(text) else {
        return;
    };
    let mut laid_out = parsed.design;
    let edits = tidy(&laid_out);
    if laid_out.apply_all(edits).is_ok() {
        design(ui, p, &laid_out, tallest);
    }
}
