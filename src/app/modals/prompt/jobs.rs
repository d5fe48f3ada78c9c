//! The jobs that a good answer does: what is said when nothing does one, and what in the drawing does it.

use egui::Ui;

use super::fields::{NEEDS, removable_ui, row_ui, text_field, word_list};
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, card, drop_down, paragraph, segmented_about};
use crate::scenario::{AcceptedDesign, Responsibility, Scenario, author};
use crate::scene::{Palette, icon};

/// Shows the page.
pub(super) fn ui(ui: &mut Ui, p: &Palette, scenario: &mut Scenario) {
    paragraph(
        ui,
        p,
        "List what a good answer covers. A required job costs points if nothing covers it; other jobs are reported only as info. Without a list, each component of the drawing counts as a job.",
    );
    let parts = parts(&scenario.designs);
    let mut gone = None;
    for (index, job) in scenario.responsibilities.iter_mut().enumerate() {
        ui.add_space(gap::S);
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.push_id(index, |ui| {
                if job_ui(ui, p, (index + 1, job), &parts) {
                    gone = Some(index);
                }
            });
        });
    }
    if let Some(index) = gone {
        scenario.responsibilities.remove(index);
    }
    ui.add_space(gap::S);
    let add = Button::new(ButtonKind::Quiet, "Add job")
        .with_icon(icon::PLUS)
        .small();
    if add.show(ui, p).clicked() {
        let fresh = author::fresh_job(scenario);
        scenario.responsibilities.push(fresh);
    }
}

/// The parts of all accepted designs, by their names in the notation, with what they are called.
fn parts(designs: &[AcceptedDesign]) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = designs
        .iter()
        .flat_map(|design| {
            let keys = design.keys.iter();
            keys.map(|(key, &id)| (key.clone(), design.design.name_of(id).to_owned()))
        })
        .collect();
    parts.sort();
    parts.dedup_by(|one, other| one.0 == other.0);
    parts
}

/// One job; whether it is taken away.
fn job_ui(
    ui: &mut Ui,
    p: &Palette,
    (number, job): (usize, &mut Responsibility),
    parts: &[(String, String)],
) -> bool {
    let mut gone = false;
    ui.horizontal(|ui| {
        gone = Button::icon(icon::TRASH, &format!("Remove job {number}"))
            .small()
            .show(ui, p)
            .clicked();
        let about = format!("job {number}");
        segmented_about(ui, p, &mut job.need, &NEEDS, Some(&about));
        let name = format!("Title of job {number}");
        text_field(ui, &name, &mut job.title, f32::INFINITY);
    });
    for (label, what, value) in [
        ("When missing", "Finding if missing for", &mut job.missing),
        ("Why", "Why it matters for", &mut job.why),
        ("Advice", "Advice for", &mut job.advice),
    ] {
        row_ui(ui, p, label, |ui| {
            text_field(ui, &format!("{what} job {number}"), value, f32::INFINITY)
        });
    }
    row_ui(ui, p, "Covered by", |ui| {
        doers_ui(ui, p, (number, job), parts);
    });
    row_ui(ui, p, "Words on a box", |ui| {
        word_list(ui, &format!("Words for job {number}"), &mut job.names);
    });
    gone
}

/// The parts that do the job.
fn doers_ui(
    ui: &mut Ui,
    p: &Palette,
    (number, job): (usize, &mut Responsibility),
    parts: &[(String, String)],
) {
    let called = |key: &String| {
        let known = parts.iter().find(|(other, _)| other == key);
        known.map_or(key.clone(), |(_, name)| name.clone())
    };
    let entries = job.parts.iter().map(|key| {
        let name = called(key);
        let hint = format!("{name} does not cover job {number}");
        (name, hint)
    });
    if let Some(place) = removable_ui(ui, p, entries) {
        job.parts.remove(place);
    }
    let list = drop_down("parts")
        .selected_text("Add…")
        .width(80.0)
        .show_ui(ui, |ui| {
            for (key, name) in parts {
                let chosen = !job.parts.contains(key) && ui.selectable_label(false, name).clicked();
                if chosen {
                    job.parts.push(key.clone());
                }
            }
        });
    list.response
        .accessible_name(format!("Add a component that covers job {number}"));
}
