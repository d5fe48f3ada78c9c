//! What the check says of the drawing that a prompt is made from.

/// How the drawing fares against the prompt that is made from it.
#[derive(Debug, Clone)]
pub(super) struct PromptFormCheck {
    pub score: u32,
    /// For each flow, end points that nothing reaches.
    pub unreached: Vec<Vec<String>>,
    /// What the check would call the drawing itself for, above remarks.
    pub complaints: Vec<String>,
}
