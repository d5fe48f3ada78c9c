//! How long frames take, for who finds the window slow and wants to say how slow.

use crate::model::format;
use std::collections::VecDeque;

/// So many frames are looked at: about two seconds of movement.
const FRAMES: usize = 120;

/// The times of the last frames: input, layout and painting, without waiting for the screen.
#[derive(Debug, Default)]
pub(crate) struct FrameTimes {
    /// Seconds.
    last: VecDeque<f32>,
}

impl FrameTimes {
    /// Notes what the frame before took (seconds), where that is known.
    pub(crate) fn record(&mut self, seconds: Option<f32>) {
        if self.last.len() == FRAMES {
            self.last.pop_front();
        }
        self.last.extend(seconds);
    }

    /// "6 ms per frame, 9 ms at worst".
    pub(crate) fn summary(&self) -> String {
        let mut times: Vec<f32> = self.last.iter().copied().collect();
        times.sort_by(f32::total_cmp);
        let (Some(worst), count) = (times.last(), times.len()) else {
            return "No frames yet".to_owned();
        };
        let usual = times[count / 2] * 1_000.0;
        let worst = worst * 1_000.0;
        format!(
            "{} per frame, {} at worst",
            format::duration(usual.into()),
            format::duration(worst.into())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_usual_and_the_worst_of_the_last_frames() {
        let mut pace = FrameTimes::default();
        assert_eq!(pace.summary(), "No frames yet");
        pace.record(Some(9.0));
        for _ in 0..FRAMES {
            pace.record(Some(0.002));
        }
        pace.record(None);
        pace.record(Some(0.0085));
        assert_eq!(pace.summary(), "2\u{a0}ms per frame, 8.5\u{a0}ms at worst");
    }
}
