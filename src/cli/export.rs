//! `boxdrill export`: a drawing as a picture, as a report or for another program, by the name of the output.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};

use crate::analysis::Analysis;
use crate::cli::input;
use crate::cli::outcome::{Outcome, complain};
use crate::cli::page::{Page, Tone};
use crate::cli::report::ReaderChoice;
use crate::export::{
    ChartKind, MAX_SCALE, Picture, PictureOptions, draw_chart, draw_picture, report, to_dot,
    to_drawio, to_excalidraw, to_mermaid, to_png, to_svg,
};
use crate::model::Design;
use crate::practice::Audience;
use crate::scenario::Scenario;
use crate::scene::Theme;
use crate::storage::disk;

/// Arguments of `boxdrill export`.
#[derive(Debug, Args)]
pub struct ExportCommand {
    /// A .boxdrill file, or text in the notation; - is standard input
    file: PathBuf,
    /// What to write: a picture if its name ends in .png or .svg, a report if it ends in .html, a drawing for draw.io or
    /// Excalidraw if it ends in .drawio or .excalidraw, a flowchart or a graph if it ends in .mmd or .dot; - is standard output
    #[arg(short, long, value_name = "OUTPUT")]
    output: PathBuf,
    /// What to write, whatever the name of the output; needed for standard output
    #[arg(long, value_enum)]
    format: Option<OutputFormat>,
    /// Show a chart of the numbers in place of the drawing
    #[arg(long, value_enum)]
    chart: Option<ChartChoice>,
    /// Numbers and report by this prompt in place of the drawing's own
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Whose words findings in a report are told in
    #[arg(long = "for", value_enum, default_value_t = ReaderChoice::Engineers)]
    reader: ReaderChoice,
    /// Pixels for a point of the drawing, 1 to 4; PNG only
    #[arg(long, default_value_t = 2.0, value_parser = scale)]
    scale: f64,
    /// Colors on light or on dark
    #[arg(long, value_enum, default_value_t = PictureTheme::Light)]
    theme: PictureTheme,
    /// Leave the background out
    #[arg(long)]
    transparent: bool,
    /// Leave the drawing itself out of the picture's file, so that nobody can open it again
    #[arg(long)]
    flat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChartChoice {
    /// How long requests take as traffic grows
    Growth,
    /// What part of its capacity each component uses
    Load,
    /// What each component costs
    Cost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PictureTheme {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    Png,
    Svg,
    #[value(name = "html")]
    Report,
    Drawio,
    Excalidraw,
    Mermaid,
    Dot,
}

impl ExportCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let format = match self.format {
            Some(format) => format,
            None => format(&self.output)?,
        };
        let loaded = input::drawing(&self.file)?;
        for repair in &loaded.repairs {
            complain(
                "warning",
                &format!("{repair} ({})", input::name(&self.file)),
            );
        }
        if loaded.design.is_empty() {
            bail!(
                "nothing is drawn, so there is no picture to make ({})",
                input::name(&self.file)
            );
        }
        let library = input::library();
        let scenario = match self.scenario.as_deref() {
            Some(id) => Some(input::scenario(&library, id)?),
            None => loaded.design.scenario().and_then(|id| library.get(id)),
        };
        let design = &loaded.design;
        let bytes = match format {
            OutputFormat::Png => to_png(&self.picture(design, scenario)?, self.scale),
            OutputFormat::Svg => to_svg(&self.picture(design, scenario)?).map(String::into_bytes),
            OutputFormat::Drawio => Ok(to_drawio(design).into_bytes()),
            OutputFormat::Excalidraw => Ok(to_excalidraw(design).into_bytes()),
            OutputFormat::Mermaid => Ok(to_mermaid(design).into_bytes()),
            OutputFormat::Dot => Ok(to_dot(design).into_bytes()),
            OutputFormat::Report => {
                let audience = match self.reader {
                    ReaderChoice::Engineers => Audience::Engineers,
                    ReaderChoice::Stakeholders => Audience::Stakeholders,
                };
                report(&Analysis::new(design, scenario), audience).map(String::into_bytes)
            }
        }
        .map_err(|error| anyhow!("{error} ({})", self.output.display()))?;
        if self.output == Path::new("-") {
            page.raw().write_all(&bytes)?;
            return Ok(Outcome::Clean);
        }
        disk::write_output(&self.output, &bytes)?;
        page.line(0, &format!("wrote {}", self.output.display()), Tone::Plain)?;
        Ok(Outcome::Clean)
    }

    /// The drawing, or the chart that is asked for.
    fn picture(&self, design: &Design, scenario: Option<&Scenario>) -> anyhow::Result<Picture> {
        let theme = match self.theme {
            PictureTheme::Light => Theme::Light,
            PictureTheme::Dark => Theme::Dark,
        };
        let Some(kind) = self.chart else {
            let options = PictureOptions {
                theme,
                scale: self.scale,
                transparent: self.transparent,
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
            let file = input::name(&self.file);
            anyhow!("there is nothing to chart: name a prompt with --scenario, or say `traffic 500` in the drawing ({file})")
        })
    }
}

fn format(output: &Path) -> anyhow::Result<OutputFormat> {
    let extension = output.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("png") => Ok(OutputFormat::Png),
        Some("svg") => Ok(OutputFormat::Svg),
        Some("html" | "htm") => Ok(OutputFormat::Report),
        Some("drawio") => Ok(OutputFormat::Drawio),
        Some("excalidraw") => Ok(OutputFormat::Excalidraw),
        Some("mmd" | "mermaid") => Ok(OutputFormat::Mermaid),
        Some("dot" | "gv") => Ok(OutputFormat::Dot),
        _ if output == Path::new("-") => {
            bail!("say with --format what to write to standard output")
        }
        _ => bail!(
            "the name ends in .png or .svg for a picture, in .html for a report, in .drawio, .excalidraw, .mmd or .dot for other programs ({})",
            output.display()
        ),
    }
}

fn scale(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|scale| (1.0..=MAX_SCALE).contains(scale))
        .ok_or_else(|| format!("the scale is a number from 1 to {MAX_SCALE}"))
}
