//! Finding a kind by what people type: names, other words for it, and products.

use super::kind::Kind;
use super::lookup::Catalogue;
use crate::model::text_match::{fold_word, words};

/// One thing a search offers: a kind, and the product that was meant where one was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion<'a> {
    /// The kind to place.
    pub kind: &'a Kind,
    /// "Kafka", where the words named a product.
    pub product: Option<&'a str>,
}

impl Suggestion<'_> {
    /// What a component placed from it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        self.product.unwrap_or(&self.kind.label)
    }
}

/// How well a name fits what was typed, the best first. Everything that is found by name is ranked by it: a search whose
/// exact answer is not its first cannot be used without looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// The same name, but for case, spaces and signs.
    Exact,
    /// It begins with what was typed.
    Prefix,
    /// One of its words does.
    WordPrefix,
    /// It holds what was typed.
    Inside,
    /// It holds the letters in this order, with others between them.
    Scattered,
}

impl Catalogue {
    /// Kinds that fit what was typed, best first; all kinds in palette order when nothing was typed.
    #[must_use]
    pub fn search(&self, typed: &str) -> Vec<Suggestion<'_>> {
        if fold_word(typed).is_empty() {
            return self
                .iter()
                .map(|kind| Suggestion {
                    kind,
                    product: None,
                })
                .collect();
        }
        let mut found: Vec<(NameMatch, usize, Suggestion<'_>)> = Vec::new();
        for (index, kind) in self.iter().enumerate() {
            let own = std::iter::once(kind.label.as_str())
                .chain(std::iter::once(kind.id.as_str()))
                .chain(kind.aliases.iter().map(String::as_str));
            let as_kind = own.filter_map(|word| match_name(word, typed)).min();
            let as_product = kind
                .products
                .iter()
                .filter_map(|product| {
                    Some((
                        match_name(product, typed).filter(|fit| *fit < NameMatch::Scattered)?,
                        product,
                    ))
                })
                .min_by_key(|(fit, _)| *fit);
            match (as_kind, as_product) {
                (own, Some((fit, product))) if own.is_none_or(|own| fit < own) => {
                    found.push((
                        fit,
                        index,
                        Suggestion {
                            kind,
                            product: Some(product),
                        },
                    ));
                }
                (Some(fit), _) => found.push((
                    fit,
                    index,
                    Suggestion {
                        kind,
                        product: None,
                    },
                )),
                _ => {}
            }
        }
        found.sort_by_key(|(fit, index, _)| (*fit, *index));
        found
            .into_iter()
            .map(|(_, _, suggestion)| suggestion)
            .collect()
    }
}

/// How well a name fits what was typed; none where it does not, or nothing was typed.
#[must_use]
pub fn match_name(name: &str, typed: &str) -> Option<NameMatch> {
    let (whole, typed) = (fold_word(name), fold_word(typed));
    if typed.is_empty() {
        None
    } else if whole == typed {
        Some(NameMatch::Exact)
    } else if whole.starts_with(&typed) {
        Some(NameMatch::Prefix)
    } else if words(name).any(|word| fold_word(word).starts_with(&typed)) {
        Some(NameMatch::WordPrefix)
    } else if whole.contains(&typed) {
        Some(NameMatch::Inside)
    } else {
        let mut rest = whole.chars();
        let scattered =
            typed.chars().count() >= 3 && typed.chars().all(|c| rest.any(|other| other == c));
        scattered.then_some(NameMatch::Scattered)
    }
}

#[cfg(test)]
mod tests {
    use super::{NameMatch, match_name};
    use crate::model::catalogue;

    #[test]
    fn an_exact_name_comes_before_all_that_only_hold_it() {
        let ranked = [
            ("Load balancer", Some(NameMatch::Exact)),
            ("load-balancer 2", Some(NameMatch::Prefix)),
            ("Global load balancer", Some(NameMatch::Inside)),
            ("The loadbalancer", Some(NameMatch::WordPrefix)),
            ("Lots of ads: bald dancer", Some(NameMatch::Scattered)),
            ("Queue", None),
        ];
        for (name, expected) in ranked {
            assert_eq!(match_name(name, "load balancer"), expected, "{name}");
        }
        assert_eq!(match_name("Queue", " "), None);
        assert!(NameMatch::Exact < NameMatch::Prefix && NameMatch::Inside < NameMatch::Scattered);
    }

    #[test]
    fn a_product_offers_its_kind_under_its_name() {
        let found = catalogue().search("kafka");
        assert_eq!(
            (found[0].kind.id.as_str(), found[0].name()),
            ("event_log", "Kafka")
        );
        assert_eq!(catalogue().search("postg")[0].kind.id, "sql_database");
    }

    #[test]
    fn words_find_kinds_and_nonsense_finds_none() {
        assert_eq!(catalogue().search("load bal")[0].kind.id, "load_balancer");
        assert_eq!(catalogue().search("db")[0].kind.id, "sql_database");
        assert!(catalogue().search("qqzzxx").is_empty());
        assert_eq!(catalogue().search(" ").len(), catalogue().iter().count());
    }
}
