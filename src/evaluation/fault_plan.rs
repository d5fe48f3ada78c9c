//! Which faults are put into an accepted design: all that fit, and of a large design as many as there is time for.

use super::all;
use super::mutation::Mutation;
use super::selector::FaultPlace;
use super::subject::{Mutant, MutationSubject};
use crate::analysis::rules;
use crate::analysis::trials::most_faults;

/// The mutations whose rule exists, each with the places of a design where it is tried.
pub(super) struct FaultPlan<'a> {
    places: Vec<(&'static Mutation, Vec<FaultPlace<'a>>)>,
    /// Places are left out because the design is large.
    pub(super) is_in_part: bool,
}

impl<'a> FaultPlan<'a> {
    /// The plan for a design. Where there are too many places, each mutation has its first one before any has its second.
    pub(super) fn new(subject: &MutationSubject<'a>) -> Self {
        let known = all().filter(|mutation| rules::get(mutation.raises).is_some());
        let mut places: Vec<(&Mutation, Vec<FaultPlace>)> = known
            .map(|mutation| (mutation, mutation.at.places(subject)))
            .collect();
        let most = most_faults(&subject.analysis, subject.scenario.designs.len());
        let all_places: usize = places.iter().map(|(_, places)| places.len()).sum();
        let is_in_part = all_places > most;
        if is_in_part {
            let counts: Vec<usize> = places.iter().map(|(_, places)| places.len()).collect();
            for ((_, places), kept) in places.iter_mut().zip(share_out(&counts, most)) {
                places.truncate(kept);
            }
        }
        Self { places, is_in_part }
    }

    /// The mutants, by mutation.
    pub(super) fn mutants(
        &self,
        subject: &MutationSubject<'a>,
    ) -> impl Iterator<Item = (&'static Mutation, Mutant)> {
        self.places.iter().flat_map(move |(mutation, places)| {
            let mutants = places.iter();
            mutants.filter_map(move |&place| Some((*mutation, mutation.mutant_at(subject, place)?)))
        })
    }
}

/// How many of these counts are taken, `most` in all, the first of each before the second of any.
fn share_out(counts: &[usize], most: usize) -> Vec<usize> {
    let mut taken = vec![0; counts.len()];
    let mut left = most;
    loop {
        let before = left;
        for (taken, count) in taken.iter_mut().zip(counts) {
            if left > 0 && *taken < *count {
                *taken += 1;
                left -= 1;
            }
        }
        if left == before {
            return taken;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::example_prompt;
    use crate::model::parse_notation;
    use crate::scenario::builtin;

    #[test]
    fn each_has_its_first_before_any_has_its_second() {
        assert_eq!(share_out(&[5, 0, 1, 9], 6), [3, 0, 1, 2]);
        assert_eq!(share_out(&[5, 0, 1, 9], 2), [1, 0, 1, 0]);
        assert_eq!(share_out(&[2, 1], 9), [2, 1]);
    }

    /// What comes with the program is measured in full.
    #[test]
    fn only_of_large_designs_places_are_left_out() {
        for scenario in builtin() {
            for accepted in &scenario.designs {
                let subject = MutationSubject::new(scenario, accepted);
                assert!(!FaultPlan::new(&subject).is_in_part, "{}", scenario.id);
            }
        }
        let mut scenario = example_prompt().clone();
        let services: Vec<String> = (0..120)
            .map(|n| format!("client -> service_{n} -> db_{n}: write"))
            .collect();
        scenario.designs[0].design = parse_notation(&services.join("\n")).unwrap().design;
        let subject = MutationSubject::new(&scenario, &scenario.designs[0]);
        let plan = FaultPlan::new(&subject);
        assert!(plan.is_in_part);
        let tried: usize = plan.places.iter().map(|(_, places)| places.len()).sum();
        assert_eq!(tried, most_faults(&subject.analysis, 1));
    }
}
