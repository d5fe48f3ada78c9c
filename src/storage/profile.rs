//! The user's profile on disk: one JSON file in the state folder. A broken one never stops the program and is never lost:
//! what can be read of it is used, and the file as it was is kept beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::practice::Profile;
use crate::storage::atomic;
use crate::storage::disk::bytes::{read_file_at_most, write_private};
use crate::storage::disk::{Action, DiskError, Problem};

/// A profile larger than this is no profile, in bytes: a year of practice takes a few thousand.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Reads the profile; a new one where there is none. The sentence is for the user, where theirs could not be used as it is.
#[must_use]
pub fn load(state: &Path) -> (Profile, Option<String>) {
    atomic::sweep_unfinished(state);
    let path = profile_path(state);
    let bytes = match read_file_at_most(&path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.problem, Problem::NotFound) => {
            return (Profile::default(), None);
        }
        Err(error) => return set_aside(&path, Profile::default(), "all of it", error.problem),
    };
    // A list would pass for a profile whose fields come in order.
    let written: Map<String, Value> = match serde_json::from_slice(&bytes) {
        Ok(written) => written,
        Err(error) => return set_aside(&path, Profile::default(), "all of it", error),
    };
    match serde_json::from_value(Value::Object(written.clone())) {
        Ok(profile) => (profile, None),
        Err(error) => {
            let (profile, lost) = salvage(written);
            set_aside(&path, profile, &lost.join(", "), error)
        }
    }
}

/// Keeps the broken file under another name, beside those that were kept before.
fn set_aside(
    path: &Path,
    profile: Profile,
    lost: &str,
    reason: impl std::fmt::Display,
) -> (Profile, Option<String>) {
    let names = (1..).map(|number| match number {
        1 => "json.broken".to_owned(),
        more => format!("json.broken-{more}"),
    });
    let mut free = names.map(|name| path.with_extension(name));
    let free = free.find(|broken| fs::symlink_metadata(broken).is_err());
    let broken = free.unwrap_or_else(|| path.with_extension("json.broken"));
    let kept = match fs::rename(path, &broken) {
        Ok(()) => format!("the old file is kept as {}", broken.display()),
        Err(error) => format!("the old file could not be set aside either: {error}"),
    };
    let notice = format!(
        "some of your scores and preferences could not be read and were reset ({lost}): {reason}; {kept}"
    );
    (profile, Some(notice))
}

/// What can be read of a profile, and what had to be left out, by its place.
fn salvage(written: Map<String, Value>) -> (Profile, Vec<String>) {
    let mut lost = Vec::new();
    let kept = keep_readable(written, &[], &mut lost);
    let profile = serde_json::from_value(Value::Object(kept)).unwrap_or_default();
    (profile, lost)
}

/// The entries of an object at this place that a profile can have; of an entry that it cannot have, what is sound in it.
fn keep_readable(
    written: Map<String, Value>,
    place: &[&str],
    lost: &mut Vec<String>,
) -> Map<String, Value> {
    let mut kept = Map::new();
    for (key, value) in written {
        let at = [place, &[&key]].concat();
        if is_readable(&at, &value) {
            kept.insert(key, value);
            continue;
        }
        let part = match value {
            Value::Object(inner) => Value::Object(keep_readable(inner, &at, lost)),
            Value::Array(mut items) => {
                let before = items.len();
                items.retain(|item| is_readable(&at, &Value::Array(vec![item.clone()])));
                if items.len() < before {
                    lost.push(at.join("."));
                }
                Value::Array(items)
            }
            _ => {
                lost.push(at.join("."));
                continue;
            }
        };
        if is_readable(&at, &part) {
            kept.insert(key, part);
        } else if !lost.iter().any(|lost| lost.starts_with(&at.join("."))) {
            lost.push(at.join("."));
        }
    }
    kept
}

/// Whether a profile can have this value at this place, whatever else it has.
fn is_readable(place: &[&str], value: &Value) -> bool {
    let around = place.iter().rev().fold(value.clone(), |inner, key| {
        Value::Object(Map::from_iter([((*key).to_owned(), inner)]))
    });
    serde_json::from_value::<Profile>(around).is_ok()
}

/// Writes the profile.
///
/// # Errors
/// When the system refuses; the file is then as it was.
pub fn save(state: &Path, profile: &Profile) -> Result<(), DiskError> {
    let path = profile_path(state);
    let mut bytes = serde_json::to_vec_pretty(profile)
        .map_err(|error| DiskError::from_io(&path, Action::Write, io::Error::other(error)))?;
    bytes.push(b'\n');
    write_private(&path, &bytes)
}

fn profile_path(state: &Path) -> PathBuf {
    state.join("profile.json")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("not/yet/there");
        assert_eq!(load(&state), (Profile::default(), None));
        let mut profile = Profile::default();
        profile.record_attempt("chat_system", 71, date(2026, 5, 6));
        profile.note_opened(Path::new("/a.boxdrill"));
        profile.preferences.snap = false;
        save(&state, &profile).unwrap();
        assert_eq!(load(&state), (profile, None));
    }

    #[test]
    fn a_broken_one_is_put_aside_and_said_and_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path();
        for (text, name) in [
            ("{ not json", "profile.json.broken"),
            ("[]", "profile.json.broken-2"),
            ("", "profile.json.broken-3"),
        ] {
            fs::write(profile_path(state), text).unwrap();
            let (profile, notice) = load(state);
            assert_eq!(profile, Profile::default());
            assert!(notice.unwrap().contains(name));
            assert_eq!(fs::read_to_string(state.join(name)).unwrap(), text);
            assert_eq!(load(state), (Profile::default(), None));
        }
    }

    #[test]
    fn one_bad_word_costs_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path();
        let mut sound = Profile::default();
        sound.record_attempt("chat_system", 71, date(2026, 5, 6));
        sound.record_attempt("url_shortener", 80, date(2026, 5, 7));
        sound.note_opened(Path::new("/a.boxdrill"));
        sound.preferences.snap = false;
        let written = serde_json::to_string(&sound).unwrap();
        let cases = [
            (
                r#""theme":"system""#,
                r#""theme":"solarized""#,
                "preferences.theme",
            ),
            (r#""scale":100"#, r#""scale":-1"#, "preferences.scale"),
            (r#""recent":[""#, r#""recent":[{},""#, "recent"),
            (r#""guided":false"#, r#""guided":[]"#, "guided"),
        ];
        for (word, bad, place) in cases {
            let broken = written.replacen(word, bad, 1);
            assert_ne!(broken, written, "{word}");
            fs::write(profile_path(state), broken).unwrap();
            let (profile, notice) = load(state);
            assert_eq!(profile, sound);
            let notice = notice.unwrap();
            assert!(notice.contains(&format!("({place})")), "{notice}");
        }
        let broken = written.replacen(r#""best":71"#, r#""best":"x""#, 1);
        fs::write(profile_path(state), broken).unwrap();
        let (profile, _) = load(state);
        assert!(profile.attempts("chat_system").is_none());
        assert_eq!(profile.attempts("url_shortener").unwrap().best, 80);
    }

    #[test]
    fn what_is_too_large_is_put_aside_unread() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path();
        let file = fs::File::create(profile_path(state)).unwrap();
        file.set_len(200 << 20).unwrap();
        let (profile, notice) = load(state);
        assert_eq!(profile, Profile::default());
        assert!(notice.unwrap().contains("larger than 4 MB"));
        assert!(!profile_path(state).exists());
    }

    /// Opening a pipe would wait for somebody to write into it.
    #[cfg(unix)]
    #[test]
    fn a_pipe_in_its_place_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = profile_path(folder.path());
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let (profile, notice) = load(folder.path());
        assert_eq!(profile, Profile::default());
        assert!(notice.unwrap().contains("a pipe or a device"));
    }
}
