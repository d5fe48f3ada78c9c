//! What the style of a draw.io cell says: `shape=cylinder3;dashed=1;container=1;…`, names and values, and names alone.

/// The style of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style<'a>(pub(super) &'a str);

impl<'a> Style<'a> {
    fn parts(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .split(';')
            .map(|part| part.split_once('=').unwrap_or((part, "")))
    }

    /// The last value of a name, as draw.io reads it.
    pub(super) fn value(self, name: &str) -> Option<&'a str> {
        let values = self.parts().filter(|(known, _)| known.trim() == name);
        values.last().map(|(_, value)| value.trim())
    }

    pub(super) fn is(self, name: &str, value: &str) -> bool {
        self.value(name) == Some(value)
    }

    /// Whether a name stands alone: the base style, such as `text` or `swimlane`.
    pub(super) fn has(self, name: &str) -> bool {
        self.parts()
            .any(|(known, value)| known.trim() == name && value.is_empty())
    }

    /// Its shape: what is named so, else the first name that stands alone.
    pub(super) fn shape(self) -> &'a str {
        let alone = || {
            self.parts()
                .find(|(name, value)| value.is_empty() && !name.trim().is_empty())
        };
        self.value("shape")
            .or_else(|| alone().map(|(name, _)| name.trim()))
            .unwrap_or_default()
    }

    /// Whether nothing is drawn but words.
    pub(super) fn is_bare(self) -> bool {
        let none = |name| matches!(self.value(name), Some("none"));
        let is_plain = self.value("shape").is_none_or(|shape| shape == "text")
            && self.value("image").is_none();
        self.has("text")
            || self.is("shape", "text")
            || (is_plain && !self.has("group") && none("strokeColor") && none("fillColor"))
    }
}
