//! A round once more: the drawing and what happened at every second of it, on a slider or by itself.

use std::path::Path;

use egui::{
    CentralPanel, Direction, Key, Layout, Margin, Modifiers, Panel, ScrollArea, Slider, Ui,
};

use super::action::PageAction;
use super::title::page_bar_ui;
use crate::app::look::{TextSize, gap};
use crate::app::mini_diagram::MiniDiagram;
use crate::app::topbar::bar_frame;
use crate::app::widgets::{
    Button, ButtonKind, caption, card, heading, segmented_about, styled_text, wrapped,
};
use crate::practice::interview::{InterviewRound, RoundEvent};
use crate::scenario::{Library, Scenario};
use crate::scene::{Face, Palette, icon};
use crate::storage::rounds;
use crate::storage::steps::DrawingStep;

/// How fast a replay can go: times the real time.
const SPEEDS: [(u32, &str); 4] = [(1, "1×"), (5, "5×"), (10, "10×"), (30, "30×")];
/// What an arrow key moves (s).
const NUDGE: f64 = 10.0;
/// Room below the drawing for the slider.
const CONTROLS: f32 = 76.0;

/// The replay of a round.
#[derive(Debug)]
pub(crate) struct ReplayPage {
    title: String,
    steps: Vec<DrawingStep>,
    events: Vec<RoundEvent>,
    /// Its whole length (s).
    length: f64,
    /// Where it stands (s).
    at: f64,
    playing: bool,
    speed: u32,
    /// The picture of the step that is shown, by its place.
    picture: Option<(usize, MiniDiagram)>,
}

impl ReplayPage {
    /// Opens a finished round.
    ///
    /// # Errors
    /// One sentence, where it cannot be read.
    pub(super) fn open(name: &str, library: &Library, state: &Path) -> Result<Self, String> {
        let open = rounds::open_finished(state, name)?;
        let steps = rounds::finished_steps(state, name).map_err(|error| error.to_string())?;
        let scenario = library.get(&open.round.scenario);
        Ok(Self::new(&open.round, scenario, steps))
    }

    fn new(
        round: &InterviewRound,
        scenario: Option<&Scenario>,
        mut steps: Vec<DrawingStep>,
    ) -> Self {
        // A round begins with an empty sheet, which is no step of a drawing.
        let is_blank = |step: &DrawingStep| {
            let design = step.design();
            design.is_some_and(|design| design.components().len() == 0)
        };
        let blank = steps.iter().take_while(|step| is_blank(step)).count();
        steps.drain(..blank);
        let events = scenario.map_or_else(Vec::new, |scenario| round.events(scenario));
        let last = steps.last().map_or(0.0, |step| step.at);
        let last = events.last().map_or(last, |event| event.at.max(last));
        Self {
            title: scenario.map_or_else(String::new, |scenario| scenario.title.clone()),
            length: round.now().max(last).max(1.0),
            at: 0.0,
            playing: false,
            speed: 10,
            picture: None,
            steps,
            events,
        }
    }

    /// The step that stands at the time of the replay; none before the first.
    fn step(&self) -> Option<usize> {
        let begun = self.steps.partition_point(|step| step.at <= self.at);
        begun.checked_sub(1)
    }

    /// Shows the page; gives what the user wants.
    pub(super) fn ui(&mut self, ui: &mut Ui, p: &Palette) -> Option<PageAction> {
        let title = format!("{}, replay", self.title);
        if page_bar_ui(ui, p, ("Back", &title), |_| {}) {
            return Some(PageAction::Back);
        }
        self.move_by_keys(ui);
        self.advance(ui);
        Panel::right("events")
            .exact_size(340.0)
            .resizable(false)
            .frame(bar_frame(p).inner_margin(Margin::same(14)))
            .show(ui, |ui| self.events_ui(ui, p));
        let page = egui::Frame::new()
            .fill(p.surface_base)
            .inner_margin(Margin::symmetric(24, 16));
        CentralPanel::no_frame().frame(page).show(ui, |ui| {
            let height = ui.available_height() - CONTROLS;
            self.drawing_ui(ui, p, height);
            ui.add_space(gap::S);
            self.controls_ui(ui, p);
        });
        None
    }

    /// Goes on by the time of the last frame.
    fn advance(&mut self, ui: &Ui) {
        if !self.playing {
            return;
        }
        // A window that was not drawn for long does not jump to the end.
        let passed = f64::from(ui.input(|input| input.stable_dt)).min(0.25);
        self.at = (self.at + passed * f64::from(self.speed)).min(self.length);
        self.playing = self.at < self.length;
        ui.ctx().request_repaint();
    }

    fn move_by_keys(&mut self, ui: &Ui) {
        let is_free = ui.ctx().memory(|memory| memory.focused().is_none());
        if !is_free {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::Space) {
            self.toggle();
        }
        let by = f64::from(i8::from(pressed(Key::ArrowRight)) - i8::from(pressed(Key::ArrowLeft)));
        self.at = (self.at + by * NUDGE).clamp(0.0, self.length);
    }

    fn toggle(&mut self) {
        self.playing = !self.playing;
        if self.playing && self.at >= self.length {
            self.at = 0.0;
        }
    }

    fn drawing_ui(&mut self, ui: &mut Ui, p: &Palette, height: f32) {
        let step = self.step();
        match step {
            None => {
                card(p).show(ui, |ui| {
                    let text = match self.steps.first() {
                        None => "The steps of this drawing were not saved".to_owned(),
                        Some(first) => format!(
                            "Nothing is drawn yet: the first box appears at {}",
                            clock(first.at)
                        ),
                    };
                    let size = egui::vec2(ui.available_width(), height - 24.0);
                    let middle = Layout::centered_and_justified(Direction::TopDown);
                    ui.allocate_ui_with_layout(size, middle, |ui| caption(ui, p, text));
                });
            }
            Some(step) => {
                if self.picture.as_ref().is_none_or(|(of, _)| *of != step) {
                    let design = self.steps[step].design();
                    self.picture = design.map(|design| (step, MiniDiagram::new(design)));
                }
                if let Some((_, picture)) = &self.picture {
                    let name = format!("Drawing, step {} of {}", step + 1, self.steps.len());
                    picture.show(ui, p, height, &name);
                }
            }
        }
    }

    fn controls_ui(&mut self, ui: &mut Ui, p: &Palette) {
        ui.horizontal(|ui| {
            let (glyph, label) = if self.playing {
                (icon::PAUSE, "Pause")
            } else {
                (icon::PLAY, "Play")
            };
            let play = Button::new(ButtonKind::Primary, label).with_icon(glyph);
            if play.show(ui, p).clicked() {
                self.toggle();
            }
            segmented_about(ui, p, &mut self.speed, &SPEEDS, Some("speed"));
            let text = format!("{} of {}", clock(self.at), clock(self.length));
            ui.label(styled_text(
                text,
                Face::Medium,
                TextSize::Body,
                p.text_primary,
            ));
        });
        ui.spacing_mut().slider_width = ui.available_width() - 8.0;
        let slider = Slider::new(&mut self.at, 0.0..=self.length).show_value(false);
        let moved = ui.add(slider).accessible_name("Time of the round");
        if moved.dragged() {
            self.playing = false;
        }
    }

    fn events_ui(&mut self, ui: &mut Ui, p: &Palette) {
        heading(ui, p, "What happened");
        ui.add_space(gap::XS);
        if self.events.is_empty() {
            caption(ui, p, "Nothing was asked, noted, or answered");
        }
        let now = self.events.partition_point(|event| event.at <= self.at);
        let mut jump = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for (n, event) in self.events.iter().enumerate() {
                let row = ui.horizontal_top(|ui| {
                    let time = clock(event.at);
                    let name = format!("Go to {time}: {}", event.text);
                    let button = Button::new(ButtonKind::Quiet, &time).named(&name).small();
                    if button.pressed(n + 1 == now).show(ui, p).clicked() {
                        jump = Some(event.at);
                    }
                    let ink = if n < now {
                        p.text_primary
                    } else {
                        p.text_tertiary
                    };
                    wrapped(
                        ui,
                        styled_text(&event.text, Face::Regular, TextSize::Small, ink),
                    );
                });
                // What happens now is seen while it plays, also in a list that is longer than the window.
                if self.playing && n + 1 == now {
                    row.response.scroll_to_me(None);
                }
            }
        });
        self.at = jump.unwrap_or(self.at);
    }
}

/// "4:05".
fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).floor() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}
