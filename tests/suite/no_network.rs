//! The program talks to nobody and starts nothing: seen by the system calls that it makes, where there is `strace`. The window is
//! watched where there is a screen for it, `Xvfb`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What is watched: calls that reach the network, and those that start a program.
const WATCHED: [&str; 3] = ["-f", "-e", "trace=%network,execve,execveat"];

/// What the program asks of the system while it does this; none where it cannot be watched here.
fn calls_of(arguments: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("calls");
    let done = Command::new("strace")
        .args(WATCHED)
        .arg("-o")
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_boxdrill"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/designs"))
        .env("BOXDRILL_STATE_DIR", folder.path())
        .output();
    let started = done.is_ok_and(|done| !text(&done.stderr).contains("ptrace"));
    let calls = std::fs::read_to_string(&log).ok()?;
    (started && calls.contains("execve(")).then_some(calls)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn no_command_reaches_the_network_or_starts_a_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("x.png").display().to_string();
    for arguments in [
        &["check", "weak.txt", "--fixes", "--plan"][..],
        &["estimate", "good.txt", "--ranges"],
        &["export", "good.txt", "-o", &picture],
        &["scenarios"],
    ] {
        let Some(calls) = calls_of(arguments) else {
            return;
        };
        for call in ["socket(", "connect(", "bind(", "sendto(", "sendmsg("] {
            assert!(!calls.contains(call), "{arguments:?}: {calls}");
        }
        // The one is the program itself.
        assert_eq!(calls.matches("execve").count(), 1, "{arguments:?}: {calls}");
    }
}

/// Something that was started, and ends with the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ended_already = self.0.kill();
        let _ended = self.0.wait();
    }
}

/// A screen without a monitor, with its name; none where there is none to be had.
fn screen() -> Option<(Started, String)> {
    let screen = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1440x900x24"])
        .args(["-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut screen = Started(screen.ok()?);
    let mut number = String::new();
    let out = screen.0.stdout.take()?;
    BufReader::new(out).read_line(&mut number).ok()?;
    let number = number.trim();
    (!number.is_empty()).then(|| (screen, format!(":{number}")))
}

#[test]
fn the_window_reaches_its_screen_and_nothing_else() {
    let Some((_screen, display)) = screen() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("calls");
    let drawing = folder.path().join("mine.txt");
    std::fs::write(&drawing, "client -> api -> db").expect("it is written");
    let watched = Command::new("strace")
        .args(WATCHED)
        .arg("-o")
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_boxdrill"))
        .arg(&drawing)
        .env("DISPLAY", &display)
        .env("BOXDRILL_STATE_DIR", folder.path())
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut watched) = watched.map(Started) else {
        return;
    };
    let calls = || std::fs::read_to_string(&log).unwrap_or_default();
    let began = Instant::now();
    while !calls().contains("connect(") && began.elapsed() < Duration::from_secs(30) {
        if watched.0.try_wait().is_ok_and(|ended| ended.is_some()) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    if !calls().contains("connect(") {
        // It cannot be watched here.
        return;
    }
    // Its first frames, and what it does when it has been open for a while.
    std::thread::sleep(Duration::from_secs(4));
    let calls = calls();
    // The first call of all is the program itself, with its number before it.
    if let Some(program) = calls.split_whitespace().next() {
        let _ended = Command::new("kill").arg(program).status();
    }
    let reaches = |line: &&str| {
        let opens = ["socket(", "socketpair(", "connect(", "bind("];
        opens.iter().any(|call| line.contains(call)) && !line.contains("resumed>")
    };
    for line in calls.lines().filter(reaches) {
        let is_local = line.contains("AF_UNIX") || line.contains("AF_LOCAL");
        assert!(is_local, "{line}");
    }
    assert_eq!(calls.matches("execve").count(), 1, "{calls}");
}
