//! The section `training` of a file, and the initial values of a parameter.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::core::limits::{MAX_INPUTS, MAX_NAME_BYTES};
use crate::core::nearest::nearest;
use crate::core::train::optimizer::OptionValue;
use crate::core::train::optimizers;
use crate::core::train::schedule::{Schedule, ScheduleKind, ScheduleUnit};
use crate::core::train::{Initial, TrainingSettings};
use crate::file::fields::{Capped, CappedText, Identifier};

type Name = CappedText<MAX_NAME_BYTES>;

/// How the values of a parameter are drawn.
pub(super) struct InitialEntry(pub(super) Initial);

impl<'de> Deserialize<'de> for InitialEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Name::deserialize(deserializer)?;
        let initial = Initial::parse(&text.0);
        initial
            .map(InitialEntry)
            .map_err(|fault| de::Error::custom(format_args!("{}: {}", fault.message, fault.help)))
    }
}

/// How the graph is trained.
pub(super) struct TrainingEntry(pub(super) TrainingSettings);

/// The fields that every optimiser shares.
const FIELDS: [&str; 13] = [
    "optimizer",
    "rate",
    "batch",
    "epochs",
    "seed",
    "schedule",
    "clip_norm",
    "clip_value",
    "l1",
    "l2",
    "early_stopping",
    "best",
    "frozen",
];

impl<'de> Deserialize<'de> for TrainingEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TrainingVisitor;
        impl<'de> Visitor<'de> for TrainingVisitor {
            type Value = TrainingEntry;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields, as in (optimizer: \"adam\", epochs: 100)")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut settings = TrainingSettings::default();
                let mut seen: Vec<&str> = Vec::new();
                while let Some(Identifier(name)) = map.next_key()? {
                    if seen.contains(&name) {
                        return Err(de::Error::custom(format_args!(
                            "the field `{name}` is there twice: take one out"
                        )));
                    }
                    seen.push(name);
                    read_field(&mut settings, name, &mut map)?;
                }
                let check = settings.check();
                check.map_err(|fault| {
                    de::Error::custom(format_args!("{}: {}", fault.message, fault.help))
                })?;
                Ok(TrainingEntry(settings))
            }
        }
        deserializer.deserialize_struct("training", &[], TrainingVisitor)
    }
}

fn read_field<'de, A: MapAccess<'de>>(
    settings: &mut TrainingSettings,
    name: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    match name {
        "optimizer" => settings.optimizer = Some(map.next_value::<Name>()?.0),
        "rate" => settings.rate = Some(map.next_value()?),
        "batch" => settings.batch = Some(map.next_value()?),
        "epochs" => settings.epochs = Some(map.next_value()?),
        "seed" => settings.seed = Some(map.next_value()?),
        "schedule" => settings.schedule = Some(map.next_value::<ScheduleEntry>()?.0),
        "clip_norm" => settings.clip_norm = Some(map.next_value()?),
        "clip_value" => settings.clip_value = Some(map.next_value()?),
        "l1" => settings.l1 = Some(map.next_value()?),
        "l2" => settings.l2 = Some(map.next_value()?),
        "early_stopping" => settings.early_stopping = Some(map.next_value()?),
        "best" => settings.best = map.next_value()?,
        "frozen" => {
            let names: Capped<Name, MAX_INPUTS> = map.next_value()?;
            settings.frozen = names.0.into_iter().map(|name| name.0).collect();
        }
        option => {
            let options = || optimizers::ALL.iter().flat_map(|row| row.options);
            if !options().any(|row| row.name == option) {
                let names = FIELDS.into_iter().chain(options().map(|row| row.name));
                let cure = match nearest(option, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "take it out".to_owned(),
                };
                return Err(de::Error::custom(format_args!(
                    "there is no field `{option}` in training: {cure}"
                )));
            }
            let value = map.next_value::<OptionField>()?.0;
            settings.options.push((option.to_owned(), value));
        }
    }
    Ok(())
}

struct OptionField(OptionValue);

impl<'de> Deserialize<'de> for OptionField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OptionVisitor).map(OptionField)
    }
}

struct OptionVisitor;

impl<'de> Visitor<'de> for OptionVisitor {
    type Value = OptionValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, true, false, or two numbers in ( )")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<OptionValue, E> {
        Ok(OptionValue::Flag(flag))
    }

    fn visit_f64<E>(self, number: f64) -> Result<OptionValue, E> {
        Ok(OptionValue::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<OptionValue, E> {
        Ok(OptionValue::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<OptionValue, E> {
        Ok(OptionValue::Number(number as f64))
    }

    fn visit_i128<E>(self, number: i128) -> Result<OptionValue, E> {
        Ok(OptionValue::Number(number as f64))
    }

    fn visit_u128<E>(self, number: u128) -> Result<OptionValue, E> {
        Ok(OptionValue::Number(number as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OptionValue, A::Error> {
        let two = || de::Error::custom("it takes two numbers, as in (0.9, 0.999)");
        let first = seq.next_element()?.ok_or_else(two)?;
        let second = seq.next_element()?.ok_or_else(two)?;
        match seq.next_element::<f64>()? {
            None => Ok(OptionValue::Pair(first, second)),
            Some(_) => Err(two()),
        }
    }
}

/// How the rate changes.
#[derive(serde::Deserialize)]
#[serde(try_from = "ScheduleFields")]
struct ScheduleEntry(Schedule);

#[derive(serde::Deserialize)]
#[serde(rename = "schedule", deny_unknown_fields)]
struct ScheduleFields {
    kind: Name,
    #[serde(default)]
    every: Option<u64>,
    #[serde(default)]
    factor: Option<f64>,
    #[serde(default)]
    length: Option<u64>,
    #[serde(default)]
    least: Option<f64>,
    #[serde(default)]
    start: Option<f64>,
    #[serde(default)]
    unit: Option<Name>,
}

impl TryFrom<ScheduleFields> for ScheduleEntry {
    type Error = String;

    fn try_from(fields: ScheduleFields) -> Result<ScheduleEntry, String> {
        let ScheduleFields {
            kind,
            every,
            factor,
            length,
            least,
            start,
            unit,
        } = fields;
        let given = (every, factor, length, least, start);
        let (kind, example) = match (kind.0.as_str(), given) {
            ("step", (Some(every), Some(factor), None, None, None)) => {
                (Some(ScheduleKind::Step { every, factor }), "")
            }
            ("step", _) => (None, "(kind: \"step\", every: 20, factor: 0.5)"),
            ("exponential", (None, Some(factor), None, None, None)) => {
                (Some(ScheduleKind::Exponential { factor }), "")
            }
            ("exponential", _) => (None, "(kind: \"exponential\", factor: 0.97)"),
            ("cosine", (None, None, Some(length), least, None)) => {
                let least = least.unwrap_or(0.0);
                (Some(ScheduleKind::Cosine { length, least }), "")
            }
            ("cosine", _) => (None, "(kind: \"cosine\", length: 100, least: 0.001)"),
            ("warm_up", (None, None, Some(length), None, start)) => {
                let start = start.unwrap_or(0.0);
                (Some(ScheduleKind::WarmUp { length, start }), "")
            }
            ("warm_up", _) => (None, "(kind: \"warm_up\", length: 10, start: 0.1)"),
            (other, _) => {
                let names = ScheduleKind::NAMES;
                let cure = match nearest(other, names.into_iter()) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("use one of {}", names.join(", ")),
                };
                return Err(format!("there is no schedule {other:?}: {cure}"));
            }
        };
        let kind = kind.ok_or_else(|| format!("this schedule is written {example}"))?;
        let unit = match unit.as_ref().map(|unit| unit.0.as_str()) {
            None | Some("epoch") => ScheduleUnit::Epoch,
            Some("step") => ScheduleUnit::Step,
            Some(other) => {
                return Err(format!(
                    "a schedule can't count in {other:?}: use \"epoch\" or \"step\""
                ));
            }
        };
        Ok(ScheduleEntry(Schedule { kind, unit }))
    }
}
