//! Lists of written lines, each with a field for the next line.

use egui::{Response, TextEdit, Ui};

use super::state::{RunningRound, field_of};
use crate::app::look::gap;
use crate::app::widgets::{Button, caption, heading};
use crate::practice::interview::{NoteList, plan_lines};
use crate::scene::{Palette, icon};

/// A list of lines with a field for the next, under its title and, where something is said about it, how lines are written.
pub(super) fn lines_ui(
    ui: &mut Ui,
    p: &Palette,
    running: &mut RunningRound,
    list: NoteList,
    (title, about, hint): (&str, &str, &str),
) {
    heading(ui, p, title);
    if !about.is_empty() {
        caption(ui, p, about);
    }
    let now = running.round.now();
    let mut gone = None;
    for (n, line) in running.round.notes_mut(list).iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let remove = format!("Remove line {} of {}", n + 1, title.to_lowercase());
            if Button::icon(icon::X, &remove).small().show(ui, p).clicked() {
                gone = Some(n);
            }
            let mut text = line.text.clone();
            // As high as its words need: what was written can be read without going through it.
            let field = TextEdit::multiline(&mut text)
                .desired_rows(1)
                .desired_width(f32::INFINITY)
                .return_key(None);
            if ui
                .add(field)
                .accessible_name(format!("{title}, line {}", n + 1))
                .changed()
            {
                line.reword(&text, now);
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
    let id = ("next line", field_of(list));
    let (response, mut finished) = next_line_field(ui, typed, (id, hint), f32::INFINITY);
    if response.lost_focus() {
        finished.push(std::mem::take(typed));
    }
    for text in finished {
        running.round.note(list, &text);
    }
    ui.add_space(gap::M);
}

/// A field for the next line, under an id of its own: a line that is added moves it. Enter finishes the line, and whoever goes
/// on typing writes the next one, however fast. Gives the finished lines.
pub(super) fn next_line_field(
    ui: &mut Ui,
    typed: &mut String,
    (id, hint): (impl egui::AsIdSalt, &str),
    width: f32,
) -> (Response, Vec<String>) {
    let field = TextEdit::multiline(typed)
        .id_salt(id)
        .desired_rows(1)
        .desired_width(width)
        .hint_text(hint);
    let response = ui.add(field).accessible_name(hint.trim_end_matches('…'));
    let Some(end) = typed.rfind('\n') else {
        return (response, Vec::new());
    };
    // The field was drawn with two lines in it.
    ui.ctx().request_discard("a line is finished");
    let finished: String = typed.drain(..=end).collect();
    (response, finished.lines().map(str::to_owned).collect())
}
