//! Home: the prompts to choose from, a blank sheet, what was open last, and what a crash left behind.

use egui::{CornerRadius, Frame, Margin, Panel, ScrollArea, Sense, Stroke, StrokeKind, Ui, vec2};

use super::App;
use super::modals::After;
use super::widgets::{
    Button, Kind, caption, card, heading, paragraph, search_field, segmented, steps, tick_bar,
    words,
};
use crate::practice::Attempts;
use crate::scenario::{Family, Scenario};
use crate::scene::{Face, Palette, Theme, icon};

/// Below this width what was open last stands under the list.
const NARROW: f32 = 1100.0;
const ROW: f32 = 50.0;
/// The share of a row where its columns begin: family, difficulty, minutes, best score, last tried.
const COLUMNS: [f32; 5] = [0.46, 0.57, 0.68, 0.765, 0.905];
/// The score from which a drawing passes.
const PASSES: f32 = 0.7;

/// What is typed and chosen on Home.
#[derive(Debug, Default)]
pub(super) struct HomeView {
    search: String,
    family: Option<Family>,
}

impl App {
    /// Shows Home.
    pub(super) fn home_ui(&mut self, ui: &mut Ui, theme: Theme) {
        let p = theme.palette();
        self.home_bar(ui, p);
        let page = Frame::new().fill(p.surface_base);
        let mut after = None;
        let wide = ui.available_width() >= NARROW;
        if wide {
            let side = page.inner_margin(Margin {
                left: 4,
                right: 24,
                top: 22,
                bottom: 16,
            });
            Panel::right("home side")
                .exact_size(360.0)
                .show_separator_line(false)
                .resizable(false)
                .frame(side)
                .show(ui, |ui| after = self.side_ui(ui, p));
        }
        let main = page.inner_margin(Margin {
            left: 32,
            right: 16,
            top: 22,
            bottom: 0,
        });
        egui::CentralPanel::no_frame().frame(main).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 12.0);
                after = self.modes_ui(ui, p).or(after.take());
                ui.add_space(14.0);
                after = self.prompts_ui(ui, p).or(after.take());
                if !wide {
                    ui.add_space(14.0);
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

    /// The ways to begin that are not in the list.
    fn modes_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<After> {
        let mut after = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let width = (ui.available_width() - 12.0) / 2.0;
            let first = self.library.scenarios.first();
            let practise = mode(
                ui,
                p,
                width,
                "Practise a prompt",
                "Choose one below, draw, check whenever you like",
                icon::BLUEPRINT,
            );
            if practise.clicked() {
                after = first.map(|scenario| After::Blank(Some(scenario.id.clone())));
            }
            let own = mode(
                ui,
                p,
                width,
                "My own system",
                "A blank canvas: draw what you know and check it the same way",
                icon::PLUS,
            );
            if own.clicked() {
                after = Some(After::Blank(None));
            }
        });
        after
    }

    fn prompts_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<After> {
        let mut after = None;
        ui.horizontal(|ui| {
            ui.label(words("Prompts", Face::SemiBold, 18.0, p.text_primary));
            ui.add_space(8.0);
            let present = |family| {
                self.library
                    .scenarios
                    .iter()
                    .any(|scenario| scenario.family == family)
            };
            let mut choices = vec![(None, "All")];
            let families = [
                Family::Software,
                Family::Ai,
                Family::Hardware,
                Family::Data,
                Family::Migration,
            ];
            choices.extend(
                families
                    .into_iter()
                    .filter(|&f| present(f))
                    .map(|family| (Some(family), family.label())),
            );
            segmented(ui, p, &mut self.home.family, &choices);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.set_max_width(260.0);
                search_field(
                    ui,
                    p,
                    &mut self.home.search,
                    "Search prompts",
                    "Search prompts",
                );
            });
        });
        ui.add_space(4.0);
        let typed = self.home.search.to_lowercase();
        let found: Vec<&Scenario> = self
            .library
            .scenarios
            .iter()
            .filter(|scenario| {
                self.home
                    .family
                    .is_none_or(|family| scenario.family == family)
            })
            .filter(|scenario| {
                format!("{} {}", scenario.title, scenario.summary)
                    .to_lowercase()
                    .contains(&typed)
            })
            .collect();
        let table = Frame::new()
            .fill(p.surface_raised)
            .stroke(Stroke::new(1.0, p.line_subtle))
            .corner_radius(8);
        table.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            header(ui, p);
            for scenario in &found {
                if row(ui, p, scenario, self.profile.attempts(&scenario.id)) {
                    after = Some(After::Blank(Some(scenario.id.clone())));
                }
            }
            if found.is_empty() {
                ui.add_space(14.0);
                ui.vertical_centered(|ui| {
                    caption(ui, p, format!("No prompt called \"{}\"", self.home.search))
                });
                ui.add_space(14.0);
            }
        });
        after
    }

    /// What was open last, and what a crash left behind.
    fn side_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<After> {
        let mut after = None;
        let mut discard = None;
        for (index, copy) in self.recoverable.iter().enumerate() {
            let frame = card(p)
                .fill(p.accent_soft)
                .stroke(Stroke::new(1.0, p.accent_line));
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                heading(ui, p, "Unsaved work was recovered");
                let name = if copy.title.is_empty() {
                    "A drawing"
                } else {
                    copy.title.as_str()
                };
                let saved = copy
                    .saved_at
                    .to_zoned(jiff::tz::TimeZone::system())
                    .strftime("%-d %B, %H:%M");
                paragraph(ui, p, format!("{name}, as of {saved}"));
                ui.horizontal(|ui| {
                    if Button::new(Kind::Primary, "Open it")
                        .small()
                        .show(ui, p)
                        .clicked()
                    {
                        after = Some(After::Recover(index));
                    }
                    if Button::new(Kind::Quiet, "Discard")
                        .small()
                        .show(ui, p)
                        .clicked()
                    {
                        discard = Some(index);
                    }
                });
            });
            ui.add_space(8.0);
        }
        if let Some(index) = discard
            && let Err(error) = self.recoverable.remove(index).discard()
        {
            self.toasts.say(error.to_string());
        }
        if let Some(session) = &self.session {
            card(p).show(ui, |ui| {
                ui.set_width(ui.available_width());
                heading(ui, p, "Continue");
                super::drawn::design(ui, p, session.document.design(), 180.0);
                let title = session
                    .scenario
                    .as_ref()
                    .map_or("My own system", |scenario| scenario.title.as_str());
                caption(ui, p, format!("{title} · {}", session.name()));
                if Button::new(Kind::Primary, "Continue").show(ui, p).clicked() {
                    self.at_home = false;
                }
            });
            ui.add_space(8.0);
        }
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, p, "Recent files");
            if self.profile.recent().is_empty() {
                caption(ui, p, "Drawings you save or open are listed here");
            }
            for path in self.profile.recent() {
                let name = path.file_name().map_or_else(
                    || path.display().to_string(),
                    |n| n.to_string_lossy().into_owned(),
                );
                let button = Button::new(Kind::Quiet, &name)
                    .with_icon(icon::FILE)
                    .small()
                    .show(ui, p);
                if button.on_hover_text(path.display().to_string()).clicked() {
                    after = Some(After::OpenFile(path.clone()));
                }
            }
        });
        after
    }

    fn problems_ui(&self, ui: &mut Ui, p: &Palette) {
        if self.library.problems.is_empty() {
            return;
        }
        ui.add_space(14.0);
        card(p)
            .stroke(Stroke::new(1.0, p.medium.line))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                heading(ui, p, "Prompts of yours that could not be used");
                for problem in &self.library.problems {
                    paragraph(ui, p, problem.to_string());
                }
            });
    }
}

/// A card that begins something.
fn mode(
    ui: &mut Ui,
    p: &Palette,
    width: f32,
    title: &str,
    text: &str,
    glyph: char,
) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 84.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, title));
    let active = response.hovered() || response.has_focus();
    let edge = if active {
        Stroke::new(2.0, p.accent_fill)
    } else {
        Stroke::new(1.0, p.line_subtle)
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::same(8),
        p.surface_raised,
        edge,
        StrokeKind::Inside,
    );
    let left = egui::Align2::LEFT_CENTER;
    let font = super::look::font;
    painter.text(
        rect.left_top() + vec2(18.0, 28.0),
        left,
        title,
        font(Face::SemiBold, 15.0),
        p.text_primary,
    );
    painter.text(
        rect.left_top() + vec2(18.0, 54.0),
        left,
        text,
        font(Face::Regular, 12.5),
        p.text_secondary,
    );
    let at = rect.right_center() - vec2(40.0, 0.0);
    painter.text(
        at,
        egui::Align2::CENTER_CENTER,
        glyph,
        font(Face::Icons, 34.0),
        p.line_strong,
    );
    response
}

fn header(ui: &mut Ui, p: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let columns = [
        "Category",
        "Difficulty",
        "Length",
        "Best score",
        "Last tried",
    ];
    let put = |x: f32, text: &str| {
        let font = super::look::font(Face::Medium, 11.0);
        ui.painter().text(
            egui::pos2(x, rect.center().y),
            egui::Align2::LEFT_CENTER,
            text,
            font,
            p.text_tertiary,
        );
    };
    put(rect.left() + 56.0, "Prompt");
    for (share, title) in COLUMNS.into_iter().zip(columns) {
        put(rect.left() + rect.width() * share, title);
    }
}

/// One prompt; says whether it was chosen.
fn row(ui: &mut Ui, p: &Palette, scenario: &Scenario, attempts: Option<Attempts>) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &scenario.title)
    });
    let active = response.hovered() || response.has_focus();
    if active {
        let inner = rect.shrink2(vec2(1.0, 0.0));
        ui.painter().rect_filled(inner, 0.0, p.surface_hover);
    }
    let edge = Stroke::new(1.0, p.line_subtle);
    ui.painter().hline(rect.x_range(), rect.top(), edge);
    title_cell(ui, p, scenario, rect);
    let cell = |column: usize| {
        let left = rect.left() + rect.width() * COLUMNS[column];
        egui::Rect::from_min_max(egui::pos2(left, rect.top()), rect.max)
    };
    text_cell(ui, p, cell(0), scenario.family.label());
    difficulty_cell(ui, p, cell(1), scenario.difficulty);
    text_cell(ui, p, cell(2), &format!("{} min", scenario.minutes));
    match attempts {
        Some(attempts) => {
            score_cell(ui, p, cell(3), attempts.best);
            if !active {
                text_cell(
                    ui,
                    p,
                    cell(4),
                    &attempts.last.strftime("%-d %b").to_string(),
                );
            }
        }
        None => text_cell(ui, p, cell(3), "Not tried"),
    }
    if active {
        let at = rect.right_center() - vec2(14.0, 0.0);
        let right = egui::Align2::RIGHT_CENTER;
        let font = super::look::font(Face::Medium, 12.5);
        ui.painter()
            .text(at, right, "Practise →", font, p.accent_text);
    }
    response.clicked()
}

/// The icon, the title and what the prompt trains.
fn title_cell(ui: &Ui, p: &Palette, scenario: &Scenario, rect: egui::Rect) {
    let font = super::look::font;
    let center = egui::Align2::CENTER_CENTER;
    let tile = egui::Rect::from_center_size(rect.left_center() + vec2(28.0, 0.0), vec2(30.0, 30.0));
    let icon = scenario.icon_char();
    ui.painter().rect_filled(tile, 8.0, p.surface_sunken);
    ui.painter().text(
        tile.center(),
        center,
        icon,
        font(Face::Icons, 18.0),
        p.text_secondary,
    );
    let end = rect.left() + rect.width() * COLUMNS[0] - 8.0;
    let room = egui::Rect::from_min_max(rect.min, egui::pos2(end, rect.max.y));
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    let left = egui::Align2::LEFT_CENTER;
    let at = rect.left_center() + vec2(56.0, 0.0);
    let (title, summary) = (font(Face::SemiBold, 13.0), font(Face::Regular, 12.0));
    painter.text(
        at - vec2(0.0, 9.0),
        left,
        &scenario.title,
        title,
        p.text_primary,
    );
    painter.text(
        at + vec2(0.0, 9.0),
        left,
        &scenario.summary,
        summary,
        p.text_secondary,
    );
}

fn text_cell(ui: &Ui, p: &Palette, cell: egui::Rect, text: &str) {
    let font = super::look::font(Face::Regular, 12.5);
    let left = egui::Align2::LEFT_CENTER;
    ui.painter()
        .text(cell.left_center(), left, text, font, p.text_secondary);
}

fn difficulty_cell(ui: &mut Ui, p: &Palette, cell: egui::Rect, difficulty: u8) {
    let (filled, word) = match difficulty {
        1 | 2 => (1, "Easy"),
        3 => (2, "Medium"),
        _ => (3, "Hard"),
    };
    steps(&mut beside(ui, cell, 12.0), p, filled);
    text_cell(ui, p, cell.translate(vec2(24.0, 0.0)), word);
}

fn score_cell(ui: &mut Ui, p: &Palette, cell: egui::Rect, best: u32) {
    tick_bar(
        &mut beside(ui, cell, 11.0),
        p,
        best as f32 / 100.0,
        12,
        Some(PASSES),
    );
    let at = cell.left_center() + vec2(68.0, 0.0);
    let font = super::look::font(Face::SemiBold, 12.5);
    ui.painter()
        .text(at, egui::Align2::LEFT_CENTER, best, font, p.text_primary);
}

/// Room for a widget of this height in the middle of a cell; the row takes no more room for it.
fn beside(ui: &mut Ui, cell: egui::Rect, height: f32) -> Ui {
    let corner = cell.left_center() - vec2(0.0, height / 2.0);
    let rect = egui::Rect::from_min_size(corner, vec2(80.0, height));
    ui.new_child(egui::UiBuilder::new().max_rect(rect))
}
