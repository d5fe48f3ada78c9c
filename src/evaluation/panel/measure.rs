//! Counts how a checked panel agrees with its labels.

use crate::analysis::PASS_MARK;
use std::collections::{BTreeMap, BTreeSet};

use super::details::{DetailKind, Details};
use super::figures::{FlawFigures, PanelFigures};
use super::flaws::{Clarity, FlawTable, missing_part_of};
use super::labels::{ExpectedFlaw, FlawOpinion, LabelSeverity, PanelVerdict};
use super::name_figures::NameFigures;
use super::panel_set::{CheckedDrawing, PanelSubset};
use super::score_bands::{ScoreBand, ScoreInBand};
use super::statements::Statement;

/// Flaws that may be mentioned at medium on any drawing that shows none of it.
const TOLERATED_ANYWHERE: [&str; 9] = [
    "no_backup",
    "missing_monitoring",
    "no_alerting",
    "no_tracing",
    "no_auth",
    "unencrypted_crossing",
    "no_retry_dlq",
    "no_owner",
    "no_rate_limit",
];

/// The figures of some drawings and names, with the cases behind them.
#[derive(Debug, Default)]
pub struct MeasuredPanel {
    /// The figures.
    pub figures: PanelFigures,
    /// The cases, as lines for people.
    pub details: Details,
}

/// Measures some drawings and names of a panel.
#[must_use]
pub fn measure(subset: &PanelSubset, table: &FlawTable) -> MeasuredPanel {
    let mut measured = MeasuredPanel::default();
    let mut scores = Vec::new();
    for drawing in &subset.drawings {
        measured.figures.drawings += 1;
        let answered = measured.add_expected(drawing, table);
        measured.add_forbidden(drawing);
        if drawing.label.verdict == PanelVerdict::Sound {
            measured.add_alarms(drawing, &answered);
        }
        scores.extend(measured.add_score(drawing));
        let MeasuredPanel { figures, details } = &mut measured;
        figures.roles.add(drawing, details);
    }
    let figures = &mut measured.figures;
    figures.scores = ScoreBand::measure(&scores, |_| true);
    for verdict in PanelVerdict::ALL {
        let band = ScoreBand::measure(&scores, |score| score.verdict == verdict);
        figures.scores_by_verdict.insert(verdict, band);
    }
    measured.add_pairs(&subset.drawings);
    let MeasuredPanel { figures, details } = &mut measured;
    figures.names = NameFigures::measure(&subset.names, details);
    measured
}

impl MeasuredPanel {
    fn note(&mut self, kind: DetailKind, line: String) {
        self.details.entry(kind).or_default().push(line);
    }

    /// Counts the flaws that have to be found. Returns the statements that answer one, by their position.
    fn add_expected(&mut self, drawing: &CheckedDrawing, table: &FlawTable) -> BTreeSet<usize> {
        let mut answered = BTreeSet::new();
        for expected in &drawing.label.expect {
            let answers = |statement: &Statement| {
                expected.flaws().any(|flaw| {
                    statement.reports(flaw, Clarity::Hinted) && statement.is_at(flaw, &expected.at)
                })
            };
            let statements = drawing.statements.iter().enumerate();
            let hits: Vec<_> = statements.filter(|(_, said)| answers(said)).collect();
            answered.extend(hits.iter().map(|(position, _)| *position));
            let counted = hits.iter().map(|(_, statement)| *statement);
            let worst = counted
                .filter(|said| expected.severity == LabelSeverity::Ask || said.is_above_info())
                .min_by_key(|said| said.severity);
            self.add_recall(expected, worst.is_some());
            let line = format!("{}: {}", drawing.label.file, description(expected));
            match worst {
                Some(worst) => {
                    if expected.severity <= LabelSeverity::High {
                        self.figures.serious_as_serious.add(worst.is_serious());
                    }
                    self.note(DetailKind::Found, format!("{line} <- {}", worst.summary()));
                }
                None => self.add_missed(expected, &line, !hits.is_empty(), table),
            }
        }
        answered
    }

    fn add_recall(&mut self, expected: &ExpectedFlaw, is_found: bool) {
        let figures = &mut self.figures;
        figures.recall.add(is_found);
        let by_severity = &mut figures.recall_by_severity;
        by_severity
            .entry(expected.severity)
            .or_default()
            .add(is_found);
        let by_evidence = &mut figures.recall_by_evidence;
        by_evidence
            .entry(expected.evidence())
            .or_default()
            .add(is_found);
        self.flaw(&expected.flaw).recall.add(is_found);
    }

    fn add_missed(
        &mut self,
        expected: &ExpectedFlaw,
        line: &str,
        as_info: bool,
        table: &FlawTable,
    ) {
        let has_rule = expected.flaws().any(|flaw| table.can_report(flaw));
        let reason = match (as_info, has_rule) {
            (true, _) => " (as info)",
            (false, true) => "",
            (false, false) => " (no rule reports it)",
        };
        self.figures.missed_but_info += usize::from(as_info);
        if !has_rule {
            self.figures.missed_without_rule += 1;
            self.note(DetailKind::Unmapped, line.to_owned());
        }
        self.note(
            DetailKind::Missed,
            format!("{line}{reason}: {}", expected.why),
        );
    }

    /// Counts the flaws that are wrong to report.
    fn add_forbidden(&mut self, drawing: &CheckedDrawing) {
        let label = drawing.label;
        for forbidden in &label.forbid {
            let is_tolerated = label
                .tolerate
                .iter()
                .any(|other| other.flaw == forbidden.flaw);
            let mut statements = drawing.statements.iter();
            let wrong = statements.find(|said| violates(said, forbidden, is_tolerated));
            self.figures.forbidden.add(wrong.is_some());
            self.flaw(&forbidden.flaw).forbidden.add(wrong.is_some());
            if let Some(wrong) = wrong {
                let FlawOpinion { flaw, at, why } = forbidden;
                let line = format!("{}: {flaw}{}", label.file, place(at));
                let line = format!("{line} <- {} [{why}]", wrong.summary());
                self.note(DetailKind::Forbidden, line);
            }
        }
    }

    /// Counts what is said of a sound drawing though nobody expects it.
    fn add_alarms(&mut self, drawing: &CheckedDrawing, answered: &BTreeSet<usize>) {
        let label = drawing.label;
        let mut has_false_alarm = false;
        for (position, said) in drawing.statements.iter().enumerate() {
            if !said.is_above_info() || answered.contains(&position) {
                continue;
            }
            let is_tolerated = label.tolerate.iter().any(|tolerated| {
                said.reports(&tolerated.flaw, Clarity::Hinted) && said.overlaps(&tolerated.at)
            });
            let is_tolerated_anywhere = || {
                TOLERATED_ANYWHERE
                    .iter()
                    .any(|flaw| said.reports(flaw, Clarity::Hinted))
            };
            let kind = match (said.is_serious(), is_tolerated) {
                (true, false) => DetailKind::FalseAlarms,
                (true, true) => DetailKind::HeavyAlarms,
                (false, false) if !is_tolerated_anywhere() => DetailKind::MediumAlarms,
                (false, _) => continue,
            };
            let figures = &mut self.figures;
            match kind {
                DetailKind::HeavyAlarms => figures.heavy_alarms += 1,
                DetailKind::MediumAlarms => figures.medium_alarms += 1,
                _ => {
                    has_false_alarm = true;
                    figures.false_alarms += 1;
                    *figures.false_alarms_by_rule.entry(said.rule).or_default() += 1;
                }
            }
            self.note(kind, format!("{}: {}", label.file, said.summary()));
        }
        self.figures.drawings_with_false_alarms.add(has_false_alarm);
    }

    /// Counts whether a drawing passes, and holds its score against the band of its label.
    fn add_score(&mut self, drawing: &CheckedDrawing) -> Option<ScoreInBand> {
        let (label, score) = (drawing.label, drawing.report.score.total);
        let verdict = label.verdict;
        let passes = score >= PASS_MARK;
        self.figures.passed.entry(verdict).or_default().add(passes);
        let name = verdict.label();
        if passes != (verdict == PanelVerdict::Sound) {
            let does = if passes { "passes" } else { "fails" };
            let line = format!("{}: {name} {does} with {score}", label.file);
            self.note(DetailKind::Passes, line);
        }
        let (low, high) = label.score?;
        let scored = ScoreInBand {
            verdict,
            score,
            distance: low.saturating_sub(score).max(score.saturating_sub(high)),
        };
        if scored.distance > 0 {
            let side = if score < low { "below" } else { "above" };
            let line = format!("{}: {name} {score} {side} {low} to {high}", label.file);
            self.note(DetailKind::Scores, line);
        }
        Some(scored)
    }

    /// Counts the pairs of a sound drawing and another of the same prompt.
    fn add_pairs(&mut self, drawings: &[&CheckedDrawing]) {
        let mut prompts: BTreeMap<&str, Vec<&CheckedDrawing>> = BTreeMap::new();
        for drawing in drawings {
            if let Some(prompt) = &drawing.label.scenario {
                prompts.entry(prompt).or_default().push(drawing);
            }
        }
        for group in prompts.values() {
            let (sound, others): (Vec<&CheckedDrawing>, Vec<_>) = group
                .iter()
                .partition(|drawing| drawing.label.verdict == PanelVerdict::Sound);
            for sound in sound {
                for other in &others {
                    self.add_pair(sound, other);
                }
            }
        }
    }

    fn add_pair(&mut self, sound: &CheckedDrawing, other: &CheckedDrawing) {
        let (high, low) = (sound.report.score.total, other.report.score.total);
        let verdict = other.label.verdict;
        let is_right = high > low;
        self.figures.pair_accuracy.add(is_right);
        let by_verdict = &mut self.figures.pair_accuracy_by_verdict;
        by_verdict.entry(verdict).or_default().add(is_right);
        if !is_right {
            let (name, sound, other) = (verdict.label(), &sound.label.file, &other.label.file);
            self.note(
                DetailKind::Pairs,
                format!("{sound} {high}, {name} {other} {low}"),
            );
        }
    }

    /// The figures of a flaw; all missing parts are one.
    fn flaw(&mut self, id: &str) -> &mut FlawFigures {
        let id = id.split(':').next().unwrap_or(id);
        self.figures.by_flaw.entry(id.to_owned()).or_default()
    }
}

/// Whether a statement says what is forbidden. One without a place is about the whole drawing, so that it is no violation
/// where the flaw is forbidden at some boxes and tolerated elsewhere.
fn violates(said: &Statement, forbidden: &FlawOpinion, is_tolerated: bool) -> bool {
    let FlawOpinion { flaw, at, .. } = forbidden;
    let is_vague = said.places.is_empty() && !at.is_empty();
    said.is_above_info()
        && said.reports(flaw, Clarity::Stated)
        && said.is_at(flaw, at)
        && !(is_vague && is_tolerated && missing_part_of(flaw).is_none())
}

fn description(expected: &ExpectedFlaw) -> String {
    let flaws: Vec<&str> = expected.flaws().collect();
    let (severity, flaws) = (expected.severity.label(), flaws.join(" or "));
    format!("{severity} {flaws}{}", place(&expected.at))
}

fn place(at: &[String]) -> String {
    if at.is_empty() {
        return String::new();
    }
    format!(" @ {}", at.join(" / "))
}
