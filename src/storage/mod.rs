//! Everything kept on disk: drawings, their earlier versions, recovery copies, the user's profile, what was tried. Only this module and
//! those right of it name the file system.

mod atomic;
pub mod attempts;
pub mod difference;
pub mod disk;
pub(crate) mod embed;
pub mod fingerprint;
pub mod folders;
pub mod history;
mod lines;
pub mod lock;
pub mod panel;
mod problem;
pub mod profile;
pub mod recovery;
pub mod rounds;
pub mod scenario_files;
pub mod steps;

/// How the names of drawings end, of this program and of others.
pub(crate) const DRAWINGS: &[&str] = &[
    "boxdrill",
    "c4",
    "d2",
    "dio",
    "dot",
    "drawio",
    "drawio.png",
    "drawio.svg",
    "drawio.xml",
    "dsl",
    "excalidraw",
    "excalidraw.png",
    "excalidraw.svg",
    "gv",
    "iuml",
    "mermaid",
    "mmd",
    "plantuml",
    "pu",
    "puml",
    "wsd",
];

/// How the names of files end that may hold a drawing beside other things, which their content tells: pages and pictures.
pub(crate) const PAGES_AND_PICTURES: &[&str] = &["markdown", "md", "png", "svg", "xml"];

/// How the names of files end that may hold a drawing too, but mostly hold something else: they are not taken from folders.
pub(crate) const MAYBE_DRAWINGS: &[&str] = &["json", "txt"];
