//! What can be said before a window is opened: that there is no display, no such file, or no such command.

use std::path::Path;

use anyhow::bail;
use clap::CommandFactory as _;

use crate::model::closest_word;
use crate::storage::disk::{self, Problem};

/// Says in one sentence why a window would not open.
pub(super) fn check(file: Option<&Path>) -> anyhow::Result<()> {
    if let Some(file) = file.filter(|file| !disk::split_choice(file).0.exists()) {
        let command = crate::cli::arguments::Arguments::command();
        let names = command.get_subcommands().map(clap::Command::get_name);
        let near = file.to_str().and_then(|word| closest_word(word, names));
        if let Some(near) = near {
            bail!(
                "there is no file and no command `{}`: did you mean `boxdrill {near}`?",
                file.display()
            );
        }
        bail!("{} ({})", Problem::NotFound, file.display());
    }
    if needs_display_server() && !DISPLAY_VARIABLES.iter().any(|variable| is_set(variable)) {
        bail!(
            "there is no display to open a window on: set DISPLAY or WAYLAND_DISPLAY, or use the command line (see \
             boxdrill --help)"
        );
    }
    Ok(())
}

/// Any of these names a display server.
const DISPLAY_VARIABLES: [&str; 3] = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];

fn needs_display_server() -> bool {
    cfg!(all(
        unix,
        not(any(
            target_os = "macos",
            target_os = "ios",
            target_os = "android"
        ))
    ))
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}
