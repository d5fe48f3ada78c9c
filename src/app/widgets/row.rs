//! Rows of menus and lists: an icon, words, and keys or a count at the right end.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, CornerRadius, Painter, Pos2, Rect, Response, Sense, Ui, vec2};

use super::focus_ring;
use crate::app::look::{TextSize, font};
use crate::scene::{Face, Palette, icon};

/// A row that can be pressed.
#[derive(Debug)]
pub(crate) struct ListRow<'a> {
    label: &'a str,
    end: &'a str,
    icon: Option<char>,
    enabled: bool,
    chosen: bool,
}

impl<'a> ListRow<'a> {
    /// A row with words.
    pub(crate) fn new(label: &'a str) -> Self {
        Self {
            label,
            end: "",
            icon: None,
            enabled: true,
            chosen: false,
        }
    }

    /// With quiet words at its right end.
    pub(crate) fn end(self, end: &'a str) -> Self {
        Self { end, ..self }
    }

    /// With an icon in front; rows of one list all leave room for it.
    pub(crate) fn icon(self, icon: Option<char>) -> Self {
        Self {
            icon: Some(icon.unwrap_or(' ')),
            ..self
        }
    }

    /// Whether it can be pressed.
    pub(crate) fn enabled(self, enabled: bool) -> Self {
        Self { enabled, ..self }
    }

    /// Whether Enter would take it.
    pub(crate) fn chosen(self, chosen: bool) -> Self {
        Self { chosen, ..self }
    }

    /// Shows it.
    pub(crate) fn show(self, ui: &mut Ui, p: &Palette) -> Response {
        const HEIGHT: f32 = 28.0;
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), sense);
        response.widget_info(|| {
            egui::WidgetInfo::selected(
                egui::accesskit::Role::Button,
                self.enabled,
                self.chosen,
                self.label,
            )
        });
        let painter = ui.painter();
        if self.chosen {
            painter.rect_filled(rect, CornerRadius::same(6), p.surface_selected);
        } else if self.enabled && (response.hovered() || response.has_focus()) {
            painter.rect_filled(rect, CornerRadius::same(6), p.surface_hover);
        }
        let (ink, quiet) = if self.enabled {
            (p.text_primary, p.text_tertiary)
        } else {
            (p.text_disabled, p.text_disabled)
        };
        let mut left = rect.left_center() + vec2(10.0, 0.0);
        if let Some(icon) = self.icon {
            let at = left + vec2(8.0, 0.0);
            painter.text(
                at,
                Align2::CENTER_CENTER,
                icon,
                font(Face::Icons, TextSize::Icon),
                quiet,
            );
            left.x += 26.0;
        }
        let right = rect.right_center() - vec2(10.0, 0.0);
        let end = painter.text(
            right,
            Align2::RIGHT_CENTER,
            self.end,
            font(Face::Regular, TextSize::Small),
            quiet,
        );
        let size = font(Face::Regular, TextSize::Body);
        let mut label = LayoutJob::simple_singleline(self.label.to_owned(), size, ink);
        let gap = if self.end.is_empty() { 0.0 } else { 8.0 };
        label.wrap = TextWrapping::truncate_at_width(end.left() - gap - left.x);
        let label = painter.layout_job(label);
        painter.galley(left - vec2(0.0, label.size().y / 2.0), label, ink);
        if response.has_focus() {
            focus_ring(painter, p, rect.shrink(3.0), 4);
        }
        response
    }
}

/// The head of a group of rows that opens and closes; says whether it is open.
pub(crate) fn group_row(ui: &mut Ui, p: &Palette, label: &str, count: usize, open: &mut bool) {
    const HEIGHT: f32 = 28.0;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::selected(
            egui::accesskit::Role::Button,
            true,
            *open,
            format!("{label} group"),
        )
    });
    if response.clicked() {
        *open = !*open;
    }
    let painter = ui.painter();
    if response.has_focus() {
        focus_ring(painter, p, rect.shrink(2.0), 6);
    }
    let caret = if *open {
        icon::CARET_DOWN
    } else {
        icon::CARET_RIGHT
    };
    paint_head(painter, p, rect, caret, label);
    if count > 0 {
        let at = rect.right_center() - vec2(8.0, 0.0);
        painter.text(
            at,
            Align2::RIGHT_CENTER,
            count,
            font(Face::Regular, TextSize::Caption),
            p.text_tertiary,
        );
    }
}

fn paint_head(painter: &Painter, p: &Palette, rect: Rect, caret: char, label: &str) {
    let at: Pos2 = rect.left_center();
    painter.text(
        at + vec2(7.0, 0.0),
        Align2::CENTER_CENTER,
        caret,
        font(Face::Icons, TextSize::Small),
        p.text_tertiary,
    );
    painter.text(
        at + vec2(18.0, 0.0),
        Align2::LEFT_CENTER,
        label,
        font(Face::SemiBold, TextSize::Body),
        p.text_primary,
    );
}
