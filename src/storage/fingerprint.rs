//! Tells whether a file holds what this program last read from it or wrote to it.
//!
//! Apart from opening and saving, because recovery copies carry a stamp too, and a window asks for news whenever it comes
//! back to the front.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::model::hash_bytes;
use crate::storage::disk::bytes::read_file;

/// The content of a file as this program last saw it, to notice that another program wrote it.
///
/// Dates are left out: a copied or touched file with the same content is no change, and their resolution misses some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    length: u64,
    hash: u64,
}

impl Fingerprint {
    /// Of this content.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self {
            length: bytes.len() as u64,
            hash: hash_bytes(bytes),
        }
    }
}

/// A file that is looked at from time to time. Looking is cheap: the content is read only when its date or length moved.
#[derive(Debug, Clone)]
pub struct Watch {
    path: PathBuf,
    stamp: Fingerprint,
    /// The date and length that the file had when its content was last looked at; none before the first look, because
    /// the file may have changed between reading it and asking for its date.
    looks: Option<(SystemTime, u64)>,
}

impl Watch {
    /// Of a file that held this content when it was last read or written.
    #[must_use]
    pub fn new(path: &Path, stamp: Fingerprint) -> Self {
        Self {
            path: path.to_owned(),
            stamp,
            looks: None,
        }
    }

    /// Whether the file holds something else now, said once for every change of it. A file that is gone is no news: the
    /// next save brings it back.
    pub fn has_changed(&mut self) -> bool {
        let Some(looks) = read_metadata(&self.path) else {
            return false;
        };
        if self.looks == Some(looks) {
            return false;
        }
        self.looks = Some(looks);
        read_file(&self.path).is_ok_and(|bytes| Fingerprint::of_bytes(&bytes) != self.stamp)
    }
}

fn read_metadata(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    #[test]
    fn news_is_another_content_and_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let mut watch = Watch::new(&path, Fingerprint::of_bytes(b"one"));
        assert!(!watch.has_changed());
        let touch = |seconds| {
            let later = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            File::options()
                .write(true)
                .open(&path)
                .unwrap()
                .set_modified(later)
                .unwrap();
        };
        touch(2_000_000_000);
        assert!(!watch.has_changed(), "touched and the same");
        fs::write(&path, "two").unwrap();
        touch(2_000_000_100);
        assert!(watch.has_changed());
        assert!(!watch.has_changed(), "it was told");
        fs::remove_file(&path).unwrap();
        assert!(!watch.has_changed(), "gone is no news");
    }
}
