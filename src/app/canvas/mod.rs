//! The canvas: shows a document and turns mouse, keys and touch into edits.
//!
//! It owns what belongs to looking and handling (camera, tool, gesture under way, routes), never the drawing itself.

pub mod align;
mod camera;
mod editor;
mod finder;
mod gesture;
mod hint;
mod input;
mod keyboard;
mod make_space;
mod map;
mod names;
pub mod ops;
mod overlay;
mod packets;
pub mod paint;
mod placing;
mod popup;
mod preview;
mod quick_insert;
mod settings;
mod snap;
pub mod z_order;

use std::collections::{BTreeMap, BTreeSet};

use egui::Sense;

use crate::analysis::Severity;
use crate::layout::{PinConflict, Router};
use crate::model::{Design, Document, Id, Item, Point, Rect};
use crate::practice::Preferences;
use crate::scene::{
    self, DetailLevel, Health, ItemState, Palette, SceneInput, Theme, component_rect,
    content_bounds,
};

pub use camera::Camera;
use editor::Editor;
use finder::Finder;
use gesture::Gesture;
pub(super) use keyboard::PINNED;
pub use packets::Pulse;
pub use placing::PastePlace;
use placing::{new_component, place_connected};
pub use preview::Preview;
use quick_insert::{QuickInsert, QuickInsertOutcome};
use settings::ItemSettings;
use snap::GRID;

/// What a press on the canvas does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    /// Select, move, resize; connect from the dots.
    #[default]
    Select,
    /// Move the view.
    Hand,
    /// Connect two components.
    Connect,
    /// Draw a zone.
    Zone,
    /// Place a sticky note.
    Note,
    /// Place words.
    Text,
}

/// What the palette hands to the canvas when a row is dragged onto it (through [`egui::DragAndDrop`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteItem {
    /// The kind's id.
    pub kind: String,
    /// The new component's name.
    pub name: String,
    /// Its technology; may be empty.
    pub technology: String,
}

/// What a press on an item may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interaction {
    /// Change the drawing.
    #[default]
    Edit,
    /// Nothing (an accepted design on show).
    Look,
    /// Break and mend components, zones and connections, without a change to the drawing.
    Break,
}

/// What the canvas needs to know beside the document.
#[derive(Debug)]
pub struct CanvasContext<'a> {
    /// Light or dark.
    pub theme: Theme,
    /// Findings to mark: for each item the worst severity and their number.
    pub marks: &'a BTreeMap<Id, (Severity, usize)>,
    /// How busy and how well items are, where that is shown.
    pub health: &'a BTreeMap<Id, Health>,
    /// Requests to move along the connections; none move where it is absent.
    pub pulses: Option<&'a BTreeMap<Id, Pulse>>,
    /// Items to ring, because a finding or a row under the pointer names them.
    pub highlighted: &'a BTreeSet<Id>,
    /// A change to show as if it were made.
    pub preview: Option<&'a Preview>,
    /// What a press on an item may do.
    pub interaction: Interaction,
    /// How the user wants the canvas to look and move.
    pub preferences: &'a Preferences,
}

/// What happened on the canvas in this frame that others should know.
#[derive(Debug, Default)]
pub struct CanvasOutput {
    /// A sentence for the user ("nothing to paste").
    pub notice: Option<String>,
    /// The item under the pointer.
    pub hovered: Option<Id>,
    /// The item to break or to mend.
    pub fault_target: Option<Id>,
    /// The canvas itself: what takes the keyboard, and what a menu opens on.
    pub response: Option<egui::Response>,
}

/// The view of one document. Its methods are what menus and keys call.
#[derive(Debug, Default)]
pub struct Canvas {
    /// What a press does.
    pub tool: Tool,
    camera: Camera,
    /// The view that an animation leads to, from where, and when it began (seconds).
    camera_animation: Option<(Camera, Camera, f64)>,
    /// What to show as soon as the size of the view is known.
    pending: Option<ViewTarget>,
    shown_before: bool,
    router: Router,
    routed: Option<Design>,
    /// Whether lines have only followed what is dragged since all were looked at.
    following: bool,
    /// Where the labels of connections were in the last frame.
    labels: BTreeMap<Id, Rect>,
    gesture: Option<Gesture>,
    /// The world point that is held under the pointer while the view is being moved.
    panning: Option<Point>,
    /// A connection begun by a click: its caller.
    connecting: Option<Id>,
    /// The item under the pointer.
    hovered: Option<Id>,
    /// The component whose dots are shown beside the selected one's.
    dot_owner: Option<Id>,
    editor: Option<Editor>,
    quick: Option<QuickInsert>,
    finder: Option<Finder>,
    /// What the search among what is drawn points at.
    finder_target: Option<Id>,
    /// The kinds placed last, the latest first.
    recent: Vec<String>,
    /// The item that is to be broken or mended.
    fault_target: Option<Id>,
    /// Settings that were copied from an item.
    settings: Option<ItemSettings>,
    /// Pastes of the same text so far, so that each lies a little further aside.
    pasted: (String, u32),
    pointer: Option<egui::Pos2>,
    /// The revision that a screen reader was told of last, and what it was told.
    announced: (u64, String),
    /// Whether the pointer moves the view by the small map.
    on_map: bool,
}

/// What a view is asked to show.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ViewTarget {
    All,
    Rect(Rect),
    Reveal(Rect),
}

/// How long the view takes to get to what it is asked to show, in seconds.
const FLIGHT: f64 = 0.16;
/// The farthest at which connect dots are offered.
const DOTS_ZOOM: f64 = 0.4;
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
        let mut selected = document.selection().iter();
        if let (Some(&id), None) = (selected.next(), selected.next()) {
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
            return Some("copy the settings of an item first");
        };
        let same = "nothing selected takes these settings, or all have them already";
        (settings.paste(document) == 0).then_some(same)
    }

    /// Gives up what is under way, or else clears the selection.
    pub fn escape(&mut self, document: &mut Document) {
        if let Some(gesture) = self.gesture.take() {
            gesture.cancel(document);
        } else if self.connecting.take().is_none() && self.tool == Tool::Select {
            document.select([]);
        }
        self.tool = Tool::Select;
    }

    /// Gives up everything under way and takes the first tool, before the drawing is only looked at.
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

    /// Moves the view towards what it was asked to show.
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
        let dragged = self.gesture.as_ref().and_then(Gesture::dragged);
        let dragged = dragged.filter(|_| design.components().len() > LIVE);
        let same = self.routed.as_ref() == Some(design);
        if same && (dragged.is_some() || !self.following) {
            return;
        }
        self.following = dragged.is_some();
        match dragged {
            Some(items) => {
                scene::follow_moved(design, &design.with_contents(items), &mut self.router)
            }
            None => scene::route_connections(design, &mut self.router),
        }
        self.routed = Some(design.clone());
    }

    fn paint(&mut self, ui: &egui::Ui, document: &Document, context: &CanvasContext<'_>) {
        let palette = context.theme.palette();
        let painter = ui.painter().with_clip_rect(self.camera.screen);
        painter.rect_filled(self.camera.screen, 0.0, palette.canvas_fill);
        if context.preferences.grid {
            overlay::paint_grid(&painter, &self.camera, palette);
        }
        let (mut states, no_marks) = (BTreeMap::new(), BTreeMap::new());
        let no_health = BTreeMap::new();
        let (design, routes, states, marks, health) = match context.preview {
            Some(preview) => (
                &preview.design,
                preview.router.routes(),
                &preview.states,
                &no_marks,
                &no_health,
            ),
            None => {
                states.extend(self.item_states(document, context));
                (
                    document.design(),
                    self.router.routes(),
                    &states,
                    context.marks,
                    context.health,
                )
            }
        };
        let scene = scene::build_scene(&SceneInput {
            design,
            palette,
            routes,
            states,
            marks,
            health,
            detail: DetailLevel::for_zoom(self.camera.zoom),
            zoom: self.camera.zoom,
            visible: Some(self.camera.visible_rect()),
        });
        paint::paint(&painter, &self.camera, &scene);
        if context.preview.is_none() {
            self.labels = scene.labels;
        }
        if let Some(pulses) = context.pulses.filter(|_| context.preview.is_none()) {
            let time = ui.input(|input| input.time);
            let lines = (routes, pulses);
            if packets::paint(&painter, &self.camera, palette, lines, time) {
                ui.ctx().request_repaint_after(packets::PICTURE);
            }
        }
        if let Some(preview) = context.preview {
            overlay::paint_preview_label(ui, &painter, palette, &preview.label);
        } else if context.interaction == Interaction::Edit {
            self.paint_overlay(ui, &painter, document, palette, context);
        }
    }

    fn paint_overlay(
        &self,
        ui: &egui::Ui,
        painter: &egui::Painter,
        document: &Document,
        palette: &Palette,
        context: &CanvasContext<'_>,
    ) {
        let design = document.design();
        let selection = document.selection();
        let resting = self.gesture.is_none();
        for &id in selection.iter().take(200) {
            if let Some(route) = self
                .router
                .routes()
                .get(&id)
                .filter(|_| resting && selection.len() == 1 && !design.is_locked(id))
            {
                overlay::paint_ends(painter, &self.camera, palette, &route.points);
                if let Some(item) = design.connection(id) {
                    overlay::paint_stretches(painter, &self.camera, palette, route, item);
                }
            } else if design.connection(id).is_none()
                && let Some(rect) = ops::item_rect(design, id)
            {
                if design.is_locked(id) {
                    overlay::paint_lock(painter, &self.camera, palette, rect);
                    continue;
                }
                let corners_only = design.component(id).is_some();
                overlay::paint_handles(painter, &self.camera, palette, rect, corners_only);
            }
        }
        if resting && self.tool != Tool::Hand && self.camera.zoom >= DOTS_ZOOM {
            for id in self.dot_owners(document) {
                if let Some(rect) = overlay::box_rect(design, id) {
                    overlay::paint_dots(painter, &self.camera, palette, rect, self.pointer);
                }
            }
        }
        if let Some(gesture) = &self.gesture {
            overlay::paint_gesture(painter, &self.camera, palette, design, gesture);
        }
        if let (Some(from), Some(at)) = (self.connecting, self.pointer) {
            let target = self
                .hovered
                .filter(|&id| id != from && design.component(id).is_some());
            let to = self.camera.world_from_screen(at);
            overlay::paint_loose_end(painter, &self.camera, palette, design, from, to, target);
        }
        if let Some(item) = egui::DragAndDrop::payload::<PaletteItem>(ui.ctx())
            && let Some(at) = self.pointer.filter(|at| self.camera.screen.contains(*at))
        {
            let ghost = new_component(&item, self.dropped_at(at, context.preferences.snap), None);
            overlay::paint_ghost(
                painter,
                &self.camera,
                palette,
                component_rect(&ghost),
                &item.name,
            );
        }
        if design.is_empty()
            && self.quick.is_none()
            && !egui::DragAndDrop::has_any_payload(ui.ctx())
        {
            overlay::paint_empty(painter, palette);
        }
    }

    /// The components that offer dots: the one under the pointer, and the selected one.
    fn dot_owners(&self, document: &Document) -> BTreeSet<Id> {
        let mut selected = document.selection().iter().copied();
        let only = selected.next().filter(|_| selected.next().is_none());
        [only, self.dot_owner]
            .into_iter()
            .flatten()
            .filter(|&id| document.design().component(id).is_some())
            .collect()
    }

    fn item_states(
        &self,
        document: &Document,
        context: &CanvasContext<'_>,
    ) -> BTreeMap<Id, ItemState> {
        let mut states: BTreeMap<Id, ItemState> = BTreeMap::new();
        if let Some(id) = self.hovered {
            states.insert(id, ItemState::Hovered);
        }
        let marked = context.highlighted.iter().chain(&self.finder_target);
        states.extend(marked.map(|&id| (id, ItemState::Highlighted)));
        let selected = document
            .selection()
            .iter()
            .filter(|_| context.interaction != Interaction::Look);
        states.extend(selected.map(|&id| (id, ItemState::Selected)));
        let target = match &self.gesture {
            Some(Gesture::Move { into, .. }) => *into,
            Some(Gesture::Connect { target, .. } | Gesture::Reconnect { target, .. }) => *target,
            _ => self
                .connecting
                .and(self.hovered)
                .filter(|&id| Some(id) != self.connecting),
        };
        states.extend(target.map(|id| (id, ItemState::DropTarget)));
        states
    }

    /// Shows the text field or the search that is open over the canvas.
    fn text_entry_ui(
        &mut self,
        ui: &mut egui::Ui,
        document: &mut Document,
        context: &CanvasContext<'_>,
    ) -> Option<String> {
        let palette = context.theme.palette();
        if let Some(mut editor) = self.editor.take() {
            let anchor = self.label_anchor(document);
            if !editor.ui(ui, &self.camera, palette, anchor, document) {
                self.editor = Some(editor);
            }
        }
        if let Some(mut quick) = self.quick.take() {
            match quick.ui(ui, palette) {
                QuickInsertOutcome::Open => self.quick = Some(quick),
                QuickInsertOutcome::Closed => {}
                QuickInsertOutcome::Place(item) => {
                    let at = if context.preferences.snap {
                        quick.at.snapped(GRID)
                    } else {
                        quick.at
                    };
                    let into = ops::zone_at(document.design(), at, &BTreeSet::new());
                    place_connected(document, &item, at, into, quick.from);
                    self.remember_kind(&item.kind);
                }
            }
        }
        self.finder_ui(ui, document, palette)
    }

    /// Where the label of the selected connection is, or the middle of the view.
    fn label_anchor(&self, document: &Document) -> egui::Pos2 {
        let mut selected = document.selection().iter();
        if let Some(label) = selected.find_map(|id| self.labels.get(id)) {
            return self.camera.screen_from_world(label.center());
        }
        let mut selected = document.selection().iter();
        let route = selected.find_map(|id| self.router.routes().get(id));
        let middle = route.and_then(|route| {
            let stretches = route.points.windows(2);
            stretches
                .max_by(|a, b| a[0].distance(a[1]).total_cmp(&b[0].distance(b[1])))
                .map(|stretch| stretch[0].lerp(stretch[1], 0.5))
        });
        middle.map_or(self.camera.screen.center(), |at| {
            self.camera.screen_from_world(at)
        })
    }

    /// Offers to let go of the pins of the selected connection where they make no sense any more.
    fn pin_conflict_ui(&self, ui: &mut egui::Ui, document: &mut Document, palette: &Palette) {
        let mut selected = document.selection().iter().copied();
        let only = selected.next().filter(|_| selected.next().is_none());
        let Some(strain) = only.and_then(|id| self.router.pin_conflict(id)) else {
            return;
        };
        if self.gesture.is_some() {
            return;
        }
        let says = match strain {
            PinConflict::Blocked => "Runs through a box: reset line",
            PinConflict::Detour => "A long way round: reset line",
        };
        let size = egui::vec2(212.0, 28.0);
        let at = self.label_anchor(document) + egui::vec2(-size.x / 2.0, 14.0);
        let text = egui::RichText::new(says)
            .size(12.0)
            .color(palette.medium.text);
        let chip = egui::Button::new(text).fill(palette.medium.soft);
        if ui.put(egui::Rect::from_min_size(at, size), chip).clicked() {
            ops::reset_lines(document);
        }
    }
}

/// Whether an item is one that lies in a zone and has a rectangle of its own.
fn has_rect(design: &Design, id: Id) -> bool {
    !matches!(design.item(id), None | Some(Item::Connection(_)))
}
