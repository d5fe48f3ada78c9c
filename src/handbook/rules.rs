//! A page for each rule, from the rule itself; and which rules point at which sort of component.

use std::collections::BTreeMap;

use super::page::{HandbookPage, PageBlock, PageLink, TextSpan};
use crate::analysis::rules;
use crate::model::Role;

/// The pages, in the order of the check.
pub(super) fn rule_pages() -> impl Iterator<Item = HandbookPage> {
    rules::all().iter().map(|rule| rule_page(rule))
}

fn rule_page(rule: &rules::Rule) -> HandbookPage {
    let mut blocks = Vec::new();
    let about = format!(
        "{}. Usually {}.",
        rule.category.label(),
        rule.severity.label().to_lowercase()
    );
    blocks.push(PageBlock::Paragraph(vec![about.as_str().into()]));
    for (heading, text) in [
        ("Why it matters", rule.why),
        ("For stakeholders", rule.for_stakeholders),
        ("What to do", rule.fix),
        ("When this does not apply", rule.exempt),
    ] {
        if !text.is_empty() {
            blocks.push(PageBlock::Heading(heading.to_owned()));
            blocks.push(PageBlock::Paragraph(vec![text.into()]));
        }
    }
    for (heading, drawing) in [
        ("The problem", rule.bad_text()),
        ("The fix", rule.good_text()),
    ] {
        blocks.push(PageBlock::Heading(heading.to_owned()));
        blocks.push(PageBlock::Drawing(drawing));
    }
    blocks.push(PageBlock::Heading("Sources".to_owned()));
    blocks.push(PageBlock::List {
        numbered: false,
        items: rule.references.iter().map(source_line).collect(),
    });
    if rules::covered_by(rule.id).next().is_some() {
        let links = rules::covered_by(rule.id).filter_map(rule_link);
        blocks.push(PageBlock::Heading("Covers".to_owned()));
        blocks.push(PageBlock::List {
            numbered: false,
            items: links.map(|span| vec![span]).collect(),
        });
    }
    HandbookPage {
        link: PageLink::Rule(rule.id.to_owned()),
        title: rule.title.to_owned(),
        summary: rule.for_stakeholders.to_owned(),
        blocks,
    }
}

fn source_line(reference: &rules::RuleReference) -> Vec<TextSpan> {
    vec![TextSpan {
        address: reference.url().map(str::to_owned),
        ..reference.text().as_str().into()
    }]
}

/// The title of a rule, leading to its page.
pub(super) fn rule_link(id: &str) -> Option<TextSpan> {
    rules::get(id).map(|rule| TextSpan {
        link: Some(PageLink::Rule(rule.id.to_owned())),
        ..rule.title.into()
    })
}

/// For each role the rules whose own bad example points at a component of that role. To find that out takes a check of
/// every bad example, so it is kept in a file, which a test compares with what the check says.
pub(super) fn rules_by_role() -> BTreeMap<Role, Vec<String>> {
    serde_json::from_str(include_str!("../../assets/handbook/rules_by_role.json"))
        .expect("a test compares the file with the rules")
}
