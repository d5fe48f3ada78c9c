//! What the candidate has to draw with.

use serde::{Deserialize, Serialize};

/// What the candidate has to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawingMode {
    /// The whole palette.
    #[default]
    Components,
    /// Plain boxes and words, as on the boards that real rounds use; what a box is, its words say.
    Whiteboard,
    /// Nothing: the answer is spoken, and drawn once the round is over.
    Spoken,
}

impl DrawingMode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Components, Self::Whiteboard, Self::Spoken];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Components => "Components",
            Self::Whiteboard => "Whiteboard",
            Self::Spoken => "Verbal",
        }
    }

    /// What it means for the round, one sentence.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Components => "You draw with the components of the palette",
            Self::Whiteboard => {
                "You draw plain boxes and text, as on a whiteboard. The name of a box decides its kind."
            }
            Self::Spoken => {
                "You speak and take notes, without a drawing. Afterward, you draw the design you described and compare."
            }
        }
    }
}
