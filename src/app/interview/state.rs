//! What a mock interview in the window is, from its setup to its scorecard.

use std::collections::BTreeMap;

use egui::{Align, Label, Layout, Margin, Panel, Ui};

use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::files::dialogs::ScorecardFormat;
use crate::app::look::TextSize;
use crate::app::mini_diagram::MiniDiagram;
use crate::app::topbar::bar_frame;
use crate::app::widgets::styled_text;
use crate::practice::DrillKind;
use crate::practice::interview::{
    DrawingMode, InterviewProfile, InterviewRound, NoteList, PlanPart, RoundLength, Stage,
};
use crate::practice::scorecard::{GivenAnswers, Scorecard, given_answers};
use crate::scenario::Scenario;
use crate::scene::{Face, Palette};
use crate::storage::rounds::RoundFile;

/// What a round is begun with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoundSetup {
    /// The prompt's id.
    pub scenario: String,
    /// For whom.
    pub profile: InterviewProfile,
    /// How long.
    pub length: RoundLength,
    /// With what to draw.
    pub drawing: DrawingMode,
}

/// A mock interview in the window.
#[derive(Debug)]
pub(crate) enum Interview {
    /// Chosen, not begun.
    Setup(RoundSetup),
    /// Running.
    Running(Box<RunningRound>),
    /// Over.
    Scored(Box<ScoredRound>),
}

/// A round that runs.
#[derive(Debug)]
pub(crate) struct RunningRound {
    pub(super) round: InterviewRound,
    pub(super) scenario: Scenario,
    pub(super) file: Option<RoundFile>,
    pub(super) fields: TypedFields,
    /// The last second and the last change of the drawing that were written.
    pub(super) written: (f64, u64),
    /// The revision of the drawing that the deep dive asks about.
    pub(super) asked_revision: Option<u64>,
    /// Whether the drawing is shown in a stage that asks questions.
    pub(super) shows_drawing: bool,
    /// Whether ending has to be said once more.
    pub(super) ending: bool,
    /// The question whose answer was heard last, by its place.
    pub(super) last_asked: usize,
    /// The user knows that the round cannot be kept.
    pub(super) has_failed: bool,
}

/// What is being typed and not yet noted.
#[derive(Debug, Default)]
pub(super) struct TypedFields {
    pub(super) question: String,
    pub(super) sum: String,
    /// By list of notes.
    pub(super) lines: [String; 8],
    /// Answers to the interviewer, by what they answer.
    pub(super) replies: BTreeMap<Asked, String>,
}

/// What the interviewer waits for an answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Asked {
    /// The change of requirements.
    Twist,
    /// A short question while one draws, by its place.
    Interjection(usize),
}

/// A round with its scorecard.
#[derive(Debug)]
pub(crate) struct ScoredRound {
    pub(super) round: InterviewRound,
    pub(super) scenario: Scenario,
    pub(super) card: Scorecard,
    pub(super) file: Option<RoundFile>,
    pub(super) open: Option<usize>,
    /// What was said beside the follow-up questions.
    pub(super) given: Vec<GivenAnswers>,
    /// The drawing and the accepted design nearest to it, with their marks; none where nothing is drawn.
    pub(super) pictures: Option<[MiniDiagram; 2]>,
}

impl ScoredRound {
    /// A round that is over, with the drawing that it ended with.
    pub(super) fn new(
        round: InterviewRound,
        scenario: Scenario,
        file: Option<RoundFile>,
        session: &mut Session,
    ) -> Self {
        let card = Scorecard::new(&round, session.analysis());
        let given = given_answers(&round, &scenario);
        let pictures = card.nearest.as_ref().and_then(|nearest| {
            let mut accepted = scenario.designs.iter();
            let accepted = accepted.find(|one| one.id == nearest.design)?;
            let drawn = session.document.design().clone();
            Some([
                MiniDiagram::new(drawn).marked(nearest.marks.own.clone()),
                MiniDiagram::tidied(&accepted.design).marked(nearest.marks.accepted.clone()),
            ])
        });
        Self {
            round,
            scenario,
            card,
            file,
            open: None,
            given,
            pictures,
        }
    }
}

/// What the user wants of the screen.
#[derive(Debug)]
pub(super) enum InterviewAction {
    Begin(RoundSetup),
    End,
    Close,
    Home,
    TryAgain,
    Export(ScorecardFormat),
    Replay,
    Drill(DrillKind),
    /// The prompt with this id, on a blank sheet.
    Practice(String),
}

/// The lists of notes, in the order of their fields.
const LISTS: [NoteList; 8] = [
    NoteList::MustHave,
    NoteList::OutOfScope,
    NoteList::Assumptions,
    NoteList::Operations,
    NoteList::Entities,
    NoteList::Plan(PlanPart::Dependencies),
    NoteList::Plan(PlanPart::Stages),
    NoteList::Plan(PlanPart::Risks),
];

/// A list of notes as a place among the fields.
pub(super) fn field_of(list: NoteList) -> usize {
    LISTS.iter().position(|one| *one == list).unwrap_or(0)
}

impl RunningRound {
    pub(super) fn new(round: InterviewRound, scenario: Scenario, file: Option<RoundFile>) -> Self {
        let last_asked = round.asked.len().saturating_sub(1);
        Self {
            round,
            scenario,
            file,
            fields: TypedFields::default(),
            written: (f64::NEG_INFINITY, 0),
            asked_revision: None,
            shows_drawing: false,
            ending: false,
            last_asked,
            has_failed: false,
        }
    }

    /// Whether the drawing is in sight and can be changed.
    pub(super) fn has_canvas(&self) -> bool {
        let round = &self.round;
        if round.drawing == DrawingMode::Spoken {
            return round.draws_afterward;
        }
        let is_shown = self.shows_drawing && self.may_show_drawing();
        !round.clock.is_paused() && (round.stage == Stage::Design || is_shown)
    }

    /// Whether the stage asks about a drawing that can be looked at meanwhile.
    pub(super) fn may_show_drawing(&self) -> bool {
        let round = &self.round;
        round.stage > Stage::Design && round.drawing != DrawingMode::Spoken
    }

    /// Whether nothing can be written, drawn or left: the clock is stopped by the user.
    pub(super) fn is_paused(&self) -> bool {
        self.round.clock.is_paused() && !self.round.draws_afterward
    }

    /// Takes what was typed and not sent as said: at the end nothing that was written is lost.
    pub(super) fn note_drafts(&mut self) {
        for (list, text) in LISTS.into_iter().zip(&mut self.fields.lines) {
            self.round.note(list, &std::mem::take(text));
        }
        for (asked, reply) in std::mem::take(&mut self.fields.replies) {
            if !reply.trim().is_empty() {
                self.give_reply(asked, reply.trim());
            }
        }
    }

    /// Notes the answer to something that the interviewer said.
    pub(super) fn give_reply(&mut self, asked: Asked, reply: &str) {
        let answer = match asked {
            Asked::Twist => self.round.twist.as_mut().map(|told| &mut told.answer),
            Asked::Interjection(place) => {
                let one = self.round.interjections.get_mut(place);
                one.map(|one| &mut one.answer)
            }
        };
        if let Some(answer) = answer {
            reply.clone_into(answer);
        }
    }

    /// Goes to a stage, which begins with its own page.
    pub(super) fn go_to(&mut self, stage: Stage) {
        if self.round.stage != stage {
            self.round.stage = stage;
            self.shows_drawing = false;
        }
    }
}

impl RunningRound {
    /// Writes the round with its drawing, so that a crash loses nothing of it; a sentence where that fails for the first
    /// time.
    pub(super) fn keep(&mut self, session: &mut Session) -> Option<String> {
        let design = session.document.design();
        let file = self.file.as_mut()?;
        let kept = file
            .write(&self.round, design)
            .and_then(|()| file.add_step(self.round.now(), design));
        session.is_kept_elsewhere = kept.is_ok();
        let error = kept.err().filter(|_| !self.has_failed)?;
        self.has_failed = true;
        Some(format!(
            "the interview cannot be saved, so a crash would lose it: {error}"
        ))
    }
}

/// Commands that would show what is hidden during a round, or leave it.
pub(crate) fn is_refused(command: Command) -> bool {
    matches!(
        command,
        Command::Check
            | Command::Break
            | Command::BreakSelected
            | Command::Compare
            | Command::Versions
            | Command::Home
            | Command::New
            | Command::Open
            | Command::Present
            | Command::Export
            | Command::Prices
            | Command::Handbook
            | Command::MakePrompt
            | Command::EditPrompt
            | Command::OpenPack
            | Command::Interview
            | Command::History
            | Command::Drill(_)
    )
}

/// "4:05"; over time with a minus sign.
pub(super) fn minutes_and_seconds(seconds: f64) -> String {
    let whole = seconds.abs().floor() as u64;
    let sign = if seconds < 0.0 && whole > 0 {
        "\u{2212}"
    } else {
        ""
    };
    format!("{sign}{}:{:02}", whole / 60, whole % 60)
}

/// The ground behind the questions of a stage.
pub(super) fn page_frame(p: &Palette) -> egui::Frame {
    egui::Frame::new()
        .fill(p.surface_base)
        .inner_margin(Margin::symmetric(24, 16))
}

/// The bar of a round: its buttons at the right end, and before them the title of the prompt with notes about the round, as
/// much of them as there is room for.
pub(super) fn title_bar_ui(
    ui: &mut Ui,
    p: &Palette,
    (title, notes): (&str, &[String]),
    buttons: impl FnOnce(&mut Ui),
) {
    let bar = Panel::top("top").exact_size(44.0).frame(bar_frame(p));
    bar.show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = styled_text(title, Face::SemiBold, TextSize::Heading, p.text_primary);
                ui.add(Label::new(title).truncate());
                for note in notes {
                    let note = styled_text(note, Face::Regular, TextSize::Caption, p.text_tertiary);
                    ui.add(Label::new(note).truncate());
                }
            });
        });
    });
}
