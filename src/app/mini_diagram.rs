//! A small drawing inside a panel: the same scene as on the canvas, fitted into the width there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Id, Rect, ScrollArea, Sense, Ui, vec2};

use crate::app::canvas::{Camera, paint};
use crate::layout::{Router, tidy};
use crate::model::{Design, parse_notation};
use crate::scene::{
    DetailLevel, Palette, SceneInput, build_scene, content_bounds, route_connections,
};

/// Room around the drawing (world units).
const MARGIN: f64 = 24.0;
/// Below this zoom boxes have no names.
const NAMES: f64 = 0.42;

/// A drawing with its connections routed.
#[derive(Debug)]
pub(crate) struct MiniDiagram {
    design: Design,
    router: Router,
}

impl MiniDiagram {
    /// Routes the connections, so that it is painted fast from then on.
    pub(crate) fn new(design: Design) -> Self {
        let mut router = Router::default();
        route_connections(&design, &mut router);
        Self { design, router }
    }

    /// What is drawn.
    pub(crate) fn design(&self) -> &Design {
        &self.design
    }

    /// Shows it as wide as there is room and this high; `name` says what it is a picture of.
    pub(crate) fn show(&self, ui: &mut Ui, p: &Palette, height: f32, name: &str) {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, name));
        self.paint(ui, p, rect, 1.0);
    }

    /// Reads the notation and lays it out; none where it cannot be read.
    fn from_notation(text: &str) -> Option<Self> {
        let mut design = parse_notation(text).ok()?.design;
        let edits = tidy(&design);
        design.apply_all(edits).ok()?;
        Some(Self::new(design))
    }

    /// Paints it into a rectangle, at the zoom at which it fits but never larger than `most`.
    fn paint(&self, ui: &Ui, p: &Palette, rect: Rect, most: f64) {
        let Some(bounds) = content_bounds(&self.design).map(|bounds| bounds.expanded(MARGIN))
        else {
            return;
        };
        let zoom = (f64::from(rect.width()) / bounds.width())
            .min(f64::from(rect.height()) / bounds.height())
            .min(most);
        let camera = Camera {
            center: bounds.center(),
            zoom,
            screen: rect,
        };
        let scene = build_scene(&SceneInput {
            design: &self.design,
            palette: p,
            routes: self.router.routes(),
            states: &BTreeMap::new(),
            marks: &BTreeMap::new(),
            health: &BTreeMap::new(),
            captions: &BTreeMap::new(),
            detail: DetailLevel::for_zoom(zoom),
            zoom,
            visible: None,
        });
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.rect_filled(rect, 6.0, p.canvas_fill);
        paint::paint(&painter, &camera, &scene);
    }
}

/// Shows a design as wide as there is room and this high.
pub(crate) fn design_ui(ui: &mut Ui, p: &Palette, design: &Design, height: f32) {
    MiniDiagram::new(design.clone()).show(ui, p, height, "Drawing");
}

/// Shows a design written in the notation, large enough to read and at most `tallest` high: a wide one is moved sideways.
/// Nothing is shown where it cannot be read.
pub(crate) fn notation_ui(ui: &mut Ui, p: &Palette, text: &str, tallest: f32) {
    let id = Id::unique(("drawn", text));
    // Laying out takes longer than painting, so that it is done once and not in every frame.
    let kept = ui.data(|data| data.get_temp::<Option<Arc<MiniDiagram>>>(id));
    let drawn = kept.unwrap_or_else(|| {
        let drawn = MiniDiagram::from_notation(text).map(Arc::new);
        ui.data_mut(|data| data.insert_temp(id, drawn.clone()));
        drawn
    });
    let Some(drawn) = drawn else { return };
    let Some(bounds) = content_bounds(&drawn.design).map(|bounds| bounds.expanded(MARGIN)) else {
        return;
    };
    let room = f64::from(ui.available_width());
    let zoom = (room / bounds.width())
        .clamp(NAMES, 0.8)
        .min(f64::from(tallest) / bounds.height());
    let size = vec2(
        (bounds.width() * zoom).max(room) as f32,
        (bounds.height() * zoom) as f32,
    );
    ScrollArea::horizontal().id_salt(id).show(ui, |ui| {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, "Example")
        });
        drawn.paint(ui, p, rect, zoom);
    });
}
