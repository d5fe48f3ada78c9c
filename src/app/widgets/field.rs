//! Fields to type in.

use egui::{
    Align2, CornerRadius, Frame, Margin, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui,
    vec2,
};

use super::Button;
use crate::app::look::{TextSize, font};
use crate::scene::{Face, Palette, icon};

const HEIGHT: f32 = 28.0;

/// The width and height of the cross that empties a field.
const CROSS: f32 = 24.0;

/// A one-line text field with a magnifying glass, as wide as there is room, and a cross that empties it.
pub(crate) fn search_field(
    ui: &mut Ui,
    p: &Palette,
    text: &mut String,
    hint: &str,
    name: &str,
) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let edge = ui.painter().add(egui::Shape::Noop);
    let glass = rect.left_center() + vec2(15.0, 0.0);
    let painter = ui.painter().clone();
    let end = rect.right_center() - vec2(14.0, 0.0);
    let cross = Rect::from_center_size(end, egui::Vec2::splat(CROSS));
    let is_full = !text.is_empty();
    let right = if is_full {
        cross.left()
    } else {
        rect.right() - 6.0
    };
    let inner = Rect::from_min_max(rect.min + vec2(28.0, 0.0), egui::pos2(right, rect.bottom()));
    let field = TextEdit::singleline(text)
        .hint_text(hint)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .align(Align2::LEFT_CENTER)
        .min_size(inner.size());
    let mut response = ui.put(inner, field).accessible_name(name);
    if is_full {
        let mut over = ui.new_child(egui::UiBuilder::new().max_rect(cross));
        let label = format!("Clear: {name}");
        let clear = Button::icon(icon::X, &label).small();
        if clear.show(&mut over, p).clicked() {
            text.clear();
            response.mark_changed();
            response.request_focus();
        }
    }
    let line = if response.has_focus() {
        Stroke::new(2.0, p.focus_ring)
    } else {
        Stroke::new(1.0, p.line_default)
    };
    let frame = egui::epaint::RectShape::new(
        rect,
        CornerRadius::same(6),
        p.surface_raised,
        line,
        StrokeKind::Inside,
    );
    painter.set(edge, frame);
    let icon = icon::MAGNIFYING_GLASS;
    painter.text(
        glass,
        Align2::CENTER_CENTER,
        icon,
        font(Face::Icons, TextSize::Lead),
        p.text_tertiary,
    );
    response
}
