//! The log of a run: a line of JSON an epoch.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::measures::AsJson;
use crate::cli::json::Number;
use crate::core::train::Epoch;

/// A log that is written to.
pub(super) struct Log(BufWriter<File>);

struct Line<'a> {
    epoch: &'a Epoch,
    step: u64,
    rate: f64,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("epoch", &self.epoch.number)?;
        object.serialize_entry("step", &self.step)?;
        object.serialize_entry("rate", &self.rate)?;
        object.serialize_entry("loss", &Number(self.epoch.loss))?;
        if let Some(measures) = &self.epoch.validation {
            object.serialize_entry("validation", &AsJson(measures))?;
        }
        object.end()
    }
}

impl Log {
    /// A new log; a run that goes on adds to the one that is there.
    pub(super) fn open(path: &Path, goes_on: bool) -> io::Result<Log> {
        let mut options = OpenOptions::new();
        options.create(true);
        match goes_on {
            true => options.append(true),
            false => options.write(true).truncate(true),
        };
        Ok(Log(BufWriter::new(options.open(path)?)))
    }

    /// Adds the line of an epoch. It is in the file when this returns.
    pub(super) fn add(&mut self, epoch: &Epoch, step: u64, rate: f64) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, &Line { epoch, step, rate })?;
        self.0.write_all(b"\n")?;
        self.0.flush()
    }
}
