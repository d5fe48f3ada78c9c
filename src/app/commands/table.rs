//! The table of commands: what each is called, its keys, and its place in the menu bar.

use egui::Key;

use super::command::Command as C;
use super::keys::{Shortcut, alt, alt_shift, ctrl, ctrl_alt, ctrl_shift, key, shift};
use crate::app::canvas::Tool;
use crate::app::canvas::align::Toward;
use crate::app::canvas::z_order::ZOrder;
use crate::layout::Direction;

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

const fn row(command: C, label: &'static str, keys: &'static [Shortcut]) -> CommandEntry {
    CommandEntry {
        command,
        label,
        keys,
        anywhere: false,
        while_typing: false,
    }
}

impl CommandEntry {
    const fn anywhere(self) -> Self {
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
                row(C::New, "New drawing", &[ctrl(Key::N)])
                    .anywhere()
                    .while_typing(),
                row(C::Open, "Open…", &[ctrl(Key::O)])
                    .anywhere()
                    .while_typing(),
                row(C::Save, "Save", &[ctrl(Key::S)]).while_typing(),
                row(C::SaveAs, "Save as…", &[ctrl_shift(Key::S)]).while_typing(),
                row(C::Versions, "Versions…", &[]),
            ],
            &[
                row(C::Export, "Export…", &[ctrl_shift(Key::E)]).while_typing(),
                row(C::CopyPicture, "Copy as picture", &[alt_shift(Key::C)]),
                row(C::CopyText, "Copy as text", &[]),
            ],
            &[
                row(C::MakePrompt, "Make a prompt from this drawing…", &[]),
                row(C::EditPrompt, "Edit this prompt…", &[]),
                row(C::OpenPack, "Use the prompts of a folder…", &[]).anywhere(),
            ],
            &[
                row(C::Home, "All prompts", &[ctrl_shift(Key::O)]).while_typing(),
                row(C::Settings, "Settings…", &[ctrl(Key::Comma)])
                    .anywhere()
                    .while_typing(),
                row(C::Quit, "Quit", &[ctrl(Key::Q)])
                    .anywhere()
                    .while_typing(),
            ],
        ],
    },
    MenuSection {
        label: "Edit",
        groups: &[
            &[
                row(C::Undo, "Undo", &[ctrl(Key::Z)]),
                row(C::Redo, "Redo", &[ctrl_shift(Key::Z), ctrl(Key::Y)]),
            ],
            &[
                row(C::Cut, "Cut", &[ctrl(Key::X)]),
                row(C::Copy, "Copy", &[ctrl(Key::C)]),
                row(C::Paste, "Paste", &[ctrl(Key::V)]),
                row(C::PasteInPlace, "Paste in place", &[ctrl_shift(Key::V)]),
                row(C::Duplicate, "Duplicate", &[ctrl(Key::D)]),
                row(
                    C::Delete,
                    "Delete",
                    &[key(Key::Delete), key(Key::Backspace)],
                ),
                row(
                    C::DeleteBridging,
                    "Delete, keep its flows",
                    &[ctrl(Key::Delete)],
                ),
                row(C::CopySettings, "Copy settings", &[alt(Key::C)]),
                row(C::PasteSettings, "Paste settings", &[alt(Key::V)]),
                row(C::SelectAll, "Select all", &[ctrl(Key::A)]),
                row(C::Rename, "Rename", &[key(Key::F2)]),
            ],
        ],
    },
    MenuSection {
        label: "Arrange",
        groups: &[
            &[
                row(C::Group, "Put into a zone", &[ctrl(Key::G)]),
                row(C::Ungroup, "Dissolve zone", &[ctrl_shift(Key::G)]),
                row(
                    C::Tidy(Direction::Right),
                    "Tidy, left to right",
                    &[ctrl_shift(Key::L)],
                ),
                row(C::Tidy(Direction::Down), "Tidy, top to bottom", &[]),
            ],
            &[
                row(
                    C::Align(Toward::Left),
                    "Align left",
                    &[ctrl_shift(Key::ArrowLeft)],
                ),
                row(
                    C::Align(Toward::Right),
                    "Align right",
                    &[ctrl_shift(Key::ArrowRight)],
                ),
                row(
                    C::Align(Toward::Up),
                    "Align top",
                    &[ctrl_shift(Key::ArrowUp)],
                ),
                row(
                    C::Align(Toward::Down),
                    "Align bottom",
                    &[ctrl_shift(Key::ArrowDown)],
                ),
                row(C::Distribute(true), "Same gaps across", &[ctrl_alt(Key::H)]),
                row(C::Distribute(false), "Same gaps down", &[ctrl_alt(Key::V)]),
            ],
            &[
                row(
                    C::Restack(ZOrder::Front),
                    "To the front",
                    &[ctrl_shift(Key::CloseBracket)],
                ),
                row(
                    C::Restack(ZOrder::Forward),
                    "Forward",
                    &[ctrl(Key::CloseBracket), key(Key::CloseBracket)],
                ),
                row(
                    C::Restack(ZOrder::Backward),
                    "Backward",
                    &[ctrl(Key::OpenBracket), key(Key::OpenBracket)],
                ),
                row(
                    C::Restack(ZOrder::Back),
                    "To the back",
                    &[ctrl_shift(Key::OpenBracket)],
                ),
                row(C::Lock, "Lock in place", &[ctrl(Key::L)]),
            ],
            &[
                row(
                    C::LineStyle,
                    "Line: around, curved, straight",
                    &[key(Key::R)],
                ),
                row(C::ResetLine, "Reset line", &[shift(Key::R)]),
            ],
        ],
    },
    MenuSection {
        label: "Tools",
        groups: &[
            &[
                row(C::Tool(Tool::Select), "Select", &[key(Key::V)]),
                row(C::Tool(Tool::Hand), "Move the view", &[key(Key::H)]),
                row(C::Tool(Tool::Connect), "Connect", &[key(Key::A)]),
                row(C::Tool(Tool::Zone), "Draw a zone", &[key(Key::F)]),
                row(C::Tool(Tool::Note), "Sticky note", &[key(Key::N)]),
                row(C::Tool(Tool::Text), "Text", &[key(Key::T)]),
            ],
            &[
                row(C::Insert, "Place a component…", &[key(Key::Slash)]),
                row(C::Check, "Check", &[ctrl(Key::Enter)]).while_typing(),
                row(C::Break, "Break it", &[key(Key::B)]),
                row(C::Prices, "Prices…", &[]),
            ],
        ],
    },
    MenuSection {
        label: "View",
        groups: &[
            &[
                row(C::ZoomIn, "Zoom in", &[ctrl(Key::Equals), ctrl(Key::Plus)]).while_typing(),
                row(C::ZoomOut, "Zoom out", &[ctrl(Key::Minus)]).while_typing(),
                row(
                    C::ZoomReset,
                    "Zoom to 100\u{a0}%",
                    &[ctrl(Key::Num0), shift(Key::Num0)],
                ),
                row(
                    C::Fit,
                    "Show everything",
                    &[shift(Key::Num1), key(Key::Home), ctrl_shift(Key::H)],
                ),
                row(C::FitSelection, "Show the selection", &[shift(Key::Num2)]),
            ],
            &[
                row(C::Grid, "Grid", &[ctrl(Key::Quote)]),
                row(C::Snap, "Snapping", &[alt(Key::S)]),
                row(C::Panels, "Side panels", &[ctrl(Key::Backslash)]).while_typing(),
                row(C::Outline, "Outline", &[alt_shift(Key::O)]),
                row(C::NextPanel, "Next panel", &[key(Key::F6)]).while_typing(),
                row(C::PreviousPanel, "Panel before", &[shift(Key::F6)]).while_typing(),
                row(C::Present, "Present the flows", &[key(Key::F5)]).while_typing(),
                row(C::FullScreen, "Full screen", &[key(Key::F11)])
                    .anywhere()
                    .while_typing(),
                row(
                    C::Scale(1),
                    "Larger interface",
                    &[ctrl_alt(Key::Equals), ctrl_alt(Key::Plus)],
                )
                .anywhere()
                .while_typing(),
                row(C::Scale(-1), "Smaller interface", &[ctrl_alt(Key::Minus)])
                    .anywhere()
                    .while_typing(),
                row(
                    C::Scale(0),
                    "Usual size of interface",
                    &[ctrl_alt(Key::Num0)],
                )
                .anywhere()
                .while_typing(),
                row(C::Theme, "Light or dark", &[alt_shift(Key::D)])
                    .anywhere()
                    .while_typing(),
            ],
        ],
    },
    MenuSection {
        label: "Go",
        groups: &[
            &[
                row(C::Find, "Find in the drawing…", &[ctrl(Key::F)]),
                row(C::Link, "Connect by name…", &[key(Key::C)]),
            ],
            &[
                row(C::Step(Toward::Left), "To the left", &[alt(Key::ArrowLeft)]),
                row(
                    C::Step(Toward::Right),
                    "To the right",
                    &[alt(Key::ArrowRight)],
                ),
                row(C::Step(Toward::Up), "Up", &[alt(Key::ArrowUp)]),
                row(C::Step(Toward::Down), "Down", &[alt(Key::ArrowDown)]),
            ],
            &[
                row(
                    C::AddNeighbor(Toward::Left),
                    "New on the left…",
                    &[ctrl(Key::ArrowLeft), alt_shift(Key::ArrowLeft)],
                ),
                row(
                    C::AddNeighbor(Toward::Right),
                    "New on the right…",
                    &[ctrl(Key::ArrowRight), alt_shift(Key::ArrowRight)],
                ),
                row(
                    C::AddNeighbor(Toward::Up),
                    "New above…",
                    &[ctrl(Key::ArrowUp), alt_shift(Key::ArrowUp)],
                ),
                row(
                    C::AddNeighbor(Toward::Down),
                    "New below…",
                    &[ctrl(Key::ArrowDown), alt_shift(Key::ArrowDown)],
                ),
            ],
        ],
    },
    MenuSection {
        label: "Help",
        groups: &[&[
            row(
                C::Commands,
                "Find a command…",
                &[ctrl(Key::K), ctrl_shift(Key::P)],
            )
            .anywhere()
            .while_typing(),
            row(C::Handbook, "Handbook", &[key(Key::F1)])
                .anywhere()
                .while_typing(),
            row(C::Keys, "Keys", &[key(Key::Questionmark)]).anywhere(),
            row(C::FrameTimes, "Time of a frame", &[]),
        ]],
    },
];
