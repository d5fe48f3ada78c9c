//! The switch of the mode in which things go wrong, which trouble a press makes, and what is wrong now.

use egui::Ui;

use super::state::NumbersPanel;
use super::view::{NumbersActions, title};
use crate::analysis::{Fault, SLOW_CONNECTION_MS, SLOW_TIMES};
use crate::app::commands::{self, Command};
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, ChipColors, caption, chip_named, segmented};
use crate::model::Design;
use crate::model::format;
use crate::scene::{Face, Palette, SeverityColors, icon};

/// The texts and the icon of a fault that the user can inject.
pub(super) struct FaultText {
    /// What the choice is called.
    pub(super) act: &'static str,
    /// What a press does, in a hint.
    pub(super) hint: &'static str,
    /// "Links DB is …"
    pub(super) state: &'static str,
    pub(super) mark: char,
}

/// The texts and the icon of a fault.
pub(super) fn fault_text(trouble: Fault) -> FaultText {
    match trouble {
        Fault::Failed => FaultText {
            act: "Stop",
            hint: "Click a box, a zone, or a connection to stop it; click again to restart it",
            state: "down",
            mark: icon::POWER,
        },
        Fault::Slow => FaultText {
            act: "Slow down",
            hint: "Click a box, a zone, or a connection to slow it down; click again to undo",
            state: "slow",
            mark: icon::HOURGLASS,
        },
        Fault::Emptied => FaultText {
            act: "Clear",
            hint: "Click a cache to clear it; click again to fill it",
            state: "empty",
            mark: icon::DROP_SLASH,
        },
    }
}

/// The colors of a trouble.
pub(super) fn fault_colors(p: &Palette, trouble: Fault) -> SeverityColors {
    match trouble {
        Fault::Failed => p.critical,
        Fault::Slow | Fault::Emptied => p.high,
    }
}

/// The choice of what a press does.
pub(super) fn choice_ui(ui: &mut Ui, p: &Palette, numbers: &mut NumbersPanel) {
    let all = [Fault::Failed, Fault::Slow, Fault::Emptied];
    let all = all.map(|trouble| (trouble, fault_text(trouble).act));
    segmented(ui, p, &mut numbers.makes, &all);
}

/// The switch of the requests that move along the connections.
fn moving_ui(ui: &mut Ui, p: &Palette, numbers: &mut NumbersPanel, reduce_motion: bool) {
    let (mark, name) = if numbers.moving {
        (icon::PAUSE, "Stop the animation")
    } else {
        (icon::PLAY, "Animate traffic")
    };
    let button = Button::icon(mark, name).pressed(numbers.moving);
    let response = button.enabled(!reduce_motion).show(ui, p);
    if response.clicked() {
        numbers.moving = !numbers.moving;
    }
    if reduce_motion {
        response.on_disabled_hover_text("Off because animations are disabled in Settings");
    }
}

/// Shows them.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    design: &Design,
    (numbers, reduce_motion): (&mut NumbersPanel, bool),
    acts: &mut NumbersActions,
) {
    let has_traffic = (numbers.readings.as_ref()).is_some_and(|readings| readings.has_traffic);
    ui.add_space(gap::M);
    ui.horizontal_wrapped(|ui| {
        let keys = commands::shortcut_label(ui.ctx(), Command::Break);
        let kind = if numbers.breaking {
            ButtonKind::Accent
        } else {
            ButtonKind::Normal
        };
        let label = commands::command_entry(Command::Break).label;
        let button = Button::new(kind, label)
            .with_icon(icon::POWER)
            .shortcut(&keys)
            .pressed(numbers.breaking);
        if button.show(ui, p).clicked() {
            acts.given.push(Command::Break);
        }
        if has_traffic {
            moving_ui(ui, p, numbers, reduce_motion);
        }
        acts.predict = Button::new(ButtonKind::Normal, "Predict")
            .with_icon(icon::BRAIN)
            .show(ui, p)
            .on_hover_text("Predict what a failure does before you see it, and get graded")
            .clicked();
        if !numbers.what_if.is_sound() {
            acts.mend_all = Button::new(ButtonKind::Quiet, "Restore all")
                .show(ui, p)
                .clicked();
        }
    });
    if numbers.breaking {
        ui.add_space(gap::XXS);
        choice_ui(ui, p, numbers);
        let hint = match numbers.makes {
            Fault::Failed => "All instances are down, and no traffic gets through".to_owned(),
            Fault::Slow => format!(
                "Components are {} slower, and connections take {} longer",
                format::times(SLOW_TIMES),
                format::duration(SLOW_CONNECTION_MS)
            ),
            Fault::Emptied => {
                "The cache is empty: every read goes to the store behind it".to_owned()
            }
        };
        caption(ui, p, hint);
    }
    if numbers.what_if.is_sound() {
        return;
    }
    ui.add_space(gap::XXS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = gap::WRAPPED;
        for (trouble, id) in numbers.what_if.faults() {
            let name = title(design, id);
            // The cross at its end says that a click takes it off the list.
            let text = format!("{name}  {}", icon::X);
            let description = format!("Restore {name}");
            let mark = Some((fault_text(trouble).mark, Face::Icons));
            let colors = ChipColors::severity(fault_colors(p, trouble));
            let response = chip_named(ui, mark, &text, &description, colors);
            if response.hovered() || response.has_focus() {
                acts.highlight.insert(id);
            }
            if response.on_hover_text(description).clicked() {
                acts.mend = Some(id);
            }
        }
    });
}
