//! What goes on beside the frames, with a way to stop it.

use std::time::{Duration, Instant};

use egui::{Spinner, Ui};

use super::layout::{buttons_ui, title_ui};
use super::outcome::ModalOutcome;
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, caption};
use crate::model::format;
use crate::scene::Palette;

/// How often the time is shown anew.
const TICK: Duration = Duration::from_millis(250);

pub(super) fn ui(ui: &mut Ui, palette: &Palette, title: &str, since: Instant) -> ModalOutcome {
    title_ui(ui, palette, title);
    ui.horizontal(|ui| {
        ui.add(Spinner::new().color(palette.accent_line));
        let seconds = since.elapsed().as_secs();
        caption(ui, palette, format::duration(seconds as f64 * 1_000.0));
    });
    ui.ctx().request_repaint_after(TICK);
    ui.add_space(gap::L);
    buttons_ui(ui, palette, |ui, palette| {
        let stop = Button::new(ButtonKind::Normal, "Stop").show(ui, palette);
        if stop.clicked() {
            ModalOutcome::Closed
        } else {
            ModalOutcome::Open
        }
    })
}
