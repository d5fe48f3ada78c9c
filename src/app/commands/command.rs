//! What the user can ask for.

use crate::app::canvas::Tool;
use crate::app::canvas::align::Toward;
use crate::app::canvas::z_order::ZOrder;
use crate::layout::Direction;
use crate::practice::DrillKind;

/// Something the user can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// A blank drawing.
    New,
    /// A drawing from a file.
    Open,
    /// To its file.
    Save,
    /// To another file.
    SaveAs,
    /// What was kept of it.
    Versions,
    /// As a picture file.
    Export,
    /// As a picture on the clipboard.
    CopyPicture,
    /// As lines of text on the clipboard.
    CopyText,
    /// The list of prompts.
    Home,
    /// Ends the program.
    Quit,
    /// Takes back.
    Undo,
    /// Brings back.
    Redo,
    /// Selection to the clipboard, and away.
    Cut,
    /// Selection to the clipboard.
    Copy,
    /// From the clipboard.
    Paste,
    /// From the clipboard, where it was.
    PasteInPlace,
    /// Selection once more.
    Duplicate,
    /// Selection away.
    Delete,
    /// Deletes the selection; its callers then call what it called.
    DeleteBridging,
    /// More or fewer replicas of the selected components.
    Replicas(i8),
    /// Everything.
    SelectAll,
    /// The name in place.
    Rename,
    /// A zone around the selection.
    Group,
    /// The zone away, its contents stay.
    Ungroup,
    /// A new layout.
    Tidy(Direction),
    /// Edges of the selection on a line.
    Align(Toward),
    /// The same gaps in the selection, level or upright.
    Distribute(bool),
    /// Where the selection lies among what it overlaps.
    Restack(ZOrder),
    /// The selection stays where it is, or may move again.
    Lock,
    /// What is set for the selected item, for others.
    CopySettings,
    /// What was copied so.
    PasteSettings,
    /// How long frames take.
    FrameTimes,
    /// The next line style for the selection: orthogonal, curved, straight.
    LineStyle,
    /// Automatic routes for the lines of the selection.
    ResetLine,
    /// What the selected component calls, by name.
    Link,
    /// A new component beside the selected one, which calls it.
    AddNeighbor(Toward),
    /// What lies beside the selected component.
    Step(Toward),
    /// Something that is drawn, by name.
    Find,
    /// What a press does.
    Tool(Tool),
    /// The search for a component.
    Insert,
    /// Closer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// 100%.
    ZoomReset,
    /// Everything in view.
    Fit,
    /// The selection in view.
    FitSelection,
    /// Dots on the canvas.
    Grid,
    /// Snapping to grid and neighbors.
    Snap,
    /// Side panels.
    Panels,
    /// What is drawn as a list, in place of what can be placed.
    Outline,
    /// The program in place of the drawing, or the drawing again.
    Program,
    /// Owners and rollout stages on the canvas.
    Owners,
    /// The keyboard to the next panel.
    NextPanel,
    /// The keyboard to the panel before.
    PreviousPanel,
    /// The drawing on the whole screen, with each flow step by step.
    Present,
    /// The whole screen.
    FullScreen,
    /// Everything larger, smaller, or as it was.
    Scale(i8),
    /// Light or dark.
    Theme,
    /// A round on the clock, scored at its end.
    Interview,
    /// All attempts so far.
    History,
    /// Five minutes of one sort of task.
    Drill(DrillKind),
    /// The check.
    Check,
    /// The closest accepted design beside the drawing.
    Compare,
    /// Stopping and starting parts of the drawing.
    Break,
    /// Stopping what is selected.
    BreakSelected,
    /// What kinds cost in this drawing.
    Prices,
    /// A prompt whose accepted design is this drawing.
    MakePrompt,
    /// The form of the user's prompt that this drawing answers.
    EditPrompt,
    /// The prompts of a folder.
    OpenPack,
    /// The command palette.
    Commands,
    /// The list of keys.
    Keys,
    /// The page of the handbook about what is selected or explained.
    Handbook,
    /// How the program looks and moves.
    Settings,
}

impl Command {
    /// Whether it brings the view closer or takes it farther, and does nothing else.
    pub(crate) fn only_zooms(self) -> bool {
        matches!(self, Self::ZoomIn | Self::ZoomOut | Self::ZoomReset)
    }

    /// Whether it changes what is selected on the canvas or takes up a tool there, so that one has to see the canvas.
    pub(crate) fn needs_canvas(self) -> bool {
        let elsewhere = matches!(
            self,
            Self::Undo | Self::Redo | Self::Prices | Self::Versions
        );
        self.changes_drawing() && !elsewhere
    }

    /// Whether it leads from the program back to the drawing.
    pub(crate) fn shows_drawing(self) -> bool {
        matches!(
            self,
            Self::Check
                | Self::Break
                | Self::BreakSelected
                | Self::Compare
                | Self::Find
                | Self::Outline
                | Self::FitSelection
        )
    }

    /// Whether it moves what is selected or its lines, which locked items refuse.
    pub(crate) fn moves_selection(self) -> bool {
        matches!(
            self,
            Self::Align(_) | Self::Distribute(_) | Self::LineStyle | Self::ResetLine
        )
    }

    /// Whether it changes the drawing or takes up a tool to do so.
    pub(crate) fn changes_drawing(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Paste
                | Self::PasteInPlace
                | Self::Duplicate
                | Self::Delete
                | Self::DeleteBridging
                | Self::Replicas(_)
                | Self::Rename
                | Self::Group
                | Self::Ungroup
                | Self::Tidy(_)
                | Self::Align(_)
                | Self::Distribute(_)
                | Self::Restack(_)
                | Self::Lock
                | Self::PasteSettings
                | Self::LineStyle
                | Self::ResetLine
                | Self::Link
                | Self::AddNeighbor(_)
                | Self::Tool(_)
                | Self::Insert
                | Self::Prices
                | Self::Versions
        )
    }
}
