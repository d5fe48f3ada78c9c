//! The search for the cheapest way to the targets, a little between frames.

use std::time::{Duration, Instant};

use crate::analysis::{Analysis, Plan, Planner};

/// What searching may take of one frame.
const BUDGET: Duration = Duration::from_millis(8);

/// How far the search for the plan of one report is.
#[derive(Debug)]
pub(crate) enum PlanSearch {
    /// Still looking.
    Searching(Box<Planner>),
    /// Done.
    Found(Plan),
}

impl PlanSearch {
    /// A search that begins.
    pub(crate) fn new(start: &Analysis) -> Self {
        Self::Searching(Box::new(start.planner()))
    }

    /// Searches for a while, from the analysis that it began with; says whether there is more to do.
    pub(crate) fn work(&mut self, start: &Analysis) -> bool {
        let Self::Searching(planner) = self else {
            return false;
        };
        let began = Instant::now();
        let found = planner.work(start, || began.elapsed() < BUDGET);
        let more = found.is_none();
        if let Some(plan) = found {
            *self = Self::Found(plan);
        }
        more
    }

    /// The plan, once it is found.
    pub(crate) fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Searching(_) => None,
            Self::Found(plan) => Some(plan),
        }
    }
}
