//! [`DataSettings`]: which rows a graph is trained with, as a file says it.

use crate::core::fault::Fault;

/// Which rows a graph is trained with.
#[derive(Clone, Debug, PartialEq)]
pub struct DataSettings {
    /// Where the table comes from.
    pub table: TableSource,
    /// Which columns each source takes; a name that ends in `*` stands for all columns
    /// that begin with it. Empty: each input takes the column of its name.
    pub inputs: Vec<(String, Vec<String>)>,
    /// Sources whose columns are shifted and scaled to mean 0 and deviation 1.
    pub standardise: Vec<String>,
    /// Sources whose columns are shifted and scaled to lie from 0 to 1.
    pub scale: Vec<String>,
    /// Which rows are for training, validation and test. Without it, all for training.
    pub split: Option<Split>,
    /// Whether the graph is drawn with a batch axis; without it, the shapes say it.
    pub batch: Option<bool>,
}

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum TableSource {
    /// A file, from the folder of the graph's file.
    Path(String),
    /// A table that ships, by name.
    Set(String),
    /// One that is made.
    Generate(Generate),
}

/// A table that is made with random numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Generate {
    /// What it shows: `moons`.
    pub kind: String,
    /// How many rows it has.
    pub rows: usize,
    /// How much noise there is, as a deviation.
    pub noise: f64,
    /// What settles the noise.
    pub seed: u64,
}

/// Which rows are for training, validation and test.
#[derive(Clone, Debug, PartialEq)]
pub enum Split {
    /// Parts of the rows, drawn at random.
    Fractions {
        /// The part for training, from 0 to 1.
        train: f64,
        /// The part for validation.
        validation: f64,
        /// The part for the test.
        test: f64,
        /// What settles the draw.
        seed: u64,
    },
    /// A column that says `train`, `validation` or `test`.
    Column(String),
}

/// The parts of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Rows that the parameters are fitted to.
    Train,
    /// Rows by which a run is stopped, or its best epoch chosen.
    Validation,
    /// Rows that nothing is chosen by.
    Test,
}

impl Part {
    /// The parts in their order.
    pub const ALL: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

    /// The name in files.
    pub fn name(self) -> &'static str {
        ["train", "validation", "test"][self as usize]
    }
}

impl DataSettings {
    /// Rows of a table with no more said.
    pub fn new(table: TableSource) -> DataSettings {
        DataSettings {
            table,
            inputs: Vec::new(),
            standardise: Vec::new(),
            scale: Vec::new(),
            split: None,
            batch: None,
        }
    }

    /// What is wrong with them, if anything that can be told without the table.
    ///
    /// # Errors
    /// Names that stand twice, fractions that are no parts of one; says what to do.
    pub fn check(&self) -> Result<(), Fault> {
        for (nth, (source, columns)) in self.inputs.iter().enumerate() {
            if self.inputs[..nth].iter().any(|(known, _)| known == source) {
                let message = format!("{source:?} is given columns twice");
                return Err(Fault::new(message, "take one of them out"));
            }
            if columns.is_empty() {
                let message = format!("{source:?} is given no columns");
                return Err(Fault::new(message, "name at least one, or leave it out"));
            }
        }
        for (field, names) in [("standardise", &self.standardise), ("scale", &self.scale)] {
            let bound = |name: &String| self.inputs.iter().any(|(source, _)| source == name);
            let unbound = names
                .iter()
                .find(|name| !self.inputs.is_empty() && !bound(name));
            if let Some(name) = unbound {
                let message = format!("{field} names {name:?}, which takes no columns");
                return Err(Fault::new(message, "name one of the sources under inputs"));
            }
        }
        if let Some(name) = self
            .scale
            .iter()
            .find(|name| self.standardise.contains(name))
        {
            let message = format!("{name:?} can't be both standardised and scaled");
            return Err(Fault::new(message, "take it out of one of the two lists"));
        }
        match &self.split {
            Some(Split::Fractions {
                train,
                validation,
                test,
                ..
            }) => check_fractions([*train, *validation, *test]),
            _ => Ok(()),
        }
    }
}

fn check_fractions(parts: [f64; 3]) -> Result<(), Fault> {
    for (part, fraction) in Part::ALL.into_iter().zip(parts) {
        if !(0.0..=1.0).contains(&fraction) {
            let message = format!("the part {} can't be {fraction}", part.name());
            return Err(Fault::new(message, "use a number from 0 to 1"));
        }
    }
    let sum: f64 = parts.iter().sum();
    if sum > 1.0 + 1e-9 {
        let message = format!("the parts of the split add up to {sum}");
        return Err(Fault::new(message, "make them add up to 1, or less"));
    }
    if parts[0] == 0.0 {
        let message = "no rows are left for training";
        return Err(Fault::new(message, "give train a part, such as train: 0.8"));
    }
    Ok(())
}
