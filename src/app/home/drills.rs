//! The drills of five minutes, as a row of small cards.

use egui::{Align2, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, Vec2, vec2};

use super::page::{HomeAction, HomePage};
use crate::app::commands::Command;
use crate::app::look::{TextSize, font, gap};
use crate::app::widgets::{caption, card_title, focus_ring};
use crate::practice::DrillKind;
use crate::scene::{Face, Palette, icon};
use crate::text::text_width;

/// With what it is for in one line, and in two.
const HEIGHTS: [f32; 2] = [56.0, 72.0];
const GAP: f32 = 12.0;
/// What is left and right of the words.
const BESIDE: f32 = 16.0 + 32.0 + 12.0;

impl HomePage<'_> {
    /// Shows the drills.
    pub(super) fn drills_ui(&mut self, ui: &mut Ui, p: &Palette) {
        ui.horizontal(|ui| {
            let title = "Five-minute drills";
            card_title(ui, p, title);
            caption(ui, p, "new questions from the prompts each time");
        });
        ui.add_space(gap::XS);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let width = (ui.available_width() - 2.0 * GAP) / 3.0;
            let fits = |kind: &DrillKind| {
                let words = text_width(
                    kind.purpose(),
                    Face::Regular,
                    TextSize::Small.points().into(),
                );
                words <= f64::from(width - BESIDE)
            };
            let height = HEIGHTS[usize::from(!DrillKind::ALL.iter().all(fits))];
            for kind in DrillKind::ALL {
                if drill_ui(ui, p, vec2(width, height), kind).clicked() {
                    self.actions.push(HomeAction::Run(Command::Drill(kind)));
                }
            }
        });
    }
}

fn drill_ui(ui: &mut Ui, p: &Palette, size: Vec2, kind: DrillKind) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("Drill: {}", kind.label());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    let edge = if response.hovered() {
        Stroke::new(2.0, p.accent_fill)
    } else {
        Stroke::new(1.0, p.line_subtle)
    };
    let painter = ui.painter();
    let corners = CornerRadius::same(8);
    painter.rect(rect, corners, p.surface_raised, edge, StrokeKind::Inside);
    if response.has_focus() {
        focus_ring(painter, p, rect, 8);
    }
    let glyph = match kind {
        DrillKind::WhatBreaks => icon::POWER,
        DrillKind::Numbers => icon::SLIDERS_HORIZONTAL,
        DrillKind::FindTheFault => icon::MAGNIFYING_GLASS,
    };
    let left = Align2::LEFT_CENTER;
    let at = rect.left_center() + vec2(16.0, 0.0);
    let icons = font(Face::Icons, TextSize::Title);
    painter.text(at, left, glyph, icons, p.text_secondary);
    let purpose = painter.layout(
        kind.purpose().to_owned(),
        font(Face::Regular, TextSize::Small),
        p.text_secondary,
        size.x - BESIDE,
    );
    let words = at + vec2(32.0, -purpose.size().y / 2.0);
    painter.text(
        words,
        left,
        kind.label(),
        font(Face::SemiBold, TextSize::Body),
        p.text_primary,
    );
    painter.galley(words + vec2(0.0, 10.0), purpose, p.text_secondary);
    response
}
