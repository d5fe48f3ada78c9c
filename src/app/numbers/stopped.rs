//! The switch of the mode in which parts are stopped, and what is stopped now.

use egui::{Ui, vec2};

use super::{Acts, Numbers, name};
use crate::app::command::{self, Command};
use crate::app::widgets::{Button, ChipColors, Kind, caption, chip_named};
use crate::model::Design;
use crate::scene::{Face, Palette, icon};

/// Shows them.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    numbers: &Numbers,
    given: &mut Vec<Command>,
    acts: &mut Acts,
) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let keys = command::keys_label(ui.ctx(), Command::Break);
        let kind = if numbers.breaking {
            Kind::Accent
        } else {
            Kind::Normal
        };
        let label = command::entry(Command::Break).label;
        let button = Button::new(kind, label)
            .with_icon(icon::POWER)
            .shortcut(&keys)
            .on(numbers.breaking);
        if button.show(ui, p).clicked() {
            given.push(Command::Break);
        }
        if numbers.what_if.failed.is_empty() {
            let hint = if numbers.breaking {
                "Click a box on the canvas"
            } else {
                "Stop boxes to see what still works"
            };
            caption(ui, p, hint);
        } else if Button::new(Kind::Quiet, "Restore all")
            .show(ui, p)
            .clicked()
        {
            acts.start_all = true;
        }
    });
    if numbers.what_if.failed.is_empty() {
        return;
    }
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for &id in &numbers.what_if.failed {
            let name = name(design, id);
            // The cross at its end says that a click takes it off the list.
            let text = format!("{name}  {}", icon::X);
            let said = format!("Restore {name}");
            let mark = Some((icon::POWER, Face::Icons));
            let response = chip_named(ui, mark, &text, &said, ChipColors::severity(p.critical));
            if response.hovered() || response.has_focus() {
                acts.highlight.insert(id);
            }
            if response.on_hover_text(said).clicked() {
                acts.start = Some(id);
            }
        }
    });
}
