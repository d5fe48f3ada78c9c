//! The plan on a time line: what starts when, what is too early, what the end depends on, and what moves if a team is late.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::network::{Network, OrderConflict, delivery_waits};
use super::timeline::{ChainLink, Dates, Job, Timeline};
use crate::analysis::Analysis;
use crate::model::{Design, Id, Program, WorkWindow};

/// How long work takes where nobody says it (weeks): a sprint of the usual length. Our own judgment; the plan says where it
/// is assumed.
pub const DEFAULT_WEEKS: u32 = 2;

/// Work on one component, as planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedWork {
    /// Which component.
    pub component: Id,
    /// The team that does it.
    pub team: Option<String>,
    /// The stage in which it goes live.
    pub stage: Option<u32>,
    /// The week in which it starts: as written, else as soon as it can.
    pub start: u32,
    /// The first week in which it can start, given what it waits for.
    pub earliest: u32,
    /// How long it takes.
    pub weeks: u32,
    /// Whether nobody has said how long it takes, so that [`DEFAULT_WEEKS`] are taken.
    pub is_assumed: bool,
    /// Weeks that it may be late without moving the end.
    pub slack: u32,
    /// Why it starts too early, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_early: Option<String>,
}

impl PlannedWork {
    /// The week at the beginning of which it is done.
    #[must_use]
    pub fn finish(&self) -> u32 {
        self.start.saturating_add(self.weeks)
    }

    /// Whether the end moves as soon as this work does.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        self.slack == 0
    }
}

/// A stage of the rollout with what is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedStage {
    /// Its place.
    pub step: u32,
    /// What it is called; "Stage 2" where it has no name.
    pub title: String,
    /// What has to hold before the next stage begins; may be empty.
    pub gate: String,
    /// Which number shows it; may be empty.
    pub metric: String,
    /// How it is taken back; may be empty.
    pub rollback: String,
    /// Weeks that the gate is watched.
    pub bake_weeks: u32,
    /// The week in which its first work starts; none where nothing is in it.
    pub start: Option<u32>,
    /// The week in which its gate can be passed.
    pub end: Option<u32>,
    /// What goes live in it.
    pub components: Vec<Id>,
}

/// A step of the critical path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CriticalStep {
    /// Work on a component.
    Work(Id),
    /// The gate behind a stage.
    Gate(u32),
}

/// The plan on a time line.
#[derive(Debug, Clone, Serialize)]
pub struct Schedule {
    /// The first day of week 0.
    pub first_day: Option<Date>,
    /// What is planned, in the order in which it can start.
    pub work: Vec<PlannedWork>,
    /// The stages in order.
    pub stages: Vec<PlannedStage>,
    /// What the end depends on, first to last.
    pub critical_path: Vec<CriticalStep>,
    /// The week in which everything can be done.
    pub end: u32,
    /// What goes live before what it needs.
    pub conflicts: Vec<OrderConflict>,
    /// Planned components that need each other in a circle.
    pub cycles: Vec<Vec<Id>>,
    #[serde(skip)]
    pub(super) line: Timeline,
    /// What jobs wait for beside each other: the job, the team or supplier, and the week of delivery.
    #[serde(skip)]
    pub(super) waits: Vec<(usize, String, u32)>,
    #[serde(skip)]
    pub(super) dates: Dates,
    /// The component of each job.
    #[serde(skip)]
    pub(super) jobs: Vec<Id>,
}

impl Schedule {
    /// The schedule of a drawing with a plan.
    #[must_use]
    pub fn new(analysis: &Analysis) -> Self {
        let design = analysis.design();
        let program = design.program();
        let network = Network::new(analysis);
        let jobs: Vec<Id> = network
            .planned
            .iter()
            .map(|&node| analysis.id(node))
            .collect();
        let place: BTreeMap<NodeIndex, usize> = network.planned.iter().copied().zip(0..).collect();
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); jobs.len()];
        for need in &network.needs {
            let in_a_circle = network.group[need.by] == network.group[need.needed];
            if network.is_met(need) && !in_a_circle {
                after[place[&need.by]].push(place[&need.needed]);
            }
        }
        let waits = delivery_waits(analysis, &network, &place);
        let window = |id: Id| program.work.get(&id).copied().unwrap_or_default();
        let job = |(number, (&node, after)): (usize, (&NodeIndex, Vec<usize>))| {
            let window = window(analysis.id(node));
            let waits = waits.iter().filter(|(job, ..)| *job == number);
            let delivered = waits.map(|(.., week)| *week).max().unwrap_or(0);
            Job {
                weeks: window.weeks.unwrap_or(DEFAULT_WEEKS),
                release: window.start.unwrap_or(0).max(delivered),
                stage: analysis[node].component.rollout_stage,
                after,
            }
        };
        let jobs_of = network
            .planned
            .iter()
            .zip(after)
            .enumerate()
            .map(job)
            .collect();
        let bake = |step| program.stage(step).map_or(0, |stage| stage.bake_weeks);
        let line = Timeline::new(jobs_of, bake);
        let release: Vec<u32> = line.jobs().iter().map(|job| job.release).collect();
        let dates = line.dates(&release);
        let mut schedule = Self {
            first_day: program.start,
            work: Vec::new(),
            stages: Vec::new(),
            critical_path: Vec::new(),
            end: dates.end,
            conflicts: network.conflicts(analysis),
            cycles: network.cycles,
            line,
            waits,
            dates,
            jobs,
        };
        let path = schedule.line.critical_chain(&schedule.dates);
        schedule.critical_path = path
            .into_iter()
            .map(|link| match link {
                ChainLink::Job(place) => CriticalStep::Work(schedule.jobs[place]),
                ChainLink::Gate(stage) => CriticalStep::Gate(stage),
            })
            .collect();
        schedule.work = schedule.planned_work(design, window);
        schedule.stages = schedule.planned_stages(program);
        schedule
    }

    fn planned_work(&self, design: &Design, window: impl Fn(Id) -> WorkWindow) -> Vec<PlannedWork> {
        let work = self.line.jobs().iter().enumerate().map(|(place, job)| {
            let component = self.jobs[place];
            let window = window(component);
            let earliest = self.dates.start[place];
            let start = window.start.unwrap_or(earliest);
            let too_early = (start < earliest).then(|| self.why_too_early(design, place, start));
            PlannedWork {
                component,
                team: design.team_of(component).map(str::to_owned),
                stage: job.stage,
                start,
                earliest,
                weeks: job.weeks,
                is_assumed: window.weeks.is_none(),
                slack: self.dates.latest[place].saturating_sub(self.dates.finish[place]),
                too_early,
            }
        });
        let mut work: Vec<PlannedWork> = work.collect();
        work.sort_by_key(|work| (work.earliest, work.stage.unwrap_or(0), work.component));
        work
    }

    /// What the work on a component waits for in the week in which it is to start.
    fn why_too_early(&self, design: &Design, place: usize, start: u32) -> String {
        let name = design.name_of(self.jobs[place]);
        let job = &self.line.jobs()[place];
        let earliest = self.dates.start[place];
        let when = |week: u32| self.week_label(week);
        let mut before = job.after.iter();
        if let Some(&other) = before.find(|&&other| self.dates.finish[other] == earliest) {
            let needed = design.name_of(self.jobs[other]);
            return format!(
                "{name} starts in {}, but it needs {needed}, which is done in {}",
                when(start),
                when(earliest)
            );
        }
        let mut waits = self.waits.iter();
        if let Some((_, on, _)) = waits.find(|(job, _, week)| *job == place && *week == earliest) {
            return format!(
                "{name} starts in {}, but it needs {on}, which delivers in {}",
                when(start),
                when(earliest)
            );
        }
        let gate = job.stage.and_then(|stage| self.line.gate_before(stage));
        let gate = gate.map_or_else(String::new, |gate| format!(" of stage {gate}"));
        format!(
            "{name} starts in {}, but the gate{gate} is not passed until {}",
            when(start),
            when(earliest)
        )
    }

    fn planned_stages(&self, program: &Program) -> Vec<PlannedStage> {
        let used = self.line.jobs().iter().filter_map(|job| job.stage);
        let mut steps: BTreeSet<u32> = used.collect();
        steps.extend(program.stages.iter().map(|stage| stage.step));
        let stage = |step: u32| {
            let said = program.stage(step).cloned().unwrap_or_default();
            let of_stage = || {
                self.work
                    .iter()
                    .filter(move |work| work.stage == Some(step))
            };
            let title = said.name.trim();
            PlannedStage {
                step,
                title: if title.is_empty() {
                    format!("Stage {step}")
                } else {
                    title.to_owned()
                },
                gate: said.gate,
                metric: said.metric,
                rollback: said.rollback,
                bake_weeks: said.bake_weeks,
                start: of_stage().map(|work| work.earliest).min(),
                end: self.dates.gate.get(&step).copied(),
                components: of_stage().map(|work| work.component).collect(),
            }
        };
        steps.into_iter().map(stage).collect()
    }

    /// The work on a component.
    #[must_use]
    pub fn work_on(&self, component: Id) -> Option<&PlannedWork> {
        self.work.iter().find(|work| work.component == component)
    }

    /// What starts too early, by stage or by week, in sentences.
    #[must_use]
    pub fn warnings(&self) -> Vec<&str> {
        let by_stage = self
            .conflicts
            .iter()
            .map(|conflict| conflict.sentence.as_str());
        let by_week = self
            .work
            .iter()
            .filter_map(|work| work.too_early.as_deref());
        by_stage.chain(by_week).collect()
    }

    /// "week 3", or "week 3 (Mar 23)" where the plan has a first day.
    #[must_use]
    pub fn week_label(&self, week: u32) -> String {
        match self.day_of(week) {
            Some(day) => format!("week {week} ({})", day.strftime("%b %-d")),
            None => format!("week {week}"),
        }
    }

    /// The first day of a week.
    #[must_use]
    pub fn day_of(&self, week: u32) -> Option<Date> {
        self.first_day?.checked_add(i64::from(week).weeks()).ok()
    }

    /// The critical path in a line: "Links DB → gate of stage 1 → Link service".
    #[must_use]
    pub fn describe_critical_path(&self, design: &Design) -> String {
        let steps = self.critical_path.iter().map(|step| match step {
            CriticalStep::Work(id) => design.name_of(*id).to_owned(),
            CriticalStep::Gate(stage) => format!("gate of stage {stage}"),
        });
        steps.collect::<Vec<_>>().join(" → ")
    }
}
