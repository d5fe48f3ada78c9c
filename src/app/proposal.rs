//! A new layout, shown before it is made: kept or left with one press, and then one step of undo.

use egui::{Align2, Area, Frame, Key, Margin, Modifiers, Stroke, Ui, vec2};

use crate::app::canvas::{Preview, ops};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::layout::{self, Direction};
use crate::model::{Design, Document, Edit};
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
    /// A tidy layout of a revision of the drawing; none where it would change nothing.
    pub(crate) fn tidy(before: &Design, revision: u64, direction: Direction) -> Option<Self> {
        let edits = layout::tidy_toward(before, direction);
        let mut after = before.clone();
        let changes = after.apply_all(edits.iter().cloned()).is_ok() && after != *before;
        changes.then_some(())?;
        let preview = Preview::new(before, "A new layout", &edits)?.without_marks();
        Some(Self {
            revision,
            edits,
            preview,
        })
    }

    /// What the canvas shows.
    pub(crate) fn preview(&self) -> &Preview {
        &self.preview
    }

    /// Whether it is about the drawing as it is.
    pub(crate) fn is_fresh(&self, document: &Document) -> bool {
        self.revision == document.revision()
    }

    /// Makes it so, as one step.
    pub(crate) fn apply(self, document: &mut Document) {
        ops::apply_edits(document, "Tidy", self.edits);
    }
}

/// The decision of the key that was pressed, if any.
pub(crate) fn pressed_decision(ctx: &egui::Context) -> Option<bool> {
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Enter) {
        Some(true)
    } else if pressed(Key::Escape) {
        Some(false)
    } else {
        None
    }
}

/// Asks whether to keep it; gives the answer.
pub(crate) fn choice_ui(ui: &Ui, canvas: egui::Rect, p: &Palette) -> Option<bool> {
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
                        let message = "New layout";
                        ui.label(styled_text(
                            message,
                            Face::Medium,
                            TextSize::Body,
                            p.text_primary,
                        ));
                        ui.add_space(gap::M);
                        let keep = Button::new(ButtonKind::Primary, "Keep").small();
                        if keep.show(ui, p).on_hover_text("Enter").clicked() {
                            choice = Some(true);
                        }
                        let leave = Button::new(ButtonKind::Quiet, "Undo").small();
                        if leave.show(ui, p).on_hover_text("Esc").clicked() {
                            choice = Some(false);
                        }
                    });
                });
        });
    choice
}
