//! The scorecard of a mock interview as Markdown and as an HTML page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::export::html::{Cell, Html};
use crate::export::picture::{PictureOptions, draw_picture};
use crate::export::svg::to_svg;
use crate::model::{Design, Id, format};
use crate::practice::interview::InterviewRound;
use crate::practice::scorecard::{CounterpartMark, Evidence, FOOTNOTE, Scorecard, level_label};
use crate::scenario::Scenario;

/// "Links DB, rule no-backup, minute 12".
fn source_of(design: &Design, evidence: &Evidence) -> String {
    let item = evidence.item.map(|id| design.item_name(id));
    let rule = evidence.rule.map(|rule| format!("rule {rule}"));
    let minute = evidence.minute.map(|minute| format!("minute {minute}"));
    let parts: Vec<String> = [item, rule, minute].into_iter().flatten().collect();
    parts.join(", ")
}

fn points(value: f64) -> String {
    format::amount((value * 10.0).round() / 10.0)
}

fn own_rating(card: &Scorecard) -> String {
    card.own_rating.map_or_else(
        || "Own rating: none. It is shown here and never added to the score.".to_owned(),
        |rating| {
            format!(
                "Own rating: {} of 4, not part of the score",
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
            "failures predicted correctly",
        ),
        (card.good_questions.to_string(), "good clarifying questions"),
        (card.hints.to_string(), "hints used"),
        (format!("{} min", (round.now() / 60.0).round()), "spent"),
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
    let mut text = String::new();
    let mut line = |words: String| _ = writeln!(text, "{words}");
    line(format!(
        "# {}: mock interview, {}\n",
        scenario.title, round.started
    ));
    line(format!(
        "**{}, {} of 100.** {}\n",
        card.verdict.label(),
        card.total,
        card.summary
    ));
    line(format!(
        "{}. {}, {} minutes.\n",
        card.level_hint,
        round.profile.label(),
        round.length.minutes()
    ));
    for (value, label) in facts(round, card) {
        line(format!("- {value} {label}"));
    }
    line("\n## Rubric\n\n| Dimension | Points | Level |\n| --- | ---: | --- |".to_owned());
    for one in &card.dimensions {
        line(format!(
            "| {} | {} / {} | {} |",
            one.dimension.label(),
            points(one.points),
            one.of,
            level_label(one.level)
        ));
    }
    for one in &card.dimensions {
        line(format!("\n### {}\n", one.dimension.label()));
        for evidence in &one.evidence {
            let source = source_of(design, evidence);
            let source = if source.is_empty() {
                source
            } else {
                format!(" ({source})")
            };
            line(format!(
                "- {} of {}: {}{source}",
                points(evidence.points),
                points(evidence.of),
                evidence.says
            ));
        }
    }
    line(format!("\n{}\n", own_rating(card)));
    line("## Time\n".to_owned());
    for time in &card.times {
        line(format!(
            "- {}: {} of {} min",
            time.stage.label(),
            points(time.spent / 60.0),
            time.planned
        ));
    }
    if let Some(nearest) = &card.nearest {
        line(format!(
            "\n## Your drawing beside the accepted design \u{201c}{}\u{201d}\n\n{}\n",
            nearest.title,
            mark_counts(card)
        ));
        for (mark, says) in &nearest.differences {
            line(format!("- {}: {says}", mark.label()));
        }
    }
    line("\n## Follow-up questions\n".to_owned());
    for one in &round.follow_ups {
        for (n, step) in one.question.steps.iter().enumerate() {
            line(format!("**{}**\n", step.ask));
            if let Some(answer) = one
                .answers
                .get(n)
                .filter(|answer| !answer.trim().is_empty())
            {
                line(format!("> {}\n", answer.replace('\n', "\n> ")));
            }
            for point in &step.key_points {
                line(format!("- {point}"));
            }
            line(String::new());
        }
    }
    line(format!(
        "## Practice next\n\n{}\n\n_{FOOTNOTE}_",
        card.next_step
    ));
    text
}

/// "9 matched, 1 substituted, 3 missing, 1 extra".
fn mark_counts(card: &Scorecard) -> String {
    let nearest = card.nearest.as_ref();
    let count = |mark| nearest.map_or(0, |nearest| nearest.marks.count(mark));
    let counts = CounterpartMark::ALL.map(|mark| format!("{} {}", count(mark), mark.label()));
    counts.join(", ")
}

/// The drawing beside the accepted design that it is nearest to, with the marks of both; nothing where nothing is drawn.
fn drawings(html: &mut Html, card: &Scorecard, scenario: &Scenario, design: &Design) {
    let Some(nearest) = &card.nearest else { return };
    html.element("h2", "Your drawing beside the accepted design");
    html.element("p class=\"quiet\"", mark_counts(card));
    html.raw("<div class=\"pair\">");
    let mut figure = |words: String, design: &Design, marks: &BTreeMap<Id, CounterpartMark>| {
        let options = PictureOptions {
            marks: marks.clone(),
            ..PictureOptions::default()
        };
        html.raw("<figure>");
        html.element("figcaption", words);
        match to_svg(&draw_picture(design, &options)) {
            Ok(drawn) => html.raw(&drawn),
            Err(error) => html.element("p", format!("The drawing cannot be shown: {error}")),
        }
        html.raw("</figure>");
    };
    figure("Yours".to_owned(), design, &nearest.marks.own);
    let mut accepted = scenario.designs.iter();
    if let Some(accepted) = accepted.find(|one| one.id == nearest.design) {
        let words = format!("Accepted: {}", nearest.title);
        figure(words, &accepted.laid_out(), &nearest.marks.accepted);
    }
    html.raw("</div>");
    let rows = nearest.differences.iter();
    let rows: Vec<Vec<Cell>> = rows
        .map(|(mark, says)| {
            vec![
                Cell::Words(mark.label().to_owned()),
                Cell::Words(says.clone()),
            ]
        })
        .collect();
    if !rows.is_empty() {
        html.table(&["Mark", "What differs"], &rows);
    }
}

/// The scorecard as the text of an HTML file.
#[must_use]
pub fn scorecard_html(
    round: &InterviewRound,
    card: &Scorecard,
    scenario: &Scenario,
    design: &Design,
) -> String {
    let title = format!("{}: mock interview", scenario.title);
    let mut html = Html::begin_page(&title, "");
    html.element("h1", &title);
    html.element(
        "p",
        format!(
            "{}, {} of 100. {}",
            card.verdict.label(),
            card.total,
            card.summary
        ),
    );
    html.element(
        "p class=\"quiet\"",
        format!(
            "{}. {}, {}",
            card.level_hint,
            round.profile.label(),
            round.started
        ),
    );
    html.facts(&facts(round, card));
    html.element("h2", "Rubric");
    let row = |one: &crate::practice::scorecard::DimensionScore| {
        vec![
            Cell::Words(one.dimension.label().to_owned()),
            Cell::Number(format!("{} / {}", points(one.points), one.of)),
            Cell::Words(level_label(one.level).to_owned()),
        ]
    };
    let rows: Vec<Vec<Cell>> = card.dimensions.iter().map(row).collect();
    html.table(&["Dimension", "Points", "Level"], &rows);
    for one in &card.dimensions {
        html.element("h3", one.dimension.label());
        let rows: Vec<Vec<Cell>> = one
            .evidence
            .iter()
            .map(|evidence| {
                vec![
                    Cell::Words(evidence.says.clone()),
                    Cell::Words(source_of(design, evidence)),
                    Cell::Number(format!(
                        "{} / {}",
                        points(evidence.points),
                        points(evidence.of)
                    )),
                ]
            })
            .collect();
        html.table(&["Evidence", "Where", "Points"], &rows);
    }
    html.element("p", own_rating(card));
    html.element("h2", "Time by stage");
    let rows: Vec<Vec<Cell>> = card
        .times
        .iter()
        .map(|time| {
            vec![
                Cell::Words(time.stage.label().to_owned()),
                Cell::Number(points(time.spent / 60.0)),
                Cell::Number(time.planned.to_string()),
            ]
        })
        .collect();
    html.table(&["Stage", "Minutes", "Planned"], &rows);
    drawings(&mut html, card, scenario, design);
    html.element("h2", "Follow-up questions");
    for one in &round.follow_ups {
        for (n, step) in one.question.steps.iter().enumerate() {
            html.element("h3", &step.ask);
            if let Some(answer) = one
                .answers
                .get(n)
                .filter(|answer| !answer.trim().is_empty())
            {
                html.element("p", answer);
            }
            html.raw("<ul>");
            for point in &step.key_points {
                html.element("li", point);
            }
            html.raw("</ul>");
        }
    }
    html.element("h2", "Practice next");
    html.element("p", &card.next_step);
    html.end_page(FOOTNOTE);
    html.finish()
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
        let card = Scorecard::new(&round, &analysis);
        let markdown = scorecard_markdown(&round, &card, scenario, design);
        let nearest = card.nearest.as_ref().expect("something is drawn");
        assert!(markdown.contains(&nearest.title));
        let html = scorecard_html(&round, &card, scenario, design);
        for one in &card.dimensions {
            assert!(
                markdown.contains(one.dimension.label()) && html.contains(one.dimension.label())
            );
        }
        assert!(markdown.contains(FOOTNOTE) && html.contains(FOOTNOTE));
        assert!(markdown.contains("A <b>standby</b>") && html.contains("A &lt;b&gt;standby"));
        assert_eq!(html.matches("<svg ").count(), 2);
        assert!(html.contains("Yours") && html.contains(&mark_counts(&card)));
        assert!(!markdown.contains("NaN") && html.ends_with("</html>\n"));
    }
}
