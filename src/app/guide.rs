//! The guided first drawing: a card over the canvas that says the next small thing to do and notices when it is done.

use egui::{Align2, Area, AreaState, Frame, Margin, Order, Rect, Stroke, Ui, vec2};

use crate::app::document::session::Session;
use crate::app::floating::{FloatingItem, drop_under};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, paragraph, styled_text};
use crate::practice::{Lesson, PATH, next_lesson};
use crate::scene::{Face, Palette, icon};

const WIDTH: f32 = 400.0;

/// The guide through one drawing.
#[derive(Debug, Default)]
pub(crate) struct DrawingGuide {
    /// The score when the check was asked for first.
    before: Option<u32>,
}

/// What the user wants of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuideAction {
    /// No guide any more.
    Leave,
    /// The check.
    Check,
    /// The prompt with this id.
    Next(&'static str),
}

impl DrawingGuide {
    /// What is to be done next in a session; none where all is done.
    fn next_lesson(&mut self, session: &Session) -> Option<Lesson> {
        let report = session.checked.as_ref().map(|checked| &checked.report);
        let asked = report.filter(|_| session.check_asked);
        let score = asked.map(|report| report.score.total);
        self.before = self.before.or(score);
        let mended = self
            .before
            .zip(score)
            .is_some_and(|(before, now)| now > before);
        next_lesson(session.document.design(), asked.is_some(), mended)
    }

    /// Shows the guide over the canvas; gives what the user wants of it.
    pub(crate) fn ui(
        &mut self,
        ui: &Ui,
        canvas: egui::Rect,
        p: &Palette,
        session: &Session,
    ) -> Option<GuideAction> {
        let lesson = self.next_lesson(session);
        let id = egui::Id::unique("guide");
        let top = canvas.center_top() + vec2(0.0, 14.0);
        let size = AreaState::load(ui.ctx(), id).and_then(|state| state.size);
        let drop = size.map_or(0.0, |size| {
            let corner = top - vec2(size.x / 2.0, 0.0);
            let resting = Rect::from_min_size(corner, size);
            drop_under(ui.ctx(), resting, &[FloatingItem::Strip])
        });
        Area::new(id)
            .order(Order::Middle)
            .pivot(Align2::CENTER_TOP)
            .fixed_pos(top + vec2(0.0, drop))
            .show(ui.ctx(), |ui| {
                Frame::new()
                    .fill(p.surface_raised)
                    .stroke(Stroke::new(1.0, p.accent_line))
                    .corner_radius(8)
                    .shadow(ui.visuals().popup_shadow)
                    .inner_margin(Margin::same(14))
                    .show(ui, |ui| {
                        ui.set_width(WIDTH);
                        card_ui(ui, p, lesson)
                    })
                    .inner
            })
            .inner
    }
}

/// What is to be done, or that all is done.
fn card_ui(ui: &mut Ui, p: &Palette, lesson: Option<Lesson>) -> Option<GuideAction> {
    let Some(lesson) = lesson else {
        return done_ui(ui, p);
    };
    let place = Lesson::ALL.iter().position(|&other| other == lesson);
    let number = place.map_or(0, |place| place + 1);
    caption(
        ui,
        p,
        format!("Your first drawing, {number} of {}", Lesson::ALL.len()),
    );
    ui.label(styled_text(
        lesson.title(),
        Face::SemiBold,
        TextSize::Heading,
        p.text_primary,
    ));
    paragraph(ui, p, lesson.instruction());
    ui.add_space(gap::XS);
    let mut wish = None;
    ui.horizontal(|ui| {
        if lesson == Lesson::Check
            && Button::new(ButtonKind::Primary, "Check it")
                .small()
                .show(ui, p)
                .clicked()
        {
            wish = Some(GuideAction::Check);
        }
        if Button::new(ButtonKind::Quiet, "Skip the guide")
            .small()
            .show(ui, p)
            .clicked()
        {
            wish = Some(GuideAction::Leave);
        }
    });
    wish
}

fn done_ui(ui: &mut Ui, p: &Palette) -> Option<GuideAction> {
    ui.horizontal(|ui| {
        ui.label(styled_text(
            icon::CHECK_CIRCLE,
            Face::IconsFill,
            TextSize::Title,
            p.ok.text,
        ));
        let message = "That's it";
        ui.label(styled_text(
            message,
            Face::SemiBold,
            TextSize::Heading,
            p.text_primary,
        ));
    });
    paragraph(
        ui,
        p,
        "A prompt adds an interviewer's questions, numbers, and accepted designs to compare with. Press F1 on any box to read about it.",
    );
    ui.add_space(gap::XS);
    let mut wish = None;
    ui.horizontal(|ui| {
        let next = PATH.iter().find_map(|step| step.prompt);
        let start = Button::new(ButtonKind::Primary, "Start the first prompt").small();
        if start.show(ui, p).clicked() {
            wish = next.map(GuideAction::Next);
        }
        if Button::new(ButtonKind::Quiet, "Keep drawing")
            .small()
            .show(ui, p)
            .clicked()
        {
            wish = Some(GuideAction::Leave);
        }
    });
    wish
}
