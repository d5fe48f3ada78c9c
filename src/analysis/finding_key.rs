//! Which finding is meant: within a check, from one check to the next, and by what is kept in the file.

use std::borrow::Cow;

use crate::analysis::report::Finding;
use crate::model::{Acceptance, Id, RiskSource};

/// What tells a finding from the others, within a check and from one check to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingKey {
    rule: &'static str,
    variant: Option<Cow<'static, str>>,
    item: Option<Id>,
    /// Only where there is no item: a part that is named beside one may change with the accepted design that is nearest.
    part: Option<String>,
}

impl Finding {
    /// What tells it from the others.
    #[must_use]
    pub fn key(&self) -> FindingKey {
        let part = self.part.clone();
        FindingKey {
            rule: self.rule,
            variant: self.variant.clone(),
            item: self.item(),
            part: part.filter(|_| self.items.is_empty()),
        }
    }

    /// Whether the user has said to live with this finding.
    #[must_use]
    pub fn is_meant_by(&self, acceptance: &Acceptance) -> bool {
        let place = (acceptance.item, acceptance.part.as_deref());
        self.is_named_by(&acceptance.rule, acceptance.variant.as_deref(), place)
    }

    /// What to write into the design to live with this finding.
    #[must_use]
    pub fn acceptance(&self, reason: String, unscored: bool) -> Acceptance {
        let RiskSource {
            rule,
            variant,
            item,
            part,
        } = self.risk_source();
        Acceptance {
            rule,
            variant,
            item,
            part,
            reason,
            unscored,
        }
    }

    /// What a risk of the program that comes from this finding keeps of it.
    #[must_use]
    pub fn risk_source(&self) -> RiskSource {
        RiskSource {
            rule: self.rule.to_owned(),
            variant: self.variant.as_deref().map(str::to_owned),
            item: self.item(),
            part: self.part.clone(),
        }
    }

    /// Whether a risk of the program comes from this finding.
    #[must_use]
    pub fn is_source_of(&self, source: &RiskSource) -> bool {
        let place = (source.item, source.part.as_deref());
        self.is_named_by(&source.rule, source.variant.as_deref(), place)
    }

    /// Whether a file means it by these words. Files that are older than variants name none, and mean all of them.
    fn is_named_by(
        &self,
        rule: &str,
        variant: Option<&str>,
        (item, part): (Option<Id>, Option<&str>),
    ) -> bool {
        let is_variant = variant.is_none() || self.variant.as_deref() == variant;
        // A part that is named beside an item may change with the accepted design that is nearest.
        let is_place = self.item() == item && (item.is_some() || self.part.as_deref() == part);
        self.rule == rule && is_variant && is_place
    }
}
