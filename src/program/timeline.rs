//! Weeks of work with an order between them: when each can start, when it has to be done, and the longest chain (the
//! critical path method; J. E. Kelley, "Critical-Path Planning and Scheduling: Mathematical Basis", Operations Research 9,
//! 1961). Gates between stages are waited for by everything in the stages behind them.

use std::collections::BTreeMap;

/// Work on one component.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Job {
    /// How long it takes.
    pub weeks: u32,
    /// The first week in which it may start.
    pub release: u32,
    /// The stage it belongs to; work without one waits for no gate, and no gate for it.
    pub stage: Option<u32>,
    /// The jobs that have to be done first: all stand before it in the list.
    pub after: Vec<usize>,
}

/// Jobs in an order in which each stands behind what it waits for: by stage, and within one behind all of its `after`.
#[derive(Debug, Clone, Default)]
pub(super) struct Timeline {
    jobs: Vec<Job>,
    /// The stages that jobs belong to, in order, and the weeks that the gate of each is watched.
    gates: Vec<(u32, u32)>,
}

/// When everything happens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Dates {
    /// The week in which each job starts.
    pub start: Vec<u32>,
    /// The week at the beginning of which each job is done.
    pub finish: Vec<u32>,
    /// By when each job has to be done so that the end does not move.
    pub latest: Vec<u32>,
    /// When the gate behind each stage is passed.
    pub gate: BTreeMap<u32, u32>,
    /// When everything is done.
    pub end: u32,
}

/// A link of the longest chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChainLink {
    /// A job, by its place in the list.
    Job(usize),
    /// The gate behind a stage.
    Gate(u32),
}

impl Timeline {
    /// A time line of jobs, and of the weeks that gates are watched.
    pub(super) fn new(jobs: Vec<Job>, bake_weeks: impl Fn(u32) -> u32) -> Self {
        let mut stages: Vec<u32> = jobs.iter().filter_map(|job| job.stage).collect();
        stages.sort_unstable();
        stages.dedup();
        let gates = stages.into_iter().map(|stage| (stage, bake_weeks(stage)));
        Self {
            gates: gates.collect(),
            jobs,
        }
    }

    pub(super) fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The last gate before a stage.
    pub(super) fn gate_before(&self, stage: u32) -> Option<u32> {
        let before = self.gates.partition_point(|(gate, _)| *gate < stage);
        before.checked_sub(1).map(|place| self.gates[place].0)
    }

    /// When everything happens if each job starts as soon as it can, and not before its `release`.
    pub(super) fn dates(&self, release: &[u32]) -> Dates {
        let mut dates = Dates::default();
        // The gates behind the stages that are over: the jobs stand in the order of their stages.
        let mut open = 0;
        let mut done: BTreeMap<u32, u32> = BTreeMap::new();
        for (job, &release) in self.jobs.iter().zip(release) {
            let mut start = release;
            if let Some(stage) = job.stage {
                self.pass_gates(&mut dates.gate, &done, &mut open, stage);
                let gate = self.gate_before(stage);
                start = start.max(gate.map_or(0, |gate| dates.gate[&gate]));
            }
            let before = job.after.iter().map(|&other| dates.finish[other]);
            start = before.fold(start, u32::max);
            let finish = start.saturating_add(job.weeks);
            if let Some(stage) = job.stage {
                let last = done.entry(stage).or_default();
                *last = (*last).max(finish);
            }
            dates.start.push(start);
            dates.finish.push(finish);
        }
        self.pass_gates(&mut dates.gate, &done, &mut open, u32::MAX);
        let ends = dates.finish.iter().chain(dates.gate.values());
        dates.end = ends.copied().max().unwrap_or(0);
        dates.latest = self.latest(&dates);
        dates
    }

    fn pass_gates(
        &self,
        gate: &mut BTreeMap<u32, u32>,
        done: &BTreeMap<u32, u32>,
        open: &mut usize,
        stage: u32,
    ) {
        while let Some(&(over, bake)) = self.gates.get(*open).filter(|(over, _)| *over < stage) {
            let before = gate.last_key_value().map_or(0, |(_, &week)| week);
            let last = done.get(&over).copied().unwrap_or(0);
            gate.insert(over, before.max(last).saturating_add(bake));
            *open += 1;
        }
    }

    /// By when each job has to be done, from the end backwards.
    fn latest(&self, dates: &Dates) -> Vec<u32> {
        let mut latest = vec![dates.end; self.jobs.len()];
        // By when the gate before each stage has to be passed.
        let mut needed: BTreeMap<u32, u32> = BTreeMap::new();
        for (place, job) in self.jobs.iter().enumerate().rev() {
            if let Some(stage) = job.stage {
                latest[place] = latest[place].min(self.latest_of_stage(&needed, stage, dates.end));
            }
            let start = latest[place].saturating_sub(job.weeks);
            if let Some(stage) = job.stage {
                let limit = needed.entry(stage).or_insert(dates.end);
                *limit = (*limit).min(start);
            }
            for &other in &job.after {
                latest[other] = latest[other].min(start);
            }
        }
        latest
    }

    /// By when the jobs of a stage have to be done for the stages behind it, whose own limits are known.
    fn latest_of_stage(&self, needed: &BTreeMap<u32, u32>, stage: u32, end: u32) -> u32 {
        let mut limit = end;
        for &(gate, bake) in self.gates.iter().rev() {
            if gate < stage {
                break;
            }
            let behind = self.gates.iter().find(|(other, _)| *other > gate);
            let starts = behind.and_then(|(other, _)| needed.get(other));
            limit = limit
                .min(starts.copied().unwrap_or(end))
                .saturating_sub(bake);
        }
        limit
    }

    /// The longest chain, first to last: what has to be quicker for the end to come sooner.
    pub(super) fn critical_chain(&self, dates: &Dates) -> Vec<ChainLink> {
        let mut chain = Vec::new();
        let last_gate = dates
            .gate
            .last_key_value()
            .filter(|(_, week)| **week == dates.end);
        let last_job = || dates.finish.iter().position(|&finish| finish == dates.end);
        let mut next = match last_gate {
            Some((&gate, _)) => Some(ChainLink::Gate(gate)),
            None => last_job().map(ChainLink::Job),
        };
        while let Some(link) = next {
            chain.push(link);
            next = match link {
                ChainLink::Job(place) => self.before_job(place, dates),
                ChainLink::Gate(stage) => self.before_gate(stage, dates),
            };
        }
        chain.reverse();
        chain
    }

    fn before_job(&self, place: usize, dates: &Dates) -> Option<ChainLink> {
        let (job, start) = (&self.jobs[place], dates.start[place]);
        if start == 0 {
            return None;
        }
        let mut before = job.after.iter();
        let before = before.find(|&&other| dates.finish[other] == start);
        let gate = || {
            let gate = self.gate_before(job.stage?)?;
            (dates.gate[&gate] == start).then_some(ChainLink::Gate(gate))
        };
        before.map(|&other| ChainLink::Job(other)).or_else(gate)
    }

    fn before_gate(&self, stage: u32, dates: &Dates) -> Option<ChainLink> {
        let bake = self.gates.iter().find(|(gate, _)| *gate == stage)?.1;
        let since = dates.gate[&stage].saturating_sub(bake);
        let mut jobs = self.jobs.iter().zip(&dates.finish).enumerate();
        let job = jobs.find(|(_, (job, finish))| job.stage == Some(stage) && **finish == since);
        let gate = || {
            self.gate_before(stage)
                .filter(|gate| dates.gate[gate] == since)
        };
        job.map(|(place, _)| ChainLink::Job(place))
            .or_else(|| gate().map(ChainLink::Gate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    /// Jobs whose stages grow along the list, as a time line wants them, and the weeks of each gate.
    fn jobs() -> impl Strategy<Value = (Vec<Job>, Vec<u32>)> {
        let job = (
            0..5_u32,
            option::weighted(0.3, 0..12_u32),
            option::of(0..4_u32),
            vec(any::<usize>(), 0..3),
        );
        (vec(job, 1..8), vec(0..3_u32, 4)).prop_map(|(jobs, bakes)| {
            let mut highest = 0;
            let mut list: Vec<Job> = Vec::new();
            for (place, (weeks, release, stage, after)) in jobs.into_iter().enumerate() {
                let stage = stage.map(|stage| stage.max(highest));
                highest = stage.unwrap_or(highest);
                let after = after
                    .into_iter()
                    .filter(|_| place > 0)
                    .map(|any| any % place.max(1));
                list.push(Job {
                    weeks,
                    release: release.unwrap_or(0),
                    stage,
                    after: after.collect(),
                });
            }
            (list, bakes)
        })
    }

    /// The length of the longest chain that ends with a job or a gate, by trying out every chain.
    fn longest(jobs: &[Job], bakes: &[u32], place: usize) -> u32 {
        let job = &jobs[place];
        let mut start = job.release;
        for &other in &job.after {
            start = start.max(longest(jobs, bakes, other));
        }
        if let Some(stage) = job.stage {
            start = start.max(passed_before(jobs, bakes, stage));
        }
        start + job.weeks
    }

    fn passed_before(jobs: &[Job], bakes: &[u32], stage: u32) -> u32 {
        let mut passed = 0;
        for gate in 0..stage {
            let of: Vec<usize> = (0..jobs.len())
                .filter(|&place| jobs[place].stage == Some(gate))
                .collect();
            if of.is_empty() {
                continue;
            }
            let done = of
                .into_iter()
                .map(|place| longest(jobs, bakes, place))
                .max()
                .unwrap_or(0);
            passed = passed.max(done) + bakes[gate as usize];
        }
        passed
    }

    fn releases(jobs: &[Job]) -> Vec<u32> {
        jobs.iter().map(|job| job.release).collect()
    }

    proptest! {
        #[test]
        fn dates_are_those_of_the_longest_chain((jobs, bakes) in jobs()) {
            let line = Timeline::new(jobs.clone(), |stage| bakes[stage as usize]);
            let dates = line.dates(&releases(&jobs));
            for place in 0..jobs.len() {
                prop_assert_eq!(dates.finish[place], longest(&jobs, &bakes, place));
            }
            let all = passed_before(&jobs, &bakes, 4);
            let jobs_end = dates.finish.iter().copied().max().unwrap_or(0);
            prop_assert_eq!(dates.end, all.max(jobs_end));
        }

        #[test]
        fn a_job_may_be_late_by_its_slack_and_not_a_week_more((jobs, bakes) in jobs()) {
            let line = Timeline::new(jobs.clone(), |stage| bakes[stage as usize]);
            let plain = releases(&jobs);
            let dates = line.dates(&plain);
            for place in 0..jobs.len() {
                prop_assert!(dates.latest[place] >= dates.finish[place]);
                let slack = dates.latest[place] - dates.finish[place];
                for (late, moves) in [(slack, false), (slack + 1, true)] {
                    let mut release = plain.clone();
                    release[place] = dates.start[place] + late;
                    prop_assert_eq!(line.dates(&release).end > dates.end, moves, "job {} by {}", place, late);
                }
            }
        }

        #[test]
        fn the_chain_has_no_gap_and_ends_at_the_end((jobs, bakes) in jobs()) {
            let line = Timeline::new(jobs.clone(), |stage| bakes[stage as usize]);
            let dates = line.dates(&releases(&jobs));
            let span = |link: ChainLink| match link {
                ChainLink::Job(place) => (dates.start[place], dates.finish[place]),
                ChainLink::Gate(stage) => (dates.gate[&stage] - bakes[stage as usize], dates.gate[&stage]),
            };
            let chain = line.critical_chain(&dates);
            for pair in chain.windows(2) {
                prop_assert_eq!(span(pair[0]).1, span(pair[1]).0);
            }
            prop_assert_eq!(chain.last().map(|&link| span(link).1), Some(dates.end));
            for &link in &chain {
                if let ChainLink::Job(place) = link {
                    prop_assert_eq!(dates.latest[place], dates.finish[place], "all of it is critical");
                }
            }
            // It begins with what waits for nothing: a job at its release, or a stage without weeks.
            let first = chain.first().map(|&link| match link {
                ChainLink::Job(place) => dates.start[place] == jobs[place].release,
                ChainLink::Gate(_) => span(link).0 == 0,
            });
            prop_assert_eq!(first, Some(true));
        }
    }
}
