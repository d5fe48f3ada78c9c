//! The traffic slider: logarithmic, with the ruler below it and, above it, where the drawing breaks.

use egui::{
    Align2, Color32, CornerRadius, EventFilter, Key, Modifiers, Painter, Rect, Response, Sense,
    Stroke, Ui, accesskit, pos2, vec2,
};

use crate::app::look::{TextSize, elide, font};
use crate::app::widgets::focus_ring;
use crate::model::format;
use crate::scene::{Face, Palette};

/// The least and the most times the traffic of the prompt.
pub(super) const LEAST: f64 = 0.1;
pub(super) const MOST: f64 = 100.0;
/// Marks that are named; the value snaps to them.
const NAMED: [f64; 5] = [0.1, 1.0, 2.0, 10.0, 100.0];
/// How close to a mark the pointer snaps, in points.
const SNAP: f32 = 5.0;
/// What the arrow keys go through in each power of ten.
const STEPS: [f64; 9] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0];
const HEIGHT: f32 = 54.0;
const RAIL: f32 = 24.0;
const KNOB: f32 = 8.0;

/// Where the drawing breaks: at how many times the traffic, and the words for it.
pub(super) struct BreakingPoint<'a> {
    /// Times the traffic of the prompt.
    pub at: f64,
    /// Who breaks.
    pub name: &'a str,
}

/// Shows the slider as wide as there is room; the response has changed when the value has.
pub(super) fn slider(
    ui: &mut Ui,
    p: &Palette,
    value: &mut f64,
    breaking: Option<&BreakingPoint<'_>>,
) -> Response {
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let rail = SliderRail::new(rect);
    let before = *value;
    if response.double_clicked() {
        *value = 1.0;
    } else if let Some(at) = response
        .interact_pointer_pos()
        .filter(|_| response.dragged() || response.clicked())
    {
        *value = rail.value_at(at.x);
        response.request_focus();
    }
    if ui.is_enabled() {
        by_keys(ui, &response, value);
    }
    if value.total_cmp(&before).is_ne() {
        response.mark_changed();
    }
    set_accessible_value(ui, &response, *value);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        rail.paint(painter, p, *value, breaking.map(|breaking| breaking.at));
        if let Some(breaking) = breaking {
            rail.paint_breaking(painter, p, breaking);
        }
        rail.paint_knob(painter, p, *value, &response);
    }
    response
}

fn by_keys(ui: &Ui, response: &Response, value: &mut f64) {
    let mut steps = 0_i32;
    if response.has_focus() {
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        ui.input_mut(|input| {
            for (key, by) in [
                (Key::ArrowRight, 1),
                (Key::ArrowUp, 1),
                (Key::ArrowLeft, -1),
                (Key::ArrowDown, -1),
            ] {
                steps += by * input.count_and_consume_key(Modifiers::NONE, key) as i32;
            }
        });
    }
    ui.input(|input| {
        let asked = |action| input.num_accesskit_action_requests(response.id, action) as i32;
        steps += asked(accesskit::Action::Increment) - asked(accesskit::Action::Decrement);
        let wanted = input.accesskit_action_requests(response.id, accesskit::Action::SetValue);
        for request in wanted {
            if let Some(accesskit::ActionData::NumericValue(wanted)) = request.data {
                *value = round_to_two_digits(wanted.clamp(LEAST, MOST));
            }
        }
    });
    for _ in 0..steps.abs().min(100) {
        *value = next_step(*value, steps > 0);
    }
}

fn set_accessible_value(ui: &Ui, response: &Response, value: f64) {
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::slider(enabled, value, "Traffic"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(LEAST);
        node.set_max_numeric_value(MOST);
        for action in [
            accesskit::Action::SetValue,
            accesskit::Action::Increment,
            accesskit::Action::Decrement,
        ] {
            node.add_action(action);
        }
    });
}

/// The next of the steps above or below a value.
fn next_step(value: f64, up: bool) -> f64 {
    let mut all =
        (-1..=2).flat_map(|power| STEPS.map(|step| round_to_two_digits(step * 10_f64.powi(power))));
    let found = if up {
        all.find(|step| *step > value * 1.001)
    } else {
        all.rfind(|step| *step < value * 0.999)
    };
    found.unwrap_or(value).clamp(LEAST, MOST)
}

/// Two digits that count.
fn round_to_two_digits(value: f64) -> f64 {
    let unit = 10_f64.powf(value.log10().floor() - 1.0);
    // Dividing by the inverse keeps 0.3 from becoming 0.30000000000000004.
    let inverse = (1.0 / unit).round();
    if inverse >= 1.0 {
        (value * inverse).round() / inverse
    } else {
        (value / unit).round() * unit
    }
}

/// The line the knob moves on.
struct SliderRail {
    left: f32,
    right: f32,
    y: f32,
}

impl SliderRail {
    fn new(rect: Rect) -> Self {
        Self {
            left: rect.left() + KNOB,
            right: rect.right() - KNOB,
            y: rect.top() + RAIL,
        }
    }

    fn x_of(&self, value: f64) -> f32 {
        let part = (value / LEAST).log10() / (MOST / LEAST).log10();
        egui::lerp(self.left..=self.right, part.clamp(0.0, 1.0) as f32)
    }

    fn value_at(&self, x: f32) -> f64 {
        if let Some(&mark) = NAMED
            .iter()
            .find(|mark| (self.x_of(**mark) - x).abs() <= SNAP)
        {
            return mark;
        }
        let part = f64::from((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0);
        round_to_two_digits(LEAST * (MOST / LEAST).powf(part))
    }

    fn rail_between(&self, from: f32, to: f32) -> Rect {
        Rect::from_min_max(pos2(from, self.y - 2.5), pos2(to.max(from), self.y + 2.5))
    }

    fn paint(&self, painter: &Painter, p: &Palette, value: f64, breaks: Option<f64>) {
        let whole = self.rail_between(self.left, self.right);
        painter.rect_filled(whole, CornerRadius::same(2), p.line_default);
        if let Some(breaks) = breaks.filter(|breaks| *breaks < MOST) {
            let beyond = self.rail_between(self.x_of(breaks), self.right);
            painter.rect_filled(beyond, CornerRadius::same(2), p.critical.soft);
            let clipped = painter.with_clip_rect(beyond);
            let line = Stroke::new(1.5, p.critical.fill);
            let mut x = beyond.left() - 5.0;
            while x < beyond.right() {
                let ends = [pos2(x, beyond.bottom()), pos2(x + 5.0, beyond.top())];
                clipped.line_segment(ends, line);
                x += 4.0;
            }
        }
        let passed = self.rail_between(self.left, self.x_of(value));
        painter.rect_filled(passed, CornerRadius::same(2), p.accent_fill);
        self.paint_ruler(painter, p);
    }

    fn paint_ruler(&self, painter: &Painter, p: &Palette) {
        for power in -1..2 {
            for step in 1..10 {
                let mark = f64::from(step) * 10_f64.powi(power);
                let long = NAMED.iter().any(|named| (named - mark).abs() < 1e-9);
                self.tick(painter, p, mark, long);
            }
        }
        self.tick(painter, p, MOST, true);
        for mark in NAMED {
            let text = format::factor(mark);
            let align = match mark {
                LEAST => Align2::LEFT_TOP,
                MOST => Align2::RIGHT_TOP,
                _ => Align2::CENTER_TOP,
            };
            let x = match mark {
                LEAST => self.left - KNOB,
                MOST => self.right + KNOB,
                _ => self.x_of(mark),
            };
            let ink = p.text_tertiary;
            painter.text(
                pos2(x, self.y + 15.0),
                align,
                text,
                font(Face::Regular, TextSize::Caption),
                ink,
            );
        }
    }

    fn tick(&self, painter: &Painter, p: &Palette, mark: f64, long: bool) {
        let length = if long { 5.0 } else { 3.0 };
        let top = self.y + 9.0;
        let line = Stroke::new(1.0, if long { p.line_strong } else { p.line_default });
        painter.vline(self.x_of(mark), top..=top + length, line);
    }

    /// "▾ breaks at ×3.2, Redirect service first"
    fn paint_breaking(&self, painter: &Painter, p: &Palette, breaking: &BreakingPoint<'_>) {
        let right = self.right + KNOB;
        let room = f64::from(right - self.left) - 10.0;
        let (text, x) = if breaking.at > MOST {
            (
                format!("Nothing breaks up to {}", format::factor(MOST)),
                self.left,
            )
        } else {
            let at = format::factor(breaking.at);
            let sentence = |name: &str| format!("breaks at {at}: {name} first");
            let caption = font(Face::Regular, TextSize::Caption);
            let frame = painter.layout_no_wrap(sentence(""), caption, Color32::BLACK);
            let left = room - f64::from(frame.size().x);
            let name = elide(breaking.name, Face::Regular, TextSize::Caption, left);
            (sentence(&name), self.x_of(breaking.at))
        };
        let ink = if breaking.at > MOST {
            p.text_tertiary
        } else {
            p.critical.text
        };
        let text = elide(&text, Face::Regular, TextSize::Caption, room);
        let galley = painter.layout_no_wrap(text, font(Face::Regular, TextSize::Caption), ink);
        let left = (x + 8.0).min(right - galley.size().x).max(self.left - KNOB);
        let top = self.y - RAIL;
        // Words that had to be moved to the left would lie on the flag.
        let flag = breaking.at <= MOST && left >= x + 7.0;
        if breaking.at <= MOST {
            let pole = if flag {
                top + 2.0
            } else {
                top + galley.size().y + 1.0
            };
            painter.vline(x, pole..=self.y + 4.0, Stroke::new(1.5, p.critical.fill));
        }
        painter.galley(pos2(left, top), galley, ink);
    }

    fn paint_knob(&self, painter: &Painter, p: &Palette, value: f64, response: &Response) {
        let center = pos2(self.x_of(value), self.y);
        let fill = if response.hovered() || response.dragged() {
            p.accent_soft
        } else {
            p.surface_raised
        };
        painter.circle(center, KNOB - 1.0, fill, Stroke::new(2.0, p.accent_fill));
        if response.has_focus() {
            let knob = Rect::from_center_size(center, egui::Vec2::splat(2.0 * KNOB));
            focus_ring(painter, p, knob, 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_through_round_values_and_stop_at_the_ends() {
        let mut value = 1.0;
        for expected in [1.2, 1.5, 2.0] {
            value = next_step(value, true);
            assert!((value - expected).abs() < 1e-12, "{value}");
        }
        assert!((next_step(1.0, false) - 0.8).abs() < 1e-12);
        assert!((next_step(MOST, true) - MOST).abs() < 1e-12);
        assert!((next_step(LEAST, false) - LEAST).abs() < 1e-12);
    }

    #[test]
    fn the_pointer_finds_every_mark_and_every_value_its_place() {
        let rail = SliderRail::new(Rect::from_min_size(pos2(10.0, 0.0), vec2(320.0, HEIGHT)));
        for mark in NAMED {
            assert!(
                (rail.value_at(rail.x_of(mark) + 2.0) - mark).abs() < 1e-12,
                "{mark}"
            );
        }
        let between = rail.value_at(rail.x_of(35.0));
        assert!((between - 35.0).abs() < 1.0, "{between}");
    }
}
