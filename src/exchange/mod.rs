//! Everything in and out: drawings on disk, recovery copies, the user's profile, pictures, reports.

mod atomic;
mod charts;
pub mod disk;
pub mod folders;
mod picture;
mod png;
pub mod profile;
pub mod recovery;
mod report;
#[cfg(test)]
mod schema;
mod svg;

pub use charts::{ChartKind, chart};
pub use picture::{Picture, PictureOptions, picture};
pub use png::{ExportError, MAX_SCALE, Pixels, to_pixels, to_png};
pub use report::report;
pub use svg::to_svg;
