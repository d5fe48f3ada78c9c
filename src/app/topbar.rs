//! The bars on top: what is open and what can be done with it.

use egui::{Align, Label, Layout, Panel, Stroke, Ui};

use crate::app::commands::{self, Command, CommandStatus, menu_bar_ui};
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, segmented_about, styled_text};
use crate::scene::{Face, Palette, Theme, icon};

const TOP: f32 = 44.0;
/// The room for the choice between drawing and program.
const VIEWS: f32 = 152.0;
/// What the menus take.
const MENUS: f32 = 290.0;
/// In a narrower bar the actions show no keys and fewer words, so that the title has room.
const ROOMY: f32 = 1_150.0;
/// With less room the name of the file would say nothing.
const NAMED: f32 = 40.0;
/// What the actions take in a wide bar, and in a narrow one.
const ACTIONS: [f32; 2] = [510.0, 370.0];

/// A bar of the panel color.
pub(crate) fn bar_frame(palette: &Palette) -> egui::Frame {
    egui::Frame::new()
        .fill(palette.surface_panel)
        .inner_margin(egui::Margin::symmetric(14, 0))
}

/// Paints the program's sign.
fn logo_ui(ui: &mut Ui, palette: &Palette) -> egui::Response {
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

/// The bar above the workspace.
pub(crate) fn top_bar_ui(
    ui: &mut Ui,
    palette: &Palette,
    status: &CommandStatus<'_>,
    queue: &mut Vec<Command>,
) {
    Panel::top("top")
        .exact_size(TOP)
        .frame(bar_frame(palette))
        .show(ui, |ui| {
            let is_narrow = ui.available_width() < ROOMY;
            ui.horizontal_centered(|ui| {
                if logo_ui(ui, palette).clicked() {
                    queue.push(Command::Home);
                }
                if let Some(session) = status.session {
                    let room = ui.available_width() - MENUS - ACTIONS[usize::from(is_narrow)];
                    let room = egui::vec2(room, TOP);
                    let layout = Layout::left_to_right(Align::Center);
                    ui.allocate_ui_with_layout(room, layout, |ui| {
                        title_ui(ui, palette, session);
                    });
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    actions_ui(ui, palette, status, is_narrow, queue);
                    // What is left of the row: the menu bar takes all the room it is given.
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add_space(gap::M);
                        menu_bar_ui(ui, palette, status, queue);
                    });
                });
            });
        });
}

/// The right end of the bar, from the right.
fn actions_ui(
    ui: &mut Ui,
    palette: &Palette,
    status: &CommandStatus<'_>,
    is_narrow: bool,
    queue: &mut Vec<Command>,
) {
    let keys = |ui: &Ui, command| commands::shortcut_label(ui.ctx(), command);
    let check_keys = keys(ui, Command::Check);
    let check = Button::new(ButtonKind::Primary, "Check").with_icon(icon::CHECK_CIRCLE);
    let check = if is_narrow {
        check
    } else {
        check.shortcut(&check_keys)
    };
    if check
        .show(ui, palette)
        .on_hover_text("Compare with the accepted designs and find risks")
        .clicked()
    {
        queue.push(Command::Check);
    }
    let export = if is_narrow {
        Button::icon(icon::EXPORT, "Export…")
    } else {
        Button::new(ButtonKind::Normal, "Export…").with_icon(icon::EXPORT)
    };
    if export.show(ui, palette).clicked() {
        queue.push(Command::Export);
    }
    ui.add_space(gap::XS);
    let mut shown = status.has_program;
    let room = egui::vec2(VIEWS, TOP);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        let views = [(false, "Drawing"), (true, "Program")];
        if segmented_about(ui, palette, &mut shown, &views, Some("View")) {
            queue.push(Command::Program);
        }
    });
    for (command, glyph) in [
        (Command::Redo, icon::ARROW_CLOCKWISE),
        (Command::Undo, icon::ARROW_COUNTER_CLOCKWISE),
    ] {
        let label = step_label(status, command);
        let keys = keys(ui, command);
        let button = Button::icon(glyph, &label)
            .shortcut(&keys)
            .enabled(status.is_enabled(command));
        if button.show(ui, palette).clicked() {
            queue.push(command);
        }
    }
}

/// "Undo move".
fn step_label(status: &CommandStatus<'_>, command: Command) -> String {
    let document = status.session.map(|session| &session.document);
    let step = document.and_then(|document| match command {
        Command::Undo => document.undo_label(),
        _ => document.redo_label(),
    });
    let act = commands::command_entry(command).label;
    step.map_or_else(
        || act.to_owned(),
        |step| format!("{act} {}", step.to_lowercase()),
    )
}

/// The bar above the list of prompts.
pub(crate) fn home_bar_ui(ui: &mut Ui, p: &Palette, theme: Theme, queue: &mut Vec<Command>) {
    let panel = Panel::top("top").exact_size(TOP).frame(bar_frame(p));
    panel.show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            logo_ui(ui, p);
            ui.label(styled_text(
                "boxdrill",
                Face::SemiBold,
                TextSize::Heading,
                p.text_primary,
            ));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let keys = commands::shortcut_label(ui.ctx(), Command::Commands);
                let sun = if theme == Theme::Dark {
                    icon::SUN
                } else {
                    icon::MOON
                };
                let buttons = [
                    (Button::icon(icon::GEAR_SIX, "Settings"), Command::Settings),
                    (Button::icon(sun, "Toggle dark mode"), Command::Theme),
                    (
                        Button::icon(icon::KEYBOARD, "Keyboard shortcuts"),
                        Command::Keys,
                    ),
                    (
                        Button::new(ButtonKind::Normal, "History").with_icon(icon::CLOCK),
                        Command::History,
                    ),
                    (
                        Button::new(ButtonKind::Normal, "Open…").with_icon(icon::FOLDER_OPEN),
                        Command::Open,
                    ),
                    (
                        Button::new(ButtonKind::Normal, "Find a command")
                            .with_icon(icon::MAGNIFYING_GLASS)
                            .shortcut(&keys),
                        Command::Commands,
                    ),
                ];
                for (button, command) in buttons {
                    if button.show(ui, p).clicked() {
                        queue.push(command);
                    }
                }
            });
        });
    });
}

/// The title and the name of the file; what has no room is cut, and told in full when pointed at.
fn title_ui(ui: &mut Ui, palette: &Palette, session: &Session) {
    let ink = palette.text_primary;
    let title = styled_text(session.title(), Face::SemiBold, TextSize::Heading, ink);
    ui.add(Label::new(title).truncate());
    let dirty = if session.is_dirty() { " •" } else { "" };
    let name = format!("{}{dirty}", session.name());
    let ink = palette.text_tertiary;
    let name = styled_text(name, Face::Regular, TextSize::Small, ink);
    if ui.available_width() >= NAMED {
        ui.add(Label::new(name).truncate());
    }
}
