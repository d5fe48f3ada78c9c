//! The stages with their clocks.

use egui::{Sense, Stroke, Ui, Vec2, vec2};

use super::state::{RunningRound, minutes_and_seconds};
use crate::app::look::{TextSize, font, gap};
use crate::app::widgets::{caption, focus_ring, paint_clock};
use crate::model::format;
use crate::practice::interview::{InterviewRound, Stage};
use crate::scene::{Face, Palette};

/// A stage is over its time by so many seconds before the pace says so.
const PACE: f64 = 30.0;

/// Shows them; a press goes to a stage.
pub(super) fn ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    let round = &running.round;
    ring_ui(ui, p, round);
    let behind: f64 = Stage::ALL
        .iter()
        .map(|&stage| round.over(stage).max(0.0))
        .sum();
    let pace = if round.draws_afterward {
        "The clock is stopped".to_owned()
    } else if round.clock.is_paused() {
        "Paused".to_owned()
    } else if behind > PACE {
        format!("{} over", minutes_and_seconds(behind))
    } else {
        "On pace".to_owned()
    };
    ui.vertical_centered(|ui| caption(ui, p, pace));
    if round.clock.slept() > 0.0 {
        let slept = minutes_and_seconds(round.clock.slept());
        ui.vertical_centered(|ui| {
            caption(
                ui,
                p,
                format!("{slept} not counted: the computer was asleep"),
            )
        });
    }
    ui.add_space(gap::M);
    let may_leave = !running.is_paused() && !running.round.draws_afterward;
    for stage in Stage::ALL {
        if stage_ui(ui, p, &running.round, stage) && may_leave {
            running.go_to(stage);
        }
    }
}

/// One tick for each minute: what is spent, this stage, what is left.
fn ring_ui(ui: &mut Ui, p: &Palette, round: &InterviewRound) {
    ui.vertical_centered(|ui| {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(136.0), Sense::hover());
        let minutes = round.length.minutes();
        let left = f64::from(minutes) * 60.0 - round.now();
        let text = minutes_and_seconds(left);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(
                egui::accesskit::Role::Timer,
                true,
                format!(
                    "{} left of {}",
                    minutes_and_seconds(left),
                    format::whole_minutes(minutes)
                ),
            )
        });
        let spent = round.now() / 60.0;
        let before: u32 = Stage::ALL
            .iter()
            .filter(|&&stage| stage < round.stage)
            .map(|&stage| round.planned(stage))
            .sum();
        let until = before + round.planned(round.stage);
        for minute in 0..minutes {
            let along = Vec2::angled(
                minute as f32 / minutes as f32 * std::f32::consts::TAU
                    - std::f32::consts::FRAC_PI_2,
            );
            let color = if f64::from(minute) + 1.0 <= spent {
                p.line_default
            } else if (before..until).contains(&minute) {
                p.accent_fill
            } else {
                p.line_strong
            };
            let ends = [rect.center() + along * 52.0, rect.center() + along * 64.0];
            ui.painter().line_segment(ends, Stroke::new(2.4, color));
        }
        let center = egui::Align2::CENTER_CENTER;
        paint_clock(
            ui.painter(),
            (rect.center() - vec2(0.0, 6.0), egui::Align::Center),
            &text,
            (Face::SemiBold, TextSize::Title),
            p.text_primary,
        );
        let of = format!("left of {minutes}");
        ui.painter().text(
            rect.center() + vec2(0.0, 18.0),
            center,
            of,
            font(Face::Regular, TextSize::Small),
            p.text_secondary,
        );
    });
}

fn stage_ui(ui: &mut Ui, p: &Palette, round: &InterviewRound, stage: Stage) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 46.0), Sense::click());
    let on = round.stage == stage;
    let name = format!("Stage {}: {}", stage as usize + 1, stage.label());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Tab, true, on, &name));
    let painter = ui.painter();
    if on {
        painter.rect_filled(rect, 6.0, p.surface_selected);
    } else if response.hovered() {
        painter.rect_filled(rect, 6.0, p.surface_hover);
    }
    let ink = if on { p.accent_text } else { p.text_primary };
    let face = if on { Face::SemiBold } else { Face::Regular };
    let left = rect.left_top() + vec2(12.0, 15.0);
    let title = format!("{}   {}", stage as usize + 1, stage.label());
    painter.text(
        left,
        egui::Align2::LEFT_CENTER,
        title,
        font(face, TextSize::Body),
        ink,
    );
    let planned = round.planned(stage);
    let end = rect.right_top() + vec2(-12.0, 15.0);
    if on {
        let time = minutes_and_seconds(-round.over(stage));
        let small = (Face::Regular, TextSize::Small);
        paint_clock(
            painter,
            (end, egui::Align::Max),
            &time,
            small,
            p.text_secondary,
        );
    } else {
        painter.text(
            end,
            egui::Align2::RIGHT_CENTER,
            format::whole_minutes(planned),
            font(Face::Regular, TextSize::Small),
            p.text_secondary,
        );
    }
    let spent = round.clock.spent(stage) / 60.0;
    let shown = planned.max(spent.ceil().min(14.0) as u32);
    for minute in 0..shown {
        let color = if f64::from(minute) >= spent {
            p.line_default
        } else if minute >= planned {
            p.high.fill
        } else {
            p.accent_fill
        };
        let at = rect.left_top() + vec2(34.0 + minute as f32 * 12.0, 31.0);
        painter.rect_filled(egui::Rect::from_min_size(at, vec2(9.0, 4.0)), 1.0, color);
    }
    if response.has_focus() {
        focus_ring(painter, p, rect.shrink(2.0), 6);
    }
    response.clicked()
}
