//! The search for the cheapest plan: best first over sets of offered fixes, bounded, and the same on every machine.
//!
//! A state is the drawing with some fixes. Which fixes are offered next is found out by trying them, so that fixes which
//! another one makes possible, cheaper or needless are seen. Fixes mostly commute: the same set in another order is the
//! same state. Until a set is found that meets the targets, the state with the least in the way goes on; from then on the
//! state that can become the cheapest, and what cannot become cheaper than the best is left aside. A state that meets the
//! targets is an end: what only saves is part of a plan where it comes before that.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::check::report_on;
use crate::analysis::fix::{CandidateFix, VerifiedFix};
use crate::analysis::plan::steps::{Plan, PlanStep, obstacles_to_targets};
use crate::analysis::report::{Finding, Report};
use crate::analysis::revision::Analysis;
use crate::analysis::trials::most_checks;
use crate::model::{Design, Id};

/// The most checks of a drawing with one more fix.
const TRIALS: usize = 600;
/// In one state, so many findings are looked at for each fix that may be tried: most have none.
const FINDINGS: usize = 8;
/// To doubt the steps of the plan that was found, so many checks may be made for each trial of the search.
const DOUBTS: usize = 3;
/// What it takes to carry out a step again: a check of the drawing before and one of the drawing after it.
const REPLAYED: usize = 2;
/// Less than this is no difference (USD a month).
const CENT: f64 = 0.01;
/// How many more idle steps than the best plan has a state may have and still be gone on with: a service in front of a store brings no
/// target nearer, but can make the next fix cheaper.
const DETOURS: usize = 2;

/// What tells a fix from others, whichever were made before.
type FixName = (String, Option<Id>);
/// What tells a finding from others.
type Obstacle = (&'static str, Option<Id>, Option<String>);

/// The drawing with some fixes.
#[derive(Debug, Clone)]
struct PlanState {
    steps: Vec<PlanStep>,
    design: Design,
    /// USD a month.
    cost: f64,
    /// What keeps it from the targets.
    obstacles: BTreeSet<Obstacle>,
    /// How many of its steps brought the targets no nearer by themselves.
    idle: usize,
    /// No set with these fixes that meets the targets costs less, as far as one can see from here (USD a month).
    floor: f64,
}

/// How far the offered fixes of a state are tried.
#[derive(Debug)]
struct MoveTrials {
    report: Report,
    /// The findings that are still to be mended, by place.
    next: usize,
    moves: Vec<PlanMove>,
}

/// An offered fix.
#[derive(Debug)]
struct PlanMove {
    name: FixName,
    /// What it adds to the bill (USD a month).
    cost: f64,
    clears: BTreeSet<Obstacle>,
    /// The state that it leads to, where that is new.
    to: Option<PlanState>,
}

/// What is known of a state that was met before.
#[derive(Debug, Clone)]
struct TriedMove {
    cost: f64,
    obstacles: BTreeSet<Obstacle>,
}

/// A search that can be done a little at a time.
#[derive(Debug)]
pub struct Planner {
    first: PlanState,
    waiting: Vec<PlanState>,
    /// The state whose offered fixes are being tried.
    opened: Option<(PlanState, MoveTrials)>,
    known: BTreeMap<Vec<FixName>, TriedMove>,
    best: PlanState,
    trials: usize,
    limit: usize,
    /// How many checks may still be made to doubt steps.
    doubts_left: usize,
    /// Once the search is over: the places of the best plan's steps whose need is still to be looked into, last first.
    doubtful: Option<Vec<usize>>,
    searched_all: bool,
}

impl PlanState {
    /// Less in the way first, then the cheaper, then the shorter.
    fn compare(&self, other: &Self) -> Ordering {
        let fewer = self.obstacles.len().cmp(&other.obstacles.len());
        let shorter = self.steps.len().cmp(&other.steps.len());
        fewer.then(self.cost.total_cmp(&other.cost)).then(shorter)
    }

    fn is_enough(&self) -> bool {
        self.obstacles.is_empty()
    }

    /// How far it is from the targets. What has brought them no nearer should not be gone on with at any length.
    fn far(&self) -> usize {
        self.obstacles.len() + self.idle
    }

    /// The state with one more fix.
    fn with(&self, tried: VerifiedFix<f64>, about: Option<Id>) -> Self {
        let cost = cents(tried.numbers);
        let step = PlanStep {
            label: tried.label,
            edits: tried.edits,
            about,
            cost: cents(cost - self.cost),
        };
        let obstacles = obstacles(&tried.report);
        let idles = self.obstacles.is_subset(&obstacles) && cost >= self.cost;
        Self {
            steps: self.steps.iter().cloned().chain([step]).collect(),
            design: tried.design,
            cost,
            obstacles,
            idle: self.idle + usize::from(idles),
            floor: cost,
        }
    }

    /// Asks something of its analysis, which is there already for the drawing that the search starts from.
    fn ask<T>(&self, start: &Analysis, question: impl FnOnce(&Analysis) -> T) -> T {
        if self.steps.is_empty() {
            question(start)
        } else {
            question(&Analysis::new(&self.design, start.scenario))
        }
    }

    fn names(&self) -> Vec<FixName> {
        let names = self
            .steps
            .iter()
            .map(|step| (step.label.clone(), step.about));
        let mut names: Vec<FixName> = names.collect();
        names.sort();
        names
    }
}

impl Planner {
    /// A search from a drawing.
    pub(crate) fn new(start: &Analysis) -> Self {
        Self::limited(start, TRIALS.min(most_checks(start)))
    }

    /// A search with so many trials at most.
    pub(super) fn limited(start: &Analysis, limit: usize) -> Self {
        let first = PlanState {
            steps: Vec::new(),
            design: start.design.clone(),
            cost: cents(start.monthly_cost()),
            obstacles: obstacles(&report_on(start)),
            idle: 0,
            floor: f64::NEG_INFINITY,
        };
        Self {
            waiting: vec![first.clone()],
            opened: None,
            known: BTreeMap::new(),
            best: first.clone(),
            first,
            trials: 0,
            limit,
            doubts_left: DOUBTS * limit,
            doubtful: None,
            searched_all: false,
        }
    }

    /// How much of what may be tried was tried, 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f32 {
        self.trials.min(self.limit) as f32 / self.limit.max(1) as f32
    }

    /// Goes on while it is allowed to, at least by one trial; gives the plan once there is nothing left to try. `start` is
    /// the analysis that the search began with.
    pub fn work(&mut self, start: &Analysis, mut go_on: impl FnMut() -> bool) -> Option<Plan> {
        loop {
            if self.doubtful.is_none() && !self.search(start, &mut go_on) {
                self.doubt();
            } else if let Some(doubtful) = &mut self.doubtful {
                let Some(place) = doubtful.pop() else {
                    let steps = self.best.steps.clone();
                    return Some(Plan::new(start, steps, self.searched_all));
                };
                self.leave_out(start, place);
            }
            if !go_on() {
                return None;
            }
        }
    }

    /// Does all that is left, and gives the plan.
    pub(crate) fn finish(mut self, start: &Analysis) -> Plan {
        loop {
            if let Some(plan) = self.work(start, || true) {
                return plan;
            }
        }
    }

    /// Opens the next state, or goes on with the one that is open; says whether there is more to do.
    fn search(&mut self, start: &Analysis, go_on: &mut impl FnMut() -> bool) -> bool {
        let (state, trials) = match self.opened.take() {
            Some((state, trials)) => (state, Some(trials)),
            None => match self.choose() {
                Some(state) if self.trials < self.limit => (state, None),
                chosen => {
                    self.searched_all = chosen.is_none();
                    return false;
                }
            },
        };
        let paused = state.ask(start, |analysis| {
            self.try_moves(analysis, &state, trials, go_on)
        });
        self.opened = paused.map(|trials| (state, trials));
        true
    }

    /// The state to open next: none where no other can become better than the best.
    fn choose(&mut self) -> Option<PlanState> {
        if self.best.is_enough() {
            let PlanState { cost, idle, .. } = self.best;
            self.waiting.retain(|state| {
                !state.is_enough() && state.floor < cost - CENT && state.idle <= idle + DETOURS
            });
        }
        let nearer = |one: &PlanState, other: &PlanState| {
            let obstacles = one.far().cmp(&other.far());
            let floor = one.floor.total_cmp(&other.floor);
            if self.best.is_enough() {
                floor.then(obstacles)
            } else {
                obstacles.then(floor)
            }
        };
        let all = self.waiting.iter().enumerate();
        let (place, _) = all.min_by(|(_, one), (_, other)| nearer(one, other))?;
        Some(self.waiting.remove(place))
    }

    /// Tries the fixes that are offered in a state, from the first or from where trying them was paused; when all are
    /// tried, the states that they lead to wait for their turn. Gives how far it is where it pauses.
    fn try_moves(
        &mut self,
        analysis: &Analysis,
        state: &PlanState,
        paused: Option<MoveTrials>,
        go_on: &mut impl FnMut() -> bool,
    ) -> Option<MoveTrials> {
        let mut trials = paused.unwrap_or_else(|| MoveTrials {
            report: report_on(analysis),
            next: 0,
            moves: Vec::new(),
        });
        let most_findings = FINDINGS * self.limit;
        while let Some(finding) = trials.report.findings.get(trials.next) {
            let finding = finding.clone();
            trials.next += 1;
            if self.trials >= self.limit || trials.next > most_findings {
                // The findings come in the order of how much they matter.
                break;
            }
            if finding.accepted.is_none()
                && let Some(step) = self.try_move(analysis, state, &trials, &finding)
            {
                trials.moves.push(step);
            }
            if !go_on() {
                return Some(trials);
            }
        }
        let next = trials.next_states();
        let nearest = next.iter().min_by(|one, other| one.compare(other));
        if let Some(nearest) = nearest.filter(|next| next.compare(&self.best).is_lt()) {
            self.best = nearest.clone();
        }
        self.waiting.extend(next);
        None
    }

    /// The fix of a finding as a move; none where nothing is offered, or the same for another finding.
    fn try_move(
        &mut self,
        analysis: &Analysis,
        state: &PlanState,
        trials: &MoveTrials,
        finding: &Finding,
    ) -> Option<PlanMove> {
        let drafted = CandidateFix::new(analysis, finding)?;
        let name = (drafted.label.clone(), self.about(finding));
        if trials.moves.iter().any(|other| other.name == name) {
            return None;
        }
        let mut names = state.names();
        names.push(name.clone());
        names.sort();
        if let Some(known) = self.known.get(&names) {
            return Some(move_to(name, state, known, None));
        }
        self.trials += 1;
        let tried = drafted.verify(analysis, &trials.report, finding, |after| {
            after.monthly_cost()
        })?;
        let next = state.with(tried, name.1);
        let known = TriedMove {
            cost: next.cost,
            obstacles: next.obstacles.clone(),
        };
        let found = move_to(name, state, &known, Some(next));
        self.known.insert(names, known);
        Some(found)
    }

    /// What a finding is about, where the drawing at hand has it.
    fn about(&self, finding: &Finding) -> Option<Id> {
        finding.item().filter(|&id| self.first.design.contains(id))
    }

    /// Ends the search: now each step of the best plan is doubted, the dearest first.
    fn doubt(&mut self) {
        let steps = &self.best.steps;
        let mut places: Vec<usize> = (0..steps.len()).collect();
        places.sort_by(|&a, &b| steps[a].cost.total_cmp(&steps[b].cost).then(a.cmp(&b)));
        self.doubtful = Some(places);
    }

    /// Leaves a step out of the best plan where the others alone do as well and cost no more; in a large drawing, only the
    /// dearest steps are looked at.
    fn leave_out(&mut self, start: &Analysis, place: usize) {
        let mut names: Vec<FixName> = Vec::new();
        for (index, step) in self.best.steps.iter().enumerate() {
            if index != place {
                names.push((step.label.clone(), step.about));
            }
        }
        let checks = REPLAYED * names.len();
        if checks > self.doubts_left {
            self.searched_all = false;
            return;
        }
        self.doubts_left -= checks;
        let Some(without) = self.replay(start, &names) else {
            return;
        };
        if without.compare(&self.best).is_lt() {
            self.best = without;
            let doubtful = self.doubtful.iter_mut().flatten();
            for later in doubtful.filter(|later| **later > place) {
                *later -= 1;
            }
        }
    }

    /// The state after fixes of these names in this order; none where one of them is not offered.
    fn replay(&self, start: &Analysis, names: &[FixName]) -> Option<PlanState> {
        let mut state = self.first.clone();
        for name in names {
            let offered = state.ask(start, |analysis| self.offered(analysis, name));
            state = state.with(offered?, name.1);
        }
        Some(state)
    }

    /// The fix of this name where it is offered.
    fn offered(&self, analysis: &Analysis, name: &FixName) -> Option<VerifiedFix<f64>> {
        let report = report_on(analysis);
        report.open().find_map(|finding| {
            let drafted = CandidateFix::new(analysis, finding)?;
            let is_meant = drafted.label == name.0 && self.about(finding) == name.1;
            let cost = |after: &Analysis| after.monthly_cost();
            is_meant.then(|| drafted.verify(analysis, &report, finding, cost))?
        })
    }
}

impl MoveTrials {
    /// The new states, each with what it will cost at least as far as the moves from here tell: whatever is in the way
    /// has to be cleared by a move, which costs its share for each thing that it clears, and whatever saves is saved.
    fn next_states(self) -> Vec<PlanState> {
        let mut shares: BTreeMap<&Obstacle, f64> = BTreeMap::new();
        for step in &self.moves {
            let share = step.cost.max(0.0) / step.clears.len().max(1) as f64;
            for obstacle in &step.clears {
                let least = shares.entry(obstacle).or_insert(share);
                *least = least.min(share);
            }
        }
        let saves = |step: &PlanMove| step.cost.min(0.0);
        let savings: f64 = self.moves.iter().map(saves).sum();
        let floor = |step: &PlanMove, state: &PlanState| {
            let open = state.obstacles.iter().filter_map(|o| shares.get(o));
            state.cost + open.sum::<f64>() + savings - saves(step)
        };
        let moves = self.moves.iter();
        let states = moves.filter_map(|step| {
            let state = step.to.clone()?;
            let floor = floor(step, &state);
            Some(PlanState { floor, ..state })
        });
        states.collect()
    }
}

/// A fix as a move to what is known of the state with it.
fn move_to(name: FixName, from: &PlanState, known: &TriedMove, to: Option<PlanState>) -> PlanMove {
    let clears = from.obstacles.difference(&known.obstacles);
    PlanMove {
        name,
        cost: cents(known.cost - from.cost),
        clears: clears.cloned().collect(),
        to,
    }
}

fn obstacles(report: &Report) -> BTreeSet<Obstacle> {
    let obstacle = |finding: &Finding| {
        let item = finding.item();
        // A part that is named beside an item may change with the accepted design that is nearest.
        let part = finding.part.clone().filter(|_| item.is_none());
        (finding.rule, item, part)
    };
    obstacles_to_targets(report).map(obstacle).collect()
}

/// To whole cents, so that sums that differ in the last digits are equal, and so are both zeros.
fn cents(usd: f64) -> f64 {
    (usd * 100.0).round() / 100.0 + 0.0
}
