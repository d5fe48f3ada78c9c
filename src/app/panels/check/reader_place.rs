//! Where the reader is in the list of findings: what comes or goes above that place does not move what is being read.

use egui::style::ScrollAnimation;
use egui::{Rect, Ui, vec2};

use crate::analysis::FindingKey;

/// The place of each finding in the last frame (points from the top of the list's panel), and how far that was scrolled.
#[derive(Debug, Default)]
pub(super) struct ReaderPlace {
    tops: Vec<(FindingKey, f32)>,
    scrolled: f32,
}

impl ReaderPlace {
    /// Takes where the findings are in this frame, and scrolls so that the first of those in sight stays where it was. A
    /// reader at the very top stays there.
    pub(super) fn stay_put(&mut self, ui: &Ui, places: Vec<(FindingKey, Rect)>) {
        let origin = ui.min_rect().top();
        let now: Vec<(FindingKey, f32)> = places
            .into_iter()
            .map(|(key, rect)| (key, rect.top() - origin))
            .collect();
        let scrolled = ui.clip_rect().top() - origin;
        let before = std::mem::replace(&mut self.tops, now);
        let read = self.scrolled;
        self.scrolled = scrolled;
        if scrolled <= 1.0 || read <= 1.0 {
            return;
        }
        let in_sight = before.iter().filter(|(_, top)| *top >= read);
        let moved = in_sight.into_iter().find_map(|(key, top)| {
            let (_, now) = self.tops.iter().find(|(known, _)| known == key)?;
            Some(now - top)
        });
        if let Some(by) = moved.filter(|by| by.abs() > 0.5) {
            ui.scroll_with_delta_animation(vec2(0.0, -by), ScrollAnimation::none());
            ui.ctx().request_discard("the reader stays where they are");
        }
    }
}
