//! What the examples of rules share: the notation for a drawing that differs little from another one, the prompt that they
//! answer, and a good answer to it.

mod drawing;
mod prompt;

pub(crate) use drawing::{ExampleDrawing, apply_changes};
pub use prompt::example_prompt;
#[cfg(test)]
pub(crate) use prompt::prompt_named_by;

/// A good answer to [`example_prompt`].
pub(crate) const ALBUM: ExampleDrawing = ExampleDrawing::Full(
    r#"
users -> waf -> load_balancer -> api
users: client "Visitors"
api: service x4 "Album API"
api -> cache: read
cache: cache x2
api -> albums
albums: sql x2 "Albums DB"
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api -> jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
);
