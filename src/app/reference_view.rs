//! An accepted design on show beside the drawing, read-only, with what the two have in common marked on both.

use std::collections::BTreeSet;

use egui::{Align, Frame, Layout, Margin, Panel, Ui};

use crate::app::canvas::counterparts::legend_ui;
use crate::app::canvas::{Camera, Canvas, CanvasContext};
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, paragraph, styled_text};
use crate::model::{Document, Id};
use crate::practice::scorecard::DrawingMarks;
use crate::scenario::Scenario;
use crate::scene::{Face, Palette};

/// An accepted design on show.
#[derive(Debug)]
pub(crate) struct ReferenceView {
    /// Which, by its place in the prompt.
    pub index: usize,
    /// Where the drawing was looked at from before.
    pub view_before: Camera,
    /// A document of its own, never changed.
    document: Document,
    canvas: Canvas,
    /// Items to ring in the next frame.
    pub highlighted: BTreeSet<Id>,
}

impl ReferenceView {
    /// An accepted design of a prompt, by its place.
    pub(crate) fn new(scenario: &Scenario, index: usize, view_before: Camera) -> Option<Self> {
        let design = scenario.designs.get(index)?.laid_out();
        let mut canvas = Canvas::default();
        canvas.fit_readable();
        Some(Self {
            index,
            view_before,
            document: Document::new(design),
            canvas,
            highlighted: BTreeSet::new(),
        })
    }

    /// How the components of both drawings stand to each other, by the check's last word.
    pub(crate) fn compare_with(&self, session: &Session) -> DrawingMarks {
        let scenario = session.scenario.as_ref();
        let accepted = scenario.and_then(|scenario| scenario.designs.get(self.index));
        let report = session.checked.as_ref().map(|checked| &checked.report);
        let comparison = report.zip(accepted).and_then(|(report, accepted)| {
            let mut all = report.comparisons.iter();
            all.find(|comparison| comparison.design == accepted.id)
        });
        comparison.map(DrawingMarks::new).unwrap_or_default()
    }

    /// Shows what the marks mean, and the design in the right half; says whether it is to be put away.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        scenario: Option<&Scenario>,
        marks: &DrawingMarks,
        context: &CanvasContext<'_>,
    ) -> bool {
        let accepted = scenario.and_then(|scenario| scenario.designs.get(self.index));
        let mut close = false;
        let head = Frame::new()
            .fill(p.surface_panel)
            .inner_margin(Margin::symmetric(14, 8));
        Panel::top("comparison").frame(head).show(ui, |ui| {
            ui.horizontal(|ui| {
                legend_ui(ui, p, |mark| marks.count(mark));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let button = Button::new(ButtonKind::Normal, "Close").small();
                    close = button.show(ui, p).clicked();
                });
            });
        });
        let half = ui.available_width() / 2.0;
        let side = Frame::new().fill(p.canvas_fill);
        Panel::right("showcase")
            .resizable(false)
            .exact_size(half)
            .frame(side)
            .show(ui, |ui| {
                head.show(ui, |ui| {
                    let title = accepted.map_or("Accepted design", |accepted| &accepted.title);
                    let title = styled_text(title, Face::SemiBold, TextSize::Body, p.text_primary);
                    ui.add(egui::Label::new(title).truncate());
                    if let Some(accepted) = accepted {
                        ui.spacing_mut().item_spacing.y = gap::XXS;
                        paragraph(ui, p, &accepted.trade_off);
                    }
                });
                // A ring out of sight says nothing.
                if context.highlighted.is_empty() {
                    self.canvas.end_glance();
                } else {
                    let design = self.document.design();
                    self.canvas.glance(design, context.highlighted);
                }
                self.canvas.ui(ui, &mut self.document, context);
            });
        Panel::top("own").frame(head).show(ui, |ui| {
            ui.set_width(ui.available_width());
            caption(ui, p, "Yours");
        });
        close
    }
}
