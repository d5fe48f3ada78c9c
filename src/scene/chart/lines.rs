//! How long flows take as traffic grows: a line for each flow on logarithmic scales.

use super::{
    Align, ChartPainter, ChartScene, Face, HEAD, Palette, Stroke, WIDTH, WORDS, series_colors,
};
use crate::analysis::Growth;
use crate::model::{Point, format, pt};
use crate::scene::elide;

const HEIGHT: f64 = 300.0;
/// Room for the numbers on the left and for the names on the right.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 170.0;
/// Names of lines stay so far apart.
const APART: f64 = 17.0;
/// The most flows with a line of their own.
const MOST: usize = 6;

/// Where values lie in the chart.
struct ChartScale {
    /// Logarithms of traffic, from and to.
    x: (f64, f64),
    /// Logarithms of milliseconds, from and to.
    y: (f64, f64),
}

impl ChartScale {
    fn from_growth(growth: &Growth) -> Option<Self> {
        let first = growth.points.first()?.traffic;
        let last = growth.points.last()?.traffic;
        let times = growth.points.iter().flat_map(|point| &point.latencies);
        let times = times.flatten().map(|(_, p99)| *p99);
        let targets = growth.targets.iter().flatten().copied();
        let all = times.chain(targets).filter(|ms| *ms > 0.0);
        let (least, most) = all.fold((f64::MAX, f64::MIN), |(a, b), ms| (a.min(ms), b.max(ms)));
        (least <= most).then(|| Self {
            x: (libm::log10(first), libm::log10(last)),
            y: (libm::log10(least).floor(), libm::log10(most * 1.05).ceil()),
        })
    }

    fn point_at(&self, traffic: f64, ms: f64) -> Point {
        let share = |value: f64, (from, to): (f64, f64)| {
            (libm::log10(value) - from) / (to - from).max(1e-9)
        };
        let x = LEFT + (WIDTH - LEFT - RIGHT) * share(traffic, self.x);
        let y = HEAD + HEIGHT * (1.0 - share(ms, self.y));
        pt(x, y)
    }
}

/// The chart of the 99th percentile of each flow against traffic; none where nothing takes any time.
pub fn growth_chart(
    p: &Palette,
    growth: &Growth,
    name: impl Fn(crate::model::Id) -> String,
) -> Option<ChartScene> {
    let scale = ChartScale::from_growth(growth)?;
    let mut canvas = ChartPainter::new(p, "p99 latency as traffic grows");
    draw_grid(&mut canvas, &scale);
    let (_, most) = scale.y;
    let least = libm::exp10(scale.y.0);
    let most = libm::exp10(most);
    if let Some(&(id, times)) = growth
        .breaks
        .first()
        .filter(|(_, t)| (0.1..=100.0).contains(t))
    {
        let stroke = Stroke {
            dash: &[4.0, 3.0],
            ..Stroke::solid(1.5, p.critical.fill)
        };
        let ends = vec![scale.point_at(times, least), scale.point_at(times, most)];
        canvas.line(ends, stroke);
        let text = format!(
            "{} at {}",
            elide(&name(id), Face::Medium, WORDS, 150.0),
            format::factor(times)
        );
        let at = scale.point_at(times, most);
        let align = if at.x > WIDTH / 2.0 {
            Align::End
        } else {
            Align::Start
        };
        let aside = if at.x > WIDTH / 2.0 { -6.0 } else { 6.0 };
        let ink = (WORDS, Face::Medium, p.critical.text);
        canvas.text(pt(at.x + aside, at.y + 9.0), align, ink, &text);
    }
    let mut ends: Vec<(f64, usize)> = Vec::new();
    for (flow, (ink, dash)) in series_colors(p)
        .into_iter()
        .enumerate()
        .take(growth.flows.len().min(MOST))
    {
        let points: Vec<Point> = growth
            .points
            .iter()
            .filter_map(|point| {
                Some(scale.point_at(point.traffic, point.latencies[flow]?.1.max(least)))
            })
            .collect();
        let Some(&end) = points.last() else { continue };
        let stroke = Stroke {
            dash,
            ..Stroke::solid(2.0, ink)
        };
        if points.len() > 1 {
            canvas.line(points, stroke);
        }
        ends.push((end.y, flow));
        if let Some(target) = growth.targets[flow] {
            let stroke = Stroke {
                dash: &[1.0, 3.0],
                ..Stroke::solid(1.5, ink)
            };
            let line = vec![scale.point_at(0.1, target), scale.point_at(100.0, target)];
            canvas.line(line, stroke);
        }
    }
    draw_names(&mut canvas, p, growth, ends);
    let note = "Dotted: the target. A line ends where a component is overloaded.";
    let ink = (WORDS - 1.0, Face::Regular, p.text_secondary);
    let below = HEAD + HEIGHT + 44.0;
    canvas.text(pt(LEFT, below), Align::Start, ink, note);
    Some(canvas.finish(below + 8.0))
}

/// The flows' names beside the ends of their lines, pushed apart, each with a piece of its line.
fn draw_names(
    canvas: &mut ChartPainter<'_>,
    p: &Palette,
    growth: &Growth,
    mut ends: Vec<(f64, usize)>,
) {
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let lowest = HEAD + HEIGHT - APART * ends.len().saturating_sub(1) as f64;
    let mut next = HEAD;
    for (place, (y, flow)) in ends.into_iter().enumerate() {
        let y = y.clamp(next, (lowest + APART * place as f64).max(next));
        next = y + APART;
        let (ink, dash) = series_colors(p)[flow];
        let left = WIDTH - RIGHT + 12.0;
        let stroke = Stroke {
            dash,
            ..Stroke::solid(2.0, ink)
        };
        canvas.line(vec![pt(left, y), pt(left + 22.0, y)], stroke);
        let text = elide(&growth.flows[flow], Face::Medium, WORDS, RIGHT - 42.0);
        let ink = (WORDS, Face::Medium, p.text_primary);
        canvas.text(pt(left + 28.0, y), Align::Start, ink, &text);
    }
}

/// Thin lines at whole powers of ten, with their numbers.
fn draw_grid(canvas: &mut ChartPainter<'_>, scale: &ChartScale) {
    let p = canvas.palette;
    let quiet = (WORDS - 1.0, Face::Regular, p.text_secondary);
    let stroke = Stroke::solid(1.0, p.line_subtle);
    let powers = |(from, to): (f64, f64)| (from.ceil() as i32)..=(to.floor() as i32);
    let (left, right) = (libm::exp10(scale.x.0), libm::exp10(scale.x.1));
    let (low, high) = (libm::exp10(scale.y.0), libm::exp10(scale.y.1));
    for power in powers(scale.y) {
        let ms = libm::exp10(f64::from(power));
        canvas.line(
            vec![scale.point_at(left, ms), scale.point_at(right, ms)],
            stroke,
        );
        let at = scale.point_at(left, ms);
        canvas.text(
            pt(at.x - 8.0, at.y),
            Align::End,
            quiet,
            &format::duration(ms),
        );
    }
    for power in powers(scale.x) {
        let traffic = libm::exp10(f64::from(power));
        canvas.line(
            vec![scale.point_at(traffic, low), scale.point_at(traffic, high)],
            stroke,
        );
        let at = scale.point_at(traffic, low);
        canvas.text(
            pt(at.x, at.y + 14.0),
            Align::Middle,
            quiet,
            &format::factor(traffic),
        );
    }
    let middle = pt((LEFT + WIDTH - RIGHT) / 2.0, HEAD + HEIGHT + 28.0);
    canvas.text(middle, Align::Middle, quiet, "traffic");
}
