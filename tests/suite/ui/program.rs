//! The program view by what its controls are called: the main path of a plan, from owners to launch.

use super::{Stage, click, design, folder, press, save, settle, stage, type_text};
use boxdrill::app::App;
use boxdrill::model::{Id, RiskState};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

const LINKS: &str = "
scenario url_shortener
client -> gate -> api -> db
api -> ids
gate: api_gateway_self_run x1 \"Gate\" owner=\"Edge\" step=2
api: service x1 \"Link API\" step=1
ids: id_generator x2 \"Ids\"
db: sql x1 \"Links DB\" owner=\"Data\" step=1
";

fn open(text: &str) -> (tempfile::TempDir, Stage) {
    let folder = folder();
    let file = folder.path().join("links.boxdrill");
    save(&file, text);
    let mut stage = stage(folder.path(), Some(file));
    click(&mut stage, "Program: View");
    (folder, stage)
}

fn fill(stage: &mut Stage, label: &str, text: &str) {
    let field = egui::accesskit::Role::TextInput;
    stage.get_by_role_and_label(field, label).focus();
    settle(stage);
    press(stage, Modifiers::COMMAND, Key::A);
    type_text(stage, text);
    press(stage, Modifiers::NONE, Key::Enter);
}

fn owners(stage: &Stage, team: &str) -> usize {
    let design = design(stage);
    let ids = design.components().map(|(id, _)| id);
    ids.filter(|&id| design.team_of(id) == Some(team)).count()
}

fn named(stage: &Stage, name: &str) -> Id {
    let mut all = design(stage).components();
    all.find(|(_, c)| c.name == name).expect("it is drawn").0
}

#[test]
fn owners_are_given_to_many_at_once_and_taken_back_in_one_step() {
    let (_folder, mut stage) = open(LINKS);
    stage.get_by_label("2 of 4 components owned");
    click(&mut stage, "Select all without an owner");
    fill(&mut stage, "Team for the selected components", "Core");
    assert_eq!(owners(&stage, "Core"), 2);
    stage.get_by_label("4 of 4 components owned");
    click(&mut stage, "Gate, owned by Edge");
    click(&mut stage, "Assign to Core");
    assert_eq!(owners(&stage, "Core"), 3);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!((owners(&stage, "Core"), owners(&stage, "Edge")), (0, 1));
    fill(&mut stage, "Contact person of Data", "Mei Tan");
    assert_eq!(design(&stage).program().person("data"), Some("Mei Tan"));
    stage.run();
}

#[test]
fn an_agreement_is_noted_from_the_matrix_and_a_supplier_is_added() {
    let (_folder, mut stage) = open(LINKS);
    click(&mut stage, "Select all without an owner");
    click(&mut stage, "Assign to Edge");
    click(&mut stage, "Edge calls Data: 1 synchronous, 0 asynchronous");
    click(&mut stage, "Note an agreement: Edge needs Data");
    fill(&mut stage, "Agreement", "Mei, May 3");
    fill(&mut stage, "Lead time in weeks", "5");
    let noted = &design(&stage).program().dependencies[0];
    assert_eq!(
        (noted.agreement.as_str(), noted.lead_weeks),
        ("Mei, May 3", Some(5))
    );
    assert_eq!((noted.needs.as_str(), noted.on.as_str()), ("Edge", "Data"));
    fill(&mut stage, "Lead time in weeks", "soon");
    assert_eq!(
        design(&stage).program().dependencies[0].lead_weeks,
        Some(5),
        "no number changes nothing"
    );
    click(&mut stage, "Add a dependency");
    fill(&mut stage, "Team or supplier", "Registrar");
    fill(&mut stage, "Promised date", "2026-05-04");
    let all = &design(&stage).program().dependencies;
    assert_eq!(all[1].on, "Registrar");
    assert_eq!(
        all[1].due.map(|due| due.to_string()).as_deref(),
        Some("2026-05-04")
    );
    stage.run();
}

#[test]
fn findings_become_risks_with_one_press_and_are_answered() {
    let (_folder, mut stage) = open(LINKS);
    let count = |stage: &Stage| design(stage).program().risks.len();
    click(&mut stage, "Turn findings into risks");
    let found = count(&stage);
    assert!(found > 2, "{found}");
    assert!(
        stage.query_by_label("Turn findings into risks").is_none(),
        "all are in"
    );
    click(&mut stage, "Add a risk");
    fill(&mut stage, "Risk", "Team change");
    fill(&mut stage, "Owner of the risk", "Edge");
    fill(&mut stage, "Mitigation of the risk", "Second reviewer");
    click(&mut stage, "High: Impact");
    click(&mut stage, "Done: Risk status");
    let risk = design(&stage).program().risks[found].clone();
    assert_eq!(
        (risk.title.as_str(), risk.owner.as_str()),
        ("Team change", "Edge")
    );
    assert_eq!((risk.state, risk.impact.steps()), (RiskState::Done, 3));
    click(&mut stage, "Remove this risk");
    assert_eq!(count(&stage), found);
    stage.run();
}

#[test]
fn the_rollout_is_ordered_moved_by_key_and_tried_late() {
    let (_folder, mut stage) = open(LINKS);
    click(&mut stage, "Order by dependencies");
    let stage_of = |stage: &Stage, name: &str| {
        let component = design(stage)
            .component(named(stage, name))
            .expect("it is drawn");
        component.rollout_stage
    };
    let names = ["Links DB", "Ids", "Link API", "Gate"];
    assert_eq!(
        names.map(|name| stage_of(&stage, name)),
        [Some(1), Some(1), Some(2), Some(3)]
    );
    click(&mut stage, "Link API, week 2 to 4, critical");
    fill(&mut stage, "Weeks of the work", "3");
    stage.get_by_label("Gate, week 5 to 7, critical");
    stage
        .get_by_label("Links DB, week 0 to 2, critical")
        .focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::SHIFT, Key::ArrowRight);
    stage.get_by_label("Gate, week 6 to 8, critical");
    stage.get_by_label("Gate, week 6 to 8, critical").focus();
    settle(&mut stage);
    press(&mut stage, Modifiers::NONE, Key::ArrowLeft);
    stage.get_by_label("Gate, week 5 to 7, critical, too early");
    stage.get_by_label_contains("1 start too early");
    click(&mut stage, "Gate, week 5 to 7, critical, too early");
    click(&mut stage, "Start as early as possible");
    stage.get_by_label("Gate, week 6 to 8, critical");
    click(&mut stage, "Data is late");
    stage.get_by_label_contains("If Data is 1 week late, the end date moves by 1 week to week 9");
    click(&mut stage, "Stage 1, Stage 1");
    fill(
        &mut stage,
        "Gate of the stage",
        "A restore takes under 30 min",
    );
    fill(&mut stage, "Rollback of the stage", "Drop the new tables");
    fill(&mut stage, "First day of the plan", "2026-03-02");
    let program = design(&stage).program();
    assert_eq!(
        program.stage(1).map(|s| s.rollback.as_str()),
        Some("Drop the new tables")
    );
    assert_eq!(
        program.start.map(|day| day.to_string()).as_deref(),
        Some("2026-03-02")
    );
    stage.run();
}

#[test]
fn a_bar_is_dragged_as_one_step_of_undo() {
    let (_folder, mut stage) = open(LINKS);
    let bar = stage.get_by_label_contains("Gate, week 4 to 6").rect();
    let to = bar.center() + egui::vec2(bar.width(), 0.0);
    stage.event(egui::Event::PointerMoved(bar.center()));
    settle(&mut stage);
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    stage.event(button(bar.center(), true));
    settle(&mut stage);
    for step in 1..=4 {
        stage.event(egui::Event::PointerMoved(
            bar.center().lerp(to, step as f32 / 4.0),
        ));
        settle(&mut stage);
    }
    stage.event(button(to, false));
    settle(&mut stage);
    let start = |stage: &Stage| {
        let gate = named(stage, "Gate");
        design(stage)
            .program()
            .work
            .get(&gate)
            .and_then(|window| window.start)
    };
    assert_eq!(start(&stage), Some(6));
    press(&mut stage, Modifiers::COMMAND, Key::Z);
    assert_eq!(start(&stage), None);
}

#[test]
fn launch_notes_are_written_and_the_prompts_program_is_shown_on_request() {
    let (_folder, mut stage) = open(LINKS);
    click(&mut stage, "Create a short link: Runbook, missing");
    fill(&mut stage, "Runbook of Create a short link", "wiki/create");
    let notes = &design(&stage).program().readiness["create"];
    assert_eq!(notes.runbook, "wiki/create");
    stage.get_by_label("Create a short link: Runbook, written: wiki/create");
    let given_away = "Certificates for the new domain";
    assert!(stage.query_by_label_contains(given_away).is_none());
    click(&mut stage, "Compare with mine");
    stage.get_by_label_contains(given_away);
    stage.run();
}

#[test]
fn keys_for_the_canvas_do_nothing_behind_the_program() {
    let (_folder, mut stage) = open(LINKS);
    press(&mut stage, Modifiers::COMMAND, Key::A);
    press(&mut stage, Modifiers::NONE, Key::Delete);
    assert_eq!(design(&stage).components().len(), 5);
    press(&mut stage, Modifiers::NONE, Key::P);
    assert!(stage.query_by_label("Order by dependencies").is_none());
    press(&mut stage, Modifiers::ALT | Modifiers::SHIFT, Key::W);
    stage.get_by_label_contains("Links DB, SQL database, Data · stage 1");
    press(&mut stage, Modifiers::NONE, Key::P);
    click(&mut stage, "Select all without an owner");
    click(&mut stage, "Show the selected components");
    let document = stage.state().as_ref().and_then(App::document);
    assert_eq!(document.expect("a drawing is open").selection().len(), 2);
    assert!(stage.query_by_label("Order by dependencies").is_none());
}
