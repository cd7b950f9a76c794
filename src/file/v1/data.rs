//! The section `data` of a file: which rows the graph is trained with.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use crate::core::limits::{MAX_COLUMNS, MAX_NAME_BYTES, MAX_PATH_BYTES};
use crate::core::train::{DataSettings, Generate, Split, TableSource};
use crate::file::fields::{Capped, CappedText};

type Name = CappedText<MAX_NAME_BYTES>;
type Names = Capped<Name, MAX_COLUMNS>;

/// Which rows the graph is trained with.
#[derive(serde::Deserialize)]
#[serde(try_from = "DataFields")]
pub(super) struct DataEntry(pub(super) DataSettings);

#[derive(serde::Deserialize)]
#[serde(rename = "data", deny_unknown_fields)]
struct DataFields {
    #[serde(default)]
    path: Option<CappedText<MAX_PATH_BYTES>>,
    #[serde(default)]
    set: Option<Name>,
    #[serde(default)]
    generate: Option<GenerateFields>,
    #[serde(default)]
    inputs: Inputs,
    #[serde(default)]
    standardise: Names,
    #[serde(default)]
    scale: Names,
    #[serde(default)]
    split: Option<SplitFields>,
    #[serde(default)]
    batch: Option<bool>,
}

#[derive(serde::Deserialize)]
#[serde(rename = "generate", deny_unknown_fields)]
struct GenerateFields {
    kind: Name,
    rows: u64,
    #[serde(default)]
    noise: f64,
    #[serde(default)]
    seed: u64,
}

#[derive(serde::Deserialize)]
#[serde(rename = "split", deny_unknown_fields)]
struct SplitFields {
    #[serde(default)]
    train: Option<f64>,
    #[serde(default)]
    validation: Option<f64>,
    #[serde(default)]
    test: Option<f64>,
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default)]
    column: Option<Name>,
}

impl TryFrom<DataFields> for DataEntry {
    type Error = String;

    fn try_from(fields: DataFields) -> Result<DataEntry, String> {
        let sources = [
            fields.path.map(|it| TableSource::Path(it.0)),
            fields.set.map(|it| TableSource::Set(it.0)),
            fields.generate.map(GenerateFields::source),
        ];
        let mut sources = sources.into_iter().flatten();
        let (Some(table), None) = (sources.next(), sources.next()) else {
            return Err(
                "data needs exactly one of path: \"table.csv\", set: \"iris\" and generate: \
                 (kind: \"moons\", rows: 400)"
                    .to_owned(),
            );
        };
        let settings = DataSettings {
            table,
            inputs: fields.inputs.0,
            standardise: owned(fields.standardise),
            scale: owned(fields.scale),
            split: fields.split.map(SplitFields::split).transpose()?,
            batch: fields.batch,
        };
        let check = settings.check();
        check.map_err(|fault| format!("{}: {}", fault.message, fault.help))?;
        Ok(DataEntry(settings))
    }
}

impl GenerateFields {
    fn source(self) -> TableSource {
        TableSource::Generate(Generate {
            kind: self.kind.0,
            rows: usize::try_from(self.rows).unwrap_or(usize::MAX),
            noise: self.noise,
            seed: self.seed,
        })
    }
}

impl SplitFields {
    fn split(self) -> Result<Split, String> {
        let parts = [self.train, self.validation, self.test];
        match self.column {
            None => {
                let [train, validation, test] = parts.map(|part| part.unwrap_or(0.0));
                Ok(Split::Fractions {
                    train,
                    validation,
                    test,
                    seed: self.seed.unwrap_or(0),
                })
            }
            Some(column) if parts.iter().all(Option::is_none) && self.seed.is_none() => {
                Ok(Split::Column(column.0))
            }
            Some(_) => Err(
                "a column says which row is for what: leave the parts and the seed out".to_owned(),
            ),
        }
    }
}

fn owned(names: Names) -> Vec<String> {
    names.0.into_iter().map(|name| name.0).collect()
}

/// Sources with the columns that they take, in the order of the file.
#[derive(Default)]
struct Inputs(Vec<(String, Vec<String>)>);

impl<'de> Deserialize<'de> for Inputs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InputsVisitor;
        impl<'de> Visitor<'de> for InputsVisitor {
            type Value = Inputs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("sources with their columns, as in {\"X\": [\"x1\", \"x2\"]}")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Inputs, A::Error> {
                let mut inputs = Vec::new();
                while let Some(name) = map.next_key::<Name>()? {
                    if inputs.len() == MAX_COLUMNS {
                        let message = "too many sources take columns: join some of them";
                        return Err(de::Error::custom(message));
                    }
                    inputs.push((name.0, owned(map.next_value::<Names>()?)));
                }
                Ok(Inputs(inputs))
            }
        }
        deserializer.deserialize_map(InputsVisitor)
    }
}
