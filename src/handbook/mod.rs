//! The handbook: a page for every component kind, every rule and every concept, in plain English, with drawn examples and
//! links among them. It knows what the pages say; how they look is for the window and for the file that is printed.
//!
//! Pages about kinds and concepts are written by hand in `assets/handbook`; numbers, rules and prompts that belong to a kind
//! are put behind them from where they are kept. Pages about rules are the rules' own texts and examples. Terms of the trade
//! are explained in a [`glossary`](terms), which is a page too.

mod glossary;
mod kinds;
mod markdown;
mod page;
mod rules;
mod written_files;

use std::sync::LazyLock;

pub use glossary::{
    Term, TermMention, glossary_page, search_terms, term_line, term_mentions, terms,
};
pub use page::{Chapter, HandbookPage, PageBlock, PageLink, SpanStyle, TextSpan};
use written_files::written_files;

use crate::model::{NameMatch, catalogue, fold_word, match_name};

/// The pages about concepts, in the order in which one would read them.
const CONCEPTS: &[(&str, &str)] = written_files!["concepts":
    "requirements"
    "estimation"
    "reading-a-drawing"
    "latency"
    "capacity"
    "cost"
    "build-or-buy"
    "load-balancing"
    "rate-limiting"
    "caching"
    "cache-invalidation"
    "cdn"
    "queues-and-logs"
    "stream-windows"
    "data-pipelines"
    "events"
    "delivery-guarantees"
    "realtime"
    "api-styles"
    "versioning"
    "microservices"
    "service-mesh"
    "serverless"
    "sql-and-nosql"
    "replication"
    "sharding"
    "consistent-hashing"
    "multi-tenancy"
    "consistency"
    "cap-and-pacelc"
    "quorum-and-leaders"
    "transactions-and-sagas"
    "indexes-and-search"
    "back-pressure"
    "retries-and-breakers"
    "availability"
    "slo-and-error-budget"
    "recovery"
    "incidents"
    "regions-and-zones"
    "observability"
    "load-and-chaos-tests"
    "security"
    "privacy"
    "rollout-and-migration"
    "release-engineering"
    "hardware-and-software"
    "hardware-milestones"
    "bring-up-and-firmware"
    "sensors-to-cloud"
    "power-thermal-and-cost"
    "manufacturing-test"
    "reliability-and-returns"
    "inference"
    "retrieval"
    "fine-tune-or-retrieve"
    "evaluation"
    "guardrails"
    "agents"
    "gpu-capacity"
    "feature-store-and-drift"
    "scoping"
    "dependency-map"
    "risk-register"
    "decision-log"
    "launch-readiness"
    "migration-playbook"
    "status-and-escalation"
    "executive-minute"
    "story-structure"
    "verbal-round"
    "from-program-manager-to-tpm"
];

static PAGES: LazyLock<Vec<HandbookPage>> = LazyLock::new(|| {
    let concepts = CONCEPTS
        .iter()
        .map(|(id, text)| markdown::read_page(PageLink::Concept((*id).to_owned()), text));
    concepts
        .chain([glossary::glossary_of_terms()])
        .chain(kinds::kind_pages())
        .chain(rules::rule_pages())
        .collect()
});

/// All pages: concepts, then kinds as the palette has them, then rules as the check has them.
#[must_use]
pub fn pages() -> &'static [HandbookPage] {
    &PAGES
}

/// The page about something, where there is one.
#[must_use]
pub fn page(link: &PageLink) -> Option<&'static HandbookPage> {
    pages().iter().find(|page| page.link == *link)
}

/// The pages that speak of something, those that are about it first.
#[must_use]
pub fn search(typed: &str) -> Vec<&'static HandbookPage> {
    let wanted = fold_word(typed);
    if wanted.is_empty() {
        return pages().iter().collect();
    }
    let named = catalogue().find(typed).map(|(kind, _)| &kind.id);
    let mut found: Vec<(u8, &HandbookPage)> = pages()
        .iter()
        .filter_map(|page| match &page.link {
            PageLink::Kind(id) if named == Some(id) => Some((0, page)),
            _ => Some((closeness(page, &wanted)?, page)),
        })
        .collect();
    found.sort_by_key(|(closeness, _)| *closeness);
    found.into_iter().map(|(_, page)| page).collect()
}

/// How close a page is to what is wanted, 0 being closest; none where it does not speak of it.
fn closeness(page: &HandbookPage, wanted: &str) -> Option<u8> {
    let has = |text: &str| fold_word(text).contains(wanted);
    let known_as = || match &page.link {
        PageLink::Kind(id) => catalogue().get(id).is_some_and(|kind| {
            let names = kind.aliases.iter().chain(&kind.products);
            names
                .into_iter()
                .any(|name| fold_word(name).starts_with(wanted))
        }),
        PageLink::Rule(id) | PageLink::Concept(id) => has(id),
    };
    match match_name(&page.title, wanted) {
        Some(NameMatch::Exact) => Some(0),
        Some(NameMatch::Prefix) => Some(1),
        Some(NameMatch::WordPrefix | NameMatch::Inside) => Some(2),
        _ if known_as() => Some(3),
        _ if has(&page.summary) => Some(4),
        _ if page.spans().any(|span| has(&span.text)) => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
