//! What a report is about, and what all its sections need of it.

use crate::analysis::{Analysis, Estimate, Report, WhatIf};
use crate::export::charts::{ChartKind, draw_chart};
use crate::export::sheet::Sheet;
use crate::model::{Design, Id};
use crate::practice::Audience;
use crate::scenario::Scenario;
use crate::scene::Theme;

/// A drawing with what the check and the estimate say about it.
pub(super) struct ReportSubject<'a> {
    /// The drawing.
    pub(super) design: &'a Design,
    /// The prompt that it answers.
    pub(super) scenario: Option<&'a Scenario>,
    /// What was worked out about it.
    pub(super) analysis: &'a Analysis<'a>,
    /// Who reads the report.
    pub(super) audience: Audience,
    /// What the check says.
    pub(super) report: Report,
    /// Load, latency, availability and cost.
    pub(super) estimate: Estimate,
}

impl<'a> ReportSubject<'a> {
    /// Checks and estimates a drawing.
    pub(super) fn new(analysis: &'a Analysis<'a>, audience: Audience) -> Self {
        Self {
            design: analysis.design(),
            scenario: analysis.scenario(),
            analysis,
            audience,
            report: analysis.report(),
            estimate: analysis.estimate(&WhatIf::default()),
        }
    }

    /// The title of the drawing, else that of the prompt.
    pub(super) fn title(&self) -> String {
        let own = self.design.title().trim();
        match self.scenario {
            _ if !own.is_empty() => own.to_owned(),
            Some(scenario) => scenario.title.clone(),
            None => "My own system".to_owned(),
        }
    }

    /// The name of a component or zone.
    pub(super) fn name(&self, id: Id) -> String {
        self.design.name_of(id).to_owned()
    }

    /// Whether any requests arrive.
    pub(super) fn has_traffic(&self) -> bool {
        self.estimate.peak_rps > 0.0
    }

    /// Writes a chart; nothing where there is nothing to plot.
    pub(super) fn write_chart(&self, sheet: &mut Sheet, kind: ChartKind) {
        if let Some(picture) = draw_chart(self.analysis, kind, Theme::Light) {
            sheet.chart(picture);
        }
    }
}

/// Text with a full stop at its end, where it has no mark there.
pub(super) fn end_sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
