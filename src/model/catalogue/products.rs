//! Products by name (`assets/products.json`): of which kind each is, and who runs it. Many more than the palette offers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::text_match::fold_word;
use serde::Deserialize;

/// A product that people draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    /// As its maker spells it.
    pub(super) name: String,
    /// The id of its kind.
    pub(super) kind: String,
    /// Whether a provider runs it: Amazon RDS, not PostgreSQL.
    pub(super) is_provider_run: bool,
}

/// The products of a kind, by who runs them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductsOfKind {
    provider_run: Vec<String>,
    self_run: Vec<String>,
}

static PRODUCTS: LazyLock<BTreeMap<String, Product>> = LazyLock::new(|| {
    let kinds: BTreeMap<String, ProductsOfKind> =
        serde_json::from_str(include_str!("../../../assets/products.json"))
            .expect("assets/products.json is part of the program and checked by its tests");
    let mut products = BTreeMap::new();
    for (kind, of_kind) in kinds {
        let provider_run = of_kind.provider_run.into_iter().map(|name| (name, true));
        let self_run = of_kind.self_run.into_iter().map(|name| (name, false));
        for (name, is_provider_run) in provider_run.chain(self_run) {
            let product = Product {
                kind: kind.clone(),
                is_provider_run,
                name,
            };
            products.insert(fold_word(&product.name), product);
        }
    }
    products
});

/// The product with this name, whatever its case and signs.
pub(super) fn find_product(name: &str) -> Option<&'static Product> {
    find_folded_product(&fold_word(name))
}

/// The product with this name, given as [`fold_word`] leaves it.
pub(super) fn find_folded_product(name: &str) -> Option<&'static Product> {
    PRODUCTS.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalogue;

    #[test]
    fn every_product_of_the_palette_says_who_runs_it() {
        for kind in catalogue().iter() {
            for name in &kind.products {
                let product = find_product(name).unwrap_or_else(|| panic!("{name}"));
                assert_eq!(product.kind, kind.id, "{name}");
            }
        }
    }

    #[test]
    fn every_product_has_a_kind_and_no_other_meaning() {
        for product in PRODUCTS.values() {
            assert!(catalogue().get(&product.kind).is_some(), "{product:?}");
            if let Some((kind, _)) = catalogue().find(&product.name) {
                assert_eq!(kind.id, product.kind, "{product:?}");
            }
        }
        assert!(PRODUCTS.len() > 3000);
    }
}
