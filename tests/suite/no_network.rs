//! The program talks to nobody and starts nothing: seen by the system calls that it makes, where there is `strace`.

use std::path::Path;
use std::process::Command;

/// What the program asks of the system while it does this; none where it cannot be watched here.
fn calls_of(arguments: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("calls");
    let done = Command::new("strace")
        .args(["-f", "-e", "trace=%network,execve,execveat", "-o"])
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
