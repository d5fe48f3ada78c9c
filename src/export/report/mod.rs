//! The report: one HTML file with the drawing, what the check says, the numbers and what they rest on, to be read without
//! the program, sent to somebody, or printed. The same drawing gives the same file on every machine.

mod certainty;
mod components;
mod cost;
mod failures;
mod findings;
mod flows;
mod load;
mod overview;
mod program;
mod subject;

use crate::analysis::Analysis;
use crate::export::charts::ChartKind;
use crate::export::error::ExportError;
use crate::export::html::Html;
use crate::export::picture::{PictureOptions, draw_picture};
use crate::export::svg::to_svg;
use crate::practice::Audience;
use subject::ReportSubject;

/// The report on a drawing as the text of an HTML file.
///
/// # Errors
/// When the picture of the drawing cannot be turned into outlines.
pub fn report(analysis: &Analysis, audience: Audience) -> Result<String, ExportError> {
    let subject = ReportSubject::new(analysis, audience);
    let drawing = to_svg(&draw_picture(subject.design, &PictureOptions::default()))?;
    let title = subject.title();
    let mut html = Html::begin_page(&title, "");
    html.element("h1", &title);
    overview::write_overview(&subject, &mut html);
    html.raw(&format!("<figure>{drawing}</figure>"));
    findings::write_findings(&subject, &mut html);
    flows::write_flows(&subject, &mut html);
    subject.write_chart(&mut html, ChartKind::Growth)?;
    load::write_load(&subject, &mut html);
    subject.write_chart(&mut html, ChartKind::Load)?;
    cost::write_cost(&subject, &mut html);
    subject.write_chart(&mut html, ChartKind::Cost)?;
    failures::write_failures(&subject, &mut html);
    program::write_program(&subject, &mut html);
    certainty::write_certainty(&subject, &mut html);
    components::write_components(&subject, &mut html);
    html.end_page("The score rates the drawing, not a person.");
    Ok(html.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Design, Edit};
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
            "Findings",
            "Open a short link",
            "Load and what breaks first",
            "What if each part fails",
            "Confidence",
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
        assert!(text.contains("My own system") && text.ends_with("</html>\n"));
    }
}
