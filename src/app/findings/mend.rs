//! What to do about findings: the offered fix of one, and the best next step of all. Pointing at a fix shows it on the
//! canvas, pressing it makes it so.

use egui::{Align, Layout, Margin, Response, Ui};

use super::Acts;
use crate::analysis::Fix;
use crate::app::widgets::{Button, Kind, caption, card, words};
use crate::scene::{Face, Palette, elide, icon};

/// How high the best next step is with a name of one line, and what lies below it.
pub(crate) const BEST_HEIGHT: f32 = 62.0;
/// What a button has beside its words: padding, icon, gap.
const BESIDE: f32 = 2.0 * 11.0 + 16.0 + 7.0;

/// The fix of the finding at a place of the report, where the score is `score` now.
pub(super) fn fix_ui(
    ui: &mut Ui,
    p: &Palette,
    (index, fix): (usize, &Fix),
    score: u32,
    acts: &mut Acts,
) {
    let name = format!("Fix: {}", fix.label);
    let room = f64::from(ui.available_width() - BESIDE);
    let shown = elide(&name, Face::Medium, 13.0, room);
    let button = Button::new(Kind::Accent, &shown)
        .named(&name)
        .with_icon(icon::MAGIC_WAND);
    let response = button.show(ui, p);
    let response = if shown == name {
        response
    } else {
        response.on_hover_text(&name)
    };
    follow(&response, index, acts);
    caption(ui, p, effect(fix, score));
}

/// The fix that raises the score most, as high as [`BEST_HEIGHT`] where its name fits into a line.
pub(super) fn best_ui(
    ui: &mut Ui,
    p: &Palette,
    (index, fix): (usize, &Fix),
    score: u32,
    acts: &mut Acts,
) {
    let frame = card(p)
        .fill(p.accent_soft)
        .stroke(egui::Stroke::new(1.0, p.accent_line))
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(words(icon::TARGET, Face::Icons, 16.0, p.accent_text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let apply = Button::new(Kind::Normal, "Apply").small().show(ui, p);
                follow(&apply, index, acts);
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let text = format!("Best next step: {}", fix.label);
                    let text = words(text, Face::SemiBold, 13.0, p.text_primary);
                    ui.add(egui::Label::new(text).wrap());
                    let effect = effect(fix, score);
                    ui.label(words(effect, Face::Regular, 11.0, p.text_secondary));
                });
            });
        });
    });
}

fn follow(button: &Response, index: usize, acts: &mut Acts) {
    if button.hovered() || button.has_focus() {
        acts.preview = Some(index);
    }
    if button.clicked() {
        acts.apply = Some(index);
    }
}

/// "Score 62 → 71 · clears 2 findings"
fn effect(fix: &Fix, score: u32) -> String {
    let score = if fix.score == score {
        format!("Score stays {score}")
    } else {
        format!("Score {score} → {}", fix.score)
    };
    match fix.clears {
        ..2 => score,
        more => format!("{score} · clears {more} findings"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_a_fix_gains() {
        let fix = |score, clears| Fix {
            label: String::new(),
            edits: Vec::new(),
            score,
            clears,
        };
        assert_eq!(effect(&fix(71, 1), 62), "Score 62 → 71");
        assert_eq!(effect(&fix(71, 2), 62), "Score 62 → 71 · clears 2 findings");
        assert_eq!(effect(&fix(62, 0), 62), "Score stays 62");
    }
}
