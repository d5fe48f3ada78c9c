//! The modules of the program and what each may use.

/// The modules from left to right, and the outside crates each may use. A module may use what stands above it here;
/// `cli` and `app` do not know each other.
pub(super) const MODULES: &[(&str, &[&str])] = &[
    (
        "model",
        &[
            "jiff",
            "regex",
            "serde",
            "serde_json",
            "strsim",
            "thiserror",
        ],
    ),
    ("text", &["skrifa"]),
    ("layout", &["petgraph"]),
    ("scenario", &["serde", "serde_json", "thiserror"]),
    ("analysis", &["fixedbitset", "libm", "petgraph", "serde"]),
    ("program", &["jiff", "petgraph", "serde"]),
    ("evaluation", &["petgraph", "regex", "serde"]),
    ("scenario_lint", &[]),
    ("handbook", &["pulldown_cmark", "serde", "serde_json"]),
    ("practice", &["serde", "jiff"]),
    ("scene", &["ecolor", "libm"]),
    (
        "import",
        &[
            "base64",
            "miniz_oxide",
            "roxmltree",
            "serde",
            "serde_json",
            "thiserror",
        ],
    ),
    (
        "storage",
        &[
            "crc32fast",
            "etcetera",
            "jiff",
            "serde",
            "serde_json",
            "tempfile",
            "xattr",
            "thiserror",
        ],
    ),
    (
        "export",
        &[
            "base64",
            "ecolor",
            "image",
            "krilla",
            "resvg",
            "serde",
            "serde_json",
            "thiserror",
        ],
    ),
    (
        "cli",
        &["anyhow", "clap", "glob", "indicatif", "serde", "serde_json"],
    ),
    (
        "app",
        &[
            "anyhow",
            "arboard",
            "ecolor",
            "eframe",
            "egui",
            "egui_plot",
            "jiff",
            "pollster",
            "rfd",
            "self_cell",
            "serde",
            "serde_json",
        ],
    ),
];
