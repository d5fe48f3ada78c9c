//! The prompts that come with the program. Their files are part of the executable, so nothing has to be installed beside it.

use std::sync::LazyLock;

use crate::scenario::{Scenario, parse};

/// These prompts by id, each read from its file when it is first asked for: a drawing needs only its own.
macro_rules! embedded {
    ($($id:literal)*) => {
        [$((
            $id,
            LazyLock::new(|| {
                read($id, include_str!(concat!("../../scenarios/", $id, ".json")))
            }),
        )),*]
    };
}

/// How many there are.
const COUNT: usize = 21;

/// The built-in prompts, as Home lists them: what is asked most first.
static EMBEDDED: [(&str, LazyLock<Scenario>); COUNT] = embedded![
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

fn read(id: &str, text: &str) -> Scenario {
    parse(text).unwrap_or_else(|problem| panic!("the built-in {id}.json is broken: {problem}"))
}

static ALL: LazyLock<Vec<Scenario>> = LazyLock::new(|| {
    let prompts = EMBEDDED.iter();
    prompts.map(|(_, prompt)| Scenario::clone(prompt)).collect()
});

/// The prompts that come with the program, all of them.
#[must_use]
pub fn builtin() -> &'static [Scenario] {
    &ALL
}

/// The prompt with this id among those that come with the program. No other is read.
#[must_use]
pub(super) fn builtin_prompt(id: &str) -> Option<&'static Scenario> {
    let mut prompts = EMBEDDED.iter();
    prompts
        .find(|(name, _)| *name == id)
        .map(|(_, prompt)| &**prompt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_prompt_is_found_by_its_id() {
        for prompt in builtin() {
            assert_eq!(builtin_prompt(&prompt.id), Some(prompt));
        }
        assert_eq!(builtin_prompt("no_such_prompt"), None);
    }
}
