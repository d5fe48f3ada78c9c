//! The skills on Home, what to practice next, and the rounds that were played last.

use egui::{Align, Layout, Stroke, Ui};

use super::page::{HomeAction, HomePage};
use crate::app::commands::Command;
use crate::app::look::{TextSize, gap};
use crate::app::modals::NextStep;
use crate::app::time_format::format_time_capitalized;
use crate::app::widgets::{
    Button, ButtonKind, ListRow, caption, card, card_title, paragraph, segmented_about,
    styled_text, tick_bar, tick_figure,
};
use crate::practice::{AttemptMode, Skill, SkillSource, practice_next};
use crate::scene::{Face, Palette, icon};

/// Rounds that are listed.
const ROUNDS: usize = 4;
const TICKS: usize = 13;

impl HomePage<'_> {
    /// The skills by rubric area; before anything is measured, how they come to be.
    pub(super) fn skills_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let sets = self.progress.skills();
        let chosen = sets.iter().find(|set| Some(set.source) == self.home.skills);
        let shown = chosen.or(sets.first());
        let is_measured = shown.is_some();
        let mut wanted = false;
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                card_title(ui, p, "Skills");
                if is_measured {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let all = Button::new(ButtonKind::Quiet, "History").small();
                        wanted = all.show(ui, p).clicked();
                        caption(ui, p, "last 10 of each");
                    });
                }
            });
            if !is_measured {
                paragraph(ui, p, "Eight areas of the rubric, scored from your checks, mock interviews, and drills. Nothing has been measured yet.");
                return;
            }
            // Scores of different sources say different things: one source at a time.
            let Some(mut source) = shown.map(|set| set.source) else {
                return;
            };
            let sources: Vec<(SkillSource, &str)> = SkillSource::ALL
                .into_iter()
                .filter(|source| sets.iter().any(|set| set.source == *source))
                .map(|source| (source, source.label()))
                .collect();
            if segmented_about(ui, p, &mut source, &sources, Some("skills")) {
                self.home.skills = Some(source);
            }
            let skills = shown.map_or(&[][..], |set| &set.skills);
            ui.spacing_mut().item_spacing.y = 0.0;
            let scores = skills.iter().filter_map(|skill| skill.score);
            let weakest = scores.min();
            for skill in skills {
                let is_weakest = skill.score.is_some() && skill.score == weakest;
                skill_ui(ui, p, skill, is_weakest);
            }
        });
        if wanted {
            self.actions.push(HomeAction::Run(Command::History));
        }
        ui.add_space(gap::XL);
    }

    /// What to practice next, with the reason; gives what to begin.
    pub(super) fn next_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        let scenarios = self.library.scenarios();
        let next = practice_next(self.progress.skills(), scenarios, self.profile)?;
        let mut after = None;
        let frame = card(p)
            .fill(p.accent_soft)
            .stroke(Stroke::new(1.0, p.accent_line));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                let target = styled_text(icon::TARGET, Face::Icons, TextSize::Icon, p.accent_text);
                ui.label(target);
                ui.label(styled_text(
                    "Practice next",
                    Face::SemiBold,
                    TextSize::Body,
                    p.accent_text,
                ));
            });
            paragraph(ui, p, &next.reason);
            ui.add_space(gap::XS);
            ui.horizontal_wrapped(|ui| {
                let start = format!("Start {}", next.title);
                if Button::new(ButtonKind::Normal, &start)
                    .show(ui, p)
                    .clicked()
                {
                    after = Some(NextStep::Blank(Some(next.scenario.clone())));
                }
                if let Some(drill) = next.drill {
                    let label = format!("5-min drill: {}", drill.label());
                    if Button::new(ButtonKind::Quiet, &label).show(ui, p).clicked() {
                        self.actions.push(HomeAction::Run(Command::Drill(drill)));
                    }
                }
            });
        });
        ui.add_space(gap::XL);
        after
    }

    /// The mock interviews that were finished last; nothing before the first.
    pub(super) fn rounds_ui(&mut self, ui: &mut Ui, p: &Palette) {
        let newest = self.progress.attempts().iter().rev();
        let rounds: Vec<_> = newest
            .filter(|attempt| attempt.mode == AttemptMode::Interview)
            .take(ROUNDS)
            .collect();
        if rounds.is_empty() {
            return;
        }
        let mut opened = None;
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            card_title(ui, p, "Mock interviews");
            ui.spacing_mut().item_spacing.y = 0.0;
            for attempt in rounds {
                let known = self.library.get(&attempt.scenario);
                let title = known.map_or(attempt.title.as_str(), |one| &one.title);
                let label = format!("{title}, {}", format_time_capitalized(attempt.at));
                let score = attempt.score.to_string();
                let row = ListRow::new(&label).icon(Some(icon::EXAM)).end(&score);
                if row.show(ui, p).clicked() {
                    opened.clone_from(&attempt.round);
                }
            }
        });
        ui.add_space(gap::XL);
        self.actions.extend(opened.map(HomeAction::Scorecard));
    }
}

/// "Failure reasoning ▮▮▮▮▯▯ 52 ↑6"
fn skill_ui(ui: &mut Ui, p: &Palette, skill: &Skill, is_weakest: bool) {
    const HEIGHT: f32 = 26.0;
    let trend = match skill.trend {
        Some(by @ 1..) => Some((format!("↑{by}"), p.ok.text)),
        Some(by @ ..=-1) => Some((format!("↓{}", by.unsigned_abs()), p.high.text)),
        _ => None,
    };
    let row = ui.allocate_ui_with_layout(
        egui::vec2(ui.available_width(), HEIGHT),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = gap::M;
            let (room, text, color) = match &trend {
                Some((text, color)) => (30.0, text.as_str(), *color),
                // The longest name needs what an arrow would take.
                None => (0.0, "", p.text_tertiary),
            };
            let place = egui::vec2(room, HEIGHT);
            let (rect, _) = ui.allocate_exact_size(place, egui::Sense::hover());
            ui.painter().text(
                rect.left_center(),
                egui::Align2::LEFT_CENTER,
                text,
                crate::app::look::font(Face::Medium, TextSize::Caption),
                color,
            );
            match skill.score {
                Some(score) => {
                    tick_figure(ui, p, score.to_string(), "100");
                    tick_bar(ui, p, score as f32 / 100.0, TICKS, None);
                }
                None => {
                    caption(ui, p, "not measured");
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let face = if is_weakest {
                    Face::SemiBold
                } else {
                    Face::Regular
                };
                let label = styled_text(skill.area.label(), face, TextSize::Body, p.text_primary);
                ui.add(egui::Label::new(label).truncate());
            });
        },
    );
    row.response.widget_info(|| {
        let name = match skill.score {
            Some(score) => format!("{}: {score} of 100", skill.area.label()),
            None => format!("{}: not measured", skill.area.label()),
        };
        egui::WidgetInfo::labeled(egui::accesskit::Role::Meter, true, name)
    });
}
