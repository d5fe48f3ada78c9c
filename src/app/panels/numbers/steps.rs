//! One request of a flow, hop by hop over the canvas: a caption for each, with its two boxes and its line highlighted.

use egui::{Align, Align2, Area, Frame, Key, Layout, Margin, Modifiers, Rect, Stroke, Ui, vec2};

use super::readings::Readings;
use crate::analysis::{Analysis, Hop};
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, styled_text, wrapped};
use crate::model::{Id, format};
use crate::scene::{Face, Palette, icon};

/// How wide the card may get.
const WIDEST: f32 = 520.0;
/// How far above the lower edge of the canvas it floats: over the tool bar.
const LIFT: f32 = 76.0;

/// The walk of one request and its current hop.
#[derive(Debug)]
pub(super) struct FlowWalk {
    /// The flow's id.
    flow: String,
    hops: Vec<Hop>,
    at: usize,
    /// The first button is to be focused, so that arrow keys work at once.
    begun: bool,
}

impl FlowWalk {
    /// At the first hop of a flow; none where it goes nowhere.
    pub(super) fn new(analysis: &Analysis, flow: &str) -> Option<Self> {
        let hops = analysis.trace(flow);
        (!hops.is_empty()).then(|| Self {
            flow: flow.to_owned(),
            hops,
            at: 0,
            begun: true,
        })
    }

    /// Follows a change of the drawing, as near to where it was as can be.
    pub(super) fn renew_walk(self, analysis: &Analysis) -> Option<Self> {
        let at = self.at;
        let new = Self::new(analysis, &self.flow)?;
        Some(Self {
            at: at.min(new.hops.len() - 1),
            begun: false,
            ..new
        })
    }

    fn hop(&self) -> &Hop {
        &self.hops[self.at]
    }

    /// What to ring on the canvas.
    pub(super) fn highlighted(&self) -> [Id; 3] {
        let hop = self.hop();
        [hop.connection, hop.from, hop.to]
    }
}

/// What the user did with the card.
enum WalkAction {
    Back,
    On,
    Close,
}

/// Shows the card.
pub(super) fn ui(
    ui: &Ui,
    p: &Palette,
    canvas: Rect,
    readings: &Readings,
    steps: &mut Option<FlowWalk>,
) {
    let Some(now) = steps else {
        return;
    };
    let mut act = None;
    Area::new(ui.scope_id().with("steps"))
        .pivot(Align2::CENTER_BOTTOM)
        .fixed_pos(canvas.center_bottom() - vec2(0.0, LIFT))
        .show(ui.ctx(), |ui| {
            let margin = Margin::symmetric(14, 10);
            let frame = Frame::popup(ui.style())
                .stroke(Stroke::new(1.0, p.accent_line))
                .corner_radius(10)
                .inner_margin(margin);
            frame.show(ui, |ui| {
                ui.set_width((canvas.width() - 64.0).min(WIDEST));
                act = card_ui(ui, p, readings, now);
            });
        });
    match act {
        Some(WalkAction::Back) => now.at = now.at.saturating_sub(1),
        Some(WalkAction::On) => now.at = (now.at + 1).min(now.hops.len() - 1),
        Some(WalkAction::Close) => *steps = None,
        None => {}
    }
}

fn card_ui(
    ui: &mut Ui,
    p: &Palette,
    readings: &Readings,
    now: &mut FlowWalk,
) -> Option<WalkAction> {
    let mut act = None;
    let (at, count) = (now.at, now.hops.len());
    let flow = readings.estimate.flows.iter().find(|f| f.id == now.flow);
    ui.horizontal(|ui| {
        let place = format!("{} of {count}", at + 1);
        ui.label(styled_text(
            place,
            Face::SemiBold,
            TextSize::Small,
            p.accent_text,
        ));
        if let Some(flow) = flow {
            ui.label(styled_text(
                &flow.name,
                Face::Regular,
                TextSize::Small,
                p.text_secondary,
            ));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = gap::XS;
            let close = Button::icon(icon::X, "End walkthrough").small().show(ui, p);
            let on = Button::icon(icon::CARET_RIGHT, "Next hop").small();
            let on = on.enabled(at + 1 < count).show(ui, p);
            let back = Button::icon(icon::CARET_LEFT, "Previous hop").small();
            let back = back.enabled(at > 0).show(ui, p);
            if std::mem::take(&mut now.begun) {
                on.request_focus();
            }
            // The keyboard stays on the card at both ends of the walk, where one of its buttons is disabled.
            if on.clicked() && at + 2 >= count {
                back.request_focus();
            } else if back.clicked() && at <= 1 {
                on.request_focus();
            }
            act = match () {
                () if close.clicked() => Some(WalkAction::Close),
                () if on.clicked() => Some(WalkAction::On),
                () if back.clicked() => Some(WalkAction::Back),
                () => None,
            };
        });
    });
    ui.spacing_mut().item_spacing.y = gap::XS;
    let caption = styled_text(
        &now.hop().caption,
        Face::Medium,
        TextSize::Lead,
        p.text_primary,
    );
    let caption = caption.line_height(Some(20.0));
    // Two lines always, so that the buttons stay under the pointer.
    ui.allocate_ui(vec2(ui.available_width(), 40.0), |ui| {
        ui.set_min_height(40.0);
        wrapped(ui, caption);
    });
    let latency = flow.and_then(|flow| flow.latency.as_ref());
    let share = latency.and_then(|found| {
        let mut shares = found.shares.iter();
        shares.find(|(id, _)| *id == now.hop().to && now.hop().waits)
    });
    let time = match (share, latency) {
        (Some((_, ms)), _) => format!("Average time here: {}", format::duration(*ms)),
        (None, Some(_)) if !now.hop().waits => "Asynchronous: the caller does not wait".to_owned(),
        _ => String::new(),
    };
    let end = latency.filter(|_| at + 1 == count).map(|found| {
        format!(
            "The whole request: p50 {}, p99 {}",
            format::duration(found.p50),
            format::duration(found.p99)
        )
    });
    let line = [Some(time).filter(|time| !time.is_empty()), end];
    let line: Vec<String> = line.into_iter().flatten().collect();
    let line = styled_text(
        line.join(". "),
        Face::Regular,
        TextSize::Small,
        p.text_secondary,
    );
    ui.add(egui::Label::new(line).truncate());
    // The card has what the canvas leaves of these keys: Escape takes the keyboard from a button before anybody sees it.
    let elsewhere =
        ui.ctx().text_edit_focused() || ui.memory(|memory| memory.top_modal_layer().is_some());
    if act.is_none() && !elsewhere {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        act = match () {
            () if pressed(Key::ArrowRight) => Some(WalkAction::On),
            () if pressed(Key::ArrowLeft) => Some(WalkAction::Back),
            () if pressed(Key::Escape) => Some(WalkAction::Close),
            () => None,
        };
    }
    act
}

/// The button that begins the walk.
pub(super) fn walk_button(ui: &mut Ui, p: &Palette) -> bool {
    let button = Button::new(ButtonKind::Normal, "Step through a request").small();
    button.with_icon(icon::FOOTPRINTS).show(ui, p).clicked()
}
