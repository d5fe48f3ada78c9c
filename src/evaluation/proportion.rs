//! A part of a whole, kept as counts: shares of different wholes cannot be added, counts can.

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proportion {
    /// How many do.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

impl Proportion {
    /// One more of the whole, which does or does not.
    pub(super) fn add(&mut self, does: bool) {
        self.count += usize::from(does);
        self.of += 1;
    }

    /// From 0 to 1; none where the whole is empty.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        if self.of == 0 {
            return None;
        }
        Some(self.count as f64 / self.of as f64)
    }
}

impl Serialize for Proportion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Proportion", 3)?;
        fields.serialize_field("n", &self.count)?;
        fields.serialize_field("of", &self.of)?;
        fields.serialize_field("share", &self.share())?;
        fields.end()
    }
}
