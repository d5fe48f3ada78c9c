//! A path as JSON keeps it, byte for byte: as text where it is Unicode, else as the numbers that the system has for it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A path that comes back from JSON as it was, whatever it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPath(pub PathBuf);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    /// Bytes where paths are bytes, else the units of UTF-16.
    Raw(Vec<u16>),
}

impl Serialize for KeptPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self.0.to_str() {
            Some(text) => Written::Text(text.to_owned()),
            None => Written::Raw(raw_units(&self.0)),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for KeptPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Text(text) => text.into(),
            Written::Raw(units) => from_raw_units(&units)
                .ok_or_else(|| serde::de::Error::custom("a path has numbers that are none"))?
                .into(),
        }))
    }
}

/// As [`KeptPath`], for a field that is a list of paths.
pub(super) mod list {
    use super::{Deserialize, Deserializer, KeptPath, PathBuf, Serialize, Serializer};

    pub(in crate::practice) fn serialize<S: Serializer>(
        paths: &[PathBuf],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let kept: Vec<KeptPath> = paths.iter().cloned().map(KeptPath).collect();
        kept.serialize(serializer)
    }

    pub(in crate::practice) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<PathBuf>, D::Error> {
        let kept = Vec::<KeptPath>::deserialize(deserializer)?;
        Ok(kept.into_iter().map(|path| path.0).collect())
    }
}

#[cfg(not(windows))]
fn raw_units(path: &Path) -> Vec<u16> {
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().copied().map(u16::from).collect()
}

#[cfg(windows)]
fn raw_units(path: &Path) -> Vec<u16> {
    use std::os::windows::ffi::OsStrExt as _;
    path.as_os_str().encode_wide().collect()
}

#[cfg(unix)]
fn from_raw_units(units: &[u16]) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes: Result<Vec<u8>, _> = units.iter().map(|&unit| u8::try_from(unit)).collect();
    Some(OsString::from_vec(bytes.ok()?))
}

#[cfg(windows)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "elsewhere not every number is a unit"
)]
fn from_raw_units(units: &[u16]) -> Option<OsString> {
    use std::os::windows::ffi::OsStringExt as _;
    Some(OsString::from_wide(units))
}

#[cfg(not(any(unix, windows)))]
fn from_raw_units(_units: &[u16]) -> Option<OsString> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_back(path: &Path) -> String {
        let kept = KeptPath(path.to_owned());
        let json = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<KeptPath>(&json).unwrap(), kept);
        json
    }

    #[test]
    fn a_path_is_text_where_it_can_be() {
        assert_eq!(
            comes_back(Path::new("/a b/ü.boxdrill")),
            r#""/a b/ü.boxdrill""#
        );
        assert!(serde_json::from_str::<KeptPath>("[47, 300]").is_err() || cfg!(windows));
        assert!(serde_json::from_str::<KeptPath>("{}").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_comes_back_byte_for_byte() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/a/\xff\xfe.boxdrill"));
        assert!(comes_back(path).starts_with("[47,97,47,255,254,"));
    }
}
