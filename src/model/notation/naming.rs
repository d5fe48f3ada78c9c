//! What the keys of the notation stand for: the kind of a component, and its name where none is written.

use crate::model::text_match::fold_word;
use crate::model::{Component, Id, Point, catalogue, kind};

/// The kind a word stands for, with the product's spelling where it is one.
pub(super) fn find_kind(word: &str) -> Result<(String, Option<String>), String> {
    let product = || catalogue().find_product(word);
    let found = known_kind(word)
        .or_else(|| product().map(|(kind, name)| (kind.id.clone(), Some(name.to_owned()))));
    found.ok_or_else(|| unknown_kind(word))
}

/// The sentence about a word that stands for no kind.
fn unknown_kind(word: &str) -> String {
    let hint = catalogue().nearest(word).map_or_else(
        || "`boxdrill kinds` lists them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("unknown component kind `{word}`: {hint}")
}

fn known_kind(word: &str) -> Option<(String, Option<String>)> {
    let (kind, product) = catalogue().find(word)?;
    Some((kind.id.clone(), product.map(str::to_owned)))
}

/// The kind a key stands for; `api2` and `api_b` are an `api` unless they are words of their own.
pub(super) fn find_kind_of_key(key: &str) -> Result<(String, Option<String>), String> {
    let stem = key
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches(['_', '-']);
    let stem = stem
        .rsplit_once(['_', '-'])
        .filter(|(_, tail)| tail.chars().count() == 1)
        .map_or(stem, |(s, _)| s);
    // Many products have everyday names ("Split", "Render"), so that a key alone means none of those outside the palette. What a
    // word may have meant is looked for only where nothing is known: that compares it with all words.
    known_kind(key)
        .or_else(|| known_kind(stem))
        .ok_or_else(|| unknown_kind(key))
}

/// A component before its line is read.
pub(super) fn unnamed_component(parent: Option<Id>) -> Component {
    Component {
        parent,
        ..Component::new("", "", Point::default())
    }
}

/// Puts a text below the name of a component, where nothing stands yet.
pub(super) fn add_second_line(
    component: &mut Component,
    key: &str,
    text: &str,
) -> Result<(), String> {
    if !component.technology.is_empty() {
        return Err(format!(
            "`{key}` has a name and a second line already: put “{text}” into one of them or into a note"
        ));
    }
    text.clone_into(&mut component.technology);
    Ok(())
}

/// Fills in what the lines left out: the name from the key, and the technology from a product that named the kind.
///
/// A name that was written stays, an empty one too.
pub(super) fn fill_in_name(
    component: &mut Component,
    key: &str,
    product: Option<String>,
    named: bool,
) {
    let known = catalogue().find(key).is_some();
    if !named {
        component.name = match &product {
            Some(product) if known => product.clone(),
            None if known => kind(&component.kind).label.clone(),
            _ => humanize(key),
        };
    }
    if let Some(product) = product.filter(|product| component.name != *product) {
        let technology = &mut component.technology;
        if technology.is_empty() {
            *technology = product;
        } else if !fold_word(technology).contains(&fold_word(&product)) {
            // Who runs a box, and how its data is spread, may follow from the product alone.
            *technology = format!("{product}, {technology}");
        }
    }
}

fn humanize(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
