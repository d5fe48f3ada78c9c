//! Everything in and out: pictures, files on disk, recovery copies.

mod picture;
mod png;
mod svg;

pub use picture::{Picture, PictureOptions, picture};
pub use png::{ExportError, MAX_SCALE, Pixels, to_pixels, to_png};
pub use svg::to_svg;
