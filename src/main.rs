//! The program: a sub-command goes to the command line, a file or nothing to the window.

use std::process::ExitCode;

use boxdrill::app;
use boxdrill::cli::{self, Request};

fn main() -> ExitCode {
    match cli::parse_arguments() {
        Request::Command(command) => cli::run(&command),
        Request::Window(file) => cli::run_window(file, app::run),
    }
}
