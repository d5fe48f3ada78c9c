//! The head of the check panel: the dial, the parts of the score, how they add up, and which severities are shown.

use std::collections::BTreeSet;

use egui::{Align, Align2, Layout, Popup, PopupCloseBehavior, RectAlign, Sense, Ui, vec2};

use super::actions::CheckActions;
use crate::analysis::{CategoryScore, FixOrder, Report, Severity};
use crate::app::look::{TextSize, font, gap};
use crate::app::widgets::{
    Button, ButtonKind, ChipColors, caption, card, chip_named, paint_digits, paint_ticks,
    score_dial, segmented, styled_text, wrapped,
};
use crate::practice::{Audience, PASSES, STRONG};
use crate::scene::{Face, Palette, icon, severity_icon};
use crate::text::text_width;

const ROW: f32 = 18.0;
/// Of each part of the score.
const TICKS: usize = 8;
/// The room for "11 / 15".
const NUMBERS: f32 = 56.0;
/// What the ticks and the numbers take beside the name of a part.
const BESIDE_LABEL: f32 = NUMBERS + TICKS as f32 * 5.0 + 4.0;

/// The dial with the parts of the score beside it, and how many of its points were assisted; with a fix on show, `gained`
/// is the score with it.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    (report, assisted): (&Report, u32),
    gained: Option<u32>,
) {
    let total = report.score.total;
    ui.horizontal(|ui| {
        score_dial(ui, p, total, gained, 96.0);
        ui.add_space(gap::XS);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let has_prompt = report.has_prompt();
            let verdict = match total.saturating_sub(assisted) {
                _ if !has_prompt => "Risks only".to_owned(),
                STRONG.. => "Strong".to_owned(),
                PASSES.. => "Passes".to_owned(),
                _ => format!("Passes at {PASSES}"),
            };
            ui.label(styled_text(
                verdict,
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            ));
            if !has_prompt {
                let text = "Without a prompt, there are no requirements to pass";
                let text = styled_text(text, Face::Regular, TextSize::Small, p.text_secondary);
                wrapped(ui, text);
            }
            if assisted > 0 {
                let text = format!("{assisted} of the points were earned with help");
                let text = styled_text(text, Face::Regular, TextSize::Small, p.text_secondary);
                wrapped(ui, text).on_hover_text(
                    "These points come from fixes that were shown or applied. They do not count toward your best score",
                );
            }
            if let Some(cap) = &report.score.cap {
                // What is not stated yet is no failure.
                let ink = match report.worst() {
                    Some(worst) if worst < Severity::Medium => p.severity(worst).text,
                    _ => p.text_secondary,
                };
                let text = styled_text(cap.describe(), Face::Regular, TextSize::Small, ink);
                wrapped(ui, text);
            }
            let parts = report.score.judged_parts();
            if parts.is_empty() {
                return;
            }
            ui.add_space(gap::XS);
            // In a narrow panel the words and the numbers say it all.
            let widths = parts.iter().map(|part| {
                let size = TextSize::Small.points().into();
                text_width(part.category.label(), Face::Regular, size) as f32
            });
            let has_ticks = widths.fold(0.0, f32::max) + BESIDE_LABEL <= ui.available_width();
            for part in parts {
                part_ui(ui, p, part, has_ticks);
            }
        });
    });
}

/// "Structure ▮▮▮▮▯▯ 11 / 15"
fn part_ui(ui: &mut Ui, p: &Palette, part: &CategoryScore, has_ticks: bool) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let description = format!("{} {} of {}", part.category.label(), part.points, part.of);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Meter, true, &description)
    });
    let left = Align2::LEFT_CENTER;
    let label = part.category.label();
    ui.painter().text(
        rect.left_center(),
        left,
        label,
        font(Face::Regular, TextSize::Small),
        p.text_secondary,
    );
    let sum = rect.right_center() - vec2(2.0, 0.0);
    let of = format!(" / {}", part.of);
    let drawn = ui.painter().text(
        sum,
        Align2::RIGHT_CENTER,
        of,
        font(Face::Regular, TextSize::Small),
        p.text_tertiary,
    );
    let digits = drawn.left_center();
    paint_digits(
        ui.painter(),
        digits,
        part.points,
        TextSize::Small,
        Face::SemiBold,
        p.text_primary,
    );
    if !has_ticks {
        return;
    }
    let ticks = rect.right_center() - vec2(NUMBERS + TICKS as f32 * 5.0, 5.0);
    paint_ticks(
        ui.painter(),
        p,
        ticks,
        part.points as f32 / part.of.max(1) as f32,
        TICKS,
    );
}

/// Chips that show and hide severities, and what the findings below are shown by.
pub(super) fn filters_ui(
    ui: &mut Ui,
    p: &Palette,
    report: &Report,
    hidden: &BTreeSet<Severity>,
    shown: (&mut Audience, &mut FixOrder),
    acts: &mut CheckActions,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::S;
        for severity in Severity::ALL {
            let count = report.count(severity);
            if count == 0 {
                continue;
            }
            let off = hidden.contains(&severity);
            let colors = if off {
                ChipColors::plain(p)
            } else {
                ChipColors::severity(p.severity(severity))
            };
            let name = format!("{} {count}", severity.label());
            let icon = Some((severity_icon(severity), Face::IconsFill));
            let response = chip_named(ui, icon, &count.to_string(), &name, colors);
            let act = if off { "show" } else { "hide" };
            if response
                .on_hover_text(format!("{name}: click to {act}"))
                .clicked()
            {
                acts.hide = Some(severity);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let options = Button::icon(icon::SLIDERS_HORIZONTAL, "Options for findings");
            let options = options.small().show(ui, p);
            Popup::menu(&options)
                .align(RectAlign::BOTTOM_END)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .show(|ui| options_ui(ui, p, shown, acts));
        });
    });
}

/// Whose words findings use, what the next step is the best at, and whether every point of the score is listed.
fn options_ui(
    ui: &mut Ui,
    p: &Palette,
    (audience, order): (&mut Audience, &mut FixOrder),
    acts: &mut CheckActions,
) {
    caption(ui, p, "Findings worded for");
    let audiences = [
        (Audience::Engineers, "Engineers"),
        (Audience::Stakeholders, "Stakeholders"),
    ];
    segmented(ui, p, audience, &audiences);
    ui.add_space(gap::S);
    caption(ui, p, "Rank fixes by");
    segmented(ui, p, order, &FixOrder::ALL);
    ui.add_space(gap::S);
    let sums = Button::new(ButtonKind::Normal, "How the score adds up").pressed(acts.sums);
    if sums.show(ui, p).clicked() {
        acts.sums = !acts.sums;
        ui.close();
    }
}

/// Every point of the score with its reason.
pub(super) fn sums_ui(ui: &mut Ui, p: &Palette, report: &Report) {
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = gap::XXS;
        for (index, part) in report.score.judged_parts().iter().enumerate() {
            if index > 0 {
                ui.add_space(gap::M);
            }
            ui.horizontal(|ui| {
                ui.label(styled_text(
                    part.category.label(),
                    Face::SemiBold,
                    TextSize::Small,
                    p.text_primary,
                ));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let sum = format!("{} of {}", part.points, part.of);
                    ui.label(styled_text(
                        sum,
                        Face::SemiBold,
                        TextSize::Small,
                        p.text_primary,
                    ));
                });
            });
            for line in &part.lines {
                line_ui(ui, p, line.points, &line.reason);
            }
        }
        if let Some(cap) = &report.score.cap {
            ui.add_space(gap::M);
            let text = styled_text(
                cap.describe(),
                Face::SemiBold,
                TextSize::Small,
                p.text_primary,
            );
            wrapped(ui, text);
        }
    });
}

fn line_ui(ui: &mut Ui, p: &Palette, points: i32, reason: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap::M;
        let (rect, _) = ui.allocate_exact_size(vec2(30.0, 16.0), Sense::hover());
        let signed = if points < 0 {
            format!("−{}", points.unsigned_abs())
        } else {
            format!("+{points}")
        };
        let at = rect.right_center();
        ui.painter().text(
            at,
            Align2::RIGHT_CENTER,
            signed,
            font(Face::Medium, TextSize::Small),
            p.text_primary,
        );
        let reason = styled_text(reason, Face::Regular, TextSize::Small, p.text_secondary)
            .line_height(Some(16.0));
        wrapped(ui, reason);
    });
}
