//! The report: one HTML file with the drawing, what the check says, the numbers and what they rest on, to be read without
//! the program, sent to somebody, or printed. The same drawing gives the same file on every machine.

use crate::analysis::{
    Analysis, Estimate, Failure, Finding, FlowState, Report, Severity, VerdictMeasure,
    VerdictRange, WhatIf,
};
use crate::export::charts::{ChartKind, chart};
use crate::export::error::ExportError;
use crate::export::html::{Cell, Html};
use crate::export::picture::{PictureOptions, picture};
use crate::export::svg::to_svg;
use crate::model::{Design, Id, Role, format};
use crate::practice::Audience;
use crate::scenario::Scenario;
use crate::scene::{Theme, utilization_label};

/// Failures in the table; those below hurt least.
const MOST_FAILURES: usize = 40;

/// What a report is about.
struct Subject<'a> {
    design: &'a Design,
    scenario: Option<&'a Scenario>,
    analysis: &'a Analysis<'a>,
    audience: Audience,
    report: Report,
    estimate: Estimate,
}

/// The report on a drawing as the text of an HTML file.
///
/// # Errors
/// When the picture of the drawing cannot be turned into outlines.
pub fn report(analysis: &Analysis, audience: Audience) -> Result<String, ExportError> {
    let subject = Subject {
        design: analysis.design(),
        scenario: analysis.scenario(),
        analysis,
        audience,
        report: analysis.report(),
        estimate: analysis.estimate(&WhatIf::default()),
    };
    let drawing = to_svg(&picture(subject.design, &PictureOptions::default()))?;
    let title = subject.title();
    let mut html = Html::page(&title, "");
    html.element("h1", &title);
    subject.head(&mut html);
    html.raw(&format!("<figure>{drawing}</figure>"));
    subject.findings(&mut html);
    subject.flows(&mut html);
    subject.chart(&mut html, ChartKind::Growth)?;
    subject.load(&mut html);
    subject.chart(&mut html, ChartKind::Load)?;
    subject.cost(&mut html);
    subject.chart(&mut html, ChartKind::Cost)?;
    subject.failures(&mut html);
    subject.certainty(&mut html);
    subject.parts(&mut html);
    html.end("The score judges the drawing, not a person.");
    Ok(html.finish())
}

impl Subject<'_> {
    fn title(&self) -> String {
        let own = self.design.title().trim();
        match self.scenario {
            _ if !own.is_empty() => own.to_owned(),
            Some(scenario) => scenario.title.clone(),
            None => "A system of my own".to_owned(),
        }
    }

    fn name(&self, id: Id) -> String {
        self.design.name_of(id).to_owned()
    }

    fn has_traffic(&self) -> bool {
        self.estimate.peak_rps > 0.0
    }

    fn chart(&self, html: &mut Html, kind: ChartKind) -> Result<(), ExportError> {
        if let Some(picture) = chart(self.analysis, kind, Theme::Light) {
            let drawn = to_svg(&picture)?;
            html.raw(&format!("<figure>{drawn}</figure>"));
        }
        Ok(())
    }

    /// The verdict at a glance.
    fn head(&self, html: &mut Html) {
        if let Some(scenario) = self.scenario {
            html.element("p class=\"quiet\"", &scenario.brief);
        }
        let (report, estimate) = (&self.report, &self.estimate);
        let arrive = report
            .flows
            .iter()
            .filter(|f| f.unreached.is_empty())
            .count();
        let mut facts = vec![
            (format!("{} of 100", report.score.total), "score"),
            (
                format!("{arrive} of {}", report.flows.len()),
                "flows arrive",
            ),
            (report.open().count().to_string(), "open findings"),
        ];
        if let Some((id, times)) = estimate.breaks.first().filter(|_| self.has_traffic()) {
            facts.push((format::factor(*times), "the traffic is what it takes"));
            facts.push((self.name(*id), "gives in first"));
        }
        facts.push((format::dollars(estimate.monthly_cost), "a month"));
        html.facts(&facts);
    }

    fn findings(&self, html: &mut Html) {
        html.element("h2", "What the check says");
        if self.report.findings.is_empty() {
            html.element("p", "Nothing: no risk was found.");
        }
        for finding in self.report.open() {
            self.finding(html, finding);
        }
        let accepted: Vec<Vec<Cell>> = self
            .report
            .findings
            .iter()
            .filter_map(|finding| Some((finding, finding.accepted.as_ref()?)))
            .map(|(finding, accepted)| {
                let reason = accepted.reason.trim();
                let reason = if reason.is_empty() {
                    "No reason given"
                } else {
                    reason
                };
                vec![
                    Cell::Words(finding.title.clone()),
                    Cell::Words(reason.to_owned()),
                ]
            })
            .collect();
        if !accepted.is_empty() {
            html.element("h3", "Accepted");
            html.table(&["Finding", "Why it is lived with"], &accepted);
        }
    }

    fn finding(&self, html: &mut Html, finding: &Finding) {
        let class = match finding.severity {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Info => "info",
        };
        html.element("h3", &finding.title);
        html.element(
            &format!("span class=\"mark {class}\""),
            finding.severity.label(),
        );
        let why = match self.audience {
            Audience::Engineers => &finding.why,
            Audience::Stakeholders => &finding.for_stakeholders,
        };
        html.element("p", sentence(why));
        html.element("p class=\"quiet\"", sentence(&finding.advice));
    }

    fn flows(&self, html: &mut Html) {
        if self.estimate.flows.is_empty() {
            return;
        }
        html.element("h2", "Flows");
        let target = self.scenario.map(|scenario| scenario.targets.availability);
        let critical = |id: &str| {
            let flows = self.scenario.map(|scenario| scenario.flows.iter());
            flows
                .into_iter()
                .flatten()
                .any(|flow| flow.id == id && flow.critical)
        };
        let rows: Vec<Vec<Cell>> = self
            .estimate
            .flows
            .iter()
            .map(|flow| {
                let state = match (flow.state, &flow.latency) {
                    (FlowState::Down, _) => Cell::Mark("down", "down".to_owned()),
                    (_, None) => Cell::Mark("down", "overloaded".to_owned()),
                    (FlowState::Degraded, _) => Cell::Mark("degraded", "degraded".to_owned()),
                    (FlowState::Ok, _) => Cell::Mark("ok", "works".to_owned()),
                };
                let latency = flow.latency.as_ref();
                let wanted = flow
                    .latency_target
                    .map(|ms| format!(" (target {})", format::duration(ms)));
                let p99 = latency.map_or("–".to_owned(), |l| format::duration(l.p99));
                let works = flow.availability.as_ref();
                let promised = target.filter(|_| critical(&flow.id));
                let promised =
                    promised.map(|target| format!(" (target {})", format::percent_of_time(target)));
                let value = works.map_or("–".to_owned(), |a| format::percent_of_time(a.value));
                vec![
                    Cell::Words(flow.name.clone()),
                    state,
                    Cell::Number(if flow.rps > 0.0 {
                        format::short_rate(flow.rps)
                    } else {
                        "–".to_owned()
                    }),
                    Cell::Number(latency.map_or("–".to_owned(), |l| format::duration(l.p50))),
                    Cell::Number(p99 + &wanted.unwrap_or_default()),
                    Cell::Number(value + &promised.unwrap_or_default()),
                    Cell::Number(
                        works.map_or("–".to_owned(), |a| format::minutes(a.minutes_a_year)),
                    ),
                ]
            })
            .collect();
        let heads = [
            "Flow",
            "State",
            "At the peak hour",
            "p50",
            "p99",
            "Available",
            "Down a year",
        ];
        html.table(&heads, &rows);
        html.element(
            "p class=\"quiet\"",
            "p50 and p99: half and 99 of 100 requests are answered within this time. Available: the chance that all a flow \
             needs works at once, shared parts counted once.",
        );
    }

    fn load(&self, html: &mut Html) {
        if !self.has_traffic() {
            return;
        }
        html.element("h2", "Load and what breaks first");
        let mut loaded: Vec<_> = (self.estimate.components.iter())
            .filter(|c| c.rps > 0.0 && self.design.kind_of(c.id).role != Role::Client)
            .collect();
        let used = |c: &crate::analysis::ComponentEstimate| c.utilisation.unwrap_or(-1.0);
        loaded.sort_by(|a, b| used(b).total_cmp(&used(a)).then(a.id.cmp(&b.id)));
        let rows: Vec<Vec<Cell>> = loaded
            .into_iter()
            .map(|c| {
                let or_dash = |text: Option<String>| text.unwrap_or_else(|| "no limit".to_owned());
                vec![
                    Cell::Words(self.name(c.id)),
                    Cell::Number(format::short_rate(c.rps)),
                    Cell::Number(or_dash(c.capacity.map(format::short_rate))),
                    Cell::Number(or_dash(c.utilisation.map(utilization_label))),
                    Cell::Number(or_dash(c.headroom.map(format::factor))),
                ]
            })
            .collect();
        html.table(&["Part", "Load", "Takes", "Used", "Breaks at"], &rows);
        let queues: Vec<Vec<Cell>> = (self.estimate.queues.iter())
            .filter(|queue| queue.arrives > 0.0)
            .map(|queue| {
                let catches_up = match queue.catch_up(10.0) {
                    Some(minutes) => format::minutes(minutes),
                    None => "never".to_owned(),
                };
                vec![
                    Cell::Words(self.name(queue.queue)),
                    Cell::Words(self.name(queue.consumer)),
                    Cell::Number(format::short_rate(queue.arrives)),
                    Cell::Number(catches_up),
                ]
            })
            .collect();
        let heads = [
            "Queue",
            "Worked off by",
            "Arrives",
            "Catches up with a ten-minute stop in",
        ];
        html.table(&heads, &queues);
    }

    fn cost(&self, html: &mut Html) {
        html.element("h2", "Cost");
        let budget = self
            .scenario
            .and_then(|scenario| scenario.targets.monthly_budget);
        let mut text = format!("{} a month", format::dollars(self.estimate.monthly_cost));
        if let Some(budget) = budget {
            text = format!("{text}, with a budget of {}", format::dollars(budget));
        }
        html.element("p", sentence(&text));
        let mut dear: Vec<_> = self.estimate.components.iter().collect();
        dear.retain(|component| component.monthly_cost > 0.0);
        dear.sort_by(|a, b| {
            b.monthly_cost
                .total_cmp(&a.monthly_cost)
                .then(a.id.cmp(&b.id))
        });
        let whole = self.estimate.monthly_cost.max(f64::MIN_POSITIVE);
        let rows: Vec<Vec<Cell>> = dear
            .into_iter()
            .map(|component| {
                vec![
                    Cell::Words(self.name(component.id)),
                    Cell::Number(format::dollars(component.monthly_cost)),
                    Cell::Number(format::whole_percent(component.monthly_cost / whole)),
                ]
            })
            .collect();
        html.table(&["Part", "A month", "Of all"], &rows);
    }

    fn failures(&self, html: &mut Html) {
        let working: Vec<usize> = (0..self.report.flows.len())
            .filter(|&index| self.report.flows[index].unreached.is_empty())
            .collect();
        let rows: Vec<Vec<Cell>> = (self.report.failures.effects.iter())
            .filter_map(|effect| {
                let what = match effect.failure {
                    Failure::Component(id) => self.name(id),
                    Failure::Zone(id) => format!("All of {}", self.name(id)),
                    Failure::Pair(..) => return None,
                };
                let states = working.iter().map(|&index| match effect.flows[index] {
                    FlowState::Ok => Cell::Mark("ok", "works".to_owned()),
                    FlowState::Degraded => Cell::Mark("degraded", "degraded".to_owned()),
                    FlowState::Down => Cell::Mark("down", "down".to_owned()),
                });
                Some(std::iter::once(Cell::Words(what)).chain(states).collect())
            })
            .take(MOST_FAILURES)
            .collect();
        if working.is_empty() || rows.is_empty() {
            return;
        }
        html.element("h2", "What if it fails");
        let names = working
            .iter()
            .map(|&index| self.report.flows[index].name.as_str());
        let heads: Vec<&str> = std::iter::once("When this fails").chain(names).collect();
        html.table(&heads, &rows);
    }

    /// Which targets are met, and what that hangs on.
    fn certainty(&self, html: &mut Html) {
        let verdicts = self.analysis.sensitivity(&WhatIf::default()).finish();
        let rows: Vec<Vec<Cell>> = verdicts
            .iter()
            .map(|verdict| self.verdict(verdict))
            .collect();
        if rows.is_empty() {
            return;
        }
        html.element("h2", "How sure this is");
        html.element(
            "p class=\"quiet\"",
            "Every input is a range. All of them were drawn at random together, 64 times.",
        );
        let heads = ["Target", "", "Met in", "Now", "Wanted", "Hangs most on"];
        html.table(&heads, &rows);
    }

    fn verdict(&self, verdict: &VerdictRange) -> Vec<Cell> {
        let value = |value: Option<f64>| match (&verdict.measure, value) {
            (_, None) => "–".to_owned(),
            (VerdictMeasure::KeepsUp, Some(value)) => format::factor(value),
            (VerdictMeasure::Latency(_), Some(value)) => format::duration(value),
            (VerdictMeasure::Availability(_), Some(value)) => format::percent_of_time(value),
            (VerdictMeasure::Cost, Some(value)) => format::dollars(value),
        };
        let what = match verdict.measure {
            VerdictMeasure::KeepsUp => "Keeps up".to_owned(),
            VerdictMeasure::Latency(_) => format!("{}: p99", verdict.flow),
            VerdictMeasure::Availability(_) => format!("{}: available", verdict.flow),
            VerdictMeasure::Cost => "Within the budget".to_owned(),
        };
        let most = verdict
            .swings
            .first()
            .map(|swing| match swing.input.component {
                Some(id) => format!("{}: {}", self.name(id), swing.input.quantity.label()),
                None => swing.input.quantity.label().to_owned(),
            });
        let mark = if verdict.holds {
            Cell::Mark("ok", "met".to_owned())
        } else {
            Cell::Mark("down", "missed".to_owned())
        };
        vec![
            Cell::Words(what),
            mark,
            Cell::Number(format::whole_percent(verdict.confidence)),
            Cell::Number(value(verdict.value)),
            Cell::Number(value(Some(verdict.target))),
            Cell::Words(most.unwrap_or_default()),
        ]
    }

    /// All components, with owners and steps of the rollout, and what is taken as given.
    fn parts(&self, html: &mut Html) {
        html.element("h2", "Parts");
        let rows: Vec<Vec<Cell>> = (self.design.components())
            .map(|(id, component)| {
                vec![
                    Cell::Words(self.name(id)),
                    Cell::Words(self.design.kind_of(id).label.clone()),
                    Cell::Words(component.technology.clone()),
                    Cell::Number(component.replicas.to_string()),
                    Cell::Words(component.owner.clone()),
                    Cell::Number(
                        component
                            .rollout_stage
                            .map_or(String::new(), |step| step.to_string()),
                    ),
                ]
            })
            .collect();
        html.table(
            &[
                "Name",
                "Kind",
                "Technology",
                "Instances",
                "Owner",
                "Rollout step",
            ],
            &rows,
        );
        if !self.design.assumptions().is_empty() {
            html.element("h2", "Assumptions");
            html.raw("<ul>");
            for assumption in self.design.assumptions() {
                html.element("li", assumption);
            }
            html.raw("</ul>");
        }
    }
}

/// With a full stop at its end, where it has none.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edit;
    use crate::scenario::builtin;

    #[test]
    fn a_report_holds_the_drawing_the_findings_and_the_numbers() {
        let scenario = &builtin()[0];
        let mut design = scenario.designs[0].design.clone();
        design
            .apply(Edit::SetTitle("Links <now>".to_owned()))
            .unwrap();
        let assumptions = vec!["Clicks may be late".to_owned()];
        design.apply(Edit::SetAssumptions(assumptions)).unwrap();
        let analysis = Analysis::new(&design, Some(scenario));
        let text = report(&analysis, Audience::Engineers).unwrap();
        for part in [
            "<title>Links &lt;now&gt;</title>",
            "<svg",
            "What the check says",
            "Open a short link",
            "Load and what breaks first",
            "What if it fails",
            "How sure this is",
            "<li>Clicks may be late</li>",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("NaN") && !text.contains(">inf"));
        let again = report(&analysis, Audience::Engineers).unwrap();
        assert_eq!(text, again);
    }

    #[test]
    fn a_drawing_without_prompt_or_parts_has_a_report_too() {
        let nothing = Design::new();
        let text = report(&Analysis::new(&nothing, None), Audience::Stakeholders).unwrap();
        assert!(text.contains("A system of my own") && text.ends_with("</html>\n"));
    }
}
