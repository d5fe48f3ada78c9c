//! Which kind a name speaks of: "Redis cluster", "our Postgres DB". Whole words only, so that "sparkling" has nothing to
//! do with Spark.

use super::kind::Kind;
use super::lookup::{CUSTOM, Catalogue};
use super::role::{Group, Role};
use crate::model::text_match::words;

/// No entry of the catalogue has more words.
const LONGEST: usize = 6;
/// Words that begin what a thing is for, where it is, or what it works with.
const JOINING: [&str; 14] = [
    "and", "at", "behind", "by", "for", "from", "in", "of", "on", "per", "to", "via", "with",
    "without",
];
/// Words after a kind that say nothing about it.
const FILLING: [&str; 11] = [
    "box",
    "cluster",
    "farm",
    "fleet",
    "instance",
    "instances",
    "layer",
    "node",
    "nodes",
    "pool",
    "tier",
];

impl Catalogue {
    /// The kind that a name in the user's own words speaks of, where there is one: by a product anywhere in it, or by
    /// what it ends in before words such as "for" and "of".
    #[must_use]
    pub fn recognize_kind(&self, name: &str) -> Option<&Kind> {
        if let Some((kind, _)) = self.find(name) {
            return Some(kind).filter(|kind| kind.id != CUSTOM);
        }
        name.split(['(', ')', ':', ';', ',']).find_map(|part| {
            let words: Vec<&str> = words(part).collect();
            let mut clauses = words.split(|word| JOINING.contains(&word.to_lowercase().as_str()));
            let first = clauses
                .next()
                .and_then(|clause| self.recognize_clause(clause));
            first.or_else(|| clauses.find_map(|clause| self.find_product(clause)))
        })
    }

    fn recognize_clause(&self, words: &[&str]) -> Option<&Kind> {
        let head = self.find_head_noun(words);
        match self.find_product(words) {
            Some(product) if head.is_none_or(|head| is_more_general(head, product)) => {
                Some(product)
            }
            _ => head,
        }
    }

    /// The kind of the longest product in a row of words.
    fn find_product(&self, words: &[&str]) -> Option<&Kind> {
        let lengths = (1..=LONGEST.min(words.len())).rev();
        let mut runs = lengths.flat_map(|length| words.windows(length));
        runs.find_map(|run| {
            let (kind, product) = self.find(&run.concat())?;
            product.map(|_| kind)
        })
    }

    /// The kind of the most words at the end: a "click queue consumer" consumes.
    fn find_head_noun(&self, words: &[&str]) -> Option<&Kind> {
        let says_something = |word: &&str| {
            let counts = word.chars().all(|c| c.is_ascii_digit());
            !counts && !FILLING.contains(&word.to_lowercase().as_str())
        };
        let end = words.iter().rposition(says_something)? + 1;
        let first = end.saturating_sub(LONGEST);
        (first..end).find_map(|start| self.find_one_or_many(&words[start..end]))
    }

    fn find_one_or_many(&self, words: &[&str]) -> Option<&Kind> {
        let word = words.concat();
        let (kind, _) = self.find(&word).or_else(|| {
            let many = self.find(word.strip_suffix('s')?)?;
            // "Users" are as often their records.
            Some(many).filter(|(kind, _)| kind.role != Role::Client)
        })?;
        // "Part", "module", "grid": hardware has everyday names.
        let everyday = words.len() == 1 && kind.group == Group::Hardware;
        Some(kind).filter(|kind| kind.id != CUSTOM && !everyday)
    }
}

/// Whether what a name ends in says less than the product in it: a "Kafka service" and a "Kafka topic" are Kafka, a "Kafka
/// consumer" and a "Postgres replica" are not what the product is.
fn is_more_general(head: &Kind, product: &Kind) -> bool {
    let particular = matches!(head.role, Role::Replica | Role::DeadLetter | Role::Relay);
    head.role == Role::Compute || (head.group == product.group && !particular)
}

#[cfg(test)]
mod tests {
    use crate::model::catalogue;

    fn understood(name: &str) -> &str {
        catalogue().recognize_kind(name).map_or("", |kind| &kind.id)
    }

    #[test]
    fn products_are_known_among_other_words() {
        for (name, kind) in [
            ("Redis cluster", "cache"),
            ("our Postgres DB", "sql_database"),
            ("Kafka topic: clicks", "event_log"),
            ("Clicks (Apache Kafka)", "event_log"),
            ("Orders in DynamoDB", "key_value_store"),
            ("Redis Streams for clicks", "event_log"),
            ("Google Cloud Pub/Sub", "pub_sub"),
            ("Postgres 16", "sql_database"),
            ("AWS S3 bucket", "object_storage"),
            ("Node.js server", "app_service"),
        ] {
            assert_eq!(understood(name), kind, "{name}");
        }
    }

    #[test]
    fn otherwise_a_name_is_what_it_ends_in() {
        for (name, kind) in [
            ("Kafka consumer", "worker"),
            ("Postgres replica", "read_replica"),
            ("Nightly Postgres backup", "backup"),
            ("SQS dead letters", "dead_letter_queue"),
            ("User service", "app_service"),
            ("Click message queue", "queue"),
            ("Web app backend", "app_service"),
            ("API servers", "app_service"),
            ("Database for users", "sql_database"),
            ("Worker 2", "worker"),
        ] {
            assert_eq!(understood(name), kind, "{name}");
        }
    }

    #[test]
    fn parts_of_words_and_everyday_words_say_nothing() {
        for name in [
            "Credis",
            "sparkling",
            "Catalog",
            "Spare parts",
            "Video module",
            "Users",
            "Sales grid",
            "Box 3",
            "",
            "  ",
            ":",
            "for",
            "Idea",
            "Kafkaesque",
        ] {
            assert_eq!(understood(name), "", "{name}");
        }
    }

    #[test]
    fn every_entry_of_the_catalogue_is_short_enough() {
        for kind in catalogue().iter() {
            let entries = kind.aliases.iter().chain(&kind.products);
            for entry in entries.chain([&kind.label]) {
                assert!(super::words(entry).count() <= super::LONGEST, "{entry}");
            }
        }
    }
}
