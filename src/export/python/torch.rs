//! A graph as a module of PyTorch.

use super::arrays::{Arrays, Made, broken, dictionary};
use super::body::Body;
use super::generic::for_any_rows;
use super::language::TORCH;
use super::loops::{self, Names};
use super::parts::{
    KINDS, assembled, expected, header, main, no_training, rows, target_name, value_entries,
    warnings, with_rows,
};
use super::text::quoted;
use super::training::Training;
use crate::core::evaluation::Evaluation;
use crate::core::fault::Fault;
use crate::core::graph::Graph;
use crate::core::op::SourceKind;
use crate::export::target::{Export, Options, Subject};

pub(super) const MADE: Made<'_> = Made {
    number: "torch.tensor",
    array: "torch.tensor",
    stored: "torch.from_numpy",
};

/// Makes numbers of 64 bits what PyTorch takes if it isn't told otherwise.
pub(super) const FLOAT64: &str = "torch.set_default_dtype(torch.float64)\n\n";

/// What a module of PyTorch has already, and no parameter may be called.
const MEMBERS: &[&str] = &[
    "T_destination",
    "add_module",
    "apply",
    "bfloat16",
    "buffers",
    "call_super_init",
    "children",
    "compile",
    "cpu",
    "cuda",
    "double",
    "dump_patches",
    "eval",
    "extra_repr",
    "float",
    "forward",
    "get_buffer",
    "get_extra_state",
    "get_parameter",
    "get_submodule",
    "half",
    "ipu",
    "load_state_dict",
    "modules",
    "mtia",
    "named_buffers",
    "named_children",
    "named_modules",
    "named_parameters",
    "parameters",
    "register_backward_hook",
    "register_buffer",
    "register_forward_hook",
    "register_forward_pre_hook",
    "register_full_backward_hook",
    "register_full_backward_pre_hook",
    "register_load_state_dict_post_hook",
    "register_load_state_dict_pre_hook",
    "register_module",
    "register_parameter",
    "register_state_dict_post_hook",
    "register_state_dict_pre_hook",
    "requires_grad_",
    "set_extra_state",
    "set_submodule",
    "share_memory",
    "state_dict",
    "to",
    "to_empty",
    "train",
    "training",
    "type",
    "xpu",
    "zero_grad",
    "value",
    "name",
];

/// Writes it.
///
/// # Errors
/// The graph can't be evaluated, or an op can't be written.
pub(in crate::export) fn write(subject: &Subject<'_>, options: &Options) -> Result<Export, Fault> {
    let mut body = module_body(subject.graph, subject.evaluation)?;
    let training = Training::of(subject)?;
    if options.distributed {
        return write_distributed(subject, options, body, training);
    }
    let expected = expected(&body);
    let count = body.source_count() + options.checked(expected.count()) + rows(training.as_ref());
    let mut arrays = Arrays::new(options.beside.as_deref(), count);
    let members = members(&mut body, &mut arrays);
    let mut module = module(&mut body, &members);
    let inputs = inputs(&mut body, &mut arrays);
    let mut loop_text = String::new();
    if let Some(training) = &training {
        let is_same = training.is_drawn_with_batch() && expected.are_finite();
        let (text, of_rows) = for_any_rows(&training.batches, |graph, evaluation| {
            let mut body = module_body(graph, evaluation)?;
            let text = forward(&mut body);
            let (target, input) = (target_name(&body), training.first_input(&mut body));
            Ok((text, (body.called, target, input)))
        })?;
        let (ops, target, input) = of_rows;
        let text = with_rows(&text, "        \"\"\"The values", &input);
        body.called.extend(ops);
        match is_same {
            true => module = class("Graph(nn.Module)", &members, &text),
            false => module += &format!("\n\n{}", class("Rows(Graph)", "", &text)),
        }
        let names = Names {
            batch: if is_same { "Graph" } else { "Rows" },
            arguments: "",
            target: &target,
        };
        let rows = training.rows_text(&mut arrays, MADE, |name| {
            body.names.of(name).trim_start_matches("self.").to_owned()
        })?;
        loop_text = format!("\n\n{rows}\n\n{}", loops::torch(training, &names));
    }
    let functions = body.functions(&[])?;
    let mut code = format!("{functions}{module}{inputs}{loop_text}");
    if !options.without_check {
        code += &format!("\n\n{}", expected.text(&mut body.names, &mut arrays));
        code += &main(&run(&mut body), training.is_some());
    }
    let trains = training.is_some();
    let header = header(subject, &body, "Needs PyTorch.", options, trains);
    let modules = "import numpy as np\nimport torch\nfrom torch import nn\n";
    let export = assembled(&header, modules, FLOAT64, &arrays, &format!("\n{code}"))?;
    Ok(Export {
        warnings: warnings(subject, trains),
        ..export
    })
}

/// What a distributed training says of itself.
const DISTRIBUTED: &str = "\
A training for several processes, exported by wiregrad. Run it with torchrun: on one machine \
torchrun --nproc-per-node N FILE, on several with --nnodes and --rdzv-endpoint, too. Each process \
takes its share of every batch. It compares its losses with those of one machine.";

/// Writes the training alone, for several processes.
fn write_distributed(
    subject: &Subject<'_>,
    options: &Options,
    mut body: Body<'_>,
    training: Option<Training<'_>>,
) -> Result<Export, Fault> {
    let training = training.ok_or_else(no_training)?;
    let count = body.source_count() + rows(Some(&training));
    let mut arrays = Arrays::new(options.beside.as_deref(), count);
    let members = members(&mut body, &mut arrays);
    let inputs = inputs(&mut body, &mut arrays);
    let (text, (ops, target, input)) = for_any_rows(&training.batches, |graph, evaluation| {
        let mut body = module_body(graph, evaluation)?;
        let text = forward(&mut body);
        let (target, input) = (target_name(&body), training.first_input(&mut body));
        Ok((text, (body.called, target, input)))
    })?;
    let text = with_rows(&text, "        \"\"\"The values", &input);
    body.called = ops;
    let names = Names {
        batch: "Graph",
        arguments: "",
        target: &target,
    };
    let table = training.rows_text(&mut arrays, MADE, |name| {
        body.names.of(name).trim_start_matches("self.").to_owned()
    })?;
    let functions = body.functions(&[])?;
    let module = class("Graph(nn.Module)", &members, &text);
    let training = loops::torch_distributed(&training, &names);
    let code = format!("{functions}{module}{inputs}\n{table}inf = float(\"inf\")\n\n\n{training}");
    let title = subject.document.title().to_owned();
    let header = super::text::docstring(&[title, DISTRIBUTED.to_owned()]);
    let modules = "import numpy as np\nimport torch\nimport torch.distributed as dist\nfrom torch import nn\n";
    assembled(
        &format!("{header}\n"),
        modules,
        FLOAT64,
        &arrays,
        &format!("\n{code}"),
    )
}

/// The lines of a graph whose parameters and constants are members of a module.
fn module_body<'a>(graph: &'a Graph, evaluation: &'a Evaluation) -> Result<Body<'a>, Fault> {
    Body::of_module(graph, evaluation, &TORCH, MEMBERS)
}

/// The lines that make the members of the class.
fn members(body: &mut Body<'_>, arrays: &mut Arrays) -> String {
    let mut members = String::new();
    for kind in [SourceKind::Parameter, SourceKind::Constant] {
        for id in body.sources_of(kind) {
            let name = body.names.of(body.graph.name(id));
            let key = name.trim_start_matches("self.").to_owned();
            let Some(value) = body.evaluation.value(id) else {
                continue;
            };
            let value = broken(&arrays.text(&key, &value, MADE), 12);
            let shape = body.shape_comment(id);
            members += &match kind {
                SourceKind::Parameter => format!("        {name} = nn.Parameter({value}){shape}\n"),
                _ => format!(
                    "        self.register_buffer({}, {value}){shape}\n",
                    quoted(&key)
                ),
            };
        }
    }
    members
}

/// The method of the values.
fn forward(body: &mut Body<'_>) -> String {
    let inputs = body.sources_of(SourceKind::Input);
    let inputs = inputs
        .iter()
        .map(|id| format!(", {}", body.names.of(body.graph.name(*id))));
    let inputs: String = inputs.collect();
    let lines = body.lines.iter().map(|line| {
        let shape = body.shape_comment(line.node);
        format!("        {} = {}{shape}\n", line.name, line.expression)
    });
    let lines: String = lines.collect();
    let entries = value_entries(body).replace("        \"", "            \"");
    format!(
        "    def forward(self{inputs}):\n        \"\"\"The values, by the names of the nodes.\"\"\"\n\
         {lines}        return {{\n{entries}        }}\n"
    )
}

/// A class with its members and its method.
fn class(name: &str, members: &str, forward: &str) -> String {
    let start = match members.is_empty() {
        true => String::new(),
        false => format!("    def __init__(self):\n        super().__init__()\n{members}\n"),
    };
    let what = match name {
        "Rows(Graph)" => "The same for the rows of a batch, side by side.",
        _ => "The graph: its parameters are its own, its data is given.",
    };
    format!("class {name}:\n    \"\"\"{what}\"\"\"\n\n{start}{forward}")
}

/// The class of a graph.
fn module(body: &mut Body<'_>, members: &str) -> String {
    let forward = forward(body);
    class("Graph(nn.Module)", members, &forward)
}

/// The data, by identifiers.
fn inputs(body: &mut Body<'_>, arrays: &mut Arrays) -> String {
    let mut entries = Vec::new();
    for id in body.sources_of(SourceKind::Input) {
        let name = body.names.of(body.graph.name(id));
        if let Some(value) = body.evaluation.value(id) {
            entries.push((name.clone(), arrays.text(&name, &value, MADE)));
        }
    }
    let help = KINDS[1].2;
    format!("\n\n# {help}\n{}", dictionary("inputs", &entries))
}

/// The lines that compute all and compare.
fn run(body: &mut Body<'_>) -> String {
    let mut sources = String::new();
    for id in body.sources.clone() {
        let name = body.graph.name(id);
        let own = body.names.of(name);
        let place = match own.strip_prefix("self.") {
            Some(member) => format!("model.{member}"),
            None => format!("inputs[{}]", quoted(&own)),
        };
        sources += &format!("        {}: {place},\n", quoted(name));
    }
    let target = body.target().map(|id| {
        let (table, name) = match body.sources.contains(&id) {
            true => ("sources", body.graph.name(id)),
            false => ("values", body.graph.name(id)),
        };
        format!("{table}[{}]", quoted(name))
    });
    let gradients = match target {
        None => "    gradients = {}\n".to_owned(),
        Some(target) => format!(
            "    loss = {target}\n    found = [torch.zeros_like(it) for it in sources.values()]\n    \
             if loss.requires_grad:\n        found = torch.autograd.grad(\n            loss, \
             list(sources.values()), allow_unused=True, materialize_grads=True\n        )\n    \
             gradients = {{name: it.numpy() for name, it in zip(sources, found)}}\n"
        ),
    };
    format!(
        "    model = Graph()\n    sources = {{\n{sources}    }}\n    \
         for source in sources.values():\n        source.requires_grad_()\n    \
         values = model(**inputs)\n{gradients}    \
         values = {{name: it.detach().numpy() for name, it in values.items()}}\n    \
         fine = check(values, gradients)\n"
    )
}
