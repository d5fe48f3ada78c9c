//! The risk register: what the plan holds, what the check says of it now, and findings that are not in it yet.

use serde::Serialize;

use crate::analysis::{Finding, Report, Severity};
use crate::model::{Design, Edit, ProgramRisk, RiskLevel, RiskState, format};

/// A risk with what the check says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskStatus {
    /// The risk as written.
    pub risk: ProgramRisk,
    /// How bad the finding is that it comes from; none where it comes from none, or the drawing has it no more.
    pub finding: Option<Severity>,
    /// Whether it comes from a finding that the drawing has no more.
    pub is_fixed: bool,
}

impl RiskStatus {
    /// Likelihood times impact, 1 to 9.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.risk.likelihood.steps() * self.risk.impact.steps()
    }

    /// What is missing for it to be handled: "no owner and no answer"; nothing where it is handled.
    #[must_use]
    pub fn gap(&self) -> Option<&'static str> {
        let bare = |text: &str| text.trim().is_empty();
        match (bare(&self.risk.owner), bare(&self.risk.answer)) {
            _ if !self.risk.state.is_live() => None,
            (true, true) => Some("no owner and no mitigation"),
            (true, false) => Some("no owner"),
            (false, true) => Some("no mitigation"),
            (false, false) => None,
        }
    }
}

/// The risk register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskRegister {
    /// The risks of the plan, in its order.
    pub all: Vec<RiskStatus>,
    /// Open findings above info that are no risk of the plan yet, worst first.
    pub unregistered: Vec<Finding>,
}

impl RiskRegister {
    pub(super) fn new(design: &Design, report: &Report) -> Self {
        let status = |risk: &ProgramRisk| {
            let source = risk.source.as_ref();
            let mut findings = report.open();
            let finding = source.and_then(|source| findings.find(|f| f.is_source_of(source)));
            RiskStatus {
                risk: risk.clone(),
                finding: finding.map(|finding| finding.severity),
                is_fixed: source.is_some() && finding.is_none(),
            }
        };
        let risks = &design.program().risks;
        let is_known = |finding: &Finding| {
            let mut sources = risks.iter().filter_map(|risk| risk.source.as_ref());
            sources.any(|source| finding.is_source_of(source))
        };
        let unregistered = report
            .open()
            .filter(|finding| finding.severity < Severity::Info);
        Self {
            all: risks.iter().map(status).collect(),
            unregistered: unregistered
                .filter(|finding| !is_known(finding))
                .cloned()
                .collect(),
        }
    }

    /// The edit that makes a risk of every finding that is none yet.
    #[must_use]
    pub fn edit_to_register(&self, design: &Design) -> Edit {
        let fresh = self
            .unregistered
            .iter()
            .map(|finding| risk_of(design, finding));
        design.edit_program(|program| program.risks.extend(fresh))
    }

    /// The places of the risks that are not over, heaviest first.
    #[must_use]
    pub fn live(&self) -> Vec<usize> {
        let mut live: Vec<usize> = (0..self.all.len())
            .filter(|&place| self.all[place].risk.state.is_live())
            .collect();
        live.sort_by_key(|&place| std::cmp::Reverse(self.all[place].weight()));
        live
    }
}

/// A finding as a risk: named after the component most to blame, whose team owns it; the advice is the first answer. How
/// bad and how likely follows from what the severities mean; our own judgment, to be changed by who knows better.
fn risk_of(design: &Design, finding: &Finding) -> ProgramRisk {
    let (likelihood, impact) = match finding.severity {
        Severity::Critical => (RiskLevel::Medium, RiskLevel::High),
        Severity::High => (RiskLevel::Medium, RiskLevel::Medium),
        Severity::Medium => (RiskLevel::Medium, RiskLevel::Low),
        Severity::Info => (RiskLevel::Low, RiskLevel::Low),
    };
    let title = match finding.item().filter(|&id| design.contains(id)) {
        Some(id) => format!(
            "{}: {}",
            design.item_name(id),
            format::lower_first(&finding.title)
        ),
        None => finding.title.clone(),
    };
    let owner = finding.items.iter().find_map(|&id| design.team_of(id));
    ProgramRisk {
        title,
        answer: finding.advice.clone(),
        owner: owner.unwrap_or_default().to_owned(),
        likelihood,
        impact,
        state: RiskState::Open,
        due: None,
        source: Some(finding.risk_source()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::model::parse_notation;

    #[test]
    fn findings_become_risks_once_and_are_followed() {
        let text = "scenario url_shortener\nclient -> gate -> api -> db\ngate: api_gateway_self_run x1\napi: service x1\ndb: sql x1 \"Links DB\" owner=\"Data\"";
        let mut design = parse_notation(text).unwrap().design;
        let scenario = &crate::scenario::builtin()[0];
        let register = |design: &Design| {
            let analysis = Analysis::new(design, Some(scenario));
            RiskRegister::new(design, &analysis.report())
        };
        let before = register(&design);
        assert!(before.unregistered.len() > 3 && before.all.is_empty());
        design.apply(before.edit_to_register(&design)).unwrap();
        let after = register(&design);
        assert_eq!(
            (after.all.len(), after.unregistered.len()),
            (before.unregistered.len(), 0)
        );
        assert!(
            after
                .all
                .iter()
                .all(|status| status.finding.is_some() && !status.is_fixed)
        );
        assert!(after.all.iter().any(
            |status| status.risk.owner == "Data" && status.risk.title.starts_with("Links DB: ")
        ));
        let nothing = register(&{
            let mut bare = design.clone();
            let all = bare.ids().collect();
            bare.apply(Edit::Remove(all)).unwrap();
            bare
        });
        assert!(nothing.all.iter().any(|status| status.is_fixed));
    }

    #[test]
    fn a_live_risk_wants_an_owner_and_an_answer() {
        let mut status = RiskStatus {
            risk: ProgramRisk::default(),
            finding: None,
            is_fixed: false,
        };
        assert_eq!(
            (status.gap(), status.weight()),
            (Some("no owner and no mitigation"), 4)
        );
        status.risk.owner = "Core".to_owned();
        assert_eq!(status.gap(), Some("no mitigation"));
        status.risk.state = RiskState::Done;
        assert_eq!(status.gap(), None);
    }
}
