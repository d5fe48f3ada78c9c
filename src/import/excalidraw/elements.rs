//! The elements of an Excalidraw file as they stand in it, read within bounds.
//!
//! Values that are not needed are passed over without being kept, as pictures and the points of pen strokes may be large.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::import::sketch::MOST;

/// The most elements of a file: words and shapes are elements of their own, and so are their arrows.
const MOST_ELEMENTS: usize = 3 * MOST;
/// So many points of a line are kept, and its last.
const POINTS: usize = 32;

/// A file, or what is on the clipboard.
#[derive(Deserialize)]
pub(super) struct ExcalidrawFile {
    /// Its elements.
    #[serde(default, deserialize_with = "at_most_elements")]
    pub(super) elements: Vec<CanvasElement>,
}

/// An element.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CanvasElement {
    pub(super) id: String,
    /// "rectangle", "arrow", …
    #[serde(rename = "type")]
    pub(super) sort: String,
    pub(super) x: Option<f64>,
    pub(super) y: Option<f64>,
    pub(super) width: Option<f64>,
    pub(super) height: Option<f64>,
    pub(super) is_deleted: Option<bool>,
    /// "solid", "dashed" or "dotted".
    pub(super) stroke_style: Option<String>,
    pub(super) text: Option<String>,
    /// The text without the line breaks that its box asked for.
    pub(super) original_text: Option<String>,
    /// The shape or line whose words these are.
    pub(super) container_id: Option<String>,
    /// The frame it lies in.
    pub(super) frame_id: Option<String>,
    /// The title of a frame.
    pub(super) name: Option<String>,
    pub(super) group_ids: Option<Vec<String>>,
    #[serde(deserialize_with = "first_points")]
    pub(super) points: Vec<[f64; 2]>,
    pub(super) start_binding: Option<Binding>,
    pub(super) end_binding: Option<Binding>,
    pub(super) start_arrowhead: Option<String>,
    #[serde(default = "usual_arrowhead")]
    pub(super) end_arrowhead: Option<String>,
    /// The words of a shape in a short form that programs write.
    pub(super) label: Option<ShortLabel>,
    /// The ends of an arrow in the same short form.
    pub(super) start: Option<ShortBinding>,
    pub(super) end: Option<ShortBinding>,
    pub(super) custom_data: CustomData,
}

/// What an arrow is bound to.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Binding {
    #[serde(default)]
    pub(super) element_id: String,
}

#[derive(Deserialize)]
pub(super) struct ShortBinding {
    #[serde(default)]
    pub(super) id: String,
}

#[derive(Deserialize)]
pub(super) struct ShortLabel {
    #[serde(default)]
    pub(super) text: String,
}

/// What programs add to an element: of it, what this program wrote.
#[derive(Default)]
pub(super) struct CustomData {
    pub(super) written: Option<String>,
}

/// The name under which this program writes about an element.
pub(super) const WRITTEN: &str = "boxdrill";

/// An arrow has a head at its end where the file does not say that it has none.
#[expect(
    clippy::unnecessary_wraps,
    reason = "serde wants the type of the field"
)]
fn usual_arrowhead() -> Option<String> {
    Some("arrow".to_owned())
}

impl CanvasElement {
    /// Its words.
    pub(super) fn words(&self) -> &str {
        let text = self.original_text.as_ref().filter(|text| !text.is_empty());
        text.or(self.text.as_ref()).map_or("", String::as_str)
    }
}

fn at_most_elements<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<CanvasElement>, D::Error> {
    let keep = |kept: &mut Vec<CanvasElement>, element: CanvasElement| {
        if kept.len() >= MOST_ELEMENTS {
            return Err(format!("it has more than {MOST_ELEMENTS} elements"));
        }
        kept.push(element);
        Ok(())
    };
    from.deserialize_any(Items {
        keep,
        item: PhantomData,
    })
}

fn first_points<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<[f64; 2]>, D::Error> {
    let keep = |kept: &mut Vec<[f64; 2]>, point: [f64; 2]| {
        kept.truncate(POINTS);
        kept.push(point);
        Ok(())
    };
    from.deserialize_any(Items {
        keep,
        item: PhantomData,
    })
}

/// A list, of which `keep` keeps what it wants; anything else is an empty list.
struct Items<T, F> {
    keep: F,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, F: Fn(&mut Vec<T>, T) -> Result<(), String>> Visitor<'de>
    for Items<T, F>
{
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut kept = Vec::new();
        while let Some(item) = list.next_element()? {
            (self.keep)(&mut kept, item).map_err(A::Error::custom)?;
        }
        Ok(kept)
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

/// A text, where it is one.
struct TextOrNothing;

impl<'de> DeserializeSeed<'de> for TextOrNothing {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextOrNothing {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<String>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<String>, A::Error> {
        let mut written = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == WRITTEN {
                written = map.next_value_seed(TextOrNothing)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(written)
    }
}

impl<'de> Deserialize<'de> for CustomData {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = TextOrNothing.deserialize(from)?;
        Ok(Self { written })
    }
}
