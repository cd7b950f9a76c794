//! The loops of trainings: epochs, batches, updates, and how the losses are compared.

use super::training::Training;
use crate::core::fault::Fault;

/// What a loop is written with.
pub(super) struct Names<'a> {
    /// The function, or the class, that computes a batch.
    pub(super) batch: &'a str,
    /// What it is given, as the graph is drawn: `parameters, inputs`.
    pub(super) arguments: &'a str,
    /// The target, in quotes.
    pub(super) target: &'a str,
}

impl Names<'_> {
    /// The arguments for a batch of rows.
    fn of_batch(&self) -> String {
        let of = |name: &str| match name {
            "parameters" => "weights".to_owned(),
            "inputs" => "{**inputs, **batch}".to_owned(),
            other => other.to_owned(),
        };
        let all: Vec<String> = self.arguments.split(", ").map(of).collect();
        all.join(", ")
    }
}

/// How the losses are compared.
const COMPARE: &str = r#"def check_losses(losses):
    """Whether the losses follow those of wiregrad, to 1e-9."""
    apart = [abs(a - b) / max(1, abs(b)) for a, b in zip(losses, expected_losses)]
    worst = max(apart, default=0.0)
    print(f"{len(apart)} epochs compared: largest difference {worst:.1e}")
    return worst <= 1e-9
"#;

/// The end of a program with a training: with --train it trains, too.
pub(super) const MAIN: &str = r#"    if "--train" in sys.argv[1:]:
        fine = check_losses(train()[1]) and fine
    sys.exit(0 if fine else 1)
"#;

/// The mean loss of rows, if some are kept for validation.
fn mean_loss(training: &Training<'_>, model: &str) -> String {
    if !training.validates() {
        return String::new();
    }
    format!(
        "def mean_loss({model}, rows):\n    \"\"\"The mean loss of rows, batch by batch.\"\"\"\n    total = 0.0\n    \
         for start in range(0, len(rows), batch_size):\n        batch = rows[start : start + batch_size]\n        \
         total += loss_of({model}, batch) * len(batch)\n    return total / len(rows)\n\n\n"
    )
}

/// The loop of NumPy and JAX, in which the statements of the update stand.
///
/// # Errors
/// The update can't be read.
fn plain_loop(training: &Training<'_>) -> Result<String, Fault> {
    let penalties = training.penalties();
    let (penalised, call) = match penalties.is_empty() {
        true => (String::new(), ""),
        false => (
            format!(
                "def penalised(weights, gradients):\n    \"\"\"The gradients as the update is given them.\"\"\"\n\
                 {penalties}    return gradients\n\n\n"
            ),
            "            gradients = penalised(weights, gradients)\n",
        ),
    };
    Ok(format!(
        "{}\n\n{penalised}{}def train():\n    \"\"\"The parameters after the training, and the mean loss of each \
         epoch.\"\"\"\n    weights, losses, step = dict(parameters), [], 0\n    state = {{it: {} for it in trained}}\n\
         {}    for epoch in range(epochs):\n        total, order = 0.0, Random(seed, epoch).shuffled(train_rows)\n        \
         for start in range(0, len(order), batch_size):\n            rows = order[start : start + batch_size]\n            \
         loss, gradients = loss_and_gradients(weights, rows)\n            total += float(loss) * len(rows)\n{call}            \
         rate, step = rate_at(step, epoch), step + 1\n            for it in trained:\n                \
         weights[it], state[it] = update(weights[it], gradients[it], state[it], rate, step)\n        \
         losses.append(total / len(order))\n        said = f\"epoch {{epoch + 1}}: loss {{losses[-1]:.6g}}\"\n{}    \
         return {}, losses\n\n\n{}\n\n{COMPARE}",
        training.update()?,
        mean_loss(training, "weights"),
        training.no_state(),
        training.start(),
        training.end_of_epoch("weights", "dict(weights)"),
        training.result("weights"),
        training.expected(),
    ))
}

/// The loop of NumPy.
///
/// # Errors
/// The update can't be read.
pub(super) fn numpy(training: &Training<'_>, names: &Names<'_>) -> Result<String, Fault> {
    let Names { batch, target, .. } = names;
    let given = names.of_batch();
    let loss = match training.validates() {
        true => {
            "def loss_of(weights, rows):\n    return float(loss_and_gradients(weights, rows)[0])\n\n\n"
        }
        false => "",
    };
    Ok(format!(
        "{}\n\ndef loss_and_gradients(weights, rows):\n    \"\"\"The loss of these rows, and its gradients.\"\"\"\n    \
         batch = {{name: of_all[rows] for name, of_all in data.items()}}\n    \
         values, gradients = {batch}({given})\n    return values[{target}], gradients\n\n\n{loss}{}",
        training.order_text(),
        plain_loop(training)?,
    ))
}

/// The loop of JAX.
///
/// # Errors
/// The update can't be read.
pub(super) fn jax(training: &Training<'_>, names: &Names<'_>) -> Result<String, Fault> {
    let Names {
        batch,
        target,
        arguments,
    } = names;
    let given = names.of_batch();
    let loss = match training.validates() {
        true => {
            "def loss_of(weights, rows):\n    return float(loss_and_gradients(weights, rows)[0])\n\n\n"
        }
        false => "",
    };
    let text = format!(
        "{}\n\n@jax.jit\n@jax.value_and_grad\ndef batch_loss({arguments}):\n    return {batch}({arguments})[{target}]\n\n\n\
         def loss_and_gradients(weights, rows):\n    \"\"\"The loss of these rows, and its gradients.\"\"\"\n    \
         batch = {{name: of_all[np.array(rows)] for name, of_all in data.items()}}\n    \
         return batch_loss({given})\n\n\n{loss}",
        training.order_text(),
    );
    let rest = super::language::JAX.text(&plain_loop(training)?);
    Ok(text + &rest)
}

/// The loop of PyTorch.
pub(super) fn torch(training: &Training<'_>, names: &Names<'_>) -> String {
    let Names { batch, target, .. } = names;
    let penalties = training.torch_penalties();
    let mean_loss = mean_loss(training, "model");
    format!(
        "{}\n\ndef loss_of(model, rows):\n    \"\"\"The loss of these rows.\"\"\"\n    \
         batch = {{name: of_all[rows] for name, of_all in data.items()}}\n    \
         return model(**{{**inputs, **batch}})[{target}]\n\n\n{mean_loss}def train():\n    \
         \"\"\"The model after the training, and the mean loss of each epoch.\"\"\"\n    \
         model, losses, step = {batch}(), [], 0\n    {}\n{}    for epoch in range(epochs):\n        \
         total, order = 0.0, Random(seed, epoch).shuffled(train_rows)\n        \
         for start in range(0, len(order), batch_size):\n            rows = order[start : start + batch_size]\n            \
         for group in optimizer.param_groups:\n                group[\"lr\"] = rate_at(step, epoch)\n            \
         step += 1\n            optimizer.zero_grad()\n            loss = loss_of(model, rows)\n            \
         loss.backward()\n            total += loss.item() * len(rows)\n{penalties}            optimizer.step()\n        \
         losses.append(total / len(order))\n        said = f\"epoch {{epoch + 1}}: loss {{losses[-1]:.6g}}\"\n{}    \
         {}return model, losses\n\n\n{}\n\n{COMPARE}",
        training.order_text(),
        training.torch_optimizer(),
        training.start(),
        training.end_of_epoch(
            "model",
            "{it: x.clone() for it, x in model.state_dict().items()}"
        ),
        training.load_best(),
        training.expected(),
    )
}

/// What a distributed training with JAX is told, and how arrays are laid out.
const JAX_DEVICES: &str = r#"parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--coordinator", help="HOST:PORT of the first host, if there are several")
parser.add_argument("--hosts", type=int, default=1, help="how many hosts there are")
parser.add_argument("--host", type=int, default=0, help="the number of this one")
parser.add_argument("--shards", type=int, default=1, help="devices that share the parameters")
options = parser.parse_args()
if options.coordinator:
    jax.distributed.initialize(options.coordinator, options.hosts, options.host)
mesh = Mesh(np.array(jax.devices()).reshape(-1, options.shards), ("data", "model"))


def laid_out(array, spec):
    """An array over the devices; each host has all of it and hands out its own parts."""
    array = np.asarray(array)
    return jax.make_array_from_callback(
        array.shape, NamedSharding(mesh, spec), lambda place: array[place]
    )


def parameter(array):
    """A parameter: on all devices, or its last axis shared by those of a row of the mesh."""
    shape = np.shape(array)
    if shape and shape[-1] % options.shards == 0:
        return laid_out(array, P(*[None] * (len(shape) - 1), "model"))
    return laid_out(array, P())


def batch_of(rows):
    """The rows of a batch, shared out over the devices if they divide by them."""
    spec = P("data") if len(rows) % mesh.shape["data"] == 0 else P()
    return {name: laid_out(of_all[np.array(rows)], spec) for name, of_all in data.items()}
"#;

/// The loop of JAX for several devices and hosts.
///
/// # Errors
/// The update can't be read.
pub(super) fn jax_distributed(training: &Training<'_>, names: &Names<'_>) -> Result<String, Fault> {
    let Names {
        batch,
        target,
        arguments,
    } = names;
    let given = names.of_batch();
    let penalties = training.penalties();
    let penalised = match penalties.is_empty() {
        true => String::new(),
        false => penalties,
    };
    let text = format!(
        "{}\n\n{}\n\n@jax.jit\ndef loss_and_gradients(weights, batch):\n    \"\"\"The loss of a batch, and its \
         gradients; JAX adds up what the devices have.\"\"\"\n    def loss({arguments}):\n        \
         return {batch}({arguments})[{target}]\n\n    return jax.value_and_grad(loss)({given})\n\n\n\
         @jax.jit\ndef stepped(weights, state, batch, rate, t):\n    \"\"\"The parameters and what is kept of them \
         after a step, and the loss before it.\"\"\"\n    loss, gradients = loss_and_gradients(weights, batch)\n\
         {penalised}    updated = {{it: update(weights[it], gradients[it], state[it], rate, t) for it in trained}}\n    \
         weights = weights | {{it: w for it, (w, _) in updated.items()}}\n    \
         return weights, {{it: kept for it, (_, kept) in updated.items()}}, loss\n\n\n",
        training.order_text(),
        training.update()?,
    );
    let loss = match training.validates() {
        true => {
            "def loss_of(weights, rows):\n    return float(loss_and_gradients(weights, batch_of(rows))[0])\n\n\n"
        }
        false => "",
    };
    let state = training
        .no_state()
        .replace("0.0", "parameter(np.zeros(np.shape(parameters[it])))");
    let rest = format!(
        "{loss}{}def train():\n    \"\"\"The parameters after the training, and the mean loss of each \
         epoch.\"\"\"\n    weights = {{name: parameter(array) for name, array in parameters.items()}}\n    \
         state = {{it: {state} for it in trained}}\n    losses, step = [], 0\n{}    for epoch in range(epochs):\n        \
         total, order = 0.0, Random(seed, epoch).shuffled(train_rows)\n        \
         for start in range(0, len(order), batch_size):\n            rows = order[start : start + batch_size]\n            \
         rate, step = rate_at(step, epoch), step + 1\n            weights, state, loss = \
         stepped(weights, state, batch_of(rows), rate, step)\n            total += float(loss) * len(rows)\n        \
         losses.append(total / len(order))\n        said = f\"epoch {{epoch + 1}}: loss {{losses[-1]:.6g}}\"\n{}    \
         return {}, losses\n\n\n{}\n\n{COMPARE}\n\nif __name__ == \"__main__\":\n    \
         print(f\"{{jax.device_count()}} devices, {{jax.process_count()}} hosts\")\n    \
         sys.exit(0 if check_losses(train()[1]) else 1)\n",
        mean_loss(training, "weights"),
        training.start(),
        training.end_of_epoch("weights", "weights"),
        training.result("weights"),
        training.expected(),
    );
    Ok(super::language::JAX.text(&text) + &rest)
}

/// What stands before the rows of a distributed training with JAX.
pub(super) fn jax_devices() -> &'static str {
    JAX_DEVICES
}

/// How a distributed training with PyTorch starts: torchrun says who is who.
const TORCH_PROCESSES: &str = r#"dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
rank, processes = dist.get_rank(), dist.get_world_size()
device = torch.device("cpu")
if torch.cuda.is_available():
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    torch.cuda.set_device(device)


def loss_of(model, rows):
    """What this process has of the mean loss of the rows: that of each processes-th."""
    own = rows[rank::processes]
    share = len(own) * processes / len(rows)
    batch = {name: of_all[own if len(own) else rows[:1]].to(device) for name, of_all in data.items()}
    given = {name: it.to(device) for name, it in inputs.items()} | batch
    return model(**given)[TARGET] * share


def mean(loss):
    """The mean of what the processes have."""
    loss = loss.detach().clone()
    dist.all_reduce(loss)
    return loss.item() / processes
"#;

/// The loop of PyTorch for several processes.
pub(super) fn torch_distributed(training: &Training<'_>, names: &Names<'_>) -> String {
    let Names { batch, target, .. } = names;
    let start = TORCH_PROCESSES.replace("TARGET", target);
    let mean_loss = mean_loss(training, "model")
        .replace("loss_of(model, batch)", "mean(loss_of(model, batch))");
    let optimizer = training
        .torch_optimizer()
        .replace("getattr(model, it)", "getattr(graph, it)");
    let penalties = training
        .torch_penalties()
        .replace("getattr(model, it)", "getattr(graph, it)");
    format!(
        "{}\n\n{start}\n\n{mean_loss}def train():\n    \"\"\"The model after the training, and the mean loss of \
         each epoch.\"\"\"\n    graph, losses, step = {batch}().to(device), [], 0\n    \
         for name, it in graph.named_parameters():\n        it.requires_grad_(name in trained)\n    \
         model = nn.parallel.DistributedDataParallel(graph)\n    {optimizer}\n{}    for epoch in range(epochs):\n        \
         total, order = 0.0, Random(seed, epoch).shuffled(train_rows)\n        \
         for start in range(0, len(order), batch_size):\n            rows = order[start : start + batch_size]\n            \
         for group in optimizer.param_groups:\n                group[\"lr\"] = rate_at(step, epoch)\n            \
         step += 1\n            optimizer.zero_grad()\n            loss = loss_of(model, rows)\n            \
         loss.backward()\n            total += mean(loss) * len(rows)\n{penalties}            optimizer.step()\n        \
         losses.append(total / len(order))\n        said = f\"epoch {{epoch + 1}}: loss {{losses[-1]:.6g}}\"\n{}    \
         {}return graph, losses\n\n\n{}\n\n{COMPARE}\n\nif __name__ == \"__main__\":\n    \
         fine = check_losses(train()[1])\n    dist.destroy_process_group()\n    sys.exit(0 if fine else 1)\n",
        training.order_text(),
        training.start(),
        training.end_of_epoch(
            "model",
            "{it: x.clone() for it, x in model.state_dict().items()}"
        ),
        training.load_best(),
        training.expected(),
    )
}
