//! Prepared answers are found by the words of the question, and by nothing else.

use super::answers::*;
use crate::scenario::builtin;

#[test]
fn every_prepared_question_finds_its_own_answer() {
    for scenario in builtin() {
        for question in &scenario.questions {
            let found = find_answer(scenario, &question.ask);
            assert_eq!(
                found.text, question.answer,
                "{} {}",
                scenario.id, question.ask
            );
            let shouted = question.ask.to_uppercase().replace('?', " please ???");
            assert_eq!(find_answer(scenario, &shouted).text, question.answer);
        }
    }
}

#[test]
fn what_has_nothing_to_do_with_it_is_looked_up() {
    for scenario in builtin() {
        for stray in [
            "",
            "???",
            "Do you like pizza with pineapple?",
            "Who won the chess olympiad?",
            "the of and",
        ] {
            assert_eq!(
                find_answer(scenario, stray).source,
                None,
                "{} {stray}",
                scenario.id
            );
        }
    }
}

#[test]
fn own_words_find_the_nearest_answer() {
    let shortener = builtin().iter().find(|s| s.id == "url_shortener").unwrap();
    let heard = |text: &str| find_answer(shortener, text).text;
    assert!(heard("what's the number of new links each month?").contains("100 million"));
    assert!(heard("Size of a stored link in bytes?").contains("500 bytes"));
    assert!(heard("how popular are links, is it skewed?").contains("80%"));
}

/// Written from the briefs, in the words of somebody who has not seen the prepared questions: the prompt, the question, words
/// of the right answer.
const OWN_WORDS: &str = "
url_shortener | Roughly how many URLs get shortened every month? | 100 million
url_shortener | After what time do links stop working? | 10 years
url_shortener | Is it a problem if somebody can guess a code? | sequential
url_shortener | Which countries do visitors come from? | Toronto
url_shortener | How quickly must a redirect respond? | 100 ms
chat_system | What is the biggest channel? | 50,000
chat_system | Can people who join later read older posts? | public channels
chat_system | Do we need search, and how fast must new posts be searchable? | Within a minute
factory_test | What if the internet connection of the plant goes down? | eight hours
factory_test | How long does one test take on average? | one minute each
file_storage | What if two laptops edit the same file without a connection? | Keep both
file_storage | For how many days can I restore an older version? | 30 days
file_storage | Must files be encrypted at rest? | in transit and at rest
fleet_telemetry | How often do trailers send their temperature? | 30 seconds
fleet_telemetry | What happens while a trailer has no signal, for example in a tunnel? | two days
fleet_telemetry | When is a cargo considered too warm? | sets a limit
llm_serving | How long does it take to start another GPU server? | three minutes
llm_serving | What happens if a company sends more than its limit allows? | rejected
llm_serving | How precise does billing have to be? | To the cent
messenger | Do we support groups? | two people
messenger | What if the other person is offline? | push notification
messenger | Are messages end-to-end encrypted? | opaque
metrics_monitoring | How many series do we have? | 10 million
metrics_monitoring | How soon after a bad value must the engineer be paged? | One minute
metrics_monitoring | For how long do we keep the samples? | two days
multi_region | How long may the recovery take, and how much data can be lost? | 15 minutes
multi_region | What distance is there between the two regions? | 70 ms
news_feed | How many followers does a typical account have? | 200
news_feed | How soon must a deleted post disappear from feeds? | within a minute
news_feed | Are posts ranked or sorted by time? | Newest first
notification_system | What if the email provider is down? | up to an hour
notification_system | Can a user opt out of some kinds of notifications? | per notification type
ota_updates | How big is a firmware image? | 12 MB
ota_updates | What happens if the new firmware does not boot? | two slots
payment | Do card numbers touch our servers? | Card numbers never
payment | What do we do when the provider never responds? | The order waits
rag_chatbot | How many conversations per day do we expect? | 100,000
rag_chatbot | What should it do if it is unsure about an answer? | support agent
rate_limiter | Do limits have to be perfectly exact? | 1,000
rate_limiter | What if the counter store is unreachable? | fail open
ride_hailing | How often does a driver's phone send its location? | 4 seconds
ride_hailing | What if two drivers accept the same ride at once? | first one
ticket_booking | For how long is a seat held? | ten minutes
ticket_booking | Is the waiting queue fair? | order of arrival
typeahead | How fresh must the suggestions be? | A day old
video_streaming | How long may processing of a new upload take before people can watch it? | Thirty minutes
video_streaming | Where do viewers live? | every continent
web_crawler | How many pages must be fetched each month? | billion
web_crawler | How hard may we hit one website? | One page per second
ad_click_stream | Can a click be counted twice? | neither
";
/// What nothing is prepared for.
const UNPREPARED: &str = "
url_shortener | Do we have to support Internet Explorer?
url_shortener | Is there an existing team that knows Kafka?
chat_system | Do we need a mobile app for Windows phones?
news_feed | How large is the engineering team?
payment | Which database licenses do we own?
ride_hailing | What is the legal department's opinion?
web_crawler | Do we have our own data center?
messenger | How is the company financed?
typeahead | Who is our main competitor?
ota_updates | Do thermostats have a display?
video_streaming | How old is the company?
rate_limiter | Do we use Kubernetes today?
";

/// The words of the answer; none where it has to be looked up.
fn revealed_answer(prompt: &str, asked: &str) -> Option<String> {
    let scenario = builtin().iter().find(|one| one.id == prompt).unwrap();
    let answer = find_answer(scenario, asked);
    answer.source.map(|_| answer.text)
}

#[test]
fn questions_in_own_words_are_answered_rightly_or_looked_up() {
    let (mut answered, mut asked) = (0, 0);
    for line in OWN_WORDS.trim().lines() {
        let [prompt, question, right] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        asked += 1;
        if let Some(says) = revealed_answer(prompt, question) {
            assert!(says.contains(right), "{line}: {says}");
            answered += 1;
        }
    }
    assert!(asked >= 40 && answered >= 38, "{answered} of {asked}");
    for line in UNPREPARED.trim().lines() {
        let (prompt, question) = line.split_once(" | ").unwrap();
        assert_eq!(revealed_answer(prompt, question), None, "{line}");
    }
}

#[test]
fn a_note_covers_a_requirement_that_it_says() {
    let requirement = "99% of redirects get a response within 100 ms";
    assert!(says_requirement(
        "Redirects respond within 100 ms at p99",
        requirement
    ));
    assert!(!says_requirement(
        "Redirects respond within 900 ms",
        requirement
    ));
    let keeps = "Links are stored for 10 years";
    assert!(!says_requirement("A long URL becomes a short link", keeps));
    let change = "A user enters a long URL and gets a short link back";
    assert!(!says_requirement("Links are kept long", change));
    assert!(says_requirement(
        "The user enters a long URL and gets a short link",
        change
    ));
}

#[test]
fn a_risk_is_told_in_what_is_known_of_it() {
    let known = "A single link goes viral and overloads one cache machine";
    assert!(told_in("One viral link overloads the cache", known) > 0.5);
    assert!(told_in("Risk 1", known) < 1e-9 && told_in("", known) < 1e-9);
    assert!(told_in("A single point of failure somewhere", known) < 0.5);
}

#[test]
fn likeness_lies_between_nothing_and_everything() {
    assert!((likeness("Open a short link", "opening short links") - 1.0).abs() < 1e-9);
    assert!(likeness("", "anything").abs() < 1e-9);
    assert!(likeness("red apples", "green pears").abs() < 1e-9);
}
