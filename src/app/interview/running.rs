//! A running round: the bar on top, the notes, and the page of the stage.

use egui::{Align, CentralPanel, Label, Layout, Panel, ScrollArea, TextEdit, Ui, vec2};

use super::lines::lines_ui;
use super::state::{InterviewAction, RunningRound, minutes_and_seconds, page_frame, title_bar_ui};
use super::{deep_dive, questions, written};
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::panels::inspector;
use crate::app::topbar::bar_frame;
use crate::app::widgets::{
    Button, ButtonKind, caption, card, heading, paragraph, segmented, styled_text, wrapped,
};
use crate::app::workspace::DetailsTab;
use crate::practice::interview::{DrawingMode, NoteList, Stage};
use crate::practice::scorecard::HINT_COST;
use crate::scene::{Face, Palette, icon};

/// The bar on top.
pub(super) fn bar_ui(
    ui: &mut Ui,
    p: &Palette,
    running: &mut RunningRound,
) -> Option<InterviewAction> {
    let mut action = None;
    let stage = running.round.stage;
    let over = running.round.over(stage);
    let time = minutes_and_seconds(over.abs());
    let where_at = match (running.round.draws_afterward, over > 0.0) {
        (true, _) => "The round is over: draw the design you described".to_owned(),
        (false, true) => format!("{} · {time} over", stage.label()),
        (false, false) => format!("{} · {time} left in this stage", stage.label()),
    };
    let title = running.scenario.title.clone();
    let about = format!("Mock interview, {}", running.round.profile.label());
    title_bar_ui(ui, p, (&title, &[where_at, about]), |ui| {
        if running.ending {
            // Where the first button was now stands the way back, as wide at least.
            let stay = Button::new(ButtonKind::Normal, "Continue the interview");
            running.ending = !stay.show(ui, p).clicked();
            let end = Button::new(ButtonKind::Danger, "End it now");
            if end.show(ui, p).clicked() {
                action = Some(InterviewAction::End);
            }
        } else {
            let end = Button::new(ButtonKind::Normal, "End interview…");
            running.ending = end.show(ui, p).clicked();
        }
        if running.round.draws_afterward {
            return;
        }
        let paused = running.round.clock.is_paused();
        let (glyph, label) = if paused {
            (icon::PLAY, "Resume")
        } else {
            (icon::PAUSE, "Pause")
        };
        let pause = Button::new(ButtonKind::Quiet, label).with_icon(glyph);
        if pause.show(ui, p).clicked() {
            running.round.clock.set_paused(!paused);
        }
        if running.may_show_drawing() {
            let label = if running.shows_drawing {
                "Hide the drawing"
            } else {
                "Show the drawing"
            };
            let show = Button::new(ButtonKind::Normal, label)
                .with_icon(icon::BLUEPRINT)
                .enabled(!paused);
            running.shows_drawing ^= show.show(ui, p).clicked();
        }
        let taken = running.round.hints.len();
        let has_hint = taken < running.scenario.hints.len() && !paused;
        let label = format!("Hint (−{HINT_COST} point)");
        let hint = Button::new(ButtonKind::Quiet, &label)
            .with_icon(icon::LIGHTBULB)
            .enabled(has_hint);
        if hint.show(ui, p).clicked() {
            running.round.take_hint(&running.scenario);
        }
    });
    action
}

/// The panel on the right: the notes, or the selected item of the drawing where one is shown; below both the way to the next
/// stage. Gives what the user wants, of the round and of the drawing.
pub(super) fn side_ui(
    ui: &mut Ui,
    p: &Palette,
    running: &mut RunningRound,
    session: &mut Session,
    tab: &mut DetailsTab,
) -> (Option<InterviewAction>, Option<Command>) {
    let with_canvas = running.has_canvas();
    if with_canvas {
        segmented(
            ui,
            p,
            tab,
            &[
                (DetailsTab::Brief, "Notes"),
                (DetailsTab::Inspector, "Inspector"),
            ],
        );
    }
    let action = next_stage_ui(ui, p, running);
    if !with_canvas || *tab != DetailsTab::Inspector {
        notes_ui(ui, p, running);
        return (action, None);
    }
    // Owners and rollout stages of components are set there.
    let inspector = ScrollArea::vertical().id_salt("interview inspector");
    let command = inspector.show(ui, |ui| inspector::ui(ui, p, session)).inner;
    (action, command)
}

/// The button to the next stage, and to the end after the last.
fn next_stage_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) -> Option<InterviewAction> {
    let mut action = None;
    Panel::bottom("interview next")
        .frame(bar_frame(p).inner_margin(egui::Margin::ZERO))
        .show(ui, |ui| {
            ui.add_space(gap::S);
            let round = &running.round;
            let next = round.stage.next().filter(|_| !round.draws_afterward);
            let text = match next {
                Some(next) => format!("Next: {}", next.label()),
                None if round.draws_afterward => "Compare and see the scorecard".to_owned(),
                None if round.drawing == DrawingMode::Spoken => {
                    "Draw what you described".to_owned()
                }
                None => "Finish and see the scorecard".to_owned(),
            };
            let draws_afterward = round.draws_afterward;
            let button = Button::new(ButtonKind::Primary, &text).enabled(!running.is_paused());
            if button.show(ui, p).clicked() {
                match next {
                    Some(next) => running.go_to(next),
                    None => action = Some(InterviewAction::End),
                }
            }
            let hidden = if draws_afterward {
                "Draw only what you described. The clock is stopped"
            } else {
                "Checks and scores stay hidden until the end"
            };
            caption(ui, p, hidden);
            ui.add_space(gap::S);
        });
    action
}

fn notes_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound) {
    ScrollArea::vertical()
        .id_salt("interview notes")
        .auto_shrink(false)
        .show(ui, |ui| {
            if running.is_paused() {
                ui.disable();
            }
            if running.round.draws_afterward {
                heading(ui, p, "What you said");
                let said = running.round.spoken.trim();
                let said = if said.is_empty() { "No notes" } else { said };
                paragraph(ui, p, said);
                ui.add_space(gap::M);
            }
            // What came from the interviewer stands first: below the notes and answers it would be out of sight.
            let told = running.round.twist.as_ref();
            if let Some(twist) = told.and_then(|told| running.scenario.twists.get(told.twist)) {
                heading(ui, p, "Requirement change");
                paragraph(ui, p, &twist.says);
                ui.add_space(gap::M);
            }
            for &(hint, _) in running.round.hints.iter().rev() {
                if let Some(hint) = running.scenario.hints.get(hint) {
                    caption(ui, p, "Hint");
                    paragraph(ui, p, &hint.text);
                    ui.add_space(gap::S);
                }
            }
            for (list, title, hint) in [
                (NoteList::MustHave, "Must have", "Add a requirement…"),
                (
                    NoteList::OutOfScope,
                    "Out of scope",
                    "Add something out of scope…",
                ),
                (NoteList::Assumptions, "Assumptions", "Add an assumption…"),
            ] {
                lines_ui(ui, p, running, list, (title, "", hint));
            }
            heading(ui, p, "Free notes");
            let notes = TextEdit::multiline(&mut running.round.free_notes)
                .desired_rows(3)
                .desired_width(f32::INFINITY)
                .hint_text("Not graded");
            ui.add(notes).accessible_name("Free notes");
            if running.round.stage > Stage::Requirements {
                ui.add_space(gap::M);
                questions::later_ui(ui, p, running);
            }
        });
}

/// The page of a stage.
pub(super) fn stage_ui(
    ui: &mut Ui,
    p: &Palette,
    running: &mut RunningRound,
    session: &mut Session,
) {
    CentralPanel::no_frame()
        .frame(page_frame(p))
        .show(ui, |ui| {
            if running.round.clock.is_paused() {
                ui.add_space(gap::PAGE);
                heading(ui, p, "The round is paused");
                paragraph(
                    ui,
                    p,
                    "The clock is stopped, and the questions are hidden until you resume.",
                );
                return;
            }
            let stage = running.round.stage;
            let row = vec2(ui.available_width(), 28.0);
            ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
                ui.label(styled_text(
                    stage.label(),
                    Face::SemiBold,
                    TextSize::Title,
                    p.text_primary,
                ));
                let is_spoken = running.round.drawing == DrawingMode::Spoken;
                let purpose = if is_spoken && stage == Stage::Design {
                    "Say who calls whom, and where the data lives"
                } else {
                    stage.purpose(running.round.profile)
                };
                let purpose =
                    styled_text(purpose, Face::Regular, TextSize::Caption, p.text_tertiary);
                ui.add(Label::new(purpose).truncate());
            });
            ui.add_space(gap::S);
            ScrollArea::vertical()
                .id_salt(stage as usize)
                .auto_shrink(false)
                .show(ui, |ui| match stage {
                    Stage::Requirements => {
                        card(p).show(ui, |ui| {
                            ui.set_width(ui.available_width());
                            wrapped(
                                ui,
                                styled_text(
                                    &running.scenario.brief,
                                    Face::Medium,
                                    TextSize::Heading,
                                    p.text_primary,
                                ),
                            );
                            caption(ui, p, "Interviewer, 0:00");
                        });
                        ui.add_space(gap::M);
                        questions::ui(ui, p, running);
                    }
                    Stage::Estimates => written::estimates_ui(ui, p, running),
                    Stage::Data => written::data_ui(ui, p, running),
                    Stage::Design if running.round.drawing == DrawingMode::Spoken => {
                        written::spoken_ui(ui, p, running);
                    }
                    Stage::Design | Stage::DeepDive => deep_dive::ui(ui, p, running, session),
                    Stage::Delivery => written::plan_ui(ui, p, running),
                    Stage::WrapUp => written::summaries_ui(ui, p, running),
                });
        });
}
