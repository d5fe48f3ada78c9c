//! The prompt's own program, shown on request: what of it the plan has, and what is missing.

use egui::Ui;

use super::action::ProgramScene;
use super::field::head;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, styled_text, wrapped};
use crate::scene::{Face, icon};

/// Whether it is shown: it gives away an answer.
#[derive(Debug, Default)]
pub(super) struct PromptPanel {
    is_shown: bool,
}

impl PromptPanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) {
        let Some(prompt) = &scene.program.prompt else {
            return;
        };
        let p = scene.p;
        let (covered, of) = prompt.covered();
        let words = if self.is_shown {
            format!("{covered} of {of} appear in your plan")
        } else {
            String::new()
        };
        head(ui, p, "The prompt's program", &words, |ui| {
            let text = if self.is_shown {
                "Hide"
            } else {
                "Compare with mine"
            };
            let button = Button::new(ButtonKind::Normal, text).small();
            if button.show(ui, p).clicked() {
                self.is_shown = !self.is_shown;
            }
        });
        if !self.is_shown {
            caption(
                ui,
                p,
                "Write your own plan first, then see which owners, dependencies, stages, and risks the prompt has",
            );
            return;
        }
        ui.columns(2, |columns| {
            for (place, (title, lines)) in prompt.lists().into_iter().enumerate() {
                let ui = &mut columns[place % 2];
                ui.label(styled_text(
                    title,
                    Face::SemiBold,
                    TextSize::Small,
                    p.text_primary,
                ));
                for line in lines {
                    let (glyph, ink) = match line.found {
                        Some(_) => (icon::CHECK, p.ok.text),
                        None => (icon::MINUS, p.text_secondary),
                    };
                    let words = styled_text(
                        format!("{glyph} {}", line.text),
                        Face::Regular,
                        TextSize::Small,
                        ink,
                    );
                    let label = wrapped(ui, words);
                    if let Some(found) = &line.found {
                        label.on_hover_text(format!("In your plan: {found}"));
                    } else if !line.detail.is_empty() {
                        caption(ui, p, format!("Missing. {}", line.detail));
                    }
                }
                ui.add_space(gap::M);
            }
        });
    }
}
