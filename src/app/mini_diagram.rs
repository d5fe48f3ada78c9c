//! A small drawing inside a panel: the same scene as on the canvas, fitted into the width there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Id, Rect, Sense, Ui, vec2};

use crate::app::canvas::{Camera, counterparts, paint};
use crate::layout::{Direction, Router, tidy_toward};
use crate::model::{Design, parse_notation};
use crate::practice::scorecard::CounterpartMark;
use crate::scene::{
    DetailLevel, ItemState, Palette, SceneInput, build_scene, content_bounds, route_connections,
};

/// Room around the drawing (world units).
const MARGIN: f64 = 24.0;
/// Room for a picture that fills most of a window (world units).
const PAGE: (f64, f64) = (960.0, 800.0);

/// A drawing with its connections routed.
#[derive(Debug)]
pub(crate) struct MiniDiagram {
    design: Design,
    router: Router,
    /// How components stand to their counterparts in another drawing.
    marks: BTreeMap<crate::model::Id, CounterpartMark>,
    /// What is pointed at.
    states: BTreeMap<crate::model::Id, ItemState>,
    /// What is drawn at every zoom.
    least_detail: DetailLevel,
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
            states: BTreeMap::new(),
            least_detail: DetailLevel::Blocks,
        }
    }

    /// The same with positions of our own, for a drawing that has none: along or down, whichever is larger on a page.
    pub(crate) fn tidied(design: &Design) -> Self {
        let laid_out = |direction| {
            let mut design = design.clone();
            // What Tidy wants can only be refused at the far ends of the drawing area; the drawing stays as it is then.
            let _ = design.apply_all(tidy_toward(&design, direction));
            design
        };
        let zoom = |design: &Design| {
            content_bounds(design).map_or(0.0, |bounds| {
                (PAGE.0 / bounds.width()).min(PAGE.1 / bounds.height())
            })
        };
        let (along, down) = (laid_out(Direction::Right), laid_out(Direction::Down));
        Self::new(if zoom(&down) > zoom(&along) {
            down
        } else {
            along
        })
    }

    /// With all words, however small: for a picture that somebody reads to find something.
    pub(crate) fn with_all_words(self) -> Self {
        Self {
            least_detail: DetailLevel::Full,
            ..self
        }
    }

    /// With a mark at the corner of each of these components.
    pub(crate) fn marked(self, marks: BTreeMap<crate::model::Id, CounterpartMark>) -> Self {
        Self { marks, ..self }
    }

    /// Rings these components and connections from now on.
    pub(crate) fn highlight(&mut self, items: impl IntoIterator<Item = crate::model::Id>) {
        let items = items.into_iter();
        self.states = items.map(|id| (id, ItemState::Highlighted)).collect();
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

    /// Reads the notation and lays it out in a direction; none where it cannot be read.
    fn from_notation(text: &str, direction: Direction) -> Option<Self> {
        let mut design = parse_notation(text).ok()?.design;
        let edits = tidy_toward(&design, direction);
        design.apply_all(edits).ok()?;
        Some(Self::new(design))
    }

    /// What it shows, with room around it (world units).
    fn bounds(&self) -> Option<crate::model::Rect> {
        Some(content_bounds(&self.design)?.expanded(MARGIN))
    }

    /// Paints it into a rectangle, at the zoom at which it fits but never larger than `most`.
    fn paint(&self, ui: &Ui, p: &Palette, rect: Rect, most: f64) {
        let Some(bounds) = self.bounds() else {
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
            states: &self.states,
            marks: &BTreeMap::new(),
            health: &BTreeMap::new(),
            captions: &BTreeMap::new(),
            detail: DetailLevel::for_zoom(zoom).max(self.least_detail),
            zoom,
            visible: None,
        });
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.rect_filled(rect, 6.0, p.canvas_fill);
        paint::paint(&painter, &camera, &scene);
        counterparts::paint_marks(&painter, &camera, p, &self.design, &self.marks);
    }
}

/// Shows a design as wide as there is room and this high.
pub(crate) fn design_ui(ui: &mut Ui, p: &Palette, design: &Design, height: f32) {
    MiniDiagram::new(design.clone()).show(ui, p, height, "Drawing");
}

/// Shows a design written in the notation, whole: as wide as there is room, at most `tallest` high, and along or down,
/// whichever makes it larger. Nothing is shown where it cannot be read.
pub(crate) fn notation_ui(ui: &mut Ui, p: &Palette, text: &str, tallest: f32) {
    const LARGEST: f64 = 0.8;
    let id = Id::unique(("drawn", text));
    // Laying out takes longer than painting, so that it is done once and not in every frame.
    let kept = ui.data(|data| data.get_temp::<Arc<Vec<MiniDiagram>>>(id));
    let drawn = kept.unwrap_or_else(|| {
        let ways = [Direction::Right, Direction::Down];
        let drawn = ways.map(|way| MiniDiagram::from_notation(text, way));
        let drawn = Arc::new(drawn.into_iter().flatten().collect());
        ui.data_mut(|data| data.insert_temp(id, Arc::clone(&drawn)));
        drawn
    });
    let (wide, high) = (f64::from(ui.available_width()), f64::from(tallest));
    let fitted = drawn.iter().filter_map(|drawn| {
        let bounds = drawn.bounds()?;
        let zoom = (wide / bounds.width()).min(high / bounds.height());
        Some((zoom.min(LARGEST), bounds.height(), drawn))
    });
    // Of two that are equally large, the one along.
    let largest = fitted.reduce(|best, other| if other.0 > best.0 { other } else { best });
    let Some((zoom, height, drawn)) = largest else {
        return;
    };
    drawn.show(ui, p, (height * zoom) as f32, "Example");
}
