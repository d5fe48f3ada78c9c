//! Where the time of a request goes, as a waterfall: each bar begins where the one before it ends.

use egui::{Align2, CornerRadius, Rect, Sense, Ui, pos2, vec2};

use super::view::NumbersView;
use crate::analysis::Latency;
use crate::app::look::{TextSize, elide, font};
use crate::model::{Id, format};
use crate::scene::Face;

const ROW: f32 = 19.0;
const BAR: f32 = 8.0;
/// Room for the name and for the time beside the bars, as parts of the width.
const NAME: f32 = 0.4;
const TIME: f32 = 0.2;
/// The most rows; the rest is one row.
const MOST: usize = 8;

/// One row: whose it is (none for several), where its bar begins, and how long it is (ms).
struct WaterfallBar {
    id: Option<Id>,
    from: f64,
    ms: f64,
}

fn waterfall_bars(latency: &Latency) -> Vec<WaterfallBar> {
    let mut shares: Vec<(Id, f64)> = latency.shares.clone();
    shares.retain(|(_, ms)| *ms > 0.0);
    let mut largest: Vec<f64> = shares.iter().map(|(_, ms)| *ms).collect();
    largest.sort_by(|a, b| b.total_cmp(a));
    let least = largest.get(MOST - 1).copied().unwrap_or(0.0);
    let mut from = 0.0;
    let mut rest = 0.0;
    let mut rows = Vec::new();
    for (id, ms) in shares {
        if ms >= least && rows.len() < MOST {
            rows.push(WaterfallBar {
                id: Some(id),
                from,
                ms,
            });
            from += ms;
        } else {
            rest += ms;
        }
    }
    if rest > 0.0 {
        let (id, ms) = (None, rest);
        rows.push(WaterfallBar { id, from, ms });
    }
    rows
}

/// Shows it.
pub(super) fn ui(ui: &mut Ui, shown: &NumbersView<'_>, latency: &Latency) {
    let rows = waterfall_bars(latency);
    let all: f64 = rows.iter().map(|row| row.ms).sum();
    for row in rows {
        let name = row.id.map_or("All other components", |id| shown.name(id));
        let time = format::duration(row.ms);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let description = format!("{name}: {time}");
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &description)
        });
        let (p, painter) = (shown.p, ui.painter());
        let (left, right) = (Align2::LEFT_CENTER, Align2::RIGHT_CENTER);
        let short = elide(
            name,
            Face::Regular,
            TextSize::Small,
            f64::from(rect.width() * NAME - 8.0),
        );
        let face = font(Face::Regular, TextSize::Small);
        painter.text(rect.left_center(), left, short, face, p.text_secondary);
        let face = font(Face::Medium, TextSize::Small);
        painter.text(rect.right_center(), right, time, face, p.text_primary);
        let room = rect.width() * (1.0 - NAME - TIME);
        let at = |ms: f64| rect.left() + rect.width() * NAME + room * (ms / all) as f32;
        let (from, to) = (at(row.from), at(row.from + row.ms));
        let middle = rect.center().y;
        let bar = Rect::from_min_max(
            pos2(from, middle - BAR / 2.0),
            pos2(to.max(from + 2.0), middle + BAR / 2.0),
        );
        painter.rect_filled(bar, CornerRadius::same(2), p.accent_fill);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_follow_each_other_and_small_ones_are_put_together() {
        let latency = Latency {
            p50: 0.0,
            p95: 0.0,
            p99: 0.0,
            shares: (1..=12).map(|n| (Id(n), n as f64)).collect(),
        };
        let rows = waterfall_bars(&latency);
        assert_eq!(rows.len(), MOST + 1);
        for pair in rows.windows(2) {
            assert!((pair[0].from + pair[0].ms - pair[1].from).abs() < 1e-9);
        }
        let all: f64 = rows.iter().map(|row| row.ms).sum();
        assert!((all - 78.0).abs() < 1e-9 && rows[MOST].id.is_none());
    }
}
