//! Who answers for a component and when it is rolled out.

use std::collections::BTreeSet;

use egui::Ui;

use super::field::{group_ui, number_field, text_field};
use crate::app::canvas::ops;
use crate::app::look::gap;
use crate::app::widgets::{ChipColors, chip_named, heading};
use crate::model::{Component, Document, Edit, Id, MAX_ROLLOUT_STAGE, format};
use crate::scene::{Face, Palette, icon};

/// The most owners that are suggested.
const SUGGESTED: usize = 6;

/// Shows it under a head that opens and closes.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    document: &mut Document,
    (id, item): (Id, &mut Component),
) {
    let is_set = !item.owner.is_empty() || item.rollout_stage.is_some();
    if !group_ui(ui, p, "Program", id, is_set) {
        return;
    }
    fields_ui(ui, p, document, item);
}

fn fields_ui(ui: &mut Ui, p: &Palette, document: &mut Document, item: &mut Component) {
    text_field(ui, document, "Owner", &mut item.owner, 1);
    suggestions_ui(ui, p, document, &mut item.owner);
    let step = "Everything in stage 1 is rolled out before stage 2 starts";
    number_field(
        ui,
        document,
        "Rollout stage",
        &mut item.rollout_stage,
        MAX_ROLLOUT_STAGE,
    )
    .on_hover_text(step);
}

/// The owner and the rollout stage of several components at once; nothing where no component is among the items.
pub(super) fn several_ui(ui: &mut Ui, p: &Palette, document: &mut Document, items: &[Id]) {
    let design = document.design();
    let old = items
        .iter()
        .filter_map(|&id| Some((id, design.component(id)?.clone())));
    let old: Vec<(Id, Component)> = old.collect();
    let Some((_, first)) = old.first() else {
        return;
    };
    ui.add_space(gap::M);
    heading(ui, p, format::count(old.len(), "component"));
    // What they do not share is not shown, and stays until something is said for all of them.
    let mut shared = first.clone();
    if old.iter().any(|(_, one)| one.owner != first.owner) {
        shared.owner.clear();
    }
    if old
        .iter()
        .any(|(_, one)| one.rollout_stage != first.rollout_stage)
    {
        shared.rollout_stage = None;
    }
    let before = shared.clone();
    fields_ui(ui, p, document, &mut shared);
    let mut edits = Vec::new();
    for (id, mut component) in old {
        if shared.owner != before.owner {
            component.owner.clone_from(&shared.owner);
        }
        if shared.rollout_stage != before.rollout_stage {
            component.rollout_stage = shared.rollout_stage;
        }
        edits.push(Edit::PutComponent(id, component));
    }
    if shared != before {
        ops::apply_edits(document, "Change components", edits);
    }
}

/// The owners of other components, to choose with a click.
fn suggestions_ui(ui: &mut Ui, p: &Palette, document: &Document, owner: &mut String) {
    let components = document.design().components();
    let others: BTreeSet<&str> = components
        .map(|(_, component)| component.owner.as_str())
        .filter(|other| !other.is_empty() && *other != owner.as_str())
        .collect();
    if others.is_empty() {
        return;
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = gap::WRAPPED;
        for other in others.into_iter().take(SUGGESTED) {
            let icon = Some((icon::USERS_THREE, Face::Icons));
            let name = format!("Owned by {other}");
            if chip_named(ui, icon, other, &name, ChipColors::plain(p)).clicked() {
                chosen = Some(other.to_owned());
            }
        }
    });
    if let Some(chosen) = chosen {
        *owner = chosen;
    }
}
