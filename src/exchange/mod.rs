//! Everything in and out: drawings on disk, what is kept of them, recovery copies, the user's profile, pictures, reports.

mod atomic;
mod charts;
pub mod difference;
pub mod disk;
mod embed;
pub mod folders;
mod handbook;
pub mod history;
mod html;
pub mod lock;
pub mod mermaid;
mod picture;
mod png;
mod problem;
pub mod profile;
pub mod recovery;
mod report;
#[cfg(test)]
mod schema;
pub mod stamp;
mod svg;

pub use charts::{ChartKind, chart};
pub use handbook::handbook;
pub use picture::{Picture, PictureOptions, picture};
pub use png::{ExportError, MAX_SCALE, Pixels, to_pixels, to_png};
pub use report::report;
pub use svg::to_svg;
