//! The prompts that come with the program. Their files are part of the executable, so nothing has to be installed beside it.

use std::sync::LazyLock;

use crate::scenario::{Scenario, parse};

/// The files of these prompts: name and text.
macro_rules! embedded {
    ($($id:literal)*) => {
        &[$((
            concat!($id, ".json"),
            include_str!(concat!("../../scenarios/", $id, ".json")),
        )),*]
    };
}

/// The built-in files, as Home lists them: what is asked most first.
const EMBEDDED: &[(&str, &str)] = embedded![
    "url_shortener"
    "messenger"
    "chat_system"
    "rate_limiter"
    "news_feed"
    "video_streaming"
    "notification_system"
    "web_crawler"
    "typeahead"
    "ride_hailing"
    "ticket_booking"
    "file_storage"
    "metrics_monitoring"
    "ad_click_stream"
    "payment"
    "multi_region"
    "rag_chatbot"
    "llm_serving"
    "ota_updates"
    "fleet_telemetry"
    "factory_test"
];

static BUILTIN: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    EMBEDDED
        .iter()
        .map(|(name, text)| {
            parse(text).unwrap_or_else(|problem| panic!("the built-in {name} is broken: {problem}"))
        })
        .collect()
});

/// The prompts that come with the program.
#[must_use]
pub fn builtin() -> &'static [Scenario] {
    &BUILTIN
}
