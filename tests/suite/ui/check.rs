//! The Check panel: findings, fixes, plans, failures.

use super::{Stage, WEAK, click, design, folder, press, save, settle, stage, type_text};
use boxdrill::analysis::{Analysis, FixOrder, Report, Severity, WhatIf, analyze};
use boxdrill::model::{Edit, parse_notation, write_design};
use boxdrill::scenario::builtin;
use boxdrill::storage::disk;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use std::path::Path;

#[test]
fn check_explains_itself() {
    let folder = folder();
    let file = folder.path().join("weak.boxdrill");
    save(&file, "scenario url_shortener\nclient -> api -> db");
    let mut stage = stage(folder.path(), Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.get_by_label_contains(" of 100");
    stage.get_by_label("Closest accepted design");
    click(&mut stage, "Options for findings");
    click(&mut stage, "How the score adds up");
    let opened = disk::open(&folder.path().join("weak.boxdrill")).expect("the drawing");
    let report = analyze(&opened.loaded.design, builtin().first());
    let lines = report.score.parts.iter().flat_map(|part| &part.lines);
    let reasons: Vec<&str> = lines.map(|line| line.reason.as_str()).collect();
    for reason in &reasons {
        let times = reasons.iter().filter(|other| *other == reason).count();
        let shown = stage.get_all_by_label(reason).count();
        assert!(shown >= times, "{reason} is shown {shown} of {times} times");
    }
    let finding = stage
        .get_all_by_label_contains("High: ")
        .next()
        .expect("a finding");
    finding.click();
    settle(&mut stage);
    click(&mut stage, "Why?");
    stage.get_by_label("For stakeholders");
    stage.get_by_label("The problem");
    click(&mut stage, "All findings");
    let show = stage.get_all_by_label("Compare side by side").next();
    show.expect("the nearest").scroll_to_me();
    settle(&mut stage);
    let show = stage.get_all_by_label("Compare side by side").next();
    show.expect("the nearest").click();
    settle(&mut stage);
    assert!(stage.get_all_by_label("Close").count() > 0, "it is on show");
}

#[test]
fn what_caps_the_score_is_said() {
    let scenario = &builtin()[0];
    let accepted = &scenario.designs[0];
    let flawed = accepted.keys.values().find_map(|&part| {
        let mut design = accepted.design.clone();
        design.apply(Edit::Remove([part].into())).ok()?;
        let cap = analyze(&design, Some(scenario)).score.cap?;
        design
            .apply(Edit::SetScenario(Some(scenario.id.clone())))
            .ok()?;
        Some((design, cap))
    });
    let (design, cap) = flawed.expect("a part whose loss is grave");
    let folder = folder();
    let file = folder.path().join("flawed.boxdrill");
    std::fs::write(&file, write_design(&design)).expect("the folder can be written");
    let mut stage = stage(folder.path(), Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.get_by_label(&cap.describe());
}

#[test]
fn a_drawing_too_small_to_judge_shows_no_full_points() {
    let parts = |text: &str| {
        let folder = folder();
        let file = folder.path().join("small.boxdrill");
        save(&file, text);
        let mut stage = stage(folder.path(), Some(file));
        press(&mut stage, Modifiers::COMMAND, Key::Enter);
        let design = parse_notation(text).expect("the text is sound").design;
        let score = analyze(&design, None).score;
        let cap = score.cap.expect("not all is told");
        stage.get_by_label(&cap.describe());
        let shown = score.parts.iter().filter(|part| {
            let row = format!("{} {} of {}", part.category.label(), part.points, part.of);
            stage.query_by_label(&row).is_some()
        });
        (shown.count(), score.parts.len())
    };
    let small = "client -> api -> db\nclient: client\napi: service\ndb: sql\n";
    assert_eq!(parts(small).0, 0);
    let (shown, all) = parts(&format!(
        "{small}api -> bus: async\nbus: queue\nbus -> mailer\nmailer: worker\n"
    ));
    assert_eq!(shown, all);
}

/// What the check says about the weak drawing.
fn weak_report() -> Report {
    let design = parse_notation(WEAK).expect("the text is sound").design;
    analyze(&design, builtin().first())
}

/// A window on [`WEAK`] with the check panel open and all fixes tried out.
pub(super) fn weak_stage(folder: &Path) -> Stage {
    let file = folder.join("weak.boxdrill");
    save(&file, WEAK);
    let mut stage = stage(folder, Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.run();
    stage
}

fn replicas(stage: &Stage, name: &str) -> u32 {
    let mut all = design(stage).components();
    all.find(|(_, c)| c.name == name)
        .expect("it is drawn")
        .1
        .replicas
        .count()
}

/// Opens the first card whose name begins so.
pub(super) fn open_card(stage: &mut Stage, name: &str) {
    let card = stage.get_all_by_label_contains(name).next();
    card.expect("a finding").click();
    settle(stage);
    stage.run();
}

/// Asks for the best next step, where it is not shown yet.
fn show_best(stage: &mut Stage) {
    if stage.query_by_label("Show the best next step").is_some() {
        click(stage, "Show the best next step");
    }
}

#[test]
fn a_hint_says_where_and_a_finding_first_says_what() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    open_card(&mut stage, "Critical: Single point of failure");
    let gates = |stage: &Stage| stage.query_all_by_label("Gate").count();
    let before = gates(&stage);
    click(&mut stage, "Hint");
    assert_eq!(gates(&stage), before + 1, "the box is named");
    assert!(stage.query_by_label("Hint").is_none());
    stage.get_by_label("Show the fix");
}

#[test]
fn points_of_an_applied_fix_are_no_best_score() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let own = weak_report().score.total;
    click(&mut stage, "Show the best next step");
    click(&mut stage, "Apply");
    stage.run();
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    let total = analyze(design(&stage), builtin().first()).score.total;
    assert!(total > own);
    stage.get_by_label(&format!(
        "{} of the points were earned with help",
        total - own
    ));
    let best = || {
        let text = std::fs::read_to_string(folder.path().join("state/profile.json"));
        text.expect("it is kept")
    };
    assert!(best().contains(&format!("\"best\": {own}")), "{}", best());
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    assert!(stage.query_by_label_contains("earned with help").is_none());
}

/// Closing the window and opening the file again is no way around what was given away.
#[test]
fn what_was_asked_and_taken_is_there_again_when_the_file_is_opened() {
    let folder = folder();
    let mut first = weak_stage(folder.path());
    let own = weak_report().score.total;
    click(&mut first, "Show the best next step");
    click(&mut first, "Brief");
    let question = &builtin()[0].questions[0];
    click(&mut first, &question.ask);
    click(&mut first, "Take a hint");
    press(&mut first, Modifiers::COMMAND, Key::S);
    drop(first);

    let file = folder.path().join("weak.boxdrill");
    let mut second = stage(folder.path(), Some(file));
    click(&mut second, "Brief");
    second.get_by_label(&question.answer);
    second.get_by_label(&builtin()[0].hints[0].text);
    press(&mut second, Modifiers::COMMAND, Key::Enter);
    second.run();
    second.get_by_label("Help used: 1 hint, 1 fix shown");
    second.get_by_label_contains("1 of ");
    // The fix that was read before counts as assisted now.
    click(&mut second, "Apply");
    press(&mut second, Modifiers::COMMAND, Key::Enter);
    let total = analyze(design(&second), builtin().first()).score.total;
    second.get_by_label(&format!(
        "{} of the points were earned with help",
        total - own
    ));
}

#[test]
fn a_sheet_without_a_flow_gets_no_score() {
    let folder = folder();
    let file = folder.path().join("sketch.boxdrill");
    save(&file, "scenario url_shortener\nclient\napi\ndb");
    let mut stage = stage(folder.path(), Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    assert!(stage.query_by_label_contains(" of 100").is_none());
    stage.get_by_label("Draw one flow from a client to a database, then check it");
    let kept = std::fs::read_to_string(folder.path().join("state/profile.json"));
    assert!(!kept.unwrap_or_default().contains("\"best\""));
}

#[test]
fn a_check_ends_with_what_was_good_and_what_to_be_ready_for() {
    let folder = folder();
    // Nobody has to open it.
    let mut stage = weak_stage(folder.path());
    stage.get_by_label("Fix this first");
    stage.get_by_label("Practice next");
    let points = "Key points";
    let count = stage.get_all_by_label(points).count();
    assert!((1..=3).contains(&count), "{count}");
    let shown = |stage: &Stage| stage.query_all_by_label_contains("· ").count();
    let before = shown(&stage);
    let first = stage.get_all_by_label(points).next();
    first.expect("a question").click();
    settle(&mut stage);
    assert!(shown(&stage) > before);
}

#[test]
fn a_fix_is_shown_before_it_is_made_and_is_one_step() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    open_card(&mut stage, "Critical: Single point of failure");
    let fix = "Fix: Run 2 instances of each of 2 components";
    assert!(
        stage.query_by_label(fix).is_none(),
        "the problem comes first"
    );
    click(&mut stage, "Show the fix");
    assert!(stage.query_by_label_contains("Preview: ").is_none());
    stage.get_by_label(fix).hover();
    settle(&mut stage);
    stage.get_by_label("Preview: Run 2 instances of each of 2 components");
    let changed = stage.get_all_by_label_contains("2 instances, will change");
    assert_eq!(changed.count(), 2);
    assert_eq!(replicas(&stage, "Gate"), 1, "only shown");
    stage.get_by_label("Drawing").hover();
    settle(&mut stage);
    assert!(stage.query_by_label_contains("Preview: ").is_none());
    click(&mut stage, fix);
    assert_eq!(replicas(&stage, "Gate"), 2);
    click(&mut stage, "Undo this step");
    assert_eq!(replicas(&stage, "Gate"), 1, "one step");
    assert!(stage.query_by_label("Undo this step").is_none());
}

#[test]
fn the_best_next_step_can_be_taken_from_the_top() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    assert!(stage.query_by_label_contains("Best next step: ").is_none());
    click(&mut stage, "Show the best next step");
    stage.get_by_label_contains("Best next step: ");
    let before = design(&stage).clone();
    click(&mut stage, "Apply");
    assert_ne!(design(&stage), &before);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(design(&stage).components().len(), before.components().len());
}

#[test]
fn the_best_next_step_is_the_best_at_what_is_asked_for() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let (weak, scenario) = (design(&stage).clone(), builtin().first());
    let analysis = Analysis::new(&weak, scenario);
    let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
    let fixer = analysis.fixer(&report, &numbers);
    let mut seen = std::collections::BTreeSet::new();
    for (order, name) in FixOrder::ALL {
        click(&mut stage, "Options for findings");
        click(&mut stage, name);
        press(&mut stage, Modifiers::NONE, Key::Escape);
        show_best(&mut stage);
        let ranked = fixer.fixes(order);
        let (_, best) = ranked.iter().find(|(_, fix)| fix.helps()).expect("a step");
        stage.get_by_label(&format!("Best next step: {}", best.label));
        stage
            .get_all_by_label(&best.describe())
            .next()
            .expect("its effect");
        seen.insert(best.label.clone());
    }
    assert!(seen.len() > 1, "{seen:?}");
    click(&mut stage, "Apply");
    stage.run();
    show_best(&mut stage);
    let after = Analysis::new(design(&stage), scenario);
    let (report, numbers) = (after.report(), after.estimate(&WhatIf::default()));
    let ranked = (after.fixer(&report, &numbers)).fixes(FixOrder::Availability);
    let (_, best) = ranked.iter().find(|(_, fix)| fix.helps()).expect("a step");
    let kept = format!("Best next step: {}", best.label);
    stage.get_by_label(&kept);
}

#[test]
fn the_cheapest_way_to_the_targets_is_shown_before_it_is_made_and_is_one_step() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let (weak, scenario) = (design(&stage).clone(), builtin().first());
    let plan = Analysis::new(&weak, scenario).plan();
    assert!(plan.steps.len() > 1);
    stage
        .get_by_label("Find the cheapest way to meet the targets")
        .click();
    for _ in 0..2_000 {
        stage.step();
        if stage.query_by_label(&plan.title()).is_some() {
            break;
        }
    }
    stage.get_by_label(&plan.title());
    for step in &plan.steps {
        stage.get_by_label(&step.label);
    }
    stage.get_by_label("Apply all").hover();
    settle(&mut stage);
    stage.get_by_label_contains("Preview: ");
    assert_eq!(
        design(&stage).components().len(),
        weak.components().len(),
        "only shown"
    );
    click(&mut stage, "Apply all");
    assert_eq!(analyze(design(&stage), scenario).score.total, plan.score);
    assert!(
        stage.query_by_label(&plan.title()).is_none(),
        "it was about the drawing before"
    );
    click(&mut stage, "Undo this step");
    assert!(
        design(&stage).components().eq(weak.components()),
        "one step"
    );
}

#[test]
fn accepted_findings_move_aside_with_their_reason_and_back() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let critical = stage.get_by_label_contains("Critical ");
    let counted = format!("{critical:?}");
    open_card(&mut stage, "Critical: Single point of failure");
    click(&mut stage, "Accept…");
    type_text(&mut stage, "One office, one gate");
    click(&mut stage, "Also exclude this finding from the score");
    click(&mut stage, "Save the reason");
    // The best next step is looked for again, and what lies below it finds its place.
    stage.run();
    let accepted = design(&stage).acceptances().to_vec();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].reason, "One office, one gate");
    assert!(accepted[0].unscored);
    let critical = stage.get_by_label_contains("Critical ");
    assert_ne!(format!("{critical:?}"), counted, "it is counted no longer");
    click(&mut stage, "Accepted (1) group");
    stage.get_by_label("One office, one gate");
    click(&mut stage, "Reopen");
    assert!(design(&stage).acceptances().is_empty());
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(design(&stage).acceptances(), accepted, "one step");
}

#[test]
fn hidden_severities_and_the_audience_are_remembered() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    click(&mut stage, "Options for findings");
    click(&mut stage, "Stakeholders");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    let criticals = weak_report().count(Severity::Critical);
    let filter = format!("Critical {criticals}");
    stage.get_by_label_contains(&filter).click();
    settle(&mut stage);
    assert!(stage.query_by_label_contains("Critical: ").is_none());
    drop(stage);
    let text = std::fs::read_to_string(folder.path().join("state/profile.json"));
    let text = text.expect("it is kept");
    assert!(text.contains("\"audience\": \"stakeholders\""), "{text}");
    let file = folder.path().join("weak.boxdrill");
    let mut stage = self::stage(folder.path(), Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage
        .get_all_by_label_contains("High: ")
        .next()
        .expect("the others show");
    assert!(stage.query_by_label_contains("Critical: ").is_none());
}

#[test]
fn the_check_runs_when_it_is_asked_for_or_while_one_draws() {
    let folder = folder();
    let file = folder.path().join("weak.boxdrill");
    save(&file, WEAK);
    let mut stage = stage(folder.path(), Some(file));
    stage.run();
    assert!(stage.query_by_label_contains(" of 100").is_none());
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    let report = weak_report();
    stage.get_by_label(&report.describe_open());
    stage.get_by_label_contains(" of 100");
    assert!(stage.query_by_label("Changed since this check").is_none());
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, Modifiers::NONE, Key::ArrowRight);
    stage.get_by_label("Changed since this check");
    stage.get_by_label(&format!("{} at the last check", report.describe_open()));
    click(&mut stage, "Check again");
    assert!(stage.query_by_label("Changed since this check").is_none());
    press(&mut stage, Modifiers::COMMAND, Key::Comma);
    click(&mut stage, "On");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    press(&mut stage, Modifiers::NONE, Key::ArrowRight);
    assert!(stage.query_by_label("Changed since this check").is_none());
    stage.get_by_label(&report.describe_open());
}

#[test]
fn the_table_of_failures_says_what_stops() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    click(&mut stage, "What happens when a component fails group");
    stage.get_by_label("If Gate fails, Open a short link is down");
    stage.get_by_label_contains("“Open a short link” stops if ");
    assert!(
        stage
            .query_by_label_contains("Count a click stops")
            .is_none(),
        "it does not work anyway"
    );
}

#[test]
fn numbers_and_targets_are_told_when_they_are_asked_for() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    click(&mut stage, "Brief");
    let fact = &builtin()[0].facts[0];
    assert!(stage.query_by_label(&fact.value).is_none());
    click(&mut stage, &format!("Ask: {}", fact.label));
    stage.get_by_label(&fact.value);
    click(&mut stage, "Ask: Budget");
    stage.get_by_label_contains(" a month");
}

#[test]
fn whoever_opens_an_accepted_design_gains_with_help_from_then_on() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let compare = stage.get_all_by_label("Compare side by side").next();
    compare.expect("an accepted design").click();
    settle(&mut stage);
    let help = design(&stage).help();
    assert_eq!(help.score_before_answer, Some(weak_report().score.total));
}
