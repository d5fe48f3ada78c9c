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
    assert!(refused(&["check", &flat]).starts_with("this picture contains no drawing"));
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
    let name = "the output name must end in .png, .svg, or .pdf for a picture, in .html or .md for a report, or in .drawio, .excalidraw, .mmd, or .dot for other programs (a.jpg)";
    assert_eq!(refused(&["export", "good.txt", "-o", "a.jpg"]), name);
    assert!(
        refused(&["export", "good.txt", "-o", &missing]).starts_with("the folder does not exist")
    );
    let (code, _, err) = run(&["export", "good.txt", "-o", &missing, "--scale", "9"]);
    assert!(
        code == 2 && err.contains("the scale must be a number from 1 to 4"),
        "{err}"
    );
    let (code, _, err) = with_input(&["export", "-", "-o", &missing], b"title \"Nothing\"\n");
    assert!(code == 2 && err.contains("nothing is drawn"), "{err}");
}

#[test]
fn several_drawings_go_into_a_folder_and_each_that_does_not_open_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (name, text) in [
        ("shop.mmd", "flowchart LR\n  web --> api"),
        ("shop.dot", "digraph { web -> api }"),
        ("bad.mmd", "flowchart LR\n  web[ --> api"),
    ] {
        fs::write(path(name), text).expect("a drawing");
    }
    let out = path("out");
    let (pattern, dot) = (path("*.mmd"), path("shop.dot"));
    let all = ["export", &pattern, &dot, "-o", &out, "--format", "svg"];
    let (code, said, err) = run(&all);
    assert_eq!(code, 2);
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.contains("bad.mmd"), "{err}");
    assert_eq!(said.lines().count(), 2, "{said}");
    let mut names: Vec<_> = fs::read_dir(&out)
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["shop.dot.svg", "shop.mmd.svg"]);
    let to_folder = ["export", &dot, &dot, "-o", &out];
    assert!(refused(&to_folder).starts_with("use --format"));
    let to_file = ["export", &dot, &dot, "-o", "a.svg"];
    assert!(refused(&to_file).starts_with("several drawings need a folder"));
}

#[test]
fn a_page_and_a_markdown_report_are_written_as_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (pdf, report) = (path("a.pdf"), path("a.md"));
    assert_eq!(run(&["export", "weak.txt", "-o", &pdf]).0, 0);
    assert!(fs::read(&pdf).expect("a page").starts_with(b"%PDF-"));
    assert_eq!(run(&["export", "weak.txt", "-o", &report]).0, 0);
    let text = fs::read_to_string(&report).expect("a report");
    assert!(text.contains("## Findings") && text.contains("```mermaid"));
    let linked = ["export", "weak.txt", "-o", &report, "--picture", "a b.svg"];
    assert_eq!(run(&linked).0, 0);
    let text = fs::read_to_string(&report).expect("a report");
    assert!(text.contains("](<a b.svg>)") && !text.contains("```mermaid"));
}
