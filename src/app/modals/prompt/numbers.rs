//! The numbers the interviewer gives, and how well the system must work.

use egui::{DragValue, Ui};

use super::fields::{list_ui, row_ui, text_field};
use crate::app::look::TextSize;
use crate::app::widgets::styled_text;
use crate::scenario::{Fact, Scenario};
use crate::scene::{Face, Palette};

/// Shows the page.
pub(super) fn ui(ui: &mut Ui, p: &Palette, scenario: &mut Scenario) {
    let targets = &mut scenario.targets;
    ui.label(styled_text(
        "Targets",
        Face::SemiBold,
        TextSize::Body,
        p.text_primary,
    ));
    row_ui(ui, p, "Available", |ui| {
        let mut percent = targets.availability * 100.0;
        let value = DragValue::new(&mut percent)
            .range(0.0..=99.99999)
            .speed(0.01)
            .max_decimals(5)
            .suffix(" %");
        if ui
            .add(value)
            .accessible_name("Availability, percent")
            .changed()
        {
            targets.availability = percent / 100.0;
        }
    });
    row_ui(ui, p, "Budget", |ui| {
        let mut limited = targets.monthly_budget.is_some();
        if ui
            .checkbox(&mut limited, "")
            .accessible_name("Has a budget")
            .changed()
        {
            targets.monthly_budget = limited.then_some(10_000.0);
        }
        if let Some(budget) = &mut targets.monthly_budget {
            let value = DragValue::new(budget)
                .range(0.0..=1e12)
                .speed(100.0)
                .suffix(" USD a month");
            ui.add(value).accessible_name("Budget, USD a month");
        }
    });
    row_ui(ui, p, "Growth to plan for", |ui| {
        let value = DragValue::new(&mut targets.growth)
            .range(1.0..=1e6)
            .speed(0.1)
            .prefix("×");
        ui.add(value)
            .accessible_name("Growth to plan for, as a multiple of today's traffic")
    });
    row_ui(ui, p, "Continents", |ui| {
        let value = DragValue::new(&mut targets.continents).range(1..=7);
        ui.add(value).accessible_name("Continents where users live")
    });
    row_ui(ui, p, "Must not be lost", |ui| {
        text_field(
            ui,
            "Data that must not be lost",
            &mut targets.durability,
            f32::INFINITY,
        )
    });
    let fact = || Fact {
        label: String::new(),
        value: String::new(),
    };
    let heading = ("Given numbers", "number");
    list_ui(ui, p, heading, &mut scenario.facts, fact, |ui, n, item| {
        let half = (ui.available_width() - 8.0) / 2.0;
        text_field(
            ui,
            &format!("Name of number {}", n + 1),
            &mut item.label,
            half,
        );
        text_field(
            ui,
            &format!("Value of number {}", n + 1),
            &mut item.value,
            f32::INFINITY,
        );
    });
}
