//! The small map: the whole drawing in a corner, and which part of it is in view. It shows when not everything is.

use egui::{CornerRadius, Rect as Area, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::view::Canvas;
use crate::app::floating::{FloatingItem, lift_over};
use crate::model::{Design, Point, Rect};
use crate::scene::{Palette, component_rect, content_bounds};

const SIZE: egui::Vec2 = vec2(176.0, 116.0);
const MARGIN: f32 = 14.0;
/// No more boxes than this are drawn one by one.
const MOST: usize = 3_000;

impl Canvas {
    /// Shows the map, and moves the view where it is pressed.
    pub(super) fn map_ui(&mut self, ui: &Ui, design: &Design, p: &Palette) {
        let view = self.camera.visible_rect();
        let Some(content) = content_bounds(design) else {
            return;
        };
        if view.contains_rect(content) || self.camera.screen.width() < 3.0 * SIZE.x {
            return;
        }
        // On a small canvas a map of the full size would hide whole boxes.
        let size = SIZE * (self.camera.screen.width() / 840.0).clamp(0.6, 1.0);
        let corner = self.camera.screen.right_bottom() - size - vec2(MARGIN, MARGIN);
        let area = Area::from_min_size(corner, size);
        let lift = lift_over(ui.ctx(), area, &[FloatingItem::Tools]);
        let area = area.translate(vec2(0.0, -lift));
        FloatingItem::Map.note_place(ui.ctx(), area);
        let world = content.union(view).expanded(24.0);
        let scale = (f64::from(area.width()) / world.width())
            .min(f64::from(area.height()) / world.height());
        let on_map = |at: Point| {
            let by = at - world.center();
            area.center() + vec2((by.x * scale) as f32, (by.y * scale) as f32)
        };
        let rect_on_map = |rect: Rect| Area::from_two_pos(on_map(rect.min), on_map(rect.max));
        let painter = ui.painter().with_clip_rect(area);
        let edge = Stroke::new(1.0, p.line_default);
        painter.rect_filled(area, 6.0, p.surface_panel);
        for (_, zone) in design.zones() {
            let stroke = Stroke::new(1.0, p.line_subtle);
            painter.rect_stroke(rect_on_map(zone.rect), 1.0, stroke, StrokeKind::Inside);
        }
        for (id, component) in design.components().take(MOST) {
            let fill = p.category(design.kind_of(id).group).ink;
            let rect = rect_on_map(component_rect(component));
            let rect = Area::from_center_size(rect.center(), rect.size().max(vec2(2.0, 1.5)));
            painter.rect_filled(rect, 0.5, fill);
        }
        let seen = rect_on_map(view).intersect(area);
        let accent = Stroke::new(1.5, p.accent_fill);
        painter.rect_stroke(seen, 2.0, accent, StrokeKind::Inside);
        painter.rect_stroke(area, CornerRadius::same(6), edge, StrokeKind::Inside);
        let response = ui.interact(area, ui.scope_id().with("map"), Sense::click_and_drag());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Canvas, true, "Map of the drawing")
        });
        let pressed = response.dragged() || response.clicked();
        if let Some(at) = response.interact_pointer_pos().filter(|_| pressed) {
            let at = pos2(at.x, at.y) - area.center();
            let by = crate::model::vector(f64::from(at.x) / scale, f64::from(at.y) / scale);
            self.camera.center = world.center() + by;
            self.camera_animation = None;
            ui.ctx().request_repaint();
        }
    }
}
