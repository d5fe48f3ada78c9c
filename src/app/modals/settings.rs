//! How the program looks and moves.

use egui::{Ui, vec2};

use super::layout::{buttons_ui, title_ui};
use super::outcome::ModalOutcome;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, segmented, styled_text};
use crate::model::format;
use crate::practice::{Preferences, ThemeChoice};
use crate::scene::{Face, Palette};

/// Shows the settings; a change holds at once.
pub(super) fn ui(ui: &mut Ui, p: &Palette, before: &Preferences) -> ModalOutcome {
    let mut preferences = before.clone();
    title_ui(ui, p, "Settings");
    egui::Grid::new("settings")
        .num_columns(2)
        .spacing(vec2(24.0, 12.0))
        .show(ui, |ui| {
            let themes = [
                (ThemeChoice::System, "System"),
                (ThemeChoice::Light, "Light"),
                (ThemeChoice::Dark, "Dark"),
            ];
            name_ui(ui, p, "Theme");
            segmented(ui, p, &mut preferences.theme, &themes);
            ui.end_row();
            name_ui(ui, p, "Motion");
            let moves = [(false, "Animations on"), (true, "Animations off")];
            segmented(ui, p, &mut preferences.reduce_motion, &moves);
            ui.end_row();
            name_ui(ui, p, "Size");
            let mut sizes = vec![(80, "80%"), (100, "100%"), (120, "120%"), (150, "150%")];
            let other = format::percent(f64::from(preferences.scale) / 100.0);
            if !sizes.iter().any(|(scale, _)| *scale == preferences.scale) {
                sizes.push((preferences.scale, &other));
            }
            segmented(ui, p, &mut preferences.scale, &sizes);
            ui.end_row();
            name_ui(ui, p, "Wheel");
            let wheel = [(false, "Pan"), (true, "Zoom")];
            segmented(ui, p, &mut preferences.wheel_zooms, &wheel);
            ui.end_row();
            name_ui(ui, p, "Grid");
            segmented(
                ui,
                p,
                &mut preferences.grid,
                &[(true, "Dots"), (false, "Hidden")],
            );
            ui.end_row();
            name_ui(ui, p, "Minimap");
            let map = [(true, "If needed"), (false, "Hidden")];
            segmented(ui, p, &mut preferences.map, &map);
            ui.end_row();
            name_ui(ui, p, "Snapping");
            let snapping = [(true, "Grid and alignment"), (false, "Off")];
            segmented(ui, p, &mut preferences.snap, &snapping);
            ui.end_row();
            name_ui(ui, p, "Check while drawing");
            let checking = [(true, "On"), (false, "Only when I press Check")];
            segmented(ui, p, &mut preferences.live_check, &checking);
            ui.end_row();
        });
    ui.add_space(gap::XL);
    let closed = buttons_ui(ui, p, |ui, p| {
        let close = Button::new(ButtonKind::Normal, "Close")
            .show(ui, p)
            .clicked();
        if close {
            ModalOutcome::Closed
        } else {
            ModalOutcome::Open
        }
    });
    if preferences == *before {
        closed
    } else {
        ModalOutcome::Prefer(preferences)
    }
}

fn name_ui(ui: &mut Ui, p: &Palette, text: &str) {
    ui.label(styled_text(
        text,
        Face::Regular,
        TextSize::Body,
        p.text_secondary,
    ));
}
