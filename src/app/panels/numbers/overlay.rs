//! What lies over the canvas while its numbers are shown: what is down, which flows that affects, and the legend.

use egui::{
    Align2, Area, AreaState, CornerRadius, Frame, Margin, Rect, Sense, Stroke, StrokeKind, Ui, vec2,
};

use super::readings::Readings;
use super::state::NumbersPanel;
use super::view::title;
use super::{fault, flows, steps};
use crate::analysis::{Fault, FlowVerdict};
use crate::app::commands::Command;
use crate::app::floating::{FloatingItem, lift_over};
use crate::app::look::{TextSize, elide, gap};
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::model::{Design, Id};
use crate::scene::{Face, LoadLevel, Palette, SeverityColors, icon};

/// Below this width of the canvas the strip may take several lines.
const NARROW: f32 = 800.0;
/// The most flows that the strip names; more are counted.
const NAMED: usize = 2;
/// The most room for the name of what is down, what all but names takes of the strip's width, and the least room in which a
/// name says something.
const DOWN_NAME: f64 = 150.0;
const FIXED: f32 = 570.0;
const LEAST_NAME: f32 = 60.0;

/// Shows both, where there is something to say.
pub(crate) fn ui(
    ui: &Ui,
    p: &Palette,
    canvas: Rect,
    (design, numbers): (&Design, &mut NumbersPanel),
    given: &mut Vec<Command>,
) {
    if numbers.is_hidden() {
        return;
    }
    let Some(readings) = &numbers.readings else {
        return;
    };
    steps::ui(ui, p, canvas, readings, &mut numbers.steps);
    let ails = !numbers.what_if.is_sound();
    let walks = numbers.steps.is_some();
    let has_legend = ails || numbers.breaking || readings.has_traffic;
    if has_legend && !walks && !numbers.legend_closed {
        let is_closed = legend_ui(ui, p, canvas, numbers, readings.has_traffic);
        numbers.legend_closed = is_closed;
    }
    if !ails && !numbers.breaking {
        return;
    }
    let mut mend_all = false;
    let shown = Area::new(ui.scope_id().with("stopped"))
        .fixed_pos(canvas.min + vec2(16.0, 14.0))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(canvas.width() - 32.0);
            let edge = if ails { p.critical.line } else { p.accent_line };
            Frame::popup(ui.style())
                .stroke(Stroke::new(1.0, edge))
                .corner_radius(8)
                .inner_margin(Margin::symmetric(11, 4))
                .show(ui, |ui| {
                    let row = |ui: &mut Ui| {
                        ui.spacing_mut().item_spacing.x = gap::M;
                        if ails {
                            ailing_ui(ui, p, design, numbers, readings, canvas.width());
                            let one = numbers.what_if.faults().count() == 1;
                            let label = if one { "Restore it" } else { "Restore all" };
                            let restore = Button::new(ButtonKind::Normal, label).small();
                            // A drill says itself what has failed.
                            if numbers.drill.is_none() {
                                mend_all = restore.show(ui, p).clicked();
                            }
                        } else {
                            hint_ui(ui, p, numbers.makes);
                        }
                        if numbers.breaking {
                            let done = Button::new(ButtonKind::Quiet, "Done")
                                .shortcut("Esc")
                                .small();
                            if done.show(ui, p).clicked() {
                                given.push(Command::Break);
                            }
                        }
                    };
                    if canvas.width() < NARROW {
                        ui.horizontal_wrapped(row)
                    } else {
                        ui.horizontal(row)
                    }
                });
        });
    FloatingItem::Strip.note_place(ui.ctx(), shown.response.rect);
    if mend_all {
        numbers.what_if.repair_all();
    }
}

fn hint_ui(ui: &mut Ui, p: &Palette, makes: Fault) {
    let description = fault::fault_text(makes);
    ui.label(styled_text(
        description.mark,
        Face::Icons,
        TextSize::Icon,
        p.accent_text,
    ));
    ui.label(styled_text(
        description.hint,
        Face::Medium,
        TextSize::Body,
        p.text_primary,
    ));
}

/// "Links DB is down | Create is down, Redirect is degraded"
fn ailing_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    numbers: &NumbersPanel,
    readings: &Readings,
    width: f32,
) {
    let all: Vec<(Fault, Id)> = numbers.what_if.faults().collect();
    let worst = all.first().map_or(Fault::Failed, |&(trouble, _)| trouble);
    let mark = fault::fault_text(worst).mark;
    let ink = fault::fault_colors(p, worst).fill;
    ui.label(styled_text(mark, Face::Icons, TextSize::Icon, ink));
    let who = match all[..] {
        [(trouble, id)] => {
            let name = elide(
                &title(design, id),
                Face::SemiBold,
                TextSize::Body,
                DOWN_NAME,
            );
            format!("{name} is {}", fault::fault_text(trouble).state)
        }
        _ => {
            let is_component = |&(_, id): &(Fault, Id)| design.component(id).is_some();
            let what = if all.iter().all(is_component) {
                "components"
            } else {
                "parts"
            };
            format!("{} {what} have problems", all.len())
        }
    };
    ui.label(styled_text(
        who,
        Face::SemiBold,
        TextSize::Body,
        p.text_primary,
    ));
    ui.separator();
    let mut hurt: Vec<_> = readings.estimate.flows.iter().collect();
    hurt.retain(|flow| flow.verdict() != FlowVerdict::Works);
    hurt.sort_by_key(|flow| std::cmp::Reverse(flow.verdict()));
    if hurt.is_empty() {
        ui.label(styled_text(
            icon::CHECK,
            Face::Icons,
            TextSize::Lead,
            p.ok.fill,
        ));
        ui.label(styled_text(
            "Every flow still works",
            Face::Regular,
            TextSize::Body,
            p.text_secondary,
        ));
    }
    let room = (width - FIXED) / hurt.len().max(1) as f32;
    if hurt.len() <= NAMED && room >= LEAST_NAME {
        for flow in &hurt {
            let (glyph, word, colors) = flows::flow_verdict(p, flow);
            let name = elide(&flow.name, Face::Regular, TextSize::Body, room.into());
            hurt_ui(
                ui,
                p,
                (glyph, colors),
                &format!("{name} is {}", word.to_lowercase()),
            );
        }
        return;
    }
    let mut counts: Vec<(char, &str, SeverityColors, usize)> = Vec::new();
    for flow in hurt {
        let (glyph, word, colors) = flows::flow_verdict(p, flow);
        match counts.iter_mut().find(|(_, known, ..)| *known == word) {
            Some((.., count)) => *count += 1,
            None => counts.push((glyph, word, colors, 1)),
        }
    }
    let all = readings.estimate.flows.len();
    for (glyph, word, colors, count) in counts {
        let text = format!("{count} of {all} flows {}", word.to_lowercase());
        hurt_ui(ui, p, (glyph, colors), &text);
    }
}

fn hurt_ui(ui: &mut Ui, p: &Palette, (glyph, colors): (char, SeverityColors), text: &str) {
    ui.label(styled_text(glyph, Face::Icons, TextSize::Lead, colors.fill));
    ui.label(styled_text(
        text,
        Face::Regular,
        TextSize::Body,
        p.text_secondary,
    ));
}

/// What the marks on the boxes mean, at the bottom left; says whether it was closed.
fn legend_ui(
    ui: &Ui,
    p: &Palette,
    canvas: Rect,
    numbers: &NumbersPanel,
    has_traffic: bool,
) -> bool {
    let id = ui.scope_id().with("legend");
    let corner = canvas.left_bottom() + vec2(16.0, -16.0);
    let size = AreaState::load(ui.ctx(), id).and_then(|state| state.size);
    let lift = size.map_or(0.0, |size| {
        let resting = Rect::from_min_size(corner - vec2(0.0, size.y), size);
        lift_over(ui.ctx(), resting, &[FloatingItem::Tools])
    });
    let shown = Area::new(id)
        .pivot(Align2::LEFT_BOTTOM)
        .fixed_pos(corner - vec2(0.0, lift))
        .show(ui.ctx(), |ui| {
            let frame = Frame::popup(ui.style())
                .corner_radius(8)
                .inner_margin(Margin::symmetric(10, 7));
            frame
                .show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        ui.vertical(|ui| legend_lines_ui(ui, p, numbers, has_traffic));
                        let close = Button::icon(icon::X, "Close the legend").small();
                        close.show(ui, p).clicked()
                    })
                    .inner
                })
                .inner
        });
    FloatingItem::Legend.note_place(ui.ctx(), shown.response.rect);
    shown.inner
}

fn legend_lines_ui(ui: &mut Ui, p: &Palette, numbers: &NumbersPanel, has_traffic: bool) {
    ui.spacing_mut().item_spacing = vec2(gap::M, gap::XS);
    ui.spacing_mut().interact_size.y = 16.0;
    if has_traffic {
        for (level, description) in [
            (LoadLevel::Fine, "under 70% of capacity"),
            (LoadLevel::Hot, "70 to 99%, slowing down"),
            (LoadLevel::Over, "100% or more, overloaded"),
        ] {
            load_line(ui, p, level, description);
        }
    }
    if numbers.breaking || !numbers.what_if.is_sound() {
        let down = (
            icon::POWER,
            "down: no traffic gets through",
            p.critical.fill,
        );
        let waits = (
            icon::TILDE,
            "degraded: a dependency is missing",
            p.high.fill,
        );
        let slow = (icon::HOURGLASS, "slow", p.high.fill);
        for (glyph, description, color) in [down, waits, slow] {
            ui.horizontal(|ui| {
                mark_ui(ui, glyph, Face::Icons, color);
                ui.label(styled_text(
                    description,
                    Face::Regular,
                    TextSize::Caption,
                    p.text_secondary,
                ));
            });
        }
    }
}

fn mark_ui(ui: &mut Ui, glyph: char, face: Face, color: egui::Color32) {
    ui.allocate_ui(vec2(22.0, 16.0), |ui| {
        ui.centered_and_justified(|ui| ui.label(styled_text(glyph, face, TextSize::Lead, color)));
    });
}

fn load_line(ui: &mut Ui, p: &Palette, level: LoadLevel, description: &str) {
    ui.horizontal(|ui| {
        let color = p.load(level).fill;
        if let Some(glyph) = level.icon() {
            mark_ui(ui, glyph, Face::IconsFill, color);
        } else {
            let (rect, _) = ui.allocate_exact_size(vec2(22.0, 16.0), Sense::hover());
            let bar = Rect::from_center_size(rect.center(), vec2(20.0, 4.0));
            let edge = Stroke::NONE;
            ui.painter()
                .rect(bar, CornerRadius::same(2), color, edge, StrokeKind::Inside);
        }
        ui.label(styled_text(
            description,
            Face::Regular,
            TextSize::Caption,
            p.text_secondary,
        ));
    });
}
