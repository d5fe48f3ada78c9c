//! Example drawings in the text notation, written out or as changes to another one.
//!
//! A rule's two examples differ in the line or two that make the problem, and many begin with the same drawing. Written as
//! changes they show that difference and nothing else.

/// A drawing in the text notation.
#[derive(Debug)]
pub(crate) enum ExampleDrawing {
    /// Written out.
    Full(&'static str),
    /// Another drawing with changes; see [`apply_changes`] for how they are written.
    Changed(&'static ExampleDrawing, &'static str),
}

impl ExampleDrawing {
    /// The whole drawing.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Full(text) => text.trim().to_owned(),
            Self::Changed(base, changes) => apply_changes(&base.text(), changes),
        }
    }
}

/// The text with changes, which are lines like those of a patch:
///
/// ```text
/// - a line that goes
/// + a line that comes, where the line before it in the changes stands or stood
///   a line that stays, to say where the next one comes
/// ```
///
/// A line that comes before any other is named goes to the end. Lines are looked for from top to bottom; a line that is
/// not there changes nothing, and the tests of the rules find that.
pub(crate) fn apply_changes(text: &str, changes: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut at = None;
    for change in changes.lines() {
        let Some((mark, line)) = change.split_at_checked(2) else {
            continue;
        };
        if mark == "+ " {
            let place = at.unwrap_or(lines.len());
            lines.insert(place, line);
            at = at.map(|at| at + 1);
            continue;
        }
        let from = at.unwrap_or(0);
        let Some(found) = lines[from..].iter().position(|&l| l == line) else {
            continue;
        };
        let found = from + found;
        if mark == "- " {
            lines.remove(found);
            at = Some(found);
        } else {
            at = Some(found + 1);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: ExampleDrawing = ExampleDrawing::Full("\na -> b\nb -> c\nc -> d\n");

    fn changed(changes: &'static str) -> String {
        ExampleDrawing::Changed(&BASE, changes).text()
    }

    #[test]
    fn lines_go_come_and_say_where() {
        assert_eq!(changed(""), "a -> b\nb -> c\nc -> d");
        assert_eq!(changed("- b -> c\n"), "a -> b\nc -> d");
        assert_eq!(
            changed("- b -> c\n+ b -> x\n+ x -> c"),
            "a -> b\nb -> x\nx -> c\nc -> d"
        );
        assert_eq!(
            changed("  a -> b\n+ a -> x"),
            "a -> b\na -> x\nb -> c\nc -> d"
        );
        assert_eq!(
            changed("+ d -> e\n+ e -> f"),
            "a -> b\nb -> c\nc -> d\nd -> e\ne -> f"
        );
        assert_eq!(changed("- a -> b\n- c -> d\n+ c -> e"), "b -> c\nc -> e");
    }
}
