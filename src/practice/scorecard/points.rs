//! Points as text.

/// Points as they are shown everywhere: with one decimal, so that what is shown adds up.
#[must_use]
pub fn points_text(points: f64) -> String {
    // No "-0.0".
    format!("{:.1}", points + 0.0)
}
