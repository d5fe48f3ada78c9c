//! What goes on beside the frames, with a bar that says how much of it is done, and a way to stop it.

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Sense, Ui, WidgetInfo, vec2};

use super::layout::{buttons_ui, title_ui};
use super::outcome::ModalOutcome;
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, caption};
use crate::model::format;
use crate::scene::Palette;

/// How often the bar and the time are shown anew.
const TICK: Duration = Duration::from_millis(50);
/// How high the bar is (points).
const HEIGHT: f32 = 6.0;
/// How much of the bar is filled where nobody can tell how much is done, and how long that part takes to run through it (s).
const RUNNING: f32 = 0.25;
const ROUND: f32 = 1.6;

/// Shows it: `known` is how many of its parts are done and how many there are, where that can be told.
pub(super) fn ui(
    ui: &mut Ui,
    palette: &Palette,
    title: &str,
    since: Instant,
    known: Option<(usize, usize)>,
) -> ModalOutcome {
    title_ui(ui, palette, title);
    let elapsed = since.elapsed();
    bar_ui(ui, palette, filled(elapsed, known), known);
    ui.add_space(gap::S);
    let time = format::duration(elapsed.as_secs() as f64 * 1_000.0);
    let caption_text = match known {
        Some((done, parts)) => format!("Step {} of {parts} · {time}", (done + 1).min(parts)),
        None => time,
    };
    caption(ui, palette, caption_text);
    ui.ctx().request_repaint_after(TICK);
    ui.add_space(gap::L);
    buttons_ui(ui, palette, |ui, palette| {
        let stop = Button::new(ButtonKind::Normal, "Stop").show(ui, palette);
        if stop.clicked() {
            ModalOutcome::Closed
        } else {
            ModalOutcome::Open
        }
    })
}

/// Which part of the bar is filled, from and to, 0 to 1: what is done or, where that is not known, a part that runs through.
fn filled(elapsed: Duration, known: Option<(usize, usize)>) -> (f32, f32) {
    if let Some((done, parts)) = known {
        return (0.0, done as f32 / parts.max(1) as f32);
    }
    let at = (elapsed.as_secs_f32() / ROUND).fract() * (1.0 + RUNNING) - RUNNING;
    (at.max(0.0), (at + RUNNING).min(1.0))
}

fn bar_ui(ui: &mut Ui, palette: &Palette, part: (f32, f32), known: Option<(usize, usize)>) {
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, "Progress");
        info.value = known.map(|(done, parts)| done as f64 / parts.max(1) as f64);
        info
    });
    let round = CornerRadius::from(HEIGHT / 2.0);
    ui.painter().rect_filled(rect, round, palette.line_subtle);
    let at = |share: f32| rect.left() + share * rect.width();
    let done = Rect::from_x_y_ranges(at(part.0)..=at(part.1), rect.y_range());
    ui.painter().rect_filled(done, round, palette.accent_line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_what_is_done_and_runs_where_nobody_knows() {
        let at = |ms, known| filled(Duration::from_millis(ms), known);
        assert_eq!(at(900, Some((0, 4))), (0.0, 0.0));
        assert_eq!(at(0, Some((3, 4))), (0.0, 0.75));
        let (from, to) = at(800, None);
        assert!(from > 0.0 && to < 1.0 && from < to);
        for ms in 0..200 {
            let (from, to) = at(ms * 17, None);
            assert!((0.0..=1.0).contains(&from) && (0.0..=1.0).contains(&to) && from <= to);
        }
    }
}
