//! What screen readers, and tests, find on the canvas: a name and a place for everything in sight.

use egui::Sense;

use super::preview::Preview;
use super::types::{Announcement, CanvasContext};
use super::view::Canvas;
use crate::model::{Component, Connection, Design, Document, Id, Item, Timing, format, kind};
use crate::scene::{Health, component_rect};

impl Canvas {
    /// Gives everything in sight a name and a place for screen readers and tests; the pointer is handled elsewhere.
    pub(super) fn name_items(&self, ui: &egui::Ui, design: &Design, context: &CanvasContext<'_>) {
        const MOST: usize = 300;
        let preview = context.preview;
        let design = preview.map_or(design, Preview::design);
        let visible = self.camera.visible_rect();
        for (id, component) in design
            .components()
            .filter(|(_, c)| visible.contains(c.at))
            .take(MOST)
        {
            let rect = self.camera.screen_rect(component_rect(component));
            let response = ui.interact(rect, ui.scope_id().with(("item", id)), Sense::hover());
            response.widget_info(|| {
                let health = context.health.get(&id).filter(|_| preview.is_none());
                let health = health.map(Health::describe).unwrap_or_default();
                let preview = preview.and_then(|preview| preview.change_label(id));
                let mut name = spoken_component(component, preview.unwrap_or(&health));
                if let Some(caption) = context.captions.get(&id) {
                    name = format!("{name}, {caption}");
                }
                if let Some(mark) = context.counterparts.get(&id) {
                    name = format!("{name}, {}", mark.label());
                }
                if design.is_locked(id) {
                    name += ", locked";
                }
                egui::WidgetInfo::labeled(egui::accesskit::Role::GraphicsObject, true, name)
            });
        }
        let named = |rect: egui::Rect, id: Id, name: String| {
            let rect = rect.intersect(self.camera.screen);
            let response = ui.interact(rect, ui.scope_id().with(("item", id)), Sense::hover());
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::GraphicsObject, true, &name)
            });
        };
        for (id, zone) in design.zones().take(MOST) {
            if visible.intersects(zone.rect) {
                let inside = design
                    .components()
                    .filter(|(_, c)| c.parent == Some(id))
                    .count();
                let kind = zone.kind.label();
                let inside = format::count(inside, "component");
                let locked = if design.is_locked(id) { ", locked" } else { "" };
                let name = format!("Zone {}, {kind}, {inside}{locked}", zone.name);
                named(self.camera.screen_rect(zone.rect), id, name);
            }
        }
        for (id, connection) in design.connections().take(MOST) {
            let route = self.lines.routes().get(&id);
            let middle = route.and_then(|route| route.points.get(route.points.len() / 2));
            if let Some(&at) = middle.filter(|at| visible.contains(**at)) {
                let at = self.camera.screen_from_world(at);
                let rect = egui::Rect::from_center_size(at, egui::Vec2::splat(16.0));
                named(rect, id, spoken_connection(design, connection));
            }
        }
    }

    /// Tells a screen reader what the last step was, as soon as it is done.
    pub(super) fn announce(&mut self, ui: &egui::Ui, document: &Document) {
        if document.in_gesture() {
            return;
        }
        let last = &self.announced;
        let is_step = last.revision != document.revision();
        if is_step || last.selection != *document.selection() {
            let design = document.design();
            let selected = document.selection().iter();
            let names: Vec<String> = selected
                .filter_map(|&id| spoken_item(design, id))
                .take(3)
                .collect();
            let names = names.join(", ");
            let words = match document.undo_label().filter(|_| is_step) {
                Some(step) => format!("{step}: {names}"),
                None => names,
            };
            self.announced = Announcement {
                revision: document.revision(),
                selection: document.selection().clone(),
                words,
            };
        }
        let corner = egui::Rect::from_min_size(self.camera.screen.min, egui::Vec2::splat(1.0));
        let response = ui.interact(corner, ui.scope_id().with("announcement"), Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Status, true, &self.announced.words)
        });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    }
}

/// What a screen reader says of an item when it is selected or changed.
fn spoken_item(design: &Design, id: Id) -> Option<String> {
    Some(match design.item(id)? {
        Item::Component(component) => component.name.clone(),
        Item::Connection(connection) => spoken_connection(design, connection),
        Item::Zone(zone) => format!("zone {}", zone.name),
        Item::Note(note) => format!("note {}", note.text.lines().next().unwrap_or_default()),
    })
}

/// What a screen reader says of a connection.
pub(super) fn spoken_connection(design: &Design, connection: &Connection) -> String {
    let name = |id| {
        design
            .component(id)
            .map_or("", |component| component.name.as_str())
    };
    let waits = match design.semantics(connection).timing {
        Timing::Async => " asynchronously",
        Timing::Sync => "",
    };
    let mut words = format!(
        "{} calls {}{waits}",
        name(connection.from),
        name(connection.to)
    );
    if !connection.label.is_empty() {
        words = format!("{words}, {}", connection.label);
    }
    words
}

/// What a screen reader says of a component.
fn spoken_component(component: &Component, more: &str) -> String {
    let label = &kind(&component.kind).label;
    let mut words = vec![component.name.clone()];
    if component.name != *label {
        words.push(label.clone());
    }
    if !component.technology.is_empty() {
        words.push(component.technology.clone());
    }
    if component.replicas.count() != 1 {
        words.push(format!("{} instances", component.replicas.count()));
    }
    if !more.is_empty() {
        words.push(more.to_owned());
    }
    words.join(", ")
}
