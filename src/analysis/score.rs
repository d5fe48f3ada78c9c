//! Turns a report into points. Every category begins with what the drawing has and loses for what was found; all points are
//! whole numbers, and the lines of a category add up to it.

use crate::analysis::report::{
    Category, CategoryScore, Finding, PartMatchKind, Score, ScoreLine, Severity,
};
use crate::analysis::revision::Analysis;
use crate::model::Flag;
use crate::scenario::{Need, Scenario};

/// Points of each category with a prompt.
const WITH_PROMPT: [(Category, u32); 5] = [
    (Category::Match, 40),
    (Category::Structure, 15),
    (Category::Reliability, 20),
    (Category::Load, 10),
    (Category::Security, 15),
];
/// Points of each category without one.
const WITHOUT_PROMPT: [(Category, u32); 4] = [
    (Category::Structure, 35),
    (Category::Reliability, 35),
    (Category::Load, 10),
    (Category::Security, 20),
];

/// Scores the drawing and writes into each finding what it took.
pub(crate) fn score(analysis: &Analysis, findings: &mut [Finding]) -> Score {
    let budgets: &[(Category, u32)] = match analysis.scenario {
        Some(_) => &WITH_PROMPT,
        None => &WITHOUT_PROMPT,
    };
    let drawn = match analysis.scenario {
        Some(scenario) => share_of_prompt(analysis, scenario),
        None => share_of_any_design(analysis),
    };
    let parts: Vec<CategoryScore> = budgets
        .iter()
        .map(|&(category, of)| match category {
            Category::Match => match_points(analysis, of, findings),
            _ => risk_points(analysis, category, of, drawn, findings),
        })
        .collect();
    Score {
        total: parts.iter().map(|part| part.points).sum(),
        parts,
    }
}

/// How much of what is asked for is drawn: so many of so many.
#[derive(Debug, Clone, Copy)]
struct DrawnShare {
    count: usize,
    of: usize,
    what: &'static str,
}

/// End points of flows that are reached, and required parts that are played.
fn share_of_prompt(analysis: &Analysis, scenario: &Scenario) -> DrawnShare {
    let ends = analysis.flows.iter().flat_map(|flow| &flow.ends);
    let (mut count, mut of) = ends.fold((0, 0), |(count, of), end| {
        (count + usize::from(!end.candidates.is_empty()), of + 1)
    });
    if let Some(nearest) = analysis.comparisons.first() {
        let design = scenario.designs.iter().find(|d| d.id == nearest.design);
        let parts = design.map(|design| &design.parts);
        let required = nearest.parts.iter().filter(|part| {
            parts
                .and_then(|parts| parts.get(&part.part))
                .is_some_and(|part| part.need == Need::Required)
        });
        for part in required {
            of += 1;
            count += usize::from(part.played != PartMatchKind::Missing);
        }
    }
    DrawnShare {
        count,
        of,
        what: "end points of flows and required parts are drawn",
    }
}

/// Without a prompt a drawing is whole when users come in somewhere, reach something, and something keeps data.
fn share_of_any_design(analysis: &Analysis) -> DrawnShare {
    let reached = |test: &dyn Fn(petgraph::graph::NodeIndex) -> bool| {
        analysis
            .node_indices()
            .any(|node| analysis.reached[node] && test(node))
    };
    let checks = [
        !analysis.entries.is_empty(),
        reached(&|node| !analysis.entries.contains(&node)),
        reached(&|node| analysis[node].effective_kind.has(Flag::Stateful)),
    ];
    DrawnShare {
        count: checks.iter().filter(|&&check| check).count(),
        of: checks.len(),
        what: "are drawn: where users come in, what they call, what keeps data",
    }
}

fn risk_points(
    analysis: &Analysis,
    category: Category,
    of: u32,
    drawn: DrawnShare,
    findings: &mut [Finding],
) -> CategoryScore {
    let start = if drawn.of == 0 {
        0
    } else {
        of * drawn.count as u32 / drawn.of as u32
    };
    let mut lines = vec![line(
        format!("{} of {} {}", drawn.count, drawn.of, drawn.what),
        start,
    )];
    let mut left = start;
    let mine = findings
        .iter_mut()
        .filter(|finding| finding.category == category && finding.counts());
    for (index, finding) in mine.enumerate() {
        let weight = weight(finding.severity, of);
        // Each further finding takes less, so that many small ones do not weigh like one that stops the system.
        let taken = (4 * weight).div_ceil(4 + index as u32).min(left);
        left -= taken;
        finding.points = taken;
        lines.push(loss(said(analysis, finding), taken));
    }
    CategoryScore {
        category,
        points: left,
        of,
        lines,
    }
}

/// What the first finding of a category takes.
fn weight(severity: Severity, of: u32) -> u32 {
    match severity {
        Severity::Critical => of / 2,
        Severity::High => of / 4,
        Severity::Medium => of.div_ceil(10),
        Severity::Info => 0,
    }
}

/// The share of the nearest accepted design; what it lacks is laid at the door of the findings that say so. What the user
/// lives with, without points, comes back.
fn match_points(analysis: &Analysis, of: u32, findings: &mut [Finding]) -> CategoryScore {
    let Some(nearest) = analysis.comparisons.first() else {
        let lines = vec![line("There is no accepted design".to_owned(), 0)];
        return CategoryScore {
            category: Category::Match,
            points: 0,
            of,
            lines,
        };
    };
    // A hair added, so that a sum of decimal fractions that should be whole is.
    let points = ((nearest.similarity * f64::from(of) + 1e-9).floor() as u32).min(of);
    let lost = of - points;
    let mut lines = vec![line(format!("All of “{}”", nearest.title), of)];
    let mine = |finding: &Finding| finding.category == Category::Match;
    let share = |severity: Severity| match severity {
        Severity::Critical | Severity::High => 10,
        Severity::Medium => 5,
        Severity::Info => 1,
    };
    let whole: u32 = findings
        .iter()
        .filter(|finding| mine(finding))
        .map(|finding| share(finding.severity))
        .sum();
    let (mut sum, mut taken, mut given_back) = (0, 0, 0);
    for finding in findings.iter_mut().filter(|finding| mine(finding)) {
        sum += share(finding.severity);
        let so_far = lost * sum / whole;
        let points = so_far - taken;
        taken = so_far;
        if points == 0 {
            continue;
        }
        let said = said(analysis, finding);
        lines.push(loss(said.clone(), points));
        if finding.accepted.as_ref().is_some_and(|a| a.unscored) {
            given_back += points;
            lines.push(line(format!("Accepted: {said}"), points));
        } else {
            finding.points = points;
        }
    }
    if lost > taken {
        lines.push(loss("Smaller differences".to_owned(), lost - taken));
    }
    CategoryScore {
        category: Category::Match,
        points: points + given_back,
        of,
        lines,
    }
}

fn line(reason: String, points: u32) -> ScoreLine {
    ScoreLine {
        reason,
        points: points as i32,
    }
}

fn loss(reason: String, points: u32) -> ScoreLine {
    ScoreLine {
        reason,
        points: -(points as i32),
    }
}

/// The finding in a few words, with the component that it is about.
fn said(analysis: &Analysis, finding: &Finding) -> String {
    let mut nodes = finding.items.iter().filter_map(|&id| analysis.find(id));
    match nodes.next() {
        Some(node) => format!("{}: {}", finding.title, node.name()),
        None => finding.title.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::{self, example_prompt};
    use crate::analysis::{Report, analyze};
    use crate::model::{Edit, parse_notation};

    fn of_match(report: &Report) -> &CategoryScore {
        let mut parts = report.score.parts.iter();
        parts.find(|part| part.category == Category::Match).unwrap()
    }

    #[test]
    fn what_is_accepted_without_points_comes_back() {
        let rule = rules::get("missing-part").unwrap();
        let mut design = parse_notation(&rule.bad_text()).unwrap().design;
        let before = analyze(&design, Some(example_prompt()));
        let missing = before
            .findings
            .iter()
            .find(|f| f.rule == rule.id && f.points > 0);
        let missing = missing.unwrap();
        for (unscored, gained) in [(false, 0), (true, missing.points)] {
            let accepted = missing.acceptance("It comes later".to_owned(), unscored);
            design.apply(Edit::SetAcceptances(vec![accepted])).unwrap();
            let after = analyze(&design, Some(example_prompt()));
            let same = after.findings.iter().find(|f| f.is_same(missing)).unwrap();
            assert_eq!(same.points, missing.points - gained);
            let (old, new) = (of_match(&before), of_match(&after));
            assert_eq!(new.points, old.points + gained);
            let sum: i32 = new.lines.iter().map(|line| line.points).sum();
            assert_eq!(sum, new.points as i32);
            let back = format!("Accepted: {}", missing.title);
            let back = new.lines.iter().find(|line| line.reason == back);
            assert_eq!(back.map_or(0, |line| line.points), gained as i32);
        }
    }
}
