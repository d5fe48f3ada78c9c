//! Measures text with the bundled fonts.

/// One of the bundled fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Inter, weight 400.
    Regular,
    /// Inter, weight 500.
    Medium,
    /// Inter, weight 600.
    SemiBold,
    /// Phosphor Regular.
    Icons,
    /// Phosphor Fill.
    IconsFill,
}
