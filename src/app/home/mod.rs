//! Home: the prompts to choose from, a blank sheet, what was open last, and what a crash left behind.

mod cells;
mod drills;
mod last_drawing;
mod modes;
mod page;
mod path;
mod prompts;
mod side;
mod skills;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

pub(crate) use page::{HomeAction, HomePage, HomeView};

use crate::app::look::gap;
use crate::app::widgets::{card, heading, paragraph};
use crate::scene::Palette;

/// Below this width the recent files are shown under the list.
const NARROW: f32 = 1100.0;
const SIDE: f32 = 376.0;
/// Broken prompt files named at most.
const MAX_PROBLEMS: usize = 8;

impl HomePage<'_> {
    /// Shows Home.
    pub(crate) fn ui(&mut self, ui: &mut Ui, p: &Palette) {
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
                    let area = ScrollArea::vertical().id_salt("home side");
                    area.show(ui, |ui| after = self.side_ui(ui, p));
                });
        }
        let main = page.inner_margin(margin(32, 16));
        egui::CentralPanel::no_frame().frame(main).show(ui, |ui| {
            let area = ScrollArea::vertical().id_salt("home").auto_shrink(false);
            area.show(ui, |ui| {
                after = self.welcome_ui(ui, p).or(after.take());
                after = self.modes_ui(ui, p).or(after.take());
                ui.add_space(gap::XL);
                self.drills_ui(ui, p);
                ui.add_space(gap::XXL);
                after = self.prompts_ui(ui, p).or(after.take());
                if !wide {
                    ui.add_space(gap::XXL);
                    after = self.side_ui(ui, p).or(after.take());
                }
                self.problems_ui(ui, p);
                ui.add_space(gap::PAGE);
            });
        });
        self.actions.extend(after.map(HomeAction::Begin));
    }

    fn problems_ui(&self, ui: &mut Ui, p: &Palette) {
        if self.library.problems.is_empty() {
            return;
        }
        ui.add_space(gap::XXL);
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
                    format!("and {more} more: `boxdrill scenarios check FOLDER` lists them all"),
                );
            }
        });
    }
}
