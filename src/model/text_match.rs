//! Whether a text says something: its words, how they begin, and phrases. What people type to find something by name, with
//! letters left out, is another question: see [`match_name`](super::match_name).

/// The words of a text: letters and digits in a row.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The words of a text in lower case.
pub fn lower_words(text: &str) -> impl Iterator<Item = String> {
    words(text).map(str::to_lowercase)
}

/// A text on one line, with one space between its words.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text has one of these, given in lower case. Each is how a word begins or, with a space at its end, a whole
/// word; with a space inside it is several words, so that "sign in" finds "Sign-in" too. Signs are no part of a word: a phrase
/// has none, and an empty one is never found.
#[must_use]
pub fn mentions(text: &str, any_of: &[&str]) -> bool {
    if text.is_ascii() {
        return ascii_mentions(text.as_bytes(), any_of);
    }
    rests(&plain(text)).any(|rest| begins_with_any(rest, any_of))
}

/// The words of a text in lower case, each with a space at its end, so that a phrase is found across whatever stands between its
/// words.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 1);
    for word in words(text) {
        plain.extend(word.chars().flat_map(char::to_lowercase));
        plain.push(' ');
    }
    plain
}

/// What a [`plain`] has from each of its words on.
fn rests(plain: &str) -> impl Iterator<Item = &str> {
    let starts = plain.split_inclusive(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some(start)
    });
    starts.map(|start| &plain[start..])
}

fn begins_with_any(rest: &str, any_of: &[&str]) -> bool {
    let mut wanted = any_of.iter().filter(|wanted| !wanted.is_empty());
    wanted.any(|wanted| rest.starts_with(wanted) && !begins_other_name(rest.as_bytes(), wanted))
}

/// Products whose names begin like a word that they do not mean: Postgres keeps no posts, and Sentry has sent nothing.
const MISLEADING_NAMES: [&str; 10] = [
    "linkerd",
    "messagebird",
    "postgres",
    "postman",
    "postmark",
    "salesforce",
    "sentry",
    "streamlit",
    "timescale",
    "workday",
];

/// Whether what stands here is the name of a product of which the phrase is only how it begins.
pub(crate) fn begins_other_name(text: &[u8], phrase: &str) -> bool {
    let phrase = phrase.as_bytes();
    MISLEADING_NAMES.iter().any(|name| {
        let name = name.as_bytes();
        phrase.len() < name.len()
            && name.starts_with(phrase)
            && (text.get(..name.len())).is_some_and(|start| start.eq_ignore_ascii_case(name))
    })
}

/// Words that deny what follows them: "no cache", "never a new key", "isn't cached".
const DENIERS: &[&str] = &[
    "no", "not", "never", "without", "avoid", "avoids", "cannot", "nothing", "t",
];

/// For each word of a text the place of the word that denies it, if any: one of the two before it in the same clause.
#[must_use]
pub fn denied_words(text: &str) -> Vec<Option<usize>> {
    let mut denied = Vec::new();
    for clause in text.split([',', ';', ':', '(', ')', '.', '\n']) {
        let mut before = [None; 2];
        for word in lower_words(clause) {
            denied.push(before[1].or(before[0]));
            let denies = DENIERS.contains(&&*word).then_some(denied.len() - 1);
            before = [before[1], denies];
        }
    }
    denied
}

/// How far along the text each of its words stands, in words: what a comma or a colon sets apart stands further away, and what a
/// semicolon or a full stop sets apart further still.
#[must_use]
pub(crate) fn word_places(text: &str) -> Vec<usize> {
    const APART: usize = 3;
    const FAR_APART: usize = 5;
    let (mut places, mut at, mut is_in_word) = (Vec::new(), 0, false);
    for c in text.chars() {
        if c.is_alphanumeric() {
            if !is_in_word {
                places.push(at);
                at += 1;
            }
        } else {
            at += match c {
                ',' | ':' | '(' | ')' => APART,
                ';' | '.' | '\n' => FAR_APART,
                _ => 0,
            };
        }
        is_in_word = c.is_alphanumeric();
    }
    places
}

/// Whether a text [mentions] one of these where no word denies it: "a new key", but not "never a new key".
#[must_use]
pub fn affirms(text: &str, any_of: &[&str]) -> bool {
    if !mentions(text, any_of) {
        return false;
    }
    let denied = denied_words(text);
    if denied.iter().all(Option::is_none) {
        return true;
    }
    let plain = plain(text);
    let mut starts = rests(&plain).zip(&denied);
    starts.any(|(rest, denied)| denied.is_none() && begins_with_any(rest, any_of))
}

/// [`mentions`] for the usual case, without a copy of the text: rules ask this of every text with long lists.
fn ascii_mentions(text: &[u8], any_of: &[&str]) -> bool {
    let mut in_word = false;
    for (at, byte) in text.iter().enumerate() {
        let starts = byte.is_ascii_alphanumeric() && !in_word;
        in_word = byte.is_ascii_alphanumeric();
        if starts {
            let first = byte.to_ascii_lowercase();
            let mut likely = any_of
                .iter()
                .filter(|wanted| wanted.as_bytes().first() == Some(&first));
            let text = &text[at..];
            if likely.any(|wanted| {
                ascii_starts_with(text, wanted.as_bytes()) && !begins_other_name(text, wanted)
            }) {
                return true;
            }
        }
    }
    false
}

/// Whether a text starts with this in any case, where a space stands for whatever ends a word.
fn ascii_starts_with(mut text: &[u8], wanted: &[u8]) -> bool {
    for &letter in wanted {
        let taken = if letter == b' ' {
            let gap = text.iter().take_while(|byte| !byte.is_ascii_alphanumeric());
            let gap = gap.count();
            // The end of the text ends a word too.
            if gap == 0 && !text.is_empty() {
                return false;
            }
            gap
        } else if text.first().map(u8::to_ascii_lowercase) == Some(letter) {
            1
        } else {
            return false;
        };
        text = &text[taken..];
    }
    true
}

/// Lower case, letters and digits only: "Load-Balancer", `load_balancer` and "load balancer" are one word.
#[must_use]
pub fn fold_word(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a text has these words in it, however either is spelled: "PostgreSQL (primary)" has "postgre-sql".
#[must_use]
pub fn has_folded(text: &str, words: &str) -> bool {
    fold_word(text).contains(&fold_word(words))
}

/// Whether a text has all that was typed, each piece anywhere in it and in any case.
#[must_use]
pub fn has_all_typed(text: &str, typed: &str) -> bool {
    let (text, typed) = (text.to_lowercase(), typed.to_lowercase());
    typed.split_whitespace().all(|piece| text.contains(piece))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_signs_set_apart_stands_further_away() {
        assert_eq!(
            word_places("late clicks, drops twins; poison aside"),
            [0, 1, 5, 6, 12, 13]
        );
        assert_eq!(word_places("re-sent"), [0, 1]);
    }

    #[test]
    fn what_is_denied_is_not_affirmed() {
        assert!(affirms("A new key for each attempt", &["new key"]));
        assert!(affirms("Not today: a new key", &["new key"]));
        assert!(affirms(
            "Works without a lock, with a new key",
            &["new key"]
        ));
        assert!(!affirms("Ask by key, never a new key", &["new key"]));
        assert!(!affirms("It doesn't cache", &["cache"]));
        assert!(affirms("No cache", &["no cache"]));
    }

    #[test]
    fn products_are_not_what_their_names_begin_like() {
        assert!(!mentions("Members in PostgreSQL", &["post"]));
        assert!(!affirms("Números in Sentry", &["sent"]));
        assert!(mentions("Posts in PostgreSQL", &["post"]));
        assert!(mentions("PostgreSQL", &["postgres"]));
    }

    #[test]
    fn beginnings_whole_words_and_phrases() {
        assert!(mentions("OAuth, then Sign-in", &["sign in"]));
        assert!(mentions("Authorisation", &["auth"]));
        assert!(!mentions("Co-author's coauthor", &["thor"]));
        assert!(mentions("Order key", &["key "]));
        assert!(!mentions("Keyboard", &["key "]));
        assert!(!mentions("", &["key "]));
        assert!(!mentions("Order", &[""]));
        assert!(!mentions("Order", &["order for", "orders"]));
    }

    proptest! {
        #[test]
        fn a_letter_of_another_script_changes_nothing(
            text in "[aAbB -./]{0,12}",
            wanted in prop::collection::vec("[ab][ab ]{0,3}", 0..4),
        ) {
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            // The other script starts a word of its own, which the ASCII text has nothing of.
            let longer = format!("{text} \u{e9}");
            let ends_open = wanted.iter().any(|wanted| wanted.contains("  "));
            prop_assume!(!ends_open);
            prop_assert_eq!(mentions(&text, &wanted), mentions(&longer, &wanted));
        }
    }

    #[test]
    fn spelling_is_no_difference() {
        assert_eq!(fold_word("Load-Balancer"), fold_word("load_balancer"));
        assert!(has_folded("PostgreSQL (primary)", "postgre-sql"));
        assert!(!has_folded("Postgres", "PostgreSQL"));
    }

    #[test]
    fn every_piece_that_was_typed_is_looked_for() {
        assert!(has_all_typed("Export as picture", "PIC exp"));
        assert!(!has_all_typed("Export as picture", "exp svg"));
        assert!(has_all_typed("Export as picture", " "));
    }
}
