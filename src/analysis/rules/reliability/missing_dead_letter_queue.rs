//! `missing-dead-letter-queue`: a task queue whose failed messages have nowhere to go.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::dead_letters::is_dead_letter_place;
use crate::analysis::rules::support::reference_mapping::plays_role;
use crate::analysis::rules::support::{dead_letters, keywords};
use crate::model::Role;
use crate::model::text_match::mentions;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: dead_letters::RULE_ID,
    title: "No dead-letter queue",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "A message that always fails (poison message) is retried forever. It wastes worker capacity, and in an ordered queue it blocks all messages behind it",
    for_stakeholders: "One bad message can block all the work behind it",
    fix: "Move messages that fail several times to a dead-letter queue, and alert on that queue",
    exempt: "Dead-letter queues themselves, and drawings that say where failed messages go. The check only asks a question about logs, whose consumers track their position, and in drawings where another queue already has a dead-letter queue or the prompt does not name this risk",
    references: &[
        publications::DEAD_LETTER_CHANNEL
            .supports("A message that cannot be delivered goes to a separate channel"),
        publications::SQS_DEAD_LETTERS
            .supports("Messages that fail several times are moved to a separate queue"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- api -> jobs -> shrinker -> failed
+ api -> jobs -> shrinker
- failed: dead_letter_queue
",
    check,
    apply_fix: Some(apply_fix),
};

/// Whether an arrow says that what failed a few times is thrown away.
fn deletes_failed(link: &Link) -> bool {
    const TRIES: &[&str] = &["try", "tries", "retr", "attempt"];
    const THEN_GONE: &[&str] = &[
        "then delete",
        "then drop",
        "then discard",
        "then throw away",
        "then forget",
    ];
    let mut texts = drawing_text::texts_of_connection(link.connection).into_iter();
    texts.any(|text| mentions(text, TRIES) && mentions(text, THEN_GONE))
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    // What only hands over to another queue fails with nobody: the next one is judged.
    let is_queue = |node: NodeIndex| matches!(analysis.role(node), Role::Queue | Role::Log);
    // Whoever draws one beside another queue knows what it is for.
    let draws_one = (analysis.node_indices()).any(|node| is_dead_letter_place(analysis, node));
    for queue in analysis.with_role(&[Role::Queue, Role::Log]) {
        let mut hands = vec![queue];
        hands.extend(analysis.callees(queue));
        let caught = hands.iter().any(|&hand| {
            let mut next = analysis.outgoing(hand).map(|link| link.to);
            next.any(|to| {
                is_dead_letter_place(analysis, to)
                    || plays_role(analysis, analysis.id(to), Role::DeadLetter)
            })
        });
        let is_one_itself = is_dead_letter_place(analysis, queue);
        let is_said = drawing_text::in_notes(analysis.design, keywords::DEAD_LETTERS)
            || hands.iter().any(|&hand| {
                let mut links = analysis.outgoing(hand);
                links.any(|link| {
                    drawing_text::connection_says(link.connection, keywords::DEAD_LETTERS)
                })
            });
        if caught || is_one_itself || is_said || hands[1..].iter().all(|&hand| is_queue(hand)) {
            continue;
        }
        let deleting: Vec<NodeIndex> = hands
            .iter()
            .copied()
            .filter(|&hand| analysis.outgoing(hand).any(deletes_failed))
            .collect();
        let is_task_queue = analysis.role(queue) == Role::Queue;
        let severity = if !deleting.is_empty() {
            Severity::High
        } else if is_task_queue && dead_letters::is_named_risk(analysis) && !draws_one {
            Severity::Medium
        } else {
            Severity::Info
        };
        let name = analysis.name(queue);
        let why = format!("If a message from {name} always fails, it is retried forever or lost");
        let advice =
            format!("Give {name} a dead-letter queue for messages that fail several times");
        let mut items = vec![analysis.id(queue)];
        items.extend(deleting.into_iter().map(|hand| analysis.id(hand)));
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let queue = finding.item()?;
    let index = analysis.index_of(queue)?;
    let consumers = analysis
        .callees(index)
        .iter()
        .map(|&node| analysis.id(node));
    dead_letters::add_dead_letter_queue(&consumers.collect::<Vec<_>>(), draft)?;
    Some(format!("Give {} a dead-letter queue", analysis.name(index)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn what_is_deleted_after_a_few_tries_is_lost() {
        let text = |label: &str| {
            format!(
                "client -> api\napi: service x2\napi -> jobs\njobs: queue\njobs -> sender\nsender: worker x2\nsender -> mail: \"{label}\"\nmail: third_party_api"
            )
        };
        let lost = text("try twice, then delete the message");
        check_rule(&RULE, &lost, &[Severity::High]);
        check_rule(&RULE, &text("try twice"), &[Severity::Info]);
    }

    #[test]
    fn a_queue_that_hands_over_to_a_queue_is_judged_there() {
        let text = "client -> api\napi: service x2\napi -> night\nnight: queue\nnight -> jobs\njobs: queue\njobs -> sender\nsender: worker x2\njobs -> failed\nfailed: dead_letter_queue";
        check_rule(&RULE, text, &[]);
    }
}
