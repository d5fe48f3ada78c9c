//! What leaves the program for people and other programs to look at: pictures, charts, reports, the printed handbook.

mod charts;
mod dot;
mod drawio;
mod error;
mod excalidraw;
mod export_format;
mod flowchart;
mod handbook;
mod html;
mod nesting;
mod outlines;
mod pdf;
mod picture;
mod png;
mod report;
mod scorecard;
mod sheet;
mod sheet_pages;
mod svg;
mod written;

pub use charts::{ChartKind, draw_chart};
pub use dot::to_dot;
pub use drawio::to_drawio;
pub use error::{ExportError, MAX_SCALE};
pub use excalidraw::to_excalidraw;
pub use export_format::ExportFormat;
pub use flowchart::to_mermaid;
pub use handbook::handbook;
pub use outlines::{to_svg, undrawn_letters};
pub use pdf::to_pdf;
pub use picture::{Picture, PictureOptions, draw_picture};
pub use png::{Pixels, fitting_scale, to_pixels, to_png};
pub use report::{report, report_markdown, report_pdf};
pub use scorecard::{scorecard_html, scorecard_markdown, scorecard_pdf};
