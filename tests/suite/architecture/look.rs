//! Sizes of text and distances in the window come from the scale in `src/app/look`, as colors come from the palette.

use super::{Source, assert_none, sources};

/// Where the scale is.
const LOOK: &str = "src/app/look/";

/// What makes a font without the scale.
const FONTS: [&str; 2] = ["FontId::", "FontFamily::"];

/// Calls whose last argument is a size or a distance: a name from the scale or a computed value, not a number.
const SIZED: [&str; 3] = ["font_of_points(", "add_space(", ".size("];

/// Spacings that are set to a name from the scale, to a constant or to zero.
const SPACINGS: [&str; 2] = ["item_spacing.x = ", "item_spacing.y = "];

/// The last argument of a call, from behind its opening bracket.
fn last_argument(code: &str) -> &str {
    let mut depth = 0;
    let end = code.find(|c| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth -= 1;
            depth < 0
        }
        _ => false,
    });
    let arguments = code[..end.unwrap_or(code.len())].trim_end_matches([',', ' ', '\n']);
    arguments.rsplit(',').next().unwrap_or_default().trim()
}

/// Where the code of a file sets a size or a distance by itself.
fn own_sizes(code: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for word in FONTS {
        found.extend(code.match_indices(word).map(|(at, _)| at));
    }
    for word in SIZED {
        let calls = code.match_indices(word);
        let literal = calls.filter(|(at, _)| {
            last_argument(&code[at + word.len()..])
                .parse::<f32>()
                .is_ok()
        });
        found.extend(literal.map(|(at, _)| at));
    }
    for word in SPACINGS {
        let values = code.match_indices(word).filter(|(at, _)| {
            let value = code[at + word.len()..].split(';').next();
            let number = value.and_then(|value| value.trim().parse::<f32>().ok());
            number.is_some_and(|number| number != 0.0)
        });
        found.extend(values.map(|(at, _)| at));
    }
    found
}

#[test]
fn sizes_and_distances_come_from_the_scale() {
    let sources = sources();
    let outside = |source: &&Source| source.module() == "app" && !source.path.starts_with(LOOK);
    let mut problems = Vec::new();
    for source in sources.iter().filter(outside) {
        for at in own_sizes(source.shipped()) {
            problems.push(format!(
                "{}: takes no size or distance from `app::look`",
                source.at(at)
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn sizes_are_found_however_they_are_written() {
    for code in [
        "egui::FontId::new(12.0, family)",
        "font_of_points(\n    face(a, b),\n    12.0,\n)",
        "ui.add_space(4.0);",
        "RichText::new(text).size(12.0)",
        "ui.spacing_mut().item_spacing.y = 2.0;",
    ] {
        assert_eq!(own_sizes(code).len(), 1, "{code}");
    }
    for code in [
        "font_of_points(face, 0.7 * height)",
        "ui.add_space(gap::XS); ui.add_space(GAP + 2.0);",
        "galley.size().x + 12.0",
        "ui.spacing_mut().item_spacing.y = 0.0;",
    ] {
        assert!(own_sizes(code).is_empty(), "{code}");
    }
}
