//! Checkpoints of a training: everything that a run needs to go on, bit for bit, as an
//! `.npz` that NumPy reads, too.
//!
//! `run_…` says which run it is of, `progress_…` where it stands; `parameter_0_w` has the
//! numbers of the first parameter, called w, and `state_0_m` what the optimiser keeps
//! under the name m for all parameters. A checksum of every array is part of the format.

use std::io::{self, Cursor};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::atomic;
use super::error::FileError;
use crate::core::limits::MAX_TABLE_BYTES;
use crate::core::train::{BestEpoch, Progress, RunKey, Snapshot};
use crate::data::npy::{NpyHeader, write_numbers, write_whole_numbers};

/// Saves a checkpoint, in place of what the file held: at every moment the file is the
/// old one or the new one, whole.
///
/// # Errors
/// It couldn't be saved; says what to do.
pub fn save_checkpoint(path: &Path, snapshot: &Snapshot) -> Result<(), FileError> {
    let bytes = encode(snapshot).map_err(|error| {
        let message = format!("can't save the checkpoint: {error}");
        FileError::new(message).in_file(path)
    })?;
    atomic::replace(path, &bytes)
}

/// A checkpoint from its file.
///
/// # Errors
/// It can't be read, or is no checkpoint; says what to do.
pub fn load_checkpoint(path: &Path) -> Result<Snapshot, FileError> {
    let fail = |what: String| FileError::new(what).in_file(path);
    let found = std::fs::metadata(path);
    let found = found.map_err(|error| fail(format!("can't load: check the path ({error})")))?;
    if !found.is_file() || found.len() > MAX_TABLE_BYTES {
        let message = "it is no checkpoint: name a file that --checkpoint wrote";
        return Err(fail(message.to_owned()));
    }
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|error| fail(format!("can't load: check the disk ({error})")))?;
    decode(bytes).map_err(|error| {
        let cure = "name a file that --checkpoint wrote, or start anew";
        fail(format!("it is no whole checkpoint: {error}; {cure}"))
    })
}

struct ArrayWriter(ZipWriter<Cursor<Vec<u8>>>);

impl ArrayWriter {
    fn start(&mut self, name: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(true);
        let started = self.0.start_file(format!("{name}.npy"), options);
        started.map_err(Into::into)
    }

    fn add(&mut self, name: &str, numbers: &[f64]) -> io::Result<()> {
        self.start(name)?;
        write_numbers(&mut self.0, numbers)
    }

    fn add_whole(&mut self, name: &str, numbers: &[u64]) -> io::Result<()> {
        self.start(name)?;
        write_whole_numbers(&mut self.0, numbers)
    }
}

fn encode(snapshot: &Snapshot) -> io::Result<Vec<u8>> {
    let mut writer = ArrayWriter(ZipWriter::new(Cursor::new(Vec::new())));
    let Snapshot {
        run,
        progress,
        parameters,
        state,
    } = snapshot;
    let letters: Vec<u64> = run.optimizer.bytes().map(u64::from).collect();
    writer.add_whole("run_optimizer", &letters)?;
    let of_run = [run.seed, run.batch as u64, run.rows as u64, run.data];
    writer.add_whole("run_seed_batch_rows_data", &of_run)?;
    let counts = [
        progress.step,
        progress.epoch,
        progress.rows_done as u64,
        progress.waited,
    ];
    writer.add_whole("progress_step_epoch_rows_waited", &counts)?;
    writer.add("progress_loss", &[progress.loss_sum])?;
    if let Some(best) = &progress.best {
        writer.add_whole("best_epoch", &[best.epoch])?;
        writer.add("best_loss", &[best.loss])?;
        writer.add("best_parameters", &best.parameters)?;
    }
    for (kind, arrays) in [("parameter", parameters), ("state", state)] {
        for (nth, (name, numbers)) in arrays.iter().enumerate() {
            writer.add(&format!("{kind}_{nth}_{name}"), numbers)?;
        }
    }
    Ok(writer.0.finish()?.into_inner())
}

struct ArrayReader(ZipArchive<Cursor<Vec<u8>>>);

impl ArrayReader {
    fn has(&self, name: &str) -> bool {
        let file = format!("{name}.npy");
        let mut names = self.0.file_names().filter_map(Result::ok);
        names.any(|known| known == file)
    }

    fn get(&mut self, name: &str) -> io::Result<Vec<f64>> {
        let mut file = self.0.by_name(&format!("{name}.npy"))?;
        let header = NpyHeader::read(&mut file)?;
        header.numbers(&mut file, header.elements())
    }

    fn whole(&mut self, name: &str) -> io::Result<Vec<u64>> {
        let mut file = self.0.by_name(&format!("{name}.npy"))?;
        let header = NpyHeader::read(&mut file)?;
        header.whole_numbers(&mut file, header.elements())
    }

    fn whole_of<const N: usize>(&mut self, name: &str) -> io::Result<[u64; N]> {
        let short = |_| io::Error::other(format!("the array {name} is not of {N}"));
        self.whole(name)?.try_into().map_err(short)
    }

    fn one(&mut self, name: &str) -> io::Result<f64> {
        let missing = || io::Error::other(format!("the array {name} is empty"));
        self.get(name)?.first().copied().ok_or_else(missing)
    }

    /// The arrays of a kind in their order, with the names that they have in the run.
    fn arrays(&mut self, kind: &str) -> io::Result<Vec<(String, Vec<f64>)>> {
        let files = self.0.file_names().filter_map(Result::ok);
        let names: Vec<String> = files
            .filter_map(|file| file.strip_suffix(".npy").map(str::to_owned))
            .collect();
        let mut found = Vec::new();
        for array in names {
            let rest = array.strip_prefix(kind).and_then(|it| it.strip_prefix('_'));
            let Some((number, name)) = rest.and_then(|it| it.split_once('_')) else {
                continue;
            };
            if let Ok(number) = number.parse::<usize>() {
                found.push((number, name.to_owned(), self.get(&array)?));
            }
        }
        found.sort_by_key(|(number, ..)| *number);
        let named = found.into_iter().map(|(_, name, numbers)| (name, numbers));
        Ok(named.collect())
    }
}

fn decode(bytes: Vec<u8>) -> io::Result<Snapshot> {
    let mut reader = ArrayReader(ZipArchive::new(Cursor::new(bytes))?);
    let size = |x: u64| usize::try_from(x).unwrap_or(usize::MAX);
    let letters = reader.whole("run_optimizer")?.into_iter();
    let optimizer = letters.map(|letter| char::from(letter as u8)).collect();
    let [seed, batch, rows, data] = reader.whole_of("run_seed_batch_rows_data")?;
    let [step, epoch, rows_done, waited] = reader.whole_of("progress_step_epoch_rows_waited")?;
    let loss_sum = reader.one("progress_loss")?;
    let best = match reader.has("best_epoch") {
        false => None,
        true => {
            let [epoch] = reader.whole_of("best_epoch")?;
            Some(BestEpoch {
                epoch,
                loss: reader.one("best_loss")?,
                parameters: reader.get("best_parameters")?,
            })
        }
    };
    Ok(Snapshot {
        run: RunKey {
            optimizer,
            seed,
            batch: size(batch),
            rows: size(rows),
            data,
        },
        progress: Progress {
            step,
            epoch,
            rows_done: size(rows_done),
            loss_sum,
            waited,
            best,
        },
        parameters: reader.arrays("parameter")?,
        state: reader.arrays("state")?,
    })
}
