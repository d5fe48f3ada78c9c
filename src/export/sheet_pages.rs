//! A sheet as pages to print: laid out line by line, with the drawing and the charts between the words.

use std::borrow::Cow;

use ecolor::Color32;

use crate::analysis::Severity;
use crate::export::error::ExportError;
use crate::export::html::Cell;
use crate::export::pdf::{PageLayer, PageSize, write_pages};
use crate::export::picture::Picture;
use crate::export::sheet::{Sheet, SheetBlock};
use crate::export::sheet_table::{COLUMN_GAP, TextStyle, column_widths, row_height};
use crate::model::{Point, Rect, pt};
use crate::scene::{
    Align, Face, Geometry, Palette, Scene, SceneShape, SeverityColors, Stroke, Theme,
};

/// US Letter, in points (1/72 inch).
const PAGE: PageSize = PageSize {
    width: 612.0,
    height: 792.0,
};
const MARGIN: f64 = 50.0;
/// What words and pictures may take from left to right.
const WIDTH: f64 = PAGE.width - 2.0 * MARGIN;
/// Where a page is full; the line with its number stands below.
const BOTTOM: f64 = PAGE.height - MARGIN;
/// Points for a world unit of a picture that fits: its words are then as large as those around it.
const PICTURE_SCALE: f64 = 0.75;
/// A picture is at most so high, so that words find room beside it.
const MOST_HIGH: f64 = 400.0;

impl Sheet {
    /// The page as the bytes of a PDF file: as many pages as it takes.
    ///
    /// # Errors
    /// When a picture cannot be turned into outlines, or a font cannot be put into the file.
    pub(super) fn to_pdf(&self) -> Result<Vec<u8>, ExportError> {
        let mut pages = Pages::new();
        let title = text_style(Face::SemiBold, 18.0, pages.p.text_primary);
        pages.words(title, 0.0, self.title());
        for block in self.blocks() {
            pages.block(block);
        }
        let version = env!("CARGO_PKG_VERSION");
        pages.y += 14.0;
        let quiet = pages.quiet();
        let footnote = format!("Made with boxdrill {version}. {}", self.footnote());
        pages.words(quiet, 0.0, &footnote);
        write_pages(self.title(), PAGE, &pages.finish(self.title()))
    }
}

/// The pages so far, and where the next line goes.
struct Pages<'a> {
    p: &'static Palette,
    full: Vec<Vec<PageLayer<'a>>>,
    /// The words of the page in the making.
    shapes: Vec<SceneShape>,
    /// Its pictures.
    pictures: Vec<PageLayer<'a>>,
    /// The top of what comes next, in points from the upper edge.
    y: f64,
}

impl<'a> Pages<'a> {
    fn new() -> Self {
        Self {
            p: Theme::Light.palette(),
            full: Vec::new(),
            shapes: Vec::new(),
            pictures: Vec::new(),
            y: MARGIN,
        }
    }

    fn body(&self) -> TextStyle {
        text_style(Face::Regular, 9.5, self.p.text_primary)
    }

    fn quiet(&self) -> TextStyle {
        text_style(Face::Regular, 8.5, self.p.text_secondary)
    }

    fn block(&mut self, block: &'a SheetBlock) {
        match block {
            SheetBlock::Heading(level, words) => self.heading(*level, words),
            SheetBlock::Paragraph(words) => {
                self.words(self.body(), 0.0, words);
                self.y += 3.0;
            }
            SheetBlock::Note(words) => {
                self.words(self.quiet(), 0.0, words);
                self.y += 3.0;
            }
            SheetBlock::Mark(class, word) => {
                self.need(16.0);
                self.mark(class, word, pt(MARGIN, self.y));
                self.y += 17.0;
            }
            SheetBlock::Facts(facts) => self.facts(facts),
            SheetBlock::Table(heads, rows) => self.table(heads, rows),
            SheetBlock::List(items) => {
                for item in items {
                    self.need(self.body().pitch);
                    let at = pt(MARGIN + 2.0, self.y);
                    self.line(self.body(), at, Align::Start, "•");
                    self.words(self.body(), 12.0, item);
                }
                self.y += 4.0;
            }
            SheetBlock::Drawing(picture) | SheetBlock::Chart(picture) => {
                self.side_by_side(&[("", picture)]);
            }
            SheetBlock::Pictures(pictures) => {
                let all: Vec<_> = (pictures.iter())
                    .map(|(words, picture)| (words.as_str(), picture))
                    .collect();
                self.side_by_side(&all);
            }
        }
    }

    /// A heading, never alone at the foot of a page.
    fn heading(&mut self, level: u8, words: &str) {
        let size = if level == 2 { 13.0 } else { 10.5 };
        let style = text_style(Face::SemiBold, size, self.p.text_primary);
        self.y += if level == 2 { 14.0 } else { 6.0 };
        self.need(style.pitch + 3.0 * self.body().pitch);
        self.words(style, 0.0, words);
        self.y += 2.0;
    }

    /// Words over the whole width, so far from the left margin.
    fn words(&mut self, style: TextStyle, indent: f64, words: &str) {
        for line in style.lines(words, WIDTH - indent) {
            self.need(style.pitch);
            self.line(style, pt(MARGIN + indent, self.y), Align::Start, &line);
            self.y += style.pitch;
        }
    }

    /// A line whose upper edge is at a place.
    fn line(&mut self, style: TextStyle, at: Point, align: Align, words: &str) {
        self.add(Geometry::Text {
            at: pt(at.x, at.y + style.size),
            align,
            size: style.size,
            face: style.face,
            color: style.ink,
            text: words.to_owned(),
        });
    }

    fn add(&mut self, geometry: Geometry) {
        self.shapes.push(SceneShape {
            owner: None,
            geometry,
        });
    }

    /// A word on a colored ground, with its upper left corner at a place.
    fn mark(&mut self, class: &str, word: &str, at: Point) {
        let colors = mark_colors(self.p, class);
        let style = text_style(Face::SemiBold, 8.0, colors.text);
        let size = pt(style.width(word) + 12.0, 13.0);
        let rect = Rect::from_corners(at, pt(at.x + size.x, at.y + size.y));
        self.add(Geometry::Rect {
            rect,
            radius: 3.0,
            fill: colors.soft,
            stroke: Stroke::NONE,
        });
        self.line(style, pt(at.x + 6.0, at.y + 1.5), Align::Start, word);
    }

    /// Facts beside each other, as many in a row as fit.
    fn facts(&mut self, facts: &[(String, &'static str)]) {
        const HIGH: f64 = 34.0;
        let value_style = text_style(Face::SemiBold, 13.0, self.p.text_primary);
        let label_style = self.quiet();
        let mut x = MARGIN;
        self.y += 4.0;
        for (value, label) in facts {
            let width = value_style.width(value).max(label_style.width(label)) + 16.0;
            if x > MARGIN && x + width > MARGIN + WIDTH {
                x = MARGIN;
                self.y += HIGH + 6.0;
            }
            self.need(HIGH);
            let rect = Rect::from_corners(pt(x, self.y), pt(x + width, self.y + HIGH));
            self.add(Geometry::Rect {
                rect,
                radius: 5.0,
                fill: self.p.surface_sunken,
                stroke: Stroke::NONE,
            });
            self.line(value_style, pt(x + 8.0, self.y + 3.0), Align::Start, value);
            self.line(label_style, pt(x + 8.0, self.y + 20.0), Align::Start, label);
            x += width + 6.0;
        }
        self.y += HIGH + 8.0;
    }

    /// A table whose head stands on every page that it reaches.
    fn table(&mut self, heads: &[String], rows: &[Vec<Cell>]) {
        let head = TextStyle {
            face: Face::SemiBold,
            ..self.quiet()
        };
        let widths = column_widths(heads, rows, WIDTH, (head, self.quiet()));
        let numbers: Vec<bool> = rows.first().map_or_else(Vec::new, |row| {
            let cells = row.iter();
            cells.map(|cell| matches!(cell, Cell::Number(_))).collect()
        });
        let heads: Vec<Cell> = (heads.iter().zip(&numbers))
            .map(|(words, is_number)| match is_number {
                true => Cell::Number(words.clone()),
                false => Cell::Words(words.clone()),
            })
            .collect();
        self.y += 2.0;
        self.need(3.0 * head.pitch);
        self.row(head, &widths, &heads);
        for row in rows {
            let style = TextStyle {
                ink: self.p.text_primary,
                ..self.quiet()
            };
            if self.y + row_height(style, &widths, row) > BOTTOM {
                self.end_page();
                self.row(head, &widths, &heads);
            }
            self.row(style, &widths, row);
        }
        self.y += 6.0;
    }

    fn row(&mut self, style: TextStyle, widths: &[f64], cells: &[Cell]) {
        let mut x = MARGIN;
        for (cell, &width) in cells.iter().zip(widths) {
            match cell {
                Cell::Mark(class, word) => self.mark(class, word, pt(x, self.y)),
                Cell::Words(words) | Cell::Number(words) => {
                    let (at, align) = match cell {
                        Cell::Number(_) => (x + width, Align::End),
                        _ => (x, Align::Start),
                    };
                    let lines = style.lines(words, width);
                    for (index, line) in lines.iter().enumerate() {
                        let y = self.y + style.pitch * index as f64;
                        self.line(style, pt(at, y), align, line);
                    }
                }
            }
            x += width + COLUMN_GAP;
        }
        self.y += row_height(style, widths, cells);
        let rule = vec![pt(MARGIN, self.y - 2.0), pt(MARGIN + WIDTH, self.y - 2.0)];
        self.add(Geometry::Path {
            points: rule,
            closed: false,
            fill: Color32::TRANSPARENT,
            stroke: Stroke::solid(0.5, self.p.line_default),
        });
    }

    /// Pictures beside each other, each with its words above it.
    fn side_by_side(&mut self, pictures: &[(&str, &'a Picture)]) {
        let count = pictures.len().max(1) as f64;
        let width = (WIDTH - COLUMN_GAP * (count - 1.0)) / count;
        let scale = |picture: &Picture| {
            let bounds = picture.bounds;
            let fits = (width / bounds.width()).min(MOST_HIGH / bounds.height());
            fits.min(PICTURE_SCALE)
        };
        let heights = pictures
            .iter()
            .map(|(_, picture)| picture.bounds.height() * scale(picture));
        let highest = heights.fold(0.0, f64::max);
        let has_words = pictures.iter().any(|(words, _)| !words.is_empty());
        let head = if has_words { self.quiet().pitch } else { 0.0 };
        self.y += 4.0;
        self.need(head + highest);
        for (index, (words, picture)) in pictures.iter().enumerate() {
            let x = MARGIN + (width + COLUMN_GAP) * index as f64;
            let words = self.quiet().lines(words, width);
            if let Some(words) = words.first() {
                self.line(self.quiet(), pt(x, self.y), Align::Start, words);
            }
            self.pictures.push(PageLayer {
                picture: Cow::Borrowed(*picture),
                at: pt(x, self.y + head),
                scale: scale(picture),
            });
        }
        self.y += head + highest + 8.0;
    }

    /// Goes on to the next page where this one has no room for so much.
    fn need(&mut self, height: f64) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.end_page();
        }
    }

    fn end_page(&mut self) {
        let words = PageLayer {
            picture: Cow::Owned(page_picture(std::mem::take(&mut self.shapes))),
            at: pt(0.0, 0.0),
            scale: 1.0,
        };
        let mut layers = vec![words];
        layers.append(&mut self.pictures);
        self.full.push(layers);
        self.y = MARGIN;
    }

    /// All pages, each with its number at its foot.
    fn finish(mut self, title: &str) -> Vec<Vec<PageLayer<'a>>> {
        self.end_page();
        let mut pages = std::mem::take(&mut self.full);
        let count = pages.len();
        let quiet = self.quiet();
        for (index, layers) in pages.iter_mut().enumerate() {
            let number = format!("{title} · {} of {count}", index + 1);
            let at = pt(PAGE.width - MARGIN, PAGE.height - 34.0);
            self.line(quiet, at, Align::End, &number);
            layers.push(PageLayer {
                picture: Cow::Owned(page_picture(std::mem::take(&mut self.shapes))),
                at: pt(0.0, 0.0),
                scale: 1.0,
            });
        }
        pages
    }
}

/// Words of this size, with the usual air between the lines.
fn text_style(face: Face, size: f64, ink: Color32) -> TextStyle {
    TextStyle {
        face,
        size,
        pitch: size * 1.4,
        ink,
    }
}

/// Shapes in points, as large as a page.
fn page_picture(shapes: Vec<SceneShape>) -> Picture {
    Picture {
        scene: Scene {
            shapes,
            ..Scene::default()
        },
        bounds: Rect::from_corners(pt(0.0, 0.0), pt(PAGE.width, PAGE.height)),
        background: None,
        title: String::new(),
        description: String::new(),
        source: None,
    }
}

/// The colors of a mark, by the class that a style sheet knows it by.
fn mark_colors(p: &Palette, class: &str) -> SeverityColors {
    match class {
        "critical" | "down" => p.critical,
        "high" | "degraded" => p.high,
        "medium" => p.medium,
        "ok" => p.ok,
        _ => p.severity(Severity::Info),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet_of(blocks: impl FnOnce(&mut Sheet)) -> Sheet {
        let mut sheet = Sheet::new("A report".to_owned(), "To be read.");
        blocks(&mut sheet);
        sheet
    }

    fn pages(sheet: &Sheet) -> usize {
        let bytes = sheet.to_pdf().unwrap();
        assert_eq!(bytes, sheet.to_pdf().unwrap(), "the same every time");
        let page = b"/Type/Page\n";
        let other = b"/Type/Page/";
        let is_page = |window: &&[u8]| *window == page || *window == other;
        bytes.windows(page.len()).filter(is_page).count()
    }

    #[test]
    fn long_tables_and_texts_go_on_on_the_next_page() {
        let short = sheet_of(|sheet| sheet.paragraph("Short"));
        let long = sheet_of(|sheet| {
            let row = |n: usize| vec![Cell::Words(format!("Row {n}")), Cell::Number(n.to_string())];
            sheet.table(&["Name", "Count"], (0..120).map(row).collect());
        });
        let (few, many) = (layout(&short), layout(&long));
        assert_eq!(few.len(), 1);
        assert!(many.len() > 2, "{}", many.len());
        for page in &many[..many.len() - 1] {
            assert!(says(page, "Count"), "the head stands on every page");
        }
        assert!(says(&many[1], "A report · 2 of 4") || says(&many[1], "A report · 2 of 3"));
        assert!(pages(&long) >= 1);
    }

    fn layout(sheet: &Sheet) -> Vec<Vec<PageLayer<'_>>> {
        let mut pages = Pages::new();
        sheet.blocks().iter().for_each(|block| pages.block(block));
        pages.finish(sheet.title())
    }

    fn says(page: &[PageLayer<'_>], wanted: &str) -> bool {
        let shapes = page.iter().flat_map(|layer| &layer.picture.scene.shapes);
        let mut words = shapes.filter_map(|shape| match &shape.geometry {
            Geometry::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        words.any(|text| text == wanted)
    }
}
