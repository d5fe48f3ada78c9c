//! How busy and how well an item is, whatever it looks like.

use super::icon;
use crate::analysis::PLANNED;
use crate::model::format;

/// How busy something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadLevel {
    /// It has room to spare.
    Fine,
    /// Past what it is planned for: waits grow.
    Hot,
    /// More arrives than it can take.
    Over,
}

impl LoadLevel {
    /// The level of a utilization, 1 being all there is.
    pub fn from_utilization(utilization: f64) -> Self {
        match utilization {
            used if used >= 1.0 => Self::Over,
            used if used >= PLANNED => Self::Hot,
            _ => Self::Fine,
        }
    }

    /// What is said beside the number; nothing where all is well.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fine => "",
            Self::Hot => "hot",
            Self::Over => "overloaded",
        }
    }

    /// Its mark, for the filled icon font; none where all is well.
    pub fn icon(self) -> Option<char> {
        match self {
            Self::Fine => None,
            Self::Hot => Some(icon::WARNING_DIAMOND),
            Self::Over => Some(icon::WARNING_OCTAGON),
        }
    }
}

/// Whether something runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunState {
    /// As it should.
    #[default]
    Up,
    /// It runs, but waits for something that is down; a connection: the flows over it are degraded.
    Degraded,
    /// It has lost what it kept.
    Emptied,
    /// It takes much longer.
    Slow,
    /// It is down; a connection: what it carries does not arrive.
    Down,
    /// A connection that nothing gets over.
    Cut,
}

/// How busy and how well an item is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Health {
    /// Whether it runs.
    pub run_state: RunState,
    /// Part of its capacity in use; none where it has no limit of ours.
    pub utilization: Option<f64>,
    /// The load in a few words: of a component in place of its technology ("10.6k/s · 62%"), of a connection behind its
    /// label ("84/s"); empty where there is nothing to say.
    pub words: String,
}

impl Health {
    /// The mark before the words of a load that is too high.
    pub(super) fn warning_mark(&self) -> Option<char> {
        let up = self.run_state != RunState::Down;
        let level = self
            .utilization
            .filter(|_| up)
            .map(LoadLevel::from_utilization);
        level.and_then(LoadLevel::icon)
    }

    /// What a screen reader says of it: "degraded, 84% used, hot".
    pub fn describe(&self) -> String {
        let mut words = match self.run_state {
            RunState::Down => return "down".to_owned(),
            RunState::Cut => return "cut".to_owned(),
            RunState::Degraded => vec!["degraded".to_owned()],
            RunState::Emptied => vec!["empty".to_owned()],
            RunState::Slow => vec!["slow".to_owned()],
            RunState::Up => Vec::new(),
        };
        if let Some(used) = self.utilization {
            words.push(format!("{} used", format::whole_percent(used)));
            let word = LoadLevel::from_utilization(used).label();
            words.extend((!word.is_empty()).then(|| word.to_owned()));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_begin_where_planning_ends_and_where_capacity_does() {
        assert_eq!(LoadLevel::from_utilization(0.69), LoadLevel::Fine);
        assert_eq!(LoadLevel::from_utilization(PLANNED), LoadLevel::Hot);
        assert_eq!(LoadLevel::from_utilization(1.0), LoadLevel::Over);
    }

    #[test]
    fn what_is_said_aloud_names_state_and_load() {
        let health = Health {
            run_state: RunState::Degraded,
            utilization: Some(0.84),
            words: String::new(),
        };
        assert_eq!(health.describe(), "degraded, 84% used, hot");
        let used = |share| Health {
            run_state: RunState::Up,
            utilization: Some(share),
            words: String::new(),
        };
        assert_eq!(used(0.004).describe(), "<\u{a0}1% used");
        assert_eq!(used(25.0).describe(), "×25 used, overloaded");
    }
}
