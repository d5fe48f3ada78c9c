//! The drawing as the bytes of a picture or a report, as an export form asks for.

use crate::app::document::session::Session;
use crate::app::modals::ExportForm;
use crate::export::{
    ExportFormat, PictureOptions, draw_picture, fitting_scale, report, report_markdown, to_dot,
    to_drawio, to_excalidraw, to_mermaid, to_pdf, to_png, to_svg, undrawn_letters,
};
use crate::model::{Document, format};
use crate::practice::Audience;

/// The bytes of the file.
///
/// # Errors
/// One sentence when the picture or the report cannot be made.
pub(super) fn export_bytes(
    session: &mut Session,
    form: &ExportForm,
    audience: Audience,
) -> Result<Vec<u8>, String> {
    let design = session.document.design();
    let options = picture_options(&session.document, form);
    let bytes = match form.format {
        ExportFormat::Png => {
            let picture = draw_picture(design, &options);
            to_png(&picture, fitting_scale(&picture, options.scale))
        }
        ExportFormat::Svg => to_svg(&draw_picture(design, &options)).map(String::into_bytes),
        ExportFormat::Pdf => to_pdf(&draw_picture(design, &options)),
        ExportFormat::Drawio => Ok(to_drawio(design).into_bytes()),
        ExportFormat::Excalidraw => Ok(to_excalidraw(design).into_bytes()),
        ExportFormat::Mermaid => Ok(to_mermaid(design).into_bytes()),
        ExportFormat::Dot => Ok(to_dot(design).into_bytes()),
        ExportFormat::Html => report(session.analysis(), audience).map(String::into_bytes),
        ExportFormat::Markdown => {
            report_markdown(session.analysis(), audience, None).map(String::into_bytes)
        }
    };
    bytes.map_err(|error| error.to_string())
}

/// What the user should know of the picture that an export form asks for, in a clause: that it is smaller than asked for, or
/// lacks letters.
pub(super) fn picture_caveats(document: &Document, form: &ExportForm) -> Vec<String> {
    let mut caveats = Vec::new();
    if !form.format.is_picture() {
        return caveats;
    }
    let picture = draw_picture(document.design(), &picture_options(document, form));
    let scale = fitting_scale(&picture, form.scale);
    if form.format == ExportFormat::Png && scale < form.scale {
        caveats.push(format!("made at {scale}×, the largest size that fits"));
    }
    if let Ok(undrawn @ 1..) = undrawn_letters(&picture) {
        let letters = format::count(undrawn, "letter");
        caveats.push(format!("no font on this machine can draw {letters}"));
    }
    caveats
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
