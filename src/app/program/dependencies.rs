//! The list of dependencies, those that the drawing shows and those on suppliers; each opens to its fields.

use egui::Ui;

use super::action::{ProgramAction, ProgramScene};
use super::field::{Given, date_draft, draft_field, head, labeled, number_draft};
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, ChipColors, ListRow, caption, chip};
use crate::model::{MAX_ROLLOUT_STAGE, MAX_WEEKS, TeamDependency, format};
use crate::program::DependencyStatus;
use crate::scene::icon;

/// Which dependency is open.
#[derive(Debug, Default)]
pub(super) struct DependenciesPanel {
    open: Option<usize>,
    /// It was asked for elsewhere, so that it has to be brought into sight.
    is_asked: bool,
}

impl DependenciesPanel {
    /// Opens one in the next frame.
    pub(super) fn open(&mut self, place: usize) {
        self.open = Some(place);
        self.is_asked = true;
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        let (p, all) = (scene.p, &scene.program.dependencies);
        let agreed = all.iter().filter(|one| one.agreement.is_some()).count();
        let entries = scene.design.program().dependencies.len();
        head(
            ui,
            p,
            "Dependencies",
            &match all.len() {
                0 => String::new(),
                count => format!("{agreed} of {count} agreed"),
            },
            |ui| {
                if Button::new(ButtonKind::Normal, "Add a dependency")
                    .small()
                    .with_icon(icon::PLUS)
                    .show(ui, p)
                    .clicked()
                {
                    actions.push(ProgramAction::plan(
                        "Add dependency",
                        scene.design,
                        |program| {
                            let on = "Supplier".to_owned();
                            program.dependencies.push(TeamDependency {
                                on,
                                ..TeamDependency::default()
                            });
                        },
                    ));
                    self.open(entries);
                }
            },
        );
        if all.is_empty() {
            caption(
                ui,
                p,
                "Calls between teams are listed here. Add dependencies on suppliers yourself",
            );
        }
        for (place, one) in all.iter().enumerate() {
            let on = self.open == Some(place);
            let title = match one.what.as_str() {
                what if what.is_empty() || one.on.is_empty() => one.title(),
                what => format!("{}: {what}", one.title()),
            };
            let mut words = vec![
                if one.agreement.is_some() {
                    "agreed"
                } else {
                    "no agreement yet"
                }
                .to_owned(),
            ];
            words.extend(
                one.lead_weeks
                    .map(|weeks| format::count(weeks as usize, "week")),
            );
            words.extend(one.due.map(|due| due.strftime("%b %-d").to_string()));
            let words = words.join(" · ");
            let row = ListRow::new(&title).end(&words);
            let row = row
                .icon(Some(if one.agreement.is_some() {
                    icon::CHECK
                } else {
                    icon::CIRCLE
                }))
                .chosen(on)
                .show(ui, p);
            if row.clicked() {
                self.open = (!on).then_some(place);
            }
            if on {
                fields_ui(ui, scene, one, &mut actions);
                if std::mem::take(&mut self.is_asked) {
                    row.scroll_to_me(Some(egui::Align::Center));
                }
            }
        }
        actions
    }
}

/// Changes a dependency, which is written into the plan where only the drawing showed it.
fn change(
    scene: &ProgramScene<'_>,
    one: &DependencyStatus,
    change: impl FnOnce(&mut TeamDependency),
) -> ProgramAction {
    ProgramAction::plan("Change dependency", scene.design, |program| {
        let place = one.entry.unwrap_or_else(|| {
            program.dependencies.push(one.to_entry());
            program.dependencies.len() - 1
        });
        change(&mut program.dependencies[place]);
    })
}

fn fields_ui(
    ui: &mut Ui,
    scene: &ProgramScene<'_>,
    one: &DependencyStatus,
    actions: &mut Vec<ProgramAction>,
) {
    let p = scene.p;
    ui.indent("dependency", |ui| {
        ui.horizontal_wrapped(|ui| {
            // What the drawing shows is between the teams that it shows.
            if one.connections.is_empty() {
                if let Some(text) = labeled(ui, p, "Team", |ui| {
                    draft_field(ui, "Dependent team", &one.needs, "Program", 90.0)
                }) {
                    actions.push(change(scene, one, |entry| entry.needs = text));
                }
                if let Some(text) = labeled(ui, p, "Needs", |ui| {
                    draft_field(ui, "Team or supplier", &one.on, "Supplier", 110.0)
                }) {
                    actions.push(change(scene, one, |entry| entry.on = text));
                }
            }
            if let Some(text) = labeled(ui, p, "What", |ui| {
                draft_field(ui, "What it needs", &one.what, "What it needs", 150.0)
            }) {
                actions.push(change(scene, one, |entry| entry.what = text));
            }
            if let Some(text) = labeled(ui, p, "Agreement", |ui| {
                draft_field(
                    ui,
                    "Agreement",
                    &one.agreement.clone().unwrap_or_default(),
                    "Who agreed, and when",
                    150.0,
                )
            }) {
                actions.push(change(scene, one, |entry| entry.agreement = text));
            }
            if let Some(Given(weeks)) = labeled(ui, p, "Lead time", |ui| {
                number_draft(ui, "Lead time in weeks", one.lead_weeks, MAX_WEEKS)
            }) {
                actions.push(change(scene, one, |entry| entry.lead_weeks = weeks));
            }
            if let Some(Given(due)) = labeled(ui, p, "Promised", |ui| {
                date_draft(ui, "Promised date", one.due)
            }) {
                actions.push(change(scene, one, |entry| entry.due = due));
            }
            if let Some(Given(stage)) = labeled(ui, p, "For stage", |ui| {
                number_draft(ui, "Needed for stage", one.stage, MAX_ROLLOUT_STAGE)
            }) {
                actions.push(change(scene, one, |entry| entry.stage = stage));
            }
        });
        ui.horizontal_wrapped(|ui| {
            if !one.flows.is_empty() {
                chip(
                    ui,
                    None,
                    &format!("For: {}", one.flows.join(", ")),
                    ChipColors::plain(p),
                );
            }
            if let Some(place) = one.entry
                && Button::new(ButtonKind::Quiet, "Remove")
                    .small()
                    .named("Clear the notes on this dependency")
                    .show(ui, p)
                    .clicked()
            {
                actions.push(ProgramAction::plan(
                    "Remove dependency",
                    scene.design,
                    |program| {
                        program.dependencies.remove(place);
                    },
                ));
            }
        });
    });
    ui.add_space(gap::XS);
}
