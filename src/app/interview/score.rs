//! The scorecard on screen.

use egui::{Align, CentralPanel, Layout, Popup, ScrollArea, Ui, vec2};

use super::drawings;
use super::state::{InterviewAction, ScoredRound, minutes_and_seconds, page_frame, title_bar_ui};
use crate::app::document::session::Session;
use crate::app::files::dialogs::ScorecardFormat;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, caption, card, heading, paragraph, score_dial, segmented_about,
    styled_text, tick_bar, wrapped,
};
use crate::model::format;
use crate::practice::DrillKind;
use crate::practice::interview::STAGES;
use crate::practice::scorecard::{DimensionScore, FOOTNOTE, HINT_COST, level_label, points_text};
use crate::scene::{Face, Palette, icon};

const RATINGS: [(u8, &str); 5] = [(0, "–"), (1, "1"), (2, "2"), (3, "3"), (4, "4")];

/// Shows it; gives what the user wants, and whether a rating was changed.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    scored: &mut ScoredRound,
    session: Option<&Session>,
) -> (Option<InterviewAction>, bool) {
    let mut action = None;
    let mut changed = false;
    let notes = [format!("Mock interview, {}", scored.round.started)];
    title_bar_ui(ui, p, (&scored.scenario.title, &notes), |ui| {
        for (label, glyph, wanted) in [
            ("Go to the drawing", icon::BLUEPRINT, InterviewAction::Close),
            (
                "Try again",
                icon::ARROW_CLOCKWISE,
                InterviewAction::TryAgain,
            ),
            ("Replay", icon::PLAY, InterviewAction::Replay),
        ] {
            let button = Button::new(ButtonKind::Normal, label).with_icon(glyph);
            if button.show(ui, p).clicked() {
                action = Some(wanted);
            }
        }
        let export = Button::new(ButtonKind::Normal, "Export…").with_icon(icon::EXPORT);
        Popup::menu(&export.show(ui, p)).show(|ui| {
            for (format, label) in ScorecardFormat::ALL {
                if ui.button(label).clicked() {
                    action = Some(InterviewAction::Export(format));
                    ui.close();
                }
            }
        });
        let home = Button::new(ButtonKind::Quiet, "Home").with_icon(icon::ARROW_LEFT);
        if home.show(ui, p).clicked() {
            action = Some(InterviewAction::Home);
        }
    });
    CentralPanel::no_frame()
        .frame(page_frame(p))
        .show(ui, |ui| {
            let area = ScrollArea::vertical()
                .id_salt("scorecard")
                .auto_shrink(false);
            area.show(ui, |ui| {
                summary_ui(ui, p, scored);
                ui.add_space(gap::M);
                changed |= rubric_ui(ui, p, scored, session);
                ui.add_space(gap::M);
                drawings::ui(ui, p, scored);
                changed |= follow_ups_ui(ui, p, scored);
                ui.add_space(gap::M);
                given_ui(ui, p, scored);
                card(p).fill(p.accent_soft).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    heading(ui, p, "Practice next");
                    paragraph(ui, p, &scored.card.next_step);
                    ui.add_space(gap::XS);
                    action = next_ui(ui, p, scored).or(action.take());
                });
                ui.add_space(gap::PAGE);
            });
        });
    (action, changed)
}

/// What facts and times take beside the verdict; where that leaves too little for its words, they stand below.
const FACTS: f32 = 250.0;
const TIMES: f32 = 260.0;
const VERDICT: f32 = 460.0;

fn summary_ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) {
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let room = ui.available_width() - FACTS - TIMES;
        if room < VERDICT {
            verdict_ui(ui, p, scored);
            ui.add_space(gap::M);
            ui.columns(2, |columns| {
                facts_ui(&mut columns[0], p, scored);
                times_ui(&mut columns[1], p, scored);
            });
            return;
        }
        ui.horizontal_top(|ui| {
            ui.allocate_ui(vec2(room, 0.0), |ui| {
                ui.set_width(room);
                verdict_ui(ui, p, scored);
            });
            ui.allocate_ui(vec2(FACTS, 0.0), |ui| {
                ui.set_width(FACTS - gap::L);
                facts_ui(ui, p, scored);
            });
            times_ui(ui, p, scored);
        });
    });
}

fn verdict_ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) {
    let result = &scored.card;
    ui.horizontal_top(|ui| {
        score_dial(ui, p, result.total, None, 96.0);
        ui.vertical(|ui| {
            ui.label(styled_text(
                result.verdict.label(),
                Face::SemiBold,
                TextSize::Title,
                p.text_primary,
            ));
            paragraph(ui, p, &result.summary);
            caption(ui, p, &result.level_hint);
            caption(ui, p, FOOTNOTE);
            let own = result.own_rating.map_or_else(
                || "Your own rating: none yet".to_owned(),
                |rating| {
                    format!(
                        "Your own rating: {} of 4, not part of the score",
                        format::amount(rating)
                    )
                },
            );
            caption(ui, p, own);
        });
    });
}

fn facts_ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) {
    let result = &scored.card;
    ui.vertical(|ui| {
        for text in [
            format!("Open critical and high findings: {}", result.grave_findings),
            format!(
                "Failure predictions correct: {} of {}",
                result.predictions.0, result.predictions.1
            ),
            format!("Good clarifying questions: {}", result.good_questions),
            hints_text(result.hints),
            format!("Pauses: {}", scored.round.clock.pauses()),
        ] {
            caption(ui, p, text);
        }
    });
}

/// "Hints used: 2, −2.0 points".
fn hints_text(hints: usize) -> String {
    match hints {
        0 => "Hints used: 0".to_owned(),
        some => {
            let cost = points_text(some as f64 * HINT_COST);
            format!("Hints used: {some}, \u{2212}{cost} points in high-level design")
        }
    }
}

fn times_ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = gap::XXS;
        for time in scored.card.times.iter().take(STAGES) {
            let over = time.spent - f64::from(time.planned) * 60.0;
            let late = if over > 0.0 {
                format!(", {} over", minutes_and_seconds(over))
            } else {
                String::new()
            };
            let text = format!(
                "{}: {} of {}{late}",
                time.stage.label(),
                minutes_and_seconds(time.spent),
                format::whole_minutes(time.planned)
            );
            caption(ui, p, text);
        }
    });
}

/// Where the names of the areas begin: what is said about an area stands below its name.
const INDENT: f32 = 34.0;

fn rubric_ui(
    ui: &mut Ui,
    p: &Palette,
    scored: &mut ScoredRound,
    session: Option<&Session>,
) -> bool {
    let mut changed = false;
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, p, "Rubric");
        for (n, one) in scored.card.dimensions.iter().enumerate() {
            let is_open = scored.open == Some(n);
            let rating = &mut scored.round.ratings[n];
            let (pressed, rated) = dimension_ui(ui, p, (n, one), is_open, rating);
            if pressed {
                scored.open = (!is_open).then_some(n);
            }
            changed |= rated;
            if scored.open != Some(n) {
                ui.horizontal_top(|ui| {
                    ui.add_space(INDENT);
                    wrapped(
                        ui,
                        styled_text(one.headline(), Face::Regular, TextSize::Caption, p.text_tertiary),
                    );
                });
                continue;
            }
            for evidence in &one.evidence {
                let item = evidence
                    .item
                    .zip(session)
                    .map(|(id, session)| session.document.design().item_name(id));
                let rule = evidence.rule.map(|rule| format!("rule {rule}"));
                let minute = evidence.minute.map(|minute| format!("minute {minute}"));
                let source: Vec<String> = [item, rule, minute].into_iter().flatten().collect();
                // Below the name of its dimension, not at the edge of the card.
                ui.horizontal_top(|ui| {
                    ui.add_space(INDENT);
                    ui.vertical(|ui| {
                        paragraph(ui, p, format!("{}: {}", evidence.points_of(), evidence.says));
                        if !source.is_empty() {
                            caption(ui, p, source.join(" · "));
                        }
                    });
                });
            }
        }
        let total = format!("Total: {} of 100", points_text(scored.card.points()));
        paragraph(ui, p, total);
        caption(
            ui,
            p,
            "Ticks show what was measured. The numbers on the right are your own rating and do not affect the score.",
        );
    });
    changed
}

/// "Failure reasoning ▮▮▮▯ 8 / 15 Mixed", and the own rating at the right end; says whether it is to be opened or closed, and
/// whether the rating was changed.
fn dimension_ui(
    ui: &mut Ui,
    p: &Palette,
    (n, one): (usize, &DimensionScore),
    is_open: bool,
    rating: &mut u8,
) -> (bool, bool) {
    const LABEL: f32 = 236.0;
    const POINTS: f32 = 64.0;
    const LEVEL: f32 = 48.0;
    const HEIGHT: f32 = 28.0;
    let (mut pressed, mut rated) = (false, false);
    let label = one.dimension.label();
    let points = points_text(one.points);
    let level = level_label(one.level);
    ui.horizontal(|ui| {
        let column = |ui: &mut Ui, width: f32, add: &mut dyn FnMut(&mut Ui)| {
            let layout = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(width, HEIGHT), layout, |ui| {
                ui.set_width(width);
                add(ui);
            });
        };
        column(ui, LABEL, &mut |ui| {
            let caret = if is_open {
                icon::CARET_DOWN
            } else {
                icon::CARET_RIGHT
            };
            let name = format!("{label}: {points} of {} points, {level}", one.of);
            let button = Button::new(ButtonKind::Quiet, label).with_icon(caret);
            let button = button.named(&name).pressed(is_open);
            pressed = button.show(ui, p).clicked();
        });
        tick_bar(ui, p, one.part() as f32, 20, None);
        column(ui, POINTS, &mut |ui| {
            caption(ui, p, format!("{points} / {}", one.of));
        });
        column(ui, LEVEL, &mut |ui| {
            ui.label(styled_text(
                level,
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            ));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.push_id(n, |ui| {
                let about = format!("your rating of {}", label.to_lowercase());
                rated = segmented_about(ui, p, rating, &RATINGS, Some(&about));
            });
            caption(ui, p, one.dimension.self_rated());
        });
    });
    (pressed, rated)
}

/// What to begin with: the drill that trains the weakest area, where there is one, and the prompt once more without a clock.
fn next_ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) -> Option<InterviewAction> {
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        let mut drills = DrillKind::ALL.into_iter();
        let drill = drills.find(|drill| Some(drill.trains()) == scored.card.weakest);
        if let Some(drill) = drill {
            let label = format!("5-min drill: {}", drill.label());
            if Button::new(ButtonKind::Normal, &label)
                .show(ui, p)
                .clicked()
            {
                action = Some(InterviewAction::Drill(drill));
            }
        }
        let label = format!("Practice {} without a clock", scored.scenario.title);
        if Button::new(ButtonKind::Normal, &label)
            .show(ui, p)
            .clicked()
        {
            action = Some(InterviewAction::Practice(scored.scenario.id.clone()));
        }
    });
    action
}

/// What was said and written, beside what a good answer covers.
fn given_ui(ui: &mut Ui, p: &Palette, scored: &ScoredRound) {
    for group in &scored.given {
        heading(ui, p, group.title);
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            for (n, one) in group.answers.iter().enumerate() {
                if n > 0 {
                    ui.add_space(gap::S);
                }
                wrapped(
                    ui,
                    styled_text(&one.asked, Face::Medium, TextSize::Body, p.text_primary),
                );
                let said = match one.said.as_str() {
                    "" => "You said nothing".to_owned(),
                    said => format!("You said: {said}"),
                };
                paragraph(ui, p, said);
                for point in &one.covers {
                    points_ui(ui, p, point);
                }
            }
        });
        ui.add_space(gap::M);
    }
}

/// A point that a good answer covers, as many lines as it needs.
fn points_ui(ui: &mut Ui, p: &Palette, point: &str) {
    let point = format!("• {point}");
    wrapped(
        ui,
        styled_text(point, Face::Regular, TextSize::Caption, p.text_tertiary),
    );
}

fn follow_ups_ui(ui: &mut Ui, p: &Palette, scored: &mut ScoredRound) -> bool {
    let mut changed = false;
    heading(ui, p, "Follow-up questions");
    for (n, one) in scored.round.follow_ups.iter_mut().enumerate() {
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            for (step, question) in one.question.steps.iter().enumerate() {
                wrapped(
                    ui,
                    styled_text(&question.ask, Face::Medium, TextSize::Body, p.text_primary),
                );
                if let Some(answer) = one
                    .answers
                    .get(step)
                    .filter(|answer| !answer.trim().is_empty())
                {
                    paragraph(ui, p, format!("You said: {answer}"));
                }
                for point in &question.key_points {
                    points_ui(ui, p, point);
                }
            }
            ui.push_id(("rate", n), |ui| {
                let about = format!("your rating of answer {}", n + 1);
                changed |= segmented_about(ui, p, &mut one.rating, &RATINGS, Some(&about));
            });
        });
        ui.add_space(gap::XS);
    }
    changed
}
