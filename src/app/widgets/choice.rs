//! One of several: tabs and segmented controls.

use egui::{CornerRadius, Frame, Margin, Sense, Stroke, StrokeKind, Ui, vec2};

use super::focus_ring;
use crate::app::look::font;
use crate::scene::{Face, Palette};

/// A row of tabs with an underline; gives the one that is chosen.
pub(crate) fn tabs<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    chosen: &mut T,
    all: &[(T, &str, Option<usize>)],
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0;
        for &(value, label, count) in all {
            let on = *chosen == value;
            let ink = if on {
                palette.text_primary
            } else {
                palette.text_secondary
            };
            let face = if on { Face::SemiBold } else { Face::Medium };
            let text = count.map_or_else(|| label.to_owned(), |count| format!("{label}  {count}"));
            let galley = ui.painter().layout_no_wrap(text, font(face, 13.0), ink);
            let (rect, response) =
                ui.allocate_exact_size(vec2(galley.size().x, 38.0), Sense::click());
            response.widget_info(|| {
                egui::WidgetInfo::selected(egui::accesskit::Role::Tab, true, on, label)
            });
            ui.painter().galley(
                rect.min + vec2(0.0, (38.0 - galley.size().y) / 2.0),
                galley,
                ink,
            );
            if on {
                ui.painter().hline(
                    rect.x_range(),
                    rect.bottom() - 1.0,
                    Stroke::new(2.0, palette.accent_fill),
                );
            }
            if response.has_focus() {
                focus_ring(ui.painter(), palette, rect.shrink2(vec2(-4.0, 7.0)), 6);
            }
            if response.clicked() {
                *chosen = value;
            }
        }
    });
}

/// A few choices in a row of which one holds.
pub(crate) fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    chosen: &mut T,
    all: &[(T, &str)],
) -> bool {
    let mut changed = false;
    let frame = Frame::new()
        .fill(palette.surface_sunken)
        .corner_radius(7)
        .inner_margin(Margin::same(2));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for &(value, label) in all {
                let on = *chosen == value;
                let ink = if on {
                    palette.text_primary
                } else {
                    palette.text_secondary
                };
                let galley =
                    ui.painter()
                        .layout_no_wrap(label.to_owned(), font(Face::Medium, 12.0), ink);
                let (rect, response) =
                    ui.allocate_exact_size(vec2(galley.size().x + 20.0, 24.0), Sense::click());
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::accesskit::Role::RadioButton, true, on, label)
                });
                if on {
                    let edge = Stroke::new(1.0, palette.line_subtle);
                    ui.painter().rect(
                        rect,
                        CornerRadius::same(5),
                        palette.surface_raised,
                        edge,
                        StrokeKind::Inside,
                    );
                }
                ui.painter()
                    .galley(rect.center() - galley.size() / 2.0, galley, ink);
                if response.has_focus() {
                    focus_ring(ui.painter(), palette, rect, 5);
                }
                if response.clicked() && !on {
                    *chosen = value;
                    changed = true;
                }
            }
        });
    });
    changed
}
