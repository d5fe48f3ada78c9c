//! What leaves the program for people and other programs to look at: pictures, charts, reports, the printed handbook.

mod charts;
mod drawio;
mod error;
mod excalidraw;
mod handbook;
mod html;
mod picture;
mod png;
mod report;
mod scorecard;
mod svg;

pub use charts::{ChartKind, draw_chart};
pub use drawio::to_drawio;
pub use error::{ExportError, MAX_SCALE};
pub use excalidraw::to_excalidraw;
pub use handbook::handbook;
pub use picture::{Picture, PictureOptions, draw_picture};
pub use png::{Pixels, to_pixels, to_png};
pub use report::report;
pub use scorecard::{scorecard_html, scorecard_markdown};
pub use svg::to_svg;
