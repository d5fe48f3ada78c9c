//! Prompts of one's own: made from drawings in the window, shared as files, and packs of them, also broken and hostile ones.

use std::fs;
use std::path::Path;

use boxdrill::scenario::{Need, Scenario, author, builtin};
use boxdrill::storage::scenario_files::{load_library, read_scenario};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::ui::{Stage, click, folder, press, settle, stage, type_text};

const SHOP: &str = "title \"Our shop\"\nclient -> shop\nshop: service \"Shop\"\nshop -> orders: write\norders: sql \"Orders\"\nshop -> bank\nbank: payment_provider \"Bank\"\n";

/// What the prompts that are written by hand are called.
const TITLE: &str = "Links, my way";

fn command(stage: &mut Stage, name: &str) {
    press(stage, Modifiers::COMMAND, Key::K);
    type_text(stage, name);
    press(stage, Modifiers::NONE, Key::Enter);
}

/// A window with the shop drawn.
fn drawn(folder: &Path) -> Stage {
    let file = folder.join("shop.txt");
    fs::write(&file, SHOP).expect("the folder can be written");
    stage(folder, Some(file))
}

fn kept(folder: &Path) -> Scenario {
    let (prompt, _) =
        read_scenario(&folder.join("scenarios/our_shop.json")).expect("the prompt was kept");
    prompt
}

/// A small prompt of this id that anybody could have written.
fn small(id: &str) -> String {
    let design = &builtin()[0].designs[0].design;
    let made = author::from_drawing(design, Some(&builtin()[0]), |_| false);
    let made = Scenario {
        id: id.to_owned(),
        title: TITLE.to_owned(),
        ..made.expect("the drawing is a prompt")
    };
    author::write(&made).expect("the prompt is valid")
}

#[test]
fn a_drawing_becomes_a_prompt_to_draw_from_memory() {
    let folder = folder();
    let mut stage = drawn(folder.path());
    command(&mut stage, "make a prompt");
    stage.get_by_label("Make a prompt from this drawing");
    click(&mut stage, "Parts");
    click(&mut stage, "Optional: Bank");
    click(&mut stage, "Flows");
    stage.get_by_label("Name of flow 1").focus();
    settle(&mut stage);
    type_text(&mut stage, " soon");
    click(&mut stage, "Save and practice");
    let made = kept(folder.path());
    assert_eq!(made.designs[0].parts["bank"].need, Need::Optional);
    assert_eq!(made.designs[0].parts["orders"].need, Need::Required);
    assert!(
        made.flows[0].name.contains("soon"),
        "{}",
        made.flows[0].name
    );
    // A blank sheet with the brief.
    stage.get_by_label_contains("Draw Our shop");
    stage.get_by_label_contains("0 components");
}

#[test]
fn jobs_of_a_prompt_are_edited_beside_its_parts() {
    let folder = folder();
    let mut stage = drawn(folder.path());
    command(&mut stage, "make a prompt");
    click(&mut stage, "Parts");
    click(&mut stage, "Optional: Orders");
    click(&mut stage, "Jobs");
    // One for each part, in the order of their names: bank, client, orders, shop.
    click(&mut stage, "Bank does not cover job 1");
    stage.get_by_label_contains("nothing can cover `bank`");
    click(&mut stage, "Remove job 1");
    click(&mut stage, "Remove job 1");
    stage.get_by_label("Finding if missing for job 1").focus();
    settle(&mut stage);
    type_text(&mut stage, " for good");
    stage.get_by_label("Words for job 1").focus();
    settle(&mut stage);
    type_text(&mut stage, "Order book, Ledger,");
    click(&mut stage, "Recommended: job 2");
    click(&mut stage, "Save and practice");
    let made = kept(folder.path());
    let jobs = &made.responsibilities;
    assert_eq!(jobs.len(), 2, "{jobs:#?}");
    let (orders, shop) = (&jobs[0], &jobs[1]);
    assert_eq!((orders.id.as_str(), shop.id.as_str()), ("orders", "shop"));
    assert_eq!(orders.need, Need::Optional, "as its only part");
    assert_eq!(orders.missing, "Orders is missing for good");
    assert_eq!(orders.names, ["order book", "ledger"]);
    assert_eq!(shop.need, Need::Recommended);
    assert_eq!(made.designs[0].parts["shop"].need, Need::Required);
}

#[test]
fn a_prompt_is_edited_and_put_away_without_losing_its_file() {
    let folder = folder();
    let scenarios = folder.path().join("scenarios");
    fs::create_dir_all(&scenarios).unwrap();
    fs::write(scenarios.join("mine.json"), small("mine")).unwrap();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, TITLE);
    command(&mut stage, "edit this prompt");
    stage.get_by_label("Your prompt");
    click(&mut stage, "Add requirement");
    stage.get_by_label("Requirement 1").focus();
    settle(&mut stage);
    type_text(&mut stage, "Links live for ever");
    click(&mut stage, "Save");
    let (made, _) = read_scenario(&scenarios.join("mine.json")).unwrap();
    assert_eq!(made.requirements[0].text, "Links live for ever");
    // The open drawing answers the prompt as it is now.
    stage.get_by_label("Links live for ever");
    command(&mut stage, "edit this prompt");
    click(&mut stage, "Remove");
    assert!(!scenarios.join("mine.json").exists());
    assert!(scenarios.join("mine.json.removed1").exists());
}

#[test]
fn a_shared_prompt_is_opened_like_a_drawing() {
    let folder = folder();
    let file = folder.path().join("from a friend.json");
    fs::write(&file, small("from_a_friend")).unwrap();
    let stage = stage(folder.path(), Some(file));
    assert!(folder.path().join("scenarios/from_a_friend.json").exists());
    stage.get_by_label(TITLE);
}

#[test]
fn a_prompt_cannot_be_kept_without_a_flow() {
    let folder = folder();
    let mut stage = drawn(folder.path());
    command(&mut stage, "make a prompt");
    click(&mut stage, "Flows");
    click(&mut stage, "Remove flow 1");
    click(&mut stage, "Remove flow 1");
    stage.get_by_label_contains("there is no flow");
    click(&mut stage, "Save");
    stage.get_by_label("Make a prompt from this drawing");
    assert!(!folder.path().join("scenarios").exists());
}

#[test]
fn a_hostile_pack_is_named_and_skipped() {
    let folder = folder();
    let pack = folder.path();
    let write = |name: &str, bytes: &[u8]| fs::write(pack.join(name), bytes).unwrap();
    write("a_good.json", small("good").as_bytes());
    write("b_broken.json", b"{ \"id\": ");
    write("c_binary.json", &[0xff, 0xfe, 0, 1, 2]);
    write("d_deep.json", "[".repeat(200_000).as_bytes());
    write("e_huge.json", &vec![b' '; 5 << 20]);
    write(
        "f_outside.json",
        small("x").replace("\"x\"", "\"../../x\"").as_bytes(),
    );
    write("g_builtin.json", small(&builtin()[0].id).as_bytes());
    write(
        "h_endless.json",
        small("h")
            .replace("\"rps\": ", "\"rps\": 1e999, \"no\": ")
            .as_bytes(),
    );
    fs::create_dir(pack.join("i_folder.json")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/zero", pack.join("j_device.json")).unwrap();
    write("notes.txt", b"not looked at");
    let library = load_library([pack]);
    assert_eq!(library.scenarios().len(), builtin().len() + 1);
    assert_eq!(
        library.file_of("good"),
        Some(pack.join("a_good.json").as_path())
    );
    let expected = if cfg!(unix) { 9 } else { 8 };
    assert_eq!(library.problems.len(), expected, "{:#?}", library.problems);
    for problem in &library.problems {
        assert!(
            problem.reason.len() < 300 && !problem.reason.is_empty(),
            "{problem}"
        );
    }
}

#[test]
fn a_folder_of_too_many_files_is_read_up_to_a_limit() {
    let folder = folder();
    for number in 0..1_005 {
        fs::write(folder.path().join(format!("{number:04}.json")), "{}").unwrap();
    }
    let library = load_library([folder.path()]);
    assert_eq!(library.problems.len(), 1_001);
    assert!(library.problems[0].reason.contains("at most 1000 prompts"));
}

#[test]
fn a_pack_is_used_from_its_folder_until_it_is_let_go() {
    let folder = folder();
    let pack = folder.path().join("course");
    fs::create_dir(&pack).unwrap();
    fs::write(pack.join("one.json"), small("one")).unwrap();
    fs::write(pack.join("two.json"), "no prompt").unwrap();
    let mut stage = stage(folder.path(), None);
    assert!(stage.query_by_label(TITLE).is_none());
    click(&mut stage, "Load a folder of prompts…");
    press(&mut stage, Modifiers::COMMAND, Key::A);
    type_text(&mut stage, &pack.display().to_string());
    press(&mut stage, Modifiers::NONE, Key::Enter);
    stage.get_by_label(TITLE);
    stage.get_by_label("Prompt files that could not be used");
    // It is still used by the next window.
    let mut next = crate::ui::stage(folder.path(), None);
    next.get_by_label(TITLE);
    click(&mut next, "Remove \"course\"");
    assert!(next.query_by_label(TITLE).is_none());
    assert!(pack.join("one.json").exists());
}
