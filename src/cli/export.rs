//! `boxdrill export`: drawings as pictures, as reports or for another program, by the name of the output.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::analysis::Analysis;
use crate::cli::outcome::{Outcome, complain};
use crate::cli::page::{Page, Tone, visible};
use crate::cli::report::ReaderChoice;
use crate::cli::{gather, input};
use crate::export::{
    ChartKind, ExportFormat, MAX_SCALE, Picture, PictureOptions, draw_chart, draw_picture,
    fitting_scale, left_out, report, report_markdown, report_pdf, to_dot, to_drawio, to_excalidraw,
    to_mermaid, to_pdf, to_png, to_selectable_svg, to_svg, undrawn_letters,
};
use crate::model::Design;
use crate::model::format::count as counted;
use crate::practice::Audience;
use crate::scenario::{Library, Scenario};
use crate::scene::Theme;
use crate::storage::disk;

/// Arguments of `boxdrill export`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct ExportCommand {
    /// Drawings from boxdrill or other programs, folders, or patterns such as "docs/**/*.mmd"; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Output file; its extension selects the format: .png, .svg, or .pdf for a picture, .html or .md for a report, .drawio
    /// or .excalidraw for those programs, .mmd for a Mermaid flowchart, .dot for a graph; use a folder for several
    /// drawings, or - for standard output
    #[arg(short, long, value_name = "OUTPUT")]
    output: PathBuf,
    /// Output format, regardless of the output name; required for a folder and for standard output
    #[arg(long, value_parser = format_parser())]
    format: Option<ExportFormat>,
    /// Show a chart of the numbers instead of the drawing
    #[arg(long, value_enum)]
    chart: Option<ChartChoice>,
    /// Use this prompt for the numbers and the report instead of the drawing's own
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// The audience that findings in a report are written for
    #[arg(long = "for", value_enum, default_value_t = ReaderChoice::Engineers)]
    reader: ReaderChoice,
    /// Show this picture in a Markdown report instead of a Mermaid flowchart: a URL, or a path relative to the report
    #[arg(long, value_name = "ADDRESS")]
    picture: Option<String>,
    /// Pixels per point of the drawing, 1 to 4; PNG only
    #[arg(long, default_value_t = 2.0, value_parser = scale)]
    scale: f64,
    /// Use colors for a light or a dark background
    #[arg(long, value_enum, default_value_t = PictureTheme::Light)]
    theme: PictureTheme,
    /// Show the title above the drawing
    #[arg(long)]
    title: bool,
    /// Show a legend of icons and lines below the drawing
    #[arg(long)]
    legend: bool,
    /// Make the background transparent
    #[arg(long)]
    transparent: bool,
    /// Keep words as text that can be selected and searched, instead of outlines that look the same everywhere; SVG only
    #[arg(long)]
    selectable_text: bool,
    /// Do not embed the drawing in the picture file, so it cannot be reopened
    #[arg(long)]
    flat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChartChoice {
    /// How long requests take as traffic grows
    Growth,
    /// How much of its capacity each component uses
    Load,
    /// What each component costs
    Cost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PictureTheme {
    Light,
    Dark,
}

impl ExportCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let gathered = gather::files(&self.files, crate::storage::DRAWINGS);
        let mut outcome = Outcome::Clean;
        for problem in &gathered.problems {
            complain("error", problem);
            outcome = Outcome::Incomplete;
        }
        let library = input::library();
        let is_folder = self.output.is_dir() || self.files.iter().any(|file| file.is_dir());
        if let ([file], false) = (&gathered.files[..], is_folder) {
            let format = match self.format {
                Some(format) => format,
                None => format_of(&self.output)?,
            };
            let bytes = self.written(file, format, &library)?;
            put(&self.output, format, &bytes, page)?;
            return Ok(outcome);
        }
        if gathered.files.is_empty() {
            return Ok(outcome);
        }
        let format = self.format_in_folder()?;
        let names = names_in_folder(&gathered.files, format);
        for (file, name) in gathered.files.iter().zip(names) {
            let output = self.output.join(name);
            let written = (self.written(file, format, &library))
                .and_then(|bytes| put(&output, format, &bytes, page));
            if let Err(error) = written {
                // What came before it on standard output should also stand before it on a terminal.
                page.raw().flush()?;
                complain("error", &format!("{error:#}"));
                outcome = Outcome::Incomplete;
            }
        }
        Ok(outcome)
    }

    /// What the files of a folder are to be; makes the folder where it is missing.
    fn format_in_folder(&self) -> anyhow::Result<ExportFormat> {
        let output = self.output.display();
        let is_file = self.output.exists() || ExportFormat::of_name(&self.output).is_some();
        if self.output == Path::new("-") || is_file && !self.output.is_dir() {
            bail!("several drawings need a folder as the output ({output})");
        }
        let Some(format) = self.format else {
            bail!("use --format to choose what to write to the folder ({output})");
        };
        fs::create_dir_all(&self.output)
            .map_err(|error| anyhow!("the folder cannot be created: {error} ({output})"))?;
        Ok(format)
    }

    /// A drawing as the bytes of a file.
    fn written(
        &self,
        file: &Path,
        format: ExportFormat,
        library: &Library,
    ) -> anyhow::Result<Vec<u8>> {
        let has_places = !matches!(format, ExportFormat::Mermaid | ExportFormat::Dot);
        let loaded = if has_places {
            input::placed_drawing(file)?
        } else {
            input::drawing(file)?
        };
        for repair in &loaded.repairs {
            complain("warning", &format!("{repair} ({})", input::name(file)));
        }
        if loaded.design.is_empty() {
            bail!(
                "nothing is drawn, so there is nothing to export ({})",
                input::name(file)
            );
        }
        let scenario = match self.scenario.as_deref() {
            Some(id) => Some(input::scenario(library, id)?),
            None => loaded.design.scenario().and_then(|id| library.get(id)),
        };
        let design = &loaded.design;
        let audience = match self.reader {
            ReaderChoice::Engineers => Audience::Engineers,
            ReaderChoice::Stakeholders => Audience::Stakeholders,
        };
        if let Some(sentence) = left_out(design, format) {
            complain("warning", &format!("{sentence} ({})", input::name(file)));
        }
        let bytes = match format {
            ExportFormat::Png => {
                let picture = self.picture(file, design, scenario)?;
                let scale = fitting_scale(&picture, self.scale);
                if scale < self.scale {
                    let sentence = format!(
                        "the picture would be too large at a scale of {}, so it is made at {scale} ({})",
                        self.scale,
                        input::name(file)
                    );
                    complain("warning", &sentence);
                }
                to_png(&picture, scale)
            }
            ExportFormat::Svg => {
                let picture = self.picture(file, design, scenario)?;
                let write = if self.selectable_text {
                    to_selectable_svg
                } else {
                    to_svg
                };
                write(&picture).map(String::into_bytes)
            }
            ExportFormat::Pdf => to_pdf(&self.picture(file, design, scenario)?),
            ExportFormat::Drawio => Ok(to_drawio(design).into_bytes()),
            ExportFormat::Excalidraw => Ok(to_excalidraw(design).into_bytes()),
            ExportFormat::Mermaid => Ok(to_mermaid(design).into_bytes()),
            ExportFormat::Dot => Ok(to_dot(design).into_bytes()),
            ExportFormat::Html | ExportFormat::Markdown | ExportFormat::PdfReport => {
                let analysis = Analysis::new(design, scenario);
                let picture = self.picture.as_deref();
                match format {
                    ExportFormat::Html => report(&analysis, audience).map(String::into_bytes),
                    ExportFormat::PdfReport => report_pdf(&analysis, audience),
                    _ => Ok(report_markdown(&analysis, audience, picture).into_bytes()),
                }
            }
        };
        bytes.map_err(|error| anyhow!("{error} ({})", input::name(file)))
    }

    /// The drawing, or the chart that is asked for. Letters that cannot be drawn are told.
    fn picture(
        &self,
        file: &Path,
        design: &Design,
        scenario: Option<&Scenario>,
    ) -> anyhow::Result<Picture> {
        let picture = self.draw(file, design, scenario)?;
        let undrawn = undrawn_letters(&picture)?;
        if undrawn > 0 {
            let letters = counted(undrawn, "letter");
            let sentence = format!(
                "no installed font can display {letters} in the picture: install a font that includes them ({})",
                input::name(file)
            );
            complain("warning", &sentence);
        }
        Ok(picture)
    }

    fn draw(
        &self,
        file: &Path,
        design: &Design,
        scenario: Option<&Scenario>,
    ) -> anyhow::Result<Picture> {
        let theme = match self.theme {
            PictureTheme::Light => Theme::Light,
            PictureTheme::Dark => Theme::Dark,
        };
        let Some(kind) = self.chart else {
            let options = PictureOptions {
                theme,
                scale: self.scale,
                transparent: self.transparent,
                selection: None,
                title: self.title,
                legend: self.legend,
                embed: !self.flat,
                ..PictureOptions::default()
            };
            return Ok(draw_picture(design, &options));
        };
        let kind = match kind {
            ChartChoice::Growth => ChartKind::Growth,
            ChartChoice::Load => ChartKind::Load,
            ChartChoice::Cost => ChartKind::Cost,
        };
        draw_chart(&Analysis::new(design, scenario), kind, theme).ok_or_else(|| {
            let file = input::name(file);
            anyhow!("there is nothing to chart: name a prompt with --scenario, or add `traffic 500` to the drawing ({file})")
        })
    }
}

/// Writes the bytes and says where to. On standard output, where a terminal may show them, nothing in a text may steer it.
fn put(
    output: &Path,
    format: ExportFormat,
    bytes: &[u8],
    page: &mut Page<'_>,
) -> anyhow::Result<()> {
    if output == Path::new("-") {
        let is_text = matches!(
            format,
            ExportFormat::Markdown | ExportFormat::Html | ExportFormat::Mermaid | ExportFormat::Dot
        );
        match str::from_utf8(bytes) {
            Ok(text) if is_text => {
                let lines = text.split('\n');
                let lines: Vec<Cow<'_, str>> = lines.map(shown_on_terminal).collect();
                page.raw().write_all(lines.join("\n").as_bytes())?;
            }
            _ => page.raw().write_all(bytes)?,
        }
        return Ok(());
    }
    disk::write_output(output, bytes)?;
    page.line(0, &format!("wrote {}", output.display()), Tone::Plain)?;
    Ok(())
}

/// A line of a text, with pictures in place of control characters (␛).
fn shown_on_terminal(line: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\t';
    if line.contains(steers) {
        Cow::Owned(visible(line))
    } else {
        Cow::Borrowed(line)
    }
}

/// What the name of the output says.
fn format_of(output: &Path) -> anyhow::Result<ExportFormat> {
    if output == Path::new("-") {
        bail!("use --format to choose what to write to standard output");
    }
    ExportFormat::of_name(output).ok_or_else(|| {
        anyhow!(
            "the output name must end in .png, .svg, or .pdf for a picture, in .html or .md for a report, or in .drawio, .excalidraw, .mmd, or .dot for other programs ({})",
            output.display()
        )
    })
}

/// What the files of drawings in one folder are called: as the drawings; where several would be called the same, with their own
/// endings kept, then with the folders that they come from, and in the end with numbers.
fn names_in_folder(files: &[PathBuf], format: ExportFormat) -> Vec<String> {
    let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let forms: Vec<[String; 3]> = files
        .iter()
        .map(|file| {
            if file == Path::new("-") {
                return ["drawing"; 3].map(str::to_owned);
            }
            let name = text(file.file_name());
            let folder = text(file.parent().and_then(Path::file_name));
            let long = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}-{name}")
            };
            [text(file.file_stem()), name, long]
        })
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for form in &forms {
        // A file that is named twice is another each time.
        for name in form
            .iter()
            .map(|name| name.to_lowercase())
            .collect::<BTreeSet<_>>()
        {
            *counts.entry(name).or_default() += 1;
        }
    }
    let extension = format.extension();
    let mut taken = BTreeSet::new();
    let mut name_of = |[stem, name, long]: &[String; 3]| {
        let all = [stem, name, long];
        let own = all
            .into_iter()
            .find(|name| counts[&name.to_lowercase()] == 1);
        let own = own.unwrap_or(long);
        let numbered = (2..).map(|number| format!("{own}-{number}.{extension}"));
        std::iter::once(format!("{own}.{extension}"))
            .chain(numbered)
            .find(|name| taken.insert(name.to_lowercase()))
            .unwrap_or_default()
    };
    forms.iter().map(&mut name_of).collect()
}

fn format_parser() -> impl TypedValueParser<Value = ExportFormat> {
    // The endings of names are words for it, too: mmd, md. That of pages is the one of pictures.
    let values = ExportFormat::ALL.map(|format| {
        let endings = format.extensions().iter().copied();
        let others = endings.filter(|&ending| ending != format.id() && ending != "pdf");
        PossibleValue::new(format.id()).aliases(others)
    });
    PossibleValuesParser::new(values).map(|word| {
        let by_id = ExportFormat::ALL
            .into_iter()
            .find(|format| format.id() == word);
        by_id
            .or_else(|| ExportFormat::of_name(Path::new(&format!("drawing.{word}"))))
            .unwrap_or_default()
    })
}

fn scale(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|scale| (1.0..=MAX_SCALE).contains(scale))
        .ok_or_else(|| format!("the scale must be a number from 1 to {MAX_SCALE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_in_a_folder_never_have_one_name_twice() {
        let files = [
            "a/shop.mmd",
            "a/Shop.dot",
            "b/shop.mmd",
            "c/shop.mmd",
            "c/shop.mmd",
            "c/cart.mmd",
            "-",
        ];
        let names = names_in_folder(&files.map(PathBuf::from), ExportFormat::Png);
        let expected = [
            "a-shop.mmd.png",
            "Shop.dot.png",
            "b-shop.mmd.png",
            "c-shop.mmd.png",
            "c-shop.mmd-2.png",
            "cart.png",
            "drawing.png",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_format_is_named_by_its_word_or_by_how_files_end() {
        let command =
            clap::Command::new("x").arg(clap::Arg::new("format").value_parser(format_parser()));
        for (word, format) in [
            ("mermaid", ExportFormat::Mermaid),
            ("mmd", ExportFormat::Mermaid),
            ("markdown", ExportFormat::Markdown),
            ("md", ExportFormat::Markdown),
            ("gv", ExportFormat::Dot),
            ("pdf", ExportFormat::Pdf),
            ("pdf-report", ExportFormat::PdfReport),
        ] {
            let found = command.clone().try_get_matches_from(["x", word]).unwrap();
            assert_eq!(found.get_one("format"), Some(&format), "{word}");
        }
    }
}
