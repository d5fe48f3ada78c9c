//! The label of a box taken apart: lines, the parts of a line, and the words of a part.

use crate::model::entities::{MERMAID_MARKS, decode_entities};
use crate::model::text_match::one_line;

/// What stands before a part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartMark {
    /// Nothing: the line begins with it.
    Start,
    /// A bracket.
    Bracket,
    /// A colon or a dash: what follows says more.
    Colon,
    /// A comma, a point or a bar.
    Comma,
    /// A slash, a plus or an ampersand: another thing in the same box.
    Alternative,
    /// Braces, an equals sign, a colon within a word: code.
    Code,
}

/// A part of a line: words with nothing but spaces and hyphens between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LabelPart {
    /// What stands before it.
    pub(super) mark: PartMark,
    /// Its words, as written.
    pub(super) words: Vec<String>,
}

/// The lines of a label without tags, entities and icons; empty ones are left out.
pub(super) fn label_lines(label: &str) -> Vec<String> {
    let text = decode_entities(&break_lines(label), MERMAID_MARKS);
    lines_without(&text, is_pictograph)
}

/// The lines of a text, with all signs that people read; empty ones are left out.
pub(super) fn plain_lines(text: &str) -> Vec<String> {
    lines_without(text, is_private)
}

fn lines_without(text: &str, is_left_out: fn(char) -> bool) -> Vec<String> {
    let lines = text.lines().map(|line| {
        let plain: String = line.chars().filter(|&c| !is_left_out(c)).collect();
        one_line(&plain)
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// Icons of fonts that only the page with them has.
fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF)
}

/// Line breaks in place of the tags and signs that mean one, and no other tags.
fn break_lines(label: &str) -> String {
    let mut text = String::with_capacity(label.len());
    let mut rest = label;
    while let Some(at) = rest.find(['<', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("\\n") {
            text.push('\n');
            rest = after;
            continue;
        }
        let begins_tag = |c: char| c.is_ascii_alphabetic() || c == '/';
        let tag = rest
            .strip_prefix('<')
            .filter(|tag| tag.starts_with(begins_tag));
        if let Some((tag, after)) = tag.and_then(|tag| tag.split_once('>')) {
            let name = tag.trim_matches(['/', ' ']).to_lowercase();
            text.push(if name.starts_with("br") { '\n' } else { ' ' });
            rest = after;
        } else {
            text.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text
}

/// Emoji and the signs that belong to them.
fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0xFE00..=0xFE0F | 0x200D | 0x20E3)
        || is_private(c)
}

/// The parts of a line. `is_one_word` says of two or three words with a slash between them that they are one: "Pub/Sub".
pub(super) fn split_parts(line: &str, is_one_word: impl Fn(&str) -> bool) -> Vec<LabelPart> {
    let mut parts = vec![LabelPart {
        mark: PartMark::Start,
        words: Vec::new(),
    }];
    let mut rest = line;
    let mut last_word = String::new();
    while !rest.is_empty() {
        let is_in_word = |c: char| c.is_alphanumeric() || is_combining(c);
        let gap_end = rest.find(is_in_word).unwrap_or(rest.len());
        let (gap, after) = rest.split_at(gap_end);
        let word_end = after.find(|c| !is_in_word(c)).unwrap_or(after.len());
        let (word, after) = after.split_at(word_end);
        rest = after;
        if word.is_empty() {
            break;
        }
        let joined = format!("{last_word}{word}");
        // "A/B test"
        let is_pair = joined.chars().count() == 2 && last_word.len() == 1;
        let joins = !last_word.is_empty()
            && ["/", "&", "+"].contains(&gap)
            && (is_pair || is_one_word(&joined));
        let mark = if joins { None } else { mark_of_gap(gap) };
        if mark == Some(PartMark::Code)
            && !gap.starts_with(' ')
            && let Some(part) = parts.last_mut().filter(|part| part.words.len() > 1)
        {
            part.words.pop();
        }
        match mark {
            Some(mark) => parts.push(LabelPart {
                mark,
                words: vec![word.to_owned()],
            }),
            None => {
                if let Some(part) = parts.last_mut() {
                    part.words.push(word.to_owned());
                }
            }
        }
        word.clone_into(&mut last_word);
    }
    parts.retain(|part| !part.words.is_empty());
    parts
}

/// Vowel signs and the like, which belong to the letter before them.
fn is_combining(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x2019) || c == '\''
}

fn mark_of_gap(gap: &str) -> Option<PartMark> {
    if gap.contains(['(', '[', '（', '【', ')', ']', '）', '】', '"']) {
        return Some(PartMark::Bracket);
    }
    if gap.contains(['{', '}', '=', '*', '<', '~', '$']) || gap == ":" || gap.contains("::") {
        return Some(PartMark::Code);
    }
    if gap.contains(['/', '+', '&', '、']) {
        return Some(PartMark::Alternative);
    }
    if gap.contains([
        ',', ';', '·', '•', '|', '→', '←', '↔', '>', '，', '?', '!', '。', '…',
    ]) || gap.contains("...")
        || gap == ". "
    {
        return Some(PartMark::Comma);
    }
    let is_dash = gap.contains(['–', '—']) || (gap.contains('-') && gap.len() > 2);
    (is_dash || gap.contains([':', '：', '@'])).then_some(PartMark::Colon)
}

/// Words written as one: `OrderService` is "Order Service", `UserDB` is "User DB", `EVCache` is "EV Cache".
pub(super) fn split_camel_case(word: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let mut words = Vec::new();
    let mut start = 0;
    for index in 1..letters.len() {
        let (at, c) = letters[index];
        let before = letters[index - 1].1;
        let after = letters.get(index + 1).map(|&(_, c)| c);
        let begins = c.is_uppercase()
            && (before.is_lowercase()
                || (before.is_uppercase() && after.is_some_and(char::is_lowercase)));
        let script_changes =
            is_cjk(c) != is_cjk(before) && before.is_alphabetic() && c.is_alphabetic();
        if begins || script_changes {
            words.push(&word[start..at]);
            start = at;
        }
    }
    words.push(&word[start..]);
    words
}

/// A sign of a script without spaces between words.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_entities_and_icons_are_no_words() {
        for (label, lines) in [
            ("<b>API gateway</b><br/>Kong", vec!["API gateway", "Kong"]),
            (
                "🗄️ Orders &amp; carts\\nPostgres",
                vec!["Orders & carts", "Postgres"],
            ),
            ("a < b", vec!["a < b"]),
            ("<br>", vec![]),
        ] {
            assert_eq!(label_lines(label), lines, "{label}");
        }
    }

    #[test]
    fn a_line_falls_into_parts_at_its_marks() {
        let told = |line: &str| {
            let parts = split_parts(line, |word| word == "PubSub");
            let parts = parts
                .iter()
                .map(|part| format!("{:?} {}", part.mark, part.words.join(" ")));
            parts.collect::<Vec<_>>()
        };
        assert_eq!(
            told("Orders (Postgres 16)"),
            ["Start Orders", "Bracket Postgres 16"]
        );
        assert_eq!(
            told("Pub/Sub / Kafka"),
            ["Start Pub Sub", "Alternative Kafka"]
        );
        assert_eq!(told("Cache session:{id}"), ["Start Cache", "Code id"]);
        assert_eq!(
            told("Topic: order-events"),
            ["Start Topic", "Colon order events"]
        );
        assert!(told(" ?").is_empty());
    }

    #[test]
    fn words_written_as_one_are_told_apart() {
        for (word, words) in [
            ("OrderService", vec!["Order", "Service"]),
            ("EVCache", vec!["EV", "Cache"]),
            ("UserDB", vec!["User", "DB"]),
            ("Kafka", vec!["Kafka"]),
            ("SQL数据库", vec!["SQL", "数据库"]),
        ] {
            assert_eq!(split_camel_case(word), words);
        }
    }
}
