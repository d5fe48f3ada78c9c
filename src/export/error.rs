//! Why a picture could not be made, in sentences that say what to do about it.

use resvg::usvg;

/// The largest scale offered.
pub const MAX_SCALE: f64 = 4.0;
/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The drawing is too large for this scale.
    #[error(
        "the picture would have {width} × {height} pixels, which is too large: choose a smaller scale or SVG"
    )]
    TooLarge {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
    },
    /// The scale is out of range.
    #[error("the scale must be more than 0 and at most {MAX_SCALE}, not {0}")]
    Scale(f64),
    /// Words could not be turned into outlines.
    #[error("the drawing could not be turned into outlines: {0}")]
    Outlines(#[source] usvg::Error),
    /// The page could not be put together.
    #[error("the drawing could not be written as PDF: {0}")]
    Pdf(String),
    /// The pixels could not be written as PNG.
    #[error("the picture could not be written as PNG: {0}")]
    Png(#[source] image::ImageError),
}
