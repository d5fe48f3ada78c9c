//! How much a file holds, counted before any of it is made: an item takes many times the room of its text.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// How many values of any kind a JSON text has at most: all numbers, texts, lists and objects begin it, or follow a comma, a
/// colon or a bracket. Brackets and commas in strings are none.
pub(super) fn count_values(text: &str) -> usize {
    let (mut count, mut in_string, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b',' | b':' | b'[' | b'{' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

/// How many entries a list has; none where it is no list, which is for others to complain about.
#[derive(Default)]
pub(super) struct ListLength(pub(super) usize);

impl<'de> Deserialize<'de> for ListLength {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LengthCounter)
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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ListLength, A::Error> {
        IgnoredAny.visit_map(map).map(|_| ListLength(0))
    }

    fn visit_str<E>(self, _: &str) -> Result<ListLength, E> {
        Ok(ListLength(0))
    }

    fn visit_bool<E>(self, _: bool) -> Result<ListLength, E> {
        Ok(ListLength(0))
    }

    fn visit_i64<E>(self, _: i64) -> Result<ListLength, E> {
        Ok(ListLength(0))
    }

    fn visit_u64<E>(self, _: u64) -> Result<ListLength, E> {
        Ok(ListLength(0))
    }

    fn visit_f64<E>(self, _: f64) -> Result<ListLength, E> {
        Ok(ListLength(0))
    }

    fn visit_unit<E>(self) -> Result<ListLength, E> {
        Ok(ListLength(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits::MAX_ITEMS;
    use crate::model::{FileError, read_design};

    #[test]
    fn values_are_counted_outside_strings() {
        assert_eq!(count_values(r#"{"a": [1, "b,[\",{:"], "c\\": 2}"#), 6);
    }

    #[test]
    fn the_entries_of_a_list_are_counted_whatever_they_are() {
        for (text, count) in [
            ("[]", 0),
            ("[{}, 2, [[]], null]", 4),
            ("{\"a\": [1]}", 0),
            ("\"text\"", 0),
            ("null", 0),
            ("-1.5", 0),
            ("true", 0),
        ] {
            let length: ListLength = serde_json::from_str(text).unwrap();
            assert_eq!(length.0, count, "{text}");
        }
    }

    #[test]
    fn too_many_items_are_refused_before_they_are_looked_at() {
        // Made as items, these would be damaged ones.
        let items = vec!["{}"; MAX_ITEMS].join(",");
        let text =
            format!("{{\"version\": 1, \"components\": [{{}}], \"connections\": [{items}]}}");
        let error = read_design(text.as_bytes()).unwrap_err();
        assert!(
            matches!(error, FileError::TooMany(count) if count == MAX_ITEMS + 1),
            "{error}"
        );
    }

    #[test]
    fn a_file_of_too_many_small_values_is_refused() {
        let zeros = vec!["0"; super::super::MOST_VALUES].join(",");
        let text = format!("{{\"version\": 2, \"program\": [{zeros}]}}");
        let error = read_design(text.as_bytes()).unwrap_err();
        assert!(matches!(error, FileError::TooDetailed), "{error}");
    }
}
