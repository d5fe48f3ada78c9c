//! A company's own prices from a file, put in the place of the catalogue's and of the drawing's.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};

use crate::model::{Design, Edit, PriceOverride, Prices, catalogue};
use crate::storage::disk;

/// Sets the prices of a file in a drawing; what the file leaves open stays as the drawing has it.
pub(super) fn put(design: &mut Design, file: &Path) -> anyhow::Result<()> {
    let mut all = design.prices().clone();
    for (kind, price) in read(file).with_context(|| format!("prices in {}", file.display()))? {
        let drawn = all.get(&kind).copied().unwrap_or_default();
        all.insert(kind, price.or(drawn));
    }
    design.apply(Edit::SetPrices(all))?;
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Prices> {
    // The error of a file that is read is told from that of the output that is written.
    let opened = File::open(file).map_err(|error| anyhow!("it cannot be opened: {error}"))?;
    let bytes = disk::read_bounded(opened)?;
    let words: BTreeMap<String, PriceOverride> = serde_json::from_slice(&bytes)?;
    let mut prices = Prices::new();
    for (word, price) in words {
        let Some((kind, _)) = catalogue().find(&word) else {
            match catalogue().nearest(&word) {
                Some(near) => bail!("unknown kind `{word}`: did you mean `{near}`?"),
                None => bail!("unknown kind `{word}`: `boxdrill kinds` lists them"),
            }
        };
        if !price.is_sound() {
            bail!("a price of `{word}` is below 0 or unreasonably high");
        }
        if prices.insert(kind.id.clone(), price).is_some() {
            bail!("`{word}` is priced twice: it is the same as {}", kind.label);
        }
    }
    Ok(prices)
}
