//! Fields to type in.

use egui::{
    Align2, CornerRadius, Frame, Margin, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui,
    vec2,
};

use crate::app::look::{TextSize, font};
use crate::scene::{Face, Palette, icon};

const HEIGHT: f32 = 28.0;

/// A one-line text field with a magnifying glass, as wide as there is room.
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
    let inner = Rect::from_min_max(rect.min + vec2(28.0, 0.0), rect.max - vec2(6.0, 0.0));
    let field = TextEdit::singleline(text)
        .hint_text(hint)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .align(Align2::LEFT_CENTER)
        .min_size(inner.size());
    let response = ui.put(inner, field).accessible_name(name);
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
