//! Sentences for the user at the lower edge of the window, each for a while.

use std::time::{Duration, Instant};

use egui::{
    Align2, Area, AreaState, Frame, Label, Margin, Order, Rect, TextStyle, TextWrapMode, Ui,
    WidgetText, vec2,
};

use crate::app::floating::{FloatingItem, lift_over};
use crate::app::look::TextSize;
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::scene::{Face, Palette, icon};

/// How long a sentence stays; longer ones stay longer.
fn display_time(text: &str) -> Duration {
    Duration::from_millis(4_000 + 40 * text.chars().count() as u64)
}

#[derive(Debug)]
struct Toast {
    text: String,
    until: Instant,
    /// The revision after the step that the toast reports: as long as it is current, the step can be undone.
    made: Option<u64>,
}

/// The messages on screen.
#[derive(Debug, Default)]
pub(crate) struct Toasts {
    shown: Vec<Toast>,
}

/// What was pressed on a toast.
enum ToastAction {
    Dismiss,
    Undo,
}

impl Toasts {
    /// Shows a message, unless it is on screen already.
    pub(crate) fn show_message(&mut self, text: impl Into<String>) {
        self.push_toast(text.into(), None);
    }

    /// Says what was done to the drawing, with the offer to take it back while the drawing stays at this revision.
    pub(crate) fn say_step(&mut self, text: impl Into<String>, revision: u64) {
        self.push_toast(text.into(), Some(revision));
    }

    /// Says several.
    pub(crate) fn show_messages(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.show_message(text);
        }
    }

    /// Another drawing was opened: the reported steps can no longer be undone.
    pub(crate) fn forget_steps(&mut self) {
        self.shown.retain(|toast| toast.made.is_none());
    }

    fn push_toast(&mut self, text: String, made: Option<u64>) {
        self.shown.retain(|other| other.text != text);
        let until = Instant::now() + display_time(&text);
        self.shown.push(Toast { text, until, made });
    }

    /// Shows the messages; true when the user wants to undo the reported step.
    pub(crate) fn ui(
        &mut self,
        ctx: &egui::Context,
        palette: &Palette,
        revision: Option<u64>,
    ) -> bool {
        let now = Instant::now();
        self.shown
            .retain(|toast| toast.until > now && (toast.made.is_none() || toast.made == revision));
        let Some(next) = self.shown.iter().map(|toast| toast.until).min() else {
            return false;
        };
        ctx.request_repaint_after(next - now);
        let mut pressed = None;
        let id = egui::Id::unique("toasts");
        let size = AreaState::load(ctx, id).and_then(|state| state.size);
        let low = ctx.content_rect().center_bottom() - vec2(0.0, 86.0);
        let lift = size.map_or(0.0, |size| {
            let corner = low - vec2(size.x / 2.0, size.y);
            let resting = Rect::from_min_size(corner, size);
            let below = [FloatingItem::Tools, FloatingItem::Legend, FloatingItem::Map];
            lift_over(ctx, resting, &below)
        });
        Area::new(id)
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -86.0 - lift))
            .show(ctx, |ui| {
                for (index, toast) in self.shown.iter().enumerate() {
                    let here = toast_ui(ui, palette, toast);
                    pressed = here.map(|act| (index, act)).or(pressed.take());
                }
            });
        let Some((index, act)) = pressed else {
            return false;
        };
        self.shown.remove(index);
        matches!(act, ToastAction::Undo)
    }
}

/// The widest line of a message (points): about 70 letters.
const TEXT_WIDTH: f32 = 440.0;

fn toast_ui(ui: &mut Ui, p: &Palette, toast: &Toast) -> Option<ToastAction> {
    let mut pressed = None;
    Frame::popup(ui.style())
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let glyph = toast.made.map_or(icon::INFO, |_| icon::CHECK);
                ui.label(styled_text(
                    glyph,
                    Face::Icons,
                    TextSize::Icon,
                    p.text_secondary,
                ));
                let text = styled_text(
                    toast.text.as_str(),
                    Face::Regular,
                    TextSize::Body,
                    p.text_primary,
                );
                // A long message takes several lines, so that it stays between the panels.
                let widest = TEXT_WIDTH.min(ui.ctx().content_rect().width() * 0.4);
                let text = WidgetText::from(text);
                let wrap = Some(TextWrapMode::Wrap);
                let text = text.into_galley(ui, wrap, widest, TextStyle::Body);
                ui.add(Label::new(text));
                let undo = Button::new(ButtonKind::Normal, "Undo").named("Undo this step");
                if toast.made.is_some() && undo.small().show(ui, p).clicked() {
                    pressed = Some(ToastAction::Undo);
                }
                let dismiss = Button::icon(icon::X, "Dismiss").small();
                if dismiss.show(ui, p).clicked() {
                    pressed = Some(ToastAction::Dismiss);
                }
            });
        });
    pressed
}
