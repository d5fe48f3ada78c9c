//! The page with all terms: a search of its own, and each term with what it means and a link to the page to read next.

use egui::Ui;

use super::text::text_ui;
use crate::app::look::gap;
use crate::app::widgets::{caption, search_field};
use crate::handbook::{PageLink, Term, search_terms, term_line};
use crate::scene::Palette;

/// How many terms the list beside a page shows for what was typed.
const MOST_IN_LIST: usize = 4;

/// The search and the terms that it finds.
pub(super) fn glossary_ui(
    ui: &mut Ui,
    p: &Palette,
    typed: &mut String,
    next: &mut Option<PageLink>,
) {
    ui.add_space(gap::S);
    search_field(ui, p, typed, "Search the glossary", "Search the glossary");
    let found = search_terms(typed);
    if found.is_empty() {
        let none = format!("No term matches \"{}\"", typed.trim());
        caption(ui, p, none);
    }
    for term in found {
        ui.add_space(gap::S);
        text_ui(ui, p, &term_line(term), next);
    }
    ui.add_space(gap::PAGE);
}

/// The terms whose names match what was typed in the search of all pages, the closest first.
pub(super) fn named_terms(typed: &str) -> Vec<&'static Term> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    search_terms(typed).into_iter().take(MOST_IN_LIST).collect()
}
