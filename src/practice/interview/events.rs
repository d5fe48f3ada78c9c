//! What happened in a round, in the order of time: for its replay.

use super::round::InterviewRound;
use crate::scenario::Scenario;

/// Something that happened in a round.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundEvent {
    /// Seconds into the round.
    pub at: f64,
    /// What it was, one line.
    pub text: String,
}

impl InterviewRound {
    /// Everything that was asked, noted, answered and decided, in the order of time.
    #[must_use]
    pub fn events(&self, scenario: &Scenario) -> Vec<RoundEvent> {
        let mut events: Vec<RoundEvent> = Vec::new();
        let mut add = |at: f64, text: String| events.push(RoundEvent { at, text });
        for one in &self.asked {
            add(one.at, format!("Asked: {}", one.asked));
        }
        for (what, lines) in [
            ("Must have", &self.must_have),
            ("Out of scope", &self.out_of_scope),
            ("Assumed", &self.assumptions),
            ("Operation", &self.operations),
            ("Entity", &self.entities),
            ("Dependency", &self.dependencies),
            ("Stage", &self.stages),
            ("Risk", &self.risks),
        ] {
            for line in lines {
                add(line.at, format!("{what}: {}", line.text));
            }
        }
        for (task, entry) in scenario.estimates.iter().zip(&self.estimates) {
            if !entry.value.trim().is_empty() {
                let value = entry.value.trim();
                add(
                    entry.at,
                    format!("Estimated {}: {value} {}", task.label, entry.unit),
                );
            }
        }
        if let Some(at) = self.first_box {
            add(at, "First box drawn".to_owned());
        }
        for one in &self.interjections {
            add(one.at, format!("Interviewer: {}", one.ask));
        }
        if let Some(told) = &self.twist
            && let Some(twist) = scenario.twists.get(told.twist)
        {
            add(told.at, format!("Requirements changed: {}", twist.says));
        }
        for (hint, at) in &self.hints {
            if let Some(hint) = scenario.hints.get(*hint) {
                add(*at, format!("Hint taken: {}", hint.text));
            }
        }
        for one in &self.follow_ups {
            if let Some(step) = one.question.steps.first()
                && one.answers.iter().any(|answer| !answer.trim().is_empty())
            {
                add(one.at, format!("Answered: {}", step.ask));
            }
        }
        for one in self.predictions.iter().filter(|one| one.is_complete()) {
            let how = if one.is_right() { "right" } else { "wrong" };
            add(
                one.at,
                format!("Predicted the effect of losing {}: {how}", one.name),
            );
        }
        for one in &self.decisions {
            let card = scenario.trade_offs.get(one.card);
            let chosen = card.and_then(|card| card.options.get(one.option?));
            if let Some((card, chosen)) = card.zip(chosen) {
                add(
                    one.at,
                    format!("Decided {}: {}", card.decision, chosen.name),
                );
            }
        }
        events.retain(|event| event.at.is_finite());
        events.sort_by(|one, other| one.at.total_cmp(&other.at));
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::interview::{InterviewProfile, NoteList, RoundLength};
    use crate::scenario::builtin;

    #[test]
    fn events_come_in_the_order_of_time() {
        let scenario = &builtin()[0];
        let mut round = InterviewRound::new(
            scenario,
            InterviewProfile::default(),
            RoundLength::Full,
            "today".to_owned(),
            7,
        );
        assert!(round.events(scenario).is_empty());
        round.first_box = Some(90.0);
        round.hints.push((0, 120.0));
        round.note(NoteList::MustHave, "Links never get lost");
        let _ = round.ask(scenario, &scenario.questions[0].ask.clone());
        let events = round.events(scenario);
        assert_eq!(events.len(), 4);
        assert!(events.is_sorted_by(|one, other| one.at <= other.at));
        assert!(events[3].text.starts_with("Hint taken: "));
    }
}
