//! One component: what it is called, what it is, how many there are, and what to know of its kind.

use egui::{DragValue, Ui};

use super::field::{apply_edit, bracket_undo_step, caption_for, text_field};
use super::{numbers, program};
use crate::app::canvas::ops;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, are_explanations_hidden, drop_down, heading, paragraph, styled_text,
};
use crate::model::{
    Component, Document, Edit, Group, Id, MAX_REPLICAS, Replicas, Workload, catalogue, format, kind,
};
use crate::scene::{Face, Palette, icon};

/// Shows it.
pub(super) fn ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Component) {
    let mut item = old.clone();
    let what = kind(&item.kind);
    ui.label(styled_text(
        &what.label,
        Face::SemiBold,
        TextSize::Heading,
        p.text_primary,
    ));
    paragraph(ui, p, &what.purpose);
    let mut name = item.name.clone();
    if text_field(ui, document, "Name", &mut name, 1) {
        item = ops::renamed(&item, name);
    }
    caption_for(ui, "Kind");
    kind_ui(ui, p, &mut item.kind);
    recognition_ui(ui, p, &mut item);
    text_field(ui, document, "Technology", &mut item.technology, 1);
    copies_ui(ui, p, document, &mut item);
    workload_ui(ui, p, &mut item);
    text_field(ui, document, "Note", &mut item.note, 3);
    ui.add_space(gap::M);
    numbers::ui(ui, p, document, &mut item);
    program::ui(ui, p, document, (id, &mut item));
    ui.add_space(gap::M);
    let advice = what.advice().into_iter();
    let hidden = are_explanations_hidden(ui.ctx());
    for (title, text) in advice.filter(|_| !hidden) {
        heading(ui, p, title);
        paragraph(ui, p, text);
    }
    if item != *old {
        apply_edit(document, "Change component", Edit::PutComponent(id, item));
    }
}

/// The same on a whiteboard: what is written on the box, and nothing that tells what it is good for.
pub(super) fn plain_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Component) {
    let mut item = old.clone();
    heading(ui, p, "Box");
    let mut name = item.name.clone();
    if text_field(ui, document, "Name", &mut name, 1) {
        item = ops::renamed(&item, name);
    }
    copies_ui(ui, p, document, &mut item);
    text_field(ui, document, "Note", &mut item.note, 3);
    ui.add_space(gap::M);
    program::ui(ui, p, document, (id, &mut item));
    if item != *old {
        apply_edit(document, "Change component", Edit::PutComponent(id, item));
    }
}

/// How many there are of it.
fn copies_ui(ui: &mut Ui, p: &Palette, document: &mut Document, item: &mut Component) {
    let is_open = item.replicas.stated().is_none();
    caption_for(
        ui,
        if is_open {
            "Instances (not set)"
        } else {
            "Instances"
        },
    );
    ui.horizontal(|ui| {
        if Button::icon(icon::MINUS, "Remove one instance")
            .small()
            .enabled(item.replicas.count() > 0)
            .show(ui, p)
            .clicked()
        {
            item.replicas = Replicas::Exactly(item.replicas.count() - 1);
        }
        let mut count = item.replicas.count();
        let response = ui.add(DragValue::new(&mut count).range(0..=MAX_REPLICAS));
        let value = f64::from(count);
        if response.changed() {
            item.replicas = Replicas::Exactly(count);
        }
        response.widget_info(|| egui::WidgetInfo::drag_value(true, value));
        let response = response.accessible_name("Instances");
        bracket_undo_step(document, &response, "replicas");
        if Button::icon(icon::PLUS, "Add one instance")
            .small()
            .enabled(item.replicas.count() < MAX_REPLICAS)
            .show(ui, p)
            .clicked()
        {
            item.replicas = Replicas::Exactly(item.replicas.count() + 1);
        }
        let unknown = item.replicas == Replicas::Unknown;
        let leave_open =
            Button::new(ButtonKind::Quiet, "?").named("Mark the instance count as unknown");
        if leave_open.small().pressed(unknown).show(ui, p).clicked() {
            item.replicas = if unknown {
                Replicas::Unsaid
            } else {
                Replicas::Unknown
            };
        }
    });
}

/// What it is used for, where its capacity depends on that: the choice sets the capacity.
fn workload_ui(ui: &mut Ui, p: &Palette, item: &mut Component) {
    const NAME: &str = "What it does";
    let what = item.resolve_kind();
    if what.workloads.is_empty() {
        return;
    }
    caption_for(ui, NAME);
    let chosen = &mut item.overrides.capacity;
    let shown = match *chosen {
        None => "Not set".to_owned(),
        Some(own) => what.workload_of(own).map_or_else(
            || format!("Own capacity: {}", format::short_rate(own)),
            Workload::describe,
        ),
    };
    let choices = drop_down("workload")
        .selected_text(shown)
        .width(ui.available_width())
        .show_ui(ui, |ui| {
            let mut choice = |capacity, text: String| {
                let text = styled_text(text, Face::Regular, TextSize::Body, p.text_primary);
                ui.selectable_value(chosen, capacity, text);
            };
            choice(None, "Not set".to_owned());
            for workload in &what.workloads {
                choice(Some(workload.capacity.value), workload.describe());
            }
        });
    choices.response.accessible_name(NAME);
}

/// What a custom box is taken for, with a button that makes it that.
fn recognition_ui(ui: &mut Ui, p: &Palette, item: &mut Component) {
    let Some(recognition) = item.recognize_custom_kind() else {
        return;
    };
    paragraph(ui, p, format!("Treated as {recognition}"));
    let make = format!("Change to {}", recognition.kind.label);
    if Button::new(ButtonKind::Quiet, &make)
        .small()
        .show(ui, p)
        .clicked()
    {
        recognition.kind.id.clone_into(&mut item.kind);
    }
}

/// The choice of the kind, by group.
fn kind_ui(ui: &mut Ui, p: &Palette, chosen: &mut String) {
    let kinds = drop_down("kind")
        .selected_text(&kind(chosen).label)
        .width(ui.available_width())
        .height(420.0)
        .show_ui(ui, |ui| {
            for group in Group::ALL {
                caption_for(ui, group.label());
                for kind in catalogue().iter().filter(|kind| kind.group == group) {
                    let label =
                        styled_text(&kind.label, Face::Regular, TextSize::Body, p.text_primary);
                    ui.selectable_value(chosen, kind.id.clone(), label);
                }
            }
        });
    kinds.response.accessible_name("Kind");
}
