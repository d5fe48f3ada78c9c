//! Saving, opening, exporting and recovering in the window.

use super::{click, copies, folder, press, replace_path, save, settle, stage};
use boxdrill::app::App;
use boxdrill::storage::disk;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

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
    let formats: [(&str, &str, &[u8]); 7] = [
        ("PNG", "png", b"\x89PNG"),
        ("SVG", "svg", b"<svg"),
        ("PDF", "pdf", b"%PDF-"),
        ("HTML", "html", b"<!doctype html>"),
        ("Markdown", "md", b"# "),
        ("Mermaid", "mmd", b"flowchart"),
        ("Graphviz", "dot", b"digraph"),
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
    use boxdrill::storage::recovery::RecoveryWriter;
    let folder = folder();
    let state = folder.path().join("state");
    let (loaded, _) = disk::parse(b"client -> api -> db").expect("sound notation");
    RecoveryWriter::new(&state)
        .write_copy(&loaded.design, None)
        .expect("a copy");
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
    stage.get_by_label_contains("a file with this name already exists");
    assert_eq!(std::fs::read(&file).expect("the drawing"), before);
    assert_eq!(std::fs::read(&picture).expect("the other file"), b"mine");
}
