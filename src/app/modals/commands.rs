//! The command palette: any command by a few letters of its name.

use egui::{Key, ScrollArea, Ui};

use super::outcome::ModalOutcome;
use crate::app::commands::{self, CommandEntry};
use crate::app::look::gap;
use crate::app::widgets::{ListRow, caption, search_field};
use crate::model::{NameMatch, match_name, text_match};
use crate::scene::Palette;

/// Shows the palette; `working` tells whether there is a drawing to command.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    text: &mut String,
    chosen: &mut usize,
    working: bool,
) -> ModalOutcome {
    let before = text.clone();
    search_field(ui, p, text, "Find a command", "Find a command").request_focus();
    if *text != before {
        *chosen = 0;
    }
    let found = find_commands(text, working);
    let moved = arrow_steps(ui);
    *chosen = chosen
        .saturating_add_signed(moved)
        .min(found.len().saturating_sub(1));
    if ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(entry) = found.get(*chosen)
    {
        return ModalOutcome::Give(entry.command);
    }
    let mut outcome = ModalOutcome::Open;
    ScrollArea::vertical().max_height(364.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (index, entry) in found.iter().enumerate() {
            let keys = commands::shortcut_label(ui.ctx(), entry.command);
            let row = ListRow::new(entry.label)
                .end(&keys)
                .chosen(index == *chosen);
            let row = row.show(ui, p);
            if index == *chosen && moved != 0 {
                row.scroll_to_me(None);
            }
            if row.clicked() {
                outcome = ModalOutcome::Give(entry.command);
            }
        }
        if found.is_empty() {
            ui.add_space(gap::M);
            caption(ui, p, format!("No command called \"{text}\""));
        }
    });
    outcome
}

/// Commands whose name holds every word that was typed, the best match first.
fn find_commands(text: &str, working: bool) -> Vec<&'static CommandEntry> {
    let mut found: Vec<&CommandEntry> = commands::all_entries()
        .filter(|entry| working || entry.anywhere)
        .filter(|entry| text_match::has_all_typed(entry.label, text))
        .collect();
    found.sort_by_key(|entry| match_name(entry.label, text).unwrap_or(NameMatch::Scattered));
    found
}

/// Rows to move down (up where negative) for the arrow keys of this frame.
fn arrow_steps(ui: &Ui) -> isize {
    ui.input(|input| {
        isize::from(input.key_pressed(Key::ArrowDown))
            - isize::from(input.key_pressed(Key::ArrowUp))
    })
}
