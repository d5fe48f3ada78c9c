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

/// Whether a text has one of these, given in lower case. Each is how a word begins or, with a space at its end, a whole
/// word; with a space inside it is several words, so that "sign in" finds "Sign-in" too. An empty one is never found.
#[must_use]
pub fn mentions(text: &str, any_of: &[&str]) -> bool {
    if text.is_empty() {
        return false;
    }
    let mut plain = String::with_capacity(text.len() + 1);
    let mut starts = Vec::new();
    for word in words(text) {
        let start = plain.len();
        starts.push(start);
        if word.is_ascii() {
            plain.push_str(word);
            plain[start..].make_ascii_lowercase();
        } else {
            plain.extend(word.chars().flat_map(char::to_lowercase));
        }
        plain.push(' ');
    }
    // Rules ask this of every text with long lists, so only what begins at a word is compared.
    starts.into_iter().any(|start| {
        let rest = &plain[start..];
        let mut wanted = any_of.iter().filter(|wanted| !wanted.is_empty());
        wanted.any(|wanted| rest.starts_with(wanted))
    })
}

/// Whether a text has one of these words, given in lower case.
#[must_use]
pub fn has_word(text: &str, any_of: &[&str]) -> bool {
    lower_words(text).any(|word| any_of.contains(&word.as_str()))
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

    #[test]
    fn beginnings_whole_words_and_phrases() {
        assert!(mentions("OAuth, then Sign-in", &["sign in"]));
        assert!(mentions("Authorisation", &["auth"]));
        assert!(!mentions("Co-author's coauthor", &["thor"]));
        assert!(mentions("Order key", &["key "]));
        assert!(!mentions("Keyboard", &["key "]));
        assert!(!mentions("", &["key "]));
        assert!(!mentions("Order", &[""]));
    }

    #[test]
    fn every_piece_that_was_typed_is_looked_for() {
        assert!(has_all_typed("Export as picture", "PIC exp"));
        assert!(!has_all_typed("Export as picture", "exp svg"));
        assert!(has_all_typed("Export as picture", " "));
    }
}
