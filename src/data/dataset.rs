//! [`Dataset`]: the rows that a graph is trained with, and how they were made.

use std::path::Path;

use super::error::TableError;
use super::pattern::{Patterns, Wanted, list, matching};
use super::read::read;
use super::recipe::{Recipe, Scaling, SourceRecipe};
use super::split::parts;
use super::table::Table;
use crate::core::train::{DataRows, DataSettings, Split, TableSource};

/// The rows that a graph is trained with, and how they were made.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The rows.
    pub rows: DataRows,
    /// How the columns became numbers.
    pub recipe: Recipe,
}

/// The columns of a table by the sources that take them: those that the settings name, or
/// each input the column of its name.
struct BySource<'a> {
    settings: &'a DataSettings,
    inputs: &'a [&'a str],
}

impl BySource<'_> {
    /// The sources with the numbers of their columns.
    fn sources(&self, names: &[String]) -> Result<Vec<(String, Vec<usize>)>, TableError> {
        let mut sources = Vec::new();
        if self.settings.inputs.is_empty() {
            for input in self.inputs {
                if let Some(number) = names.iter().position(|name| name == input) {
                    sources.push(((*input).to_owned(), vec![number]));
                }
            }
            if sources.is_empty() {
                return Err(TableError::new(format!(
                    "no input is called like a column: name an input like one of {}, or say \
                     which columns it takes with inputs: {{\"X\": [\"…\"]}}",
                    list(names)
                )));
            }
            return Ok(sources);
        }
        for (source, patterns) in &self.settings.inputs {
            let mut numbers = Vec::new();
            for pattern in patterns {
                numbers.extend(matching(pattern, names)?);
            }
            sources.push((source.clone(), numbers));
        }
        Ok(sources)
    }
}

impl Wanted for BySource<'_> {
    fn choose(&self, names: &[String]) -> Result<Vec<usize>, TableError> {
        let sources = self.sources(names)?;
        let mut chosen: Vec<usize> = sources
            .into_iter()
            .flat_map(|(_, numbers)| numbers)
            .collect();
        if let Some(Split::Column(name)) = &self.settings.split {
            chosen.extend(matching(name, names)?);
        }
        chosen.sort_unstable();
        chosen.dedup();
        Ok(chosen)
    }
}

/// The rows that the settings describe. Paths start in `folder`; `inputs` are the names
/// of the graph's inputs.
///
/// # Errors
/// The table can't be used; names the file, the line and the column.
pub fn load(
    settings: &DataSettings,
    folder: &Path,
    inputs: &[&str],
) -> Result<Dataset, TableError> {
    let by_source = BySource { settings, inputs };
    let table = read(&settings.table, folder, &by_source)?;
    dataset(settings, &by_source, &table).map_err(|error| error.of(&title(&settings.table)))
}

fn dataset(
    settings: &DataSettings,
    by_source: &BySource<'_>,
    table: &Table,
) -> Result<Dataset, TableError> {
    let names: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    let parts = parts(table, settings.split.as_ref())?;
    let mut recipe = Recipe {
        sources: Vec::new(),
    };
    for (source, numbers) in by_source.sources(&names)? {
        let columns: Vec<String> = numbers.iter().map(|nth| names[*nth].clone()).collect();
        let mut its = SourceRecipe::new(&source, &columns, table)?;
        let scaling = [
            (&settings.standardise, Scaling::Standard),
            (&settings.scale, Scaling::Unit),
        ];
        for (sources, scaling) in scaling {
            if sources.contains(&source) {
                its.fit(scaling, table, &parts[0])?;
            }
        }
        recipe.sources.push(its);
    }
    for name in settings.standardise.iter().chain(&settings.scale) {
        if recipe.sources.iter().all(|it| it.name != *name) {
            return Err(TableError::new(format!(
                "{name:?} can't be standardised or scaled: it takes no columns"
            )));
        }
    }
    let sources: Result<Vec<_>, _> = recipe.sources.iter().map(|it| it.rows(table)).collect();
    Ok(Dataset {
        rows: DataRows {
            sources: sources?,
            count: table.rows,
            parts,
            lines: table.lines.clone(),
        },
        recipe,
    })
}

/// New rows, made as those of a dataset were, for the sources named alone. All are in the
/// first part.
///
/// # Errors
/// The table can't be used; names the file, the line and the column.
pub fn load_like(
    recipe: &Recipe,
    path: &Path,
    only: impl Fn(&str) -> bool,
) -> Result<DataRows, TableError> {
    let sources: Vec<&SourceRecipe> = recipe.sources.iter().filter(|it| only(&it.name)).collect();
    let columns: Vec<String> = sources.iter().flat_map(|it| it.columns.clone()).collect();
    let source = TableSource::Path(path.to_string_lossy().into_owned());
    let table = read(&source, Path::new(""), &Patterns(&columns))?;
    let rows: Result<Vec<_>, _> = sources.iter().map(|it| it.rows(&table)).collect();
    let rows = rows.map_err(|error| error.of(&title(&source)))?;
    Ok(DataRows {
        sources: rows,
        count: table.rows,
        parts: [(0..table.rows as u32).collect(), Vec::new(), Vec::new()],
        lines: table.lines,
    })
}

/// What a message calls a table.
fn title(source: &TableSource) -> String {
    match source {
        TableSource::Path(path) => path.clone(),
        TableSource::Set(name) => format!("the set {name}"),
        TableSource::Generate(settings) => format!("generated {}", settings.kind),
    }
}
