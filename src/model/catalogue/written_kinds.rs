//! Reads the kinds of `assets/kinds.json`, each with its sorts, which say only what differs from the kind.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::kind::{Kind, KindSort, RunBy};

/// A sort as `assets/kinds.json` holds it: what differs from the kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSort {
    name: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    run_by: Option<RunBy>,
    figures: Map<String, Value>,
}

/// Reads the kinds, each with its sorts.
pub(super) fn read_kinds(text: &str) -> serde_json::Result<Vec<Kind>> {
    let kinds: Vec<Map<String, Value>> = serde_json::from_str(text)?;
    kinds.into_iter().map(read_kind).collect()
}

fn read_kind(mut written: Map<String, Value>) -> serde_json::Result<Kind> {
    let sorts = written.remove("sorts").unwrap_or(Value::Array(Vec::new()));
    let sorts: Vec<WrittenSort> = serde_json::from_value(sorts)?;
    let mut kind: Kind = serde_json::from_value(Value::Object(written.clone()))?;
    let read_sort = |sort: WrittenSort| {
        let mut whole = written.clone();
        whole.extend(sort.figures);
        Ok(KindSort {
            name: sort.name,
            words: sort.words,
            run_by: sort.run_by,
            kind: serde_json::from_value(Value::Object(whole))?,
        })
    };
    kind.sorts = sorts
        .into_iter()
        .map(read_sort)
        .collect::<serde_json::Result<_>>()?;
    Ok(kind)
}
