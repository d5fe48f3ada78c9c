//! The canvas: shows a document and turns mouse, keys and touch into edits.
//!
//! It owns what belongs to looking and handling (camera, tool, gesture in progress, routes), never the drawing itself.

pub mod align;
mod camera;
pub(crate) mod counterparts;
mod dragging;
mod editor;
mod finder;
mod gesture;
mod hint;
mod input;
mod keyboard;
mod lines;
mod make_space;
mod map;
pub mod membership;
mod names;
pub mod ops;
mod overlay;
mod overlay_ui;
mod packets;
pub mod paint;
mod placing;
mod popup;
mod preview;
mod quick_insert;
mod reading_order;
mod settings;
mod snap;
mod types;
mod view;
pub mod z_order;

pub use camera::Camera;
pub(super) use keyboard::PINNED;
pub use packets::Pulse;
pub use placing::PastePlace;
pub use preview::Preview;
pub use types::{CanvasContext, CanvasOutput, Interaction, PaletteItem, Tool};
pub use view::{Canvas, Surface};
