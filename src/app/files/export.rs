//! The drawing as the bytes of a picture or a report, as an export form asks for.

use std::path::Path;

use crate::analysis::Analysis;
use crate::app::document::session::Session;
use crate::app::modals::ExportForm;
use crate::export::{
    ExportError, ExportFormat, Picture, PictureOptions, draw_picture, fitting_scale, left_out,
    report, report_markdown, report_pdf, to_dot, to_drawio, to_excalidraw, to_mermaid, to_pdf,
    to_png, to_selectable_svg, to_svg, undrawn_letters,
};
use crate::model::format;
use crate::model::format::count;
use crate::model::{Design, Document};
use crate::practice::Audience;
use crate::scenario::Scenario;
use crate::storage::disk;

/// A drawing that was exported.
pub(super) struct Exported {
    /// The bytes of the file.
    pub(super) bytes: Vec<u8>,
    /// What the user should know of it, each in a clause: that a picture is smaller than asked for, or lacks letters.
    pub(super) caveats: Vec<String>,
}

impl Exported {
    /// Writes the file; gives what to say of it, also where that fails.
    pub(super) fn write(self, path: &Path) -> Result<String, String> {
        disk::write_file(path, &self.bytes).map_err(|error| error.to_string())?;
        let mut clauses = vec![format!("Exported {}", path.display())];
        clauses.extend(self.caveats);
        Ok(clauses.join("; "))
    }
}

/// The drawing as it is to be exported, without the window.
pub(super) enum ExportTask {
    /// A report in this format.
    Report {
        format: ExportFormat,
        design: Design,
        scenario: Option<Box<Scenario>>,
        audience: Audience,
    },
    /// A drawing in this format, which is neither a report nor a picture.
    Drawing(ExportFormat, Design),
    /// A picture in this format.
    Picture {
        format: ExportFormat,
        design: Design,
        options: PictureOptions,
        /// Whether its words can be selected, where the format has both.
        selectable: bool,
    },
}

impl ExportTask {
    /// The parts of an export: what there is to show is worked out, and the bytes are written.
    pub(super) const PARTS: usize = 2;

    /// What an export form asks for.
    pub(super) fn new(session: &Session, form: &ExportForm, audience: Audience) -> Self {
        let (format, design) = (form.format, session.document.design().clone());
        match format {
            ExportFormat::Png | ExportFormat::Svg | ExportFormat::Pdf => Self::Picture {
                format,
                design,
                options: picture_options(&session.document, form),
                selectable: form.selectable,
            },
            ExportFormat::Html | ExportFormat::Markdown | ExportFormat::PdfReport => Self::Report {
                format,
                design,
                scenario: session.scenario.clone().map(Box::new),
                audience,
            },
            _ => Self::Drawing(format, design),
        }
    }

    /// Makes the bytes of the file, and says when each part of that is done.
    ///
    /// # Errors
    /// When the picture or the report cannot be made.
    pub(super) fn run(self, part_done: impl Fn()) -> Result<Exported, String> {
        let mut caveats = Vec::new();
        let bytes = match self {
            Self::Report {
                format,
                design,
                scenario,
                audience,
            } => {
                let analysis = Analysis::new(&design, scenario.as_deref());
                part_done();
                let bytes = match format {
                    ExportFormat::Html => report(&analysis, audience).map(String::into_bytes),
                    ExportFormat::PdfReport => report_pdf(&analysis, audience),
                    _ => Ok(report_markdown(&analysis, audience, None).into_bytes()),
                };
                bytes.map_err(|error| error.to_string())
            }
            Self::Picture {
                format,
                design,
                options,
                selectable,
            } => {
                let picture = draw_picture(&design, &options);
                part_done();
                let exported = export_picture(format, &picture, &options, selectable);
                return exported.map_err(|error| error.to_string());
            }
            Self::Drawing(format, design) => {
                caveats.extend(left_out(&design, format));
                let text = match format {
                    ExportFormat::Drawio => to_drawio(&design),
                    ExportFormat::Excalidraw => to_excalidraw(&design),
                    ExportFormat::Mermaid => to_mermaid(&design),
                    _ => to_dot(&design),
                };
                Ok(text.into_bytes())
            }
        };
        Ok(Exported {
            bytes: bytes?,
            caveats,
        })
    }
}

/// The picture that the form asks for: in pixels, unless it is to be lines.
fn export_picture(
    format: ExportFormat,
    picture: &Picture,
    options: &PictureOptions,
    selectable: bool,
) -> Result<Exported, ExportError> {
    let mut caveats = Vec::new();
    let bytes = match format {
        ExportFormat::Pdf => to_pdf(picture)?,
        ExportFormat::Svg if selectable => to_selectable_svg(picture)?.into_bytes(),
        ExportFormat::Svg => to_svg(picture)?.into_bytes(),
        _ => {
            let scale = fitting_scale(picture, options.scale);
            if scale < options.scale {
                caveats.push(format!(
                    "exported at {}, the largest scale that fits",
                    format::times(scale)
                ));
            }
            to_png(picture, scale)?
        }
    };
    let undrawn = undrawn_letters(picture)?;
    if undrawn > 0 {
        let letters = count(undrawn, "letter");
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
