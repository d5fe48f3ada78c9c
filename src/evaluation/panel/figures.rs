//! The figures of a panel, and those that must not become worse.

use std::collections::BTreeMap;

use serde::Serialize;

use super::labels::{FlawEvidence, LabelSeverity, PanelVerdict};
use super::name_figures::NameFigures;
use super::role_agreement::RoleFigures;
use super::score_bands::ScoreBand;
use crate::evaluation::kept_figure::KeptFigure;
use crate::evaluation::proportion::Proportion;

/// How one flaw is found, and how often it is reported where that is wrong.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct FlawFigures {
    /// Found where it is expected.
    pub recall: Proportion,
    /// Reported where it is forbidden.
    pub forbidden: Proportion,
}

impl FlawFigures {
    /// How many labels disagree.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.recall.of - self.recall.count + self.forbidden.count
    }
}

/// How well the check agrees with the interviewers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PanelFigures {
    /// How many drawings there are.
    pub drawings: usize,
    /// Expected flaws that are found at their place.
    pub recall: Proportion,
    /// The same by severity.
    pub recall_by_severity: BTreeMap<LabelSeverity, Proportion>,
    /// The same by what shows the flaw.
    pub recall_by_evidence: BTreeMap<FlawEvidence, Proportion>,
    /// Missed flaws that are told as information.
    pub missed_but_info: usize,
    /// Missed flaws that no rule reports.
    pub missed_without_rule: usize,
    /// Found critical and high flaws that are reported as critical or high.
    pub serious_as_serious: Proportion,
    /// Forbidden flaws that are reported above info.
    pub forbidden: Proportion,
    /// Both by flaw.
    pub by_flaw: BTreeMap<String, FlawFigures>,
    /// Critical and high findings on sound drawings that are neither expected nor tolerated.
    pub false_alarms: usize,
    /// Sound drawings that have one.
    pub drawings_with_false_alarms: Proportion,
    /// How many each rule raises.
    pub false_alarms_by_rule: BTreeMap<&'static str, usize>,
    /// Critical and high findings on sound drawings that are tolerated, which allows low weight only.
    pub heavy_alarms: usize,
    /// Medium findings on sound drawings that are neither expected nor tolerated.
    pub medium_alarms: usize,
    /// How all scores lie.
    pub scores: ScoreBand,
    /// How the scores of each verdict lie.
    pub scores_by_verdict: BTreeMap<PanelVerdict, ScoreBand>,
    /// Pairs of one prompt in which the sound drawing scores higher than the other.
    pub pair_accuracy: Proportion,
    /// The same by the verdict of the other.
    pub pair_accuracy_by_verdict: BTreeMap<PanelVerdict, Proportion>,
    /// Drawings that reach the pass mark, by verdict.
    pub passed: BTreeMap<PanelVerdict, Proportion>,
    /// Who plays which part.
    pub roles: RoleFigures,
    /// What boxes are read as.
    pub names: NameFigures,
}

impl PanelFigures {
    /// Passed drawings of a verdict.
    #[must_use]
    pub fn passed(&self, verdict: PanelVerdict) -> Proportion {
        self.passed.get(&verdict).copied().unwrap_or_default()
    }

    /// Sound drawings that do not reach the pass mark.
    #[must_use]
    pub fn sound_failed(&self) -> Proportion {
        let Proportion { count, of } = self.passed(PanelVerdict::Sound);
        Proportion {
            count: of - count,
            of,
        }
    }

    /// The figures that must not become worse.
    #[must_use]
    pub fn kept(&self) -> Vec<KeptFigure> {
        let higher = KeptFigure::higher;
        let lower = KeptFigure::lower;
        let severity = |severity| {
            let found = self.recall_by_severity.get(&severity);
            found.copied().unwrap_or_default()
        };
        let evidence = |evidence| {
            let found = self.recall_by_evidence.get(&evidence);
            found.copied().unwrap_or_default()
        };
        vec![
            higher("recall", self.recall),
            higher("recall_critical", severity(LabelSeverity::Critical)),
            higher("recall_high", severity(LabelSeverity::High)),
            higher("recall_medium", severity(LabelSeverity::Medium)),
            higher("recall_ask", severity(LabelSeverity::Ask)),
            higher("recall_structure", evidence(FlawEvidence::Structure)),
            higher("recall_words", evidence(FlawEvidence::Words)),
            lower("forbidden", self.forbidden.share().unwrap_or(0.0)),
            lower("false_alarms", self.false_alarms as f64),
            higher("scores_in_band", self.scores.in_band),
            lower("score_distance", self.scores.mean_distance.unwrap_or(0.0)),
            higher("pair_accuracy", self.pair_accuracy),
            lower("sound_failed", self.sound_failed().count as f64),
            lower(
                "fatal_passed",
                self.passed(PanelVerdict::Fatal).count as f64,
            ),
            higher("role_agreement", self.roles.agreement),
            higher("name_kinds", self.names.kind_fits),
            higher("name_counts", self.names.counts),
        ]
    }
}
