//! Charts as drawing lists, so that they come out in reports and as pictures just as drawings do.

mod bars;
mod lines;

use ecolor::Color32;

use super::scene_builder::SceneBuilder;
use crate::text::HALF_CAP;
use super::{Align, Face, Palette, Scene, Stroke};
use crate::model::{Group, Point, Rect, pt};
pub use bars::{Bar, bar_chart};
pub use lines::growth_chart;

/// The width of every chart (world units).
const WIDTH: f64 = 720.0;
/// Room around it.
const MARGIN: f64 = 24.0;
const TITLE: f64 = 15.0;
const WORDS: f64 = 12.0;
/// Below the title.
const HEAD: f64 = 34.0;

/// A chart: what to paint, and how large it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartScene {
    /// What to paint.
    pub scene: Scene,
    /// What it takes.
    pub bounds: Rect,
}

/// Paints a chart with its title.
struct ChartPainter<'p> {
    pen: SceneBuilder,
    palette: &'p Palette,
}

impl<'p> ChartPainter<'p> {
    fn new(palette: &'p Palette, title: &str) -> Self {
        let mut canvas = Self {
            pen: SceneBuilder::default(),
            palette,
        };
        let ink = palette.text_primary;
        let at = pt(0.0, TITLE / 2.0);
        canvas.text(at, Align::Start, (TITLE, Face::SemiBold, ink), title);
        canvas
    }

    /// Words whose capitals are centered on a height.
    fn text(
        &mut self,
        at: Point,
        align: Align,
        (size, face, ink): (f64, Face, Color32),
        text: &str,
    ) {
        let at = pt(at.x, at.y + HALF_CAP * size);
        self.pen.text(at, align, (size, face, ink), text);
    }

    fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.pen.path(points, false, Color32::TRANSPARENT, stroke);
    }

    fn finish(self, height: f64) -> ChartScene {
        ChartScene {
            scene: self.pen.finish(),
            bounds: Rect::from_min(pt(0.0, 0.0), WIDTH, height).expanded(MARGIN),
        }
    }
}

/// Colors of the lines of a chart, each with dashes of its own, so that they are told apart without colors too.
pub fn series_colors(p: &Palette) -> [(Color32, &'static [f64]); 6] {
    [
        (p.accent_fill, &[]),
        (p.category(Group::Storage).ink, &[8.0, 4.0]),
        (p.category(Group::Messaging).ink, &[2.0, 3.0]),
        (p.category(Group::Compute).ink, &[10.0, 3.0, 2.0, 3.0]),
        (p.category(Group::Operations).ink, &[5.0, 5.0]),
        (p.category(Group::Edge).ink, &[1.0, 4.0]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analysis, WhatIf};
    use crate::model::format;
    use crate::scenario::builtin;
    use crate::scene::{Geometry, Theme, text_width};

    /// The places of all words of a chart.
    fn words(chart: &ChartScene) -> Vec<(Rect, &str)> {
        let shapes = chart.scene.shapes.iter();
        shapes
            .filter_map(|shape| match &shape.geometry {
                Geometry::Text {
                    at,
                    align,
                    size,
                    face,
                    text,
                    ..
                } => {
                    let width = text_width(text, *face, *size);
                    let left = match align {
                        Align::Start => at.x,
                        Align::Middle => at.x - width / 2.0,
                        Align::End => at.x - width,
                    };
                    let rect = Rect::from_min(pt(left, at.y - 2.0 * HALF_CAP * size), width, *size);
                    Some((rect, text.as_str()))
                }
                _ => None,
            })
            .collect()
    }

    fn assert_readable(chart: &ChartScene) {
        let words = words(chart);
        assert!(words.len() > 3);
        for (index, (rect, text)) in words.iter().enumerate() {
            assert!(chart.bounds.contains_rect(*rect), "{text} sticks out");
            for (other, below) in &words[index + 1..] {
                assert!(!rect.intersects(*other), "{text} lies on {below}");
            }
        }
    }

    #[test]
    fn no_words_lie_on_others_or_stick_out() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            for scenario in builtin() {
                for accepted in &scenario.designs {
                    let what_if = WhatIf::default();
                    let found = Analysis::new(&accepted.design, Some(scenario)).growth(&what_if);
                    let name = |id| {
                        accepted
                            .design
                            .component(id)
                            .map_or_else(String::new, |c| c.name.clone())
                    };
                    assert_readable(&growth_chart(p, &found.unwrap(), name).unwrap());
                }
            }
            let bar = |n: f64| Bar {
                name: "A name that is far too long for the room that there is beside a bar"
                    .to_owned(),
                value: n,
                words: format::dollars(n * 1_000.0),
                ink: p.accent_fill,
            };
            let all: Vec<Bar> = (0..12).map(|n| bar(f64::from(n))).collect();
            assert_readable(&bar_chart(p, "Cost", &all, None, Some((7.0, "planned"))));
        }
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let p = Theme::Light.palette();
        let bar = |value| Bar {
            name: String::new(),
            value,
            words: String::new(),
            ink: p.accent_fill,
        };
        let chart = bar_chart(
            p,
            "",
            &[bar(1.0), bar(2.0), bar(8.0), bar(0.0)],
            Some(4.0),
            None,
        );
        let lengths: Vec<f64> = (chart.scene.shapes.iter())
            .filter_map(|shape| match &shape.geometry {
                Geometry::Rect { rect, fill, .. } if *fill == p.accent_fill => Some(rect.width()),
                _ => None,
            })
            .collect();
        assert_eq!(lengths.len(), 3, "nothing has no bar");
        assert!((lengths[1] / lengths[0] - 2.0).abs() < 1e-9);
        assert!(
            (lengths[2] / lengths[0] - 4.0).abs() < 1e-9,
            "longer ones are cut"
        );
    }
}
