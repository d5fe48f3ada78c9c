//! A picture as pixels: the SVG, rasterised.

use image::{ExtendedColorType, ImageEncoder as _};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use super::embed;
use super::picture::Picture;
use super::svg::tree;
use crate::model::write_design;

/// The largest scale offered.
pub const MAX_SCALE: f64 = 4.0;
/// The widest and highest picture, in pixels.
const MAX_SIDE: f64 = 16_384.0;
/// The most pixels in all.
const MAX_PIXELS: f64 = 100e6;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The drawing is too large for this scale.
    #[error(
        "the picture would have {width} × {height} pixels, which is too large: choose a smaller scale or SVG"
    )]
    TooLarge {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
    },
    /// The scale is out of range.
    #[error("the scale is 1 to {MAX_SCALE}, not {0}")]
    Scale(f64),
    /// Words could not be turned into outlines.
    #[error("the drawing could not be turned into outlines: {0}")]
    Outlines(#[source] usvg::Error),
    /// The pixels could not be written as PNG.
    #[error("the picture could not be written as PNG: {0}")]
    Png(#[source] image::ImageError),
}

/// A picture as pixels, row by row, red, green, blue and alpha, not premultiplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
    /// Four bytes for each.
    pub rgba: Vec<u8>,
}

/// Rasterises a picture at `scale` pixels for a world unit.
///
/// # Errors
/// When it would be too large.
pub fn to_pixels(picture: &Picture, scale: f64) -> Result<Pixels, ExportError> {
    if !(1.0..=MAX_SCALE).contains(&scale) {
        return Err(ExportError::Scale(scale));
    }
    let (width, height) = (
        (picture.bounds.width() * scale).ceil(),
        (picture.bounds.height() * scale).ceil(),
    );
    let too_large = || ExportError::TooLarge {
        width: width as u64,
        height: height as u64,
    };
    if width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS {
        return Err(too_large());
    }
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
    resvg::render(
        &tree(picture)?,
        Transform::from_scale(scale as f32, scale as f32),
        &mut pixels.as_mut(),
    );
    let rgba = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let color = pixel.demultiply();
            [color.red(), color.green(), color.blue(), color.alpha()]
        })
        .collect();
    Ok(Pixels {
        width: pixels.width(),
        height: pixels.height(),
        rgba,
    })
}

/// The picture as the bytes of a PNG file.
///
/// # Errors
/// When it would be too large.
pub fn to_png(picture: &Picture, scale: f64) -> Result<Vec<u8>, ExportError> {
    let pixels = to_pixels(picture, scale)?;
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(
            &pixels.rgba,
            pixels.width,
            pixels.height,
            ExtendedColorType::Rgba8,
        )
        .map_err(ExportError::Png)?;
    Ok(match &picture.source {
        Some(design) => embed::into_png(bytes, &write_design(design)),
        None => bytes,
    })
}
