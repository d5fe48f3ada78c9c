//! Who runs a box: a provider, or one's own team. Most kinds are either; databases, queues and gateways depend on the
//! product.

use super::name_words::name_words;
use super::products::{Product, find_folded_product};
use super::read_name::LONGEST;
use crate::model::text_match::fold_word;

/// Words that say that a provider runs it, whatever the product.
const PROVIDER_WORDS: [&str; 7] = [
    "managed",
    "serverless",
    "hosted",
    "saas",
    "paas",
    "aisearch",
    "cognitivesearch",
];
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

/// Whether a provider runs a box, as far as its name and technology say: by their words ("self-hosted", "managed"), else
/// by the product that they name ("Amazon MSK", "Cassandra"), else by the provider ("Azure"). Where they say nothing,
/// the kind decides.
#[must_use]
pub fn says_provider_run(name: &str, technology: &str) -> Option<bool> {
    let is_end = |c: char| matches!(c, ',' | '(' | ')' | '\n' | '/' | '+' | ':' | ';');
    let parts = [technology, name]
        .into_iter()
        .flat_map(|text| text.split(is_end));
    let parts: Vec<Vec<String>> = parts
        .map(|part| {
            let words = part.split(|c: char| !c.is_alphanumeric()).map(fold_word);
            words.filter(|word| !word.is_empty()).collect()
        })
        .collect();
    let words = parts.concat();
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
    let product = parts.iter().find_map(|part| named_product(part));
    let by_product = product.map(|product| product.is_provider_run);
    by_product.or_else(|| says(&PROVIDERS).then_some(true))
}

/// The product that these words name, the longest name first. One that others run on counts only where there is none.
fn named_product(words: &[String]) -> Option<&'static Product> {
    let list = name_words();
    let mut on_platform = None;
    for length in (1..=LONGEST.min(words.len())).rev() {
        for row in words.windows(length) {
            let word = row.concat();
            let Some(product) = find_folded_product(&word) else {
                continue;
            };
            let is_alone = length == words.len();
            if list.everyday.contains(&word) && !is_alone {
                continue;
            }
            if !list.platforms.contains(&word) {
                return Some(product);
            }
            on_platform.get_or_insert(product);
        }
    }
    on_platform
}

#[cfg(test)]
mod tests {
    use super::says_provider_run;

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
            let said = says_provider_run(name, technology);
            assert_eq!(said, expected, "{name} {technology}");
        }
    }
}
