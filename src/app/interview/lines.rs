//! Lists of written lines, each with a field for the next line.

use egui::{TextEdit, Ui};

use super::state::{RunningRound, field_of};
use crate::app::look::gap;
use crate::app::widgets::{Button, caption, heading};
use crate::practice::interview::{NoteList, plan_lines};
use crate::scene::{Palette, icon};

/// A list of lines with a field for the next.
pub(super) fn lines_ui(
    ui: &mut Ui,
    p: &Palette,
    running: &mut RunningRound,
    list: NoteList,
    title: &str,
    hint: &str,
) {
    heading(ui, p, title);
    let now = running.round.now();
    let mut gone = None;
    for (n, line) in running.round.notes_mut(list).iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let remove = format!("Remove line {} of {}", n + 1, title.to_lowercase());
            if Button::icon(icon::X, &remove).small().show(ui, p).clicked() {
                gone = Some(n);
            }
            let field = TextEdit::singleline(&mut line.text).desired_width(f32::INFINITY);
            if ui
                .add(field)
                .accessible_name(format!("{title}, line {}", n + 1))
                .changed()
            {
                line.at = now;
            }
        });
        if let NoteList::Plan(part) = list {
            // It has its line in any case, so that nothing moves while one writes.
            let missing = plan_lines(part, std::slice::from_ref(line)).next();
            let missing = missing.and_then(|line| line.describe_missing(part));
            caption(ui, p, missing.unwrap_or_else(|| "Complete".to_owned()));
        }
    }
    if let Some(n) = gone {
        running.round.notes_mut(list).remove(n);
    }
    let typed = &mut running.fields.lines[field_of(list)];
    // A line that is added moves the field: under its own name it is still the one that has the keyboard.
    let field = TextEdit::singleline(typed)
        .id_salt(("next line", field_of(list)))
        .hint_text(hint)
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(hint.trim_end_matches('…'));
    if response.lost_focus() && !typed.trim().is_empty() {
        let text = std::mem::take(typed);
        running.round.note(list, &text);
        if ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            response.request_focus();
        }
    }
    ui.add_space(gap::M);
}
