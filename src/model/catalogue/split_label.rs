//! The label of a box in another program's diagram, taken apart into what a component keeps apart: "Order API", "Go",
//! "port 8080", three instances.

use super::label_text::{plain_lines, split_parts};
use super::lookup::Catalogue;
use super::name_words::name_words;
use super::read_name::LONGEST;
use super::replicas::stated_replicas;
use crate::model::text_match::{fold_word, has_folded, one_line};

/// Programming languages whose names are everyday words or have signs in them: they count where they stand alone between
/// commas.
const LANGUAGES: [&str; 16] = [
    "C", "C#", "C++", "Dart", "Elixir", "Erlang", "Go", "Golang", "Java", "Kotlin", "PHP", "Ruby",
    "Rust", "Scala", "Swift", "Zig",
];
/// What C4 diagrams write in brackets of a box without a technology.
const C4_SORTS: [&str; 8] = [
    "Component",
    "Container",
    "Deployment node",
    "External system",
    "Person",
    "Service",
    "Software system",
    "System",
];
/// Signs between the items of a list.
const BETWEEN_ITEMS: [char; 7] = [',', ';', '/', '·', '•', '|', '&'];
/// Where a first line ends in one of these, the name goes on in the second.
const NAME_GOES_ON: [char; 5] = ['/', '+', '&', ',', '-'];
/// Where a first line ends in one of these words, the name goes on in the second.
const LAST_WORDS: [&str; 10] = [
    "and", "around", "by", "for", "from", "of", "or", "the", "to", "with",
];
/// A second line that begins with one of these words goes on with the name.
const NEXT_WORDS: [&str; 4] = ["&", "and", "of", "or"];
/// So many words may follow such a word.
const MOST_WORDS_AFTER: usize = 3;
/// What a box is, by what it is made and how many run stands at the begin of its label, within so many letters: the rest of a
/// long text is prose.
const LONGEST_BEGIN: usize = 300;

/// What the label of a box says beside its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SplitLabel {
    /// Its first line; the second as well where the name is broken over two.
    pub name: String,
    /// The products and languages of the other lines in their usual spelling, with commas between them; what the name says
    /// already is left out.
    pub technology: String,
    /// The other lines, but for those that say no more than the technology or the count.
    pub note: String,
    /// How many run, where it is written.
    pub replicas: Option<u32>,
}

impl Catalogue {
    /// Takes a label in plain letters apart; its lines end in `\n`.
    #[must_use]
    pub fn split_label(&self, label: &str) -> SplitLabel {
        let mut lines = plain_lines(label);
        if may_go_on(&lines) && !lines[0].contains(char::is_alphanumeric) {
            // An icon in a line of its own stands before the name.
            join_first_two(&mut lines);
        }
        if may_go_on(&lines)
            && (lines[0].ends_with(NAME_GOES_ON)
                || ends_within_name(&lines[0])
                || goes_on_with_name(&lines[1])
                || self.is_name_broken(&lines))
        {
            join_first_two(&mut lines);
        }
        self.split_lines(label, lines)
    }

    /// Takes a label apart whose first line is known to be the whole name.
    #[must_use]
    pub fn split_named_label(&self, label: &str) -> SplitLabel {
        self.split_lines(label, plain_lines(label))
    }

    fn split_lines(&self, label: &str, mut lines: Vec<String>) -> SplitLabel {
        if lines.is_empty() {
            // An icon alone is a name, too.
            return SplitLabel {
                name: one_line(label),
                ..SplitLabel::default()
            };
        }
        let name = lines.remove(0);
        let says_technology = lines
            .iter()
            .any(|line| bracketed_technology(line.trim()).is_some());
        let mut technologies: Vec<String> = Vec::new();
        let mut notes = Vec::new();
        let mut left = LONGEST_BEGIN;
        for line in &lines {
            let line = line.trim();
            if let Some(technology) = bracketed_technology(line) {
                technologies
                    .extend((!has_folded(&name, technology)).then(|| technology.to_owned()));
                continue;
            }
            let length = line.chars().count();
            if length > left {
                // Prose, however many products it names.
                left = 0;
                notes.push(line);
                continue;
            }
            left -= length;
            let named = self.technologies(line);
            if !says_only(line, &named) && !is_plain_count(line) {
                notes.push(line);
            }
            for technology in named.into_iter().filter(|_| !says_technology) {
                let is_known = has_folded(&name, &technology) || technologies.contains(&technology);
                if !is_known {
                    technologies.push(technology);
                }
            }
        }
        SplitLabel {
            technology: technologies.join(", "),
            note: notes.join("\n"),
            replicas: stated_replicas(label_begin(label)),
            name,
        }
    }

    /// The products and languages that a line names, in its order.
    fn technologies(&self, line: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for part in split_parts(line, |word| self.known_word(word).is_some()) {
            let words = &part.words;
            let mut start = 0;
            while start < words.len() {
                let longest = LONGEST.min(words.len() - start);
                let product = (1..=longest).rev().find_map(|length| {
                    let word = words[start..start + length].concat();
                    let is_alone = length == words.len();
                    let name = self.technology(&word, is_alone)?;
                    // In the middle of a sentence, "word" and "go" are words, unless they are written as names.
                    let is_name = start == 0 || word.contains(|c: char| !c.is_lowercase());
                    is_name.then_some((length, name))
                });
                start += product.as_ref().map_or(1, |(length, _)| *length);
                found.extend(product.map(|(_, name)| name));
            }
        }
        let languages = items_of(line).filter(|item| LANGUAGES.contains(item));
        found.extend(languages.map(str::to_owned));
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|name| seen.insert(name.clone()));
        found
    }

    /// The usual spelling of a product or platform.
    fn technology(&self, word: &str, is_alone: bool) -> Option<String> {
        let folded = fold_word(word);
        if name_words().everyday.contains(&folded) && !is_alone {
            return None;
        }
        match self.known_word(word) {
            Some((_, product)) => product.map(str::to_owned),
            None => name_words()
                .platforms
                .contains(&folded)
                .then(|| word.to_owned()),
        }
    }
}

/// The begin of a label, in which everything stands that says what a box is; the whole label where it is not long.
#[must_use]
pub fn label_begin(label: &str) -> &str {
    let end = label.char_indices().nth(LONGEST_BEGIN);
    end.map_or(label, |(end, _)| &label[..end])
}

/// Whether the second line of a label may be a part of the name: it is no count and no technology, and neither is a long text.
fn may_go_on(lines: &[String]) -> bool {
    let [first, second, ..] = lines else {
        return false;
    };
    first.len() + second.len() <= LONGEST_BEGIN
        && !is_plain_count(second)
        && bracketed_technology(second).is_none()
}

fn join_first_two(lines: &mut Vec<String>) {
    let second = lines.remove(1);
    lines[0] = format!("{} {second}", lines[0]);
}

/// Whether a line ends in a word after which another follows.
fn ends_within_name(line: &str) -> bool {
    let last = line.split_whitespace().skip(1).last();
    last.is_some_and(|last| {
        LAST_WORDS
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word))
    })
}

/// Whether a line begins with a word before which another stands.
fn goes_on_with_name(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next();
    // Of more words it is a sentence about the box.
    let is_short = words.count() <= MOST_WORDS_AFTER;
    is_short && first.is_some_and(|first| NEXT_WORDS.contains(&first))
}

/// What a line in square brackets says about the technology, as C4 diagrams and this program write it: `[Go]`,
/// "[Container: Go]".
fn bracketed_technology(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let is_whole = !inside.contains(['[', ']']) && !inside.trim().is_empty();
    let said = inside.split_once(": ").map_or(inside, |(_, said)| said);
    let is_sort = C4_SORTS.iter().any(|sort| sort.eq_ignore_ascii_case(said));
    (is_whole && !is_sort).then(|| said.trim())
}

/// Whether a line is a list of these technologies and nothing else.
fn says_only(line: &str, technologies: &[String]) -> bool {
    let is_one = |item: &str| {
        technologies
            .iter()
            .any(|technology| fold_word(technology) == fold_word(item))
    };
    !technologies.is_empty() && items_of(line).all(is_one)
}

/// The items of a list such as "React / Vite", without brackets around them.
fn items_of(line: &str) -> impl Iterator<Item = &str> {
    let items = without_brackets(line).split(BETWEEN_ITEMS);
    items
        .flat_map(|item| item.split(" + "))
        .map(without_brackets)
}

/// Whether a line says how many run and nothing else: "3 replicas", "×3".
fn is_plain_count(line: &str) -> bool {
    let line = without_brackets(line);
    let is_count_word = |word: &str| {
        let digits = word.trim_matches(['x', '×']);
        digits.chars().all(|c| c.is_ascii_digit())
            || ["replica", "replicas", "instance", "instances"]
                .contains(&word.to_lowercase().as_str())
    };
    stated_replicas(line).is_some() && line.split_whitespace().all(is_count_word)
}

fn without_brackets(text: &str) -> &str {
    let text = text.trim();
    let brackets = [('(', ')'), ('[', ']')];
    let inner = brackets
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue;

    /// Labels, and the name, the technology, the note and the count in each.
    const LABELS: &[(&str, &str, &str, &str, Option<u32>)] = &[
        (
            "Order API\nGo, 3 pods\nport 8080",
            "Order API",
            "Go",
            "Go, 3 pods\nport 8080",
            Some(3),
        ),
        ("API gateway\nKong", "API gateway", "Kong", "", None),
        ("Chat\nservers", "Chat servers", "", "", None),
        ("Browser /\nClient", "Browser / Client", "", "", None),
        ("Alerting\nPagerDuty", "Alerting", "PagerDuty", "", None),
        (
            "Orders DB (3 replicas)",
            "Orders DB (3 replicas)",
            "",
            "",
            Some(3),
        ),
        ("Orders DB\n×3", "Orders DB", "", "", Some(3)),
        (
            "Column DB\nCassandra, HBase",
            "Column DB",
            "Cassandra, HBase",
            "",
            None,
        ),
        (
            "PostgreSQL\nPostgreSQL 16",
            "PostgreSQL",
            "",
            "PostgreSQL 16",
            None,
        ),
        ("Parser\n[C++]", "Parser", "C++", "", None),
        ("🗄️ Orders", "🗄️ Orders", "", "", None),
        (
            "Feedback: 👍/👎\nread ✓\ndelete ✗",
            "Feedback: 👍/👎",
            "",
            "read ✓\ndelete ✗",
            None,
        ),
        ("Mainframe\nStores all", "Mainframe", "", "Stores all", None),
        (
            "Helper\n~220-word instructions",
            "Helper",
            "",
            "~220-word instructions",
            None,
        ),
        (
            "Reports\nin word or excel form",
            "Reports",
            "",
            "in word or excel form",
            None,
        ),
        (
            "Cache\nredis 7 cluster",
            "Cache",
            "Redis",
            "redis 7 cluster",
            None,
        ),
        ("Vault\n[My own tool]", "Vault", "My own tool", "", None),
        ("API\n[Container: Go, gRPC]", "API", "Go, gRPC", "", None),
        (
            "Shop\n[Software System]",
            "Shop",
            "",
            "[Software System]",
            None,
        ),
        ("List<Order> view", "List<Order> view", "", "", None),
        ("🗄️", "🗄️", "", "", None),
        ("⚙️\nConfig", "⚙️ Config", "", "", None),
        ("⚙️\nChat\nservers\nGo", "⚙️ Chat servers", "Go", "", None),
        ("⚙️\n×3", "⚙️", "", "", Some(3)),
        ("Data and\ncompute", "Data and compute", "", "", None),
        ("Data\nand compute", "Data and compute", "", "", None),
        (
            "Monolith or\nmodular monolith",
            "Monolith or modular monolith",
            "",
            "",
            None,
        ),
        (
            "Orders\nand what else belongs to a sale",
            "Orders",
            "",
            "and what else belongs to a sale",
            None,
        ),
        ("", "", "", "", None),
    ];

    #[test]
    fn a_label_falls_into_name_technology_note_and_count() {
        for &(label, name, technology, note, replicas) in LABELS {
            let split = catalogue().split_label(label);
            let expected = SplitLabel {
                name: name.to_owned(),
                technology: technology.to_owned(),
                note: note.to_owned(),
                replicas,
            };
            assert_eq!(split, expected, "{label}");
        }
    }

    #[test]
    fn the_rest_of_a_long_label_is_prose() {
        let prose = "runs on Cassandra with 7 replicas ".repeat(60);
        let split = catalogue().split_label(&format!("Orders\nGo\n{prose}"));
        assert_eq!(split.name, "Orders");
        assert_eq!(split.technology, "Go");
        assert_eq!(split.note, prose.trim());
        assert_eq!(label_begin(&prose).chars().count(), LONGEST_BEGIN);
        assert_eq!(label_begin("Käse"), "Käse");
    }
}
