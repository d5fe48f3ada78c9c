//! Small widgets of one look: words, buttons, chips, ticks, the dial.

mod button;
mod ticks;

pub(super) use button::{Button, Kind};
pub(super) use ticks::{dial, steps, tick_bar};

use egui::{
    Color32, CornerRadius, Frame, Margin, Response, RichText, Sense, Stroke, StrokeKind, Ui, vec2,
};

use super::look::font;
use crate::scene::{Face, Palette, SeverityColors};

/// Words in a bundled font.
pub(super) fn words(text: impl Into<String>, face: Face, size: f32, color: Color32) -> RichText {
    RichText::new(text).font(font(face, size)).color(color)
}

/// A line of small, quiet words.
pub(super) fn caption(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    ui.label(words(text, Face::Regular, 11.0, palette.text_tertiary))
}

/// A paragraph.
pub(super) fn paragraph(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    let text = words(text, Face::Regular, 12.5, palette.text_secondary).line_height(Some(17.0));
    ui.add(egui::Label::new(text).wrap())
}

/// The heading of a part of a panel.
pub(super) fn heading(ui: &mut Ui, palette: &Palette, text: impl Into<String>) -> Response {
    ui.label(words(text, Face::SemiBold, 13.0, palette.text_primary))
}

/// A card: a raised surface with a thin edge.
pub(super) fn card(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.surface_raised)
        .stroke(Stroke::new(1.0, palette.line_subtle))
        .corner_radius(8)
        .inner_margin(Margin::same(12))
}

/// A chip that says something; with `icon` in front.
pub(super) fn chip(
    ui: &mut Ui,
    icon: Option<(char, Face)>,
    text: &str,
    colors: ChipColors,
) -> Response {
    let mut job = egui::text::LayoutJob::default();
    if let Some((icon, face)) = icon {
        let format = egui::TextFormat {
            valign: egui::Align::Center,
            ..egui::TextFormat::simple(font(face, 13.0), colors.icon)
        };
        job.append(&icon.to_string(), 0.0, format);
    }
    let gap = if icon.is_some() { 5.0 } else { 0.0 };
    let format = egui::TextFormat {
        valign: egui::Align::Center,
        ..egui::TextFormat::simple(font(Face::Medium, 11.5), colors.text)
    };
    job.append(text, gap, format);
    let galley = ui.painter().layout_job(job);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 14.0, 22.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, text));
    let edge = if response.hovered() {
        Stroke::new(1.0, colors.text)
    } else {
        Stroke::new(1.0, colors.line)
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(5),
        colors.fill,
        edge,
        StrokeKind::Inside,
    );
    ui.painter().galley(
        rect.min + vec2(7.0, (22.0 - galley.size().y) / 2.0),
        galley,
        colors.text,
    );
    response
}

/// The colours of a [`chip`].
#[derive(Debug, Clone, Copy)]
pub(super) struct ChipColors {
    /// Its surface.
    pub fill: Color32,
    /// Its edge.
    pub line: Color32,
    /// Its words.
    pub text: Color32,
    /// Its icon.
    pub icon: Color32,
}

impl ChipColors {
    /// Plain.
    pub(super) fn plain(palette: &Palette) -> Self {
        Self {
            fill: palette.surface_sunken,
            line: Color32::TRANSPARENT,
            text: palette.text_secondary,
            icon: palette.text_secondary,
        }
    }

    /// Of a severity.
    pub(super) fn severity(colors: SeverityColors) -> Self {
        Self {
            fill: colors.soft,
            line: Color32::TRANSPARENT,
            text: colors.text,
            icon: colors.fill,
        }
    }
}

/// A row of tabs with an underline; gives the one that is chosen.
pub(super) fn tabs<T: Copy + PartialEq>(
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
            if response.clicked() {
                *chosen = value;
            }
        }
    });
}

/// A few choices in a row of which one holds.
pub(super) fn segmented<T: Copy + PartialEq>(
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
                if response.clicked() && !on {
                    *chosen = value;
                    changed = true;
                }
            }
        });
    });
    changed
}

/// A one-line text field with a magnifying glass.
pub(super) fn search_field(
    ui: &mut Ui,
    palette: &Palette,
    text: &mut String,
    hint: &str,
    name: &str,
) -> Response {
    const HEIGHT: f32 = 28.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let edge = Stroke::new(1.0, palette.line_default);
    ui.painter().rect(
        rect,
        CornerRadius::same(6),
        palette.surface_raised,
        edge,
        StrokeKind::Inside,
    );
    let icon = rect.left_center() + vec2(15.0, 0.0);
    let glass = crate::scene::icon::MAGNIFYING_GLASS;
    let center = egui::Align2::CENTER_CENTER;
    ui.painter().text(
        icon,
        center,
        glass,
        font(Face::Icons, 14.0),
        palette.text_tertiary,
    );
    let inner = egui::Rect::from_min_max(rect.min + vec2(28.0, 2.0), rect.max - vec2(6.0, 2.0));
    let field = egui::TextEdit::singleline(text)
        .hint_text(hint)
        .frame(Frame::NONE)
        .align(egui::Align2::LEFT_CENTER);
    ui.put(inner, field).accessible_name(name)
}
