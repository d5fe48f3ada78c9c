//! The risk register: rows that open to their fields, filled from the check's findings with one press.

use egui::{Painter, Rect, Sense, Ui, pos2, vec2};

use super::action::{ProgramAction, ProgramScene};
use super::field::{Given, date_draft, draft_field, head, labeled};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::widgets::{Button, ButtonKind, caption, focus_ring, segmented_about, styled_text};
use crate::model::{ProgramRisk, RiskLevel, RiskState, format};
use crate::program::{RiskStatus, monogram};
use crate::scene::{Face, icon, severity_icon};

const ROW: f32 = 44.0;

/// Which risk is open.
#[derive(Debug, Default)]
pub(super) struct RisksPanel {
    open: Option<usize>,
    /// It was opened just now, so that its fields have to be brought into sight.
    is_new: bool,
}

impl RisksPanel {
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &ProgramScene<'_>) -> Vec<ProgramAction> {
        let mut actions = Vec::new();
        let (p, risks) = (scene.p, &scene.program.risks);
        head(ui, p, "Risks", "", |ui| {
            if Button::new(ButtonKind::Normal, "Add a risk")
                .small()
                .with_icon(icon::PLUS)
                .show(ui, p)
                .clicked()
            {
                self.open = Some(risks.all.len());
                self.is_new = true;
                actions.push(ProgramAction::plan("Add risk", scene.design, |program| {
                    let title = "New risk".to_owned();
                    program.risks.push(ProgramRisk {
                        title,
                        ..ProgramRisk::default()
                    });
                }));
            }
            let count = risks.unregistered.len();
            let label = format!("Add {}", format::count(count, "finding"));
            if count > 0
                && Button::new(ButtonKind::Accent, &label)
                    .named("Turn findings into risks")
                    .small()
                    .show(ui, p)
                    .on_hover_text("Add every open finding that is not in the register yet")
                    .clicked()
            {
                actions.push(ProgramAction::Edit(
                    "Add findings as risks",
                    vec![risks.edit_to_register(scene.design)],
                ));
            }
        });
        if risks.all.is_empty() {
            caption(ui, p, "No risks yet");
        } else {
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
            let columns = Columns::of(rect);
            let letters = font(Face::Regular, TextSize::Caption);
            for (x, text) in [
                (rect.left(), "Risk and mitigation"),
                (columns.likely, "Likelihood"),
                (columns.impact, "Impact"),
                (columns.owner, "Owner"),
                (columns.state, "Status"),
            ] {
                ui.painter().text(
                    pos2(x, rect.center().y),
                    egui::Align2::LEFT_CENTER,
                    text,
                    letters.clone(),
                    p.text_tertiary,
                );
            }
        }
        for (place, status) in risks.all.iter().enumerate() {
            let on = self.open == Some(place);
            if row_ui(ui, scene, status, on) {
                self.open = (!on).then_some(place);
                self.is_new = !on;
            }
            if on {
                fields_ui(ui, scene, place, status, &mut actions);
                if std::mem::take(&mut self.is_new) {
                    ui.scroll_to_cursor(Some(egui::Align::Max));
                }
            }
        }
        actions
    }
}

/// Where the columns of the register begin.
struct Columns {
    likely: f32,
    impact: f32,
    owner: f32,
    state: f32,
}

impl Columns {
    fn of(row: Rect) -> Self {
        let right = row.right();
        Self {
            likely: right - 216.0,
            impact: right - 156.0,
            owner: right - 114.0,
            state: right - 76.0,
        }
    }
}

/// One risk in two lines; says whether it was pressed.
fn row_ui(ui: &mut Ui, scene: &ProgramScene<'_>, status: &RiskStatus, on: bool) -> bool {
    let (p, risk) = (scene.p, &status.risk);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let state = if status.is_fixed && risk.state.is_live() {
        "Fixed"
    } else {
        risk.state.label()
    };
    response.widget_info(|| {
        let gap = status
            .gap()
            .map_or_else(String::new, |gap| format!(", {gap}"));
        let name = format!(
            "Risk {}, {state}, likelihood {}, impact {}{gap}",
            risk.title,
            risk.likelihood.label().to_lowercase(),
            risk.impact.label().to_lowercase()
        );
        egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, on, name)
    });
    let painter = ui.painter().clone();
    if on || response.hovered() {
        painter.rect_filled(
            rect,
            6.0,
            if on {
                p.surface_selected
            } else {
                p.surface_hover
            },
        );
    }
    painter.hline(
        rect.x_range(),
        rect.bottom(),
        egui::Stroke::new(1.0, p.line_subtle),
    );
    paint_risk(&painter, scene, status, rect);
    paint_levels(&painter, scene, status, (rect, state));
    if response.has_focus() {
        focus_ring(&painter, p, rect.shrink(2.0), 6);
    }
    response.clicked()
}

/// The mark, the title and the answer of a risk.
fn paint_risk(painter: &Painter, scene: &ProgramScene<'_>, status: &RiskStatus, rect: Rect) {
    let (p, risk) = (scene.p, &status.risk);
    let columns = Columns::of(rect);
    let middle = rect.center().y;
    let (glyph, color) = status
        .finding
        .map_or((icon::INFO, p.info.fill), |severity| {
            (severity_icon(severity), p.severity(severity).fill)
        });
    painter.text(
        pos2(rect.left() + 10.0, middle - 8.0),
        egui::Align2::CENTER_CENTER,
        glyph,
        font(Face::IconsFill, TextSize::Icon),
        color,
    );
    let room = f64::from(columns.likely - rect.left() - 30.0);
    let left = rect.left() + 24.0;
    let title = elide(&risk.title, Face::Medium, TextSize::Body, room);
    painter.text(
        pos2(left, middle - 9.0),
        egui::Align2::LEFT_CENTER,
        title,
        font(Face::Medium, TextSize::Body),
        p.text_primary,
    );
    let (answer, ink) = match status.gap() {
        Some(gap) if risk.answer.trim().is_empty() => (gap, p.high.text),
        _ => (risk.answer.trim(), p.text_secondary),
    };
    let answer = elide(answer, Face::Regular, TextSize::Small, room);
    painter.text(
        pos2(left, middle + 9.0),
        egui::Align2::LEFT_CENTER,
        answer,
        font(Face::Regular, TextSize::Small),
        ink,
    );
}

/// How likely and how bad a risk is, who owns it, and what has become of it.
fn paint_levels(
    painter: &Painter,
    scene: &ProgramScene<'_>,
    status: &RiskStatus,
    (rect, state): (Rect, &str),
) {
    let (p, risk) = (scene.p, &status.risk);
    let columns = Columns::of(rect);
    let middle = rect.center().y;
    for (x, level) in [
        (columns.likely, risk.likelihood),
        (columns.impact, risk.impact),
    ] {
        for step in 0..3_u32 {
            let height = 4.0 + 4.0 * step as f32;
            let corner = pos2(x + 4.0 + step as f32 * 6.0, middle + 6.0 - height);
            let color = if step < level.steps() {
                p.text_primary
            } else {
                p.line_default
            };
            painter.rect_filled(Rect::from_min_size(corner, vec2(4.5, height)), 1.0, color);
        }
    }
    let owner = risk.owner.trim();
    let letters = if owner.is_empty() {
        "–".to_owned()
    } else {
        monogram(owner)
    };
    painter.text(
        pos2(columns.owner + 6.0, middle),
        egui::Align2::LEFT_CENTER,
        letters,
        font(Face::SemiBold, TextSize::Small),
        p.text_secondary,
    );
    let colors = match risk.state {
        _ if status.is_fixed => p.ok,
        RiskState::Open => p.high,
        RiskState::Planned | RiskState::Accepted => p.info,
        RiskState::Done => p.ok,
    };
    let chip = Rect::from_min_size(pos2(columns.state, middle - 10.0), vec2(72.0, 20.0));
    painter.rect_filled(chip, 5.0, colors.soft);
    painter.text(
        chip.center(),
        egui::Align2::CENTER_CENTER,
        state,
        font(Face::Medium, TextSize::Caption),
        colors.text,
    );
}

fn fields_ui(
    ui: &mut Ui,
    scene: &ProgramScene<'_>,
    place: usize,
    status: &RiskStatus,
    actions: &mut Vec<ProgramAction>,
) {
    let (p, before) = (scene.p, &status.risk);
    let mut risk = before.clone();
    let width = (ui.available_width() - 20.0).max(120.0);
    ui.indent("risk", |ui| {
        if let Some(text) = labeled(ui, p, "What could happen", |ui| {
            draft_field(ui, "Risk", &before.title, "What could happen", width)
        }) {
            risk.title = text;
        }
        if let Some(text) = labeled(ui, p, "Mitigation", |ui| {
            draft_field(
                ui,
                "Mitigation of the risk",
                &before.answer,
                "How you reduce the risk",
                width,
            )
        }) {
            risk.answer = text;
        }
        ui.horizontal_wrapped(|ui| {
            if let Some(text) = labeled(ui, p, "Owner", |ui| {
                draft_field(ui, "Owner of the risk", &before.owner, "Team", 120.0)
            }) {
                risk.owner = text;
            }
            if let Some(Given(due)) = labeled(ui, p, "In place by", |ui| {
                date_draft(ui, "Mitigation in place by", before.due)
            }) {
                risk.due = due;
            }
        });
        let levels = RiskLevel::ALL.map(|level| (level, level.label()));
        for (label, value) in [
            ("Likelihood", &mut risk.likelihood),
            ("Impact", &mut risk.impact),
        ] {
            ui.horizontal(|ui| {
                ui.add_sized(
                    [66.0, 28.0],
                    egui::Label::new(styled_text(
                        label,
                        Face::Regular,
                        TextSize::Small,
                        p.text_tertiary,
                    )),
                );
                segmented_about(ui, p, value, &levels, Some(label));
            });
        }
        let states = RiskState::ALL.map(|state| (state, state.label()));
        segmented_about(ui, p, &mut risk.state, &states, Some("Risk status"));
        ui.horizontal(|ui| {
            if Button::new(ButtonKind::Quiet, "Remove")
                .small()
                .named("Remove this risk")
                .with_icon(icon::TRASH)
                .show(ui, p)
                .clicked()
            {
                actions.push(ProgramAction::plan(
                    "Remove risk",
                    scene.design,
                    |program| {
                        program.risks.remove(place);
                    },
                ));
            }
            let item = before.source.as_ref().and_then(|source| source.item);
            if let Some(id) = item.filter(|&id| scene.design.contains(id))
                && Button::new(ButtonKind::Quiet, "Show in the drawing")
                    .small()
                    .show(ui, p)
                    .clicked()
            {
                actions.push(ProgramAction::Show([id].into()));
            }
        });
    });
    if risk != *before {
        actions.push(ProgramAction::plan(
            "Change risk",
            scene.design,
            |program| program.risks[place] = risk,
        ));
    }
    ui.add_space(gap::XS);
}
