//! How many items a file has, counted before any of them is made: each takes many times the room of its text.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The lists with items, by the names that `DesignFile` gives them.
const LISTS: [&str; 4] = ["components", "connections", "zones", "notes"];

/// How many items the lists of a file have together; where it is damaged, 0.
pub(super) fn count_items(text: &str) -> usize {
    serde_json::from_str::<ItemCount>(text).map_or(0, |count| count.0)
}

/// How many items an object has in its lists.
struct ItemCount(usize);

/// How many entries a list has; none where it is no list.
struct ListLength(usize);

impl<'de> Deserialize<'de> for ItemCount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ItemCounter)
    }
}

struct ItemCounter;

impl<'de> Visitor<'de> for ItemCounter {
    type Value = ItemCount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with lists")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ItemCount, A::Error> {
        let mut count = 0;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if LISTS.contains(&&*key) {
                count += map.next_value::<ListLength>()?.0;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(ItemCount(count))
    }
}

impl<'de> Deserialize<'de> for ListLength {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(LengthCounter)
    }
}

struct LengthCounter;

impl<'de> Visitor<'de> for LengthCounter {
    type Value = ListLength;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ListLength, A::Error> {
        let mut length = 0;
        while list.next_element::<IgnoredAny>()?.is_some() {
            length += 1;
        }
        Ok(ListLength(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits::MAX_ITEMS;
    use crate::model::{FileError, read_design};

    #[test]
    fn items_are_counted_whatever_they_are() {
        for (text, count) in [
            (
                "{\"version\": 1, \"components\": [{}, 2], \"title\": \"a\", \"notes\": [[]]}",
                3,
            ),
            ("{\"components\": [{\"notes\": [1, 2]}]}", 1),
            ("{\"components\": {}}", 0),
            ("{\"components\": [1, ", 0),
            ("[1]", 0),
        ] {
            assert_eq!(count_items(text), count, "{text}");
        }
    }

    #[test]
    fn too_many_items_are_refused_before_they_are_looked_at() {
        let items = vec!["{}"; MAX_ITEMS + 1].join(",");
        let text = format!("{{\"version\": 1, \"components\": [], \"connections\": [{items}]}}");
        let error = read_design(text.as_bytes()).unwrap_err();
        assert!(
            matches!(error, FileError::TooMany(count) if count == MAX_ITEMS + 1),
            "{error}"
        );
    }
}
