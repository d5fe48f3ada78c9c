//! Reading through a content delivery network.

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::kinds;
use crate::model::{Access, Id, Role};

/// Lets clients read through a CDN what they read from this place.
pub(crate) fn read_through_cdn(
    analysis: &Analysis,
    origin: Id,
    draft: &mut PatchBuilder,
) -> Option<()> {
    let clients: Vec<Id> = analysis
        .with_role(&[Role::Client])
        .map(|client| analysis.id(client))
        .collect();
    let cdn = match analysis.with_role(&[Role::Cdn]).next() {
        Some(drawn) => analysis.id(drawn),
        None => draft.add(kinds::CDN, origin, PlacementSide::Before)?,
    };
    draft.read(cdn, origin);
    let is_written = analysis.flows.iter().any(|flow| {
        let writes = flow.spec.is_some_and(|spec| spec.access != Access::Read);
        let mut ends = flow.ends.iter().flat_map(|end| &end.candidates);
        writes && ends.any(|&end| analysis.id(end) == origin)
    });
    for &client in &clients {
        for direct in draft.between(client, origin) {
            match draft.design().connection(direct)?.access {
                Some(Access::Write) => {}
                Some(Access::Read) => draft.remove(direct)?,
                _ if !is_written => draft.remove(direct)?,
                _ => draft.rewire(direct, |drawn| drawn.access = Some(Access::Write))?,
            }
        }
        draft.read(client, cdn);
    }
    if clients.is_empty() {
        return None;
    }
    Some(())
}
