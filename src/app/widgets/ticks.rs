//! Measured things have ticks: the dial of a score, bars, steps of difficulty.

use egui::{Align, Color32, Layout, Painter, Pos2, Response, Sense, Stroke, Ui, Vec2, pos2, vec2};

use crate::app::look::{TextSize, font, font_of_points};
use crate::scene::{Face, Palette};
use crate::text::text_width;

use super::text::styled_text;

/// A figure beside its ticks, in a place for the widest: the ticks of rows below each other line up.
pub(crate) fn tick_figure(ui: &mut Ui, palette: &Palette, figure: String, widest: &str) {
    let face = Face::SemiBold;
    let width = text_width(widest, face, TextSize::Small.points().into()) as f32;
    let place = vec2(width.ceil(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(place, Layout::right_to_left(Align::Center), |ui| {
        ui.set_width(place.x);
        ui.label(styled_text(
            figure,
            face,
            TextSize::Small,
            palette.text_primary,
        ));
    });
}

/// A score from 0 to 100 as a ring of ticks with the number inside; ticks from there to `gained` are lit up.
pub(crate) fn score_dial(
    ui: &mut Ui,
    palette: &Palette,
    score: u32,
    gained: Option<u32>,
    diameter: f32,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(diameter), Sense::hover());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::accesskit::Role::Meter,
            true,
            format!("Score {score} of 100"),
        )
    });
    let (count, width) = match diameter {
        d if d >= 60.0 => (50_u32, 2.4),
        d if d >= 40.0 => (28, 2.0),
        _ => (25, 1.5),
    };
    // Outside the ticks of a large dial lie its marks.
    let radius = diameter / 2.0 - if diameter >= 60.0 { 5.0 } else { 1.0 };
    let length = diameter * 0.1;
    let direction =
        |part: f32| Vec2::angled(part * std::f32::consts::TAU - std::f32::consts::FRAC_PI_2);
    for tick in 0..count {
        let along = direction(tick as f32 / count as f32);
        let within = |score: u32| tick * 100 < score * count;
        let color = if within(score) {
            palette.text_primary
        } else if gained.is_some_and(within) {
            palette.accent_fill
        } else {
            palette.line_default
        };
        let ends = [
            rect.center() + along * (radius - length),
            rect.center() + along * radius,
        ];
        ui.painter().line_segment(ends, Stroke::new(width, color));
    }
    if diameter >= 60.0 {
        for mark in [0.70, 0.85] {
            ui.painter().circle_filled(
                rect.center() + direction(mark) * (radius + 3.5),
                1.3,
                palette.text_tertiary,
            );
        }
    }
    let size = diameter * 0.32;
    let center = egui::Align2::CENTER_CENTER;
    ui.painter().text(
        rect.center(),
        center,
        score.to_string(),
        font_of_points(Face::SemiBold, size),
        palette.text_primary,
    );
    response
}

/// A bar of ticks, `filled` of `of`; with a marker at `target` where there is one.
pub(crate) fn tick_bar(
    ui: &mut Ui,
    palette: &Palette,
    filled: f32,
    ticks: usize,
    target: Option<f32>,
) -> Response {
    let size = vec2(ticks as f32 * 5.0 - 2.0, 11.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    paint_ticks(ui.painter(), palette, rect.min, filled, ticks);
    if let Some(target) = target {
        let x = rect.left() + target * size.x;
        ui.painter().vline(
            x,
            rect.top()..=rect.bottom(),
            Stroke::new(1.5, palette.text_secondary),
        );
    }
    response
}

/// Paints a bar of ticks from a corner on.
pub(crate) fn paint_ticks(
    painter: &Painter,
    palette: &Palette,
    corner: Pos2,
    filled: f32,
    ticks: usize,
) {
    for tick in 0..ticks {
        let on = tick as f32 + 0.5 < filled * ticks as f32;
        let color = if on {
            palette.text_primary
        } else {
            palette.line_default
        };
        let at = corner + vec2(tick as f32 * 5.0, 1.0);
        painter.rect_filled(egui::Rect::from_min_size(at, vec2(3.0, 9.0)), 1.0, color);
    }
}

/// Paints a number digit by digit in cells of one width, so that numbers line up; `right` is the middle of its right end.
pub(crate) fn paint_digits(
    painter: &Painter,
    right: Pos2,
    number: u32,
    size: TextSize,
    face: Face,
    color: Color32,
) {
    for (place, digit) in number.to_string().chars().rev().enumerate() {
        let cell = right - vec2((place as f32 + 0.5) * 0.65 * size.points(), 0.0);
        painter.text(
            cell,
            egui::Align2::CENTER_CENTER,
            digit,
            font(face, size),
            color,
        );
    }
}

/// Paints a time or another number with signs in it, its digits in cells of one width, so that nothing moves while it counts;
/// `at` is the middle of its left end, of its right end or of itself.
pub(crate) fn paint_clock(
    painter: &Painter,
    (at, align): (Pos2, egui::Align),
    text: &str,
    (face, size): (Face, TextSize),
    color: Color32,
) {
    let width = |sign: char| {
        let cell = if sign.is_ascii_digit() { 0.62 } else { 0.36 };
        cell * size.points()
    };
    let whole: f32 = text.chars().map(width).sum();
    let mut left = at.x - whole * align.to_factor();
    for sign in text.chars() {
        let cell = pos2(left + width(sign) / 2.0, at.y);
        let center = egui::Align2::CENTER_CENTER;
        painter.text(cell, center, sign, font(face, size), color);
        left += width(sign);
    }
}

/// Three rising steps of which `filled` are on.
pub(crate) fn difficulty_steps(ui: &mut Ui, palette: &Palette, filled: usize) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 12.0), Sense::hover());
    for step in 0..3 {
        let height = 4.0 + 4.0 * step as f32;
        let color: Color32 = if step < filled {
            palette.text_primary
        } else {
            palette.line_default
        };
        let corner = pos2(rect.left() + step as f32 * 5.5, rect.bottom() - height);
        ui.painter().rect_filled(
            egui::Rect::from_min_size(corner, vec2(4.0, height)),
            1.0,
            color,
        );
    }
    response
}
