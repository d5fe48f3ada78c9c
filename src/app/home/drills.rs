//! The drills of five minutes, as a row of small cards.

use egui::{Align2, CornerRadius, Response, Sense, Stroke, StrokeKind, Ui, vec2};

use super::page::{HomeAction, HomePage};
use crate::app::commands::Command;
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{caption, card_title, focus_ring};
use crate::practice::DrillKind;
use crate::scene::{Face, Palette, icon};

const HEIGHT: f32 = 56.0;
const GAP: f32 = 12.0;

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
            for kind in DrillKind::ALL {
                if drill_ui(ui, p, width, kind).clicked() {
                    self.actions.push(HomeAction::Run(Command::Drill(kind)));
                }
            }
        });
    }
}

fn drill_ui(ui: &mut Ui, p: &Palette, width: f32, kind: DrillKind) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
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
    let words = at + vec2(32.0, 0.0);
    let room = f64::from(rect.right() - words.x - 12.0);
    painter.text(
        words - vec2(0.0, 9.0),
        left,
        kind.label(),
        font(Face::SemiBold, TextSize::Body),
        p.text_primary,
    );
    painter.text(
        words + vec2(0.0, 9.0),
        left,
        elide(kind.purpose(), Face::Regular, TextSize::Small, room),
        font(Face::Regular, TextSize::Small),
        p.text_secondary,
    );
    response
}
