//! One of several: tabs and segmented controls.

use egui::{
    Align, Align2, ComboBox, CornerRadius, Frame, Layout, Margin, Rect, Response, Sense, Stroke,
    StrokeKind, Ui, vec2,
};

use super::chip::{ChipColors, chip};
use super::{caption, focus_ring, styled_text, wrapped};
use crate::app::look::{TextSize, elide, font, gap};
use crate::scene::{Face, Palette, icon};

/// One of several in a list that opens, with the caret of all lists.
pub(crate) fn drop_down(id: impl std::hash::Hash + std::fmt::Debug) -> ComboBox<'static> {
    ComboBox::from_id_salt(id).icon(|ui, rect, visuals, _is_open| {
        let font = font(Face::Icons, TextSize::Small);
        let (center, color) = (Align2::CENTER_CENTER, visuals.text_color());
        let painter = ui.painter();
        painter.text(rect.center(), center, icon::CARET_DOWN, font, color);
    })
}

/// A row of tabs over the whole width; the chosen one is underlined. A count follows its tab in a pill. Gives its room,
/// and what takes the keyboard to the chosen one.
pub(crate) fn tabs<T: Copy + PartialEq>(
    ui: &mut Ui,
    p: &Palette,
    chosen: &mut T,
    all: &[(T, &str, Option<usize>)],
) -> (Rect, Option<egui::Id>) {
    const HEIGHT: f32 = 38.0;
    const MARGIN: f32 = 14.0;
    /// In a narrower panel the tabs stand closer.
    const ROOMY: f32 = 330.0;
    let width = ui.available_width();
    let between = if width < ROOMY { 10.0 } else { 18.0 };
    let edge = ui.cursor().min + vec2(0.0, HEIGHT - 0.5);
    let line = Stroke::new(1.0, p.line_subtle);
    ui.painter().hline(edge.x..=edge.x + width, edge.y, line);
    let mut widget = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(MARGIN);
        for &(value, label, count) in all {
            let response = tab_ui(ui, p, (label, count), *chosen == value, HEIGHT);
            if response.clicked() {
                *chosen = value;
            }
            if value == *chosen {
                widget = Some(response.id);
            }
            ui.add_space(between);
        }
    });
    let room = Rect::from_min_size(edge - vec2(0.0, HEIGHT - 0.5), vec2(width, HEIGHT));
    (room, widget)
}

fn tab_ui(
    ui: &mut Ui,
    p: &Palette,
    (label, count): (&str, Option<usize>),
    on: bool,
    height: f32,
) -> Response {
    let ink = if on { p.text_primary } else { p.text_secondary };
    let lay_out =
        |text: String, face, size| ui.painter().layout_no_wrap(text, font(face, size), ink);
    let text = lay_out(
        label.to_owned(),
        if on { Face::SemiBold } else { Face::Medium },
        TextSize::Body,
    );
    let count = count.map(|count| lay_out(count.to_string(), Face::Medium, TextSize::Caption));
    let pill = count.as_ref().map_or(0.0, |count| count.size().x + 14.0);
    let gap = if pill > 0.0 { 6.0 } else { 0.0 };
    let width = text.size().x + gap + pill;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Tab, true, on, label));
    let painter = ui.painter();
    let left = rect.left_center();
    painter.galley(left - vec2(0.0, text.size().y / 2.0), text, ink);
    if let Some(count) = count {
        let pill = Rect::from_min_max(
            rect.right_center() - vec2(pill, 9.0),
            rect.right_center() + vec2(0.0, 9.0),
        );
        painter.rect_filled(pill, 9.0, p.surface_sunken);
        painter.galley(pill.center() - count.size() / 2.0, count, ink);
    }
    if on {
        let line = Stroke::new(2.0, p.accent_fill);
        painter.hline(rect.x_range(), rect.bottom() - 1.0, line);
    }
    if response.has_focus() {
        focus_ring(painter, p, rect.shrink2(vec2(-4.0, 7.0)), 6);
    }
    response
}

/// A few choices in a row of which one holds.
pub(crate) fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    chosen: &mut T,
    all: &[(T, &str)],
) -> bool {
    segmented_about(ui, palette, chosen, all, None)
}

/// The same, where several rows of equal choices follow each other: screen readers hear what this one is about.
pub(crate) fn segmented_about<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    chosen: &mut T,
    all: &[(T, &str)],
    about: Option<&str>,
) -> bool {
    const ROOM: f32 = 20.0;
    const HEIGHT: f32 = 24.0;
    let mut changed = false;
    let frame = Frame::new()
        .fill(palette.surface_sunken)
        .corner_radius(7)
        .inner_margin(Margin::same(2));
    let galleys: Vec<_> = all
        .iter()
        .map(|(value, label)| {
            let ink = if chosen == value {
                palette.text_primary
            } else {
                palette.text_secondary
            };
            let font = font(Face::Medium, TextSize::Small);
            let painter = ui.painter();
            (painter.layout_no_wrap((*label).to_owned(), font, ink), ink)
        })
        .collect();
    let words: f32 = galleys
        .iter()
        .map(|(galley, _)| galley.size().x + ROOM)
        .sum();
    let gaps = gap::XXS * all.len().saturating_sub(1) as f32;
    // From left to right also at the right end of a row.
    let layout = Layout::left_to_right(Align::Center);
    frame.show(ui, |ui| {
        ui.allocate_ui_with_layout(vec2(words + gaps, HEIGHT), layout, |ui| {
            ui.spacing_mut().item_spacing.x = gap::XXS;
            for (&(value, label), (galley, ink)) in all.iter().zip(galleys) {
                let on = *chosen == value;
                let (rect, response) =
                    ui.allocate_exact_size(vec2(galley.size().x + ROOM, HEIGHT), Sense::click());
                response.widget_info(|| {
                    let name = match about {
                        Some(about) => format!("{label}: {about}"),
                        None => label.to_owned(),
                    };
                    egui::WidgetInfo::selected(egui::accesskit::Role::RadioButton, true, on, name)
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

/// One of several answers, over the whole width.
pub(crate) fn radio_row(ui: &mut Ui, p: &Palette, text: &str, on: bool) -> Response {
    let size = vec2(ui.available_width(), 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let role = egui::accesskit::Role::RadioButton;
    response.widget_info(|| egui::WidgetInfo::selected(role, true, on, text));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 6.0, p.surface_hover);
    }
    let middle = rect.left_center() + vec2(13.0, 0.0);
    let edge = if on { p.accent_fill } else { p.line_strong };
    painter.circle_stroke(middle, 7.0, Stroke::new(1.5, edge));
    if on {
        painter.circle_filled(middle, 4.0, p.accent_fill);
    }
    let room = f64::from(rect.width() - 36.0);
    let shown = elide(text, Face::Regular, TextSize::Body, room);
    let face = font(Face::Regular, TextSize::Body);
    let at = middle + vec2(15.0, 0.0);
    painter.text(at, egui::Align2::LEFT_CENTER, shown, face, p.text_primary);
    if response.has_focus() {
        focus_ring(painter, p, rect.shrink(2.0), 6);
    }
    response
}

/// An answer that is revealed: whether it was right, what is right, and why.
pub(crate) fn graded_row(ui: &mut Ui, p: &Palette, right: bool, truth: &str, why: &str) {
    ui.horizontal(|ui| {
        let (mark, colors, word) = if right {
            (icon::CHECK, p.ok, "Right")
        } else {
            (icon::X, p.critical, "Wrong")
        };
        let colors = ChipColors::severity(colors);
        chip(ui, Some((mark, Face::Icons)), word, colors);
        // Beside "Wrong", the bare word would read as what was answered.
        let truth = if right {
            truth.to_owned()
        } else {
            format!("Correct: {truth}")
        };
        let truth = styled_text(truth, Face::Medium, TextSize::Body, p.text_primary);
        wrapped(ui, truth);
    });
    if !why.is_empty() {
        caption(ui, p, why);
    }
}
