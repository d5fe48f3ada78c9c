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

/// The same where the photo store asks for the shrinking, and small photos go back into it.
pub(crate) const ALBUM_SHRUNK_FROM_STORE: ExampleDrawing = ExampleDrawing::Changed(
    &ALBUM,
    r#"
- api -> jobs -> shrinker -> failed
+ photos -> jobs: async
  jobs: queue "Shrink jobs"
+ jobs -> shrinker -> photos
  shrinker: transcoder x3 "Shrinker" capacity=30
+ jobs -> failed
"#,
);

/// Orders served and kept in two regions, of which the first one copies to the second.
pub(crate) const ORDERS_IN_TWO_REGIONS: ExampleDrawing = ExampleDrawing::Full(
    r#"
client -> dns
dns -> east_lb -> east_api -> east_db
dns -> west_lb -> west_api -> west_db
zone east: region "Ohio" {
  east_lb: load_balancer
  east_api: service x3 "Orders Ohio"
  east_db: sql x2 "Orders DB Ohio"
}
zone west: region "Oregon" {
  west_lb: load_balancer
  west_api: service x3 "Orders Oregon"
  west_db: sql x2 "Orders DB Oregon"
}
east_db -> west_db: async
"#,
);
