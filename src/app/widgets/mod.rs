//! Small widgets of one look: words, buttons, chips, rows, ticks, the dial.

mod button;
mod chip;
mod choice;
mod field;
mod paragraph;
mod row;
mod terms;
mod text;
mod ticks;

pub(crate) use button::{Button, ButtonKind};
pub(crate) use chip::{ChipColors, chip, chip_named, toggle_chip};
pub(crate) use choice::{drop_down, graded_row, radio_row, segmented, segmented_about, tabs};
pub(crate) use field::search_field;
pub(crate) use paragraph::{empty_state, paragraph, wrapped};
pub(crate) use row::{ListRow, group_row};
pub(crate) use terms::{
    are_explanations_hidden, explained_label, hide_explanations, take_wanted_page,
};
pub(crate) use text::{caption, card_title, heading, styled_text};
pub(crate) use ticks::{
    difficulty_steps, paint_clock, paint_digits, paint_ticks, score_dial, tick_bar, tick_figure,
};

use egui::{Frame, Margin, Painter, Rect, Stroke, StrokeKind};

use crate::scene::Palette;

/// A card: a raised surface with a thin edge.
pub(crate) fn card(palette: &Palette) -> Frame {
    Frame::new()
        .fill(palette.surface_raised)
        .stroke(Stroke::new(1.0, palette.line_subtle))
        .corner_radius(8)
        .inner_margin(Margin::same(12))
}

/// The ring around what has the keyboard.
pub(crate) fn focus_ring(painter: &Painter, palette: &Palette, rect: Rect, radius: u8) {
    let ring = Stroke::new(2.0, palette.focus_ring);
    painter.rect_stroke(rect.expand(2.0), radius + 3, ring, StrokeKind::Outside);
}
