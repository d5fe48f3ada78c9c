//! Owners: the teams with who speaks for them and what they own; components are given to a team many at once.

use std::collections::BTreeSet;

use egui::{Frame, Margin, Stroke, Ui};

use super::action::{ProgramAction, ProgramScene};
use super::field::{head, quiet_field, team_mark};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, ChipColors, caption, chip_named, styled_text};
use crate::model::{Id, format};
use crate::program::{Team, edits_to_own};
use crate::scene::{Face, icon};

/// What is chosen to be given to a team.
#[derive(Debug, Default)]
pub(super) struct OwnersPanel {
    chosen: BTreeSet<Id>,
    team: String,
}

impl OwnersPanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        ui.spacing_mut().item_spacing.y = gap::XS;
        let (p, teams) = (scene.p, &scene.program.teams);
        self.chosen
            .retain(|&id| scene.design.component(id).is_some());
        let of = teams.owned() + teams.unowned.len();
        head(ui, p, "Owners", "", |ui| {
            caption(ui, p, format!("{} of {of} components owned", teams.owned()));
        });
        if teams.all.is_empty() {
            caption(
                ui,
                p,
                "Assign an owner to each component to see calls between teams",
            );
        }
        for team in &teams.all {
            ui.separator();
            self.team_ui(ui, scene, team, &mut actions);
        }
        if !teams.unowned.is_empty() {
            ui.add_space(gap::XS);
            let frame = Frame::new()
                .fill(p.medium.soft)
                .stroke(Stroke::new(1.0, p.medium.line))
                .corner_radius(8)
                .inner_margin(Margin::same(10));
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    let words = format!(
                        "{} No owner for {}",
                        icon::WARNING_DIAMOND,
                        format::count(teams.unowned.len(), "component")
                    );
                    ui.label(styled_text(
                        words,
                        Face::SemiBold,
                        TextSize::Body,
                        p.medium.text,
                    ));
                    if Button::new(ButtonKind::Normal, "Select all")
                        .small()
                        .named("Select all without an owner")
                        .show(ui, p)
                        .clicked()
                    {
                        self.chosen.extend(&teams.unowned);
                    }
                });
                self.chips_ui(ui, scene, &teams.unowned, None);
            });
        }
        if !self.chosen.is_empty() {
            self.assign_ui(ui, scene, &mut actions);
        }
        actions
    }

    fn team_ui(
        &mut self,
        ui: &mut Ui,
        scene: &ProgramScene<'_>,
        team: &Team,
        actions: &mut Vec<ProgramAction>,
    ) {
        let p = scene.p;
        ui.horizontal(|ui| {
            team_mark(ui, p, Some(&team.name));
            ui.label(styled_text(
                &team.name,
                Face::SemiBold,
                TextSize::Body,
                p.text_primary,
            ));
            let person = team.person.as_deref().unwrap_or_default();
            let name = format!("Contact person of {}", team.name);
            if let Some(person) = quiet_field(ui, &name, person, "Add a person", 110.0) {
                let team = team.name.clone();
                actions.push(ProgramAction::plan(
                    "Change person",
                    scene.design,
                    |program| {
                        program
                            .people
                            .retain(|name, _| !crate::model::is_same_team(name, &team));
                        program.people.insert(team, person);
                    },
                ));
            }
            if team.grave_findings > 0 {
                let count = team.grave_findings.to_string();
                let name = format!("{count} critical or high findings for {}", team.name);
                let mark = Some((icon::WARNING, Face::IconsFill));
                chip_named(ui, mark, &count, &name, ChipColors::severity(p.high))
                    .on_hover_text("Open critical and high findings in this team's components");
            }
        });
        self.chips_ui(ui, scene, &team.components, Some(&team.name));
    }

    /// Components that can be chosen.
    fn chips_ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>, ids: &[Id], team: Option<&str>) {
        let p = scene.p;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = gap::WRAPPED;
            for &id in ids {
                let on = self.chosen.contains(&id);
                let text = scene.design.name_of(id);
                let mut colors = ChipColors::component(p, scene.design, id);
                if on {
                    (colors.fill, colors.text) = (p.accent_soft, p.accent_text);
                }
                let glyph = if on {
                    icon::CHECK
                } else {
                    scene.design.kind_of(id).icon_char()
                };
                let name = match team {
                    Some(team) => format!("{text}, owned by {team}"),
                    None => format!("{text}, no owner"),
                };
                let response = chip_named(ui, Some((glyph, Face::Icons)), text, &name, colors);
                let role = egui::accesskit::Role::CheckBox;
                response.widget_info(|| egui::WidgetInfo::selected(role, true, on, &name));
                if response.clicked() && !self.chosen.remove(&id) {
                    self.chosen.insert(id);
                }
            }
        });
    }

    fn assign_ui(
        &mut self,
        ui: &mut Ui,
        scene: &ProgramScene<'_>,
        actions: &mut Vec<ProgramAction>,
    ) {
        let p = scene.p;
        ui.add_space(gap::XS);
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            caption(ui, p, format!("{} selected, assign to", self.chosen.len()));
            let field = egui::TextEdit::singleline(&mut self.team)
                .hint_text("Team")
                .desired_width(110.0);
            let field = ui
                .add(field)
                .accessible_name("Team for the selected components");
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let is_named = !self.team.trim().is_empty();
            let assign = Button::new(ButtonKind::Accent, "Assign")
                .small()
                .enabled(is_named);
            if assign.show(ui, p).clicked() || (enter && is_named) {
                wanted = Some(self.team.trim().to_owned());
            }
            for team in &scene.program.teams.all {
                let name = format!("Assign to {}", team.name);
                let mark = Some((icon::USERS_THREE, Face::Icons));
                if chip_named(ui, mark, &team.name, &name, ChipColors::plain(p)).clicked() {
                    wanted = Some(team.name.clone());
                }
            }
            if Button::new(ButtonKind::Quiet, "No owner")
                .small()
                .named("Remove the owner")
                .show(ui, p)
                .clicked()
            {
                wanted = Some(String::new());
            }
            if Button::new(ButtonKind::Quiet, "Show")
                .small()
                .named("Show the selected components")
                .show(ui, p)
                .clicked()
            {
                actions.push(ProgramAction::Show(self.chosen.clone()));
            }
        });
        if let Some(team) = wanted {
            let chosen = std::mem::take(&mut self.chosen);
            self.team.clear();
            actions.push(ProgramAction::Edit(
                "Change owner",
                edits_to_own(scene.design, chosen, &team),
            ));
        }
    }
}
