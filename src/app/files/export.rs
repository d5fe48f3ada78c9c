//! The drawing as the bytes of a picture or a report, as an export form asks for.

use crate::app::document::session::Session;
use crate::app::modals::{ExportForm, ExportFormat};
use crate::export::{
    PictureOptions, draw_picture, report, to_drawio, to_excalidraw, to_png, to_svg,
};
use crate::model::Document;
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
        ExportFormat::Png => to_png(&draw_picture(design, &options), options.scale),
        ExportFormat::Svg => to_svg(&draw_picture(design, &options)).map(String::into_bytes),
        ExportFormat::Drawio => Ok(to_drawio(design).into_bytes()),
        ExportFormat::Excalidraw => Ok(to_excalidraw(design).into_bytes()),
        ExportFormat::Report => report(session.analysis(), audience).map(String::into_bytes),
    };
    bytes.map_err(|error| error.to_string())
}

/// How the picture is to look.
pub(super) fn picture_options(document: &Document, form: &ExportForm) -> PictureOptions {
    let selected = document.selection();
    PictureOptions {
        theme: form.theme,
        scale: form.scale,
        transparent: form.transparent,
        selection: (form.selection && !selected.is_empty()).then(|| selected.clone()),
        embed: form.embed,
        ..PictureOptions::default()
    }
}
