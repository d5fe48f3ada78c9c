//! The tools, floating over the canvas.

use egui::Ui;

use crate::app::canvas::Tool;
use crate::app::commands::{self, Command};
use crate::app::floating::FloatingItem;
use crate::app::look::gap;
use crate::app::widgets::Button;
use crate::layout::Direction;
use crate::scene::{Palette, icon};

/// The tools, floating over the lower edge of the canvas.
pub(crate) fn tool_bar_ui(
    ui: &Ui,
    canvas: egui::Rect,
    palette: &Palette,
    current: Tool,
    queue: &mut Vec<Command>,
) {
    const TOOLS: [(Tool, char); 6] = [
        (Tool::Select, icon::CURSOR),
        (Tool::Hand, icon::HAND),
        (Tool::Connect, icon::ARROW_UP_RIGHT),
        (Tool::Zone, icon::BOUNDING_BOX),
        (Tool::Note, icon::NOTE),
        (Tool::Text, icon::TEXT_T),
    ];
    let place = egui::pos2(canvas.center().x, canvas.bottom() - 16.0);
    let shown = egui::Area::new(ui.scope_id().with("tools"))
        .pivot(egui::Align2::CENTER_BOTTOM)
        .fixed_pos(place)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .corner_radius(10)
                .inner_margin(4.0)
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = gap::XXS;
                        for (tool, glyph) in TOOLS {
                            let command = Command::Tool(tool);
                            let entry = commands::command_entry(command);
                            let keys = commands::shortcut_label(ui.ctx(), command);
                            let button = Button::icon(glyph, entry.label)
                                .with_keys(&keys)
                                .pressed(tool == current);
                            if button.show(ui, palette).clicked() {
                                queue.push(command);
                            }
                        }
                        ui.separator();
                        let keys =
                            commands::shortcut_label(ui.ctx(), Command::Tidy(Direction::Right));
                        let tidy =
                            Button::icon(icon::TREE_STRUCTURE, "Tidy the drawing").shortcut(&keys);
                        if tidy.show(ui, palette).clicked() {
                            queue.push(Command::Tidy(Direction::Right));
                        }
                    });
                });
        });
    FloatingItem::Tools.note_place(ui.ctx(), shown.response.rect);
}
