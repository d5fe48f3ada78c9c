//! The path on Home: the offer of a guided first drawing, then ten steps and which one is next.

use egui::{Align2, Sense, Stroke, Ui, vec2};

use super::page::{HomeAction, HomePage};
use crate::app::look::{TextSize, elide, font, gap};
use crate::app::modals::NextStep;
use crate::app::widgets::{
    Button, ButtonKind, card, card_title, focus_ring, paragraph, styled_text,
};
use crate::practice::{PATH, PathStep};
use crate::scene::{Face, Palette, icon};

const ROW: f32 = 27.0;

impl HomePage<'_> {
    /// Offers the guided first drawing to a new user.
    pub(super) fn welcome_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        if !self.profile.is_new() {
            return None;
        }
        let mut after = None;
        let frame = card(p)
            .fill(p.accent_soft)
            .stroke(Stroke::new(1.0, p.accent_line));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.vertical(|ui| {
                    let message = "New here? Draw three boxes and a client";
                    ui.label(styled_text(message, Face::SemiBold, TextSize::Heading, p.text_primary));
                    paragraph(ui, p, "A 90-second guide, step by step: place, connect, check, fix. You can skip it at any time.");
                });
            });
            ui.horizontal(|ui| {
                let start = Button::new(ButtonKind::Primary, "Show me");
                if start.show(ui, p).clicked() {
                    after = Some(NextStep::Guided);
                }
                if Button::new(ButtonKind::Quiet, "No, thanks").show(ui, p).clicked() {
                    self.actions.push(HomeAction::SkipGuide);
                }
            });
        });
        ui.add_space(gap::XXL);
        after
    }

    /// The ten steps, done or not; nothing once all are done.
    pub(super) fn path_ui(&self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        let next = self.profile.next_step()?;
        let mut after = None;
        card(p).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                card_title(ui, p, "Your path");
                let done = PATH
                    .iter()
                    .filter(|step| self.profile.has_done(step))
                    .count();
                let count = format!("{done} of {}", PATH.len());
                ui.label(styled_text(
                    count,
                    Face::Regular,
                    TextSize::Small,
                    p.text_tertiary,
                ));
            });
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, step) in PATH.iter().enumerate() {
                let title = step.prompt.map_or("Your first drawing", |id| {
                    let known = self.library.get(id);
                    known.map_or(id, |prompt| prompt.title.as_str())
                });
                let done = self.profile.has_done(step);
                if step_ui(ui, p, step, title, (done, index == next)) {
                    after = Some(
                        step.prompt
                            .map_or(NextStep::Guided, |id| NextStep::Blank(Some(id.to_owned()))),
                    );
                }
            }
        });
        ui.add_space(gap::XL);
        after
    }
}

/// One step; says whether it was pressed.
fn step_ui(
    ui: &mut Ui,
    p: &Palette,
    step: &PathStep,
    title: &str,
    (done, next): (bool, bool),
) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        let state = if done { "done" } else { "to do" };
        let name = format!("Step: {title}, {}, {state}", step.adds);
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
    });
    let painter = ui.painter();
    if next {
        painter.rect_filled(rect.expand2(vec2(6.0, 0.0)), 6.0, p.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect.expand2(vec2(6.0, 0.0)), 6.0, p.surface_hover);
    }
    if response.has_focus() {
        focus_ring(painter, p, rect.expand2(vec2(6.0, 0.0)), 6);
    }
    let (glyph, face, ink) = match (done, next) {
        (true, _) => (icon::CHECK_CIRCLE, Face::IconsFill, p.ok.text),
        (false, true) => (icon::PLAY, Face::IconsFill, p.accent_text),
        (false, false) => (icon::TARGET, Face::Icons, p.text_tertiary),
    };
    let left = Align2::LEFT_CENTER;
    painter.text(
        rect.left_center(),
        left,
        glyph,
        font(face, TextSize::Heading),
        ink,
    );
    let at = rect.left_center() + vec2(24.0, 0.0);
    let face = if next { Face::SemiBold } else { Face::Medium };
    let name = painter.text(at, left, title, font(face, TextSize::Body), p.text_primary);
    let room = f64::from(rect.right() - name.right() - 10.0);
    let adds = elide(step.adds, Face::Regular, TextSize::Small, room.max(0.0));
    painter.text(
        name.right_center() + vec2(10.0, 0.0),
        left,
        adds,
        font(Face::Regular, TextSize::Small),
        p.text_tertiary,
    );
    response.clicked()
}
