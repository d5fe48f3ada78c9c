//! What a good answer to a prompt must take care of, and the ways of doing so.
//!
//! An interviewer does not compare a drawing with a picture. She has a list of jobs that a good answer does and accepts any
//! sound way of doing them.

use serde::{Deserialize, Serialize};

use super::accepted::{AcceptedDesign, Need};
use crate::model::{Role, format};

/// One job that a good answer does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// Lower case with underscores, unique in the prompt.
    pub id: String,
    /// The job as a promise: "Codes never collide".
    pub title: String,
    /// What is said where nothing does it: "No guarantee that codes are unique".
    pub missing: String,
    /// How much it matters.
    pub need: Need,
    /// What goes wrong without it, one sentence.
    pub why: String,
    /// What to draw or write, one sentence.
    pub advice: String,
    /// Parts of the accepted designs that do this job, by their names in the notation.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Words on a box that does this job, in lower case; each is how a word begins or, with a space at its end, a whole word.
    #[serde(default)]
    pub names: Vec<String>,
    /// Whether only words show it: a box in the right place, or of the right kind, then proves nothing, as a job that loads
    /// results is no rule that stops a rollout.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_told: bool,
    /// How soon it has to be done (s): who does it once a day is then too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_s: Option<f64>,
    /// Other ways of doing it; one is enough.
    #[serde(default)]
    pub ways: Vec<AlternativeWay>,
    /// The id of another job to whose doer the result has to go, as links found on a page go back to what is to be fetched;
    /// a box from which no arrows lead there does not do this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
}

impl Responsibility {
    /// To be there as a part of an accepted design is, in the words of its kind's purpose: the job that a part stands for
    /// where nobody has written a list of jobs.
    #[must_use]
    pub fn of_part(accepted: &AcceptedDesign, key: &str) -> Option<Self> {
        let id = *accepted.keys.get(key)?;
        let component = accepted.design.component(id)?;
        let kind = accepted.design.kind_of(id);
        let part = accepted.parts.get(key);
        let name = component.display_name();
        let purpose = kind.purpose.split([',', ':']).next().unwrap_or_default();
        let why = part.map_or(&kind.purpose, |part| &part.why);
        Some(Self {
            id: key.to_owned(),
            title: format!("{name}: {}", format::lower_first(purpose)),
            missing: format!("{name} is missing"),
            need: part.map_or(Need::Optional, |part| part.need),
            why: why.trim_end_matches('.').to_owned(),
            advice: format!("Add a component of kind “{}”", kind.label),
            parts: vec![key.to_owned()],
            names: Vec::new(),
            only_told: false,
            within_s: None,
            ways: Vec::new(),
            leads_to: None,
        })
    }
}

/// A way of doing a job other than a part of an accepted design. Exactly one of `kinds`, `words`, `says`, `pattern` and
/// `assumed` is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AlternativeWay {
    /// A box of one of these kinds, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// With `kinds`: the box has to be connected with one of these roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_to: Vec<Role>,
    /// With `kinds`: the id of a flow whose peak the boxes that the drawing counts have to carry several times over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carries: Option<String>,
    /// A safeguard that is written anywhere: "conditional write".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// A sentence anywhere that has one word of each list: one of "match, compare" and one of "list, statement".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<Vec<String>>,
    /// Boxes and arrows: `app: compute`, `gen: identifier`, `app -> gen`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pattern: Vec<String>,
    /// Words of an assumption or a note that rules the job out: "single region".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<String>,
}

/// A pattern of boxes and arrows, read from its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxPattern {
    /// What each box has to be: a kind's id or the name of a role.
    pub boxes: Vec<String>,
    /// Arrows between boxes, by their places in `boxes`.
    pub arrows: Vec<(usize, usize)>,
}

impl BoxPattern {
    /// Reads `name: kind_or_role` and `a -> b`.
    ///
    /// # Errors
    /// One sentence with the line that cannot be read.
    pub fn parse(lines: &[String]) -> Result<Self, String> {
        let mut names: Vec<&str> = Vec::new();
        let mut pattern = Self {
            boxes: Vec::new(),
            arrows: Vec::new(),
        };
        for line in lines {
            if let Some((name, kind)) = line.split_once(':') {
                names.push(name.trim());
                pattern.boxes.push(kind.trim().to_owned());
                continue;
            }
            let place = |name: &str| names.iter().position(|known| *known == name.trim());
            let ends = line
                .split_once("->")
                .and_then(|(from, to)| Some((place(from)?, place(to)?)));
            let Some(ends) = ends else {
                return Err(format!(
                    "`{line}` is neither `name: kind` nor `a -> b` between boxes declared earlier"
                ));
            };
            pattern.arrows.push(ends);
        }
        Ok(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(lines: &[&str]) -> Result<BoxPattern, String> {
        BoxPattern::parse(&lines.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn reads_boxes_and_arrows() {
        let read = pattern(&["app: compute", "ids: identifier", "app -> ids"]).unwrap();
        assert_eq!(read.boxes, ["compute", "identifier"]);
        assert_eq!(read.arrows, [(0, 1)]);
        let unknown = pattern(&["app: compute", "app -> ids"]).unwrap_err();
        assert!(unknown.contains("`app -> ids`"), "{unknown}");
    }
}
