//! How sure the numbers are: for each target in how many draws of all inputs it is met, and which inputs move it most.

use std::time::{Duration, Instant};

use egui::{Align, Align2, CornerRadius, Layout, Rect, Sense, Ui, pos2, vec2};

use super::view::NumbersView;
use crate::analysis::{Analysis, SensitivityStudy, Swing, VerdictMeasure, VerdictRange, WhatIf};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{ChipColors, caption, chip, group_row, styled_text, wrapped};
use crate::model::format;
use crate::scene::{Face, Palette, icon};

/// What trials may take of one frame.
const BUDGET: Duration = Duration::from_millis(6);
/// The inputs that a verdict names.
const NAMED: usize = 4;
/// A verdict that holds in so many draws is safe.
const SAFE: f64 = 0.9;
const ROW: f32 = 31.0;

/// The part of the panel: whether it is open, and what it shows.
#[derive(Debug, Default)]
pub(super) struct RangesSection {
    open: bool,
    known: Option<RangesResult>,
}

/// The study of one drawing under certain circumstances.
#[derive(Debug)]
struct RangesResult {
    revision: u64,
    what_if: WhatIf,
    study: SensitivityStudy,
    /// Once it is done.
    verdicts: Option<Vec<VerdictRange>>,
}

impl RangesResult {
    fn new(revision: u64, analysis: &Analysis, what_if: &WhatIf) -> Self {
        Self {
            revision,
            what_if: what_if.clone(),
            study: analysis.sensitivity(what_if),
            verdicts: None,
        }
    }

    fn is_current(&self, revision: u64, what_if: &WhatIf) -> bool {
        self.revision == revision && self.what_if == *what_if
    }

    /// Does as many trials as fit into a frame; says whether more are left.
    fn run_trials(&mut self) -> bool {
        let began = Instant::now();
        while self.verdicts.is_none() && began.elapsed() < BUDGET {
            if !self.study.step() {
                self.verdicts = self.study.verdicts();
            }
        }
        self.verdicts.is_none()
    }
}

/// Shows the part of the panel, under a head that opens and closes.
pub(super) fn ui<'a>(
    ui: &mut Ui,
    shown: &NumbersView<'_>,
    analysis: impl FnOnce() -> &'a Analysis<'a>,
    what_if: &WhatIf,
    RangesSection { open, known }: &mut RangesSection,
) {
    ui.add_space(gap::L);
    group_row(ui, shown.p, "Confidence", 0, open);
    if !*open || shown.scenario.is_none() {
        if *open {
            caption(
                ui,
                shown.p,
                "The targets come from a prompt, and this drawing has no prompt",
            );
        }
        *known = None;
        return;
    }
    // Boxes on their way change nothing.
    let revision = shown.readings.revision;
    let fresh = known
        .take()
        .filter(|known| known.is_current(revision, what_if));
    let known =
        known.insert(fresh.unwrap_or_else(|| RangesResult::new(revision, analysis(), what_if)));
    if known.run_trials() {
        caption(
            ui,
            shown.p,
            "Testing every input at its lowest and highest value …",
        );
        ui.ctx().request_repaint();
        return;
    }
    caption_wrapped(ui, shown.p, &describe(&known.study));
    for verdict in known.verdicts.iter().flatten() {
        verdict_ui(ui, shown, verdict);
    }
}

/// What was done to find out how sure the numbers are.
fn describe(study: &SensitivityStudy) -> String {
    let tested = match study.untried() {
        0 => "tested each input at its lowest and highest value".to_owned(),
        untried => format!(
            "tested each input at its lowest and highest value, except {untried} of the least busy components because the drawing is large"
        ),
    };
    let draws = study.draws();
    format!(
        "Every input is treated as a range. We ran {draws} simulations with random values, and {tested}."
    )
}

fn caption_wrapped(ui: &mut Ui, p: &Palette, text: &str) {
    let text = styled_text(text, Face::Regular, TextSize::Caption, p.text_tertiary)
        .line_height(Some(15.0));
    wrapped(ui, text);
}

fn verdict_ui(ui: &mut Ui, shown: &NumbersView<'_>, verdict: &VerdictRange) {
    let p = shown.p;
    ui.add_space(gap::M);
    let (mark, colors) = match (verdict.holds, verdict.confidence) {
        (true, sure) if sure >= SAFE => (icon::CHECK, p.ok),
        (true, _) => (icon::WARNING, p.high),
        (false, _) => (icon::X, p.critical),
    };
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let met = format!(
                "met in {} of runs",
                format::whole_percent(verdict.confidence)
            );
            let colors = ChipColors::severity(colors);
            chip(ui, Some((mark, Face::Icons)), &met, colors);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = styled_text(
                    verdict_title(verdict),
                    Face::SemiBold,
                    TextSize::Body,
                    p.text_primary,
                );
                ui.add(egui::Label::new(title).truncate());
            });
        });
    });
    let value = |value| verdict.measure.format(value);
    let (from, to) = verdict.range;
    let text = format!(
        "{}, target {} · 80% range: {} to {}",
        value(verdict.value),
        value(Some(verdict.target)),
        value(from),
        value(to)
    );
    caption_wrapped(ui, p, &text);
    let swings: Vec<&Swing> = verdict.swings.iter().take(NAMED).collect();
    let scale = RangeScale::span_swings(verdict, &swings);
    for swing in swings {
        swing_ui(ui, shown, verdict, swing, &scale);
    }
}

fn verdict_title(verdict: &VerdictRange) -> String {
    match &verdict.measure {
        VerdictMeasure::KeepsUp => "Handles the load".to_owned(),
        VerdictMeasure::Latency(_) => format!("{}: p99", verdict.flow),
        VerdictMeasure::Availability(_) => format!("{}: availability", verdict.flow),
        VerdictMeasure::Cost => "Within the budget".to_owned(),
    }
}

/// Where values lie between the ends of all bars of a verdict.
struct RangeScale {
    least: f64,
    most: f64,
}

impl RangeScale {
    fn span_swings(verdict: &VerdictRange, swings: &[&Swing]) -> Self {
        let ends = swings.iter().flat_map(|s| [s.at_low, s.at_high]);
        let values = ends.chain([verdict.value]).flatten();
        let (least, most) = values.fold((f64::MAX, f64::MIN), |(least, most), value| {
            (least.min(value), most.max(value))
        });
        Self { least, most }
    }

    /// 0 to 1; what grows without end is beyond all others.
    fn position_of(&self, value: Option<f64>) -> f32 {
        match value {
            Some(value) if self.most > self.least => {
                ((value - self.least) / (self.most - self.least)) as f32
            }
            Some(_) => 0.5,
            None => 1.0,
        }
    }
}

fn swing_ui(
    ui: &mut Ui,
    shown: &NumbersView<'_>,
    verdict: &VerdictRange,
    swing: &Swing,
    scale: &RangeScale,
) {
    let p = shown.p;
    let input = &swing.input;
    let whose = input.component.map(|id| shown.name(id));
    let name = match whose {
        Some(name) => format!("{name}: {}", input.quantity.label()),
        None => "Traffic".to_owned(),
    };
    let span = format!(
        "{}–{}",
        input.quantity.format(input.low),
        input.quantity.format(input.high)
    );
    let value = |value| verdict.measure.format(value);
    let effect = format!("{} to {}", value(swing.at_low), value(swing.at_high));
    let flips = if swing.flips {
        ", changes the verdict"
    } else {
        ""
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let spoken = format!("{name} {span}: {effect}{flips}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &spoken));
    let source = if input.own {
        "Set by you, so the range is narrow"
    } else {
        "Default value"
    };
    response.on_hover_text(format!("{effect}{flips}. {source}."));
    let painter = ui.painter();
    let (left, right) = (Align2::LEFT_CENTER, Align2::RIGHT_CENTER);
    let line = rect.top() + 10.0;
    let face = font(Face::Regular, TextSize::Caption);
    let end = painter.text(
        pos2(rect.right(), line),
        right,
        span,
        face.clone(),
        p.text_tertiary,
    );
    let room = f64::from(end.left() - rect.left() - 8.0);
    let shown_name = elide(&name, Face::Regular, TextSize::Small, room);
    painter.text(
        pos2(rect.left(), line),
        left,
        shown_name,
        font(Face::Regular, TextSize::Small),
        p.text_secondary,
    );
    let mark_room = 18.0;
    let bar = Rect::from_min_max(
        pos2(rect.left(), rect.top() + 20.0),
        pos2(rect.right() - mark_room, rect.top() + 26.0),
    );
    painter.rect_filled(bar, CornerRadius::same(3), p.surface_sunken);
    let at = |value: Option<f64>| bar.left() + bar.width() * scale.position_of(value);
    let (a, b) = (at(swing.at_low), at(swing.at_high));
    let part = Rect::from_min_max(
        pos2(a.min(b), bar.top()),
        pos2(a.max(b).max(a.min(b) + 2.0), bar.bottom()),
    );
    let ink = if swing.flips {
        p.high.fill
    } else {
        p.accent_fill
    };
    painter.rect_filled(part, CornerRadius::same(3), ink);
    let now = at(verdict.value);
    let tick = egui::Stroke::new(1.5, p.text_primary);
    painter.vline(now, (bar.top() - 2.0)..=(bar.bottom() + 2.0), tick);
    if swing.flips {
        let at = pos2(rect.right(), bar.center().y);
        painter.text(
            at,
            right,
            icon::WARNING,
            font(Face::Icons, TextSize::Lead),
            p.high.text,
        );
    }
}
