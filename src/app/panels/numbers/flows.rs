//! The flows: whether each works, how long it takes and how often it works, against what the prompt asks for.

use egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Ui, pos2, vec2};

use super::explain::{self, CARET};
use super::view::{NumbersActions, NumbersRow, NumbersView, section_ui};
use super::{steps, waterfall};
use crate::analysis::{FlowEstimate, FlowState, FlowVerdict};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::caption;
use crate::model::format;
use crate::scene::{Face, Palette, SeverityColors, icon};

/// Without the lines below the values.
const HEIGHT: f32 = 60.0;
const LINE: f32 = 15.0;
const MINUTES_A_YEAR: f64 = 365.25 * 24.0 * 60.0;
/// The most components that a card names.
const NAMED: usize = 5;

/// Shows them.
pub(super) fn ui(ui: &mut Ui, shown: &NumbersView<'_>, acts: &mut NumbersActions) {
    let p = shown.p;
    section_ui(ui, p, "Flows", "");
    if shown.readings.estimate.flows.is_empty() {
        let nothing = "No flow reaches a database yet, so there is nothing to measure";
        caption(ui, p, nothing);
    }
    for flow in &shown.readings.estimate.flows {
        flow_ui(ui, shown, flow, acts);
    }
}

/// How a flow does, as a mark, a word and colors.
pub(super) fn flow_verdict(
    p: &Palette,
    flow: &FlowEstimate,
) -> (char, &'static str, SeverityColors) {
    match flow.verdict() {
        FlowVerdict::Down => (icon::X, "Down", p.critical),
        FlowVerdict::Overloaded => (icon::WARNING_OCTAGON, "Overloaded", p.critical),
        FlowVerdict::Degraded => (icon::TILDE, "Degraded", p.high),
        FlowVerdict::Works => (icon::CHECK, "Works", p.ok),
    }
}

/// A number with what is asked of it below.
struct FlowValue {
    label: &'static str,
    figure: String,
    below: Vec<String>,
    missed: bool,
}

impl FlowValue {
    fn spoken_value(&self) -> String {
        if self.figure == "–" {
            return String::new();
        }
        let below = self.below.iter().map(|line| format!(", {line}"));
        format!(
            ", {} {}{}",
            self.label,
            self.figure,
            below.collect::<String>()
        )
    }
}

fn flow_values(shown: &NumbersView<'_>, flow: &FlowEstimate) -> [FlowValue; 3] {
    let latency = flow.latency.as_ref();
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let p50 = FlowValue {
        label: "p50",
        figure: or_dash(latency.map(|found| format::duration(found.p50))),
        below: Vec::new(),
        missed: false,
    };
    let too_slow = flow.is_too_slow();
    let p99 = FlowValue {
        label: "p99",
        figure: or_dash(latency.map(|found| format::duration(found.p99))),
        below: flow
            .latency_target
            .map(|target| format_target(&format::duration(target), too_slow))
            .into_iter()
            .collect(),
        missed: too_slow,
    };
    // What it promises holds for the whole drawing, not while a part of it is stopped.
    let works = flow.verdict() == FlowVerdict::Works;
    let available = flow.availability.as_ref().filter(|_| works);
    let target = availability_target(shown, flow);
    let too_often = available
        .zip(target)
        .is_some_and(|(found, target)| found.value < target);
    let minutes =
        available.map(|found| format!("{} down a year", format::minutes(found.minutes_a_year)));
    let available = FlowValue {
        label: "Available",
        figure: or_dash(available.map(|found| format::percent_of_time(found.value))),
        below: target
            .map(|target| format_target(&format::percent_of_time(target), too_often))
            .into_iter()
            .chain(minutes)
            .collect(),
        missed: too_often,
    };
    [p50, p99, available]
}

fn format_target(target: &str, missed: bool) -> String {
    if missed {
        format!("misses {target}")
    } else {
        format!("target {target}")
    }
}

/// The part of the time that the prompt wants a flow to work, where users stop without it.
fn availability_target(shown: &NumbersView<'_>, flow: &FlowEstimate) -> Option<f64> {
    let scenario = shown.scenario?;
    let spec = scenario.flows.iter().find(|spec| spec.id == flow.id)?;
    spec.critical.then_some(scenario.targets.availability)
}

fn flow_ui(ui: &mut Ui, shown: &NumbersView<'_>, flow: &FlowEstimate, acts: &mut NumbersActions) {
    let p = shown.p;
    let (glyph, word, colors) = flow_verdict(p, flow);
    let values = flow_values(shown, flow);
    let numbers: String = values.iter().map(FlowValue::spoken_value).collect();
    let description = format!("{}: {word}{numbers}", flow.name);
    let row = NumbersRow::Flow(flow.id.clone());
    let lines = values.iter().map(|value| value.below.len()).max();
    let height = HEIGHT + LINE * lines.unwrap_or(0) as f32;
    let (rect, response) = explain::row_ui(ui, p, (height, &description), &row, shown.open, acts);
    if response.hovered() || response.has_focus() {
        let latency = flow.latency.iter().flat_map(|found| &found.shares);
        acts.highlight.extend(latency.map(|(id, _)| *id));
    }
    let painter = ui.painter();
    let line = rect.top() + 13.0;
    let chip = paint_state(
        painter,
        pos2(rect.right() - CARET, line),
        (glyph, word, colors),
        p,
    );
    let room = f64::from(chip.left() - rect.left() - 8.0);
    let name = elide(&flow.name, Face::SemiBold, TextSize::Body, room);
    let at = pos2(rect.left(), line);
    let left = Align2::LEFT_CENTER;
    painter.text(
        at,
        left,
        name,
        font(Face::SemiBold, TextSize::Body),
        p.text_primary,
    );
    for (value, part) in values.iter().zip([0.0, 0.28, 0.6]) {
        let x = rect.left() + rect.width() * part;
        paint_value(painter, p, pos2(x, rect.top() + 33.0), value);
    }
    if shown.open == Some(&row) {
        explain::card_ui(ui, p, |ui| {
            if steps::walk_button(ui, p) {
                acts.walk = Some(flow.id.clone());
            }
            workings_ui(ui, shown, flow);
        });
    }
}

fn paint_value(painter: &Painter, p: &Palette, at: Pos2, value: &FlowValue) {
    let left = Align2::LEFT_CENTER;
    let write = |dy: f32, text: &str, face: Face, size: TextSize, ink: Color32| {
        painter.text(at + vec2(0.0, dy), left, text, font(face, size), ink);
    };
    let (ink, quiet) = if value.missed {
        (p.critical.text, p.critical.text)
    } else {
        (p.text_primary, p.text_tertiary)
    };
    write(
        0.0,
        value.label,
        Face::Regular,
        TextSize::Caption,
        p.text_tertiary,
    );
    write(16.0, &value.figure, Face::SemiBold, TextSize::Body, ink);
    for (line, text) in value.below.iter().enumerate() {
        // The first line is the target: only that can be missed.
        let quiet = if line == 0 { quiet } else { p.text_tertiary };
        write(
            32.0 + LINE * line as f32,
            text,
            Face::Regular,
            TextSize::Caption,
            quiet,
        );
    }
}

/// Paints a state with its right end at a place.
fn paint_state(
    painter: &Painter,
    right: Pos2,
    (glyph, word, colors): (char, &str, SeverityColors),
    p: &Palette,
) -> Rect {
    let lay_out =
        |text: String, face, size, color| painter.layout_no_wrap(text, font(face, size), color);
    let icon = lay_out(glyph.to_string(), Face::Icons, TextSize::Lead, colors.text);
    let word = lay_out(word.to_owned(), Face::Medium, TextSize::Small, colors.text);
    let width = icon.size().x + word.size().x + 19.0;
    let rect = Rect::from_min_size(right - vec2(width, 10.0), vec2(width, 20.0));
    painter.rect_filled(rect, CornerRadius::same(5), colors.soft);
    let left = rect.left_center() + vec2(7.0, 0.0);
    let after = left + vec2(icon.size().x + 5.0, 0.0);
    painter.galley(left - vec2(0.0, icon.size().y / 2.0), icon, p.text_primary);
    painter.galley(after - vec2(0.0, word.size().y / 2.0), word, p.text_primary);
    rect
}

/// Where the time goes, and what costs availability.
fn workings_ui(ui: &mut Ui, shown: &NumbersView<'_>, flow: &FlowEstimate) {
    let p = shown.p;
    if flow.rps > 0.0 {
        explain::line_ui(ui, p, "Requests at peak", &format::short_rate(flow.rps));
    }
    if !flow.overloaded.is_empty() {
        let names = flow.overloaded.iter().map(|&id| shown.name(id));
        let names: Vec<&str> = names.collect();
        explain::text_ui(ui, p, format!("Overloaded: {}.", names.join(", ")));
    }
    if let Some(latency) = &flow.latency {
        explain::text_ui(ui, p, "Average time spent in");
        waterfall::ui(ui, shown, latency);
        if let Some(rest) = flow.rest_of_answer {
            let rest = format::duration(rest);
            let text =
                format!("That is the time to the first word; the rest of the answer takes {rest}.");
            caption(ui, shown.p, text);
        }
        let formula = "p99: 99 of 100 simulated requests finish within this time";
        explain::formula_ui(ui, p, formula);
    } else {
        let why = match flow.state {
            FlowState::Down => "The request fails, so it has no latency.",
            _ => "A component is overloaded: its queue keeps growing.",
        };
        explain::text_ui(ui, p, why);
    }
    let Some(found) = &flow.availability else {
        return;
    };
    ui.add_space(gap::XS);
    let formula = format!(
        "Availability (the chance that everything the flow needs is up): {}. Downtime: {} a year",
        format::percent_of_time(found.value),
        format::minutes(found.minutes_a_year)
    );
    explain::formula_ui(ui, p, formula);
    if !found.gains.is_empty() {
        explain::text_ui(ui, p, "Downtime per year caused by each component:");
    }
    for &(id, gain) in found.gains.iter().take(NAMED) {
        let minutes = format::minutes(gain * MINUTES_A_YEAR);
        let part = format::whole_percent(gain / (1.0 - found.value));
        explain::line_ui(ui, p, shown.name(id), &format!("{minutes} · {part}"));
    }
}
