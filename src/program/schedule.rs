//! The plan on a time line: what starts when, what is too early, what the end depends on, and what moves if a team is late.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::needs::{self, LiveBefore};
use super::timeline::{ChainLink, Dates, Job, Timeline};
use crate::analysis::Analysis;
use crate::analysis::graph::NodeMap;
use crate::model::{Design, Id, Program, TeamDependency, WorkWindow, format, is_same_team};

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

/// That a component goes live before one that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderConflict {
    /// What is too early.
    pub component: Id,
    /// What it needs.
    pub needs: Id,
    /// The connection that says so.
    pub connection: Id,
    /// What is wrong, in a sentence.
    pub sentence: String,
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
    line: Timeline,
    /// What jobs wait for beside each other: the job, the team or supplier, and the week of delivery.
    #[serde(skip)]
    waits: Vec<(usize, String, u32)>,
    #[serde(skip)]
    dates: Dates,
    /// The component of each job.
    #[serde(skip)]
    jobs: Vec<Id>,
}

/// What moves if a team is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delay {
    /// The team or supplier.
    pub team: String,
    /// How many weeks later than planned it delivers.
    pub weeks: u32,
    /// What starts later, in the order of its new start.
    pub moves: Vec<WorkMove>,
    /// The end without and with the delay.
    pub end: [u32; 2],
}

/// Work that starts later than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WorkMove {
    /// Which component.
    pub component: Id,
    /// Its week without the delay.
    pub from: u32,
    /// Its week with it.
    pub to: u32,
}

/// What is planned and the order between it.
struct Network {
    planned: Vec<NodeIndex>,
    /// The stage that each counts as belonging to: its own, else that of the last thing it needs.
    stage: NodeMap<u32>,
    needs: Vec<LiveBefore>,
    /// Which group of components that need each other each belongs to, what is needed first.
    group: NodeMap<usize>,
    cycles: Vec<Vec<Id>>,
}

impl Network {
    fn new(analysis: &Analysis) -> Self {
        let program = analysis.design().program();
        let is_planned = |node: NodeIndex| {
            let staged = analysis[node].component.rollout_stage.is_some();
            staged || program.work.contains_key(&analysis.id(node))
        };
        let planned: NodeMap<bool> = analysis.node_indices().map(is_planned).collect();
        let needs = needs::live_before(analysis, &planned);
        let groups = needs::groups(analysis, &needs);
        let mut group_of = analysis.node_map(0);
        for (number, group) in groups.iter().enumerate() {
            for &node in group {
                group_of[node] = number;
            }
        }
        let mut stage = analysis.node_map(0);
        let mut needed_by: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        for need in &needs {
            needed_by.entry(need.by).or_default().push(need.needed);
        }
        for group in &groups {
            let below = group
                .iter()
                .filter_map(|node| needed_by.get(node))
                .flatten();
            let below = below.filter(|needed| !group.contains(needed));
            let below = below.map(|&needed| stage[needed]).max().unwrap_or(0);
            for &node in group {
                stage[node] = analysis[node].component.rollout_stage.unwrap_or(below);
            }
        }
        let mut planned: Vec<NodeIndex> = analysis
            .node_indices()
            .filter(|&node| planned[node])
            .collect();
        planned.sort_by_key(|&node| (stage[node], group_of[node], node));
        Self {
            cycles: needs::cycles(analysis, &groups),
            planned,
            stage,
            needs,
            group: group_of,
        }
    }

    /// Whether a need can be met: what is needed does not come in a later stage, nor need the other in turn.
    fn is_met(&self, need: &LiveBefore) -> bool {
        self.stage[need.needed] <= self.stage[need.by]
    }

    fn conflicts(&self, analysis: &Analysis) -> Vec<OrderConflict> {
        let broken = self.needs.iter().filter(|need| !self.is_met(need));
        let conflict = |need: &LiveBefore| {
            let (by, needed) = (analysis.name(need.by), analysis.name(need.needed));
            let stages = [need.by, need.needed].map(|node| self.stage[node]);
            OrderConflict {
                component: analysis.id(need.by),
                needs: analysis.id(need.needed),
                connection: need.connection,
                sentence: format!(
                    "{by} goes live in stage {} and needs {needed}, which comes in stage {}",
                    stages[0], stages[1]
                ),
            }
        };
        broken.map(conflict).collect()
    }
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
        let waits = waits(analysis, &network, &place);
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
                "{name} starts in {}, before {needed}, which it needs, is done in {}",
                when(start),
                when(earliest)
            );
        }
        let mut waits = self.waits.iter();
        if let Some((_, on, _)) = waits.find(|(job, _, week)| *job == place && *week == earliest) {
            return format!(
                "{name} starts in {}, before {on} delivers in {}",
                when(start),
                when(earliest)
            );
        }
        let gate = job.stage.and_then(|stage| self.line.gate_before(stage));
        let gate = gate.map_or_else(String::new, |gate| format!(" of stage {gate}"));
        format!(
            "{name} starts in {}, before the gate{gate} is passed in {}",
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

    /// What moves if a team or a supplier delivers so many weeks later than planned: its own work starts later by that much,
    /// everything else only where it has to wait.
    #[must_use]
    pub fn delay(&self, design: &Design, team: &str, weeks: u32) -> Delay {
        let mut release = self.dates.start.clone();
        for (place, &id) in self.jobs.iter().enumerate() {
            if design
                .team_of(id)
                .is_some_and(|own| is_same_team(own, team))
            {
                release[place] = release[place].saturating_add(weeks);
            }
        }
        for (place, on, week) in &self.waits {
            if is_same_team(on, team) {
                release[*place] = release[*place].max(week.saturating_add(weeks));
            }
        }
        let dates = self.line.dates(&release);
        let moved = self
            .jobs
            .iter()
            .enumerate()
            .map(|(place, &component)| WorkMove {
                component,
                from: self.dates.start[place],
                to: dates.start[place],
            });
        let mut moves: Vec<WorkMove> = moved.filter(|step| step.to > step.from).collect();
        moves.sort_by_key(|step| (step.to, step.component));
        Delay {
            team: team.to_owned(),
            weeks,
            moves,
            end: [self.end, dates.end],
        }
    }

    /// Everybody who can be late: the teams with work in the plan, and whom the plan waits for.
    #[must_use]
    pub fn who_can_be_late(&self, design: &Design) -> Vec<String> {
        let teams = self.jobs.iter().filter_map(|&id| design.team_of(id));
        let waited = self.waits.iter().map(|(_, on, _)| on.as_str());
        let mut names: Vec<String> = Vec::new();
        for name in teams.chain(waited) {
            if !names.iter().any(|known| is_same_team(known, name)) {
                names.push(name.trim().to_owned());
            }
        }
        names.sort();
        names
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

impl Delay {
    /// What it comes to, in a sentence.
    #[must_use]
    pub fn describe(&self, schedule: &Schedule, design: &Design) -> String {
        let weeks = if self.weeks == 1 {
            "1 week".to_owned()
        } else {
            format!("{} weeks", self.weeks)
        };
        let others = self.moves.iter().filter(|step| {
            !design
                .team_of(step.component)
                .is_some_and(|own| is_same_team(own, &self.team))
        });
        let others: Vec<&str> = others.map(|step| design.name_of(step.component)).collect();
        let [before, after] = self.end;
        let end = match after.saturating_sub(before) {
            0 => format!("the end stays in {}", schedule.week_label(before)),
            1 => format!("the end moves by 1 week to {}", schedule.week_label(after)),
            later => format!(
                "the end moves by {later} weeks to {}",
                schedule.week_label(after)
            ),
        };
        let moved = if others.is_empty() {
            "no other team moves".to_owned()
        } else {
            format!(
                "{} later: {}",
                if others.len() == 1 {
                    "one part of another team starts"
                } else {
                    "parts of other teams start"
                },
                format::join_names(others)
            )
        };
        format!("If {} is {weeks} late, {end}; {moved}", self.team)
    }
}

/// What jobs wait for that is delivered by other teams and suppliers: those of the stage that cannot begin without it, else
/// those that call what the other team owns.
fn waits(
    analysis: &Analysis,
    network: &Network,
    place: &BTreeMap<NodeIndex, usize>,
) -> Vec<(usize, String, u32)> {
    let design = analysis.design();
    let program = design.program();
    let is_of = |node: NodeIndex, team: &str| {
        design
            .team_of(analysis.id(node))
            .is_some_and(|own| is_same_team(own, team))
    };
    let mut waits = Vec::new();
    for dependency in &program.dependencies {
        let Some(week) = delivery_week(program, dependency) else {
            continue;
        };
        let of_team = |node: NodeIndex| {
            let needs = dependency.needs.trim();
            needs.is_empty() || is_of(node, needs)
        };
        let waiting: BTreeSet<usize> = match dependency.stage {
            Some(stage) => {
                let staged = network.planned.iter().filter(|&&node| {
                    analysis[node].component.rollout_stage == Some(stage) && of_team(node)
                });
                staged.map(|node| place[node]).collect()
            }
            None => {
                let calls = analysis.links().map(|link| needs::ends(analysis, link));
                let calls = calls.filter(|&(by, needed)| {
                    of_team(by) && is_of(needed, &dependency.on) && !is_of(by, &dependency.on)
                });
                calls
                    .filter_map(|(by, _)| place.get(&by).copied())
                    .collect()
            }
        };
        waits.extend(
            waiting
                .into_iter()
                .map(|job| (job, dependency.on.trim().to_owned(), week)),
        );
    }
    waits
}

/// The week in which something is delivered: after its lead time, and not before the date that was promised.
fn delivery_week(program: &Program, dependency: &TeamDependency) -> Option<u32> {
    let promised = program.start.zip(dependency.due).map(|(start, due)| {
        let days = (due - start).get_days();
        u32::try_from(days.max(0)).unwrap_or(0).div_ceil(7)
    });
    promised.max(dependency.lead_weeks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edit, parse_notation};

    const SHOP: &str = "
client -> web -> api -> db
api -> q -> w
web: service \"Web\" owner=\"Front\" step=3
api: service \"Api\" owner=\"Core\" step=2
db: sql \"Db\" owner=\"Data\" step=1
q: queue \"Q\" owner=\"Data\" step=1
w: worker \"W\" owner=\"Core\" step=3
";

    fn planned(text: &str, change: impl FnOnce(&mut Program, &dyn Fn(&str) -> Id)) -> Design {
        let parsed = parse_notation(text).unwrap();
        let (mut design, keys) = (parsed.design, parsed.keys);
        let edit = design.edit_program(|program| change(program, &|key| keys[key]));
        design.apply(edit).unwrap();
        design
    }

    fn schedule(design: &Design) -> Schedule {
        Schedule::new(&Analysis::new(design, None))
    }

    fn starts(design: &Design, schedule: &Schedule) -> Vec<(String, u32)> {
        let work = schedule.work.iter();
        work.map(|work| (design.name_of(work.component).to_owned(), work.start))
            .collect()
    }

    #[test]
    fn stages_follow_each_other_with_their_gates_watched() {
        let design = planned(SHOP, |program, id| {
            program.stage_mut(1).bake_weeks = 1;
            program.work.insert(
                id("db"),
                WorkWindow {
                    start: None,
                    weeks: Some(3),
                },
            );
        });
        let schedule = schedule(&design);
        let expected = [("Db", 0), ("Q", 0), ("Api", 4), ("Web", 6), ("W", 6)];
        assert_eq!(
            starts(&design, &schedule),
            expected.map(|(name, week)| (name.to_owned(), week))
        );
        assert_eq!(schedule.end, 8);
        assert_eq!(
            schedule.describe_critical_path(&design),
            "Db → gate of stage 1 → Api → gate of stage 2 → W → gate of stage 3"
        );
        let q = schedule
            .work
            .iter()
            .find(|work| design.name_of(work.component) == "Q")
            .unwrap();
        assert_eq!((q.slack, q.is_assumed, q.weeks), (1, true, DEFAULT_WEEKS));
    }

    #[test]
    fn a_late_team_moves_what_waits_for_it_and_no_more_than_it_must() {
        let design = planned(SHOP, |program, id| {
            program.work.insert(
                id("db"),
                WorkWindow {
                    start: None,
                    weeks: Some(3),
                },
            );
        });
        let plain = schedule(&design);
        let front = plain.delay(&design, "front", 3);
        assert_eq!((front.moves.len(), front.end), (1, [7, 10]));
        assert_eq!(
            front.describe(&plain, &design),
            "If front is 3 weeks late, the end moves by 3 weeks to week 10; no other team moves"
        );
        let data = plain.delay(&design, "Data", 2);
        assert_eq!((data.moves.len(), data.end), (5, [7, 9]));
        assert!(
            data.describe(&plain, &design)
                .contains("parts of other teams start later: Api, ")
        );
        assert_eq!(plain.delay(&design, "Data", 0).moves, []);
        assert_eq!(plain.delay(&design, "Nobody", 5).end, [7, 7]);
    }

    #[test]
    fn what_is_written_too_early_is_said_and_the_end_reckons_with_what_can_be() {
        let design = planned(SHOP, |program, id| {
            program.start = "2026-03-02".parse().ok();
            program.work.insert(
                id("w"),
                WorkWindow {
                    start: Some(1),
                    weeks: Some(2),
                },
            );
        });
        let schedule = schedule(&design);
        let w = schedule.work.iter().find(|work| work.start == 1).unwrap();
        assert_eq!(
            (w.earliest, schedule.end, schedule.warnings().len()),
            (4, 6, 1)
        );
        assert_eq!(
            w.too_early.as_deref(),
            Some(
                "W starts in week 1 (Mar 9), before the gate of stage 2 is passed in week 4 (Mar 30)"
            )
        );
        let bare = planned("a -> b\na: service \"A\"\nb: sql \"B\"", |program, id| {
            program.work.insert(
                id("a"),
                WorkWindow {
                    start: Some(0),
                    weeks: None,
                },
            );
            program.work.insert(
                id("b"),
                WorkWindow {
                    start: None,
                    weeks: Some(4),
                },
            );
        });
        let schedule = Schedule::new(&Analysis::new(&bare, None));
        let early = schedule.work.iter().find_map(|work| work.too_early.clone());
        assert_eq!(
            early.as_deref(),
            Some("A starts in week 0, before B, which it needs, is done in week 4")
        );
    }

    #[test]
    fn stages_against_the_calls_are_conflicts_and_circles_are_no_deadlock() {
        let text = "client -> a -> b -> a\nb -> c\na: service \"A\" step=1\nb: service \"B\" step=1\nc: sql \"C\" step=2";
        let design = parse_notation(text).unwrap().design;
        let schedule = schedule(&design);
        let said: Vec<&str> = schedule
            .conflicts
            .iter()
            .map(|conflict| conflict.sentence.as_str())
            .collect();
        assert_eq!(
            said,
            ["B goes live in stage 1 and needs C, which comes in stage 2"]
        );
        assert_eq!(schedule.cycles.len(), 1);
        assert_eq!(schedule.end, 2 * DEFAULT_WEEKS);
    }

    #[test]
    fn deliveries_are_waited_for_by_stage_or_by_call() {
        let wait = |stage: Option<u32>, due: Option<&str>| {
            planned(SHOP, |program, _| {
                program.start = "2026-03-02".parse().ok();
                program.dependencies.push(TeamDependency {
                    needs: "Core".to_owned(),
                    on: "Data".to_owned(),
                    lead_weeks: Some(3),
                    due: due.and_then(|due| due.parse().ok()),
                    stage,
                    ..TeamDependency::default()
                });
            })
        };
        let end = |design: &Design| schedule(design).end;
        // By call: Api reaches Db, and W empties Q; Api waits until week 3 where it could start in week 2.
        assert_eq!(end(&wait(None, None)), 7);
        // The date goes beyond the lead time: eight weeks and a day.
        assert_eq!(end(&wait(None, Some("2026-04-28"))), 13);
        assert_eq!(end(&wait(Some(3), None)), 6);
        let design = wait(Some(3), None);
        assert_eq!(schedule(&design).delay(&design, "data", 4).end, [6, 10]);
        assert_eq!(
            schedule(&design).who_can_be_late(&design),
            ["Core", "Data", "Front"]
        );
    }

    #[test]
    fn any_plan_however_far_has_an_end() {
        let mut design = parse_notation(SHOP).unwrap().design;
        let ids: Vec<Id> = design.components().map(|(id, _)| id).collect();
        let edit = design.edit_program(|program| {
            for &id in &ids {
                let window = WorkWindow {
                    start: Some(crate::model::MAX_WEEKS),
                    weeks: Some(crate::model::MAX_WEEKS),
                };
                program.work.insert(id, window);
            }
            program.start = Some(Date::MAX);
        });
        design.apply(edit).unwrap();
        design.apply(Edit::SetTitle("far".to_owned())).unwrap();
        let schedule = schedule(&design);
        assert!(schedule.end > crate::model::MAX_WEEKS && schedule.day_of(9).is_none());
        assert!(schedule.week_label(schedule.end).starts_with("week "));
    }
}
