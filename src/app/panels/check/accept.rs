//! Living with findings: the form in which one says why, and the list of those one lives with.

use egui::{Key, TextEdit, Ui};

use super::acceptance::AcceptanceChange;
use super::actions::CheckActions;
use crate::analysis::{Accepted, Finding};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, caption, card, group_row, paragraph, styled_text, wrapped,
};
use crate::model::{Acceptance, Design, MAX_TEXT};
use crate::scene::{Face, Palette, severity_icon};

/// The form of the finding that is about to be accepted, within its card.
pub(super) fn form_ui(ui: &mut Ui, p: &Palette, finding: &Finding, acts: &mut CheckActions) {
    let Some(form) = &mut acts.accepting else {
        return;
    };
    ui.add_space(gap::XS);
    let field = TextEdit::singleline(&mut form.reason)
        .desired_width(f32::INFINITY)
        .char_limit(MAX_TEXT)
        .hint_text("Why this risk is acceptable here");
    let field = ui.add(field).accessible_name("Reason");
    if std::mem::take(&mut form.fresh) {
        field.request_focus();
    }
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.checkbox(
        &mut form.unscored,
        "Also exclude this finding from the score",
    );
    let mut saved = enter;
    let mut dropped = false;
    ui.horizontal(|ui| {
        let save = Button::new(ButtonKind::Normal, "Save").named("Save the reason");
        saved |= save.small().show(ui, p).clicked();
        let cancel = Button::new(ButtonKind::Quiet, "Cancel").small();
        dropped = cancel.show(ui, p).clicked();
    });
    if saved {
        let accepted = Accepted {
            reason: form.reason.trim().to_owned(),
            unscored: form.unscored,
        };
        acts.verdict = Some((finding.clone(), AcceptanceChange::Accept(accepted)));
    }
    if saved || dropped {
        acts.accepting = None;
    }
}

/// The findings that the user lives with, under a head that opens and closes.
pub(super) fn list_ui(
    ui: &mut Ui,
    p: &Palette,
    findings: &[&Finding],
    open: &mut bool,
    acts: &mut CheckActions,
) {
    if findings.is_empty() {
        return;
    }
    ui.add_space(gap::S);
    group_row(ui, p, &format!("Accepted ({})", findings.len()), 0, open);
    if !*open {
        return;
    }
    for finding in findings {
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = gap::XS;
            accepted_ui(ui, p, finding, acts);
        });
    }
}

fn accepted_ui(ui: &mut Ui, p: &Palette, finding: &Finding, acts: &mut CheckActions) {
    let Some(accepted) = &finding.accepted else {
        return;
    };
    ui.horizontal(|ui| {
        let glyph = severity_icon(finding.severity);
        ui.label(styled_text(
            glyph,
            Face::IconsFill,
            TextSize::Icon,
            p.text_tertiary,
        ));
        let title = styled_text(
            &finding.title,
            Face::SemiBold,
            TextSize::Body,
            p.text_secondary,
        );
        ui.add(egui::Label::new(title).truncate());
    });
    paragraph(ui, p, &finding.why);
    let reason = match accepted.reason.as_str() {
        "" => "Accepted without a reason",
        reason => reason,
    };
    let reason =
        styled_text(reason, Face::Medium, TextSize::Body, p.text_primary).line_height(Some(17.0));
    wrapped(ui, reason);
    ui.horizontal(|ui| {
        let reopen = Button::new(ButtonKind::Normal, "Reopen").small();
        if reopen.show(ui, p).clicked() {
            acts.verdict = Some(((*finding).clone(), AcceptanceChange::Reopen));
        }
        if accepted.unscored {
            caption(ui, p, "excluded from the score");
        }
    });
    if ui.rect_contains_pointer(ui.min_rect()) {
        acts.highlight.extend(finding.items.iter().copied());
    }
}

/// The acceptances of a design once the verdict holds.
pub(super) fn apply_acceptance(
    design: &Design,
    finding: &Finding,
    verdict: AcceptanceChange,
) -> Vec<Acceptance> {
    let mut all = design.acceptances().to_vec();
    all.retain(|acceptance| !finding.is_meant_by(acceptance));
    if let AcceptanceChange::Accept(Accepted { reason, unscored }) = verdict {
        all.push(finding.acceptance(reason, unscored));
    }
    all
}
