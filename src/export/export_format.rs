//! What a drawing can be written as, and how the names of such files end.

use std::path::Path;

/// What is written when a drawing is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExportFormat {
    /// A picture in pixels.
    #[default]
    Png,
    /// A picture in lines.
    Svg,
    /// A picture in lines, as a page.
    Pdf,
    /// The report: picture, findings and numbers in one HTML file.
    Html,
    /// The report as Markdown.
    Markdown,
    /// The report as pages to print.
    PdfReport,
    /// A drawing for draw.io.
    Drawio,
    /// A drawing for Excalidraw.
    Excalidraw,
    /// A flowchart in Mermaid.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
}

impl ExportFormat {
    /// All of them: pictures, reports, drawings for other programs.
    pub const ALL: [Self; 10] = [
        Self::Png,
        Self::Svg,
        Self::Pdf,
        Self::Html,
        Self::Markdown,
        Self::PdfReport,
        Self::Drawio,
        Self::Excalidraw,
        Self::Mermaid,
        Self::Dot,
    ];

    /// Its word on the command line: "html".
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::PdfReport => "pdf-report",
            Self::Drawio => "drawio",
            Self::Excalidraw => "excalidraw",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
        }
    }

    /// What it is called on screen: "draw.io".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::PdfReport => "PDF pages",
            Self::Drawio => "draw.io",
            Self::Excalidraw => "Excalidraw",
            Self::Mermaid => "Mermaid",
            Self::Dot => "Graphviz",
        }
    }

    /// How the file's name ends, without a dot: the usual ending first.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Svg => &["svg"],
            Self::Pdf | Self::PdfReport => &["pdf"],
            Self::Html => &["html", "htm"],
            Self::Markdown => &["md", "markdown"],
            Self::Drawio => &["drawio"],
            Self::Excalidraw => &["excalidraw"],
            Self::Mermaid => &["mmd", "mermaid"],
            Self::Dot => &["dot", "gv"],
        }
    }

    /// How the file's name usually ends, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// What a file with this name is to be; none where the name does not say. "pdf" is a picture.
    #[must_use]
    pub fn of_name(file: &Path) -> Option<Self> {
        let extension = file.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.extensions().contains(&extension.as_str()))
    }

    /// Whether it is a picture, whose colors can be chosen.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Svg | Self::Pdf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_what_it_is_to_be() {
        for format in ExportFormat::ALL {
            let name = format!("a.{}", format.extension().to_uppercase());
            let found = ExportFormat::of_name(Path::new(&name));
            let wanted = match format {
                ExportFormat::PdfReport => ExportFormat::Pdf,
                format => format,
            };
            assert_eq!(found, Some(wanted));
        }
        assert_eq!(
            ExportFormat::of_name(Path::new("a.gv")),
            Some(ExportFormat::Dot)
        );
        assert_eq!(ExportFormat::of_name(Path::new("png")), None);
    }
}
