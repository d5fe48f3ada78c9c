//! How words and tables of a page take up room.

use ecolor::Color32;

use crate::export::html::Cell;
use crate::scene::Face;
use crate::text::{break_lines, text_width};

/// Between the columns of a table, and between pictures.
pub(super) const COLUMN_GAP: f64 = 10.0;

/// How words are set: face, size and from one baseline to the next, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextStyle {
    pub(super) face: Face,
    pub(super) size: f64,
    pub(super) pitch: f64,
    pub(super) ink: Color32,
}

impl TextStyle {
    /// The words in lines at most so wide.
    pub(super) fn lines(self, words: &str, width: f64) -> Vec<String> {
        break_lines(words, self.face, self.size, width, usize::MAX)
    }

    /// How wide the words are in one line.
    pub(super) fn width(self, words: &str) -> f64 {
        text_width(words, self.face, self.size)
    }
}

/// How high a row with these cells is.
pub(super) fn row_height(style: TextStyle, widths: &[f64], cells: &[Cell]) -> f64 {
    let cells = cells.iter().zip(widths);
    let lines = cells.map(|(cell, &width)| match cell {
        Cell::Mark(..) => 1,
        Cell::Words(words) | Cell::Number(words) => style.lines(words, width).len(),
    });
    style.pitch * lines.max().unwrap_or(1) as f64 + 5.0
}

/// Columns as wide as their longest cell where all fit side by side; else the widest give room to the others.
pub(super) fn column_widths(
    heads: &[String],
    rows: &[Vec<Cell>],
    room: f64,
    styles: (TextStyle, TextStyle),
) -> Vec<f64> {
    let (head, body) = styles;
    let mut widths: Vec<f64> = heads.iter().map(|words| head.width(words)).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            // A mark is padded.
            let padding = if matches!(cell, Cell::Mark(..)) {
                14.0
            } else {
                0.0
            };
            let words = cell.words().lines().map(|line| body.width(line));
            *width = width.max(words.fold(0.0, f64::max) + padding);
        }
    }
    let room = room - COLUMN_GAP * widths.len().saturating_sub(1) as f64;
    // The width that no column may exceed, so that all together fit: those below it keep what they need.
    let mut sorted = widths.clone();
    sorted.sort_by(f64::total_cmp);
    let (mut left, mut columns) = (room, sorted.len());
    let mut most = f64::INFINITY;
    for &width in &sorted {
        let share = left / columns as f64;
        if width > share {
            most = share;
            break;
        }
        left -= width;
        columns -= 1;
    }
    let widths = widths.into_iter();
    widths.map(|width| width.min(most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_column_is_wider_than_its_share_and_all_fit() {
        let style = TextStyle {
            face: Face::Regular,
            size: 9.0,
            pitch: 12.0,
            ink: Color32::BLACK,
        };
        let long = "word ".repeat(60);
        let rows = vec![vec![
            Cell::Words("Short".to_owned()),
            Cell::Words(long.clone()),
            Cell::Words(long),
        ]];
        let heads = ["A", "B", "C"].map(str::to_owned);
        let widths = column_widths(&heads, &rows, 500.0, (style, style));
        let all = widths.iter().sum::<f64>() + 2.0 * COLUMN_GAP;
        assert!(all <= 500.0 + 1e-6, "{widths:?}");
        assert!((widths[1] - widths[2]).abs() < 1e-6 && widths[0] < widths[1]);
    }
}
