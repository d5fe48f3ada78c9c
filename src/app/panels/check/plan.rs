//! The cheapest plan that meets the targets: searched for on request, a little between frames, then shown as a card that is
//! pointed at and carried out like a fix.

use egui::{Align, Layout, Margin, Ui};

use super::actions::CheckActions;
use super::fix::offer_on;
use crate::analysis::{Plan, Report, obstacles_to_targets};
use crate::app::document::check_result::OfferedChange;
use crate::app::document::plan_search::PlanSearch;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, card, styled_text, wrapped};
use crate::model::format;
use crate::scene::{Face, Palette, icon};

/// Whether a target is missed, so that a plan would help.
pub(super) fn is_wanted(report: &Report) -> bool {
    obstacles_to_targets(report).next().is_some()
}

/// Shows how far the search is, or the button that starts it where a target is missed.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    report: &Report,
    planning: Option<&PlanSearch>,
    acts: &mut CheckActions,
) {
    match planning {
        None if !is_wanted(report) => {}
        None => {
            let button = Button::new(
                ButtonKind::Normal,
                "Find the cheapest way to meet the targets",
            );
            let button = button.with_icon(icon::TARGET).show(ui, p);
            let button = button.on_hover_text(
                "Every flow meets its latency and availability targets, nothing is overloaded, the cost is within budget, and no critical or high findings remain",
            );
            acts.plan |= button.clicked();
        }
        Some(PlanSearch::Searching(planner)) => {
            let percent = format::whole_percent(planner.progress().into());
            let text = format!("Looking for the cheapest way to meet the targets: {percent}");
            caption(ui, p, text);
        }
        Some(PlanSearch::Found(plan)) => found_ui(ui, p, plan, acts),
    }
}

fn found_ui(ui: &mut Ui, p: &Palette, plan: &Plan, acts: &mut CheckActions) {
    let frame = card(p).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = gap::XS;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !plan.steps.is_empty() {
                    let button = Button::new(ButtonKind::Normal, "Apply all")
                        .small()
                        .show(ui, p);
                    offer_on(&button, OfferedChange::Plan, acts);
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    let title =
                        styled_text(plan.title(), Face::SemiBold, TextSize::Body, p.text_primary);
                    wrapped(ui, title);
                });
            });
        });
        ui.add_space(gap::XXS);
        for step in &plan.steps {
            let cost = format::signed_dollars(step.effect.monthly_cost);
            step_ui(ui, p, &step.label, &cost);
        }
        ui.add_space(gap::XXS);
        let last = [Some(plan.describe()), plan.describe_obstacles()];
        for text in last.into_iter().flatten() {
            let text = styled_text(text, Face::Regular, TextSize::Caption, p.text_secondary);
            wrapped(ui, text);
        }
    });
}

/// "Run two of Gate  +$70"
fn step_ui(ui: &mut Ui, p: &Palette, label: &str, cost: &str) {
    // The row is as high as its words.
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.label(styled_text(
                cost,
                Face::Medium,
                TextSize::Small,
                p.text_secondary,
            ));
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                let label = styled_text(label, Face::Regular, TextSize::Small, p.text_primary);
                wrapped(ui, label);
            });
        });
    });
}
