//! What growing traffic does, as a plot one points at to read values: how long requests of each flow take, on logarithmic
//! scales, with the traffic that is looked at now and where the design gives in.

use egui::{Sense, Stroke, Ui, vec2};
use egui_plot::{GridMark, HLine, HoverPosition, Line, LineStyle, Plot, PlotPoints, PlotUi, VLine};

use super::view::{NumbersView, name};
use crate::analysis::{Analysis, Growth, WhatIf};
use crate::app::look::{TextSize, elide, gap};
use crate::app::widgets::{caption, group_row, styled_text};
use crate::model::format;
use crate::scene::Face;
use crate::scene::chart::series_colors;

const HEIGHT: f32 = 190.0;
/// The most flows with a line of their own.
const MOST: usize = 6;

/// The part of the panel: whether it is open, and what it shows.
#[derive(Debug, Default)]
pub(super) struct GrowthSection {
    open: bool,
    known: Option<GrowthResult>,
}

/// The curves of one drawing under certain circumstances; the traffic among them does not matter.
#[derive(Debug)]
struct GrowthResult {
    revision: u64,
    what_if: WhatIf,
    growth: Option<Growth>,
}

impl GrowthResult {
    fn new(revision: u64, analysis: &Analysis, what_if: &WhatIf) -> Self {
        Self {
            revision,
            growth: analysis.growth(what_if),
            what_if: what_if.clone(),
        }
    }

    fn is_current(&self, revision: u64, what_if: &WhatIf) -> bool {
        self.revision == revision && self.what_if == *what_if
    }
}

/// Shows it under a head that opens and closes.
pub(super) fn ui<'a>(
    ui: &mut Ui,
    shown: &NumbersView<'_>,
    analysis: impl FnOnce() -> &'a Analysis<'a>,
    what_if: &WhatIf,
    GrowthSection { open, known }: &mut GrowthSection,
) {
    ui.add_space(gap::L);
    group_row(ui, shown.p, "Growth", 0, open);
    if !*open {
        *known = None;
        return;
    }
    let now = what_if.traffic;
    let any = WhatIf {
        traffic: 1.0,
        ..what_if.clone()
    };
    // Boxes on their way change nothing.
    let revision = shown.readings.revision;
    let fresh = known
        .take()
        .filter(|known| known.is_current(revision, &any));
    let fresh = fresh.unwrap_or_else(|| GrowthResult::new(revision, analysis(), &any));
    let known = known.insert(fresh);
    match known
        .growth
        .as_ref()
        .filter(|growth| !growth.flows.is_empty())
    {
        Some(growth) => plot_ui(ui, shown, growth, now),
        None => {
            caption(
                ui,
                shown.p,
                "No flow reaches its destination yet, so there is nothing to plot",
            );
        }
    }
}

fn plot_ui(ui: &mut Ui, shown: &NumbersView<'_>, growth: &Growth, now: f64) {
    let p = shown.p;
    ui.label(styled_text(
        "p99 latency",
        Face::Regular,
        TextSize::Caption,
        p.text_secondary,
    ));
    let axis = |mark: GridMark, say: &dyn Fn(f64) -> String| {
        let whole = (mark.value - mark.value.round()).abs() < 1e-6;
        if whole {
            say(10_f64.powf(mark.value))
        } else {
            String::new()
        }
    };
    let response = Plot::new("growth")
        .height(HEIGHT)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .show_crosshair(false)
        .grid_color(p.line_default)
        .grid_fade(0.0)
        .include_x(-1.0)
        .include_x(2.0)
        .sense(Sense::hover())
        .y_axis_min_width(42.0)
        .x_grid_spacer(egui_plot::uniform_grid_spacer(|_| [1.0, 1.0, 1.0]))
        .y_grid_spacer(egui_plot::uniform_grid_spacer(|_| [1.0, 1.0, 1.0]))
        .x_axis_formatter(move |mark, _| axis(mark, &format::factor))
        .y_axis_formatter(move |mark, _| axis(mark, &format::duration))
        .label_formatter(|position| match position {
            HoverPosition::NearDataPoint {
                plot_name,
                position,
                ..
            } => Some(format!(
                "{plot_name}\n{}: {}",
                format::factor(10_f64.powf(position.x)),
                format::duration(10_f64.powf(position.y))
            )),
            HoverPosition::Elsewhere { .. } => None,
        })
        .show(ui, |plot| plot_lines(plot, shown, growth, now))
        .response;
    let spoken = spoken_growth(shown, growth);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, &spoken));
    legend_ui(ui, shown, growth);
    other_lines_ui(ui, shown, growth, now);
}

/// The lines of the flows, what is asked of them, where the design gives in, and the traffic that is looked at.
fn plot_lines(plot: &mut PlotUi<'_>, shown: &NumbersView<'_>, growth: &Growth, now: f64) {
    let p = shown.p;

    for (flow, (ink, dash)) in series_colors(p).into_iter().enumerate() {
        if flow >= growth.flows.len().min(MOST) {
            break;
        }
        let points: PlotPoints<'_> = growth
            .points
            .iter()
            .filter_map(|point| Some((point.traffic, point.latencies[flow]?.1)))
            .map(|(traffic, ms)| [traffic.log10(), ms.max(0.01).log10()])
            .collect();
        let line = Line::new(growth.flows[flow].clone(), points).stroke(Stroke::new(2.0, ink));
        plot.line(line.style(plot_line_style(dash)));
        if let Some(target) = growth.targets[flow] {
            let name = format!("{}: target", growth.flows[flow]);
            let line = HLine::new(name, target.log10()).stroke(Stroke::new(1.0, ink));
            plot.hline(line.style(LineStyle::Dotted { spacing: 4.0 }));
        }
    }
    if let Some(&(id, at)) = growth
        .breaks
        .first()
        .filter(|(_, at)| (0.1..=100.0).contains(at))
    {
        let description = format!("{} is overloaded", name(shown.design, id));
        let line = VLine::new(description, at.log10()).stroke(Stroke::new(1.5, p.critical.fill));
        plot.vline(line.style(LineStyle::dashed_dense()));
    }
    if now > 0.0 {
        let line = VLine::new("Traffic shown here", now.log10());
        plot.vline(line.stroke(Stroke::new(1.5, p.text_secondary)));
    }
}

/// Which line is which flow.
fn legend_ui(ui: &mut Ui, shown: &NumbersView<'_>, growth: &Growth) {
    let p = shown.p;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (flow, (ink, dash)) in series_colors(p)
        .into_iter()
        .enumerate()
        .take(growth.flows.len().min(MOST))
    {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 14.0), Sense::hover());
            let stroke = Stroke::new(2.0, ink);
            let ends = [rect.left_center(), rect.right_center()];
            let (dashes, gaps): (Vec<f32>, Vec<f32>) =
                dash.chunks(2).map(|d| (d[0] as f32, d[1] as f32)).unzip();
            if dashes.is_empty() {
                ui.painter().line_segment(ends, stroke);
            } else {
                let shapes =
                    egui::Shape::dashed_line_with_offset(&ends, stroke, &dashes, &gaps, 0.0);
                ui.painter().extend(shapes);
            }
            let room = f64::from(ui.available_width());
            let name = elide(&growth.flows[flow], Face::Regular, TextSize::Small, room);
            ui.label(styled_text(
                name,
                Face::Regular,
                TextSize::Small,
                p.text_secondary,
            ));
        });
    }
}

/// What the lines mean that are no flow: "┄ target", "┆ overload", "│ traffic shown here".
fn other_lines_ui(ui: &mut Ui, shown: &NumbersView<'_>, growth: &Growth, now: f64) {
    let p = shown.p;
    let overload = growth.breaks.first();
    let overload = overload.filter(|(_, at)| (0.1..=100.0).contains(at));
    let overload = overload.map(|(id, _)| format!("{} is overloaded", name(shown.design, *id)));
    let has_target = growth.targets.iter().any(Option::is_some);
    let lines = [
        (
            has_target.then(|| "Target of the flow".to_owned()),
            p.text_secondary,
            1.0,
        ),
        (overload, p.critical.fill, 1.5),
        (
            (now > 0.0).then(|| "Traffic shown here".to_owned()),
            p.text_secondary,
            1.5,
        ),
    ];
    for (n, (says, ink, width)) in lines.into_iter().enumerate() {
        let Some(says) = says else { continue };
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(24.0, 14.0), Sense::hover());
            let stroke = Stroke::new(width, ink);
            let painter = ui.painter();
            match n {
                0 => painter.extend(egui::Shape::dotted_line(
                    &[rect.left_center(), rect.right_center()],
                    ink,
                    4.0,
                    0.7,
                )),
                1 => painter.extend(egui::Shape::dashed_line(
                    &[rect.center_top(), rect.center_bottom()],
                    stroke,
                    3.0,
                    2.0,
                )),
                _ => _ = painter.line_segment([rect.center_top(), rect.center_bottom()], stroke),
            }
            let says = elide(
                &says,
                Face::Regular,
                TextSize::Small,
                f64::from(ui.available_width()),
            );
            ui.label(styled_text(
                says,
                Face::Regular,
                TextSize::Small,
                p.text_secondary,
            ));
        });
    }
}

/// The nearest that the plot has to the dashes of a chart.
fn plot_line_style(dash: &[f64]) -> LineStyle {
    match dash.first() {
        None => LineStyle::Solid,
        Some(length) if *length < 3.0 => LineStyle::Dotted { spacing: 5.0 },
        Some(length) => LineStyle::Dashed {
            length: *length as f32,
        },
    }
}

/// The plot in a sentence: "Open: 56 ms now; Link service cannot keep up at ×1.5".
fn spoken_growth(shown: &NumbersView<'_>, growth: &Growth) -> String {
    let now = growth.points.iter().find(|point| point.traffic >= 0.999);
    let flows = growth.flows.iter().enumerate().map(|(flow, name)| {
        let latency = now.and_then(|point| point.latencies[flow]);
        let takes = latency.map_or_else(|| "never finishes".to_owned(), |l| format::duration(l.1));
        format!("{name}: {takes}")
    });
    let flows: Vec<String> = flows.collect();
    let breaks = growth.breaks.first().map_or_else(String::new, |&(id, at)| {
        format!(
            "; {} is overloaded at {}",
            name(shown.design, id),
            format::factor(at)
        )
    });
    format!("Growth. {}{breaks}", flows.join(", "))
}
