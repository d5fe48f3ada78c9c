//! `known-mistake`: the drawing says or wires what is known to break a requirement of the prompt.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::scenario::MistakeWeight;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "known-mistake",
    title: "Breaks a requirement of this prompt",
    severity: Severity::High,
    category: Category::Match,
    why: "Each prompt lists mistakes that candidates often make. One phrase on a box, an arrow, or a note is enough to contradict a requirement",
    for_stakeholders: "The design contradicts something that the service needs",
    fix: "Change the quoted text, and note in the drawing how you meet the requirement",
    exempt: "Text that rules out the mistake, such as “never” or the safeguard itself. If another finding covers the same text, only that finding is reported",
    references: &[RuleReference::own_judgment(
        "The list of mistakes comes from the prompt's author",
    )],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
+ note "Photos are resized while the visitor waits"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for found in &analysis.mistakes {
        let mistake = found.mistake;
        let severity = match mistake.severity {
            _ if found.is_inferred => Severity::Medium,
            MistakeWeight::Critical => Severity::Critical,
            MistakeWeight::High => Severity::High,
            MistakeWeight::Medium => Severity::Medium,
        };
        let why = match &found.said {
            Some(said) => format!("“{said}”: {}", mistake.why),
            None => mistake.why.clone(),
        };
        findings.push(Finding {
            title: mistake.title.clone(),
            variant: Some(mistake.id.clone().into()),
            ..RULE.finding(severity, found.items.clone(), why, mistake.advice.clone())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::example_prompt;
    use crate::analysis::rules::testing::check_answer;

    fn check_line(line: &str, expected: &[Severity]) {
        let drawing = format!("{}\n{line}", RULE.good_text());
        check_answer(&RULE, example_prompt(), &drawing, expected);
    }

    #[test]
    fn words_tell_wherever_they_stand_and_are_taken_back() {
        let high = &[Severity::High];
        check_line("note \"Uploads wait for the thumbnails\"", high);
        check_line("api -> shrinker: \"resize inline\"", high);
        check_line("note \"Uploads never wait for thumbnails\"", &[]);
        check_line("note \"The queue waits\"", &[]);
        check_line(
            "note \"Uploads wait; the queue makes the thumbnails, one by one\"",
            &[],
        );
    }

    #[test]
    fn a_place_and_a_time_are_asked_for() {
        let medium = &[Severity::Medium];
        check_line("albums -> cdn: \"purge every 2 hours\"", medium);
        check_line("albums -> cdn: \"purge every 20 s\"", &[]);
        check_line("api -> albums: \"purge every 2 hours\"", &[]);
        // What a semicolon sets apart speaks of something else.
        check_line(
            "albums -> cdn: \"purge every 20 s; tried again for 2 hours\"",
            &[],
        );
    }

    #[test]
    fn an_arrow_can_be_the_mistake() {
        check_line("shrinker -> albums", &[Severity::Critical]);
        check_line("shrinker -> photos", &[]);
    }
}
