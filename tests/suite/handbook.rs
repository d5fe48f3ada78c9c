//! The handbook's files in `assets/` against its pages: a file that no page was made of would be read by nobody.

use std::fs;

use boxdrill::handbook::{Chapter, pages};

#[test]
fn every_file_is_a_page() {
    for (folder, chapter) in [("kinds", Chapter::Kinds), ("concepts", Chapter::Concepts)] {
        let folder = format!("{}/assets/handbook/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("text");
            let heading = text.lines().next().unwrap_or_default();
            let title = heading.trim_start_matches("# ");
            let mut chapter_pages = pages().iter().filter(|page| page.link.chapter() == chapter);
            let found = chapter_pages.any(|page| {
                page.link.to_string().ends_with(&format!(":{name}")) && page.title == title
            });
            assert!(found, "{name} is not listed, or its title is another");
        }
    }
}
