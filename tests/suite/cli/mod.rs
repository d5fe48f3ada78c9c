//! The real program on the designs in `tests/designs`: what it prints, what it writes, how it ends.
//!
//! Expected output lies in `tests/snapshots`; `BLESS=1 cargo test` rewrites it, and the diff is then read by a person.

mod check;
mod export;
mod knowledge;
mod program;

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

pub(super) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The program in the folder of the designs, with nothing of the developer's own around it.
pub(super) fn boxdrill(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_boxdrill"));
    command
        .args(arguments)
        .current_dir(Path::new(ROOT).join("tests/designs"))
        .env("BOXDRILL_DATA_DIR", "data")
        .env("BOXDRILL_STATE_DIR", "state-that-is-not-there")
        .stdin(Stdio::null());
    for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

pub(super) fn run(arguments: &[&str]) -> (i32, String, String) {
    ended(boxdrill(arguments).output().expect("the program starts"))
}

pub(super) fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("the output is text");
    let code = output.status.code().expect("it is not killed");
    (code, text(output.stdout), text(output.stderr))
}

pub(super) fn with_input(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child: Child = boxdrill(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input)
        .expect("it reads");
    ended(child.wait_with_output().expect("it ends"))
}

/// Fails with exit code 2, one line on standard error and nothing on standard output; gives the sentence.
#[track_caller]
pub(super) fn refused(arguments: &[&str]) -> String {
    let (code, out, err) = run(arguments);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    let sentence = err.strip_prefix("error: ").expect("it is an error");
    sentence.trim_end().to_owned()
}

#[track_caller]
pub(super) fn matches_snapshot(name: &str, actual: &str) {
    let path: PathBuf = [ROOT, "tests/snapshots", name].iter().collect();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, actual).expect("the snapshot can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        actual, expected,
        "tests/snapshots/{name} differs; BLESS=1 cargo test rewrites it"
    );
}

#[test]
fn help_and_version() {
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, 0);
    matches_snapshot("help.txt", &out);
    let (code, out, _) = run(&["--version"]);
    assert_eq!(
        (code, out),
        (0, format!("boxdrill {}\n", env!("CARGO_PKG_VERSION")))
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = folder.path().join("full.png");
    std::os::unix::fs::symlink("/dev/full", &full).expect("a link");
    let sentence = refused(&["export", "good.txt", "-o", &full.display().to_string()]);
    assert!(sentence.starts_with("the disk is full"), "{sentence}");
    let output = boxdrill(&["kinds"])
        .stdout(File::create("/dev/full").expect("the device"))
        .output();
    let (code, _, err) = ended(output.expect("the program starts"));
    assert_eq!(code, 2);
    assert!(
        err.starts_with("error: the output could not be written: "),
        "{err}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure_and_changes_no_exit_code() {
    let mut arguments = vec!["check"];
    arguments.extend(std::iter::repeat_n("weak.txt", 300));
    let mut child = boxdrill(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    // More is written than a pipe holds, so the program is still writing when its reader goes.
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    let (code, _, err) = ended(child.wait_with_output().expect("it ends"));
    assert_eq!((code, err.as_str()), (run(&["check", "weak.txt"]).0, ""));
    assert_eq!(line, "weak.txt\n");
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_so() {
    let sentence = "there is no display to open a window on: set DISPLAY or WAYLAND_DISPLAY, or use the command line (see \
                    boxdrill --help)";
    assert_eq!(refused(&[]), sentence);
    assert_eq!(refused(&["good.txt"]), sentence);
}

#[cfg(target_os = "linux")]
#[test]
fn a_display_that_cannot_be_reached_is_an_error_and_no_panic() {
    let mut command = boxdrill(&[]);
    let output = command.env("DISPLAY", ":64242").output();
    let (code, out, err) = ended(output.expect("the program starts"));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: the window could not be opened: "),
        "{err}"
    );
    assert_eq!(err.lines().count(), 1, "{err}");
}

#[test]
fn a_mistyped_command_is_not_taken_for_a_file() {
    assert_eq!(
        refused(&["chekc"]),
        "there is no file and no command `chekc`: did you mean `boxdrill check`?"
    );
    assert_eq!(
        refused(&["no/such/file"]),
        "there is no such file: check the name (no/such/file)"
    );
}
