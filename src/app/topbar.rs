//! The bars: what is open and what can be done with it above, what there is to see below, the tools over the canvas.

use egui::{Align, Layout, Panel, Stroke, Ui};

use super::App;
use super::canvas::Tool;
use super::command::{self, Command, Menu, TABLE};
use super::session::Session;
use super::widgets::{Button, Kind, words};
use crate::scene::{Face, Palette, icon};

const TOP: f32 = 44.0;
const STATUS: f32 = 26.0;

/// A bar of the panel colour.
fn bar(palette: &Palette) -> egui::Frame {
    egui::Frame::new()
        .fill(palette.surface_panel)
        .inner_margin(egui::Margin::symmetric(14, 0))
}

/// Paints the program's sign.
fn logo(ui: &mut Ui, palette: &Palette) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(24.0), egui::Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "All prompts")
    });
    let painter = ui.painter();
    let square = egui::Rect::from_center_size(rect.center(), egui::Vec2::splat(20.0));
    painter.rect_filled(square, 6.0, palette.accent_fill);
    let box_at = |x: f32, y: f32| {
        egui::Rect::from_center_size(square.min + egui::vec2(x, y), egui::vec2(6.0, 5.0))
    };
    let stroke = Stroke::new(1.3, palette.accent_on);
    painter.rect_stroke(box_at(6.5, 6.5), 1.5, stroke, egui::StrokeKind::Middle);
    painter.rect_filled(box_at(13.0, 13.5), 1.5, palette.accent_on);
    painter.line_segment(
        [
            square.min + egui::vec2(6.5, 9.0),
            square.min + egui::vec2(6.5, 13.5),
        ],
        stroke,
    );
    painter.line_segment(
        [
            square.min + egui::vec2(6.5, 13.5),
            square.min + egui::vec2(10.0, 13.5),
        ],
        stroke,
    );
    response.on_hover_text("All prompts")
}

impl App {
    /// The bar above the workspace.
    pub(super) fn top_bar(&mut self, ui: &mut Ui, palette: &Palette) {
        Panel::top("top")
            .exact_size(TOP)
            .frame(bar(palette))
            .show(ui, |ui| {
                ui.horizontal_centered(|ui| {
                    if logo(ui, palette).clicked() {
                        self.given.push(Command::Home);
                    }
                    if let Some(session) = &self.session {
                        title(ui, palette, session);
                    }
                    ui.add_space(8.0);
                    self.menus(ui);
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        self.acts(ui, palette);
                    });
                });
            });
    }

    fn menus(&mut self, ui: &mut Ui) {
        egui::MenuBar::new().ui(ui, |ui| {
            for menu in Menu::ALL {
                ui.menu_button(menu.label(), |ui| {
                    ui.set_min_width(210.0);
                    for entry in TABLE.iter().filter(|entry| entry.menu == menu) {
                        let keys = command::keys_label(ui.ctx(), entry.command);
                        let enabled = self.is_enabled(entry.command);
                        let row = egui::Button::new(entry.label).shortcut_text(keys);
                        if ui.add_enabled(enabled, row).clicked() {
                            self.given.push(entry.command);
                            ui.close();
                        }
                    }
                });
            }
        });
    }

    fn is_enabled(&self, command: Command) -> bool {
        let Some(session) = &self.session else {
            return command::entry(command).anywhere;
        };
        let some = !session.document.selection().is_empty();
        match command {
            Command::Undo => session.document.undo_label().is_some(),
            Command::Redo => session.document.redo_label().is_some(),
            Command::Cut
            | Command::Copy
            | Command::Duplicate
            | Command::Delete
            | Command::Group
            | Command::Ungroup
            | Command::FitSelection => some,
            Command::Rename => session.document.selection().len() == 1,
            _ => true,
        }
    }

    /// The right end of the bar, from the right.
    fn acts(&mut self, ui: &mut Ui, palette: &Palette) {
        let keys = |ui: &Ui, command| command::keys_label(ui.ctx(), command);
        let check_keys = keys(ui, Command::Check);
        let check = Button::new(Kind::Primary, "Check")
            .with_icon(icon::CHECK_CIRCLE)
            .shortcut(&check_keys);
        if check
            .show(ui, palette)
            .on_hover_text("Compare with the accepted designs and look for risks")
            .clicked()
        {
            self.given.push(Command::Check);
        }
        let export = Button::new(Kind::Normal, "Export…").with_icon(icon::EXPORT);
        if export.show(ui, palette).clicked() {
            self.given.push(Command::Export);
        }
        ui.add_space(4.0);
        for (command, glyph) in [
            (Command::Redo, icon::ARROW_CLOCKWISE),
            (Command::Undo, icon::ARROW_COUNTER_CLOCKWISE),
        ] {
            let label = self.step_label(command);
            let keys = keys(ui, command);
            let button = Button::icon(glyph, &label)
                .shortcut(&keys)
                .enabled(self.is_enabled(command));
            if button.show(ui, palette).clicked() {
                self.given.push(command);
            }
        }
    }

    /// "Undo move".
    fn step_label(&self, command: Command) -> String {
        let document = self.session.as_ref().map(|session| &session.document);
        let step = document.and_then(|document| match command {
            Command::Undo => document.undo_label(),
            _ => document.redo_label(),
        });
        let act = command::entry(command).label;
        step.map_or_else(
            || act.to_owned(),
            |step| format!("{act} {}", step.to_lowercase()),
        )
    }

    /// The bar below the workspace.
    pub(super) fn status_bar(&mut self, ui: &mut Ui, palette: &Palette) {
        Panel::bottom("status")
            .exact_size(STATUS)
            .frame(bar(palette))
            .show(ui, |ui| {
                ui.horizontal_centered(|ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    let Some(session) = &self.session else { return };
                    for (glyph, command) in [
                        (icon::MINUS, Command::ZoomOut),
                        (icon::PLUS, Command::ZoomIn),
                    ] {
                        let label = command::entry(command).label;
                        if Button::icon(glyph, label)
                            .small()
                            .show(ui, palette)
                            .clicked()
                        {
                            self.given.push(command);
                        }
                        if command == Command::ZoomOut {
                            let zoom = format!("{:.0}\u{a0}%", session.canvas.zoom() * 100.0);
                            let zoom = Button::new(Kind::Quiet, &zoom).small().show(ui, palette);
                            if zoom.on_hover_text("Zoom to 100\u{a0}%").clicked() {
                                self.given.push(Command::ZoomReset);
                            }
                        }
                    }
                    ui.separator();
                    ui.label(words(
                        counts(session),
                        Face::Regular,
                        12.0,
                        palette.text_secondary,
                    ));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let saved = match (session.is_dirty(), &session.home) {
                            (true, _) => "Changed since it was saved",
                            (false, Some(_)) => "Saved",
                            (false, None) => "Nothing to save",
                        };
                        ui.label(words(saved, Face::Regular, 12.0, palette.text_secondary));
                        if let Some(checked) = &session.checked {
                            let reached = checked
                                .report
                                .flows
                                .iter()
                                .filter(|flow| flow.unreached.is_empty())
                                .count();
                            let flows =
                                format!("{reached} of {} flows arrive", checked.report.flows.len());
                            ui.separator();
                            ui.label(words(flows, Face::Regular, 12.0, palette.text_secondary));
                        }
                    });
                });
            });
    }

    /// The tools, floating over the lower edge of the canvas.
    pub(super) fn tool_bar(&mut self, ui: &Ui, canvas: egui::Rect, palette: &Palette) {
        const TOOLS: [(Tool, char); 6] = [
            (Tool::Select, icon::CURSOR),
            (Tool::Hand, icon::HAND),
            (Tool::Connect, icon::ARROW_UP_RIGHT),
            (Tool::Zone, icon::BOUNDING_BOX),
            (Tool::Note, icon::NOTE),
            (Tool::Text, icon::TEXT_T),
        ];
        let Some(current) = self.session.as_ref().map(|session| session.canvas.tool) else {
            return;
        };
        let place = egui::pos2(canvas.center().x, canvas.bottom() - 16.0);
        egui::Area::new(ui.scope_id().with("tools"))
            .pivot(egui::Align2::CENTER_BOTTOM)
            .fixed_pos(place)
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style())
                    .corner_radius(10)
                    .inner_margin(4.0)
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            ui.spacing_mut().item_spacing.x = 2.0;
                            for (tool, glyph) in TOOLS {
                                let command = Command::Tool(tool);
                                let entry = command::entry(command);
                                let keys = command::keys_label(ui.ctx(), command);
                                let button = Button::icon(glyph, entry.label)
                                    .with_keys(&keys)
                                    .on(tool == current);
                                if button.show(ui, palette).clicked() {
                                    self.given.push(command);
                                }
                            }
                            ui.separator();
                            let keys = command::keys_label(ui.ctx(), Command::Tidy);
                            let tidy = Button::icon(icon::TREE_STRUCTURE, "Tidy the drawing")
                                .shortcut(&keys);
                            if tidy.show(ui, palette).clicked() {
                                self.given.push(Command::Tidy);
                            }
                        });
                    });
            });
    }

    /// The bar above the list of prompts.
    pub(super) fn home_bar(&mut self, ui: &mut Ui, palette: &Palette) {
        Panel::top("top")
            .exact_size(TOP)
            .frame(bar(palette))
            .show(ui, |ui| {
                ui.horizontal_centered(|ui| {
                    logo(ui, palette);
                    ui.label(words(
                        "boxdrill",
                        Face::SemiBold,
                        15.0,
                        palette.text_primary,
                    ));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if Button::icon(icon::KEYBOARD, "Keys")
                            .show(ui, palette)
                            .clicked()
                        {
                            self.given.push(Command::Keys);
                        }
                        if Button::icon(icon::MOON, "Light or dark")
                            .show(ui, palette)
                            .clicked()
                        {
                            self.given.push(Command::Theme);
                        }
                        if Button::new(Kind::Normal, "Open…")
                            .with_icon(icon::FOLDER_OPEN)
                            .show(ui, palette)
                            .clicked()
                        {
                            self.given.push(Command::Open);
                        }
                        let keys = command::keys_label(ui.ctx(), Command::Commands);
                        let find = Button::new(Kind::Normal, "Find a command")
                            .with_icon(icon::MAGNIFYING_GLASS);
                        if find.shortcut(&keys).show(ui, palette).clicked() {
                            self.given.push(Command::Commands);
                        }
                    });
                });
            });
    }
}

fn title(ui: &mut Ui, palette: &Palette, session: &Session) {
    let prompt = session
        .scenario
        .as_ref()
        .map_or("My own system", |scenario| scenario.title.as_str());
    ui.label(words(prompt, Face::SemiBold, 14.0, palette.text_primary));
    let dirty = if session.is_dirty() { " •" } else { "" };
    ui.label(words(
        format!("{}{dirty}", session.name()),
        Face::Regular,
        12.0,
        palette.text_tertiary,
    ));
}

/// "11 components · 11 connections · 3 zones"
fn counts(session: &Session) -> String {
    let design = session.document.design();
    let count = |number: usize, word: &str| {
        format!("{number} {word}{}", if number == 1 { "" } else { "s" })
    };
    let mut parts = vec![
        count(design.components().len(), "component"),
        count(design.connections().len(), "connection"),
    ];
    if design.zones().len() > 0 {
        parts.push(count(design.zones().len(), "zone"));
    }
    parts.join(" · ")
}
