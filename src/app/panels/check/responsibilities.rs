//! The jobs that a good answer does: which of them are done, by whom and why the check thinks so, with a click to correct it.

use egui::{Align2, CornerRadius, Response, Sense, Ui, vec2};

use super::actions::CheckActions;
use super::items::{list_names, section_ui};
use crate::analysis::{Report, ResponsibilityMatch, Severity};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{caption, card, styled_text};
use crate::model::{Design, Id, JobClaim, Role};
use crate::scenario::Need;
use crate::scene::{Face, Palette, icon};

const ROW: f32 = 38.0;
/// How far a line of a row lies from its middle.
const LINE: f32 = 8.0;
/// Where the words of a row begin, right of its mark.
const TEXT_LEFT: f64 = 22.0;

/// Lists the jobs of the prompt, those that nothing does first.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    report: &Report,
    acts: &mut CheckActions,
) {
    let jobs = &report.responsibilities;
    if jobs.is_empty() {
        return;
    }
    let done = jobs.iter().filter(|job| job.evidence.is_some()).count();
    section_ui(ui, p, "What a good answer covers");
    card(p).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        caption(ui, p, format!("{done} of {} jobs are covered", jobs.len()));
        ui.add_space(gap::XS);
        let (done, open): (Vec<_>, Vec<_>) = jobs.iter().partition(|job| job.evidence.is_some());
        for job in open.into_iter().chain(done) {
            let row = job_row(ui, p, design, job);
            react(&row, design, job, acts);
        }
    });
}

/// "✓ Codes never collide · ID generator"
fn job_row(ui: &mut Ui, p: &Palette, design: &Design, job: &ResponsibilityMatch) -> Response {
    let by = match &job.evidence {
        Some(evidence) if evidence.by.is_empty() => "in words".to_owned(),
        Some(evidence) => list_names(design, &evidence.by),
        None => need_label(job.need).to_owned(),
    };
    let (glyph, color, ink) = match (&job.evidence, job.need) {
        (Some(_), _) => (icon::CHECK, p.ok.text, p.text_primary),
        (None, Need::Required) => (icon::X, p.severity(Severity::Critical).text, p.text_primary),
        (None, _) => (icon::MINUS, p.text_tertiary, p.text_secondary),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let state = if job.evidence.is_some() {
        "covered by"
    } else {
        "missing,"
    };
    let name = format!("{}: {state} {by}", job.title);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        let around = rect.expand2(vec2(4.0, 0.0));
        painter.rect_filled(around, CornerRadius::same(5), p.surface_hover);
    }
    let at = rect.left_center();
    let middle = at + vec2(7.0, 0.0);
    let face = font(Face::Icons, TextSize::Lead);
    painter.text(middle, Align2::CENTER_CENTER, glyph, face, color);
    let room = f64::from(rect.width()) - TEXT_LEFT;
    let left = TEXT_LEFT as f32;
    let title = elide(&job.title, Face::Medium, TextSize::Small, room);
    let face = font(Face::Medium, TextSize::Small);
    let above = at + vec2(left, -LINE);
    painter.text(above, Align2::LEFT_CENTER, title, face, ink);
    let by = elide(&by, Face::Regular, TextSize::Caption, room);
    let face = font(Face::Regular, TextSize::Caption);
    let below = at + vec2(left, LINE);
    painter.text(below, Align2::LEFT_CENTER, by, face, p.text_tertiary);
    let reason = job
        .evidence
        .as_ref()
        .map(|evidence| evidence.reason.as_str());
    response.on_hover_ui(|ui| {
        ui.set_max_width(280.0);
        ui.label(styled_text(
            &job.title,
            Face::SemiBold,
            TextSize::Small,
            p.text_primary,
        ));
        let text = reason.unwrap_or(
            "Nothing in the drawing covers this job. Right-click the job to choose a component that does",
        );
        ui.label(styled_text(
            text,
            Face::Regular,
            TextSize::Small,
            p.text_secondary,
        ));
    })
}

fn need_label(need: Need) -> &'static str {
    match need {
        Need::Required => "required",
        Need::Recommended => "most answers cover it",
        Need::Optional => "worth mentioning",
    }
}

/// A pointer rings who does it, a click brings it into sight, and the menu corrects it.
fn react(row: &Response, design: &Design, job: &ResponsibilityMatch, acts: &mut CheckActions) {
    let by: &[Id] = job.evidence.as_ref().map_or(&[], |evidence| &evidence.by);
    if row.hovered() || row.has_focus() {
        acts.highlight.extend(by.iter().copied());
    }
    if row.clicked() && !by.is_empty() {
        acts.reveal = Some(by.iter().copied().collect());
    }
    row.context_menu(|ui| {
        let components = by
            .iter()
            .copied()
            .filter(|&id| design.component(id).is_some());
        for id in components {
            let label = format!("“{}” does not cover this", design.item_name(id));
            if ui.button(label).clicked() {
                acts.claim = Some(claim(job, id, false));
                ui.close();
            }
        }
        ui.menu_button("This is covered by", |ui| {
            egui::ScrollArea::vertical()
                .max_height(320.0)
                .show(ui, |ui| {
                    for (id, _) in design.components() {
                        let is_user = design.kind_of(id).role == Role::Client;
                        if is_user || by.contains(&id) {
                            continue;
                        }
                        if ui.button(design.item_name(id)).clicked() {
                            acts.claim = Some(claim(job, id, true));
                            ui.close();
                        }
                    }
                });
        });
        let mut claims = design.job_claims().iter();
        if claims.any(|claim| claim.job == job.id) && ui.button("Back to automatic").clicked() {
            acts.forget_claims = Some(job.id.clone());
            ui.close();
        }
    });
}

fn claim(job: &ResponsibilityMatch, component: Id, does: bool) -> JobClaim {
    JobClaim {
        job: job.id.clone(),
        component,
        does,
    }
}

/// What the user says about jobs after what was done in the panel; none where nothing was.
pub(super) fn changed_claims(design: &Design, acts: &mut CheckActions) -> Option<Vec<JobClaim>> {
    let claims = design.job_claims().iter();
    if let Some(claim) = acts.claim.take() {
        let is_other =
            |known: &&JobClaim| known.job != claim.job || known.component != claim.component;
        let mut claims: Vec<JobClaim> = claims.filter(is_other).cloned().collect();
        claims.push(claim);
        return Some(claims);
    }
    let job = acts.forget_claims.take()?;
    Some(claims.filter(|claim| claim.job != job).cloned().collect())
}
