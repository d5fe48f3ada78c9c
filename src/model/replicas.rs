//! How many equal instances of a component run, or that nobody has said so.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many instances of a component run.
///
/// A candidate's first sketch has no counts. One box is then one box and not the statement that a single machine runs, so the
/// check tells "one" from "not said".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Replicas {
    /// Nothing is written. In a drawing whose other components have counts that means one.
    #[default]
    Unsaid,
    /// Left open on purpose: `x?`.
    Unknown,
    /// So many, 0 to [`MAX_REPLICAS`](crate::model::MAX_REPLICAS).
    Exactly(u32),
}

impl Replicas {
    /// The number to calculate with: one where none is said.
    #[must_use]
    pub fn count(self) -> u32 {
        match self {
            Self::Exactly(count) => count,
            Self::Unsaid | Self::Unknown => 1,
        }
    }

    /// The number that is written, if there is one.
    #[must_use]
    pub fn stated(self) -> Option<u32> {
        match self {
            Self::Exactly(count) => Some(count),
            Self::Unsaid | Self::Unknown => None,
        }
    }

    /// What the notation writes: `x3`, `x?`, or nothing.
    #[must_use]
    pub fn notation(self) -> Option<String> {
        match self {
            Self::Exactly(count) => Some(format!("x{count}")),
            Self::Unknown => Some("x?".to_owned()),
            Self::Unsaid => None,
        }
    }
}

impl From<u32> for Replicas {
    fn from(count: u32) -> Self {
        Self::Exactly(count)
    }
}

/// The number to calculate with.
impl fmt::Display for Replicas {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("?"),
            Self::Unsaid | Self::Exactly(_) => self.count().fmt(f),
        }
    }
}

/// A number, or `"?"`; what nobody has said is left out of the file.
impl Serialize for Replicas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exactly(count) => serializer.serialize_u32(*count),
            Self::Unknown => serializer.serialize_str("?"),
            Self::Unsaid => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Replicas {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CountVisitor;
        impl serde::de::Visitor<'_> for CountVisitor {
            type Value = Replicas;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number of instances or \"?\"")
            }

            fn visit_u64<E: serde::de::Error>(self, count: u64) -> Result<Replicas, E> {
                Ok(Replicas::Exactly(u32::try_from(count).unwrap_or(u32::MAX)))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Replicas, E> {
                if text == "?" {
                    Ok(Replicas::Unknown)
                } else {
                    Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
                }
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<Replicas, E> {
                Ok(Replicas::Unsaid)
            }
        }
        deserializer.deserialize_any(CountVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_and_read_back() {
        for (replicas, json) in [
            (Replicas::Unsaid, "null"),
            (Replicas::Unknown, "\"?\""),
            (Replicas::Exactly(3), "3"),
        ] {
            assert_eq!(serde_json::to_string(&replicas).unwrap(), json);
            assert_eq!(serde_json::from_str::<Replicas>(json).unwrap(), replicas);
        }
        for wrong in ["\"many\"", "-1", "[]"] {
            assert!(serde_json::from_str::<Replicas>(wrong).is_err(), "{wrong}");
        }
    }
}
