//! The order of steps that people number on arrows.

use crate::model::Design;

/// More steps than this nobody numbers: "50 at a time" is none.
const MOST_STEPS: u32 = 40;

/// What a label begins with.
enum LabelStart {
    /// A number that is set apart, as only steps are: "2. save", "(2) save", "step 2: save".
    Marked(u32),
    /// A number before words, which may be a step or a count: "2 save", "2 copies".
    Plain(u32),
    /// Anything else.
    Words,
}

fn start_of(label: &str) -> LabelStart {
    let label = label.trim_start();
    let bare = label.trim_start_matches(['(', '#', '[']);
    let is_bracketed = bare.len() < label.len();
    let unnamed = bare.strip_prefix("step ").unwrap_or(bare);
    let is_named = unnamed.len() < bare.len();
    let digits = unnamed.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = unnamed.split_at(digits);
    let Ok(step) = number.parse() else {
        return LabelStart::Words;
    };
    if rest.starts_with(['.', ')', ':', ']']) {
        return LabelStart::Marked(step);
    }
    // "2a charge" comes after "1".
    let rest = rest.strip_prefix(['a', 'b', 'c']).unwrap_or(rest);
    let words = rest.strip_prefix(' ').unwrap_or_default();
    let is_before_words = words.starts_with(char::is_alphabetic) || is_bracketed || is_named;
    if is_before_words && step <= MOST_STEPS {
        LabelStart::Plain(step)
    } else {
        LabelStart::Words
    }
}

/// Whether a drawing numbers its steps without a mark: some arrow begins with 1 and another with 2.
pub(super) fn has_plain_steps(design: &Design) -> bool {
    let has = |wanted: u32| {
        let mut all = design.connections();
        all.any(|(_, connection)| {
            matches!(start_of(&connection.label), LabelStart::Plain(step) if step == wanted)
        })
    };
    has(1) && has(2)
}

/// The place in a row of steps that a label begins with: 2 in "2. save order" and, where the drawing numbers its steps so, in
/// "2 save order". Words such as "first" and "then" give an order too.
pub(super) fn step_in(label: &str, has_plain_steps: bool) -> Option<u32> {
    const IN_WORDS: [(&str, u32); 6] = [
        ("first ", 1),
        ("first, ", 1),
        ("then ", 50),
        ("afterwards", 60),
        ("finally", 90),
        ("last ", 90),
    ];
    let label = label.to_lowercase();
    match start_of(&label) {
        LabelStart::Marked(step) => return Some(step),
        LabelStart::Plain(step) if has_plain_steps => return Some(step),
        LabelStart::Plain(_) | LabelStart::Words => {}
    }
    let mut words = IN_WORDS.iter();
    let found = words.find(|(word, _)| label.trim_start().starts_with(word));
    found.map(|(_, step)| *step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    fn steps(labels: &[&str]) -> Vec<Option<u32>> {
        let arrows = labels.iter().map(|label| format!("a -> b: \"{label}\"\n"));
        let text = format!("a: service\nb: sql\n{}", arrows.collect::<String>());
        let design = parse_notation(&text).unwrap().design;
        let is_plain = has_plain_steps(&design);
        labels
            .iter()
            .map(|label| step_in(label, is_plain))
            .collect()
    }

    #[test]
    fn steps_are_numbers_with_a_mark_or_numbers_in_a_row() {
        let marked = ["2. save", "(3) save", "step 4: save", "then save"];
        assert_eq!(steps(&marked), [Some(2), Some(3), Some(4), Some(50)]);
        let in_a_row = ["1 reserve", "2a charge", "3 mark as sold", "500 rows"];
        assert_eq!(steps(&in_a_row), [Some(1), Some(2), Some(3), None]);
        assert_eq!(steps(&["2 copies", "30 s"]), [None, None]);
    }
}
