//! The numbers of a component: its own, or its kind's with where they come from.

use egui::{Align, DragValue, Id, Layout, Ui, vec2};

use super::field::bracket_undo_step;
use crate::app::look::TextSize;
use crate::app::widgets::{Button, caption, group_row, styled_text};
use crate::model::{Component, Document, Figure, Flag};
use crate::scene::{Face, Palette, icon};

/// The unit of shares, which are kept as parts of 1.
const PERCENT: &str = "%";

/// One number of a component.
struct Number<'a> {
    name: &'static str,
    unit: &'static str,
    /// The largest sensible value, in its unit.
    most: f64,
    own: &'a mut Option<f64>,
    default: Option<&'static Figure>,
}

/// Shows them, under a head that opens and closes.
pub(super) fn ui(ui: &mut Ui, p: &Palette, document: &mut Document, item: &mut Component) {
    let id = Id::unique("numbers of the inspector");
    let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    group_row(ui, p, "Numbers", 0, &mut open);
    ui.data_mut(|data| data.insert_temp(id, open));
    if !open {
        return;
    }
    let what = item.resolve_kind();
    let own = &mut item.overrides;
    let number = |name, unit, most, own, default| Number {
        name,
        unit,
        most,
        own,
        default,
    };
    let capacity = what.capacity.as_ref();
    let mut all = vec![
        number(
            "Capacity per instance",
            "/s",
            1e9,
            &mut own.capacity,
            capacity,
        ),
        number(
            "Median latency",
            "ms",
            1e7,
            &mut own.latency_p50,
            Some(&what.latency_p50),
        ),
        number(
            "p99 latency",
            "ms",
            1e7,
            &mut own.latency_p99,
            Some(&what.latency_p99),
        ),
        number(
            "Availability",
            PERCENT,
            100.0,
            &mut own.availability,
            Some(&what.availability),
        ),
        number(
            "Cost per instance",
            "USD/month",
            1e9,
            &mut own.monthly_cost,
            Some(&what.monthly_cost),
        ),
    ];
    if let Some(usual) = &what.connections {
        let own = &mut own.connections;
        let unit = "open";
        all.insert(
            1,
            number("Connections per instance", unit, 1e9, own, Some(usual)),
        );
    }
    if let Some(usual) = &what.hit_ratio {
        all.push(number(
            "Hit ratio",
            PERCENT,
            100.0,
            &mut own.hit_ratio,
            Some(usual),
        ));
    }
    if let Some(unit) = what.unit.as_ref().filter(|unit| unit.measure.is_some()) {
        let own = &mut own.job_size;
        all.push(number(
            "Size of one call",
            &unit.noun,
            1e9,
            own,
            Some(&unit.per_call),
        ));
    }
    if what.has(Flag::Stateful) {
        all.push(number(
            "Hottest key",
            PERCENT,
            100.0,
            &mut own.hot_key,
            None,
        ));
    }
    for number in &mut all {
        number_ui(ui, p, document, number);
    }
    // The figure of the kind is for calls of its usual size.
    let usual = what.usual_size();
    let capacity = own.capacity.or(capacity.map(|figure| figure.value));
    let units = capacity.and_then(|capacity| what.in_units(capacity, own.capacity, usual));
    if let Some(units) = units {
        caption(ui, p, format!("Capacity per instance: {units}"));
    }
    caption(ui, p, "Gray values are defaults. Hover to see the source.");
}

/// One number: the kind's with its source, or the user's own.
fn number_ui(ui: &mut Ui, p: &Palette, document: &mut Document, number: &mut Number<'_>) {
    let is_share = number.unit == PERCENT;
    let scale = if is_share { 100.0 } else { 1.0 };
    // Without what binary fractions add: 28.999999999999996%.
    let in_unit = |value: f64| (value * scale * 1e9).round() / 1e9;
    let usual = in_unit(number.default.map_or(0.0, |figure| figure.value));
    let mut shown = number.own.map_or(usual, in_unit);
    let speed = if is_share {
        0.1
    } else {
        (usual / 100.0).max(0.1)
    };
    let row = vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.label(styled_text(
            number.name,
            Face::Regular,
            TextSize::Body,
            p.text_secondary,
        ));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let reset = Button::icon(icon::ARROW_COUNTER_CLOCKWISE, "Use the default");
            if reset
                .small()
                .enabled(number.own.is_some())
                .show(ui, p)
                .clicked()
            {
                *number.own = None;
                return;
            }
            let (_, unit) = ui.allocate_space(vec2(66.0, 16.0));
            let left = egui::Align2::LEFT_CENTER;
            let font = crate::app::look::font(Face::Regular, TextSize::Caption);
            ui.painter()
                .text(unit.left_center(), left, number.unit, font, p.text_tertiary);
            let ink = if number.own.is_some() {
                p.text_primary
            } else {
                p.text_tertiary
            };
            ui.visuals_mut().override_text_color = Some(ink);
            let value = DragValue::new(&mut shown)
                .range(0.0..=number.most)
                .speed(speed)
                .max_decimals(5);
            let response = ui.add(value).accessible_name(number.name);
            bracket_undo_step(document, &response, number.name);
            if response.changed() {
                *number.own = Some(shown / scale);
            }
            if let Some(figure) = number.default {
                response.on_hover_text(format!(
                    "Default: {usual}{} ({}, {})",
                    if is_share { PERCENT } else { "" },
                    figure.short_source(),
                    figure.date
                ));
            }
        });
    });
}
