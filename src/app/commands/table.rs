//! The table of commands: what each is called, its keys, and its place in the menu bar.

use egui::Key;

use super::command::Command as C;
use super::keys::{
    LOCK, Shortcut, UNGROUP, alt, alt_shift, ctrl, ctrl_alt, ctrl_shift, key_alone, shift,
};
use crate::app::canvas::Tool;
use crate::app::canvas::align::Toward;
use crate::app::canvas::z_order::ZOrder;
use crate::layout::Direction;
use crate::practice::DrillKind;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CommandEntry {
    /// The command.
    pub command: C,
    /// What menus call it.
    pub label: &'static str,
    /// The keys menus show first, then others for the same.
    pub keys: &'static [Shortcut],
    /// Whether it works without a drawing.
    pub anywhere: bool,
    /// Whether its keys work while text is being typed.
    pub while_typing: bool,
}

/// A menu: its heading, and its rows in groups with a line between them.
#[derive(Debug)]
pub(crate) struct MenuSection {
    /// Its heading.
    pub label: &'static str,
    /// Its rows.
    pub groups: &'static [&'static [CommandEntry]],
}

impl MenuSection {
    /// All rows.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'static CommandEntry> {
        self.groups.iter().copied().flatten()
    }
}

const fn command_entry(command: C, label: &'static str, keys: &'static [Shortcut]) -> CommandEntry {
    CommandEntry {
        command,
        label,
        keys,
        anywhere: false,
        while_typing: false,
    }
}

impl CommandEntry {
    const fn works_anywhere(self) -> Self {
        Self {
            anywhere: true,
            ..self
        }
    }

    const fn while_typing(self) -> Self {
        Self {
            while_typing: true,
            ..self
        }
    }
}

/// The menus in order.
pub(crate) static SECTIONS: [MenuSection; 7] = [
    MenuSection {
        label: "File",
        groups: &[
            &[
                command_entry(C::New, "New drawing", &[ctrl(Key::N)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Open, "Open…", &[ctrl(Key::O)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Save, "Save", &[ctrl(Key::S)]).while_typing(),
                command_entry(C::SaveAs, "Save as…", &[ctrl_shift(Key::S)]).while_typing(),
                command_entry(C::Versions, "Versions…", &[]),
            ],
            &[
                command_entry(C::Export, "Export…", &[ctrl_shift(Key::E)]).while_typing(),
                command_entry(C::CopyPicture, "Copy as picture", &[alt_shift(Key::C)]),
                command_entry(C::CopyText, "Copy as text", &[]),
            ],
            &[
                command_entry(C::MakePrompt, "Make a prompt from this drawing…", &[]),
                command_entry(C::EditPrompt, "Edit this prompt…", &[]),
                command_entry(C::OpenPack, "Load prompts from a folder…", &[]).works_anywhere(),
            ],
            &[
                command_entry(C::Home, "All prompts", &[ctrl_shift(Key::O)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Settings, "Settings…", &[ctrl(Key::Comma)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Quit, "Quit", &[ctrl(Key::Q)])
                    .works_anywhere()
                    .while_typing(),
            ],
        ],
    },
    MenuSection {
        label: "Edit",
        groups: &[
            &[
                command_entry(C::Undo, "Undo", &[ctrl(Key::Z)]),
                command_entry(C::Redo, "Redo", &[ctrl_shift(Key::Z), ctrl(Key::Y)]),
            ],
            &[
                command_entry(C::Cut, "Cut", &[ctrl(Key::X)]),
                command_entry(C::Copy, "Copy", &[ctrl(Key::C)]),
                command_entry(C::Paste, "Paste", &[ctrl(Key::V)]),
                command_entry(C::PasteInPlace, "Paste in place", &[ctrl_shift(Key::V)]),
                command_entry(C::Duplicate, "Duplicate", &[ctrl(Key::D)]),
                command_entry(
                    C::Delete,
                    "Delete",
                    &[key_alone(Key::Delete), key_alone(Key::Backspace)],
                ),
                command_entry(
                    C::DeleteBridging,
                    "Delete and reconnect",
                    &[ctrl(Key::Delete)],
                ),
                command_entry(C::CopySettings, "Copy settings", &[alt(Key::C)]),
                command_entry(C::PasteSettings, "Paste settings", &[alt(Key::V)]),
                command_entry(C::SelectAll, "Select all", &[ctrl(Key::A)]),
                command_entry(C::Rename, "Rename", &[key_alone(Key::F2)]),
                command_entry(
                    C::Replicas(1),
                    "Add one instance",
                    &[key_alone(Key::Plus), key_alone(Key::Equals)],
                ),
                command_entry(
                    C::Replicas(-1),
                    "Remove one instance",
                    &[key_alone(Key::Minus)],
                ),
            ],
        ],
    },
    MenuSection {
        label: "Arrange",
        groups: &[
            &[
                command_entry(C::Group, "Group into a zone", &[ctrl(Key::G)]),
                command_entry(C::Ungroup, "Ungroup", &[UNGROUP]),
                command_entry(
                    C::Tidy(Direction::Right),
                    "Tidy, left to right",
                    &[ctrl_shift(Key::L)],
                ),
                command_entry(C::Tidy(Direction::Down), "Tidy, top to bottom", &[]),
            ],
            &[
                command_entry(
                    C::Align(Toward::Left),
                    "Align left",
                    &[ctrl_shift(Key::ArrowLeft)],
                ),
                command_entry(
                    C::Align(Toward::Right),
                    "Align right",
                    &[ctrl_shift(Key::ArrowRight)],
                ),
                command_entry(
                    C::Align(Toward::Up),
                    "Align top",
                    &[ctrl_shift(Key::ArrowUp)],
                ),
                command_entry(
                    C::Align(Toward::Down),
                    "Align bottom",
                    &[ctrl_shift(Key::ArrowDown)],
                ),
                command_entry(
                    C::Distribute(true),
                    "Distribute horizontally",
                    &[ctrl_alt(Key::H)],
                ),
                command_entry(
                    C::Distribute(false),
                    "Distribute vertically",
                    &[ctrl_alt(Key::V)],
                ),
            ],
            &[
                command_entry(
                    C::Restack(ZOrder::Front),
                    "Bring to front",
                    &[ctrl_shift(Key::CloseBracket)],
                ),
                command_entry(
                    C::Restack(ZOrder::Forward),
                    "Bring forward",
                    &[ctrl(Key::CloseBracket), key_alone(Key::CloseBracket)],
                ),
                command_entry(
                    C::Restack(ZOrder::Backward),
                    "Send backward",
                    &[ctrl(Key::OpenBracket), key_alone(Key::OpenBracket)],
                ),
                command_entry(
                    C::Restack(ZOrder::Back),
                    "Send to back",
                    &[ctrl_shift(Key::OpenBracket)],
                ),
                command_entry(C::Lock, "Lock in place", &[LOCK]),
            ],
            &[
                command_entry(
                    C::LineStyle,
                    "Line style: orthogonal, curved, straight",
                    &[key_alone(Key::R)],
                ),
                command_entry(C::ResetLine, "Reset line", &[shift(Key::R)]),
            ],
        ],
    },
    MenuSection {
        label: "Tools",
        groups: &[
            &[
                command_entry(C::Tool(Tool::Select), "Select", &[key_alone(Key::V)]),
                command_entry(C::Tool(Tool::Hand), "Pan", &[key_alone(Key::H)]),
                command_entry(C::Tool(Tool::Connect), "Connect", &[key_alone(Key::A)]),
                command_entry(C::Tool(Tool::Zone), "Draw a zone", &[key_alone(Key::F)]),
                command_entry(C::Tool(Tool::Note), "Sticky note", &[key_alone(Key::N)]),
                command_entry(C::Tool(Tool::Text), "Text", &[key_alone(Key::T)]),
            ],
            &[
                command_entry(C::Insert, "Place a component…", &[key_alone(Key::Slash)]),
                command_entry(C::Check, "Check", &[ctrl(Key::Enter)]).while_typing(),
                command_entry(C::Compare, "Compare side by side", &[]),
                command_entry(C::Interview, "Mock interview…", &[ctrl_shift(Key::I)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Break, "Break something", &[key_alone(Key::B)]),
                command_entry(C::BreakSelected, "Break the selection", &[shift(Key::B)]),
                command_entry(C::Prices, "Prices…", &[]),
            ],
            &[
                command_entry(C::History, "History…", &[ctrl_shift(Key::Y)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Drill(DrillKind::WhatBreaks), "Drill: what breaks?", &[])
                    .works_anywhere(),
                command_entry(C::Drill(DrillKind::Numbers), "Drill: numbers", &[]).works_anywhere(),
                command_entry(
                    C::Drill(DrillKind::FindTheFault),
                    "Drill: find the fault",
                    &[],
                )
                .works_anywhere(),
            ],
        ],
    },
    MenuSection {
        label: "View",
        groups: &[
            &[
                command_entry(C::ZoomIn, "Zoom in", &[ctrl(Key::Equals), ctrl(Key::Plus)])
                    .while_typing(),
                command_entry(C::ZoomOut, "Zoom out", &[ctrl(Key::Minus)]).while_typing(),
                command_entry(
                    C::ZoomReset,
                    "Zoom to 100%",
                    &[ctrl(Key::Num0), shift(Key::Num0)],
                ),
                command_entry(
                    C::Fit,
                    "Zoom to fit",
                    &[shift(Key::Num1), key_alone(Key::Home), ctrl_shift(Key::H)],
                ),
                command_entry(C::FitSelection, "Zoom to selection", &[shift(Key::Num2)]),
            ],
            &[
                command_entry(C::Grid, "Grid", &[ctrl(Key::Quote)]),
                command_entry(C::Snap, "Snapping", &[alt(Key::S)]),
                command_entry(C::Panels, "Side panels", &[ctrl(Key::Backslash)]).while_typing(),
                command_entry(C::Outline, "Outline", &[alt_shift(Key::O)]),
                command_entry(C::Program, "Program", &[key_alone(Key::P)]),
                command_entry(C::Owners, "Owners on the canvas", &[alt_shift(Key::W)]),
                command_entry(C::NextPanel, "Next panel", &[key_alone(Key::F6)]).while_typing(),
                command_entry(C::PreviousPanel, "Previous panel", &[shift(Key::F6)]).while_typing(),
                command_entry(C::Present, "Present the flows", &[key_alone(Key::F5)])
                    .while_typing(),
                command_entry(C::FullScreen, "Full screen", &[key_alone(Key::F11)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(
                    C::Scale(1),
                    "Larger interface",
                    &[ctrl_alt(Key::Equals), ctrl_alt(Key::Plus)],
                )
                .works_anywhere()
                .while_typing(),
                command_entry(C::Scale(-1), "Smaller interface", &[ctrl_alt(Key::Minus)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Scale(0), "Reset interface size", &[ctrl_alt(Key::Num0)])
                    .works_anywhere()
                    .while_typing(),
                command_entry(C::Theme, "Toggle dark mode", &[alt_shift(Key::D)])
                    .works_anywhere()
                    .while_typing(),
            ],
        ],
    },
    MenuSection {
        label: "Go",
        groups: &[
            &[
                command_entry(C::Find, "Find in the drawing…", &[ctrl(Key::F)]),
                command_entry(C::Link, "Connect by name…", &[key_alone(Key::C)]),
            ],
            &[
                command_entry(C::Step(Toward::Left), "To the left", &[alt(Key::ArrowLeft)]),
                command_entry(
                    C::Step(Toward::Right),
                    "To the right",
                    &[alt(Key::ArrowRight)],
                ),
                command_entry(C::Step(Toward::Up), "Up", &[alt(Key::ArrowUp)]),
                command_entry(C::Step(Toward::Down), "Down", &[alt(Key::ArrowDown)]),
            ],
            &[
                command_entry(
                    C::AddNeighbor(Toward::Left),
                    "New component on the left…",
                    &[ctrl(Key::ArrowLeft), alt_shift(Key::ArrowLeft)],
                ),
                command_entry(
                    C::AddNeighbor(Toward::Right),
                    "New component on the right…",
                    &[ctrl(Key::ArrowRight), alt_shift(Key::ArrowRight)],
                ),
                command_entry(
                    C::AddNeighbor(Toward::Up),
                    "New component above…",
                    &[ctrl(Key::ArrowUp), alt_shift(Key::ArrowUp)],
                ),
                command_entry(
                    C::AddNeighbor(Toward::Down),
                    "New component below…",
                    &[ctrl(Key::ArrowDown), alt_shift(Key::ArrowDown)],
                ),
            ],
        ],
    },
    MenuSection {
        label: "Help",
        groups: &[&[
            command_entry(
                C::Commands,
                "Find a command…",
                &[ctrl(Key::K), ctrl_shift(Key::P)],
            )
            .works_anywhere()
            .while_typing(),
            command_entry(C::Handbook, "Handbook", &[key_alone(Key::F1)])
                .works_anywhere()
                .while_typing(),
            command_entry(
                C::Keys,
                "Keyboard shortcuts",
                &[key_alone(Key::Questionmark)],
            )
            .works_anywhere(),
            command_entry(C::FrameTimes, "Show frame time", &[]),
        ]],
    },
];
