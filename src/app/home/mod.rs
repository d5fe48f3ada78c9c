//! Home: the prompts to choose from, a blank sheet, what was open last, and what a crash left behind.

mod cells;
mod modes;
mod path;
mod prompts;
mod side;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::App;
use crate::app::widgets::{card, heading, paragraph};
use crate::scenario::{Family, Scenario};
use crate::scene::{Palette, Theme};
use cells::Level;

/// Below this width what was open last stands under the list.
const NARROW: f32 = 1100.0;
const SIDE: f32 = 376.0;
/// Broken prompt files named at most.
const MAX_PROBLEMS: usize = 8;

/// What is typed and chosen on Home.
#[derive(Debug, Default)]
pub(super) struct HomeView {
    search: String,
    family: Option<Family>,
    level: Option<Level>,
    /// The most minutes.
    minutes: Option<u32>,
    done: Option<HomeAction>,
    /// Those that are not built in, or those that are.
    added: Option<bool>,
}

/// How far one has come with a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HomeAction {
    Untried,
    Tried,
    Passed,
}

impl App {
    /// Shows Home.
    pub(super) fn home_ui(&mut self, ui: &mut Ui, theme: Theme) {
        let p = theme.palette();
        self.home_bar_ui(ui, p);
        let page = Frame::new().fill(p.surface_base);
        let margin = |left, right| Margin {
            left,
            right,
            top: 22,
            bottom: 0,
        };
        let mut after = None;
        let wide = ui.available_width() >= NARROW;
        if wide {
            Panel::right("home side")
                .exact_size(SIDE)
                .show_separator_line(false)
                .resizable(false)
                .frame(page.inner_margin(margin(8, 32)))
                .show(ui, |ui| {
                    ScrollArea::vertical().show(ui, |ui| after = self.side_ui(ui, p));
                });
        }
        let main = page.inner_margin(margin(32, 16));
        egui::CentralPanel::no_frame().frame(main).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                after = self.welcome_ui(ui, p).or(after.take());
                after = self.modes_ui(ui, p).or(after.take());
                ui.add_space(18.0);
                after = self.prompts_ui(ui, p).or(after.take());
                if !wide {
                    ui.add_space(16.0);
                    after = self.side_ui(ui, p).or(after.take());
                }
                self.problems_ui(ui, p);
                ui.add_space(24.0);
            });
        });
        if let Some(after) = after {
            let ctx = ui.ctx().clone();
            self.leave(&ctx, after);
        }
    }

    /// The prompt to try next: the easiest that was never checked, else the one with the lowest score.
    fn suggested(&self) -> Option<&Scenario> {
        let rank = |scenario: &&Scenario| match self.profile.attempts(&scenario.id) {
            None => (0, u32::from(scenario.difficulty)),
            Some(attempts) => (1, attempts.best),
        };
        self.library.scenarios.iter().min_by_key(rank)
    }

    fn problems_ui(&self, ui: &mut Ui, p: &Palette) {
        if self.library.problems.is_empty() {
            return;
        }
        ui.add_space(16.0);
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, p, "Prompt files that could not be used");
            for problem in self.library.problems.iter().take(MAX_PROBLEMS) {
                paragraph(ui, p, problem.to_string());
            }
            let more = self.library.problems.len().saturating_sub(MAX_PROBLEMS);
            if more > 0 {
                paragraph(
                    ui,
                    p,
                    format!("and {more} more: `boxdrill scenarios check FOLDER` names them all"),
                );
            }
        });
    }
}
