//! The handbook: a list of pages to search, the open page, and a button back.

mod glossary;
mod text;

use egui::{Key, Label, Modifiers, RichText, ScrollArea, Ui, vec2};

use glossary::{glossary_ui, named_terms};
use text::text_ui;

use super::outcome::ModalOutcome;
use crate::app::look::{TextSize, font, gap};
use crate::app::mini_diagram;
use crate::app::widgets::{
    Button, ButtonKind, caption, heading, search_field, styled_text, take_wanted_page, wrapped,
};
use crate::handbook::{
    Chapter, HandbookPage, PageBlock, PageLink, Term, TextSpan, glossary_page, page, pages, search,
};
use crate::scene::{Face, Palette, icon};

const LIST: f32 = 236.0;
const HEIGHT: f32 = 560.0;
/// How high a drawing is at most.
const TALLEST: f32 = 220.0;

/// The handbook, open at a page.
#[derive(Debug, Default)]
pub(crate) struct HandbookForm {
    typed: String,
    /// What is typed in the search of the glossary.
    typed_term: String,
    /// The pages that were read, the one that is open last.
    trail: Vec<PageLink>,
    fresh: bool,
}

impl HandbookForm {
    /// Opened at a page, or at the list.
    pub(crate) fn new(at: Option<PageLink>) -> Self {
        Self {
            typed: String::new(),
            typed_term: String::new(),
            trail: at.into_iter().collect(),
            fresh: true,
        }
    }
}

/// Shows the handbook.
pub(super) fn ui(ui: &mut Ui, p: &Palette, form: &mut HandbookForm) -> ModalOutcome {
    let height = HEIGHT.min(ui.ctx().content_rect().height() - 90.0);
    let mut closed = false;
    let mut next = None;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(LIST, height), |ui| {
            ui.vertical(|ui| list_ui(ui, p, form, &mut next));
        });
        ui.separator();
        ui.vertical(|ui| {
            ui.set_height(height);
            closed = head_ui(ui, p, form);
            let open = form.trail.last().and_then(page);
            let id = form.trail.last().map(ToString::to_string);
            ScrollArea::vertical()
                .id_salt(("page", id))
                .auto_shrink(false)
                .show(ui, |ui| match open {
                    Some(page) => page_ui(ui, p, page, &mut form.typed_term, &mut next),
                    None => welcome_ui(ui, p, &mut next),
                });
        });
    });
    next = next.or_else(|| take_wanted_page(ui.ctx()));
    if let Some(next) = next.filter(|next| form.trail.last() != Some(next)) {
        form.trail.push(next);
    }
    if closed {
        ModalOutcome::Closed
    } else {
        ModalOutcome::Open
    }
}

/// The search and what it finds, by chapter.
fn list_ui(ui: &mut Ui, p: &Palette, form: &mut HandbookForm, next: &mut Option<PageLink>) {
    let field = search_field(
        ui,
        p,
        &mut form.typed,
        "Search the handbook",
        "Search the handbook",
    );
    if std::mem::take(&mut form.fresh) {
        field.request_focus();
    }
    let found = search(&form.typed);
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if enter && let Some(first) = found.first() {
        *next = Some(first.link.clone());
    }
    ui.add_space(gap::XS);
    let entry = |ui: &mut Ui, page: &HandbookPage, next: &mut Option<PageLink>| {
        let open = form.trail.last() == Some(&page.link);
        let ink = if open {
            p.accent_text
        } else {
            p.text_secondary
        };
        let face = if open { Face::Medium } else { Face::Regular };
        let title = RichText::new(&page.title)
            .font(font(face, TextSize::Body))
            .color(ink);
        let row = Label::new(title).truncate().sense(egui::Sense::click());
        let row = ui.add(row).on_hover_text(&page.summary);
        row.widget_info(|| {
            egui::WidgetInfo::labeled(
                egui::accesskit::Role::Button,
                true,
                format!("Page {}", page.title),
            )
        });
        if row.clicked() {
            *next = Some(page.link.clone());
        }
    };
    ScrollArea::vertical()
        .id_salt("pages")
        .auto_shrink(false)
        .show(ui, |ui| {
            if found.is_empty() {
                caption(ui, p, format!("No page mentions \"{}\"", form.typed.trim()));
            } else if !form.typed.trim().is_empty() {
                for term in named_terms(&form.typed) {
                    if term_row_ui(ui, p, term).clicked() {
                        form.typed_term.clone_from(&term.term);
                        *next = Some(glossary_page());
                    }
                }
                // The closest first, whatever chapter it is in.
                for page in found {
                    entry(ui, page, next);
                }
                return;
            }
            for chapter in Chapter::ALL {
                let mut of = found
                    .iter()
                    .filter(|page| page.link.chapter() == chapter)
                    .peekable();
                if of.peek().is_some() {
                    ui.add_space(gap::S);
                    heading(ui, p, chapter.label());
                    of.for_each(|page| entry(ui, page, next));
                }
            }
        });
}

/// A term among the pages that a search finds, with what it means on hover.
fn term_row_ui(ui: &mut Ui, p: &Palette, term: &Term) -> egui::Response {
    let name = styled_text(
        format!("{}: {}", term.term, term.says),
        Face::Regular,
        TextSize::Small,
        p.text_tertiary,
    );
    let row = Label::new(name).truncate().sense(egui::Sense::click());
    let row = ui.add(row).on_hover_text(term.explanation());
    row.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::accesskit::Role::Button,
            true,
            format!("Term {}", term.term),
        )
    });
    row
}

/// Back and close; says whether it is to be closed.
fn head_ui(ui: &mut Ui, p: &Palette, form: &mut HandbookForm) -> bool {
    let row = vec2(ui.available_width(), 28.0);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| {
        let back = Button::new(ButtonKind::Quiet, "Back")
            .with_icon(icon::ARROW_LEFT)
            .small();
        let alt_left = ui.input_mut(|input| input.consume_key(Modifiers::ALT, Key::ArrowLeft));
        let pressed = ui.add_enabled_ui(!form.trail.is_empty(), |ui| back.show(ui, p).clicked());
        if pressed.inner || alt_left {
            form.trail.pop();
        }
        let right = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(right, |ui| {
            Button::new(ButtonKind::Normal, "Close")
                .show(ui, p)
                .clicked()
        })
        .inner
    })
    .inner
}

/// The welcome page, where no page is open yet.
fn welcome_ui(ui: &mut Ui, p: &Palette, next: &mut Option<PageLink>) {
    ui.label(styled_text(
        "The handbook",
        Face::SemiBold,
        TextSize::Title,
        p.text_primary,
    ));
    ui.add_space(gap::XS);
    let intro = "What each component is, what the check looks for, the concepts that interviews cover, and a glossary. Press F1 on a component or a finding to open its page.";
    text_ui(ui, p, &[intro.into()], next);
    let concepts = pages()
        .iter()
        .filter(|page| page.link.chapter() == Chapter::Concepts);
    for page in concepts {
        ui.add_space(gap::S);
        let title = TextSpan {
            link: Some(page.link.clone()),
            ..page.title.as_str().into()
        };
        text_ui(ui, p, &[title], next);
        text_ui(ui, p, &[page.summary.as_str().into()], next);
    }
    ui.add_space(gap::PAGE);
}

fn page_ui(
    ui: &mut Ui,
    p: &Palette,
    page: &HandbookPage,
    typed_term: &mut String,
    next: &mut Option<PageLink>,
) {
    ui.label(styled_text(
        &page.title,
        Face::SemiBold,
        TextSize::Title,
        p.text_primary,
    ));
    ui.add_space(gap::XXS);
    let summary = styled_text(
        &page.summary,
        Face::Regular,
        TextSize::Lead,
        p.text_secondary,
    );
    wrapped(ui, summary.line_height(Some(20.0)));
    if page.link == glossary_page() {
        glossary_ui(ui, p, typed_term, next);
        return;
    }
    for block in &page.blocks {
        match block {
            PageBlock::Heading(text) => {
                ui.add_space(gap::L);
                ui.label(styled_text(
                    text,
                    Face::SemiBold,
                    TextSize::Heading,
                    p.text_primary,
                ));
            }
            PageBlock::Paragraph(spans) => text_ui(ui, p, spans, next),
            PageBlock::List { numbered, items } => {
                for (index, item) in items.iter().enumerate() {
                    ui.horizontal_top(|ui| {
                        let mark = if *numbered {
                            format!("{}.", index + 1)
                        } else {
                            "•".to_owned()
                        };
                        let mark =
                            styled_text(mark, Face::Regular, TextSize::Body, p.text_tertiary);
                        ui.add_sized(vec2(18.0, 19.0), Label::new(mark));
                        ui.vertical(|ui| text_ui(ui, p, item, next));
                    });
                }
            }
            PageBlock::Drawing(text) => {
                ui.add_space(gap::XS);
                mini_diagram::notation_ui(ui, p, text, TALLEST);
                ui.add_space(gap::XS);
            }
        }
    }
    ui.add_space(gap::PAGE);
}
