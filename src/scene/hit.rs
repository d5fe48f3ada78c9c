//! What lies under a point.
