//! One attempt in full: its score, its rubric areas, the scores for the same prompt over time, its drawing, and what can be
//! done with it.

use egui::{Align, Layout, Sense, Ui, vec2};

use super::action::PageAction;
use super::kept::OpenedAttempt;
use super::title::{attempt_title, attempt_when};
use crate::app::canvas::counterparts::legend_ui;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, caption, heading, paragraph, score_dial, styled_text, tick_bar,
    tick_figure, wrapped,
};
use crate::model::format;
use crate::practice::{Attempt, AttemptMode, PASSES};
use crate::scenario::Library;
use crate::scene::{Face, Palette, icon};

const PICTURE: f32 = 210.0;
/// Scores of the same prompt that the curve shows.
const CURVE: usize = 24;

/// Shows it; gives what the user wants.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    attempts: &[Attempt],
    library: &Library,
    opened: &OpenedAttempt,
) -> Option<PageAction> {
    let attempt = attempts.get(opened.place)?;
    let mut action = None;
    ui.horizontal(|ui| {
        score_dial(ui, p, attempt.score, None, 64.0);
        ui.vertical(|ui| {
            let title = attempt_title(attempt, library);
            wrapped(
                ui,
                styled_text(title, Face::SemiBold, TextSize::Heading, p.text_primary),
            );
            caption(ui, p, attempt_when(attempt));
            if let Some(text) = attempt.describe_help() {
                caption(ui, p, text);
            }
            if attempt.assisted > 0 {
                caption(
                    ui,
                    p,
                    format!(
                        "{} more points were earned with help: fixes were shown or applied",
                        attempt.assisted
                    ),
                );
            }
        });
    });
    ui.add_space(gap::M);
    areas_ui(ui, p, attempt);
    ui.add_space(gap::M);
    curve_ui(ui, p, attempts, attempt);
    drawing_ui(ui, p, opened);
    ui.add_space(gap::M);
    ui.horizontal_wrapped(|ui| {
        if attempt.round.is_some() {
            let card = Button::new(ButtonKind::Normal, "Scorecard").with_icon(icon::EXAM);
            if card.show(ui, p).clicked() {
                action = Some(PageAction::Scorecard(opened.place));
            }
            let replay = Button::new(ButtonKind::Normal, "Replay").with_icon(icon::PLAY);
            if replay.show(ui, p).clicked() {
                action = Some(PageAction::Replay(opened.place));
            }
        } else if attempt.drawing.is_some() {
            let open = Button::new(ButtonKind::Normal, "Open a copy").with_icon(icon::COPY);
            if open.show(ui, p).clicked() {
                action = Some(PageAction::OpenDrawing(opened.place));
            }
        }
        let again = Button::new(ButtonKind::Normal, "Try again").with_icon(icon::ARROW_CLOCKWISE);
        let is_known = library.get(&attempt.scenario).is_some();
        let once_more = match attempt.mode {
            AttemptMode::Drill(kind) => Some(PageAction::Drill(kind)),
            _ => is_known.then(|| PageAction::Practice(attempt.scenario.clone())),
        };
        if once_more.is_some() && again.show(ui, p).clicked() {
            action = once_more;
        }
    });
    action
}

/// The parts reached of the rubric areas that were measured.
fn areas_ui(ui: &mut Ui, p: &Palette, attempt: &Attempt) {
    for (area, part) in &attempt.areas {
        ui.horizontal(|ui| {
            let label = styled_text(area.label(), Face::Regular, TextSize::Small, p.text_primary);
            ui.label(label);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = format::percent(f64::from(*part) / 100.0);
                tick_figure(ui, p, text, &format::percent(1.0));
                tick_bar(ui, p, f32::from(*part) / 100.0, 14, None);
            });
        });
    }
}

/// The scores of the same prompt and mode over time, as rising and falling bars.
fn curve_ui(ui: &mut Ui, p: &Palette, attempts: &[Attempt], attempt: &Attempt) {
    const HEIGHT: f32 = 40.0;
    const BAR: f32 = 8.0;
    let alike = attempts
        .iter()
        .rev()
        .filter(|other| other.scenario == attempt.scenario && other.mode == attempt.mode);
    let mut scores: Vec<(u32, bool)> = alike
        .take(CURVE)
        .map(|other| (other.score, std::ptr::eq(other, attempt)))
        .collect();
    if scores.len() < 2 {
        return;
    }
    scores.reverse();
    heading(ui, p, "Scores over time");
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let all: Vec<String> = scores.iter().map(|(score, _)| score.to_string()).collect();
        let name = format!("Scores over time: {}", all.join(", "));
        egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, name)
    });
    let pass = rect.bottom() - HEIGHT * PASSES as f32 / 100.0;
    ui.painter()
        .hline(rect.x_range(), pass, egui::Stroke::new(1.0, p.line_subtle));
    for (n, (score, is_this)) in scores.iter().enumerate() {
        let height = (HEIGHT * *score as f32 / 100.0).max(2.0);
        let left = rect.left() + n as f32 * (BAR + 4.0);
        let bar =
            egui::Rect::from_min_size(egui::pos2(left, rect.bottom() - height), vec2(BAR, height));
        let color = if *is_this {
            p.accent_fill
        } else {
            p.line_strong
        };
        ui.painter().rect_filled(bar, 1.5, color);
    }
}

fn drawing_ui(ui: &mut Ui, p: &Palette, opened: &OpenedAttempt) {
    match &opened.drawing {
        None => {}
        Some(Err(why)) => {
            ui.add_space(gap::M);
            paragraph(
                ui,
                p,
                format!("The drawing of this attempt cannot be shown: {why}"),
            );
        }
        Some(Ok(kept)) => {
            ui.add_space(gap::M);
            kept.picture.show(ui, p, PICTURE, "Drawing of this attempt");
            if let Some(nearest) = kept.report.nearest() {
                caption(ui, p, format!("Compared with “{}”", nearest.title));
                legend_ui(ui, p, |mark| kept.marks.count(mark));
            }
        }
    }
}
