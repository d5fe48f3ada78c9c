//! Bars with a name on the left and words at the end: loads, costs, times without a flow.

use ecolor::Color32;

use super::{Align, ChartPainter, ChartScene, Face, HEAD, Palette, Stroke, WIDTH, WORDS};
use crate::model::{Rect, pt};
use crate::scene::{elide, text_width};

const ROW: f64 = 28.0;
const BAR: f64 = 12.0;
/// What names may take.
const NAMES: f64 = 190.0;
const GAP: f64 = 10.0;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// On its left.
    pub name: String,
    /// How long it is.
    pub value: f64,
    /// At its end.
    pub words: String,
    /// Its color.
    pub ink: Color32,
}

/// A chart of bars. `most` is the value of a full bar, where that is known; longer ones are cut. `mark` is a value that is
/// marked on all of them, with a word for it.
pub fn bar_chart(
    p: &Palette,
    title: &str,
    all: &[Bar],
    most: Option<f64>,
    mark: Option<(f64, &str)>,
) -> ChartScene {
    let mut canvas = ChartPainter::new(p, title);
    let words = all
        .iter()
        .map(|bar| text_width(&bar.words, Face::Medium, WORDS));
    let words = words.fold(0.0, f64::max);
    let room = (WIDTH - NAMES - words - 2.0 * GAP).max(80.0);
    let longest = all.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let most = most.unwrap_or(longest).max(f64::MIN_POSITIVE);
    let length = |value: f64| room * (value / most).clamp(0.0, 1.0);
    let top = HEAD + if mark.is_some() { 14.0 } else { 0.0 };
    for (index, bar) in all.iter().enumerate() {
        let middle = top + ROW * (index as f64 + 0.5);
        let name = elide(&bar.name, Face::Regular, WORDS, NAMES - GAP);
        let ink = (WORDS, Face::Regular, p.text_primary);
        canvas.text(pt(0.0, middle), Align::Start, ink, &name);
        let whole = Rect::from_min(pt(NAMES, middle - BAR / 2.0), room, BAR);
        canvas.pen.rect(whole, 3.0, p.surface_sunken, Stroke::NONE);
        let filled = length(bar.value);
        if filled > 0.0 {
            let part = Rect::from_min(whole.min, filled.max(2.0), BAR);
            canvas.pen.rect(part, 3.0, bar.ink, Stroke::NONE);
        }
        let at = pt(NAMES + room + GAP, middle);
        let ink = (WORDS, Face::Medium, p.text_primary);
        canvas.text(at, Align::Start, ink, &bar.words);
    }
    let bottom = top + ROW * all.len() as f64;
    if let Some((value, word)) = mark {
        let x = NAMES + length(value);
        let stroke = Stroke {
            dash: &[4.0, 3.0],
            ..Stroke::solid(1.0, p.text_secondary)
        };
        canvas.line(vec![pt(x, top), pt(x, bottom)], stroke);
        let ink = (WORDS - 1.0, Face::Regular, p.text_secondary);
        canvas.text(pt(x, top - 7.0), Align::Middle, ink, word);
    }
    canvas.finish(bottom)
}
