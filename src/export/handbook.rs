//! The handbook as one HTML page, to be read without the program or printed.

use std::collections::BTreeSet;

use crate::export::html::Html;
use crate::export::picture::{PictureOptions, draw_picture};
use crate::export::svg::{font_faces, to_svg_with_text};
use crate::handbook::{
    Chapter, HandbookPage, PageBlock, PageLink, SpanStyle, TextSpan, page, pages,
};
use crate::layout::tidy;
use crate::model::parse_notation;

/// The handbook as the text of an HTML file. Its pictures use the bundled fonts, which it carries once.
#[must_use]
pub fn handbook() -> String {
    let mut html = Html::begin_page("The boxdrill handbook", &font_faces());
    html.element("h1", "The boxdrill handbook");
    let intro = "What each component is, what the check looks for, the concepts that interviews cover, and a glossary.";
    html.element("p class=\"quiet\"", intro);
    html.raw("<nav>");
    for chapter in Chapter::ALL {
        html.element("h2", chapter.label());
        html.raw("<ul class=\"index\">");
        for page in pages_of(chapter) {
            html.raw("<li>");
            html.link(&page_anchor(&page.link), &page.title);
            html.raw("</li>");
        }
        html.raw("</ul>");
    }
    html.raw("</nav>");
    for chapter in Chapter::ALL {
        html.element("h1", chapter.label());
        for page in pages_of(chapter) {
            write_page(&mut html, page);
        }
    }
    html.end_page("You can also open every page in the app with F1.");
    html.finish()
}

fn pages_of(chapter: Chapter) -> impl Iterator<Item = &'static HandbookPage> {
    pages()
        .iter()
        .filter(move |page| page.link.chapter() == chapter)
}

/// What a page is called inside the file.
fn page_anchor(link: &PageLink) -> String {
    link.to_string().replace(':', "-")
}

fn write_page(html: &mut Html, page: &HandbookPage) {
    html.element(
        &format!("h2 id=\"{}\"", page_anchor(&page.link)),
        &page.title,
    );
    html.element("p class=\"quiet\"", &page.summary);
    for block in &page.blocks {
        match block {
            PageBlock::Heading(heading) => html.element("h3", heading),
            PageBlock::Paragraph(words) => write_spans(html, "p", words),
            PageBlock::List { numbered, items } => {
                let list = if *numbered { "ol" } else { "ul" };
                html.raw(&format!("<{list}>"));
                for item in items {
                    write_spans(html, "li", item);
                }
                html.raw(&format!("</{list}>"));
            }
            PageBlock::Drawing(text) => {
                if let Some(drawing) = draw_notation(text) {
                    html.raw(&format!("<figure>{drawing}</figure>"));
                }
            }
        }
    }
}

fn write_spans(html: &mut Html, name: &str, words: &[TextSpan]) {
    html.raw(&format!("<{name}>"));
    let mut said = BTreeSet::new();
    for span in words {
        let known = span.link.as_ref().filter(|link| page(link).is_some());
        if let Some(address) = &span.address {
            html.web_link(address, &span.text);
            continue;
        }
        match (known, span.style) {
            (Some(link), _) => html.link(&page_anchor(link), &span.text),
            (None, SpanStyle::Plain) => html.explained(&span.text, &mut said),
            (None, SpanStyle::Strong) => html.inline(Some("b"), &span.text),
            (None, SpanStyle::Emphasis) => html.inline(Some("i"), &span.text),
            (None, SpanStyle::Code) => html.inline(Some("code"), &span.text),
        }
    }
    html.raw(&format!("</{name}>"));
}

/// A drawing in the notation as a picture; none where it cannot be read.
fn draw_notation(text: &str) -> Option<String> {
    let mut design = parse_notation(text).ok()?.design;
    let layout = tidy(&design);
    design.apply_all(layout).ok()?;
    Some(to_svg_with_text(&draw_picture(
        &design,
        &PictureOptions::default(),
    )))
}
