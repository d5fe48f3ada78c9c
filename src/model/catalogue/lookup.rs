//! The catalogue of component kinds, read once from `assets/kinds.json`, and the words that people type for them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::kind::Kind;
use super::products;
use super::written_kinds::read_kinds;
use crate::model::text_match::fold_word;

/// All kinds, in palette order.
#[derive(Debug)]
pub struct Catalogue {
    kinds: Vec<Kind>,
    by_id: BTreeMap<String, usize>,
    /// Ids, labels, aliases and products, folded by [`fold_word`], to the kind and, for a product, its spelling.
    by_word: BTreeMap<String, (usize, Option<String>)>,
}

/// The id of the kind that stands for anything: used where a file names a kind this program does not know.
pub const CUSTOM: &str = "custom";

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let kinds = read_kinds(include_str!("../../../assets/kinds.json"))
        .expect("assets/kinds.json is part of the program and checked by its tests");
    Catalogue::new(kinds)
});

/// The built-in catalogue.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// The kind with this id; the custom box where there is none, so that a drawing from elsewhere still works.
#[must_use]
pub fn kind(id: &str) -> &'static Kind {
    CATALOGUE.get(id).unwrap_or_else(|| CATALOGUE.custom())
}

impl Catalogue {
    fn new(kinds: Vec<Kind>) -> Self {
        let mut by_id = BTreeMap::new();
        let mut by_word = BTreeMap::new();
        for (index, kind) in kinds.iter().enumerate() {
            by_id.insert(kind.id.clone(), index);
        }
        // Ids win over labels, labels over aliases and products, whatever the order of the file.
        for (index, kind) in kinds.iter().enumerate() {
            by_word.entry(fold_word(&kind.id)).or_insert((index, None));
        }
        for (index, kind) in kinds.iter().enumerate() {
            by_word
                .entry(fold_word(&kind.label))
                .or_insert((index, None));
        }
        for (index, kind) in kinds.iter().enumerate() {
            for alias in &kind.aliases {
                by_word.entry(fold_word(alias)).or_insert((index, None));
            }
            for product in &kind.products {
                by_word
                    .entry(fold_word(product))
                    .or_insert((index, Some(product.clone())));
            }
        }
        Self {
            kinds,
            by_id,
            by_word,
        }
    }

    /// All kinds in palette order.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// The kind with exactly this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.by_id.get(id).map(|&index| &self.kinds[index])
    }

    /// The kind a word stands for (id, label, alias or product), with the product's spelling where it is one.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<(&Kind, Option<&str>)> {
        self.by_word
            .get(&fold_word(word))
            .map(|(index, product)| (&self.kinds[*index], product.as_deref()))
    }

    /// The product with this name among all that are known, many more than the palette offers, with its kind.
    #[must_use]
    pub fn find_product(&self, name: &str) -> Option<(&Kind, &'static str)> {
        let product = products::find_product(name)?;
        Some((self.get(&product.kind)?, &product.name))
    }

    /// The known word nearest to a mistyped one, for "did you mean".
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let words = self.kinds.iter().flat_map(|kind| {
            std::iter::once(&kind.id)
                .chain(&kind.aliases)
                .chain(&kind.products)
        });
        closest_word(word, words.map(String::as_str))
    }

    fn custom(&self) -> &Kind {
        self.get(CUSTOM).unwrap_or_else(|| &self.kinds[0])
    }
}

/// The candidate nearest to a mistyped word, for "did you mean"; none where all are far off.
#[must_use]
pub fn closest_word<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = fold_word(word);
    let length = folded.chars().count();
    let farthest = 2.max(length / 3);
    candidates
        .into_iter()
        .map(|candidate| (fold_word(candidate), candidate))
        // No fewer changes than the difference in length; also keeps absurdly long words cheap.
        .filter(|(known, _)| known.chars().count().abs_diff(length) <= farthest)
        .map(|(known, candidate)| (strsim::osa_distance(&known, &folded), candidate))
        .filter(|(distance, _)| *distance <= farthest)
        .min()
        .map(|(_, candidate)| candidate)
}
