//! The whole window without a screen, by what its controls are called.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use boxdrill::analysis::rules;
use boxdrill::analysis::{Order, Report, Severity, analyze, fixes, plan};
use boxdrill::app::{App, Surroundings};
use boxdrill::model::parse_notation;
use boxdrill::scenario::builtin;
use boxdrill::storage::disk;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

pub(crate) type Stage = Harness<'static, Option<App>>;

/// A window on a folder of its own, on a file where one is given; so high that nothing has to be scrolled to.
pub(crate) fn stage(folder: &Path, file: Option<PathBuf>) -> Stage {
    stage_of(folder, file, vec2(1440.0, 4000.0))
}

/// A window of this size.
pub(crate) fn stage_of(folder: &Path, file: Option<PathBuf>, size: egui::Vec2) -> Stage {
    let around = Surroundings {
        state_dir: Some(folder.join("state")),
        scenarios_dir: Some(folder.join("scenarios")),
        native_dialogs: false,
    };
    let start = RefCell::new(Some((around, file)));
    let mut stage = Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                if let Some(app) = app {
                    app.frame(ui);
                } else {
                    let (around, file) = start.take().expect("the first frame");
                    *app = Some(App::new(ui.ctx(), around, file.as_deref()));
                }
            },
            None,
        );
    settle(&mut stage);
    stage
}

/// Lets timers of the window (the recovery copy) be: they ask for a frame later, which is no unrest.
pub(crate) fn settle(stage: &mut Stage) {
    stage.run_steps(8);
}

pub(crate) fn click(stage: &mut Stage, label: &str) {
    stage.get_by_label(label).click();
    settle(stage);
}

pub(crate) fn type_text(stage: &mut Stage, text: &str) {
    stage.event(Event::Text(text.to_owned()));
    settle(stage);
}

pub(crate) fn press(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    stage.key_press_modifiers(modifiers, key);
    settle(stage);
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn home_lists_the_prompts_and_opens_one() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    for title in [
        "URL shortener",
        "Messenger",
        "Chat system",
        "Video streaming",
    ] {
        stage.get_by_label(title);
    }
    click(&mut stage, "URL shortener");
    stage.get_by_label("Find a component");
    stage.get_by_label("Questions you may ask");
}

#[test]
fn typing_a_product_offers_its_kind_and_a_click_places_it() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    stage.get_by_label("Find a component").focus();
    settle(&mut stage);
    type_text(&mut stage, "kafka");
    click(&mut stage, "Kafka, Event log");
    stage.get_by_label_contains("1 component");
    stage.get_by_label("One replica more");
}

#[test]
fn letters_that_are_keys_stay_letters_while_text_is_typed() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    stage.get_by_label("Find a component").focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::NONE, Key::N);
    press(&mut stage, Modifiers::NONE, Key::Delete);
    stage.get_by_label_contains("0 components");
    assert!(
        stage.query_by_label("Name on the canvas").is_none(),
        "no note was placed"
    );
}

#[test]
fn check_explains_itself() {
    let folder = folder();
    let file = folder.path().join("weak.boxdrill");
    save(&file, "scenario url_shortener\nclient -> api -> db");
    let mut stage = stage(folder.path(), Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.get_by_label_contains(" of 100");
    stage.get_by_label("Nearest accepted design");
    click(&mut stage, "How it adds up");
    let opened = disk::open(&folder.path().join("weak.boxdrill")).expect("the drawing");
    let report = analyze(&opened.loaded.design, builtin().first());
    let line = &report.score.parts[0].lines[0];
    stage.get_by_label_contains(&line.reason);
    let finding = stage
        .get_all_by_label_contains("High: ")
        .next()
        .expect("a finding");
    finding.click();
    settle(&mut stage);
    click(&mut stage, "Why?");
    stage.get_by_label("In words for stakeholders");
    stage.get_by_label("Raises it");
    click(&mut stage, "All findings");
    stage
        .get_all_by_label("Show it beside yours")
        .next()
        .expect("the nearest")
        .click();
    settle(&mut stage);
    assert!(
        stage.get_all_by_label("Put it away").count() > 0,
        "it is on show"
    );
}

#[test]
fn undo_takes_back_what_a_click_placed() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "DNS");
    stage.get_by_label_contains("1 component");
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    stage.get_by_label_contains("0 components");
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    stage.get_by_label_contains("1 component");
}

#[test]
fn a_drawing_is_saved_where_the_path_field_says() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "DNS");
    press(&mut stage, Modifiers::COMMAND, Key::S);
    replace_path(&mut stage, &folder.path().join("mine"));
    click(&mut stage, "Save");
    let saved = disk::open(&folder.path().join("mine.boxdrill")).expect("it was saved");
    assert_eq!(saved.loaded.design.components().len(), 1);
    stage.get_by_label("mine.boxdrill");
}

#[test]
fn pictures_and_reports_are_exported() {
    let folder = folder();
    let file = folder.path().join("small.boxdrill");
    save(&file, "client -> api -> db");
    let mut stage = stage(folder.path(), Some(file));
    let formats: [(&str, &str, &[u8]); 3] = [
        ("PNG", "png", b"\x89PNG"),
        ("SVG", "svg", b"<svg"),
        ("Report", "html", b"<!doctype html>"),
    ];
    for (format, extension, head) in formats {
        press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
        click(&mut stage, format);
        // The bar has a button of this name too; the form's comes later.
        stage
            .get_all_by_label("Export…")
            .last()
            .expect("the form's button")
            .click();
        settle(&mut stage);
        let path = folder.path().join(format!("out.{extension}"));
        replace_path(&mut stage, &path);
        click(&mut stage, "Export");
        let bytes = std::fs::read(&path).expect("it was exported");
        assert!(bytes.starts_with(head), "{format}");
    }
}

#[test]
fn leaving_unsaved_work_asks_first() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "DNS");
    press(&mut stage, Modifiers::COMMAND, Key::N);
    stage.get_by_label("Save the drawing first?");
    click(&mut stage, "Cancel");
    stage.get_by_label_contains("1 component");
    press(&mut stage, Modifiers::COMMAND, Key::N);
    click(&mut stage, "Discard changes");
    stage.get_by_label_contains("0 components");
}

#[test]
fn a_file_that_cannot_be_opened_is_named_and_the_drawing_stays() {
    let folder = folder();
    let broken = folder.path().join("broken.boxdrill");
    std::fs::write(&broken, "{\"version\": 1, \"components\": [").expect("it is written");
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    press(&mut stage, Modifiers::COMMAND, Key::O);
    replace_path(&mut stage, &broken);
    click(&mut stage, "Open");
    stage.get_by_label_contains("the file is damaged");
    stage.get_by_label_contains("0 components");
}

#[test]
fn prompts_of_the_user_are_read_and_broken_ones_named() {
    let folder = folder();
    let scenarios = folder.path().join("scenarios");
    std::fs::create_dir_all(&scenarios).expect("a folder");
    std::fs::write(scenarios.join("broken.json"), "{\n\"id\": 3\n}").expect("it is written");
    let own = include_str!("../../scenarios/messenger.json")
        .replace("\"id\": \"messenger\"", "\"id\": \"our_messenger\"")
        .replace("\"title\": \"Messenger\"", "\"title\": \"Our messenger\"");
    std::fs::write(scenarios.join("own.json"), own).expect("it is written");
    let stage = stage(folder.path(), None);
    stage.get_by_label("Our messenger");
    let problem = stage.get_by_label_contains("broken.json");
    assert!(format!("{problem:?}").contains("line 2"));
}

#[test]
fn the_command_palette_finds_and_runs() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    press(&mut stage, Modifiers::COMMAND, Key::K);
    type_text(&mut stage, "select all");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    assert!(stage.query_by_label("Find a command").is_none());
}

#[test]
fn a_window_at_rest_asks_for_no_frame() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    stage.run();
    click(&mut stage, "URL shortener");
    stage.run();
}

pub(crate) fn save(path: &Path, notation: &str) {
    let (loaded, _) = disk::parse(notation.as_bytes()).expect("sound notation");
    disk::save(path, &loaded.design, disk::Overwrite::Never).expect("it can be saved");
}

pub(crate) fn replace_path(stage: &mut Stage, path: &Path) {
    stage.get_by_label("Path of the file").focus();
    settle(stage);
    press(stage, Modifiers::COMMAND, Key::A);
    type_text(stage, &path.display().to_string());
}

/// The harness fails on a control without a name whenever it runs until rest.
#[test]
fn every_control_has_a_name_on_every_panel() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    let all = Modifiers::COMMAND | Modifiers::SHIFT;
    for (modifiers, key) in [
        (Modifiers::COMMAND, Key::Comma),
        (Modifiers::NONE, Key::F1),
        (Modifiers::COMMAND, Key::K),
        (Modifiers::COMMAND, Key::O),
    ] {
        press(&mut stage, modifiers, key);
        stage.run();
        press(&mut stage, Modifiers::NONE, Key::Escape);
    }
    click(&mut stage, "Chat system");
    for step in ["Take a hint", "Client", "Inspector", "Numbers group"] {
        click(&mut stage, step);
        stage.run();
    }
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.run();
    press(&mut stage, all, Key::E);
    stage.run();
    press(&mut stage, Modifiers::NONE, Key::Escape);
    stage.set_size(vec2(960.0, 600.0));
    stage.run();
    for title in ["File", "Edit", "Tools", "View", "Help"] {
        click(&mut stage, title);
        stage.run();
        press(&mut stage, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn typing_in_a_field_is_one_step_of_undo_even_when_the_field_goes_away() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "Client");
    click(&mut stage, "Inspector");
    let field = egui::accesskit::Role::TextInput;
    stage.get_by_role_and_label(field, "Technology").focus();
    settle(&mut stage);
    for letter in ["i", "O", "S"] {
        type_text(&mut stage, letter);
    }
    click(&mut stage, "Mobile client");
    let technologies = |stage: &Stage| {
        let document = stage.state().as_ref().and_then(App::document);
        let design = document.expect("a drawing is open").design();
        let all = design.components().map(|(_, c)| c.technology.clone());
        all.collect::<Vec<_>>()
    };
    assert_eq!(technologies(&stage), ["iOS", ""]);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(technologies(&stage), ["iOS"]);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(technologies(&stage), [""]);
}

#[test]
fn a_first_save_goes_on_with_what_was_wanted() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "Client");
    press(&mut stage, Modifiers::COMMAND, Key::N);
    click(&mut stage, "Save");
    let path = folder.path().join("kept.boxdrill");
    replace_path(&mut stage, &path);
    press(&mut stage, Modifiers::NONE, Key::Enter);
    assert!(path.exists());
    let document = stage.state().as_ref().and_then(App::document);
    let drawn = document.expect("a drawing is open").design().components();
    assert_eq!(drawn.len(), 0, "the new drawing follows");
}

#[test]
fn recovered_work_is_never_without_a_copy() {
    use boxdrill::storage::recovery::Recovery;
    let folder = folder();
    let state = folder.path().join("state");
    let (loaded, _) = disk::parse(b"client -> api -> db").expect("sound notation");
    Recovery::new(&state)
        .write(&loaded.design, None)
        .expect("a copy");
    // A copy of this very process counts as in use: make it look like one of a process that is gone.
    let about = copies(&state, "json").pop().expect("what it is about");
    let text = std::fs::read_to_string(&about).expect("it can be read");
    let text = text.replace(
        &format!("\"pid\": {}", std::process::id()),
        "\"pid\": 4000000000",
    );
    std::fs::write(&about, text).expect("it can be written");
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "Open it");
    stage.get_by_label_contains("3 components");
    drop(stage);
    let left = copies(&state, "boxdrill");
    assert_eq!(
        left.len(),
        1,
        "the new copy took the place of the old one: {left:?}"
    );
    let copy = disk::open(&left[0]).expect("the copy");
    assert_eq!(copy.loaded.design.components().len(), 3);
}

pub(crate) fn copies(state: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(state.join("recovery")).expect("the folder");
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

#[test]
fn an_exported_picture_replaces_no_file() {
    let folder = folder();
    let file = folder.path().join("small.boxdrill");
    save(&file, "client -> api -> db");
    let before = std::fs::read(&file).expect("the drawing");
    let picture = folder.path().join("small.boxdrill.png");
    std::fs::write(&picture, "mine").expect("a file");
    let mut stage = stage(folder.path(), Some(file.clone()));
    press(&mut stage, Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    press(&mut stage, Modifiers::NONE, Key::Enter);
    replace_path(&mut stage, &file);
    click(&mut stage, "Export");
    stage.get_by_label_contains("there is already a file of this name");
    assert_eq!(std::fs::read(&file).expect("the drawing"), before);
    assert_eq!(std::fs::read(&picture).expect("the other file"), b"mine");
}

/// One machine of everything, for the URL shortener.
const WEAK: &str = "
scenario url_shortener
client -> gate -> api -> db
gate: api_gateway_self_run \"Gate\"
api: service \"Link API\"
db: sql \"Links DB\"
";

/// What the check says about the weak drawing.
fn weak_report() -> Report {
    let design = parse_notation(WEAK).expect("the text is sound").design;
    analyze(&design, builtin().first())
}

/// A window on [`WEAK`] with the check panel open and all fixes tried out.
fn weak_stage(folder: &Path) -> Stage {
    let file = folder.join("weak.boxdrill");
    save(&file, WEAK);
    let mut stage = stage(folder, Some(file));
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.run();
    stage
}

pub(crate) fn design(stage: &Stage) -> &boxdrill::model::Design {
    let document = stage.state().as_ref().and_then(App::document);
    document.expect("a drawing is open").design()
}

fn replicas(stage: &Stage, name: &str) -> u32 {
    let mut all = design(stage).components();
    all.find(|(_, c)| c.name == name)
        .expect("it is drawn")
        .1
        .replicas
}

fn click_at(stage: &mut Stage, pos: egui::Pos2) {
    stage.event(Event::PointerMoved(pos));
    settle(stage);
    for pressed in [true, false] {
        stage.event(Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        settle(stage);
    }
}

/// Opens the first card whose name begins so.
fn open_card(stage: &mut Stage, name: &str) {
    let card = stage.get_all_by_label_contains(name).next();
    card.expect("a finding").click();
    settle(stage);
    stage.run();
}

#[test]
fn a_fix_is_shown_before_it_is_made_and_is_one_step() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    open_card(&mut stage, "Critical: Single point of failure");
    let fix = "Fix: Run two of Gate";
    assert!(stage.query_by_label_contains("Preview: ").is_none());
    stage.get_by_label(fix).hover();
    settle(&mut stage);
    stage.get_by_label("Preview: Run two of Gate");
    stage.get_by_label_contains("2 replicas, would change");
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
    let report = analyze(&weak, scenario);
    let mut seen = std::collections::BTreeSet::new();
    for (order, name) in Order::ALL {
        click(&mut stage, name);
        let ranked = fixes(&weak, scenario, &report, order);
        let (_, best) = &ranked[0];
        stage.get_by_label(&format!("Best next step: {}", best.label));
        stage
            .get_all_by_label(&best.said())
            .next()
            .expect("its effect");
        seen.insert(best.label.clone());
    }
    assert!(seen.len() > 1, "{seen:?}");
    click(&mut stage, "Apply");
    stage.run();
    let after = analyze(design(&stage), scenario);
    let ranked = fixes(design(&stage), scenario, &after, Order::Availability);
    let kept = format!("Best next step: {}", ranked[0].1.label);
    stage.get_by_label(&kept);
}

#[test]
fn the_cheapest_way_to_the_targets_is_shown_before_it_is_made_and_is_one_step() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    let (weak, scenario) = (design(&stage).clone(), builtin().first());
    let plan = plan(&weak, scenario);
    assert!(plan.steps.len() > 1);
    stage
        .get_by_label("Find the cheapest way to the targets")
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
    click(&mut stage, "Also leave it out of the score");
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
    click(&mut stage, "No longer accept");
    assert!(design(&stage).acceptances().is_empty());
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(design(&stage).acceptances(), accepted, "one step");
}

#[test]
fn hidden_severities_and_the_audience_are_remembered() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    click(&mut stage, "Stakeholders");
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
fn the_check_runs_while_one_draws_unless_it_is_turned_off() {
    let folder = folder();
    let file = folder.path().join("weak.boxdrill");
    save(&file, WEAK);
    let mut stage = stage(folder.path(), Some(file));
    stage.run();
    let report = weak_report();
    let loud = Severity::ALL.into_iter().filter(|&s| s != Severity::Info);
    let counts: Vec<String> = loud
        .filter(|&severity| report.count(severity) > 0)
        .map(|severity| {
            format!(
                "{} {}",
                report.count(severity),
                severity.label().to_lowercase()
            )
        })
        .collect();
    click(&mut stage, &counts.join(", "));
    stage.get_by_label_contains(" of 100");
    press(&mut stage, Modifiers::COMMAND, Key::Comma);
    click(&mut stage, "When asked");
    press(&mut stage, Modifiers::NONE, Key::Escape);
    assert!(stage.query_by_label_contains(" of 100").is_none());
    press(&mut stage, Modifiers::COMMAND, Key::Enter);
    stage.get_by_label_contains(" of 100");
}

#[test]
fn the_table_of_failures_says_what_stops() {
    let folder = folder();
    let mut stage = weak_stage(folder.path());
    click(&mut stage, "What if it fails group");
    stage.get_by_label("If Gate fails, Open a short link is down");
    stage.get_by_label_contains("Open a short link stops when ");
    assert!(
        stage
            .query_by_label_contains("Count a click stops")
            .is_none(),
        "it does not work anyway"
    );
}

#[test]
fn safeguards_retries_and_flows_are_told_in_the_inspector() {
    let folder = folder();
    let file = folder.path().join("weak.boxdrill");
    save(&file, WEAK);
    let mut stage = stage(folder.path(), Some(file));
    let second = |stage: &Stage| {
        let second = design(stage).connections().nth(1);
        second.expect("it is drawn").1.clone()
    };
    let [gate, api] = ["Gate, ", "Link API, "].map(|name| stage.get_by_label_contains(name).rect());
    click_at(&mut stage, gate.right_center().lerp(api.left_center(), 0.5));
    click(&mut stage, "Inspector");
    click(&mut stage, "Reliability group");
    click(&mut stage, "timeout");
    click(&mut stage, "Open a short link");
    let field = egui::accesskit::Role::TextInput;
    stage.get_by_role_and_label(field, "Retries").focus();
    settle(&mut stage);
    type_text(&mut stage, "3x");
    let said = second(&stage);
    assert_eq!(said.retries, Some(3));
    assert!(
        said.safeguards
            .contains(&boxdrill::model::Safeguard::Timeout)
    );
    assert_eq!(said.flows.map(|flows| flows.len()), Some(2));
    click(&mut stage, "Auto");
    assert_eq!(second(&stage).flows, None);
}

#[test]
fn owners_are_suggested_once_they_are_used() {
    let folder = folder();
    let file = folder.path().join("owned.boxdrill");
    save(
        &file,
        "client -> api -> db\napi: service \"Link API\" owner=\"Links\" step=2",
    );
    let mut stage = stage(folder.path(), Some(file));
    stage.get_by_label("Drawing").focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::NONE, Key::Tab);
    click(&mut stage, "Inspector");
    click(&mut stage, "Programme group");
    click(&mut stage, "Owned by Links");
    let owners = |stage: &Stage| {
        let all = design(stage).components();
        all.filter(|(_, c)| c.owner == "Links").count()
    };
    assert_eq!(owners(&stage), 2);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(owners(&stage), 1);
}

#[test]
fn the_handbook_opens_at_what_is_selected_and_leads_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("drawing.txt");
    std::fs::write(&file, "client -> api -> cache\n").expect("a file");
    let mut stage = stage(folder.path(), Some(file));
    stage.key_press(Key::F1);
    stage.run();
    assert!(
        stage.query_by_label("The handbook").is_some(),
        "nothing is selected"
    );
    stage.get_by_label("Search the handbook").type_text("redis");
    stage.run();
    stage.get_by_label("Page Cache").click();
    stage.run();
    assert!(stage.query_by_label("How it fails").is_some());
    // A link leads to a rule's page, and there is a way back.
    let rule = rules::get("stampede").expect("a rule").title;
    let mut links = stage.query_all_by_label(rule);
    links.next().expect("a link to the rule").click_accesskit();
    drop(links);
    stage.run();
    assert!(stage.query_by_label("In words for stakeholders").is_some());
    stage.get_by_label("Back").click();
    stage.run();
    assert!(stage.query_by_label("When to use it").is_some());
    stage.get_by_label("Close").click();
    stage.run();
    assert!(stage.query_by_label("Search the handbook").is_none());
}

#[test]
fn a_newcomer_is_led_through_a_first_drawing_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = stage(folder.path(), None);
    stage.get_by_label("Show me").click();
    stage.run();
    for (lesson, kind) in [
        ("Place a client", "client"),
        ("Place a service", "app service"),
    ] {
        assert!(stage.query_by_label(lesson).is_some(), "{lesson}");
        stage.key_press(Key::Slash);
        stage.run();
        stage.get_by_label("Component or product").type_text(kind);
        stage.run();
        stage.key_press(Key::Enter);
        stage.run();
    }
    assert!(stage.query_by_label("Connect them").is_some());
    stage.get_by_label("Skip the guide").click();
    stage.run();
    assert!(stage.query_by_label("Connect them").is_none());
    // It is not offered again, but the path leads to it.
    stage.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    stage.run();
    assert!(stage.query_by_label("Show me").is_none());
    let step = "Step: Your first drawing, Three boxes and a client, done";
    assert!(stage.query_by_label(step).is_some());
}

#[test]
fn prompts_are_found_by_skill_difficulty_and_what_was_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = stage(folder.path(), None);
    let listed = |stage: &Stage| {
        let titles = builtin().iter().map(|prompt| prompt.title.as_str());
        titles
            .filter(|title| stage.query_by_label(title).is_some())
            .count()
    };
    assert_eq!(listed(&stage), builtin().len());
    stage.get_by_label("Search prompts").focus();
    stage.run();
    stage.get_by_label("Search prompts").type_text("fan-out");
    stage.run();
    let found = listed(&stage);
    assert!(found > 0 && found < builtin().len(), "{found}");
    stage.get_by_label("Search prompts").type_text(" qqq");
    stage.run();
    assert_eq!(listed(&stage), 0);
}

#[test]
fn flows_are_presented_step_by_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("drawing.txt");
    std::fs::write(
        &file,
        "title \"Shop\"\ntraffic 100\nclient -> api -> db\ndb: sql\n",
    )
    .expect("a file");
    let mut stage = stage(folder.path(), Some(file));
    stage.key_press(Key::F5);
    stage.run();
    assert!(stage.query_by_label("1 flow").is_some());
    assert!(
        stage.query_by_label("Check").is_none(),
        "nothing else is in sight"
    );
    for _ in 0..2 {
        stage.key_press(Key::ArrowRight);
        stage.run();
    }
    assert!(stage.query_by_label_contains(", 1 of 2").is_some());
    stage.get_by_label("Step before").click();
    stage.run();
    assert!(stage.query_by_label("2 steps").is_some());
    stage.key_press(Key::Escape);
    stage.run();
    assert!(stage.query_by_label("1 flow").is_none());
    assert!(
        stage.query_by_label("Find a component").is_some(),
        "back at the drawing"
    );
}

#[test]
fn a_tidy_layout_is_shown_before_it_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("drawing.txt");
    std::fs::write(&file, "client -> api -> db\ndb: sql\n").expect("a file");
    let mut stage = stage(folder.path(), Some(file));
    let tidy = |stage: &mut Stage| {
        stage.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
        stage.run();
    };
    // A drawing from text is laid out already.
    tidy(&mut stage);
    assert!(stage.query_by_label("Keep it").is_none());
    stage.key_press_modifiers(Modifiers::COMMAND, Key::A);
    stage.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowLeft);
    stage.run();
    let places = |stage: &Stage| -> Vec<_> {
        let document = stage
            .state()
            .as_ref()
            .expect("the app")
            .document()
            .expect("open");
        document.design().components().map(|(_, c)| c.at).collect()
    };
    let heap = places(&stage);
    tidy(&mut stage);
    assert_eq!(places(&stage), heap, "nothing is moved yet");
    stage.key_press(Key::Escape);
    stage.run();
    assert_eq!(places(&stage), heap);
    tidy(&mut stage);
    stage.get_by_label("Keep it").click();
    stage.run();
    assert_ne!(places(&stage), heap);
    stage.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    stage.run();
    assert_eq!(places(&stage), heap, "one step of undo");
    press(&mut stage, Modifiers::COMMAND, Key::K);
    type_text(&mut stage, "top to bottom");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    stage.get_by_label("Keep it").click();
    stage.run();
    let tall = places(&stage);
    let extent = |of: fn(&boxdrill::model::Point) -> f64| {
        let all = tall.iter().map(of);
        all.clone().fold(f64::MIN, f64::max) - all.fold(f64::MAX, f64::min)
    };
    assert!(extent(|at| at.y) > extent(|at| at.x), "{tall:?}");
}

#[test]
fn zooming_the_drawing_leaves_the_size_of_the_interface_alone() {
    let folder = folder();
    let file = folder.path().join("one.txt");
    std::fs::write(&file, "client -> api").expect("the folder can be written");
    let mut stage = stage(folder.path(), Some(file));
    let size = stage.ctx.zoom_factor();
    for key in [Key::Equals, Key::Equals, Key::Minus, Key::Num0] {
        press(&mut stage, Modifiers::COMMAND, key);
        assert!((stage.ctx.zoom_factor() - size).abs() < 1e-6);
    }
    assert!(stage.query_by_label("100\u{a0}%").is_some());
}
