//! What holds on every panel, and the panels beside Check.

use super::{Stage, WEAK, click, click_at, design, folder, press, save, settle, stage, type_text};
use boxdrill::analysis::rules;
use boxdrill::app::App;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

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
    stage.get_by_label("Add one instance");
}

#[test]
fn what_floats_over_a_small_canvas_keeps_out_of_each_others_way() {
    let folder = folder();
    let file = folder.path().join("wide.boxdrill");
    let chain: Vec<String> = (1..40)
        .map(|n| format!("service{n} -> service{}", n + 1))
        .collect();
    save(&file, &format!("client -> service1\n{}", chain.join("\n")));
    for size in [vec2(960.0, 600.0), vec2(1440.0, 900.0)] {
        let mut stage = super::stage_of(folder.path(), Some(file.clone()), size);
        click(&mut stage, "Numbers");
        press(&mut stage, Modifiers::COMMAND, Key::Num0);
        settle(&mut stage);
        let rect = |label: &str| stage.get_by_label(label).rect();
        let canvas = stage.get_by_role_and_label(Role::Canvas, "Drawing").rect();
        let map = rect("Map of the drawing");
        let tools = rect("Select").union(rect("Tidy the drawing"));
        assert!(!map.intersects(tools), "{size}: {map:?} {tools:?}");
        if let Some(close) = stage.query_by_label("Close the legend") {
            let close = close.rect();
            assert!(!close.intersects(tools) && !close.intersects(map), "{size}");
        }
        click(&mut stage, "Break something");
        let done = stage.get_by_label_contains("Done").rect();
        assert!(canvas.contains_rect(done), "{size}: {done:?} in {canvas:?}");
    }
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
fn a_custom_box_says_what_it_is_treated_as_and_becomes_it_with_one_click() {
    let folder = folder();
    let file = folder.path().join("custom.boxdrill");
    save(&file, "box: custom \"Orders in Redis\"");
    let mut stage = stage(folder.path(), Some(file));
    let pos = stage
        .get_by_label_contains("Orders in Redis, ")
        .rect()
        .center();
    click_at(&mut stage, pos);
    click(&mut stage, "Inspector");
    stage.get_by_label_contains("\"Redis\" is a product of this kind");
    click(&mut stage, "Change to Cache");
    let (_, component) = design(&stage).components().next().expect("it is drawn");
    assert_eq!(component.kind, "cache");
    assert!(stage.query_by_label("Change to Cache").is_none());
}

#[test]
fn what_a_worker_does_is_chosen_in_words_and_sets_its_capacity() {
    let folder = folder();
    let mut stage = stage(folder.path(), None);
    click(&mut stage, "My own system");
    click(&mut stage, "Worker");
    click(&mut stage, "Inspector");
    let capacity = |stage: &Stage| {
        let (_, part) = design(stage).components().next().expect("the worker");
        part.overrides.capacity
    };
    let field = stage.get_by_role_and_label(egui::accesskit::Role::ComboBox, "What it does");
    field.click();
    settle(&mut stage);
    click(&mut stage, "Counts or routes: 5k/s");
    assert_eq!(capacity(&stage), Some(5_000.0));
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(capacity(&stage), None, "one step of undo");
    click(&mut stage, "WebSocket gateway");
    assert!(
        stage.query_by_label("What it does").is_none(),
        "it does one thing"
    );
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
    click(&mut stage, "Program group");
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
    assert!(stage.query_by_label("For stakeholders").is_some());
    stage.get_by_label("Back").click();
    stage.run();
    assert!(stage.query_by_label("When to use it").is_some());
    stage.get_by_label("Close").click();
    stage.run();
    assert!(stage.query_by_label("Search the handbook").is_none());
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
    stage.get_by_label("Previous step").click();
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
    assert!(stage.query_by_label("Keep").is_none());
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
    stage.get_by_label("Keep").click();
    stage.run();
    assert_ne!(places(&stage), heap);
    stage.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    stage.run();
    assert_eq!(places(&stage), heap, "one step of undo");
    press(&mut stage, Modifiers::COMMAND, Key::K);
    type_text(&mut stage, "top to bottom");
    press(&mut stage, Modifiers::NONE, Key::Enter);
    stage.get_by_label("Keep").click();
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
    assert!(stage.query_by_label("100%").is_some());
}

#[test]
fn the_menu_of_the_canvas_runs_commands_and_says_their_keys() {
    let folder = folder();
    let file = folder.path().join("two.boxdrill");
    save(&file, "client -> db\ndb: sql \"Orders\"");
    let mut stage = stage(folder.path(), Some(file));
    let at = stage.get_by_label("Orders, SQL database").rect().center();
    let open_menu = |stage: &mut Stage| {
        stage.event(Event::PointerMoved(at));
        stage.run_steps(2);
        for pressed in [true, false] {
            stage.event(Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Secondary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            stage.run_steps(2);
        }
    };
    open_menu(&mut stage);
    assert!(
        stage.query_by_label("Reset line").is_none(),
        "for lines only"
    );
    click(&mut stage, "Lock in place");
    let locked = |stage: &Stage| design(stage).locked().len();
    assert_eq!(locked(&stage), 1);
    open_menu(&mut stage);
    click(&mut stage, "Delete");
    assert_eq!(design(&stage).components().len(), 2, "what is locked stays");
    open_menu(&mut stage);
    click(&mut stage, "Unlock");
    assert_eq!(locked(&stage), 0);
}
