//! The scorecard of a mock interview as Markdown, as an HTML page and as PDF.

use std::collections::BTreeMap;

use crate::export::error::ExportError;
use crate::export::picture::{PictureOptions, draw_picture};
use crate::export::sheet::{Cell, Sheet};
use crate::model::{Design, Id, format};
use crate::practice::interview::InterviewRound;
use crate::practice::scorecard::{
    CounterpartMark, Evidence, FOOTNOTE, Scorecard, given_answers, level_label, points_text,
};
use crate::scenario::Scenario;

/// "Links DB, rule no-backup, minute 12".
fn source_of(design: &Design, evidence: &Evidence) -> String {
    let item = evidence.item.map(|id| design.item_name(id));
    let rule = evidence.rule.map(|rule| format!("rule {rule}"));
    let minute = evidence.minute.map(|minute| format!("minute {minute}"));
    let parts: Vec<String> = [item, rule, minute].into_iter().flatten().collect();
    parts.join(", ")
}

fn own_rating(card: &Scorecard) -> String {
    card.own_rating.map_or_else(
        || "Your own rating: none yet (not part of the score)".to_owned(),
        |rating| {
            format!(
                "Your own rating: {} of 4, not part of the score",
                format::amount(rating)
            )
        },
    )
}

/// What stands on top: the facts of the round.
fn facts(round: &InterviewRound, card: &Scorecard) -> Vec<(String, &'static str)> {
    vec![
        (card.total.to_string(), "of 100 measured points"),
        (
            card.grave_findings.to_string(),
            "open critical and high findings",
        ),
        (
            format!("{} of {}", card.predictions.0, card.predictions.1),
            "failure predictions correct",
        ),
        (card.good_questions.to_string(), "good clarifying questions"),
        (card.hints.to_string(), "hints used"),
        (round.clock.pauses().to_string(), "pauses"),
        (
            format::whole_minutes((round.now() / 60.0).round() as u32),
            "spent",
        ),
    ]
}

/// The scorecard as Markdown.
#[must_use]
pub fn scorecard_markdown(
    round: &InterviewRound,
    card: &Scorecard,
    scenario: &Scenario,
    design: &Design,
) -> String {
    write_scorecard(round, card, scenario, design).to_markdown("")
}

/// "9 matched, 1 substituted, 3 missing, 1 extra".
fn mark_counts(card: &Scorecard) -> String {
    let nearest = card.nearest.as_ref();
    let count = |mark| nearest.map_or(0, |nearest| nearest.marks.count(mark));
    let counts = CounterpartMark::ALL.map(|mark| format!("{} {}", count(mark), mark.label()));
    counts.join(", ")
}

/// Writes the drawing beside the accepted design that it is nearest to, with the marks of both; nothing where nothing is
/// drawn.
fn write_drawings(sheet: &mut Sheet, card: &Scorecard, scenario: &Scenario, design: &Design) {
    let Some(nearest) = &card.nearest else { return };
    sheet.heading(
        2,
        format_args!(
            "Your drawing next to the accepted design “{}”",
            nearest.title
        ),
    );
    sheet.note(mark_counts(card));
    let picture = |design: &Design, marks: &BTreeMap<Id, CounterpartMark>| {
        let options = PictureOptions {
            marks: marks.clone(),
            ..PictureOptions::default()
        };
        draw_picture(design, &options)
    };
    let mut drawn = vec![("Yours".to_owned(), picture(design, &nearest.marks.own))];
    let mut accepted = scenario.designs.iter();
    if let Some(accepted) = accepted.find(|one| one.id == nearest.design) {
        let words = format!("Accepted: {}", nearest.title);
        drawn.push((
            words,
            picture(&accepted.laid_out(), &nearest.marks.accepted),
        ));
    }
    sheet.pictures(drawn);
    let rows = nearest.differences.iter().map(|(mark, says)| {
        vec![
            Cell::Words(mark.label().to_owned()),
            Cell::Words(says.clone()),
        ]
    });
    sheet.table(&["Mark", "What differs"], rows.collect());
}

/// The scorecard as the text of an HTML file.
///
/// # Errors
/// When a drawing cannot be turned into outlines.
pub fn scorecard_html(
    round: &InterviewRound,
    card: &Scorecard,
    scenario: &Scenario,
    design: &Design,
) -> Result<String, ExportError> {
    write_scorecard(round, card, scenario, design).to_html()
}

/// The scorecard as the bytes of a PDF file.
///
/// # Errors
/// As for HTML, and when a font cannot be put into the file.
pub fn scorecard_pdf(
    round: &InterviewRound,
    card: &Scorecard,
    scenario: &Scenario,
    design: &Design,
) -> Result<Vec<u8>, ExportError> {
    write_scorecard(round, card, scenario, design).to_pdf()
}

fn write_scorecard(
    round: &InterviewRound,
    card: &Scorecard,
    scenario: &Scenario,
    design: &Design,
) -> Sheet {
    let mut sheet = Sheet::new(format!("{}: mock interview", scenario.title), FOOTNOTE);
    sheet.paragraph(format_args!(
        "{}, {} of 100. {}",
        card.verdict.label(),
        card.total,
        card.summary
    ));
    sheet.note(format_args!(
        "{}. {}, {} minutes, {}",
        card.level_hint,
        round.profile.label(),
        round.length.minutes(),
        round.started
    ));
    sheet.facts(facts(round, card));
    sheet.heading(2, "Rubric");
    let rows = card.dimensions.iter().map(|one| {
        vec![
            Cell::Words(one.dimension.label().to_owned()),
            Cell::Number(format!("{} / {}", points_text(one.points), one.of)),
            Cell::Words(level_label(one.level).to_owned()),
        ]
    });
    sheet.table(&["Dimension", "Points", "Level"], rows.collect());
    for one in &card.dimensions {
        sheet.heading(3, one.dimension.label());
        let rows = one.evidence.iter().map(|evidence| {
            vec![
                Cell::Words(evidence.says.clone()),
                Cell::Words(source_of(design, evidence)),
                Cell::Number(evidence.points_of()),
            ]
        });
        sheet.table(&["Evidence", "Where", "Points"], rows.collect());
    }
    sheet.paragraph(own_rating(card));
    sheet.heading(2, "Time by stage");
    let rows = card.times.iter().map(|time| {
        vec![
            Cell::Words(time.stage.label().to_owned()),
            Cell::Number(points_text(time.spent / 60.0)),
            Cell::Number(time.planned.to_string()),
        ]
    });
    sheet.table(&["Stage", "Minutes", "Planned"], rows.collect());
    write_drawings(&mut sheet, card, scenario, design);
    sheet.heading(2, "Follow-up questions");
    for one in &round.follow_ups {
        for (n, step) in one.question.steps.iter().enumerate() {
            sheet.heading(3, &step.ask);
            let answer = one.answers.get(n).map_or("", |answer| answer.trim());
            if !answer.is_empty() {
                sheet.paragraph(answer);
            }
            sheet.list(&step.key_points);
        }
    }
    for group in given_answers(round, scenario) {
        sheet.heading(2, group.title);
        for one in &group.answers {
            sheet.heading(3, &one.asked);
            sheet.paragraph(match one.said.as_str() {
                "" => "No answer",
                said => said,
            });
            sheet.list(&one.covers);
        }
    }
    sheet.heading(2, "Practice next");
    sheet.paragraph(&card.next_step);
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::practice::interview::{InterviewProfile, RoundLength};
    use crate::scenario::builtin;

    #[test]
    fn both_forms_hold_the_rubric_the_answers_and_the_footnote() {
        let scenario = &builtin()[0];
        let design = &scenario.designs[0].design;
        let analysis = Analysis::new(design, Some(scenario));
        let mut round = InterviewRound::new(
            scenario,
            InterviewProfile::default(),
            RoundLength::Full,
            "today".to_owned(),
            1,
        );
        round.prepare_deep_dive(&analysis);
        round.follow_ups[0]
            .answers
            .push("A <b>standby</b> takes over".to_owned());
        round.for_executive = "Short links that last".to_owned();
        round.clock.set_paused(true);
        let card = Scorecard::new(&round, &analysis);
        let markdown = scorecard_markdown(&round, &card, scenario, design);
        let nearest = card.nearest.as_ref().expect("something is drawn");
        assert!(markdown.contains(&nearest.title));
        let html = scorecard_html(&round, &card, scenario, design).unwrap();
        for one in &card.dimensions {
            assert!(
                markdown.contains(one.dimension.label()) && html.contains(one.dimension.label())
            );
        }
        for said in [
            "Short links that last",
            "Predicted failures",
            "One minute for an engineer",
            "pauses",
        ] {
            assert!(markdown.contains(said) && html.contains(said), "{said}");
        }
        assert!(markdown.contains(FOOTNOTE) && html.contains(FOOTNOTE));
        assert!(markdown.contains("A \\<b>standby\\</b>") && html.contains("A &lt;b&gt;standby"));
        assert_eq!(html.matches("<svg ").count(), 2);
        assert!(html.contains("Yours") && html.contains(&mark_counts(&card)));
        assert!(!markdown.contains("NaN") && html.ends_with("</html>\n"));
    }
}
