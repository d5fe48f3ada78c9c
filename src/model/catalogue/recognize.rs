//! Which kind the label of a box speaks of: "Redis cluster", "our Postgres DB", "Order service (Postgres)".
//!
//! The first line decides, and in it the part before the first bracket, comma or colon. The other parts and lines are
//! technology and notes: they only make a general word exact ("Orders DB", second line "Cassandra"), and speak where the
//! first line says nothing.

use super::label_text::{LabelPart, PartMark, label_lines, split_camel_case, split_parts};
use super::lookup::Catalogue;
use super::name_words::name_words;
use super::read_name::{Reading, is_number, is_self_run_form, significant_end};
use super::recognition::{NameEvidence, Recognition};
use super::replicas::without_pair;
use super::role::{Group, Role};
use crate::model::text_match::fold_word;

/// A second line with more words than this is a note, not the rest of the name.
const LONGEST_SECOND_LINE: usize = 3;

impl Catalogue {
    /// The kind that a label speaks of, and why. Lines of the label end in `\n` or in a tag, as diagrams write them.
    #[must_use]
    pub fn recognize(&self, label: &str) -> Option<Recognition<'_>> {
        let lines = label_lines(&without_pair(label));
        let (first, others) = lines.split_first()?;
        let first_parts = self.parts(first);
        let other_parts: Vec<Vec<LabelPart>> = others.iter().map(|line| self.parts(line)).collect();
        let brackets = first_parts.iter().skip(1);
        let details: Vec<&LabelPart> = brackets.chain(other_parts.iter().flatten()).collect();
        if first.ends_with(['?', '？']) {
            return None;
        }
        let reading = self.read_line(&first_parts);
        if let Some(continued) = self.read_two_lines(&first_parts, &other_parts, &reading) {
            return Some(self.refine(continued, &details));
        }
        match reading {
            Reading::Found(found) => Some(self.refine(found, &details)),
            Reading::NoComponent => None,
            Reading::Unknown => {
                let parts = || other_parts.iter().flatten();
                let product = parts().find_map(|part| self.read_technology(&part.words));
                product.or_else(|| {
                    // "8 consumers" says what runs there.
                    let counted = parts().filter(|part| is_copy_count(part));
                    let mut nouns = counted.filter_map(|part| self.noun_at_end(&part.words));
                    nouns.find(|noun| noun.kind.role == Role::Worker)
                })
            }
        }
    }

    /// Whether the name of a box is broken over the first two of its lines: "Chat", "servers".
    pub(super) fn is_name_broken(&self, lines: &[String]) -> bool {
        let [first, others @ ..] = lines else {
            return false;
        };
        let first = self.parts(first);
        let second = others.iter().take(1);
        let others: Vec<Vec<LabelPart>> = second.map(|line| self.parts(line)).collect();
        let reading = self.read_line(&first);
        let continued = self.read_two_lines(&first, &others, &reading);
        continued.is_some_and(|found| {
            // A product in the second line is a technology, unless the first has the begin of its name: "AWS", "CloudTrail".
            matches!(found.evidence, NameEvidence::Noun(_)) || matches!(reading, Reading::Found(_))
        })
    }

    fn parts(&self, line: &str) -> Vec<LabelPart> {
        let mut parts = split_parts(line, |word| self.known_word(word).is_some());
        let is_step_number = |part: &LabelPart| {
            part.words.iter().all(|word| is_number(word)) && !part.words.is_empty()
        };
        if parts.len() > 1 && is_step_number(&parts[0]) {
            parts.remove(0);
            parts[0].mark = PartMark::Start;
        }
        for part in &mut parts {
            part.words = std::mem::take(&mut part.words)
                .into_iter()
                .flat_map(|word| self.split_word(word))
                .collect();
        }
        parts
    }

    /// The words of which a word is made, unless it is known as it stands.
    fn split_word(&self, word: String) -> Vec<String> {
        let is_known = self.known_word(&word).is_some() || self.noun(&word).is_some();
        if is_known {
            vec![word]
        } else {
            let words = split_camel_case(&word).into_iter();
            words.map(str::to_owned).collect()
        }
    }

    /// The first part that says something.
    fn read_line(&self, parts: &[LabelPart]) -> Reading<'_> {
        let Some((first, others)) = parts.split_first() else {
            return Reading::Unknown;
        };
        match self.read_part(&first.words) {
            Reading::Found(found) if found.kind.role == Role::Client => {
                return Reading::Found(self.store_of(others).unwrap_or(found));
            }
            Reading::NoComponent if !is_alternative(others) => return Reading::NoComponent,
            found @ Reading::Found(_) => return found,
            Reading::Unknown | Reading::NoComponent => {}
        }
        let found = others.iter().find_map(|part| match part.mark {
            PartMark::Code => None,
            PartMark::Comma => self.read_technology(&part.words),
            _ => match self.read_part(&part.words) {
                Reading::Found(found) => Some(found),
                _ => None,
            },
        });
        found.map_or(Reading::Unknown, Reading::Found)
    }

    /// The store in a name such as "Users / friends DB".
    fn store_of(&self, others: &[LabelPart]) -> Option<Recognition<'_>> {
        let alternative = others
            .first()
            .filter(|part| part.mark == PartMark::Alternative)?;
        let store = self.noun_at_end(&alternative.words)?;
        (store.kind.role == Role::Store).then_some(store)
    }

    /// What the first two lines say together, where the second is the rest of the name: "Chat", "servers".
    fn read_two_lines(
        &self,
        first: &[LabelPart],
        others: &[Vec<LabelPart>],
        reading: &Reading<'_>,
    ) -> Option<Recognition<'_>> {
        let ([first], [second, ..]) = (first, others) else {
            return None;
        };
        let (second, after) = second.split_first()?;
        let goes_on = second.mark == PartMark::Start;
        if !goes_on || second.words.len() > LONGEST_SECOND_LINE || is_copy_count(second) {
            return None;
        }
        let words: Vec<String> = first.words.iter().chain(&second.words).cloned().collect();
        let Reading::Found(found) = self.read_part(&words) else {
            return None;
        };
        let end = significant_end(&second.words);
        // "Stores all" is a sentence about the box; "DB 2" ends its name.
        if let NameEvidence::Noun(noun) = &found.evidence {
            let last = second.words.iter().rfind(|word| !is_number(word))?;
            if !fold_word(noun).ends_with(&fold_word(last)) {
                return None;
            }
        }
        let last = second.words[..end].last().map(|word| fold_word(word));
        let keeps_data = match reading {
            Reading::Found(before) => {
                matches!(before.kind.group, Group::Storage | Group::Messaging)
            }
            _ => true,
        };
        let is_particular = keeps_data
            && matches!(
                found.kind.role,
                Role::Replica | Role::Relay | Role::DeadLetter
            );
        // "Cache" in a line of its own may as well be a note.
        let is_agent = last.is_some_and(|last| name_words().agents.contains(&last))
            && (found.kind.group != Group::Storage || !matches!(reading, Reading::Found(_)));
        let ends_name = after.is_empty() && (is_particular || (end == 1 && is_agent));
        let says_more = match (reading, &found.evidence) {
            (Reading::Unknown, NameEvidence::Noun(_)) => {
                end == 1 || found.kind.role != Role::Client
            }
            (_, NameEvidence::Noun(_)) => ends_name,
            (Reading::Found(before), NameEvidence::Product(product)) => {
                matches!(&before.evidence, NameEvidence::Product(part) if product.len() > part.len())
            }
            (_, NameEvidence::Product(product)) => {
                let name = fold_word(&words[..significant_end(&words)].concat());
                name.ends_with(&fold_word(product))
            }
        };
        (says_more && (after.is_empty() || matches!(reading, Reading::Unknown))).then_some(found)
    }

    /// Makes a general word exact by what brackets and further lines say of it.
    fn refine<'a>(&'a self, found: Recognition<'a>, details: &[&LabelPart]) -> Recognition<'a> {
        let is_store = found.kind.role == Role::Store;
        let replica = details.iter().find_map(|part| {
            let noun = self.noun_at_end(&part.words)?;
            (is_store && noun.kind.role == Role::Replica && part.words.len() <= LONGEST_SECOND_LINE)
                .then_some(noun)
        });
        if let Some(replica) = replica.filter(|_| !details.iter().any(|part| is_copy_count(part))) {
            return replica;
        }
        let NameEvidence::Noun(noun) = &found.evidence else {
            return found;
        };
        let last = noun.rsplit(' ').next().unwrap_or(noun);
        let is_of_last = self.noun(last).is_some_and(|kind| kind.id == found.kind.id);
        let is_general = name_words().general.contains(&fold_word(noun))
            || (is_of_last && name_words().general.contains(&fold_word(last)));
        let technology = details
            .iter()
            .filter(|part| part.mark != PartMark::Code)
            .find_map(|part| {
                let exact = self.read_technology(&part.words)?;
                let fits = match found.kind.role {
                    Role::Client => matches!(exact.kind.role, Role::Store) && !noun.contains(' '),
                    _ if is_self_run_form(exact.kind, found.kind) => true,
                    _ => {
                        is_general
                            && (found.kind.group == exact.kind.group
                                || exact.kind.role == Role::Backup)
                            && matches!(found.kind.group, Group::Storage | Group::Messaging)
                            && exact.kind.role != Role::Replica
                    }
                };
                fits.then_some(exact)
            });
        technology.unwrap_or(found)
    }

    /// A product that stands alone: what a line of technology says. A library for traces, a sign-in or a partner does not
    /// make a box what it is.
    fn read_technology(&self, words: &[String]) -> Option<Recognition<'_>> {
        let end = significant_end(words);
        let whole = fold_word(&words[..end].concat());
        let product = self.product_in(words, true)?;
        let NameEvidence::Product(name) = &product.evidence else {
            return None;
        };
        let rest = whole.replacen(&fold_word(name), "", 1);
        // "Kafka compacted"
        let is_described = whole.starts_with(&fold_word(name))
            && words.len() == 2
            && words[1].starts_with(char::is_lowercase)
            && self.noun_at_end(words).is_none();
        let says_kind = !matches!(
            product.kind.role,
            Role::Observability | Role::Auth | Role::Control | Role::Mesh | Role::External
        );
        let is_alone = rest.chars().all(|c| c.is_ascii_digit())
            || other_words(words, name).is_some_and(|others| {
                // "Aurora Postgres", "DynamoDB table"
                let other = self.read_technology(others);
                let other = other.or_else(|| self.noun_at_end(others));
                other.is_some_and(|other| other.kind.id == product.kind.id)
            });
        (says_kind && (is_alone || is_described)).then_some(product)
    }
}

/// The words before or after a product, where it has nothing on its other side.
fn other_words<'a>(words: &'a [String], product: &str) -> Option<&'a [String]> {
    let product = fold_word(product);
    (1..words.len()).find_map(|at| {
        let (before, after) = words.split_at(at);
        if fold_word(&before.concat()) == product {
            Some(after)
        } else {
            (fold_word(&after.concat()) == product).then_some(before)
        }
    })
}

/// Whether the second part stands beside the first: "TCP/UDP load balancer".
fn is_alternative(others: &[LabelPart]) -> bool {
    let first = others.first();
    first.is_some_and(|part| part.mark == PartMark::Alternative)
}

/// "+ 2 replicas", "replicas 3..50": how many there are, not what the box is. "Replica 2" is one of them.
fn is_copy_count(part: &LabelPart) -> bool {
    let counts = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let is_plural = |word: &String| word.ends_with('s');
    part.words.len() > 1
        && part.words.iter().any(counts)
        && (counts(&part.words[0]) || part.words.iter().any(is_plural))
}

#[cfg(test)]
mod tests {
    use crate::model::catalogue;
    use crate::model::catalogue::read_name::LONGEST;

    fn assert_kinds(names: &[(&str, &str)]) {
        for (name, kind) in names {
            let recognized = catalogue().recognize(name);
            assert_eq!(
                recognized.map_or("", |found| &found.kind.id),
                *kind,
                "{name}"
            );
        }
    }

    #[test]
    fn products_are_known_among_other_words() {
        assert_kinds(&[
            ("Redis cluster", "cache"),
            ("our Postgres DB", "sql_database"),
            ("Kafka topic: clicks", "event_log"),
            ("Clicks (Apache Kafka)", "event_log"),
            ("Orders in DynamoDB", "key_value_store"),
            ("Redis Streams for clicks", "event_log"),
            ("Google Cloud Pub/Sub", "pub_sub"),
            ("Postgres 16", "sql_database"),
            ("Postgres main", "sql_database"),
            ("AWS S3 bucket", "object_storage"),
            ("Node.js server", "app_service"),
            ("AWS IoT Core", "iot_hub"),
            ("PgBouncer", "connection_pooler"),
        ]);
    }

    #[test]
    fn otherwise_a_name_is_what_it_ends_in() {
        assert_kinds(&[
            ("Kafka consumer", "worker"),
            ("Postgres replica", "read_replica"),
            ("DB standby", "read_replica"),
            ("Postgres primary + sync standby", "sql_database"),
            ("MySQL primary + replica", "sql_database"),
            ("Nightly Postgres backup", "backup"),
            ("SQS dead letters", "dead_letter_queue"),
            ("User service", "app_service"),
            ("OrderService", "app_service"),
            ("Click message queue", "queue"),
            ("Web app backend", "app_service"),
            ("API servers", "app_service"),
            ("Database for users", "sql_database"),
            ("Worker 2", "worker"),
            ("cache warmer", "batch_job"),
            ("Stripe adapter", "microservice"),
            ("External billing API", "third_party_api"),
            ("Face recognition API", "ml_inference"),
            ("Lastverteiler", "load_balancer"),
            ("订单服务", "app_service"),
        ]);
    }

    #[test]
    fn the_first_line_decides_and_the_rest_makes_it_exact() {
        assert_kinds(&[
            ("Order service (Postgres)", "app_service"),
            (
                "Application load balancer<br/>HTTPS:443, HTTP:80",
                "load_balancer",
            ),
            ("Read replicas<br/>Query distribution", "read_replica"),
            ("PostgreSQL (Read replica)", "read_replica"),
            ("PostgreSQL (Primary)", "sql_database"),
            ("Message DB\\nCassandra", "key_value_store"),
            ("API gateway<br>Kong", "api_gateway_self_run"),
            ("Interactions\nCassandra", "key_value_store"),
            ("Chat<br>servers", "websocket_gateway"),
            ("Orders<br>PostgreSQL", "sql_database"),
            ("Aurora primary<br>+ 2 readers", "sql_database"),
            (
                "The book (double entry)<br>Aurora Postgres, 2 AZs",
                "sql_database",
            ),
            ("Memory<br>DynamoDB table", "key_value_store"),
            ("Catalog<br>sends traces to OpenTelemetry", ""),
        ]);
    }

    #[test]
    fn people_and_the_programs_they_use_are_clients() {
        assert_kinds(&[
            ("Users", "client"),
            ("End users", "client"),
            ("Clients", "client"),
            ("Customers (web)", "client"),
            ("Web UI", "client"),
            ("CLI", "client"),
            ("Restaurant dashboard", "client"),
            ("Partner program", "client"),
            ("Mobile apps", "mobile_client"),
            ("Users (Postgres)", "sql_database"),
            ("Users / friends DB", "sql_database"),
            ("Grafana dashboard", "observability"),
        ]);
    }

    #[test]
    fn what_follows_a_name_does_not_hide_it() {
        assert_kinds(&[
            ("User Service owns user id", "app_service"),
            ("Session Cache session:{id}", "cache"),
            ("Message Queue friends + post_id", "queue"),
            ("Market Data Service Snapshot", "app_service"),
            ("Read API", "app_service"),
            ("Search index updater", "worker"),
        ]);
    }

    #[test]
    fn what_is_no_component_or_means_nothing_stays_a_box() {
        assert_kinds(
            &[
                "Redis client library",
                "API docs",
                "VPC",
                "Private subnet",
                "Security group",
                "NAT gateway",
                "Kubernetes cluster",
                "EU region",
                "Cache hit?",
                "Check cache",
                "Serve from cache",
                "User clicks link",
                "DB overwhelmed",
                "Split traffic",
                "shard router",
                "Node A",
                "Credis",
                "sparkling",
                "Catalog",
                "Spare parts",
                "Video module",
                "Sales grid",
                "Box 3",
                "",
                "  ",
                ":",
                "for",
                "Idea",
                "Kafkaesque",
            ]
            .map(|name| (name, "")),
        );
    }

    #[test]
    fn the_reason_names_the_product_or_the_words() {
        let told = |name: &str| catalogue().recognize(name).map(|found| found.to_string());
        let product = "Cache: \"Redis\" is a product of this kind";
        assert_eq!(told("redis 7").as_deref(), Some(product));
        let noun = "Worker: its name contains \"consumer\"";
        assert_eq!(told("Click consumer").as_deref(), Some(noun));
        assert_eq!(told("Idea"), None);
    }

    #[test]
    fn every_entry_of_the_catalogue_is_short_enough() {
        for kind in catalogue().iter() {
            let entries = kind.aliases.iter().chain(&kind.products);
            for entry in entries.chain([&kind.label]) {
                let words = entry.split(|c: char| !c.is_alphanumeric());
                let count = words.filter(|word| !word.is_empty()).count();
                assert!(count <= LONGEST, "{entry}");
            }
        }
    }
}
