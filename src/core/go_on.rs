//! [`GoOn`]: how work that takes long is stopped.

/// Asked now and then by work that may take long, from any of the threads that share it;
/// `false` stops it. What it has written by then means nothing.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// Never stops.
pub const ALWAYS: GoOn<'static> = &|| true;
