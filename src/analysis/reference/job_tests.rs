//! What does a job, and what only looks like it.

use crate::analysis::{ResponsibilityMatch, analyze};
use crate::model::{Design, Edit, JobClaim, parse_notation};
use crate::scenario::{AlternativeWay, Need, Responsibility, Scenario};

/// The album prompt with one more job, which boxes, words and patterns may do.
fn prompt() -> Scenario {
    let mut prompt = crate::analysis::rules::example_prompt().clone();
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let way = AlternativeWay::default;
    prompt.responsibilities = vec![Responsibility {
        id: "order".to_owned(),
        title: "Photos keep their order".to_owned(),
        missing: "Nothing keeps photos in order".to_owned(),
        need: Need::Required,
        why: "Albums look shuffled".to_owned(),
        advice: "Number the photos".to_owned(),
        parts: Vec::new(),
        leads_to: None,
        only_told: false,
        within_s: None,
        names: words(&["sequencer"]),
        ways: vec![
            AlternativeWay {
                kinds: words(&["id_generator"]),
                ..way()
            },
            AlternativeWay {
                words: words(&["taken at"]),
                ..way()
            },
            AlternativeWay {
                pattern: words(&["app: compute", "log: log", "app -> log"]),
                ..way()
            },
            AlternativeWay {
                assumed: words(&["any order"]),
                ..way()
            },
        ],
    }];
    prompt
}

fn job(design: &Design) -> ResponsibilityMatch {
    analyze(design, Some(&prompt())).responsibilities.remove(0)
}

fn reason(text: &str) -> Option<String> {
    let design = parse_notation(text).unwrap().design;
    job(&design).evidence.map(|evidence| evidence.reason)
}

#[test]
fn a_job_is_done_by_names_kinds_words_patterns_or_ruled_out() {
    let app = "client -> app -> db\napp: service \"Album API\"";
    assert_eq!(reason(app), None);
    let told = |more: &str| reason(&format!("{app}\n{more}")).unwrap_or_default();
    assert!(told("app -> s\ns: service \"Photo sequencer\"").contains("implies it"));
    assert!(told("app -> g\ng: id_generator \"Numbers\"").contains("the kind “ID generator”"));
    assert!(told("app -> db: write \"sorted by taken at\"").contains("The drawing says"));
    assert!(told("app -> w -> l\nw: worker\nl: event_log").contains("connected that way"));
    let mut design = parse_notation(app).unwrap().design;
    design
        .apply(Edit::SetAssumptions(vec![
            "Photos may come in any order".to_owned(),
        ]))
        .unwrap();
    let ruled_out = job(&design).evidence.unwrap();
    assert!(ruled_out.reason.contains("Ruled out") && ruled_out.by.is_empty());
}

#[test]
fn a_name_alone_does_no_job() {
    let mut prompt = crate::analysis::rules::example_prompt().clone();
    let shrinks = Responsibility {
        id: "shrunk".to_owned(),
        parts: vec!["shrinker".to_owned()],
        names: vec!["shrink".to_owned()],
        ..prompt.responsibilities[0].clone()
    };
    let keeps = Responsibility {
        id: "kept".to_owned(),
        parts: vec!["albums".to_owned()],
        names: vec!["album".to_owned()],
        ..prompt.responsibilities[0].clone()
    };
    prompt.responsibilities = vec![shrinks, keeps];
    let done = |text: &str| -> Vec<bool> {
        let design = parse_notation(text).unwrap().design;
        let jobs = analyze(&design, Some(&prompt)).responsibilities;
        jobs.iter().map(|job| job.evidence.is_some()).collect()
    };
    let base = "page: client\npage -> api\napi: service \"Front\"\n";
    // What waits in a queue is not done by the queue, and what only passes by is not kept.
    let queue = "api -> q -> t\nq: queue \"Photos to shrink\"\nt: topic \"Album news\"\n";
    assert_eq!(done(&format!("{base}{queue}")), [false, false]);
    let worker = "q -> w\nw: worker \"Shrinks photos\"\nw -> d\nd: postgres \"Album table\"\n";
    assert_eq!(done(&format!("{base}{queue}{worker}")), [true, true]);
    // A box of the user's own may be anything; one that nothing is connected to does nothing.
    let own = "api -> mine\nmine: custom \"Shrinking\"\n";
    assert!(done(&format!("{base}{own}"))[0]);
    let apart = "away: worker \"Shrinks photos\"\n";
    assert!(!done(&format!("{base}{apart}"))[0]);
}

#[test]
fn a_result_has_to_go_where_it_belongs() {
    let mut prompt = crate::analysis::rules::example_prompt().clone();
    let job = |id: &str, name: &str, leads_to: Option<&str>| Responsibility {
        id: id.to_owned(),
        parts: Vec::new(),
        names: vec![name.to_owned()],
        leads_to: leads_to.map(str::to_owned),
        ..prompt.responsibilities[0].clone()
    };
    prompt.responsibilities = vec![
        job("learned", "trainer", Some("asked")),
        job("asked", "oracle", None),
    ];
    let learned = |text: &str| {
        let design = parse_notation(text).unwrap().design;
        let jobs = analyze(&design, Some(&prompt)).responsibilities;
        jobs[0].evidence.is_some()
    };
    let base = "u: client\nu -> o\no: service \"Oracle\"\no -> log -> t\nlog: kafka\nt: worker \"Trainer\"\n";
    assert!(!learned(&format!(
        "{base}t -> f\nf: s3 \"Files\"\nu -> f: read"
    )));
    assert!(learned(&format!(
        "{base}t -> f\nf: s3 \"Files\"\no -> f: read"
    )));
    assert!(learned(&format!("{base}t -> o: \"new weights\"")));
}

#[test]
fn the_user_has_the_last_word_on_who_does_a_job() {
    let text =
        "client -> app -> db\napp: service \"Album API\"\napp -> s\ns: service \"Photo sequencer\"";
    let parsed = parse_notation(text).unwrap();
    let mut design = parsed.design;
    let claim = |key: &str, does| JobClaim {
        job: "order".to_owned(),
        component: parsed.keys[key],
        does,
    };
    design
        .apply(Edit::SetJobClaims(vec![claim("s", false)]))
        .unwrap();
    assert_eq!(job(&design).evidence, None);
    let claims = vec![claim("s", false), claim("db", true)];
    design.apply(Edit::SetJobClaims(claims)).unwrap();
    assert_eq!(job(&design).evidence.unwrap().by, [parsed.keys["db"]]);
}
