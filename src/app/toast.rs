//! Sentences for the user at the lower edge of the window, each for a while.

use std::time::{Duration, Instant};

use egui::{Align2, Area, Order, vec2};

use super::widgets::words;
use crate::scene::{Face, Palette, icon};

/// How long a sentence stays; longer ones stay longer.
fn stay(text: &str) -> Duration {
    Duration::from_millis(4_000 + 40 * text.chars().count() as u64)
}

/// What is being said.
#[derive(Debug, Default)]
pub(super) struct Toasts {
    shown: Vec<(String, Instant)>,
}

impl Toasts {
    /// Says a sentence, unless it is being said already.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.shown.retain(|(other, _)| *other != text);
        let until = Instant::now() + stay(&text);
        self.shown.push((text, until));
    }

    /// Says several.
    pub(super) fn extend(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.say(text);
        }
    }

    /// Shows what is being said.
    pub(super) fn ui(&mut self, ctx: &egui::Context, palette: &Palette) {
        let now = Instant::now();
        self.shown.retain(|(_, until)| *until > now);
        let Some(next) = self.shown.iter().map(|(_, until)| *until).min() else {
            return;
        };
        ctx.request_repaint_after(next - now);
        let mut closed = None;
        Area::new(egui::Id::unique("toasts"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -86.0))
            .show(ctx, |ui| {
                for (index, (text, _)) in self.shown.iter().enumerate() {
                    egui::Frame::popup(ui.style())
                        .inner_margin(egui::Margin::symmetric(12, 8))
                        .show(ui, |ui| {
                            ui.set_max_width(560.0);
                            ui.horizontal(|ui| {
                                ui.label(words(
                                    icon::INFO,
                                    Face::Icons,
                                    16.0,
                                    palette.text_secondary,
                                ));
                                ui.label(words(
                                    text.as_str(),
                                    Face::Regular,
                                    13.0,
                                    palette.text_primary,
                                ));
                                if super::widgets::Button::icon(icon::X, "Dismiss")
                                    .small()
                                    .show(ui, palette)
                                    .clicked()
                                {
                                    closed = Some(index);
                                }
                            });
                        });
                }
            });
        if let Some(index) = closed {
            self.shown.remove(index);
        }
    }
}
