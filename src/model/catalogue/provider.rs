//! Who runs a box: a provider, or one's own team. Most kinds are either; databases, queues and gateways depend on the
//! product.

use super::lookup::{Catalogue, fold_word};
use super::products::{Product, find_product};
use super::recognition::NameEvidence;

/// Words that say that a provider runs it, whatever the product.
const PROVIDER_WORDS: [&str; 5] = ["managed", "serverless", "hosted", "saas", "paas"];
/// Words that say that one's own team runs it.
const OWN_WORDS: [&str; 12] = [
    "selfhosted",
    "selfmanaged",
    "selfrun",
    "onprem",
    "onpremise",
    "onpremises",
    "homegrown",
    "inhouse",
    "ec2",
    "vm",
    "virtualmachine",
    "droplet",
];
/// Providers, and services that companies buy as a whole, where no product is named.
const PROVIDERS: [&str; 21] = [
    "amazon",
    "anthropic",
    "aws",
    "azure",
    "cohere",
    "companysignin",
    "confluent",
    "databricks",
    "elasticcloud",
    "firebase",
    "gcp",
    "git",
    "google",
    "identityprovider",
    "idp",
    "microsoft",
    "openai",
    "parameterstore",
    "sociallogin",
    "sso",
    "supabase",
];

impl Catalogue {
    /// Whether a provider runs a box, as far as its name and technology say: by their words ("self-hosted", "managed"), else
    /// by the product that they name ("Amazon MSK", "Cassandra"), else by the provider ("Azure"). Where they say nothing,
    /// the kind decides.
    #[must_use]
    pub fn says_provider_run(&self, name: &str, technology: &str) -> Option<bool> {
        let text = format!("{technology}\n{name}");
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .map(fold_word)
            .filter(|word| !word.is_empty())
            .collect();
        let says = |list: &[&str]| {
            let mut lengths = 1..=3;
            lengths.any(|length| {
                let mut rows = words.windows(length).map(<[String]>::concat);
                rows.any(|word| list.contains(&word.as_str()))
            })
        };
        if says(&OWN_WORDS) {
            return Some(false);
        }
        if says(&PROVIDER_WORDS) {
            return Some(true);
        }
        let product = self.named_product(&[technology, name]);
        let by_product = product.map(|product| product.is_provider_run);
        by_product.or_else(|| says(&PROVIDERS).then_some(true))
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
    use crate::model::catalogue;

    #[test]
    fn the_product_says_who_runs_a_box_and_words_win_over_it() {
        for (name, technology, expected) in [
            ("Orders", "Amazon RDS", Some(true)),
            ("Orders", "PostgreSQL", Some(false)),
            ("Orders DB", "", None),
            ("Orders", "", None),
            ("Cassandra", "", Some(false)),
            ("Orders", "DynamoDB", Some(true)),
            ("Clicks", "Amazon MSK", Some(true)),
            ("Kafka", "", Some(false)),
            ("Kafka (managed)", "", Some(true)),
            ("RabbitMQ", "", Some(false)),
            ("Jobs", "SQS", Some(true)),
            ("Self-hosted files", "", Some(false)),
            ("Files", "MinIO", Some(false)),
            ("Mail", "", None),
            ("Mail", "Postfix", Some(false)),
            ("Orders", "Microsoft SQL Server", Some(false)),
            ("Twitter Snowflake", "", Some(false)),
            ("ALB", "", Some(true)),
            ("Orders", "Azure", Some(true)),
            ("Company sign-in", "", Some(true)),
            ("Redis on EC2", "", Some(false)),
        ] {
            let said = catalogue().says_provider_run(name, technology);
            assert_eq!(said, expected, "{name} {technology}");
        }
    }
}
