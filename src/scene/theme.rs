//! Every colour there is: semantic tokens, light and dark.

/// Which of the two palettes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark words on light surfaces.
    #[default]
    Light,
    /// Light words on dark surfaces.
    Dark,
}

/// The colours of one theme.
#[derive(Debug)]
pub struct Palette;

/// The four colours of a severity.
#[derive(Debug)]
pub struct SeverityColors;
