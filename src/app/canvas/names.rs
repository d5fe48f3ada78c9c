//! What screen readers, and tests, find on the canvas: a name and a place for everything in sight.

use egui::Sense;

use super::{Canvas, CanvasContext, Preview};
use crate::model::{Component, Design, kind};
use crate::scene::{Health, component_rect};

impl Canvas {
    /// Gives everything in sight a name and a place for screen readers and tests; the pointer is handled elsewhere.
    pub(super) fn name_items(&self, ui: &egui::Ui, design: &Design, context: &CanvasContext<'_>) {
        const MOST: usize = 300;
        let preview = context.preview;
        let design = preview.map_or(design, Preview::design);
        let visible = self.camera.visible();
        for (id, component) in design
            .components()
            .filter(|(_, c)| visible.contains(c.at))
            .take(MOST)
        {
            let rect = self.camera.screen_rect(component_rect(component));
            let response = ui.interact(rect, ui.scope_id().with(("item", id)), Sense::hover());
            response.widget_info(|| {
                let health = context.health.get(&id).filter(|_| preview.is_none());
                let health = health.map(Health::said).unwrap_or_default();
                let preview = preview.and_then(|preview| preview.word(id));
                let name = spoken(component, preview.unwrap_or(&health));
                egui::WidgetInfo::labeled(egui::accesskit::Role::GraphicsObject, true, name)
            });
        }
    }
}

/// What a screen reader says of a component.
fn spoken(component: &Component, more: &str) -> String {
    let label = &kind(&component.kind).label;
    let mut words = vec![component.name.clone()];
    if component.name != *label {
        words.push(label.clone());
    }
    if !component.technology.is_empty() {
        words.push(component.technology.clone());
    }
    if component.replicas != 1 {
        words.push(format!("{} replicas", component.replicas));
    }
    if !more.is_empty() {
        words.push(more.to_owned());
    }
    words.join(", ")
}
