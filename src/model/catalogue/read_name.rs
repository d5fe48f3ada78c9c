//! What the words of one part of a label say: the noun at the end, unless it says less than a product before it ("Kafka
//! consumer" consumes, "Kafka topic" is Kafka). Whole words only, so that "sparkling" has nothing to do with Spark.

use super::kind::Kind;
use super::label_text::is_cjk;
use super::lookup::{CUSTOM, Catalogue};
use super::name_words::{kind_of_noun, name_words};
use super::products::find_product;
use super::recognition::{NameEvidence, Recognition};
use super::role::{Group, Role};
use crate::model::text_match::fold_word;

/// No entry of the catalogue has more words.
pub(super) const LONGEST: usize = 6;
/// Words that make a store a copy of another.
const STANDING_BY: [&str; 5] = ["standby", "secondary", "follower", "slave", "replica"];

/// What some words say.
pub(super) enum Reading<'a> {
    /// Nothing that is known.
    Unknown,
    /// That this is no component: a step, a subnet, a document.
    NoComponent,
    Found(Recognition<'a>),
}

impl Catalogue {
    pub(super) fn read_part(&self, words: &[String]) -> Reading<'_> {
        if let Some(whole) = self.whole(words) {
            return as_component(whole);
        }
        let list = name_words();
        let lower: Vec<String> = words.iter().map(|word| fold_word(word)).collect();
        let joining = lower.iter().position(|word| list.joining.contains(word));
        let is_verb = |at: &usize| {
            list.verbs.contains(&lower[*at]) && words[*at].chars().all(|c| !c.is_uppercase())
        };
        let verb = (1..words.len()).find(is_verb);
        let end = joining.into_iter().chain(verb).min().unwrap_or(words.len());
        let (clause, rest) = words.split_at(end);
        if words.len() > 1 && self.is_step(&lower[0], clause) {
            return Reading::NoComponent;
        }
        let said = match self.read_clause(clause) {
            // "location updates topic": no verb after all.
            Reading::Unknown if verb == Some(end) => return self.read_clause(words),
            said => said,
        };
        match said {
            Reading::Found(found)
                if verb == Some(end) && (found.kind.role == Role::Client || clause.len() == 1) =>
            {
                Reading::NoComponent
            }
            Reading::Unknown => {
                let mut clauses = rest.split(|word| list.joining.contains(&fold_word(word)));
                let product = clauses.find_map(|clause| self.product_in(clause, false));
                product.map_or(Reading::Unknown, Reading::Found)
            }
            reading => reading,
        }
    }

    /// Whether a name that begins with this word is a step, "Check cache", and not somebody who does it: "Read API", "Index
    /// updater".
    fn is_step(&self, first: &str, clause: &[String]) -> bool {
        let list = name_words();
        let (is_step, may_be) = (list.steps.contains(first), list.imperatives.contains(first));
        let last = clause.iter().skip(1).rfind(|word| !is_number(word));
        let acts = last.is_some_and(|word| {
            let serves = self.noun(word).is_some_and(|kind| {
                let is_server =
                    matches!(kind.group, Group::Compute | Group::Edge | Group::Messaging);
                is_server && !matches!(kind.role, Role::Other | Role::Client)
            });
            serves || (may_be && list.agents.contains(&fold_word(word)))
        });
        (is_step || may_be) && !acts
    }

    fn read_clause(&self, words: &[String]) -> Reading<'_> {
        if let Some(whole) = self.whole(words) {
            return as_component(whole);
        }
        let product = self.product_in(words, false);
        let mut head = self.noun_at_end(words);
        if let (Some(found), Some(product)) = (&head, &product)
            && says_less(found, product)
        {
            head = None;
        }
        if let Some(head) = head.or_else(|| self.noun_before_note(words)) {
            let head = self.exact_service(words, head);
            return as_component(self.as_external(words, head));
        }
        product.map_or(Reading::Unknown, Reading::Found)
    }

    /// The noun of a name in capitals before words in small letters: "Message Queue friends".
    fn noun_before_note(&self, words: &[String]) -> Option<Recognition<'_>> {
        let is_small = |word: &String| word.starts_with(char::is_lowercase);
        let end = words.iter().position(is_small)?;
        let name = words.get(..end).filter(|name| name.len() > 1)?;
        let is_note = words[end..].iter().all(is_small);
        self.noun_at_end(name).filter(|_| is_note)
    }

    /// A service that is named after what it does: a "Face recognition API" runs a model.
    fn exact_service<'a>(&'a self, words: &[String], head: Recognition<'a>) -> Recognition<'a> {
        let NameEvidence::Noun(noun) = &head.evidence else {
            return head;
        };
        let is_general = head.kind.role == Role::Compute && !noun.contains(' ');
        let before = words.iter().position(|word| word == noun).unwrap_or(0);
        let exact = self.noun_at_end(&words[..before]).filter(|exact| {
            is_general
                && matches!(
                    exact.kind.role,
                    Role::Model
                        | Role::Auth
                        | Role::Notifier
                        | Role::Worker
                        | Role::Scheduler
                        | Role::Processor
                        | Role::Control
                        | Role::Identifier
                )
        });
        exact.unwrap_or(head)
    }

    /// An "External billing service" is not ours.
    fn as_external<'a>(&'a self, words: &[String], head: Recognition<'a>) -> Recognition<'a> {
        let start: String = words.iter().take(2).map(|word| fold_word(word)).collect();
        let is_external = ["external", "thirdparty", "3rdparty"]
            .iter()
            .any(|word| start.starts_with(word));
        let serves = matches!(
            head.kind.role,
            Role::Compute | Role::Gateway | Role::Auth | Role::Model
        );
        match self.iter().find(|kind| kind.role == Role::External) {
            Some(kind) if is_external && serves => Recognition { kind, ..head },
            _ => head,
        }
    }

    /// What all of the words together stand for.
    fn whole(&self, words: &[String]) -> Option<Recognition<'_>> {
        let (name, filling) = words.split_at(significant_end(words));
        let stands_by = filling
            .iter()
            .any(|word| STANDING_BY.contains(&fold_word(word).as_str()));
        let name = if stands_by { words } else { name };
        [words, name].into_iter().find_map(|words| {
            let word = words.concat();
            self.noun(&word)
                .or_else(|| self.known_word(&word).map(|(kind, _)| kind))
                .map(|kind| {
                    let product = self
                        .known_word(&word)
                        .filter(|(found, _)| found.id == kind.id);
                    let evidence = match product.and_then(|(_, product)| product) {
                        Some(product) => NameEvidence::Product(product.to_owned()),
                        None => NameEvidence::Noun(words.join(" ")),
                    };
                    Recognition { kind, evidence }
                })
        })
    }

    /// The kind of the most words at the end: a "click queue consumer" consumes.
    pub(super) fn noun_at_end(&self, words: &[String]) -> Option<Recognition<'_>> {
        let mut end = words.len();
        let mut stands_by = false;
        let mut fallback = None;
        loop {
            while end > 0 && is_number(&words[end - 1]) {
                end -= 1;
            }
            let found = (end.saturating_sub(LONGEST)..end).find_map(|start| {
                let word = fold_word(&words[start..end].concat());
                let is_weak = name_words().alone.contains(&word)
                    && (start > 0 || significant_end(words) > end);
                let kind = self.noun(&word).filter(|_| !is_weak)?;
                Some((start, kind))
            });
            let last = fold_word(end.checked_sub(1).map_or("", |last| words[last].as_str()));
            let is_filling = name_words().filling.contains(&last);
            let found = found.map(|(start, kind)| (words[start..end].join(" "), kind));
            let is_certain = |noun: &str| !is_filling || noun.contains(' ') || end == 1;
            if let Some((noun, kind)) = found.clone()
                && is_certain(&noun)
            {
                let copy = self.iter().find(|kind| kind.role == Role::Replica);
                let kind = match copy {
                    Some(copy) if stands_by && kind.role == Role::Store => copy,
                    _ => kind,
                };
                return Some(Recognition {
                    kind,
                    evidence: NameEvidence::Noun(noun),
                });
            }
            fallback = fallback
                .or(found.filter(|(_, kind)| matches!(kind.role, Role::Compute | Role::Other)));
            if end == 0 || !is_filling {
                let last = words[..end].last();
                return last.and_then(|word| self.noun_in_script(word)).or_else(|| {
                    let (noun, kind) = fallback?;
                    Some(Recognition {
                        kind,
                        evidence: NameEvidence::Noun(noun),
                    })
                });
            }
            stands_by |= STANDING_BY.contains(&last.as_str());
            end -= 1;
        }
    }

    /// The noun at the end of a word in a script that puts no spaces between words.
    fn noun_in_script(&self, word: &str) -> Option<Recognition<'_>> {
        let starts = word.char_indices().filter(|&(_, c)| is_cjk(c));
        starts.map(|(at, _)| &word[at..]).find_map(|noun| {
            Some(Recognition {
                kind: self.noun(noun)?,
                evidence: NameEvidence::Noun(noun.to_owned()),
            })
        })
    }

    /// The kind of a word of the catalogue or of a product, with the product's spelling where it is one.
    pub(super) fn known_word(&self, word: &str) -> Option<(&Kind, Option<&str>)> {
        self.find(word).or_else(|| {
            let product = find_product(word)?;
            Some((self.get(&product.kind)?, Some(product.name.as_str())))
        })
    }

    /// The kind of one noun, one or many.
    pub(super) fn noun(&self, word: &str) -> Option<&Kind> {
        let word = fold_word(word);
        let known = |word: &str| {
            if let Some(id) = kind_of_noun(word) {
                return self.get(id);
            }
            let (kind, product) = self.find(word)?;
            product.is_none().then_some(kind)
        };
        let one = |end: &str| word.strip_suffix(end).filter(|one| one.len() > 2);
        known(&word)
            .or_else(|| known(one("s")?))
            .or_else(|| known(one("es")?))
            .or_else(|| known(&format!("{}y", one("ies")?)))
    }

    /// The longest product in a row of words; one that says what a thing is before one that says what it runs on.
    pub(super) fn product_in(
        &self,
        words: &[String],
        stands_alone: bool,
    ) -> Option<Recognition<'_>> {
        let list = name_words();
        let end = significant_end(words);
        let mut on_platform = None;
        for length in (1..=LONGEST.min(words.len())).rev() {
            for start in 0..=words.len() - length {
                let word = words[start..start + length].concat();
                let Some((kind, Some(product))) = self.known_word(&word) else {
                    continue;
                };
                let is_alone = start == 0 && length >= end;
                let folded = fold_word(product);
                if list.everyday.contains(&folded) && !is_alone {
                    continue;
                }
                let found = Recognition {
                    kind,
                    evidence: NameEvidence::Product(product.to_owned()),
                };
                if !list.platforms.contains(&folded) {
                    return Some(found);
                }
                let knows_all = is_alone
                    || self.noun_at_end(words).is_some()
                    || self.noun_at_end(&words[..start]).is_some();
                if knows_all || stands_alone {
                    on_platform.get_or_insert(found);
                }
            }
        }
        on_platform
    }
}

/// What is found, unless it is no component.
fn as_component(found: Recognition<'_>) -> Reading<'_> {
    if found.kind.id == CUSTOM {
        Reading::NoComponent
    } else {
        Reading::Found(found)
    }
}

/// Whether the noun at the end says less than the product in the name: a "Kafka service" and a "Kafka topic" are Kafka, a
/// "Kafka consumer" and a "Postgres replica" are not what the product is.
fn says_less(noun: &Recognition<'_>, product: &Recognition<'_>) -> bool {
    let NameEvidence::Noun(word) = &noun.evidence else {
        return false;
    };
    let keeps_data = matches!(noun.kind.group, Group::Storage | Group::Messaging);
    let is_general = name_words().general.contains(&fold_word(word));
    let fits = noun.kind.group == product.kind.group || !keeps_data;
    (is_general && fits && noun.kind.role != Role::Replica)
        || is_self_run_form(product.kind, noun.kind)
}

/// Whether a kind is what `other` is when one's own team runs it.
pub(super) fn is_self_run_form(kind: &Kind, other: &Kind) -> bool {
    kind.id.strip_suffix("_self_run") == Some(other.id.as_str())
}

/// Where the words end, but for numbers and words that say nothing.
pub(super) fn significant_end(words: &[String]) -> usize {
    let says_something =
        |word: &String| !is_number(word) && !name_words().filling.contains(&fold_word(word));
    words
        .iter()
        .rposition(says_something)
        .map_or(words.len(), |last| last + 1)
}

/// A number, a version, a count, a letter or an index: "2", "v3", "x12", "12x", "B", "S1".
pub(super) fn is_number(word: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let digits = word
        .trim_start_matches(['v', 'V', 'x', 'X'])
        .trim_end_matches(['x', 'X', '+']);
    let is_letter = word.chars().count() == 1 && word.chars().all(|c| c.is_ascii_alphanumeric());
    let index = word.strip_prefix(|c: char| c.is_ascii_alphabetic());
    let is_index = index
        .is_some_and(|index| index.len() < 3 && !index.is_empty() && index.chars().all(is_digit));
    is_letter
        || (!digits.is_empty() && digits.chars().all(is_digit))
        || (is_index && find_product(word).is_none())
}
