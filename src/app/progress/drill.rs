//! A drill in progress: one task after the other about a drawing, five minutes on a calm clock, and what came of it.

use std::time::{Duration, Instant};

use egui::{Align, CentralPanel, Layout, Margin, Panel, ScrollArea, Ui};

use super::action::PageAction;
use super::questions::{DrillAnswer, question_ui};
use super::title::page_bar_ui;
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram::MiniDiagram;
use crate::app::topbar::bar_frame;
use crate::app::widgets::{
    Button, ButtonKind, caption, card, card_title, empty_state, heading, paragraph, score_dial,
    styled_text,
};
use crate::practice::{Attempt, DRILL_SECONDS, DrillGrade, DrillKind, DrillTally, DrillTask};
use crate::scenario::Scenario;
use crate::scene::{Face, Palette};

const ASKS: f32 = 420.0;

/// A task on show.
#[derive(Debug)]
struct ShownTask {
    task: DrillTask,
    answer: DrillAnswer,
    picture: MiniDiagram,
    /// The grade, once it is revealed.
    grade: Option<DrillGrade>,
}

/// A drill in progress, or over.
#[derive(Debug)]
pub(crate) struct DrillPage {
    kind: DrillKind,
    seed: u64,
    /// The number of the task on show.
    number: u64,
    shown: Option<ShownTask>,
    tally: DrillTally,
    begun: Instant,
    /// How long it took (s), once it is over.
    took: Option<u32>,
}

impl DrillPage {
    /// A drill with its first task.
    pub(super) fn new(kind: DrillKind, seed: u64, scenarios: &[Scenario]) -> Self {
        let mut page = Self {
            kind,
            seed,
            number: 0,
            shown: None,
            tally: DrillTally::default(),
            begun: Instant::now(),
            took: None,
        };
        page.show_task(scenarios);
        page
    }

    fn show_task(&mut self, scenarios: &[Scenario]) {
        let task = DrillTask::new(self.kind, scenarios, self.seed, self.number);
        self.shown = task.map(|task| ShownTask {
            answer: DrillAnswer::blank(&task.question),
            picture: MiniDiagram::tidied(&task.design).with_all_words(),
            grade: None,
            task,
        });
    }

    /// The drill as an attempt, once it is over; none where nothing was answered.
    pub(super) fn attempt(&self) -> Option<Attempt> {
        let now = jiff::Timestamp::now();
        self.tally.attempt(self.kind, now, self.took?)
    }

    /// Ends it.
    pub(super) fn end(&mut self) {
        let seconds = self.begun.elapsed().as_secs();
        self.took = Some(u32::try_from(seconds).unwrap_or(u32::MAX));
    }

    /// Shows the page; gives what the user wants.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        scenarios: &[Scenario],
    ) -> Option<PageAction> {
        let mut action = None;
        let over = self.took.is_some();
        let (label, clock) = (self.kind.label(), self.clock_text());
        let so_far = self.tally.total();
        let leaves = page_bar_ui(ui, p, ("Back", label), |ui| {
            if over {
                return;
            }
            let end = Button::new(ButtonKind::Normal, "End the drill");
            if end.show(ui, p).clicked() {
                action = Some(PageAction::EndDrill);
            }
            ui.label(styled_text(
                clock,
                Face::Medium,
                TextSize::Body,
                p.text_secondary,
            ));
            caption(ui, p, format!("{} of {} points", so_far.points, so_far.of));
        });
        if leaves {
            // What was answered counts, however the page is left.
            let unkept = !over && self.tally.tasks() > 0;
            return Some(if unkept {
                PageAction::EndDrill
            } else {
                PageAction::Back
            });
        }
        if over {
            self.over_ui(ui, p, &mut action);
        } else {
            ui.ctx().request_repaint_after(Duration::from_secs(1));
            self.task_ui(ui, p, scenarios, &mut action);
        }
        action
    }

    /// "3:12 left"; after five minutes the task on show may still be finished.
    fn clock_text(&self) -> String {
        let spent = self.begun.elapsed().as_secs();
        let left = u64::from(DRILL_SECONDS).saturating_sub(spent);
        if left == 0 {
            "Your five minutes are up".to_owned()
        } else {
            format!("{}:{:02} left", left / 60, left % 60)
        }
    }

    fn task_ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        scenarios: &[Scenario],
        action: &mut Option<PageAction>,
    ) {
        let mut next = false;
        let Some(shown) = &mut self.shown else {
            let page = egui::Frame::new().fill(p.surface_base);
            CentralPanel::no_frame().frame(page).show(ui, |ui| {
                let message = "Drills are made from prompts and their accepted designs";
                empty_state(
                    ui,
                    p,
                    "There are no prompts to make a task from",
                    message,
                    |_| {},
                );
            });
            return;
        };
        Panel::right("task")
            .exact_size(ASKS)
            .resizable(false)
            .frame(bar_frame(p).inner_margin(Margin::same(16)))
            .show(ui, |ui| {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    card_title(ui, p, shown.task.title.as_str());
                    caption(ui, p, format!("Task {}", self.number + 1));
                    ui.add_space(gap::S);
                    let revealed = shown.grade.is_some();
                    question_ui(ui, p, &shown.task, &mut shown.answer, revealed);
                    ui.add_space(gap::L);
                    match shown.grade {
                        None => {
                            let ready = shown.answer.is_complete(&shown.task.question);
                            let reveal = Button::new(ButtonKind::Primary, "Reveal").enabled(ready);
                            let response = reveal.show(ui, p);
                            if response.clicked() && ready {
                                let (area, grade) = shown.answer.grade(&shown.task.question);
                                self.tally.add(area, grade);
                                shown.picture.highlight(shown.task.question.told_items());
                                shown.grade = Some(grade);
                            }
                            response.on_disabled_hover_text("Answer everything first");
                        }
                        Some(grade) => {
                            ui.horizontal(|ui| {
                                let text = format!("{} of {} points", grade.points, grade.of);
                                heading(ui, p, text);
                                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                                    let over = self.begun.elapsed()
                                        >= Duration::from_secs(u64::from(DRILL_SECONDS));
                                    let label = if over { "See the result" } else { "Next task" };
                                    let go = Button::new(ButtonKind::Primary, label);
                                    if go.show(ui, p).clicked() {
                                        next = !over;
                                        if over {
                                            *action = Some(PageAction::EndDrill);
                                        }
                                    }
                                });
                            });
                        }
                    }
                });
            });
        let page = egui::Frame::new()
            .fill(p.surface_base)
            .inner_margin(Margin::same(16));
        CentralPanel::no_frame().frame(page).show(ui, |ui| {
            let height = ui.available_height();
            shown.picture.show(ui, p, height, "Drawing of the task");
        });
        if next {
            self.number += 1;
            self.show_task(scenarios);
        }
    }

    fn over_ui(&self, ui: &mut Ui, p: &Palette, action: &mut Option<PageAction>) {
        let page = egui::Frame::new()
            .fill(p.surface_base)
            .inner_margin(Margin::symmetric(24, 16));
        let total = self.tally.total();
        CentralPanel::no_frame().frame(page).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.set_max_width(480.0);
                ui.add_space(gap::PAGE);
                card(p).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal(|ui| {
                        score_dial(ui, p, u32::from(total.percent()), None, 96.0);
                        ui.vertical(|ui| {
                            heading(ui, p, format!("{} of {} points", total.points, total.of));
                            let tasks = match self.tally.tasks() {
                                1 => "1 task".to_owned(),
                                more => format!("{more} tasks"),
                            };
                            let took = self.took.unwrap_or(0);
                            paragraph(ui, p, format!("{tasks} in {}:{:02}", took / 60, took % 60));
                            caption(
                                ui,
                                p,
                                format!("Counts toward {}", self.kind.trains().label()),
                            );
                        });
                    });
                    ui.add_space(gap::M);
                    ui.horizontal(|ui| {
                        let again = Button::new(ButtonKind::Primary, "Another five minutes");
                        if again.show(ui, p).clicked() {
                            *action = Some(PageAction::Drill(self.kind));
                        }
                        if Button::new(ButtonKind::Normal, "Done")
                            .show(ui, p)
                            .clicked()
                        {
                            *action = Some(PageAction::Back);
                        }
                    });
                });
            });
        });
    }
}
