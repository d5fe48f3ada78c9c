//! What an attempt is called, and the bar above a page.

use egui::{Align, Layout, Panel, Ui};

use crate::app::time_format::{format_time, format_time_capitalized};
use crate::app::topbar::bar_frame;
use crate::app::widgets::{Button, ButtonKind, card_title};
use crate::model::format;
use crate::practice::Attempt;
use crate::scenario::Library;
use crate::scene::{Palette, icon};

/// What an attempt was about.
pub(super) fn attempt_title(attempt: &Attempt, library: &Library) -> String {
    let known = library.get(&attempt.scenario);
    match known {
        Some(scenario) => scenario.title.clone(),
        None if attempt.title.is_empty() => "My own system".to_owned(),
        None => attempt.title.clone(),
    }
}

/// "URL shortener, free practice, today, 14:02".
pub(super) fn attempt_name(attempt: &Attempt, library: &Library) -> String {
    let title = attempt_title(attempt, library);
    let when = format_time(attempt.at);
    if attempt.mode.is_drill() {
        format!("{title}, {when}")
    } else {
        format!("{title}, {}, {when}", attempt.mode.label().to_lowercase())
    }
}

/// "Mock interview, today, 14:02, 43 min".
pub(super) fn attempt_when(attempt: &Attempt) -> String {
    let when = format_time_capitalized(attempt.at);
    format!(
        "{} · {when} · {}",
        attempt.mode.label(),
        format::whole_minutes(attempt.minutes())
    )
}

/// The bar with the way back, the title, and what else stands there at its right end; says whether the way back was taken,
/// by the button or by Escape.
pub(super) fn page_bar_ui(
    ui: &mut Ui,
    p: &Palette,
    (back, title): (&str, &str),
    rest: impl FnOnce(&mut Ui),
) -> bool {
    let mut leaves = !ui.ctx().text_edit_focused()
        && !egui::Popup::is_any_open(ui.ctx())
        && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    let bar = Panel::top("top").exact_size(44.0).frame(bar_frame(p));
    bar.show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let button = Button::new(ButtonKind::Quiet, back).with_icon(icon::ARROW_LEFT);
            leaves |= button.show(ui, p).clicked();
            card_title(ui, p, title);
            ui.with_layout(Layout::right_to_left(Align::Center), rest);
        });
    });
    leaves
}
