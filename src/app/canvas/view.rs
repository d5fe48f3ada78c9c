//! The view of one document: camera, tool, gesture in progress and routes, and what menus and keys call.

use std::collections::{BTreeMap, BTreeSet};

use egui::Sense;

use super::camera::Camera;
use super::editor::Editor;
use super::finder::Finder;
use super::gesture::{ConnectionEnd, Gesture};
use super::lines::CanvasLines;
use super::membership;
use super::ops;
use super::quick_insert::QuickInsert;
use super::settings::ItemSettings;
use super::types::{
    Announcement, CanvasContext, CanvasOutput, Interaction, LastPaste, Tool, ViewTarget,
};
use crate::app::floating::FloatingItem;
use crate::model::{Design, Document, Id, Point, Rect};
use crate::scene::content_bounds;

/// What boxes are drawn on a canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Surface {
    /// Boxes of kinds, as on a palette.
    #[default]
    Diagram,
    /// Plain boxes that say in words what they are.
    Whiteboard,
}

/// The view of one document. Its methods are what menus and keys call.
#[derive(Debug, Default)]
pub struct Canvas {
    /// What a press does.
    pub tool: Tool,
    /// What boxes are drawn on it.
    pub surface: Surface,
    pub(super) camera: Camera,
    /// The view that an animation leads to, from where, and when it began (seconds).
    pub(super) camera_animation: Option<(Camera, Camera, f64)>,
    /// Where a glance at an offered change began, and where it leads.
    pub(super) glance: Option<(Camera, Camera)>,
    /// What to show as soon as the size of the view is known.
    pub(super) pending: Option<ViewTarget>,
    pub(super) shown_before: bool,
    pub(super) lines: CanvasLines,
    /// Where the labels of connections were in the last frame.
    pub(super) labels: BTreeMap<Id, Rect>,
    pub(super) gesture: Option<Gesture>,
    /// The world point that is held under the pointer while the view is being moved.
    pub(super) panning: Option<Point>,
    /// A connection begun by a click: its caller.
    pub(super) connecting: Option<ConnectionEnd>,
    /// The other button gave something up, and is not released yet: it opens no menu.
    pub(super) aborted: bool,
    /// Where the other button was clicked, which asks for a menu.
    pub(super) menu: Option<egui::Pos2>,
    /// Where the last click was, and what it selected: a click in the same place selects what lies underneath.
    pub(super) last_click: Option<(egui::Pos2, Id)>,
    /// Since when something is dragged at the edge of the view (seconds).
    pub(super) at_edge_since: Option<f64>,
    /// The last nudge: the revision that it led to, and when it was (seconds).
    pub(super) nudged: Option<(u64, f64)>,
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
    /// The last paste, so that the next of the same text lies a little aside of it.
    pub(super) pasted: Option<LastPaste>,
    pub(super) pointer: Option<egui::Pos2>,
    /// What was last announced to a screen reader, and of which revision and selection.
    pub(super) announced: Announcement,
}

/// How long the view takes to get to what it is asked to show, in seconds.
const FLIGHT: f64 = 0.16;

impl Canvas {
    /// Whether every box is a plain one that says in words what it is.
    #[must_use]
    pub fn is_whiteboard(&self) -> bool {
        self.surface == Surface::Whiteboard
    }

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
        self.update_routes(ui.ctx(), document.design());
        if let Some(notice) = self.handle_input(ui, &response, document, context) {
            output.notice = Some(notice);
        }
        self.drop_from_palette(ui, &response, document, context);
        self.update_routes(ui.ctx(), document.design());
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
        output.menu = self.menu.take();
        output.response = Some(response);
        output
    }

    /// The zoom, 1 at 100%.
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

    /// Back to 100%.
    pub fn zoom_reset(&mut self) {
        self.zoom_by(1.0 / self.camera.zoom);
    }

    /// Shows everything.
    pub fn fit(&mut self) {
        self.pending = Some(ViewTarget::All);
    }

    /// Shows everything, or its beginning where names could not be read otherwise.
    pub fn fit_readable(&mut self) {
        self.pending = Some(ViewTarget::Readable);
    }

    /// Goes back to a view.
    pub fn look_from(&mut self, view: Camera) {
        self.pending = Some(ViewTarget::View(view));
    }

    /// Shows these items, and leaves the view alone where they are in sight already.
    pub fn reveal(&mut self, design: &Design, items: &BTreeSet<Id>) {
        self.pending = ops::bounds(design, items)
            .map(ViewTarget::Reveal)
            .or(self.pending);
    }

    /// Shows these items for as long as it takes to look at them; [`Self::end_glance`] goes back to where the view was.
    pub fn glance(&mut self, design: &Design, items: &BTreeSet<Id>) {
        let Some(rect) = ops::bounds(design, items) else {
            return;
        };
        let there = self.camera.reveal(rect);
        if there != self.camera {
            let (back, _) = self.glance.unwrap_or((self.camera, there));
            self.glance = Some((back, there));
            self.pending = Some(ViewTarget::View(there));
        }
    }

    /// Goes back to where the view was before a glance, unless the user has moved it since.
    pub fn end_glance(&mut self) {
        if let Some((back, there)) = self.glance.take() {
            let to = self.camera_animation.map_or(self.camera, |(_, to, _)| to);
            self.pending = (to == there || self.pending == Some(ViewTarget::View(there)))
                .then_some(ViewTarget::View(back))
                .or(self.pending);
        }
    }

    /// Stays where a glance has led.
    pub fn stay(&mut self) {
        self.glance = None;
    }

    /// Shows the selection, and leaves the view alone where it is in sight already.
    pub fn reveal_selection(&mut self, document: &Document) {
        self.reveal(document.design(), document.selection());
    }

    /// Moves the view to what differs between two states of the drawing, as near as it is, where nothing of it is in sight.
    pub fn reveal_change(&mut self, before: &Design, after: &Design) {
        let view = self.camera.visible_rect();
        let mut nearest: Option<(f64, Rect)> = None;
        for id in before.ids().chain(after.ids()) {
            if before.item(id) == after.item(id) {
                continue;
            }
            let places = [after, before].map(|design| ops::item_rect(design, id));
            for rect in places.into_iter().flatten() {
                if view.intersects(rect) {
                    return;
                }
                let away = rect.center().distance(view.center());
                if nearest.is_none_or(|(distance, _)| away < distance) {
                    nearest = Some((away, rect));
                }
            }
        }
        self.pending = nearest
            .map(|(_, rect)| ViewTarget::Pan(rect))
            .or(self.pending);
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

    /// Opens the editor of an item that was added just now.
    pub(super) fn name_added(&mut self, document: &Document, id: Id) {
        let editor = Editor::open(document.design(), id);
        self.editor = editor.map(|editor| editor.of_added(document));
    }

    /// Takes up a tool. That for zones draws one at once where several things are selected: around them.
    pub fn take_tool(&mut self, document: &mut Document, tool: Tool) -> Option<String> {
        let design = document.design();
        let placed = document.selection().iter();
        let placed = placed
            .filter(|&&id| design.connection(id).is_none())
            .count();
        if tool != Tool::Zone || placed < 2 {
            self.tool = tool;
            return None;
        }
        let words = membership::group(document);
        if let Some(zone) = document.only_selected() {
            self.name_added(document, zone);
        }
        words
    }

    /// Whether settings were copied, so that they can be given to others.
    pub fn has_settings(&self) -> bool {
        self.settings.is_some()
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
        let same =
            "these settings do not apply to the selected items, or the items already have them";
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
                ViewTarget::All => self.fit_clear(ui.ctx(), content_bounds(design)),
                ViewTarget::Readable => self.camera.fit_readable(content_bounds(design)),
                ViewTarget::Rect(rect) => self.camera.fit_to(Some(rect)),
                ViewTarget::Reveal(rect) => self.camera.reveal(rect),
                ViewTarget::View(view) => Camera {
                    screen: self.camera.screen,
                    ..view
                },
                ViewTarget::Pan(rect) => self.camera.pan_to(rect),
            };
            if reduce_motion || self.lines.is_new() {
                self.camera = target;
                // What tells the zoom elsewhere in the window was drawn before.
                ui.ctx().request_repaint();
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
            }
            ui.ctx().request_repaint();
        }
    }

    /// The view that shows all of `rect`, above the legend where that would lie on it.
    fn fit_clear(&self, ctx: &egui::Context, rect: Option<Rect>) -> Camera {
        let view = self.camera.fit_to(rect);
        let screen = self.camera.screen;
        let legend = FloatingItem::Legend.known_place(ctx);
        let covers = |legend: &egui::Rect| {
            screen.contains_rect(*legend)
                && rect.is_some_and(|rect| view.screen_rect(rect).intersects(*legend))
        };
        let Some(legend) = legend.filter(covers) else {
            return view;
        };
        let mut above = self.camera;
        above.screen.max.y = legend.top();
        let above = above.fit_to(rect);
        Camera {
            center: above.world_from_screen(screen.center()),
            zoom: above.zoom,
            screen,
        }
    }

    /// Brings the lines up to date with the design.
    fn update_routes(&mut self, ctx: &egui::Context, design: &Design) {
        let dragged = self.gesture.as_ref().and_then(Gesture::dragged_items);
        self.lines.update(ctx, design, dragged);
    }

    /// Whether the lines of a large drawing are still being led around its boxes.
    pub fn is_routing(&self) -> bool {
        self.lines.is_pending()
    }
}
