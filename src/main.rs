//! boxdrill.
fn main() {}
