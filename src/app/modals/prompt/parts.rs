//! What each part of the drawing is worth, by one click, and why it is there.

use egui::{Align, DragValue, Layout, Ui};

use super::fields::{NEEDS, text_field};
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram::MiniDiagram;
use crate::app::widgets::{card, paragraph, segmented_about, styled_text};
use crate::model::Role;
use crate::scenario::{Scenario, author};
use crate::scene::{Face, Palette};

const PICTURE: f32 = 150.0;
/// Room for the name of a part.
const NAME: f32 = 170.0;

/// Shows the page.
pub(super) fn ui(ui: &mut Ui, p: &Palette, scenario: &mut Scenario, drawing: &MiniDiagram) {
    let Some(accepted) = scenario.designs.first_mut() else {
        return;
    };
    paragraph(
        ui,
        p,
        "Set how important each component is. A job that only one component covers gets the importance of that component.",
    );
    card(p).show(ui, |ui| {
        drawing.show(ui, p, PICTURE, "The drawing to reproduce");
    });
    let mut changed = None;
    let (design, keys) = (&accepted.design, &accepted.keys);
    for (key, part) in &mut accepted.parts {
        let Some((item, kind)) = keys
            .get(key)
            .and_then(|id| Some((design.component(*id)?, design.kind_of(*id))))
        else {
            continue;
        };
        let name = if item.name.is_empty() {
            &kind.label
        } else {
            &item.name
        };
        ui.add_space(gap::S);
        ui.horizontal(|ui| {
            ui.label(styled_text(
                kind.icon_char(),
                Face::Icons,
                TextSize::Icon,
                p.text_secondary,
            ));
            let label = styled_text(name, Face::Medium, TextSize::Body, p.text_primary);
            let room = egui::vec2(NAME, 20.0);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(NAME);
                ui.add(egui::Label::new(label).truncate());
            });
            if segmented_about(ui, p, &mut part.need, &NEEDS, Some(name)) {
                changed = Some((key.clone(), part.need));
            }
            if kind.role != Role::Client {
                let instances = DragValue::new(&mut part.min_replicas)
                    .range(1..=10_000)
                    .prefix("at least ");
                ui.add(instances)
                    .accessible_name(format!("Minimum instances of {name}"));
            }
        });
        text_field(
            ui,
            &format!("Why {name} is there"),
            &mut part.why,
            f32::INFINITY,
        );
    }
    if let Some((key, need)) = changed {
        author::set_need(scenario, &key, need);
    }
}
