//! A picture as pixels: the SVG, rasterized.

use image::{ExtendedColorType, ImageEncoder as _};
use resvg::tiny_skia::{Pixmap, Transform};

use crate::export::error::{ExportError, MAX_SCALE};
use crate::export::outlines::outline_text;
use crate::export::picture::Picture;
use crate::model::write_design;
use crate::storage::embed;

/// The widest and highest picture, in pixels.
const MAX_SIDE: f64 = 16_384.0;
/// The most pixels in all.
const MAX_PIXELS: f64 = 100e6;

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

/// The scale that is wanted, or the largest one, in hundredths, at which the picture is not too large.
#[must_use]
pub fn fitting_scale(picture: &Picture, wanted: f64) -> f64 {
    let (width, height) = (picture.bounds.width(), picture.bounds.height());
    let largest = (MAX_SIDE / width.max(height)).min((MAX_PIXELS / (width * height)).sqrt());
    if wanted <= largest {
        return wanted;
    }
    (largest * 100.0).floor() / 100.0
}

/// Rasterizes a picture at `scale` pixels for a world unit.
///
/// # Errors
/// When it would be too large.
pub fn to_pixels(picture: &Picture, scale: f64) -> Result<Pixels, ExportError> {
    if !(scale > 0.0 && scale <= MAX_SCALE) {
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
        &outline_text(picture)?,
        Transform::from_scale(scale as f32, scale as f32),
        &mut pixels.as_mut(),
    );
    let (width, height) = (pixels.width(), pixels.height());
    Ok(Pixels {
        width,
        height,
        rgba: pixels.take_demultiplied(),
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

#[cfg(test)]
mod tests {
    use super::super::{PictureOptions, draw_picture, fitting_scale, to_pixels, to_png, to_svg};
    use crate::model::{Design, parse_notation};
    use crate::storage::{disk, embed};

    fn drawn() -> Design {
        let text =
            "title \"Ä & <b> &lt; ]]>\"\na: cache \"Schlüssel\" x3\nb: sql\na -> b: \"x < y\"";
        parse_notation(text).unwrap().design
    }

    fn options(embed: bool) -> PictureOptions {
        PictureOptions {
            embed,
            ..PictureOptions::default()
        }
    }

    #[test]
    fn a_picture_can_be_opened_as_the_drawing_it_shows() {
        let design = drawn();
        let picture = draw_picture(&design, &options(true));
        let svg = to_svg(&picture).unwrap().into_bytes();
        for bytes in [svg, to_png(&picture, 1.0).unwrap()] {
            let (loaded, format) = disk::parse(&bytes).unwrap();
            assert_eq!(
                (loaded.design, format),
                (design.clone(), disk::SourceFormat::Picture)
            );
            assert!(loaded.repairs.is_empty());
        }
        let pixels = image::load_from_memory(&to_png(&picture, 1.0).unwrap()).unwrap();
        assert!(pixels.width() > 100, "it is still a picture");
    }

    #[test]
    fn a_picture_that_would_be_too_large_has_the_largest_scale_that_fits() {
        let mut picture = draw_picture(&drawn(), &options(false));
        assert!((fitting_scale(&picture, 4.0) - 4.0).abs() < f64::EPSILON);
        picture.bounds.max.x = picture.bounds.min.x + 20_000.0;
        assert!(to_pixels(&picture, 2.0).is_err());
        let scale = fitting_scale(&picture, 2.0);
        assert!((0.5..=16_384.0 / 20_000.0).contains(&scale), "{scale}");
        assert!(to_pixels(&picture, scale).is_ok());
    }

    #[test]
    fn a_part_holds_no_more_than_it_shows() {
        let design = drawn();
        let first = design.components().next().unwrap().0;
        let part = PictureOptions {
            selection: Some([first].into()),
            ..options(true)
        };
        let svg = to_svg(&draw_picture(&design, &part)).unwrap();
        let (loaded, _) = disk::parse(svg.as_bytes()).unwrap();
        assert_eq!(loaded.design.len(), 1);
    }

    #[test]
    fn pictures_without_a_drawing_say_so_and_damaged_ones_do_no_harm() {
        let picture_of = |embed| draw_picture(&drawn(), &options(embed));
        let png = to_png(&picture_of(false), 1.0).unwrap();
        assert_eq!(
            embed::find_drawing(&png),
            Some(embed::EmbeddedDrawing::Nothing)
        );
        let problem = disk::parse(&png).unwrap_err().to_string();
        assert!(problem.contains("contains no drawing"), "{problem}");
        assert_eq!(embed::find_drawing(b"client -> api"), None);
        let whole = to_png(&picture_of(true), 1.0).unwrap();
        for end in (0..whole.len()).step_by(97) {
            let _cut = embed::find_drawing(&whole[..end]);
        }
        let mut wrong = whole.clone();
        let at = whole.len() - embed::PNG_END - 10;
        wrong[at] ^= 1;
        assert_eq!(
            embed::find_drawing(&wrong),
            Some(embed::EmbeddedDrawing::Damaged),
            "its checksum tells"
        );
        let problem = disk::parse(&wrong).unwrap_err().to_string();
        assert!(
            problem.contains("the drawing in the file is damaged"),
            "{problem}"
        );
    }
}
