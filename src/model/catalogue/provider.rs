//! Who runs a box: a provider, or one's own team. Most kinds are either; databases, queues and gateways depend on the
//! product.

use super::kind::Kind;
use super::lookup::{Catalogue, fold_word};
use super::products::{Product, find_product};
use super::recognition::NameEvidence;
use super::role::Flag;

/// Words that say that a provider runs it, whatever the product.
const PROVIDER_WORDS: [&str; 5] = ["managed", "serverless", "hosted", "saas", "paas"];
/// Words that say that one's own team runs it.
const OWN_WORDS: [&str; 8] = [
    "selfhosted",
    "selfmanaged",
    "selfrun",
    "onprem",
    "onpremise",
    "onpremises",
    "homegrown",
    "inhouse",
];

impl Catalogue {
    /// Whether a provider runs a box of this kind, so that one box is not one machine: by what its name and technology say
    /// ("self-hosted", "managed"), else by the product that they name ("Amazon MSK", "Cassandra"), else by the kind.
    #[must_use]
    pub fn is_provider_run(&self, kind: &Kind, name: &str, technology: &str) -> bool {
        let text = format!("{technology}\n{name}");
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .map(fold_word)
            .filter(|word| !word.is_empty())
            .collect();
        let says = |list: &[&str]| {
            let pairs = words.windows(2).map(<[String]>::concat);
            pairs
                .chain(words.iter().cloned())
                .any(|word| list.contains(&word.as_str()))
        };
        if says(&OWN_WORDS) {
            return false;
        }
        if says(&PROVIDER_WORDS) {
            return true;
        }
        match self.named_product(&[technology, name]) {
            Some(product) => product.is_provider_run,
            None => kind.has(Flag::Managed),
        }
    }

    /// The first product that one of the texts names.
    fn named_product(&self, texts: &[&str]) -> Option<&'static Product> {
        let mut parts = texts
            .iter()
            .flat_map(|text| text.split([',', '(', ')', '\n', '/', '+']));
        parts.find_map(|part| {
            let found = self.recognize_product(part)?;
            let NameEvidence::Product(product) = found.evidence else {
                return None;
            };
            find_product(&product)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{catalogue, kind};

    #[test]
    fn the_product_says_who_runs_a_box_and_words_win_over_it() {
        for (id, name, technology, expected) in [
            ("sql_database", "Orders", "Amazon RDS", true),
            ("sql_database", "Orders", "PostgreSQL", false),
            ("sql_database", "Orders DB", "", false),
            ("key_value_store", "Orders", "", true),
            ("key_value_store", "Cassandra", "", false),
            ("key_value_store", "Orders", "DynamoDB", true),
            ("event_log", "Clicks", "Amazon MSK", true),
            ("event_log", "Kafka", "", false),
            ("event_log", "Kafka (managed)", "", true),
            ("queue", "RabbitMQ", "", false),
            ("queue", "Jobs", "SQS", true),
            ("object_storage", "Self-hosted files", "", false),
            ("object_storage", "Files", "MinIO", false),
            ("notification_sender", "Mail", "", true),
            ("notification_sender", "Mail", "Postfix", false),
        ] {
            let is_provider_run = catalogue().is_provider_run(kind(id), name, technology);
            assert_eq!(is_provider_run, expected, "{id} {name} {technology}");
        }
    }
}
