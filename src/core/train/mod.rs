//! Training: optimisers, schedules, initial values, batches and the loop.
//!
//! ```text
//! TrainingSettings ─plan→ Plan (an optimiser's Update, a Schedule, a GradientRule)
//! Graph + DataRows ─BatchGraph→ graphs of a batch ─Trainer→ steps, epochs, measures
//! ```
//!
//! Everything here is a function of its arguments: the rows are handed in, a run is
//! stopped from outside between two steps, and a seed settles every number, whatever the
//! number of threads.

mod advance;
pub mod batch;
pub mod data_settings;
mod equation_text;
mod evaluator;
mod fault_text;
pub mod initial;
mod measure;
pub mod optimizer;
pub mod optimizers;
mod predictor;
mod progress;
pub mod random;
mod resume;
mod rows;
pub mod run;
pub mod schedule;
pub mod settings;
mod setup;
mod slices;
mod step;
mod stop;
mod trainer;

pub use data_settings::{DataSettings, Generate, Part, Split, TableSource};
pub use equation_text::shown;
pub use initial::Initial;
pub use measure::{Measures, place_of_largest};
pub use predictor::Predictor;
pub use progress::{BestEpoch, Progress, RunKey, Snapshot};
pub use rows::{DataRows, SourceRows};
pub use settings::TrainingSettings;
pub use setup::initialise;
pub use slices::{GradientRule, Kept, MOST_KEPT, ParameterSlices};
pub use step::Step;
pub use stop::NotFinite;
pub use trainer::{Epoch, Trainer};
