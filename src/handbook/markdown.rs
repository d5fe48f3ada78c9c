//! Pages as they are written: a little Markdown. A title, a sentence that sums up, sections, lists, links, and drawings in
//! the text notation.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::page::{HandbookPage, PageBlock, PageLink, SpanStyle, TextSpan};

/// Reads a page. What a page has no use for is left out; a test finds it.
pub(super) fn read_page(link: PageLink, text: &str) -> HandbookPage {
    let mut writer = MarkdownReader::default();
    for event in Parser::new(text) {
        writer.take(event);
    }
    let mut blocks = writer.blocks.into_iter().peekable();
    let summary = match blocks.next_if(|block| matches!(block, PageBlock::Paragraph(_))) {
        Some(PageBlock::Paragraph(spans)) => spans.into_iter().map(|span| span.text).collect(),
        _ => String::new(),
    };
    HandbookPage {
        link,
        title: writer.title,
        summary,
        blocks: blocks.collect(),
    }
}

/// What has been read so far.
#[derive(Default)]
struct MarkdownReader {
    title: String,
    blocks: Vec<PageBlock>,
    spans: Vec<TextSpan>,
    list: Option<(bool, Vec<Vec<TextSpan>>)>,
    style: SpanStyle,
    link: Option<PageLink>,
    /// The web address that the words of a source stand for.
    address: Option<String>,
}

impl MarkdownReader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Strong) => self.style = SpanStyle::Strong,
            Event::Start(Tag::Emphasis) => self.style = SpanStyle::Emphasis,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => self.style = SpanStyle::Plain,
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = dest_url.parse().ok();
                self.address = dest_url
                    .starts_with("https://")
                    .then(|| dest_url.to_string());
            }
            Event::End(TagEnd::Link) => {
                self.link = None;
                self.address = None;
            }
            Event::Start(Tag::List(first)) => self.list = Some((first.is_some(), Vec::new())),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => self.spans.clear(),
            Event::Text(text) => self.push_text(&text, self.style),
            Event::Code(text) => self.push_text(&text, SpanStyle::Code),
            Event::SoftBreak | Event::HardBreak => self.push_text(" ", self.style),
            Event::End(end) => self.end(end),
            _ => {}
        }
    }

    fn push_text(&mut self, text: &str, style: SpanStyle) {
        let (link, address) = (self.link.clone(), self.address.clone());
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.link == link && last.address == address => {
                last.text.push_str(text);
            }
            _ => self.spans.push(TextSpan {
                text: text.to_owned(),
                style,
                link,
                address,
            }),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(HeadingLevel::H1) => self.title = self.taken_text(),
            TagEnd::Heading(_) => {
                let heading = PageBlock::Heading(self.taken_text());
                self.blocks.push(heading);
            }
            TagEnd::CodeBlock => {
                let drawing = PageBlock::Drawing(self.taken_text());
                self.blocks.push(drawing);
            }
            TagEnd::Item => {
                let spans = std::mem::take(&mut self.spans);
                if let Some((_, items)) = &mut self.list {
                    items.push(spans);
                }
            }
            TagEnd::List(_) => {
                let list = self.list.take();
                let list = list.map(|(numbered, items)| PageBlock::List { numbered, items });
                self.blocks.extend(list);
            }
            TagEnd::Paragraph if self.list.is_none() => {
                let spans = std::mem::take(&mut self.spans);
                self.blocks.push(PageBlock::Paragraph(spans));
            }
            _ => {}
        }
    }

    fn taken_text(&mut self) -> String {
        let spans = std::mem::take(&mut self.spans);
        spans.into_iter().map(|span| span.text).collect()
    }
}
