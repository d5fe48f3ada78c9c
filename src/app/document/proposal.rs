//! A new layout, shown before it is made: kept or left with one press, and then one step of undo.

use egui::{Align2, Area, Frame, Key, Margin, Modifiers, Stroke, Ui, vec2};

use super::session::Session;
use crate::app::App;
use crate::app::canvas::{Preview, ops};
use crate::app::widgets::{Button, ButtonKind, words};
use crate::layout::{self, Flow};
use crate::model::{Document, Edit};
use crate::scene::{Face, Palette};

/// How far above the lower edge of the canvas the choice floats: over the tool bar.
const LIFT: f32 = 76.0;

/// A layout that is not made yet.
#[derive(Debug)]
pub(crate) struct LayoutProposal {
    /// About which revision of the document.
    revision: u64,
    edits: Vec<Edit>,
    preview: Preview,
}

impl LayoutProposal {
    /// A tidy layout of the drawing; none where it would change nothing.
    fn tidy(document: &Document, flow: Flow) -> Option<Self> {
        let before = document.design();
        let edits = layout::tidy_towards(before, flow);
        let mut after = before.clone();
        let changes = after.apply_all(edits.iter().cloned()).is_ok() && after != *before;
        changes.then_some(())?;
        let preview = Preview::new(before, "A new layout", &edits)?.without_marks();
        Some(Self {
            revision: document.revision(),
            edits,
            preview,
        })
    }

    /// What the canvas shows.
    pub(crate) fn preview(&self) -> &Preview {
        &self.preview
    }
}

impl App {
    /// Proposes a tidy layout; a sentence where there is nothing to tidy.
    pub(crate) fn propose_tidy(&mut self, flow: Flow) {
        let Some(session) = &mut self.session else {
            return;
        };
        if !session.document.design().locked().is_empty() {
            let sentence =
                "Tidy moves everything: unlock what is locked first (select all, Ctrl+L)";
            self.toasts.say(sentence);
            return;
        }
        session.proposal = LayoutProposal::tidy(&session.document, flow);
        match &session.proposal {
            Some(proposal) => {
                let design = proposal.preview.design();
                session.canvas.reveal(design, &design.ids().collect());
            }
            None => self.toasts.say("the drawing is tidy already"),
        }
    }

    /// Shows the choice, where a layout is proposed.
    pub(crate) fn proposal_ui(&mut self, ui: &Ui, canvas: egui::Rect, p: &Palette) {
        let Some(session) = &mut self.session else {
            return;
        };
        if session.proposal.is_none() {
            return;
        }
        let mut choice = None;
        Area::new(egui::Id::unique("proposal"))
            .pivot(Align2::CENTER_BOTTOM)
            .fixed_pos(canvas.center_bottom() - vec2(0.0, LIFT))
            .show(ui.ctx(), |ui| {
                Frame::popup(ui.style())
                    .stroke(Stroke::new(1.0, p.accent_line))
                    .corner_radius(10)
                    .inner_margin(Margin::symmetric(14, 10))
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            let said = "This is how it would lie";
                            ui.label(words(said, Face::Medium, 13.0, p.text_primary));
                            ui.add_space(8.0);
                            let keep = Button::new(ButtonKind::Primary, "Keep it").small();
                            if keep.show(ui, p).on_hover_text("Enter").clicked() {
                                choice = Some(true);
                            }
                            let leave = Button::new(ButtonKind::Quiet, "As it was").small();
                            if leave.show(ui, p).on_hover_text("Esc").clicked() {
                                choice = Some(false);
                            }
                        });
                    });
            });
        if let Some(keep) = choice {
            session.decide_proposal(keep);
        }
    }
}

impl Session {
    /// Takes the keys that decide on a proposal, and drops one that the drawing has left behind.
    pub(crate) fn handle_proposal_keys(&mut self, ctx: &egui::Context) {
        let revision = self.document.revision();
        self.proposal = self.proposal.take().filter(|p| p.revision == revision);
        if self.proposal.is_none() || ctx.text_edit_focused() {
            return;
        }
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Enter) {
            self.decide_proposal(true);
        } else if pressed(Key::Escape) {
            self.decide_proposal(false);
        }
    }

    fn decide_proposal(&mut self, keep: bool) {
        if let Some(proposal) = self.proposal.take().filter(|_| keep) {
            ops::apply(&mut self.document, "Tidy", proposal.edits);
        }
        self.canvas.fit();
    }
}
