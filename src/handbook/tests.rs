//! What every page keeps to.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::analysis::rules;
use crate::model::parse_notation;
use crate::scenario::writing;

/// Names of products and systems that look like abbreviations and stand for nothing.
const NAMES: [&str; 3] = ["vLLM", "APISIX", "TAO"];

/// All words of a page in sentences.
fn words(page: &HandbookPage) -> Vec<String> {
    let join = |spans: &[TextSpan]| {
        spans
            .iter()
            .map(|span| span.text.as_str())
            .collect::<String>()
    };
    let mut texts = vec![page.summary.clone()];
    for block in &page.blocks {
        match block {
            // Numbers, and titles of other pages.
            PageBlock::Heading(heading)
                if ["Default numbers", "Rules that check it", "Sources"]
                    .contains(&heading.as_str()) =>
            {
                break;
            }
            PageBlock::Paragraph(spans) => texts.push(join(spans)),
            PageBlock::List { items, .. } => texts.extend(items.iter().map(|item| join(item))),
            PageBlock::Heading(_) | PageBlock::Drawing(_) => {}
        }
    }
    texts
}

fn written() -> impl Iterator<Item = &'static HandbookPage> {
    pages()
        .iter()
        .filter(|page| !matches!(page.link, PageLink::Rule(_)))
}

#[test]
fn every_kind_and_rule_has_a_page_under_its_name() {
    for kind in catalogue().iter() {
        let page = page(&PageLink::Kind(kind.id.clone())).expect("a page");
        assert_eq!(page.title, kind.label);
    }
    for rule in rules::all() {
        let page = page(&PageLink::Rule(rule.id.to_owned())).expect("a page");
        assert_eq!(page.title, rule.title);
    }
    let links: BTreeSet<&PageLink> = pages().iter().map(|page| &page.link).collect();
    assert_eq!(links.len(), pages().len(), "one page each");
}

#[test]
fn every_link_leads_to_a_page() {
    for page in pages() {
        for link in page.spans().filter_map(|span| span.link.as_ref()) {
            assert!(super::page(link).is_some(), "{}: {link}", page.link);
        }
        let raw = page.spans().find(|span| span.text.contains("]("));
        assert!(raw.is_none(), "{}: {raw:?}", page.link);
    }
}

#[test]
fn a_source_on_the_web_is_named_with_its_address() {
    let link = PageLink::Concept("incidents".to_owned());
    let incidents = page(&link).expect("a page");
    let source = incidents
        .spans()
        .find(|span| span.text == "PagerDuty incident response")
        .expect("a source");
    let address = "https://response.pagerduty.com/";
    assert_eq!(source.address.as_deref(), Some(address));
    assert_eq!(source.plain_text(), format!("{}, {address}", source.text));
}

#[test]
fn every_drawing_can_be_drawn_and_taken_in_at_a_glance() {
    for page in written() {
        for drawing in page.drawings() {
            let design = parse_notation(drawing).unwrap_or_else(|e| panic!("{}: {e}", page.link));
            let boxes = design.design.components().count();
            assert!((2..=9).contains(&boxes), "{}: {boxes} boxes", page.link);
        }
    }
}

#[test]
fn no_sentence_stands_on_two_pages() {
    let mut seen: BTreeMap<String, &PageLink> = BTreeMap::new();
    for page in written() {
        let mut own = BTreeSet::new();
        for text in words(page) {
            own.extend(
                writing::sentences(&text)
                    .filter(|s| writing::length(s) > 5)
                    .map(fold_word),
            );
        }
        for sentence in own {
            if let Some(other) = seen.insert(sentence.clone(), &page.link) {
                panic!("{} and {other} both say {sentence}", page.link);
            }
        }
    }
}

#[test]
fn the_words_are_plain() {
    for page in written() {
        let texts = words(page);
        let sentences: Vec<&str> = texts
            .iter()
            .flat_map(|text| writing::sentences(text))
            .collect();
        let count = sentences.len().max(1);
        let length = sentences.iter().map(|s| writing::length(s)).sum::<usize>() / count;
        assert!(length <= 18, "{}: {length} words a sentence", page.link);
        let grade = writing::grade(texts.iter().map(String::as_str));
        assert!(grade <= 12.0, "{}: school grade {grade:.1}", page.link);
        assert!(writing::length(&page.summary) <= 30, "{}", page.summary);
    }
}

#[test]
fn what_one_types_finds_the_page() {
    let first = |typed: &str| search(typed).first().map(|page| page.link.to_string());
    assert_eq!(first("cache").as_deref(), Some("kind:cache"));
    assert_eq!(first("Redis").as_deref(), Some("kind:cache"));
    assert_eq!(first("kafka").as_deref(), Some("kind:event_log"));
    assert_eq!(
        first("single point of failure").as_deref(),
        Some("rule:single-point-of-failure")
    );
    assert_eq!(search("").len(), pages().len());
    assert!(search("qqqq").is_empty());
}

#[test]
fn links_are_written_and_read_alike() {
    for page in pages() {
        assert_eq!(page.link.to_string().parse(), Ok(page.link.clone()));
    }
    assert!("page:one".parse::<PageLink>().is_err() && "cache".parse::<PageLink>().is_err());
}

/// Whether a word is one of a program's, and no abbreviation.
fn is_code(page: &HandbookPage, word: &str) -> bool {
    let mut code = page.spans().filter(|span| span.style == SpanStyle::Code);
    code.any(|span| span.text.contains(word))
}

#[test]
fn abbreviations_are_explained_where_they_are_first_used() {
    let mut bare = Vec::new();
    // The glossary explains each of its own.
    for page in written().filter(|page| page.link != glossary_page()) {
        let texts = words(page);
        let passages: Vec<writing::LocatedText<'_>> = texts
            .iter()
            .map(|text| writing::LocatedText {
                at: page.link.to_string(),
                text,
            })
            .collect();
        let mut found = writing::unexplained(&passages);
        found.retain(|(word, _)| !NAMES.contains(word) && !is_code(page, word));
        bare.extend(found.into_iter().map(|(word, at)| format!("{at}: {word}")));
    }
    assert!(bare.is_empty(), "{}", bare.join("\n"));
}

/// Abbreviations of the pages that are names, words of a query language or marks that the page itself explains.
const NO_TERMS: [&str; 12] = [
    "APISIX", "DB", "EC", "EL", "EN", "LIKE", "LIMIT", "PA", "PC", "PM", "TAO", "vLLM",
];

#[test]
fn every_abbreviation_of_the_pages_is_in_the_glossary() {
    let known: BTreeSet<&str> = terms()
        .iter()
        .flat_map(Term::spellings)
        .flat_map(crate::model::text_match::words)
        .chain(NO_TERMS)
        .collect();
    let mut missing = BTreeSet::new();
    for page in pages() {
        for text in words(page) {
            for word in writing::abbreviations(&text) {
                let is_known = known.contains(word) || known.contains(word.trim_end_matches('s'));
                if !is_known && !is_code(page, word) {
                    missing.insert(format!("{}: {word}", page.link));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
