//! What the interviewer says over the drawing: short questions, and a change of requirements. Each has its own answer.

use egui::{Key, Margin, Panel, TextEdit, Ui};

use super::state::{Asked, RunningRound};
use crate::app::document::session::Session;
use crate::app::look::gap;
use crate::app::topbar::bar_frame;
use crate::app::widgets::{Button, ButtonKind, paragraph};
use crate::practice::interview::DrawingMode;
use crate::scene::Palette;

/// What stands for an answer that was given aloud, in a round without a drawing.
const SPOKEN: &str = "(spoken)";

/// Lets the interviewer speak when it is time, and shows what waits for an answer.
pub(super) fn ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound, session: &Session) {
    let design = session.document.design();
    if !session.canvas.is_dragging() {
        running.round.tell_twist(&running.scenario, design);
        let next = running.round.next_interjection(&running.scenario, design);
        running.round.interjections.extend(next);
    }
    let open = open_questions(running);
    if open.is_empty() {
        return;
    }
    // Below, so that neither the drawing nor a page moves.
    Panel::bottom("interviewer")
        .frame(bar_frame(p).inner_margin(Margin::same(10)))
        .show(ui, |ui| {
            for (asked, _, says) in open {
                question_ui(ui, p, running, (asked, &says));
            }
        });
}

/// What waits for an answer, the oldest first, so that what comes new takes nobody's place: the change of requirements, the
/// newest of the short questions, and others that an answer was begun for.
fn open_questions(running: &RunningRound) -> Vec<(Asked, f64, String)> {
    let round = &running.round;
    let twist = round.twist.as_ref().filter(|told| told.answer.is_empty());
    let twist = twist.and_then(|told| {
        let twist = running.scenario.twists.get(told.twist)?;
        let says = format!("Requirement change: {}", twist.says);
        Some((Asked::Twist, told.at, says))
    });
    let begun = |place: usize| {
        let draft = running.fields.replies.get(&Asked::Interjection(place));
        draft.is_some_and(|draft| !draft.is_empty())
    };
    let unanswered = round.interjections.iter().enumerate();
    let unanswered = unanswered.filter(|(_, one)| one.answer.is_empty());
    let newest = unanswered.clone().next_back().map(|(place, _)| place);
    let mut open: Vec<(Asked, f64, String)> = unanswered
        .filter(|(place, _)| Some(*place) == newest || begun(*place))
        .map(|(place, one)| (Asked::Interjection(place), one.at, one.ask.clone()))
        .chain(twist)
        .collect();
    open.sort_by(|one, other| one.1.total_cmp(&other.1));
    open
}

fn question_ui(ui: &mut Ui, p: &Palette, running: &mut RunningRound, (asked, says): (Asked, &str)) {
    /// What the button takes beside the field.
    const BUTTON: f32 = 110.0;
    paragraph(ui, p, format!("Interviewer: {says}"));
    let is_spoken = running.round.drawing == DrawingMode::Spoken;
    let draft = running.fields.replies.entry(asked).or_default();
    let mut sends = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(draft)
            .id_salt(("reply", asked))
            .hint_text("Answer in a sentence")
            .desired_width(ui.available_width() - BUTTON);
        let field = ui.add(field).accessible_name(match asked {
            Asked::Twist => "Answer to the requirement change",
            Asked::Interjection(_) => "Answer to the interviewer",
        });
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let may_send = is_spoken || !draft.trim().is_empty();
        let button = Button::new(ButtonKind::Normal, "Answer").enabled(may_send);
        sends = (button.show(ui, p).clicked() || enter) && may_send;
    });
    ui.add_space(gap::XXS);
    if !sends {
        return;
    }
    let reply = running.fields.replies.remove(&asked).unwrap_or_default();
    let reply = match reply.trim() {
        "" => SPOKEN,
        said => said,
    };
    running.give_reply(asked, reply);
}
