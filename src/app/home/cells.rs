//! The cells of the list of prompts.

use egui::{Align2, Rect, Ui, vec2};
use jiff::civil::Date;

use crate::app::look::{TextSize, font};
use crate::app::widgets::{difficulty_steps, paint_digits, tick_bar};
use crate::practice::{PASSES, STRONG};
use crate::scenario::Family;
use crate::scene::{Face, Palette, icon};

/// How hard a prompt is, in three steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Easy = 1,
    Medium,
    Hard,
}

impl Level {
    pub(super) const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    pub(super) fn from_number(difficulty: u8) -> Self {
        match difficulty {
            ..=2 => Self::Easy,
            3 => Self::Medium,
            _ => Self::Hard,
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Easy => "Easy",
            Self::Medium => "Medium",
            Self::Hard => "Hard",
        }
    }
}

/// Words.
pub(super) fn text_ui(ui: &Ui, p: &Palette, cell: Rect, text: &str) {
    let font = font(Face::Regular, TextSize::Small);
    ui.painter().text(
        cell.left_center(),
        Align2::LEFT_CENTER,
        text,
        font,
        p.text_secondary,
    );
}

/// What the prompt is about.
pub(super) fn family_ui(ui: &Ui, p: &Palette, cell: Rect, family: Family) {
    let glyph = match family {
        Family::Software => icon::CODE,
        Family::Ai => icon::BRAIN,
        Family::Hardware => icon::CPU,
        Family::Data => icon::DATABASE,
        Family::Migration => icon::PATH,
    };
    let at = cell.left_center() + vec2(7.0, 0.0);
    ui.painter().text(
        at,
        Align2::CENTER_CENTER,
        glyph,
        font(Face::Icons, TextSize::Lead),
        p.text_tertiary,
    );
    text_ui(ui, p, cell.translate(vec2(21.0, 0.0)), family.label());
}

/// Steps and the word.
pub(super) fn difficulty_ui(ui: &mut Ui, p: &Palette, cell: Rect, difficulty: u8) {
    let level = Level::from_number(difficulty);
    difficulty_steps(&mut cell_ui(ui, cell, 12.0), p, level as usize);
    text_ui(ui, p, cell.translate(vec2(23.0, 0.0)), level.label());
}

/// The best score so far, and whether it passes.
pub(super) fn score_ui(ui: &mut Ui, p: &Palette, cell: Rect, best: u32) {
    let pass = PASSES as f32 / 100.0;
    tick_bar(
        &mut cell_ui(ui, cell, 11.0),
        p,
        best as f32 / 100.0,
        14,
        Some(pass),
    );
    let digits = cell.left_center() + vec2(96.0, 0.0);
    paint_digits(
        ui.painter(),
        digits,
        best,
        TextSize::Small,
        Face::SemiBold,
        p.text_primary,
    );
    let (word, color) = match best {
        STRONG.. => ("strong", p.ok.text),
        PASSES.. => ("pass", p.text_secondary),
        _ => return,
    };
    let at = cell.left_center() + vec2(106.0, 0.0);
    ui.painter().text(
        at,
        Align2::LEFT_CENTER,
        word,
        font(Face::Regular, TextSize::Caption),
        color,
    );
}

/// "Today", "3 days ago", and after two weeks the date.
pub(super) fn format_days_ago(last: Date, today: Date) -> String {
    match today.since(last).map(|span| span.get_days()) {
        Ok(0) => "Today".to_owned(),
        Ok(1) => "Yesterday".to_owned(),
        Ok(days @ 2..14) => format!("{days} days ago"),
        _ => last.strftime("%-d %b %Y").to_string(),
    }
}

/// Room for a widget of this height in the middle of a cell; the row takes no more room for it.
fn cell_ui(ui: &mut Ui, cell: Rect, height: f32) -> Ui {
    let corner = cell.left_center() - vec2(0.0, height / 2.0);
    let rect = Rect::from_min_size(corner, vec2(80.0, height));
    ui.new_child(egui::UiBuilder::new().max_rect(rect))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_for_two_weeks() {
        let today = date(2026, 3, 20);
        assert_eq!(format_days_ago(date(2026, 3, 20), today), "Today");
        assert_eq!(format_days_ago(date(2026, 3, 19), today), "Yesterday");
        assert_eq!(format_days_ago(date(2026, 3, 7), today), "13 days ago");
        assert_eq!(format_days_ago(date(2026, 3, 6), today), "6 Mar 2026");
        assert_eq!(format_days_ago(date(2026, 4, 1), today), "1 Apr 2026");
    }
}
