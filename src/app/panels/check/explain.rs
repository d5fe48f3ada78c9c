//! "Why?": what a rule means, for engineers and for everybody, with its two examples drawn.

use egui::Ui;

use crate::analysis::rules;
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram;
use crate::app::widgets::{Button, ButtonKind, caption, heading, paragraph, styled_text};
use crate::scene::{Face, Palette, icon};

/// How high an example is drawn at most.
const TALLEST: f32 = 320.0;

/// Shows the explanation of a rule in place of the findings; says whether the user wants those back.
pub(super) fn ui(ui: &mut Ui, p: &Palette, id: &str) -> bool {
    let wants_findings = Button::new(ButtonKind::Quiet, "All findings")
        .with_icon(icon::ARROW_LEFT)
        .small()
        .show(ui, p)
        .clicked();
    let Some(rule) = rules::get(id) else {
        return wants_findings;
    };
    ui.label(styled_text(
        rule.title,
        Face::SemiBold,
        TextSize::Heading,
        p.text_primary,
    ));
    caption(ui, p, rule.id);
    ui.add_space(gap::XS);
    for (title, text) in [
        ("Why it matters", rule.why),
        ("For stakeholders", rule.for_stakeholders),
        ("What to do", rule.fix),
        ("When this does not apply", rule.exempt),
    ] {
        if !text.is_empty() {
            heading(ui, p, title);
            paragraph(ui, p, text);
            ui.add_space(gap::XS);
        }
    }
    for (title, example) in [
        ("The problem", rule.bad_text()),
        ("The fix", rule.good_text()),
    ] {
        heading(ui, p, title);
        mini_diagram::notation_ui(ui, p, &example, TALLEST);
        ui.add_space(gap::XS);
    }
    heading(ui, p, "Sources");
    for reference in rule.references {
        match reference.url() {
            Some(url) => drop(ui.hyperlink_to(reference.text(), url).on_hover_text(url)),
            None => drop(paragraph(ui, p, reference.text())),
        }
        ui.add_space(gap::XS);
    }
    wants_findings
}
