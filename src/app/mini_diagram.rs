//! A small drawing inside a panel: the same scene as on the canvas, fitted into the width there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align2, Color32, Id, Painter, Rect, ScrollArea, Sense, Stroke, Ui, vec2};

use crate::app::canvas::{Camera, paint};
use crate::app::look::font_of_points;
use crate::app::widgets::caption;
use crate::layout::{Router, tidy};
use crate::model::{Design, parse_notation};
use crate::practice::scorecard::CounterpartMark;
use crate::scene::{
    DetailLevel, Face, Palette, SceneInput, build_scene, component_rect, content_bounds, icon,
    route_connections,
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
    /// How components stand to their counterparts in another drawing.
    marks: BTreeMap<crate::model::Id, CounterpartMark>,
}

impl MiniDiagram {
    /// Routes the connections, so that it is painted fast from then on.
    pub(crate) fn new(design: Design) -> Self {
        let mut router = Router::default();
        route_connections(&design, &mut router);
        Self {
            design,
            router,
            marks: BTreeMap::new(),
        }
    }

    /// The same with positions of our own, for a drawing that has none.
    pub(crate) fn tidied(mut design: Design) -> Self {
        // What Tidy wants can only be refused at the far ends of the drawing area; the drawing stays as it is then.
        let _ = design.apply_all(tidy(&design));
        Self::new(design)
    }

    /// With a mark at the corner of each of these components.
    pub(crate) fn marked(self, marks: BTreeMap<crate::model::Id, CounterpartMark>) -> Self {
        Self { marks, ..self }
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
        for (&id, &mark) in &self.marks {
            if let Some(component) = self.design.component(id) {
                let corner = camera.screen_rect(component_rect(component)).right_top();
                paint_mark(
                    &painter,
                    p,
                    corner,
                    mark,
                    (9.0 * zoom as f32).clamp(5.0, 9.0),
                );
            }
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
