//! How large a component's box is, and how its words are set in it at 100 %: decided here, since the layout needs the size
//! and the drawing the words.

use crate::model::{CUSTOM, Component, Replicas, format, kind};
use crate::text::{Face, break_lines, fits_whole, text_width};

/// The usual width of a box, and the most (world units).
const WIDTH: f64 = 160.0;
const WIDEST: f64 = 224.0;
/// Widths grow by this (world units): a step of the grid.
const STEP: f64 = 16.0;
/// The usual height of a box, and that of one with more lines (world units).
const HEIGHT: f64 = 64.0;
const HIGHEST: f64 = 80.0;
/// What is left free above and below the words together (world units).
const AIR: f64 = 8.0;
/// Where the words begin, after the tile with the icon, and how far from the right edge they end (world units).
pub const TEXT_LEFT: f64 = 51.0;
/// See [`TEXT_LEFT`].
pub const TEXT_RIGHT: f64 = 8.0;
/// The size of a name where nothing forces a smaller one (world units).
pub const NAME_SIZE: f64 = 13.0;
/// The size of what stands below a name (world units).
pub const SECOND_SIZE: f64 = 11.0;
/// From line to line, as a part of the size.
pub const NAME_PITCH: f64 = 1.2;
/// See [`NAME_PITCH`].
pub const SECOND_PITCH: f64 = 1.25;
/// Names take so many lines at their usual size, and technologies so many.
const NAME_LINES: usize = 3;
const SECOND_LINES: usize = 2;
/// Words that find no room are set smaller by this factor, again and again, down to the least size.
const SMALLER: f64 = 0.92;
const LEAST: f64 = 3.0;

/// The words of a component in its box, and the size of that box (world units).
#[derive(Debug, Clone, PartialEq)]
pub struct BoxText {
    /// Of the box.
    pub width: f64,
    /// Of the box.
    pub height: f64,
    /// The lines of the name.
    pub name: Vec<String>,
    /// The font size of the name.
    pub name_size: f64,
    /// The lines of the technology or, where none is written, of the kind; empty where the name says it all.
    pub second: Vec<String>,
    /// The font size of the technology.
    pub second_size: f64,
}

/// Sets the words of a component: the name in one line as long as a box may be wide enough, else in two, else in three, for
/// which the box grows; what is longer still is set smaller. Nothing is cut before it is too small to be seen.
#[must_use]
pub fn set_box(component: &Component) -> BoxText {
    let name = component.name.as_str();
    let widths = || (0..=4).map(|step| WIDTH + STEP * f64::from(step));
    let room = |width: f64| width - TEXT_LEFT - TEXT_RIGHT;
    let set = |lines: usize| {
        widths().find_map(|width| {
            let set = fits_whole(name, Face::SemiBold, NAME_SIZE, room(width), lines)?;
            Some((width, set))
        })
    };
    let (mut width, name_lines, name_size) = match (1..=NAME_LINES).find_map(set) {
        Some((width, lines)) => (width, lines, NAME_SIZE),
        None => {
            let high = HIGHEST - AIR - SECOND_PITCH * SECOND_SIZE;
            let (size, lines) = shrink(name, Face::SemiBold, NAME_SIZE, (room(WIDEST), high));
            (WIDEST, lines, size)
        }
    };
    let name_height = NAME_PITCH * name_size * name_lines.len() as f64;
    let chip = replica_chip(component.replicas).map_or(0.0, |(_, width)| width + CHIP_GAP);
    let (second, second_size) = if component.technology.is_empty() {
        let of_kind = kind_below_name(component);
        let set = of_kind.and_then(|label| {
            let room = room(width) - chip;
            fits_whole(label, Face::Regular, SECOND_SIZE, room, 1)
        });
        (set.unwrap_or_default(), SECOND_SIZE)
    } else {
        let words = component.technology.as_str();
        let fits = widths().filter(|&wider| wider >= width).find_map(|wider| {
            let room = room(wider) - chip;
            let lines = fits_whole(words, Face::Regular, SECOND_SIZE, room, SECOND_LINES)?;
            let high = name_height + SECOND_PITCH * SECOND_SIZE * lines.len() as f64;
            (high <= HIGHEST - AIR).then_some((wider, lines))
        });
        match fits {
            Some((wider, lines)) => {
                width = wider;
                (lines, SECOND_SIZE)
            }
            None => {
                width = WIDEST;
                let space = (room(WIDEST) - chip, HIGHEST - AIR - name_height);
                let (size, lines) = shrink(words, Face::Regular, SECOND_SIZE, space);
                (lines, size)
            }
        }
    };
    // There is always room for one line below the name: numbers stand there.
    let below = SECOND_PITCH * second_size * second.len() as f64;
    let needed = name_height + below.max(SECOND_PITCH * SECOND_SIZE) + AIR;
    BoxText {
        width,
        height: if needed > HEIGHT { HIGHEST } else { HEIGHT },
        name: name_lines,
        name_size,
        second,
        second_size,
    }
}

/// What stands below the name of a component without a technology: the label of its kind, unless the name says it already or the box
/// is in the user's own words.
fn kind_below_name(component: &Component) -> Option<&'static str> {
    let label = kind(&component.kind).label.as_str();
    let name = component.name.to_lowercase();
    (component.kind != CUSTOM && !name.contains(&label.to_lowercase())).then_some(label)
}

/// The width and height of [`set_box`] (world units).
#[must_use]
pub fn box_size(component: &Component) -> (f64, f64) {
    // Most boxes have short words; this is asked for all of them, many times a second.
    let needed = TEXT_LEFT + text_width(&component.name, Face::SemiBold, NAME_SIZE) + TEXT_RIGHT;
    let is_short = component.technology.is_empty() && !component.name.contains('\n');
    if is_short && needed <= WIDEST {
        let steps = ((needed - WIDTH) / STEP).ceil().max(0.0);
        return (WIDTH + STEP * steps, HEIGHT);
    }
    let set = set_box(component);
    (set.width, set.height)
}

/// The largest size at which all words fit into a width and a height, and their lines.
fn shrink(words: &str, face: Face, size: f64, (wide, high): (f64, f64)) -> (f64, Vec<String>) {
    let mut size = size;
    loop {
        let lines = ((high / (NAME_PITCH * size)).floor() as usize).max(1);
        if let Some(set) = fits_whole(words, face, size, wide, lines) {
            return (size, set);
        }
        // A single word too long for a line is broken before all is set in tiny letters.
        let set = break_lines(words, face, size, wide, usize::MAX);
        if set.len() <= lines && size <= SMALLER.powi(3) * NAME_SIZE {
            return (size, set);
        }
        if size * SMALLER < LEAST {
            return (size, break_lines(words, face, size, wide, lines));
        }
        size *= SMALLER;
    }
}

/// Between the technology and the chip with the number of replicas (world units).
const CHIP_GAP: f64 = 6.0;

/// "×3", or "×?" where it is left open, and how wide its chip is (world units); none where nobody says how many there are,
/// or one.
#[must_use]
pub fn replica_chip(replicas: Replicas) -> Option<(String, f64)> {
    if matches!(replicas, Replicas::Unsaid | Replicas::Exactly(1)) {
        return None;
    }
    let text = match replicas {
        Replicas::Unknown => "×?".to_owned(),
        known => format::factor(f64::from(known.count())),
    };
    let width = text_width(&text, Face::SemiBold, SECOND_SIZE) + 9.0;
    Some((text, width))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pt;

    fn set(name: &str, technology: &str) -> BoxText {
        set_box(&Component {
            technology: technology.to_owned(),
            ..Component::new("app_service", name, pt(0.0, 0.0))
        })
    }

    #[test]
    fn a_name_takes_one_line_then_two_then_three_for_which_the_box_grows() {
        let sizes = |name: &str| {
            let text = set(name, "");
            (text.width, text.height, text.name.len())
        };
        assert_eq!(sizes("API"), (160.0, 64.0, 1));
        assert_eq!(sizes("Members and channels"), (208.0, 64.0, 1));
        assert_eq!(sizes("URL Shortener App (Spring Boot)").2, 2);
        let long = "The service that turns short links into long ones for everybody";
        assert_eq!((sizes(long).1, sizes(long).2), (80.0, 3));
    }

    #[test]
    fn every_word_is_there_whole_however_long_the_name_is() {
        for count in [1, 3, 9, 27, 81] {
            let name = vec!["orders"; count].join(" ");
            let technology = vec!["orders"; count.min(9)].join(" ");
            let text = set(&name, &technology);
            assert_eq!(text.name.join(" "), name);
            assert_eq!(text.second.join(" "), technology);
            let room = text.width - TEXT_LEFT - TEXT_RIGHT;
            for line in &text.name {
                assert!(text_width(line, Face::SemiBold, text.name_size) <= room + 1e-6);
            }
            let high = NAME_PITCH * text.name_size * text.name.len() as f64
                + SECOND_PITCH * text.second_size * text.second.len() as f64;
            assert!(high <= text.height, "{high} of {}", text.height);
        }
    }

    #[test]
    fn a_long_word_is_set_smaller_before_it_is_broken() {
        let text = set("RecommendationMicroservice", "");
        assert_eq!(text.name.len(), 1);
        assert!(text.name_size < NAME_SIZE);
        let text = set(&"x".repeat(400), "");
        assert_eq!(text.name.concat().len(), 400);
    }
}
