//! The report: one HTML, PDF or Markdown file with the drawing, what the check says, the numbers and what they rest on, to be read without
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
use crate::export::flowchart::to_mermaid;
use crate::export::picture::{PictureOptions, draw_picture};
use crate::export::sheet::Sheet;
use crate::model::format;
use crate::practice::Audience;
use subject::ReportSubject;

/// The report on a drawing as the text of an HTML file.
///
/// # Errors
/// When the picture of the drawing cannot be turned into outlines.
pub fn report(analysis: &Analysis, audience: Audience) -> Result<String, ExportError> {
    write_report(analysis, audience).to_html()
}

/// The report on a drawing as the bytes of a PDF file.
///
/// # Errors
/// As for HTML, and when a font cannot be put into the file.
pub fn report_pdf(analysis: &Analysis, audience: Audience) -> Result<Vec<u8>, ExportError> {
    write_report(analysis, audience).to_pdf()
}

/// The report on a drawing as Markdown. `picture` is the name of the file with the picture of the drawing; without one the
/// drawing stands in the page as a Mermaid flowchart.
#[must_use]
pub fn report_markdown(analysis: &Analysis, audience: Audience, picture: Option<&str>) -> String {
    let design = analysis.design();
    let drawing = match picture {
        Some(name) => {
            let title = format::markdown(design.title());
            format!("![{title}](<{}>)", name.replace(['<', '>'], ""))
        }
        None => format!("```mermaid\n{}\n```", to_mermaid(design).trim_end()),
    };
    write_report(analysis, audience).to_markdown(&drawing)
}

fn write_report(analysis: &Analysis, audience: Audience) -> Sheet {
    let subject = ReportSubject::new(analysis, audience);
    let mut sheet = Sheet::new(
        subject.title(),
        "The score rates the drawing, not a person.",
    );
    overview::write_overview(&subject, &mut sheet);
    let picture = draw_picture(subject.design, &PictureOptions::default());
    sheet.drawing(picture);
    findings::write_findings(&subject, &mut sheet);
    flows::write_flows(&subject, &mut sheet);
    subject.write_chart(&mut sheet, ChartKind::Growth);
    load::write_load(&subject, &mut sheet);
    subject.write_chart(&mut sheet, ChartKind::Load);
    cost::write_cost(&subject, &mut sheet);
    subject.write_chart(&mut sheet, ChartKind::Cost);
    failures::write_failures(&subject, &mut sheet);
    program::write_program(&subject, &mut sheet);
    certainty::write_certainty(&subject, &mut sheet);
    components::write_components(&subject, &mut sheet);
    sheet
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
            "What happens when a component fails",
            "Confidence",
            "<li>Clicks may be late</li>",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("NaN") && !text.contains(">inf"));
        let markdown = report_markdown(&analysis, Audience::Engineers, Some("links.svg"));
        for part in [
            "# Links \\<now>\n",
            "![Links \\<now>](<links.svg>)",
            "## Findings",
            "| Open a short link |",
            "## Load and what breaks first",
            "## Confidence",
            "- Clicks may be late",
        ] {
            assert!(markdown.contains(part), "{part} in {markdown}");
        }
        assert!(!markdown.contains("<svg") && !markdown.contains("NaN"));
        let inside = report_markdown(&analysis, Audience::Engineers, None);
        assert!(inside.contains("```mermaid\n") && inside.contains("\nflowchart LR\n"));
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
