//! The pages written by hand, taken into the program.

/// The text of the files in a folder of the handbook, by their names.
macro_rules! written_files {
    ($folder:literal: $($id:literal)*) => {
        &[$(($id, include_str!(concat!("../../assets/handbook/", $folder, "/", $id, ".md")))),*]
    };
}
pub(super) use written_files;
