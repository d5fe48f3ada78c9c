//! The drawing as the bytes of a picture or a report, as an export form asks for.

use crate::app::document::session::Session;
use crate::app::modals::ExportForm;
use crate::export::{
    ExportError, ExportFormat, PictureOptions, draw_picture, fitting_scale, left_out, report,
    report_markdown, report_pdf, to_dot, to_drawio, to_excalidraw, to_mermaid, to_pdf, to_png,
    to_selectable_svg, to_svg, undrawn_letters,
};
use crate::model::{Document, format};
use crate::practice::Audience;

/// A drawing that was exported.
pub(super) struct Exported {
    /// The bytes of the file.
    pub(super) bytes: Vec<u8>,
    /// What the user should know of it, each in a clause: that a picture is smaller than asked for, or lacks letters.
    pub(super) caveats: Vec<String>,
}

/// Writes the drawing as an export form asks for.
///
/// # Errors
/// When the picture or the report cannot be made.
pub(super) fn export(
    session: &mut Session,
    form: &ExportForm,
    audience: Audience,
) -> Result<Exported, ExportError> {
    let design = session.document.design();
    let bytes = match form.format {
        ExportFormat::Png | ExportFormat::Svg | ExportFormat::Pdf => {
            return export_picture(&session.document, form);
        }
        ExportFormat::Drawio => to_drawio(design).into_bytes(),
        ExportFormat::Excalidraw => to_excalidraw(design).into_bytes(),
        ExportFormat::Mermaid => to_mermaid(design).into_bytes(),
        ExportFormat::Dot => to_dot(design).into_bytes(),
        ExportFormat::Html => report(session.analysis(), audience)?.into_bytes(),
        ExportFormat::Markdown => report_markdown(session.analysis(), audience, None).into_bytes(),
        ExportFormat::PdfReport => report_pdf(session.analysis(), audience)?,
    };
    Ok(Exported {
        bytes,
        caveats: left_out(session.document.design(), form.format)
            .into_iter()
            .collect(),
    })
}

/// The picture that the form asks for: in pixels, unless it is to be lines.
fn export_picture(document: &Document, form: &ExportForm) -> Result<Exported, ExportError> {
    let picture = draw_picture(document.design(), &picture_options(document, form));
    let mut caveats = Vec::new();
    let bytes = match form.format {
        ExportFormat::Pdf => to_pdf(&picture)?,
        ExportFormat::Svg if form.selectable => to_selectable_svg(&picture)?.into_bytes(),
        ExportFormat::Svg => to_svg(&picture)?.into_bytes(),
        _ => {
            let scale = fitting_scale(&picture, form.scale);
            if scale < form.scale {
                caveats.push(format!("exported at {scale}×, the largest scale that fits"));
            }
            to_png(&picture, scale)?
        }
    };
    let undrawn = undrawn_letters(&picture)?;
    if undrawn > 0 {
        let letters = format::count(undrawn, "letter");
        caveats.push(format!("no installed font can display {letters}"));
    }
    Ok(Exported { bytes, caveats })
}

/// How the picture is to look.
pub(super) fn picture_options(document: &Document, form: &ExportForm) -> PictureOptions {
    let selected = document.selection();
    PictureOptions {
        theme: form.theme,
        scale: form.scale,
        transparent: form.transparent,
        selection: (form.selection && !selected.is_empty()).then(|| selected.clone()),
        title: form.caption,
        legend: form.caption,
        embed: form.embed,
        ..PictureOptions::default()
    }
}
