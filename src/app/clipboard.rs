//! The clipboard of the system, where egui's own access to it is not enough: egui only logs that something could not be put
//! there, and gives a drawing that was copied to a text field as it would to the canvas.

use egui::{Context, Event};

use crate::app::environment::ClipboardAccess;
use crate::export::Pixels;
use crate::model::Design;
use crate::storage::disk::{self, SourceFormat};

/// The connection to the clipboard, kept open: on X11 the copy exists only as long as its owner serves it.
#[derive(Default)]
pub(crate) struct SystemClipboard(Option<arboard::Clipboard>);

impl std::fmt::Debug for SystemClipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SystemClipboard")
    }
}

impl SystemClipboard {
    /// Puts a picture on the clipboard.
    ///
    /// # Errors
    /// One sentence when the system has no clipboard or refuses.
    pub(crate) fn copy_picture(&mut self, pixels: Pixels) -> Result<(), String> {
        let image = arboard::ImageData {
            width: pixels.width as usize,
            height: pixels.height as usize,
            bytes: pixels.rgba.into(),
        };
        let copied = self.open().and_then(|clipboard| clipboard.set_image(image));
        copied.map_err(|error| {
            format!("the picture could not be copied: {error}; export it as a file instead")
        })
    }

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// One sentence when the system has no clipboard or refuses.
    pub(crate) fn copy_text(
        &mut self,
        ctx: &Context,
        access: ClipboardAccess,
        text: String,
    ) -> Result<(), String> {
        let copied = match access {
            ClipboardAccess::System => self.open().and_then(|clipboard| clipboard.set_text(text)),
            ClipboardAccess::Window => {
                ctx.copy_text(text);
                Ok(())
            }
            ClipboardAccess::Refused => Err(arboard::Error::ClipboardNotSupported),
        };
        copied.map_err(|error| format!("nothing was copied: {error}"))
    }

    fn open(&mut self) -> Result<&mut arboard::Clipboard, arboard::Error> {
        match &mut self.0 {
            Some(open) => Ok(open),
            closed => Ok(closed.insert(arboard::Clipboard::new()?)),
        }
    }
}

/// Gives text fields the names of copied components in place of the file that represents them on the clipboard.
pub(crate) fn paste_names_into_fields(ctx: &Context) {
    ctx.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Paste(text) = event
                && let Some(names) = names_in(text)
            {
                *text = names;
            }
        }
    });
}

/// The names in a drawing that was copied; none where the text is no such drawing.
fn names_in(text: &str) -> Option<String> {
    if !text.starts_with('{') {
        return None;
    }
    let (loaded, format) = disk::parse(text.as_bytes()).ok()?;
    (format == SourceFormat::Drawing && !loaded.design.is_empty())
        .then(|| list_names(&loaded.design))
}

fn list_names(design: &Design) -> String {
    let components = design.components().map(|(_, component)| &component.name);
    let zones = design.zones().map(|(_, zone)| &zone.name);
    let notes = design.notes().map(|(_, note)| &note.text);
    let all = components.chain(zones).chain(notes).map(|name| name.trim());
    let named: Vec<&str> = all.filter(|name| !name.is_empty()).collect();
    named.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{parse_notation, write_design};

    #[test]
    fn copied_components_are_names_to_a_field_and_other_text_is_itself() {
        let design = parse_notation("a: client \"Visitors\"\nb: sql \"Orders\"\na -> b");
        let copied = write_design(&design.unwrap().design);
        assert_eq!(names_in(&copied).as_deref(), Some("Visitors, Orders"));
        for text in [
            "Orders",
            "{not a drawing}",
            "client -> api",
            "",
            "{\"a\": 1}",
        ] {
            assert_eq!(names_in(text), None, "{text}");
        }
    }
}
