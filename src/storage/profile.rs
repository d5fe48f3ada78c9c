//! The user's profile on disk: one JSON file in the state folder. A broken one never stops the program and is never lost.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::practice::Profile;
use crate::storage::disk::{self, Action, DiskError};

/// Reads the profile; a new one where there is none. The sentence is for the user, where theirs could not be used.
#[must_use]
pub fn load(state: &Path) -> (Profile, Option<String>) {
    let path = profile_path(state);
    let reason = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return (Profile::default(), None),
        Err(error) => error.to_string(),
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(profile) => return (profile, None),
            Err(error) => error.to_string(),
        },
    };
    let broken = path.with_extension("json.broken");
    let kept = match fs::rename(&path, &broken) {
        Ok(()) => format!("it is kept as {}", broken.display()),
        Err(error) => format!("it could not be put aside either: {error}"),
    };
    let notice =
        format!("your scores and preferences could not be read and start afresh: {reason}; {kept}");
    (Profile::default(), Some(notice))
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
    fs::create_dir_all(state).map_err(|error| DiskError::from_io(state, Action::Write, error))?;
    disk::write_file(&path, &bytes)
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
    fn a_broken_one_is_put_aside_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path();
        fs::write(profile_path(state), "{ not json").unwrap();
        let (profile, notice) = load(state);
        assert_eq!(profile, Profile::default());
        assert!(notice.unwrap().contains("profile.json.broken"));
        let kept = fs::read_to_string(state.join("profile.json.broken")).unwrap();
        assert_eq!(kept, "{ not json");
        assert_eq!(load(state), (Profile::default(), None));
    }
}
