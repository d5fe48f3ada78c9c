//! `boxdrill export`.

use super::{refused, run, with_input};
use std::fs;

#[test]
fn pictures_are_written_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (png, svg) = (path("a.png"), path("a.SVG"));
    assert_eq!(
        run(&["export", "good.txt", "-o", &png, "--scale", "1"]).0,
        0
    );
    assert_eq!(
        run(&[
            "export",
            "good.txt",
            "-o",
            &svg,
            "--theme",
            "dark",
            "--transparent"
        ])
        .0,
        0
    );
    assert!(
        fs::read(&png)
            .expect("a picture")
            .starts_with(b"\x89PNG\r\n")
    );
    assert!(
        fs::read_to_string(&svg)
            .expect("a picture")
            .starts_with("<svg")
    );
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}

#[test]
fn a_picture_is_read_as_the_drawing_it_shows_unless_that_was_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let score = |file: &str| run(&["check", file, "--fail-on", "never"]).1;
    let (whole, flat) = (path("whole.png"), path("flat.png"));
    assert_eq!(run(&["export", "weak.txt", "-o", &whole]).0, 0);
    let found = |text: String| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(found(score(&whole)), found(score("weak.txt")));
    assert_eq!(run(&["export", "weak.txt", "-o", &flat, "--flat"]).0, 0);
    assert!(refused(&["check", &flat]).starts_with("this picture holds no drawing"));
}

#[test]
fn a_report_is_one_page_with_the_picture_and_the_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.html");
    let path = file.display().to_string();
    let (code, _, err) = run(&["export", "weak.txt", "-o", &path]);
    assert_eq!((code, err.as_str()), (0, ""));
    let text = fs::read_to_string(&file).expect("a report");
    assert!(text.starts_with("<!doctype html>") && text.contains("<svg"));
    assert!(text.contains("Findings") && text.contains("a month"));
    let (code, _, _) = run(&["export", "weak.txt", "-o", &path, "--for", "stakeholders"]);
    let plain = fs::read_to_string(&file).expect("a report");
    assert!(code == 0 && plain != text, "other words for other readers");
}

#[test]
fn numbers_are_drawn_as_charts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pictures = Vec::new();
    for chart in ["growth", "load", "cost"] {
        let path = folder.path().join(format!("{chart}.svg"));
        let name = path.display().to_string();
        let (code, _, err) = run(&[
            "export",
            "good.txt",
            "--chart",
            chart,
            "--scenario",
            "url_shortener",
            "-o",
            &name,
        ]);
        assert_eq!((code, err.as_str()), (0, ""));
        let picture = fs::read_to_string(&path).expect("a picture");
        assert!(picture.starts_with("<svg"));
        pictures.push(picture);
    }
    pictures.dedup();
    assert_eq!(pictures.len(), 3, "each chart is another");
    let path = folder.path().join("none.svg").display().to_string();
    let sentence = refused(&["export", "no_prompt.txt", "--chart", "load", "-o", &path]);
    assert!(sentence.contains("name a prompt"), "{sentence}");
}

#[test]
fn pictures_that_cannot_be_made_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("none/a.png").display().to_string();
    let pdf = "the name ends in .png or .svg for a picture, in .html for a report, in .drawio, .excalidraw, .mmd or .dot for other programs (a.pdf)";
    assert_eq!(refused(&["export", "good.txt", "-o", "a.pdf"]), pdf);
    assert!(
        refused(&["export", "good.txt", "-o", &missing]).starts_with("the folder does not exist")
    );
    let (code, _, err) = run(&["export", "good.txt", "-o", &missing, "--scale", "9"]);
    assert!(
        code == 2 && err.contains("the scale is a number from 1 to 4"),
        "{err}"
    );
    let (code, _, err) = with_input(&["export", "-", "-o", &missing], b"title \"Nothing\"\n");
    assert!(code == 2 && err.contains("nothing is drawn"), "{err}");
}
