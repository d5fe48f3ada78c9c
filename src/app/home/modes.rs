//! The modes of practice, as cards with a small line drawing each.

use egui::{
    Align2, Color32, CornerRadius, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind,
    Ui, vec2,
};

use super::page::{HomeAction, HomePage};
use crate::app::commands::Command;
use crate::app::look::{TextSize, elide, font};
use crate::app::modals::NextStep;
use crate::app::widgets::focus_ring;
use crate::scene::{Face, Palette, icon};

const HEIGHT: f32 = 104.0;
const GAP: f32 = 12.0;
/// A card this wide has room for its words and the line drawing.
const WIDE: f32 = 320.0;

/// What a card says.
struct PracticeMode<'a> {
    title: &'a str,
    text: &'a str,
    icon: char,
    note: String,
    sketch: fn(&Painter, &Palette, Rect),
}

impl HomePage<'_> {
    /// Shows the cards; gives what to begin.
    pub(super) fn modes_ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<NextStep> {
        let suggested = self
            .suggest_prompt()
            .map(|prompt| (prompt.id.clone(), prompt.title.clone()));
        let practice = PracticeMode {
            title: "Free practice",
            text: "Draw at your own pace",
            icon: icon::TARGET,
            note: suggested
                .as_ref()
                .map_or_else(String::new, |(_, title)| format!("Next: {title}")),
            sketch: sketch_boxes,
        };
        let mock = PracticeMode {
            title: "Mock interview",
            text: "Seven stages, one clock",
            icon: icon::TIMER,
            note: "20 to 45 min".to_owned(),
            sketch: sketch_clock,
        };
        let own = PracticeMode {
            title: "My own system",
            text: "Draw what your team owns",
            icon: icon::FILE_PLUS,
            note: "Blank canvas".to_owned(),
            sketch: sketch_sheet,
        };
        let mut after = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let width = (ui.available_width() - 2.0 * GAP) / 3.0;
            if mode_ui(ui, p, width, &practice).clicked() {
                after = suggested.map(|(id, _)| NextStep::Blank(Some(id)));
            }
            if mode_ui(ui, p, width, &mock).clicked() {
                self.actions.push(HomeAction::Run(Command::Interview));
            }
            if mode_ui(ui, p, width, &own).clicked() {
                after = Some(NextStep::Blank(None));
            }
        });
        after
    }
}

fn mode_ui(ui: &mut Ui, p: &Palette, width: f32, mode: &PracticeMode<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, mode.title));
    let edge = if response.hovered() {
        Stroke::new(2.0, p.accent_fill)
    } else {
        Stroke::new(1.0, p.line_subtle)
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        CornerRadius::same(8),
        p.surface_raised,
        edge,
        StrokeKind::Inside,
    );
    if response.has_focus() {
        focus_ring(painter, p, rect, 8);
    }
    let left = Align2::LEFT_CENTER;
    let at = |y: f32| rect.left_top() + vec2(18.0, y);
    let has_sketch = rect.width() >= WIDE;
    let beside = if has_sketch { 140.0 } else { 18.0 };
    let room = f64::from(rect.width() - 18.0 - beside);
    let text = elide(mode.text, Face::Regular, TextSize::Body, room);
    painter.text(
        at(26.0),
        left,
        mode.title,
        font(Face::SemiBold, TextSize::Heading),
        p.text_primary,
    );
    painter.text(
        at(50.0),
        left,
        text,
        font(Face::Regular, TextSize::Body),
        p.text_secondary,
    );
    painter.text(
        at(80.0),
        left,
        mode.icon,
        font(Face::Icons, TextSize::Icon),
        p.text_tertiary,
    );
    let note = elide(&mode.note, Face::Regular, TextSize::Small, room - 22.0);
    painter.text(
        at(80.0) + vec2(22.0, 0.0),
        left,
        note,
        font(Face::Regular, TextSize::Small),
        p.text_tertiary,
    );
    if has_sketch {
        let center = rect.right_center() - vec2(74.0, 0.0);
        (mode.sketch)(
            painter,
            p,
            Rect::from_center_size(center, vec2(112.0, 60.0)),
        );
    }
    response
}

/// Three boxes and the lines between them, one of them selected.
fn sketch_boxes(painter: &Painter, p: &Palette, rect: Rect) {
    let line = Stroke::new(1.5, p.line_strong);
    let at = |x: f32, y: f32| rect.min + vec2(x, y);
    let wire = |points: &[Pos2]| painter.add(Shape::line(points.to_vec(), line));
    wire(&[at(34.0, 30.0), at(44.0, 30.0)]);
    wire(&[at(80.0, 30.0), at(86.0, 30.0)]);
    wire(&[
        at(92.0, 48.0),
        at(86.0, 48.0),
        at(86.0, 12.0),
        at(92.0, 12.0),
    ]);
    let put = |x: f32, y: f32, width: f32, height: f32, fill: Color32, line: Color32| {
        let place = Rect::from_center_size(at(x, y), vec2(width, height));
        painter.rect(place, 4.0, fill, Stroke::new(1.5, line), StrokeKind::Middle);
    };
    put(17.0, 30.0, 34.0, 20.0, p.surface_raised, p.line_strong);
    put(62.0, 30.0, 36.0, 24.0, p.accent_soft, p.accent_fill);
    put(102.0, 12.0, 18.0, 18.0, p.surface_raised, p.line_strong);
    put(102.0, 48.0, 18.0, 18.0, p.surface_raised, p.line_strong);
}

/// A ring of ticks, a part of them spent.
fn sketch_clock(painter: &Painter, p: &Palette, rect: Rect) {
    const TICKS: u8 = 32;
    for tick in 0..TICKS {
        let turn = f32::from(tick) / f32::from(TICKS) * std::f32::consts::TAU;
        let along = egui::Vec2::angled(turn - std::f32::consts::FRAC_PI_2);
        let color = if tick < TICKS / 3 {
            p.line_default
        } else {
            p.accent_fill
        };
        let ends = [rect.center() + along * 22.0, rect.center() + along * 29.0];
        painter.line_segment(ends, Stroke::new(2.0, color));
    }
}

/// A sheet with room for the first box.
fn sketch_sheet(painter: &Painter, p: &Palette, rect: Rect) {
    let sheet = rect.shrink2(vec2(14.0, 0.0));
    let corners = [
        sheet.left_top(),
        sheet.right_top(),
        sheet.right_bottom(),
        sheet.left_bottom(),
        sheet.left_top(),
    ];
    painter.extend(Shape::dashed_line(
        &corners,
        Stroke::new(1.5, p.line_strong),
        4.0,
        3.0,
    ));
    let first = Rect::from_center_size(sheet.center(), vec2(32.0, 24.0));
    painter.rect(
        first,
        4.0,
        p.accent_soft,
        Stroke::new(1.5, p.accent_fill),
        StrokeKind::Middle,
    );
    painter.text(
        first.center(),
        Align2::CENTER_CENTER,
        icon::PLUS,
        font(Face::Icons, TextSize::Lead),
        p.accent_text,
    );
}
