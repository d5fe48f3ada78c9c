//! What the small searches over the canvas have in common: a field, rows below it, and keys to choose among them.

use egui::{Area, Frame, Key, Order, Response, TextEdit, vec2};

use crate::app::look::{TextSize, elide, font};
use crate::model::Kind;
use crate::scene::{Face, Palette};

/// How wide they are, and how high with all their rows.
pub(super) const WIDTH: f32 = 260.0;
pub(super) const HEIGHT: f32 = 270.0;

/// A key that chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PopupKey {
    Down,
    Up,
    Enter,
    Escape,
}

/// Takes the first of the keys that choose out of this frame's input.
pub(super) fn take_key(ui: &egui::Ui) -> Option<PopupKey> {
    let keys = [
        (Key::ArrowDown, PopupKey::Down),
        (Key::ArrowUp, PopupKey::Up),
        (Key::Enter, PopupKey::Enter),
        (Key::Escape, PopupKey::Escape),
    ];
    ui.input_mut(|input| {
        let mut keys = keys.into_iter();
        keys.find(|(key, _)| input.consume_key(egui::Modifiers::NONE, *key))
    })
    .map(|(_, pressed)| pressed)
}

/// The row that is chosen after a key, of so many; at either end it goes on at the other.
pub(super) fn move_choice(now: usize, count: usize, pressed: Option<PopupKey>) -> usize {
    let last = count.saturating_sub(1);
    let now = if now > last { 0 } else { now };
    match pressed {
        Some(PopupKey::Down) if now == last => 0,
        Some(PopupKey::Down) => now + 1,
        Some(PopupKey::Up) if now == 0 => last,
        Some(PopupKey::Up) => now - 1,
        _ => now,
    }
}

/// The frame, at a place on the screen, below it or above it; gives the room that it takes.
pub(super) fn popup_frame(
    ui: &egui::Ui,
    name: &str,
    (screen, upward): (egui::Pos2, bool),
    contents: impl FnOnce(&mut egui::Ui),
) -> egui::Rect {
    let (pivot, gap) = if upward {
        (egui::Align2::LEFT_BOTTOM, -8.0)
    } else {
        (egui::Align2::LEFT_TOP, 8.0)
    };
    let area = Area::new(ui.scope_id().with(name))
        .order(Order::Foreground)
        .pivot(pivot)
        .fixed_pos(screen + vec2(-20.0, gap))
        .constrain_to(ui.clip_rect());
    let shown = area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).inner_margin(6.0).show(ui, |ui| {
            ui.set_width(WIDTH);
            contents(ui);
        });
    });
    shown.response.rect
}

/// The field, which takes the keyboard when it is fresh.
pub(super) fn search_text(
    ui: &mut egui::Ui,
    typed: &mut String,
    hint: &str,
    fresh: bool,
) -> Response {
    let field = TextEdit::singleline(typed)
        .hint_text(hint)
        .desired_width(WIDTH);
    let response = ui.add(field).accessible_name(hint);
    if fresh {
        response.request_focus();
    }
    response
}

/// Whether the user pressed outside of it.
pub(super) fn pressed_outside(ui: &egui::Ui, shown: egui::Rect) -> bool {
    ui.input(|input| {
        let at = input.pointer.interact_pos();
        input.pointer.any_pressed() && at.is_some_and(|at| !shown.contains(at))
    })
}

/// A row to choose.
#[derive(Debug, Clone, Copy)]
pub(super) struct PopupRow<'a> {
    /// What choosing it does.
    verb: &'a str,
    name: &'a str,
    caption: &'a str,
    kind: Option<&'a Kind>,
}

impl<'a> PopupRow<'a> {
    /// A row with the icon of a kind; its label follows the name where the two differ.
    pub(super) fn of_kind(verb: &'a str, name: &'a str, kind: &'a Kind, with_label: bool) -> Self {
        let caption = if with_label && name != kind.label {
            &kind.label
        } else {
            ""
        };
        Self {
            verb,
            name,
            caption,
            kind: Some(kind),
        }
    }

    /// A row without an icon.
    pub(super) fn plain(verb: &'a str, name: &'a str, caption: &'a str) -> Self {
        Self {
            verb,
            name,
            caption,
            kind: None,
        }
    }

    /// Shows it; says whether it was pressed.
    pub(super) fn show(self, ui: &mut egui::Ui, palette: &Palette, chosen: bool) -> bool {
        let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, 27.0), egui::Sense::click());
        response.widget_info(|| {
            let label = format!("{} {}", self.verb, self.name);
            egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, label)
        });
        let painter = ui.painter().with_clip_rect(rect);
        if chosen || response.hovered() {
            let fill = if chosen {
                palette.surface_selected
            } else {
                palette.surface_hover
            };
            painter.rect_filled(rect, 6.0, fill);
        }
        if let Some(kind) = self.kind {
            let colors = palette.category(kind.group);
            let middle = rect.left_center() + vec2(15.0, 0.0);
            let tile = egui::Rect::from_center_size(middle, vec2(20.0, 20.0));
            painter.rect_filled(tile, 6.0, colors.tile);
            let centered = egui::Align2::CENTER_CENTER;
            let icon = font(Face::Icons, TextSize::Lead);
            painter.text(tile.center(), centered, kind.icon_char(), icon, colors.ink);
        }
        let left = egui::Align2::LEFT_CENTER;
        let name = painter.text(
            rect.left_center() + vec2(34.0, 0.0),
            left,
            self.name,
            font(Face::Regular, TextSize::Body),
            palette.text_primary,
        );
        let room = f64::from(rect.right() - name.right() - 16.0);
        painter.text(
            name.right_center() + vec2(8.0, 0.0),
            left,
            elide(self.caption, Face::Regular, TextSize::Caption, room),
            font(Face::Regular, TextSize::Caption),
            palette.text_tertiary,
        );
        response.clicked()
    }
}
