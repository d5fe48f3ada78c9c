//! The window: the canvas, the panels around it, Home, and what is shown over everything else.

mod background;
pub mod canvas;
mod clipboard;
mod commands;
mod document;
mod environment;
mod files;
mod floating;
mod focus_panel;
mod frame_times;
mod guide;
mod home;
mod interview;
pub mod look;
mod mini_diagram;
mod modals;
mod panels;
mod present;
mod program;
mod progress;
mod prompts;
mod proposal;
mod reference_view;
mod shell;
mod statusbar;
mod time_format;
mod toast;
mod toolbar;
mod topbar;
mod widgets;
mod window;
mod workspace;

pub use environment::{ClipboardAccess, Environment};
pub use shell::{App, run};
