//! The list of keys, two columns of it, and what the mouse does on the canvas.

use egui::{Align, Layout, ScrollArea, Sense, StrokeKind, Ui, vec2};

use super::layout::{buttons_ui, title_ui};
use super::outcome::ModalOutcome;
use crate::app::commands::{MenuSection, SECTIONS};
use crate::app::look::{TextSize, font, gap};
use crate::app::widgets::{Button, ButtonKind, heading, paragraph, styled_text};
use crate::scene::{Face, Palette};

const ROW: f32 = 24.0;
const HEIGHT: f32 = 480.0;
const MOUSE: [&str; 7] = [
    "Drag a dot next to a box to connect it; drop it on empty canvas to add a new component there",
    "Double-click an item to rename it, or empty canvas to place a component",
    "Drag with Ctrl or Alt to copy, with Shift to stay on one axis; press Ctrl while dragging to turn off snapping",
    "The wheel pans, or zooms with Ctrl; drag with the right or middle button, or with Space, to pan",
    "Arrow keys nudge, Tab moves to the next box, Enter renames, Esc cancels, and Page Up and Page Down scroll by a page",
    "1 to 9 place a client, load balancer, service, database, cache, queue, worker, object storage, or CDN at the pointer",
    "Click a selected item again, or click with Alt, to select the item below it",
];

/// Shows the list.
pub(super) fn ui(ui: &mut Ui, p: &Palette) -> ModalOutcome {
    title_ui(ui, p, "Keyboard shortcuts");
    ScrollArea::vertical()
        .max_height(HEIGHT)
        .min_scrolled_height(HEIGHT)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(32.0, 0.0);
            let (left, right) = SECTIONS.split_at(4);
            ui.columns(2, |columns| {
                for (ui, sections) in columns.iter_mut().zip([left, right]) {
                    for section in sections {
                        section_ui(ui, p, section);
                    }
                }
            });
            heading(ui, p, "On the canvas");
            ui.add_space(gap::XS);
            for line in MOUSE {
                paragraph(ui, p, line);
                ui.add_space(gap::XS);
            }
        });
    ui.add_space(gap::XL);
    buttons_ui(ui, p, |ui, p| {
        let close = Button::new(ButtonKind::Normal, "Close")
            .show(ui, p)
            .clicked();
        if close {
            ModalOutcome::Closed
        } else {
            ModalOutcome::Open
        }
    })
}

fn section_ui(ui: &mut Ui, p: &Palette, section: &MenuSection) {
    let mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
    heading(ui, p, section.label);
    ui.add_space(gap::XXS);
    for entry in section.entries().filter(|entry| !entry.keys.is_empty()) {
        let size = vec2(ui.available_width() - 8.0, ROW);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.label(styled_text(
                entry.label,
                Face::Regular,
                TextSize::Body,
                p.text_secondary,
            ));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = gap::S;
                // Two keys that look the same are one to the reader.
                let mut labels: Vec<String> = Vec::new();
                for label in entry.keys.iter().map(|keys| keys.label(mac)) {
                    if !labels.contains(&label) {
                        labels.push(label);
                    }
                }
                for label in labels.iter().rev() {
                    key_cap_ui(ui, p, label);
                }
            });
        });
    }
    ui.add_space(gap::XXL);
}

/// Keys as on a key cap.
fn key_cap_ui(ui: &mut Ui, p: &Palette, text: &str) {
    let galley = ui.painter().layout_no_wrap(
        text.to_owned(),
        font(Face::Medium, TextSize::Caption),
        p.text_primary,
    );
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 12.0, 18.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, text));
    let edge = egui::Stroke::new(1.0, p.line_subtle);
    ui.painter()
        .rect(rect, 4.0, p.surface_sunken, edge, StrokeKind::Inside);
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, p.text_primary);
}
