//! Before a round: the prompt, for whom, how long.

use egui::{CentralPanel, Ui};

use super::state::{InterviewAction, RoundSetup, page_frame};
use crate::app::look::gap;
use crate::app::widgets::{
    Button, ButtonKind, caption, card, drop_down, heading, paragraph, segmented_about,
};
use crate::practice::interview::{DrawingMode, InterviewProfile, RoundLength, Stage};
use crate::scenario::Library;
use crate::scene::Palette;

/// Shows it; gives what the user wants.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    setup: &mut RoundSetup,
    library: &Library,
) -> Option<InterviewAction> {
    let mut action = None;
    CentralPanel::no_frame().frame(page_frame(p)).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.set_max_width(560.0);
            ui.add_space(gap::PAGE);
            card(p).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                heading(ui, p, "Mock interview");
                paragraph(ui, p, "Seven stages against the clock. The check, its findings, and the score stay hidden until the end. You can pause, move on early, and go back.");
                ui.add_space(gap::M);
                caption(ui, p, "Prompt");
                let title = library.get(&setup.scenario).map_or("", |scenario| &scenario.title);
                let list = drop_down("prompt of the interview").selected_text(title).width(320.0);
                let shown = list.show_ui(ui, |ui| {
                    for scenario in library.scenarios() {
                        let chosen = setup.scenario == scenario.id;
                        if ui.selectable_label(chosen, &scenario.title).clicked() {
                            setup.scenario.clone_from(&scenario.id);
                            setup.length = RoundLength::for_prompt(scenario.minutes);
                        }
                    }
                });
                shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, "Prompt of the interview"));
                ui.add_space(gap::S);
                caption(ui, p, "Role");
                let profiles = InterviewProfile::ALL.map(|profile| (profile, profile.label()));
                segmented_about(ui, p, &mut setup.profile, &profiles, None);
                ui.add_space(gap::S);
                caption(ui, p, "How you draw");
                let drawing = DrawingMode::ALL.map(|mode| (mode, mode.label()));
                segmented_about(ui, p, &mut setup.drawing, &drawing, Some("drawing"));
                paragraph(ui, p, setup.drawing.describe());
                ui.add_space(gap::S);
                caption(ui, p, "Length");
                let lengths = [(RoundLength::Drill, "20 min"), (RoundLength::Short, "35 min"), (RoundLength::Full, "45 min")];
                segmented_about(ui, p, &mut setup.length, &lengths, None);
                ui.add_space(gap::M);
                let plan = setup.length.plan(setup.profile);
                let stages = Stage::ALL.iter().zip(plan).map(|(stage, minutes)| format!("{} {minutes}", stage.label()));
                paragraph(ui, p, format!("Minutes: {}", stages.collect::<Vec<_>>().join(" · ")));
                ui.add_space(gap::M);
                ui.horizontal(|ui| {
                    if Button::new(ButtonKind::Primary, "Start the interview").show(ui, p).clicked() {
                        action = Some(InterviewAction::Begin(setup.clone()));
                    }
                    if Button::new(ButtonKind::Quiet, "Cancel").show(ui, p).clicked() {
                        action = Some(InterviewAction::Close);
                    }
                });
                });
            });
        });
    });
    action
}
