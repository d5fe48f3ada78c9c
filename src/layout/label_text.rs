//! What the label of a connection says and how large it is: decided here, since the layout makes room for it.

use crate::model::{Access, CallCondition, Connection, Semantics, format};
use crate::text::{Face, break_lines, fits_whole, text_width};

/// The font size of the words on a label (world units).
pub const LABEL_SIZE: f64 = 11.0;
/// The height of a label with one line (world units).
const HEIGHT: f64 = 19.0;
/// What each further line adds to the height of a label (world units).
pub const LABEL_PITCH: f64 = 13.0;
/// Left and right of what is on a label (world units).
pub const LABEL_PADDING: f64 = 7.0;
/// Between the parts of a label (world units).
pub const LABEL_GAP: f64 = 4.0;
/// The mark of a connection that is used on a miss only (world units).
pub const MISS_MARK: f64 = 12.0;
/// The words are at most so wide before they take another line, if they can (world units).
const WIDEST: f64 = 150.0;
/// So many lines are tried before a label may have any number.
const MOST_LINES: usize = 4;
/// A width that the words do not fit into is made wider by this factor.
const WIDER: f64 = 1.06;

/// What a label says, from left to right.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelText {
    /// "R", "W" or "RW".
    pub chip: Option<&'static str>,
    /// Whether the mark of a miss stands before the words.
    pub on_miss: bool,
    words: String,
}

/// One way to break the words of a label, and how large it is then (world units).
#[derive(Debug, Clone, PartialEq)]
pub struct LabelShape {
    /// The words.
    pub lines: Vec<String>,
    /// Of the label.
    pub width: f64,
    /// Of the label.
    pub height: f64,
}

impl LabelText {
    /// What is written on a connection; none where there is nothing to say.
    #[must_use]
    pub fn of_connection(item: &Connection, semantics: &Semantics) -> Option<Self> {
        let chip = item.access.map(|access| match access {
            Access::Read => "R",
            Access::Write => "W",
            Access::Both => "RW",
        });
        let on_miss = semantics.when == CallCondition::OnMiss;
        let mut words = item.label.clone();
        if let CallCondition::Fraction(share) = semantics.when {
            words = join_words(&words, &format::percent(share));
        }
        if !item.is_one_call() {
            words = join_words(&words, &format::factor(item.calls));
        }
        if on_miss && words.is_empty() {
            "miss".clone_into(&mut words);
        }
        // "Reads and writes" alone says nothing that a plain line does not.
        let says_nothing = chip.is_none() || item.access == Some(Access::Both);
        (!says_nothing || !words.is_empty()).then_some(Self {
            chip,
            on_miss,
            words,
        })
    }

    /// The label of a connection, if it has one, with the rate of its calls at the end.
    #[must_use]
    pub fn with_rate(label: Option<&Self>, rate: &str) -> Self {
        Self {
            chip: label.and_then(|label| label.chip),
            on_miss: label.is_some_and(|label| label.on_miss),
            words: join_words(label.map_or("", |label| &label.words), rate),
        }
    }

    /// Where the words begin, from the left edge (world units).
    #[must_use]
    pub fn words_left(&self) -> f64 {
        let chip = self.chip.map_or(0.0, |chip| chip_width(chip) + LABEL_GAP);
        let mark = if self.on_miss {
            MISS_MARK + LABEL_GAP
        } else {
            0.0
        };
        LABEL_PADDING + chip + mark
    }

    /// All ways to break the words between words, the flattest first; none is cut.
    #[must_use]
    pub fn shapes(&self) -> Vec<LabelShape> {
        if self.words.is_empty() {
            return vec![self.shape(Vec::new())];
        }
        let width = |words: &str| text_width(words, Face::Medium, LABEL_SIZE);
        let whole = width(&self.words);
        let longest_word = self.words.split([' ', '\n']).map(width).fold(0.0, f64::max);
        let mut shapes: Vec<LabelShape> = Vec::new();
        for count in 1..=MOST_LINES {
            let mut wide = longest_word.max(whole / count as f64);
            while wide <= WIDEST {
                let set = fits_whole(&self.words, Face::Medium, LABEL_SIZE, wide, count);
                if let Some(lines) = set {
                    let shape = self.shape(lines);
                    if shapes
                        .last()
                        .is_none_or(|last| shape.width < last.width - 1.0)
                    {
                        shapes.push(shape);
                    }
                    break;
                }
                wide = wide * WIDER + 1.0;
            }
        }
        if shapes.is_empty() {
            let lines = break_lines(&self.words, Face::Medium, LABEL_SIZE, WIDEST, usize::MAX);
            shapes.push(self.shape(lines));
        }
        shapes
    }

    fn shape(&self, lines: Vec<String>) -> LabelShape {
        let more = lines.len().saturating_sub(1) as f64;
        let left = self.words_left();
        let words = longest_line(&lines);
        let without_words = if lines.is_empty() { LABEL_GAP } else { 0.0 };
        LabelShape {
            width: left + words + LABEL_PADDING - without_words,
            height: HEIGHT + more * LABEL_PITCH,
            lines,
        }
    }
}

fn longest_line(lines: &[String]) -> f64 {
    let widths = lines.iter();
    widths
        .map(|line| text_width(line, Face::Medium, LABEL_SIZE))
        .fold(0.0, f64::max)
}

/// How wide the chip with the access is (world units).
#[must_use]
pub fn chip_width(chip: &str) -> f64 {
    if chip.len() > 1 { 22.0 } else { 15.0 }
}

fn join_words(words: &str, more: &str) -> String {
    if words.is_empty() {
        more.to_owned()
    } else {
        format!("{words} {more}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Design, Id};

    fn shapes(label: &str) -> Vec<LabelShape> {
        let item = Connection {
            label: label.to_owned(),
            ..Connection::new(Id(1), Id(2))
        };
        let semantics = Design::new().semantics(&item);
        let text = LabelText::of_connection(&item, &semantics);
        text.map_or(Vec::new(), |text| text.shapes())
    }

    #[test]
    fn every_shape_has_all_words_and_each_is_narrower_than_the_one_before() {
        let label = "upload with a signed address for ten minutes";
        let all = shapes(label);
        assert!(all.len() >= 3);
        assert!(all.iter().all(|shape| shape.lines.join(" ") == label));
        assert!(
            all.windows(2)
                .all(|pair| pair[1].width < pair[0].width
                    && pair[1].lines.len() > pair[0].lines.len())
        );
    }

    #[test]
    fn nothing_to_say_has_no_label_and_one_word_has_one_shape() {
        assert!(shapes("").is_empty());
        assert_eq!(shapes("notify").len(), 1);
        assert_eq!(shapes(&"x".repeat(200))[0].lines.concat().len(), 200);
    }
}
