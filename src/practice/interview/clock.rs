//! The clock of a round. Time comes in as an argument, so that every jump of a real clock can be tried out.

use serde::{Deserialize, Serialize};

use super::stage::{STAGES, Stage};

/// More than this between two ticks (s) is taken for a sleep of the machine: while a round runs, the window ticks each
/// second.
pub const LONGEST_TICK: f64 = 600.0;
/// The wall clock has to run ahead of the steady one by so much (s) before a sleep is noted: smaller steps are corrections.
const SLEPT: f64 = 30.0;

/// What the clocks of the machine say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClockReading {
    /// Seconds on a clock that only goes forward, from any start.
    pub steady: f64,
    /// Seconds on the wall clock (Unix time); it may jump.
    pub wall: f64,
}

/// How much of each stage is spent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoundClock {
    /// Seconds by stage.
    spent: [f64; STAGES],
    /// Whether the user has stopped it.
    paused: bool,
    /// How often it was paused.
    pauses: u32,
    /// Seconds that the machine slept, or the program was not running, while a round was open; they do not count.
    slept: f64,
    /// What was read last; not kept, so that nothing counts between two runs of the program.
    #[serde(skip)]
    last: Option<ClockReading>,
}

impl RoundClock {
    /// Lets time go on in a stage. Nothing counts while it is paused, at the first reading, or when the steady clock went
    /// back.
    pub fn tick(&mut self, stage: Stage, now: ClockReading) {
        if !now.steady.is_finite() {
            return;
        }
        if let Some(last) = self.last.replace(now)
            && !self.paused
        {
            let passed = now.steady - last.steady;
            let ahead = (now.wall - last.wall) - passed.max(0.0);
            if passed > LONGEST_TICK {
                self.slept += passed;
            } else if passed > 0.0 {
                self.spent[stage as usize] += passed;
                if ahead.is_finite() && ahead > SLEPT {
                    self.slept += ahead;
                }
            }
        }
    }

    /// Stops or starts it.
    pub fn set_paused(&mut self, paused: bool) {
        if paused && !self.paused {
            self.pauses += 1;
        }
        self.paused = paused;
    }

    /// Stops it because the program was not running: the user has not paused.
    pub fn interrupt(&mut self) {
        self.paused = true;
    }

    /// Whether it is stopped, by the user or because the program was not running.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// How often it was paused.
    #[must_use]
    pub fn pauses(&self) -> u32 {
        self.pauses
    }

    /// Seconds that did not count because the machine slept.
    #[must_use]
    pub fn slept(&self) -> f64 {
        self.slept
    }

    /// Seconds spent in a stage.
    #[must_use]
    pub fn spent(&self, stage: Stage) -> f64 {
        self.spent[stage as usize]
    }

    /// Seconds spent in all stages.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.spent.iter().sum()
    }

    /// Puts right what a file edited by hand may hold: times are numbers of 0 or more.
    pub(super) fn repair(&mut self) {
        for time in self.spent.iter_mut().chain([&mut self.slept]) {
            if !time.is_finite() || *time < 0.0 {
                *time = 0.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(steady: f64, wall: f64) -> ClockReading {
        ClockReading { steady, wall }
    }

    #[test]
    fn time_goes_to_the_stage_that_is_open() {
        let mut clock = RoundClock::default();
        clock.tick(Stage::Requirements, at(100.0, 1_000.0));
        clock.tick(Stage::Requirements, at(101.0, 1_001.0));
        clock.tick(Stage::Estimates, at(103.0, 1_003.0));
        assert!((clock.spent(Stage::Requirements) - 1.0).abs() < 1e-9);
        assert!((clock.spent(Stage::Estimates) - 2.0).abs() < 1e-9);
        assert!((clock.total() - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_pause_does_not_count_and_is_marked() {
        let mut clock = RoundClock::default();
        clock.tick(Stage::Design, at(0.0, 0.0));
        clock.set_paused(true);
        clock.set_paused(true);
        clock.tick(Stage::Design, at(300.0, 300.0));
        clock.set_paused(false);
        clock.tick(Stage::Design, at(301.0, 301.0));
        assert!((clock.total() - 1.0).abs() < 1e-9);
        assert_eq!(clock.pauses(), 1);
    }

    #[test]
    fn an_interruption_is_no_pause() {
        let mut clock = RoundClock::default();
        clock.interrupt();
        assert!(clock.is_paused());
        clock.set_paused(false);
        assert_eq!(clock.pauses(), 0);
    }

    #[test]
    fn sleep_and_jumps_of_the_wall_clock_do_not_count() {
        // Systems whose steady clock stops during a sleep: only the wall clock has gone on.
        let mut clock = RoundClock::default();
        clock.tick(Stage::Design, at(10.0, 1_000.0));
        clock.tick(Stage::Design, at(11.0, 8_000.0));
        assert!((clock.total() - 1.0).abs() < 1e-9 && clock.slept() > 6_900.0);
        // Systems whose steady clock goes on.
        clock.tick(Stage::Design, at(9_011.0, 17_000.0));
        assert!((clock.total() - 1.0).abs() < 1e-9 && clock.slept() > 15_000.0);
        // A wall clock that is set back, and a steady one that goes back although it must not.
        let slept = clock.slept();
        clock.tick(Stage::Design, at(9_012.0, 0.0));
        clock.tick(Stage::Design, at(12.0, 1.0));
        clock.tick(Stage::Design, at(f64::NAN, 2.0));
        clock.tick(Stage::Design, at(13.0, f64::INFINITY));
        assert!((clock.total() - 3.0).abs() < 1e-9);
        assert!((clock.slept() - slept).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn no_reading_gives_negative_or_doubled_time(
            readings in proptest::collection::vec((-1e6_f64..1e6, -1e9_f64..1e9, 0_usize..STAGES, any::<bool>()), 1..40)
        ) {
            let mut clock = RoundClock::default();
            let mut forward = 0.0;
            let mut last: Option<f64> = None;
            for (steady, wall, stage, paused) in readings {
                clock.set_paused(paused);
                let before = clock.total();
                clock.tick(Stage::ALL[stage], at(steady, wall));
                prop_assert!(clock.total() >= before);
                forward += last.map_or(0.0, |last| (steady - last).max(0.0));
                last = Some(steady);
                prop_assert!(clock.total() <= forward + 1e-6);
                prop_assert!(clock.slept() >= 0.0);
            }
        }
    }
}
