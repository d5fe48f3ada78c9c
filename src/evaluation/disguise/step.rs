//! The ways in which people draw the same system differently.

use serde::{Serialize, Serializer};

use super::draft::DisguiseDraft;
use super::{drawing, names, sizes, structure};

/// One way to disguise a sound design, which stays sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DisguiseStep {
    /// Boxes are called by products of their kind.
    ProductNames,
    /// Names are written short.
    Abbreviations,
    /// Services and stores have the code names of a team.
    TeamNames,
    /// Parts are of other kinds that the prompt accepts for them.
    AcceptedKinds,
    /// A service is drawn as two of half the size.
    SplitService,
    /// Two services are drawn as one.
    MergeServices,
    /// What stands before the services is one box.
    OneFront,
    /// Name resolution is not drawn.
    NoDns,
    /// Monitoring is not drawn.
    NoMonitoring,
    /// The users are not drawn.
    NoClient,
    /// A cache for something that the prompt does not speak of.
    OtherCache,
    /// A store for something that the prompt does not speak of.
    OtherStore,
    /// Users whom the prompt does not speak of.
    OtherClient,
    /// A note about something else.
    OtherNote,
    /// Calls are drawn with an arrow at both ends.
    TwoWayArrows,
    /// Reads are drawn in the direction in which data goes.
    DataArrows,
    /// Nothing says how many there are.
    NoCounts,
}

impl DisguiseStep {
    /// All steps.
    pub const ALL: [Self; 17] = [
        Self::ProductNames,
        Self::Abbreviations,
        Self::TeamNames,
        Self::AcceptedKinds,
        Self::SplitService,
        Self::MergeServices,
        Self::OneFront,
        Self::NoDns,
        Self::NoMonitoring,
        Self::NoClient,
        Self::OtherCache,
        Self::OtherStore,
        Self::OtherClient,
        Self::OtherNote,
        Self::TwoWayArrows,
        Self::DataArrows,
        Self::NoCounts,
    ];

    /// What it is called in figures.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ProductNames => "product-names",
            Self::Abbreviations => "abbreviations",
            Self::TeamNames => "team-names",
            Self::AcceptedKinds => "accepted-kinds",
            Self::SplitService => "split-service",
            Self::MergeServices => "merge-services",
            Self::OneFront => "one-front",
            Self::NoDns => "no-dns",
            Self::NoMonitoring => "no-monitoring",
            Self::NoClient => "no-client",
            Self::OtherCache => "other-cache",
            Self::OtherStore => "other-store",
            Self::OtherClient => "other-client",
            Self::OtherNote => "other-note",
            Self::TwoWayArrows => "two-way-arrows",
            Self::DataArrows => "data-arrows",
            Self::NoCounts => "no-counts",
        }
    }

    /// Disguises the drawing; `None` where it does not fit, and then the draft may be spoilt.
    pub(super) fn apply(self, draft: &mut DisguiseDraft) -> Option<()> {
        match self {
            Self::ProductNames => names::product_names(draft),
            Self::Abbreviations => names::abbreviations(draft),
            Self::TeamNames => names::team_names(draft),
            Self::AcceptedKinds => sizes::accepted_kinds(draft),
            Self::SplitService => structure::split_service(draft),
            Self::MergeServices => structure::merge_services(draft),
            Self::OneFront => structure::one_front(draft),
            Self::NoDns => structure::no_dns(draft),
            Self::NoMonitoring => structure::no_monitoring(draft),
            Self::NoClient => structure::no_client(draft),
            Self::OtherCache => drawing::other_cache(draft),
            Self::OtherStore => drawing::other_store(draft),
            Self::OtherClient => drawing::other_client(draft),
            Self::OtherNote => drawing::other_note(draft),
            Self::TwoWayArrows => drawing::two_way_arrows(draft),
            Self::DataArrows => drawing::data_arrows(draft),
            Self::NoCounts => sizes::no_counts(draft),
        }
    }
}

impl Serialize for DisguiseStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Design;
    use crate::scenario::builtin;

    /// All accepted designs that a step fits, before and after.
    fn disguised(step: DisguiseStep) -> Vec<(Design, Design)> {
        let designs = builtin().iter().flat_map(|scenario| &scenario.designs);
        let pairs: Vec<(Design, Design)> = designs
            .filter_map(|accepted| {
                let mut draft = DisguiseDraft::new(accepted, 7);
                step.apply(&mut draft)?;
                let after = draft.finish();
                let is_drawn = |id| after.design.component(id).is_some();
                assert!(after.keys.values().all(|&id| is_drawn(id)));
                Some((accepted.design.clone(), after.design))
            })
            .collect();
        assert!(!pairs.is_empty(), "{} fits no design", step.id());
        pairs
    }

    #[test]
    fn steps_add_and_take_away_what_they_say() {
        use DisguiseStep::{
            AcceptedKinds, DataArrows, MergeServices, NoCounts, OtherCache, OtherClient,
            OtherStore, ProductNames, SplitService, TeamNames,
        };
        for (step, boxes) in [
            (ProductNames, 0),
            (TeamNames, 0),
            (AcceptedKinds, 0),
            (NoCounts, 0),
            (DataArrows, 0),
            (SplitService, 1),
            (OtherCache, 1),
            (OtherStore, 1),
            (OtherClient, 1),
            (MergeServices, -1),
        ] {
            for (before, after) in disguised(step) {
                let count = |design: &Design| design.components().count() as i64;
                assert_eq!(count(&after) - count(&before), boxes, "{}", step.id());
                assert_ne!(before, after, "{}", step.id());
            }
        }
    }

    #[test]
    fn no_box_loses_all_its_connections() {
        for step in DisguiseStep::ALL {
            for (_, after) in disguised(step) {
                let joined = |id| {
                    let mut connections = after.connections();
                    connections.any(|(_, link)| link.from == id || link.to == id)
                };
                let alone = after.components().find(|(id, _)| !joined(*id));
                assert_eq!(alone, None, "{}", step.id());
            }
        }
    }

    #[test]
    fn counts_and_users_are_gone_where_they_are_not_said() {
        for (_, after) in disguised(DisguiseStep::NoCounts) {
            assert!(
                after
                    .components()
                    .all(|(_, part)| part.replicas.count() <= 1)
            );
        }
        for (_, after) in disguised(DisguiseStep::NoClient) {
            let is_user = |id| after.kind_of(id).role == crate::model::Role::Client;
            assert!(!after.components().any(|(id, _)| is_user(id)));
        }
    }

    #[test]
    fn arrows_turn_and_double() {
        for (before, after) in disguised(DisguiseStep::DataArrows) {
            let turned = before.connections().filter(|(id, drawn)| {
                let now = after.connection(*id);
                now.is_some_and(|now| (now.from, now.to) == (drawn.to, drawn.from))
            });
            assert!(turned.count() > 0);
        }
        for (before, after) in disguised(DisguiseStep::TwoWayArrows) {
            assert!(after.connections().count() > before.connections().count());
        }
    }
}
