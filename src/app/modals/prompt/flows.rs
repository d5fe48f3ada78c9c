//! The requests the system serves: who starts them, where they must arrive, and how many there are.

use std::collections::BTreeSet;

use egui::{DragValue, Ui};

use super::check::PromptFormCheck;
use super::fields::{removable_ui, row_ui, text_field, word_list};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, card, drop_down, paragraph, segmented, styled_text};
use crate::model::{Access, Design, Role};
use crate::scenario::{EndPoint, Flow, Scenario};
use crate::scene::{Face, Palette, icon};

/// What a component of the drawing can be an end point as: its name and its role.
struct Place {
    name: String,
    role: Role,
}

/// Shows the page.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    scenario: &mut Scenario,
    verdict: Option<&PromptFormCheck>,
) {
    paragraph(
        ui,
        p,
        "Each flow is one type of request. The check follows it from its start to each required destination.",
    );
    let Some(design) = scenario.designs.first().map(|accepted| &accepted.design) else {
        return;
    };
    let places = list_places(design);
    let mut gone = None;
    for (index, flow) in scenario.flows.iter_mut().enumerate() {
        ui.add_space(gap::S);
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.push_id(index, |ui| {
                if flow_ui(ui, p, (index, flow), &places) {
                    gone = Some(index);
                }
                let missed = verdict.and_then(|verdict| verdict.unreached.get(index));
                if let Some(missed) = missed.filter(|missed| !missed.is_empty()) {
                    let message = format!(
                        "In the drawing, this flow does not reach {}",
                        missed.join(", ")
                    );
                    ui.label(styled_text(
                        message,
                        Face::Regular,
                        TextSize::Small,
                        p.critical.text,
                    ));
                }
            });
        });
    }
    if let Some(index) = gone {
        let id = scenario.flows.remove(index).id;
        for flow in &mut scenario.flows {
            flow.follows.take_if(|leader| *leader == id);
        }
    }
    ui.add_space(gap::S);
    let add = Button::new(ButtonKind::Quiet, "Add flow")
        .with_icon(icon::PLUS)
        .small();
    if add.show(ui, p).clicked() {
        scenario.flows.push(blank_flow(&scenario.flows, &places));
    }
}

fn list_places(design: &Design) -> Vec<Place> {
    let place = |(id, item): (_, &crate::model::Component)| {
        let kind = design.kind_of(id);
        let name = if item.name.is_empty() {
            &kind.label
        } else {
            &item.name
        };
        Place {
            name: name.clone(),
            role: kind.role,
        }
    };
    design.components().map(place).collect()
}

/// A flow that has yet to be described.
fn blank_flow(others: &[Flow], places: &[Place]) -> Flow {
    let ids: BTreeSet<&str> = others.iter().map(|flow| flow.id.as_str()).collect();
    let mut numbered = (1..).map(|number| format!("flow_{number}"));
    let end = places.iter().rev().find(|place| place.role != Role::Client);
    let id = numbered.find(|id| !ids.contains(id.as_str()));
    let to = end.map(end_at).into_iter().collect();
    Flow::new(
        id.unwrap_or_default(),
        "Another request".to_owned(),
        to,
        Access::Read,
        100.0,
    )
}

fn end_at(place: &Place) -> EndPoint {
    EndPoint {
        name: place.name.clone(),
        roles: vec![place.role],
        kept_gb: 0.0,
    }
}

/// One flow; says whether it is to be taken away.
fn flow_ui(ui: &mut Ui, p: &Palette, (index, flow): (usize, &mut Flow), places: &[Place]) -> bool {
    let number = index + 1;
    let mut gone = false;
    ui.horizontal(|ui| {
        let name = format!("Remove flow {number}");
        gone = Button::icon(icon::TRASH, &name)
            .small()
            .show(ui, p)
            .clicked();
        text_field(
            ui,
            &format!("Name of flow {number}"),
            &mut flow.name,
            f32::INFINITY,
        );
    });
    row_ui(ui, p, "Starts at", |ui| {
        let start = places.iter().find(|place| flow.from.contains(&place.role));
        let shown = start.map_or("Client", |place| place.name.as_str());
        let list = drop_down("from").selected_text(shown).show_ui(ui, |ui| {
            for place in places {
                let on = flow.from.contains(&place.role);
                if ui.selectable_label(on, &place.name).clicked() {
                    flow.from = vec![place.role];
                }
            }
        });
        list.response
            .accessible_name(format!("Where flow {number} starts"));
    });
    row_ui(ui, p, "Must reach", |ui| {
        let entries = flow.to.iter().map(|end| {
            let hint = format!("Remove a destination of flow {number}: {}", end.name);
            (end.name.clone(), hint)
        });
        if let Some(place) = removable_ui(ui, p, entries) {
            flow.to.remove(place);
        }
        let list = drop_down("to")
            .selected_text("Add…")
            .width(80.0)
            .show_ui(ui, |ui| {
                for place in places.iter().filter(|place| place.role != Role::Client) {
                    if ui.selectable_label(false, &place.name).clicked() {
                        flow.to.push(end_at(place));
                    }
                }
            });
        list.response
            .accessible_name(format!("Add a destination to flow {number}"));
    });
    row_ui(ui, p, "Data access", |ui| {
        let all = [
            (Access::Read, "Read"),
            (Access::Write, "Write"),
            (Access::Both, "Both"),
        ];
        segmented(ui, p, &mut flow.access, &all);
        ui.add_space(gap::XL);
        let rps = DragValue::new(&mut flow.rps)
            .range(0.0..=1e9)
            .suffix(" a second")
            .max_decimals(2);
        ui.add(rps)
            .accessible_name(format!("Requests per second for flow {number}"));
        ui.add_space(gap::XL);
        ui.checkbox(&mut flow.critical, "Critical")
            .on_hover_text("Critical: users cannot work without it");
        ui.checkbox(&mut flow.deferrable, "Asynchronous: may finish later");
        ui.checkbox(&mut flow.money, "Moves money");
    });
    row_ui(ui, p, "Words on arrows", |ui| {
        word_list(ui, &format!("Words for flow {number}"), &mut flow.words);
    });
    limit_ui(ui, p, number, flow);
    gone
}

/// The slowest acceptable answer, where there is one.
fn limit_ui(ui: &mut Ui, p: &Palette, number: usize, flow: &mut Flow) {
    row_ui(ui, p, "p99 target", |ui| {
        let mut limited = flow.latency_p99_ms.is_some();
        let name = format!("Flow {number} has a latency target");
        if ui
            .checkbox(&mut limited, "")
            .accessible_name(name)
            .changed()
        {
            flow.latency_p99_ms = limited.then_some(500.0);
        }
        if let Some(most) = &mut flow.latency_p99_ms {
            let value = DragValue::new(most).range(1.0..=1e7).suffix(" ms");
            ui.add(value)
                .accessible_name(format!("Latency target of flow {number}"));
        }
    });
}
