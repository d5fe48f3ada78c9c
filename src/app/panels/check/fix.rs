//! What to do about findings: the offered fix of one, and the best next step of all. Pointing at a fix shows it on the
//! canvas, pressing it makes it so.

use egui::{Align, Layout, Margin, Response, Ui};

use super::actions::CheckActions;
use crate::analysis::{Fix, LatencyChange};
use crate::app::document::check_result::OfferedChange;
use crate::app::look::{TextSize, elide, gap};
use crate::app::widgets::{Button, ButtonKind, card, styled_text, wrapped};
use crate::scene::{Face, Palette, icon};

/// What a button has beside its words: padding, icon, gap.
const BESIDE: f32 = 2.0 * 11.0 + 16.0 + 7.0;

/// The fix of the finding at a place of the report.
pub(super) fn fix_ui(
    ui: &mut Ui,
    p: &Palette,
    (index, fix): (usize, &Fix),
    acts: &mut CheckActions,
) {
    let name = format!("Fix: {}", fix.label);
    let room = f64::from(ui.available_width() - BESIDE);
    let shown = elide(&name, Face::Medium, TextSize::Body, room);
    let button = Button::new(ButtonKind::Accent, &shown)
        .named(&name)
        .with_icon(icon::MAGIC_WAND);
    let response = button.show(ui, p);
    let response = if shown == name {
        response
    } else {
        response.on_hover_text(&name)
    };
    offer_on(&response, OfferedChange::Fix(index), acts);
    effect_ui(ui, p, fix);
}

/// Offers to tell the best next step, which an exercise keeps to itself until then.
pub(super) fn ask_for_best_ui(ui: &mut Ui, p: &Palette, index: usize, acts: &mut CheckActions) {
    let show = Button::new(ButtonKind::Normal, "Show the best next step");
    show_on(&show.with_icon(icon::TARGET).show(ui, p), index, acts);
}

/// Pressing the button tells the fix of the finding at a place of the report, and what that costs is told before.
pub(super) fn show_on(button: &Response, index: usize, acts: &mut CheckActions) {
    let button = button.clone();
    let button = button
        .on_hover_text("Points that you gain from a fix shown to you count as earned with help");
    if button.clicked() {
        acts.show = Some(OfferedChange::Fix(index));
    }
}

/// The best fix.
pub(super) fn best_ui(
    ui: &mut Ui,
    p: &Palette,
    (index, fix): (usize, &Fix),
    acts: &mut CheckActions,
) {
    let frame = card(p)
        .fill(p.accent_soft)
        .stroke(egui::Stroke::new(1.0, p.accent_line))
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(styled_text(
                icon::TARGET,
                Face::Icons,
                TextSize::Icon,
                p.accent_text,
            ));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let apply = Button::new(ButtonKind::Normal, "Apply").small().show(ui, p);
                offer_on(&apply, OfferedChange::Fix(index), acts);
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = gap::XXS;
                    let text = format!("Best next step: {}", fix.label);
                    let text = styled_text(text, Face::SemiBold, TextSize::Body, p.text_primary);
                    wrapped(ui, text);
                    effect_ui(ui, p, fix);
                });
            });
        });
    });
}

/// Pointing at the button shows what is offered, pressing it makes it so.
pub(super) fn offer_on(button: &Response, offered: OfferedChange, acts: &mut CheckActions) {
    if button.hovered() || button.has_focus() {
        acts.preview = Some(offered);
    }
    if button.clicked() {
        acts.apply = Some(offered);
    }
}

/// What a fix brings; pointing at it tells which flow gets quicker.
fn effect_ui(ui: &mut Ui, p: &Palette, fix: &Fix) {
    let effect = styled_text(
        fix.describe(),
        Face::Regular,
        TextSize::Caption,
        p.text_secondary,
    );
    let shown = wrapped(ui, effect);
    if let Some(LatencyChange { flow, .. }) = &fix.effect.latency {
        shown.on_hover_text(format!("p99 of {flow}"));
    }
}
