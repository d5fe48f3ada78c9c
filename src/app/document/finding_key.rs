//! What tells a finding from the others, from one check to the next.

use crate::analysis::Finding;
use crate::model::Id;

/// What tells a finding from the others: its rule, the part that is missing, and the item most to blame.
pub(crate) type FindingKey = (&'static str, Option<String>, Option<Id>);

/// The key of a finding.
pub(crate) fn finding_key(finding: &Finding) -> FindingKey {
    (
        finding.rule,
        finding.part.clone(),
        finding.items.first().copied(),
    )
}
