//! Presentation: the drawing alone on the whole screen, and each flow one step at a time.

use std::collections::{BTreeMap, BTreeSet};

use egui::{
    Align2, Area, CentralPanel, Frame, Key, Margin, Modifiers, Stroke, Ui, UiBuilder, vec2,
};

use crate::analysis::{Analysis, WhatIf};
use crate::app::canvas::{Canvas, CanvasContext, Interaction};
use crate::app::look::TextSize;
use crate::app::widgets::{Button, ButtonKind, styled_text};
use crate::model::{Design, Document, Id, format};
use crate::practice::Preferences;
use crate::scene::{Face, Theme, icon};

/// How wide the words get.
const WIDEST: f32 = 860.0;
/// What the words take of the lower edge with a caption of two lines, and the air around them: the drawing keeps clear of it.
const WORDS: f32 = 152.0;

/// One thing to say.
#[derive(Debug, PartialEq)]
struct Slide {
    /// Where one is: the flow, and the step in it.
    place: String,
    caption: String,
    /// What is ringed.
    highlighted: BTreeSet<Id>,
}

/// A presentation in progress.
#[derive(Debug)]
pub(crate) struct Presentation {
    slides: Vec<Slide>,
    at: usize,
    /// The drawing as it was when the presentation began, with a view of its own.
    document: Document,
    canvas: Canvas,
    /// The window filled the screen before, and does so afterward.
    pub stays_full: bool,
}

/// What was asked for in this frame.
enum PresentationAction {
    Move(isize),
    First,
    End,
}

impl Presentation {
    /// At the beginning; none where nothing is drawn.
    pub(crate) fn new(analysis: &Analysis) -> Option<Self> {
        let design = analysis.design();
        (!design.is_empty()).then(|| Self {
            slides: build_slides(analysis),
            at: 0,
            document: Document::new(design.clone()),
            canvas: Canvas::default(),
            stays_full: false,
        })
    }

    /// Shows it in place of everything else; says whether it goes on.
    pub(crate) fn ui(&mut self, ui: &mut Ui, theme: Theme, preferences: &Preferences) -> bool {
        let act = handle_keys(ui);
        let slide = &self.slides[self.at];
        let (marks, health, captions) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut preferences = preferences.clone();
        (preferences.grid, preferences.map) = (false, false);
        let context = CanvasContext {
            theme,
            marks: &marks,
            health: &health,
            captions: &captions,
            pulses: None,
            counterparts: &BTreeMap::new(),
            highlighted: &slide.highlighted,
            preview: None,
            interaction: Interaction::Present,
            preferences: &preferences,
        };
        CentralPanel::no_frame().show(ui, |ui| {
            let screen = ui.max_rect();
            ui.painter()
                .rect_filled(screen, 0.0, theme.palette().canvas_fill);
            let mut above = screen;
            above.max.y -= WORDS;
            ui.scope_builder(UiBuilder::new().max_rect(above), |ui| {
                self.canvas.ui(ui, &mut self.document, &context);
            });
        });
        let act = words_ui(ui, theme, slide, (self.at, self.slides.len())).or(act);
        match act {
            Some(PresentationAction::End) => return false,
            Some(PresentationAction::First) => self.at = 0,
            Some(PresentationAction::Move(by)) => {
                let last = self.slides.len() - 1;
                self.at = self.at.saturating_add_signed(by).min(last);
            }
            None => {}
        }
        true
    }
}

/// The title, then each flow: what it is, and its steps.
fn build_slides(analysis: &Analysis) -> Vec<Slide> {
    let own = analysis.design().title().trim();
    let title = match analysis.scenario() {
        _ if !own.is_empty() => own,
        Some(scenario) => scenario.title.as_str(),
        None => "The system",
    };
    let flows = analysis.estimate(&WhatIf::default()).flows;
    let mut slides = vec![Slide {
        place: match flows.len() {
            1 => "1 flow".to_owned(),
            count => format!("{count} flows"),
        },
        caption: title.to_owned(),
        highlighted: BTreeSet::new(),
    }];
    for flow in &flows {
        let hops = analysis.trace(&flow.id);
        let load = if flow.rps > 0.0 {
            format!(", {} at peak", format::short_rate(flow.rps))
        } else {
            String::new()
        };
        slides.push(Slide {
            place: format::count(hops.len(), "step"),
            caption: format!("{}{load}", flow.name),
            highlighted: with_ends(analysis.design(), &flow.connections),
        });
        for (index, hop) in hops.iter().enumerate() {
            slides.push(Slide {
                place: format!("{}, {} of {}", flow.name, index + 1, hops.len()),
                caption: hop.caption.clone(),
                highlighted: [hop.connection, hop.from, hop.to].into(),
            });
        }
    }
    slides
}

/// Connections and the components that they join.
fn with_ends(design: &Design, connections: &[Id]) -> BTreeSet<Id> {
    let found = connections
        .iter()
        .filter_map(|&id| Some((id, design.connection(id)?)));
    found
        .flat_map(|(id, connection)| [id, connection.from, connection.to])
        .collect()
}

/// The keys that hands know from other programs, and that remote controls send.
fn handle_keys(ui: &Ui) -> Option<PresentationAction> {
    const ON: [Key; 5] = [
        Key::ArrowRight,
        Key::ArrowDown,
        Key::PageDown,
        Key::Space,
        Key::Enter,
    ];
    const BACK: [Key; 4] = [Key::ArrowLeft, Key::ArrowUp, Key::PageUp, Key::Backspace];
    ui.input_mut(|input| {
        let mut pressed = |key: &Key| input.consume_key(Modifiers::NONE, *key);
        if pressed(&Key::Escape) || pressed(&Key::F5) {
            Some(PresentationAction::End)
        } else if pressed(&Key::Home) {
            Some(PresentationAction::First)
        } else if ON.iter().any(&mut pressed) {
            Some(PresentationAction::Move(1))
        } else if BACK.iter().any(&mut pressed) {
            Some(PresentationAction::Move(-1))
        } else {
            None
        }
    })
}

/// The caption, large, at the lower edge.
fn words_ui(
    ui: &Ui,
    theme: Theme,
    slide: &Slide,
    (at, count): (usize, usize),
) -> Option<PresentationAction> {
    let p = theme.palette();
    let screen = ui.max_rect();
    let mut act = None;
    Area::new(egui::Id::unique("presentation"))
        .pivot(Align2::CENTER_BOTTOM)
        .fixed_pos(screen.center_bottom() - vec2(0.0, 28.0))
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style())
                .stroke(Stroke::new(1.0, p.line_default))
                .corner_radius(10)
                .inner_margin(Margin::symmetric(20, 14))
                .show(ui, |ui| {
                    ui.set_width((screen.width() - 80.0).min(WIDEST));
                    ui.horizontal(|ui| {
                        ui.label(styled_text(
                            &slide.place,
                            Face::Medium,
                            TextSize::Body,
                            p.text_tertiary,
                        ));
                        let right = egui::Layout::right_to_left(egui::Align::Center);
                        ui.with_layout(right, |ui| {
                            if Button::new(ButtonKind::Quiet, "End")
                                .small()
                                .show(ui, p)
                                .clicked()
                            {
                                act = Some(PresentationAction::End);
                            }
                            let on = Button::icon(icon::CARET_RIGHT, "Next step").small();
                            if on.enabled(at + 1 < count).show(ui, p).clicked() {
                                act = Some(PresentationAction::Move(1));
                            }
                            let back = Button::icon(icon::CARET_LEFT, "Previous step").small();
                            if back.enabled(at > 0).show(ui, p).clicked() {
                                act = Some(PresentationAction::Move(-1));
                            }
                        });
                    });
                    let caption = styled_text(
                        &slide.caption,
                        Face::SemiBold,
                        TextSize::Title,
                        p.text_primary,
                    );
                    ui.add(egui::Label::new(caption.line_height(Some(28.0))).wrap());
                });
        });
    act
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Design;
    use crate::scenario::builtin;

    #[test]
    fn every_flow_is_told_from_its_first_step_to_its_last() {
        let prompt = &builtin()[0];
        let analysis = Analysis::new(&prompt.designs[0].design, Some(prompt));
        let slides = build_slides(&analysis);
        assert_eq!(slides[0].place, format!("{} flows", prompt.flows.len()));
        for flow in &prompt.flows {
            let hops = analysis.trace(&flow.id).len();
            let of = slides
                .iter()
                .filter(|s| s.place.starts_with(&format!("{}, ", flow.name)));
            assert_eq!(of.count(), hops, "{}", flow.name);
        }
        assert!(slides.iter().all(|slide| !slide.caption.is_empty()));
        let nothing = Design::new();
        assert!(Presentation::new(&Analysis::new(&nothing, None)).is_none());
    }
}
