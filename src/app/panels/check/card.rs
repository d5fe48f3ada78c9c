//! One finding as a card: what, why, where and the fix at a glance, as far as they are told; open, all that can be done.

use std::collections::BTreeSet;

use egui::{Align, Layout, Margin, Rect, Sense, Stroke, Ui, UiBuilder};

use super::acceptance::AcceptanceForm;
use super::actions::CheckActions;
use super::items::name_of;
use super::{accept, fix};
use crate::analysis::{Finding, Fix};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{
    Button, ButtonKind, ChipColors, caption, card, chip, paragraph, styled_text, wrapped,
};
use crate::model::{Design, HelpLevel, Id};
use crate::practice::Audience;
use crate::scene::{Face, Palette, severity_icon};

/// The most boxes that are named one by one.
const NAMED: usize = 8;

/// A finding with what the panel knows of it.
pub(super) struct FindingCard<'a> {
    pub finding: &'a Finding,
    /// Whether it is opened up.
    pub open: bool,
    /// The place of the finding in the report.
    pub index: usize,
    /// Its fix, by the last word on it.
    pub fix: Option<&'a Fix>,
    /// Whether its fixes can be taken: not where the drawing has changed since.
    pub offers: bool,
    /// How far its answer is given away.
    pub help: HelpLevel,
    /// The audience whose wording is shown.
    pub audience: Audience,
}

/// Shows the card and says where. A click anywhere but on its controls opens and closes it; pointing at it rings what it is
/// about.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    entry: &FindingCard<'_>,
    acts: &mut CheckActions,
) -> Rect {
    let FindingCard { finding, open, .. } = *entry;
    let id = (
        finding.rule,
        finding.items.first().map(|id| id.0),
        &finding.why,
    );
    let whole = UiBuilder::new().id_salt(id).sense(Sense::click());
    let response = ui
        .scope_builder(whole, |ui| {
            let here = ui.response();
            let lit = here.hovered() || here.has_focus();
            let edge = if open {
                p.accent_line
            } else if lit {
                p.line_default
            } else {
                p.line_subtle
            };
            let width = if here.has_focus() { 2.0 } else { 1.0 };
            let frame = card(p)
                .stroke(Stroke::new(
                    width,
                    if here.has_focus() { p.focus_ring } else { edge },
                ))
                .inner_margin(Margin::symmetric(12, 10));
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = gap::XS;
                head_ui(ui, p, finding);
                body_ui(ui, p, design, entry, acts);
            });
        })
        .response;
    response.widget_info(|| {
        let name = format!("{}: {}", finding.severity.label(), finding.title);
        egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, open, name)
    });
    let is_located = entry.help >= HelpLevel::Hint;
    if is_located
        && acts.highlight.is_empty()
        && (response.contains_pointer() || response.has_focus())
    {
        acts.highlight.extend(finding.items.iter().copied());
    }
    if response.clicked() {
        acts.toggle = Some(finding.key());
        acts.reveal = is_located.then(|| finding.items.iter().copied().collect());
    }
    response.rect
}

fn head_ui(ui: &mut Ui, p: &Palette, finding: &Finding) {
    ui.horizontal(|ui| {
        let color = p.severity(finding.severity).fill;
        ui.label(styled_text(
            severity_icon(finding.severity),
            Face::IconsFill,
            TextSize::Icon,
            color,
        ));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if finding.points > 0 {
                let points = styled_text(
                    format!("−{}", finding.points),
                    Face::Medium,
                    TextSize::Caption,
                    p.text_tertiary,
                );
                ui.label(points)
                    .on_hover_text(format!("Lowers the score by {}", finding.points));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = styled_text(
                    &finding.title,
                    Face::SemiBold,
                    TextSize::Body,
                    p.text_primary,
                );
                ui.add(egui::Label::new(title).wrap());
            });
        });
    });
}

fn body_ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    entry: &FindingCard<'_>,
    acts: &mut CheckActions,
) {
    let finding = entry.finding;
    let indent = Margin {
        left: 24,
        ..Margin::ZERO
    };
    egui::Frame::new().inner_margin(indent).show(ui, |ui| {
        paragraph(ui, p, reason_for(finding, entry.audience));
        if entry.help >= HelpLevel::Hint && !finding.items.is_empty() {
            ui.add_space(gap::XXS);
            items_ui(ui, p, design, &finding.items, acts);
        }
        if !entry.open {
            if entry.help == HelpLevel::Fix {
                offer_ui(ui, p, entry, acts);
            }
            return;
        }
        if entry.help == HelpLevel::Fix {
            answer_ui(ui, p, entry, acts);
        } else {
            ask_for_help_ui(ui, p, entry, acts);
        }
        acts_ui(ui, p, finding, acts);
    });
}

/// What gives the answer away, a step at a time.
fn ask_for_help_ui(ui: &mut Ui, p: &Palette, entry: &FindingCard<'_>, acts: &mut CheckActions) {
    ui.add_space(gap::XXS);
    ui.horizontal(|ui| {
        if entry.help == HelpLevel::Problem && !entry.finding.items.is_empty() {
            let hint = Button::new(ButtonKind::Normal, "Hint").small().show(ui, p);
            let hint = hint.on_hover_text("Shows where the problem is in the drawing");
            if hint.clicked() {
                acts.hint = Some(entry.index);
                acts.reveal = Some(entry.finding.items.iter().copied().collect());
            }
        }
        let show = Button::new(ButtonKind::Normal, "Show the fix").small();
        fix::show_on(&show.show(ui, p), entry.index, acts);
    });
    ui.add_space(gap::XS);
}

/// What to do about it.
fn answer_ui(ui: &mut Ui, p: &Palette, entry: &FindingCard<'_>, acts: &mut CheckActions) {
    let finding = entry.finding;
    ui.add_space(gap::XXS);
    let advice = styled_text(
        &finding.advice,
        Face::Medium,
        TextSize::Body,
        p.text_primary,
    )
    .line_height(Some(17.0));
    wrapped(ui, advice);
    if !finding.stands_for.is_empty() {
        let others = finding.stands_for.join(", ");
        caption(ui, p, format!("Also covers: {others}"));
    }
    offer_ui(ui, p, entry, acts);
}

/// The fix that can be made, with what it brings.
fn offer_ui(ui: &mut Ui, p: &Palette, entry: &FindingCard<'_>, acts: &mut CheckActions) {
    ui.add_space(gap::XS);
    if let Some(fix) = entry.fix {
        ui.add_enabled_ui(entry.offers, |ui| {
            fix::fix_ui(ui, p, (entry.index, fix), acts);
        });
        ui.add_space(gap::XS);
    }
}

/// The finding in the words of those who read it.
fn reason_for(finding: &Finding, audience: Audience) -> &str {
    match audience {
        Audience::Stakeholders if !finding.for_stakeholders.is_empty() => &finding.for_stakeholders,
        _ => &finding.why,
    }
}

/// What can be done with the finding itself.
fn acts_ui(ui: &mut Ui, p: &Palette, finding: &Finding, acts: &mut CheckActions) {
    let accepting = acts
        .accepting
        .as_ref()
        .is_some_and(|form| form.is_about(finding));
    ui.horizontal(|ui| {
        let why = Button::new(ButtonKind::Normal, "Why?").small().show(ui, p);
        if why.clicked() {
            acts.explain = Some(finding.rule);
        }
        let accept = Button::new(ButtonKind::Normal, "Accept…")
            .small()
            .pressed(accepting);
        if accept.show(ui, p).clicked() {
            acts.accepting = (!accepting).then(|| AcceptanceForm::new(finding));
        }
        let rule = styled_text(
            finding.rule,
            Face::Regular,
            TextSize::Caption,
            p.text_tertiary,
        );
        ui.add(egui::Label::new(rule).truncate());
    });
    if accepting {
        accept::form_ui(ui, p, finding, acts);
    }
}

/// The boxes a finding is about; pointing at one rings it alone.
fn items_ui(ui: &mut Ui, p: &Palette, design: &Design, items: &[Id], acts: &mut CheckActions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = gap::WRAPPED;
        for &id in items.iter().take(NAMED) {
            let Some((icon, name)) = name_of(design, id) else {
                continue;
            };
            let colors = ChipColors::component(p, design, id);
            let response = chip(ui, icon.map(|icon| (icon, Face::Icons)), &name, colors);
            if response.hovered() || response.has_focus() {
                acts.highlight = BTreeSet::from([id]);
            }
            if response.clicked() {
                acts.reveal = Some(BTreeSet::from([id]));
            }
        }
        if items.len() > NAMED {
            caption(ui, p, format!("and {} more", items.len() - NAMED));
        }
    });
}
