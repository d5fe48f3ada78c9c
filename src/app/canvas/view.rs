//! The view of one document: camera, tool, gesture in progress and routes, and what menus and keys call.

use std::collections::{BTreeMap, BTreeSet};

use egui::Sense;

use super::camera::Camera;
use super::editor::Editor;
use super::finder::Finder;
use super::gesture::Gesture;
use super::ops;
use super::quick_insert::QuickInsert;
use super::settings::ItemSettings;
use super::types::{CanvasContext, CanvasOutput, Interaction, Tool, ViewTarget};
use crate::layout::Router;
use crate::model::{Design, Document, Id, Point, Rect};
use crate::scene::{self, content_bounds};

/// The view of one document. Its methods are what menus and keys call.
#[derive(Debug, Default)]
pub struct Canvas {
    /// What a press does.
    pub tool: Tool,
    pub(super) camera: Camera,
    /// The view that an animation leads to, from where, and when it began (seconds).
    pub(super) camera_animation: Option<(Camera, Camera, f64)>,
    /// What to show as soon as the size of the view is known.
    pub(super) pending: Option<ViewTarget>,
    pub(super) shown_before: bool,
    pub(super) router: Router,
    pub(super) routed: Option<Design>,
    /// Whether lines have only followed what is dragged since all were looked at.
    pub(super) following: bool,
    /// Where the labels of connections were in the last frame.
    pub(super) labels: BTreeMap<Id, Rect>,
    pub(super) gesture: Option<Gesture>,
    /// The world point that is held under the pointer while the view is being moved.
    pub(super) panning: Option<Point>,
    /// A connection begun by a click: its caller.
    pub(super) connecting: Option<Id>,
    /// The item under the pointer.
    pub(super) hovered: Option<Id>,
    /// The component whose dots are shown beside the selected one's.
    pub(super) dot_owner: Option<Id>,
    pub(super) editor: Option<Editor>,
    pub(super) quick: Option<QuickInsert>,
    pub(super) finder: Option<Finder>,
    /// What the search among what is drawn points at.
    pub(super) finder_target: Option<Id>,
    /// The kinds placed last, the latest first.
    pub(super) recent: Vec<String>,
    /// The item that is to be broken or mended.
    pub(super) fault_target: Option<Id>,
    /// Settings that were copied from an item.
    pub(super) settings: Option<ItemSettings>,
    /// Pastes of the same text so far, so that each lies a little further aside.
    pub(super) pasted: (String, u32),
    pub(super) pointer: Option<egui::Pos2>,
    /// The revision that was last announced to a screen reader, and the announcement.
    pub(super) announced: (u64, String),
    /// Whether the pointer moves the view by the small map.
    pub(super) on_map: bool,
}

/// How long the view takes to get to what it is asked to show, in seconds.
const FLIGHT: f64 = 0.16;
/// In drawings of up to so many components all lines are looked at again while something is dragged.
const LIVE: usize = 60;

impl Canvas {
    /// Shows the document in all the room there is, and handles it.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) -> CanvasOutput {
        let mut output = CanvasOutput::default();
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, "Drawing")
        });
        self.camera.screen = rect;
        if !std::mem::replace(&mut self.shown_before, true) {
            self.pending.get_or_insert(ViewTarget::All);
        }
        self.animate_camera(ui, document.design(), context.preferences.reduce_motion);
        self.update_routes(document.design());
        if let Some(notice) = self.handle_input(ui, &response, document, context) {
            output.notice = Some(notice);
        }
        self.drop_from_palette(ui, &response, document, context);
        self.update_routes(document.design());
        self.paint(ui, document, context);
        if let Some(notice) = self.text_entry_ui(ui, document, context) {
            output.notice = Some(notice);
        }
        if context.interaction == Interaction::Edit {
            self.pin_conflict_ui(ui, document, context.theme.palette());
        }
        self.hint_ui(&response, document, context);
        self.name_items(ui, document.design(), context);
        self.announce(ui, document);
        if context.preferences.map {
            self.map_ui(ui, document.design(), context.theme.palette());
        }
        output.hovered = self.hovered;
        output.fault_target = self.fault_target.take();
        output.response = Some(response);
        output
    }

    /// The zoom, 1 at 100 %.
    pub fn zoom(&self) -> f64 {
        self.camera.zoom
    }

    /// Where the view looks.
    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    /// Zooms about the middle of the view, `factor` times closer.
    pub fn zoom_by(&mut self, factor: f64) {
        self.camera_animation = None;
        self.camera.zoom_about(self.camera.screen.center(), factor);
    }

    /// Back to 100 %.
    pub fn zoom_reset(&mut self) {
        self.zoom_by(1.0 / self.camera.zoom);
    }

    /// Shows everything.
    pub fn fit(&mut self) {
        self.pending = Some(ViewTarget::All);
    }

    /// Shows these items, and leaves the view alone where they are in sight already.
    pub fn reveal(&mut self, design: &Design, items: &BTreeSet<Id>) {
        self.pending = ops::bounds(design, items)
            .map(ViewTarget::Reveal)
            .or(self.pending);
    }

    /// Shows the selection, and leaves the view alone where it is in sight already.
    pub fn reveal_selection(&mut self, document: &Document) {
        self.reveal(document.design(), document.selection());
    }

    /// Shows the selection as large as fits.
    pub fn fit_selection(&mut self, document: &Document) {
        self.pending = ops::bounds(document.design(), document.selection())
            .map(ViewTarget::Rect)
            .or(self.pending);
    }

    /// Opens the search for a component at the pointer, or in the middle of the view.
    pub fn open_search(&mut self) {
        let inside = self.pointer.filter(|at| self.camera.screen.contains(*at));
        let screen = inside.unwrap_or(self.camera.screen.center());
        self.open_quick_insert(self.camera.world_from_screen(screen), None);
    }

    /// Opens the editor of the selected item's name in place.
    pub fn rename(&mut self, document: &mut Document) {
        if let Some(id) = document.only_selected() {
            self.editor = Editor::open(document.design(), id);
        }
    }

    /// Takes the settings of the selected item, for others of its sort.
    pub fn copy_settings(&mut self, document: &Document) {
        self.settings = ItemSettings::copy(document).or(self.settings.take());
    }

    /// Gives the settings that were copied to the selection; a sentence where that changes nothing.
    pub fn paste_settings(&self, document: &mut Document) -> Option<&'static str> {
        let Some(settings) = &self.settings else {
            return Some("copy the settings of an item first (Copy settings)");
        };
        let same = "nothing selected can take these settings, or all items have them already";
        (settings.paste(document) == 0).then_some(same)
    }

    /// Cancels the gesture in progress, or else clears the selection.
    pub fn escape(&mut self, document: &mut Document) {
        if let Some(gesture) = self.gesture.take() {
            gesture.cancel(document);
        } else if self.connecting.take().is_none() && self.tool == Tool::Select {
            document.select([]);
        }
        self.tool = Tool::Select;
    }

    /// Cancels every gesture in progress and takes the first tool, before the drawing is only looked at.
    pub fn cancel_all(&mut self, document: &mut Document) {
        if let Some(gesture) = self.gesture.take() {
            gesture.cancel(document);
        }
        (self.connecting, self.editor, self.quick) = (None, None, None);
        (self.finder, self.finder_target) = (None, None);
        self.tool = Tool::Select;
    }

    /// Whether something is being dragged. The gesture owns the document until it ends: a command in its middle would
    /// split its step of undo, and what is dragged would go on from a place where it no longer is.
    pub fn is_dragging(&self) -> bool {
        self.gesture.is_some()
    }

    /// Writes the name that is being typed, so that a command finds it in the drawing.
    pub fn finish_typing(&mut self, document: &mut Document) {
        if let Some(editor) = self.editor.take() {
            editor.finish(document);
        }
    }

    /// Whether a text is being edited in place (single-letter keys are text then).
    pub fn is_editing(&self) -> bool {
        self.editor.is_some() || self.quick.is_some() || self.finder.is_some()
    }

    /// Moves the view toward what it was asked to show.
    fn animate_camera(&mut self, ui: &egui::Ui, design: &Design, reduce_motion: bool) {
        if let Some(show) = self.pending.take() {
            let target = match show {
                ViewTarget::All => self.camera.fit_to(content_bounds(design)),
                ViewTarget::Rect(rect) => self.camera.fit_to(Some(rect)),
                ViewTarget::Reveal(rect) => self.camera.reveal(rect),
            };
            if reduce_motion || self.routed.is_none() {
                self.camera = target;
            } else if target != self.camera {
                self.camera_animation = Some((self.camera, target, ui.input(|input| input.time)));
            }
        }
        if let Some((from, to, began)) = self.camera_animation {
            let t = ((ui.input(|input| input.time) - began) / FLIGHT).clamp(0.0, 1.0);
            let eased = 1.0 - (1.0 - t).powi(3);
            self.camera.zoom = from.zoom * (to.zoom / from.zoom).powf(eased);
            self.camera.center = from.center.lerp(to.center, eased);
            if t >= 1.0 {
                self.camera_animation = None;
            } else {
                ui.ctx().request_repaint();
            }
        }
    }

    /// Brings the routes up to date with the design. While things are dragged in a large drawing, only their own lines
    /// follow them; where they are let go, all lines are looked at again.
    fn update_routes(&mut self, design: &Design) {
        let dragged = self.gesture.as_ref().and_then(Gesture::dragged_items);
        let dragged = dragged.filter(|_| design.components().len() > LIVE);
        let same = self.routed.as_ref() == Some(design);
        if same && (dragged.is_some() || !self.following) {
            return;
        }
        self.following = dragged.is_some();
        match dragged {
            Some(items) => {
                scene::follow_moved(design, &design.with_contents(items), &mut self.router);
            }
            None => scene::route_connections(design, &mut self.router),
        }
        self.routed = Some(design.clone());
    }
}
