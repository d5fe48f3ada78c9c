//! An accepted design on show beside the drawing, read-only.

use std::collections::BTreeSet;

use egui::{Align, Frame, Layout, Margin, Panel, Ui};

use crate::app::canvas::{Canvas, CanvasContext};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, paragraph, styled_text};
use crate::model::{Document, Id};
use crate::scenario::Scenario;
use crate::scene::{Face, Palette, icon};

/// An accepted design on show.
#[derive(Debug)]
pub(crate) struct ReferenceView {
    /// Which, by its place in the prompt.
    pub index: usize,
    /// A document of its own, never changed.
    document: Document,
    canvas: Canvas,
    /// Items to ring in the next frame.
    pub highlighted: BTreeSet<Id>,
}

impl ReferenceView {
    /// An accepted design of a prompt, by its place.
    pub(crate) fn new(scenario: &Scenario, index: usize) -> Option<Self> {
        let design = scenario.designs.get(index)?.laid_out();
        Some(Self {
            index,
            document: Document::new(design),
            canvas: Canvas::default(),
            highlighted: BTreeSet::new(),
        })
    }

    /// Shows it in the upper half; says whether it is to be put away.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        scenario: Option<&Scenario>,
        context: &CanvasContext<'_>,
    ) -> bool {
        let accepted = scenario.and_then(|scenario| scenario.designs.get(self.index));
        let mut close = false;
        let head = Frame::new()
            .fill(p.surface_panel)
            .inner_margin(Margin::symmetric(14, 8));
        Panel::top("showcase")
            .resizable(true)
            .default_size(ui.available_height() * 0.5)
            .frame(Frame::new().fill(p.canvas_fill))
            .show(ui, |ui| {
                head.show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.label(styled_text(
                            icon::EYE,
                            Face::Icons,
                            TextSize::Icon,
                            p.text_secondary,
                        ));
                        let title = accepted.map_or("Accepted design", |accepted| &accepted.title);
                        ui.label(styled_text(
                            title,
                            Face::SemiBold,
                            TextSize::Body,
                            p.text_primary,
                        ));
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            let button = Button::new(ButtonKind::Normal, "Close").small();
                            close = button.show(ui, p).clicked();
                        });
                    });
                    if let Some(accepted) = accepted {
                        ui.spacing_mut().item_spacing.y = gap::XXS;
                        paragraph(ui, p, &accepted.trade_off);
                    }
                });
                self.canvas.ui(ui, &mut self.document, context);
            });
        close
    }
}
