//! What leaves the program for people and other programs to look at: pictures, charts, reports, the printed handbook.

mod charts;
mod dot;
mod drawio;
mod error;
mod excalidraw;
mod flowchart;
mod handbook;
mod html;
mod nesting;
mod picture;
mod png;
mod report;
mod scorecard;
mod svg;
mod written;

pub use charts::{ChartKind, draw_chart};
pub use dot::to_dot;
pub use drawio::to_drawio;
pub use error::{ExportError, MAX_SCALE};
pub use excalidraw::to_excalidraw;
pub use flowchart::to_mermaid;
pub use handbook::handbook;
pub use picture::{Picture, PictureOptions, draw_picture};
pub use png::{Pixels, to_pixels, to_png};
pub use report::report;
pub use scorecard::{scorecard_html, scorecard_markdown};
pub use svg::to_svg;
