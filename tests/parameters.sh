#!/usr/bin/env bash
# Parameters go out to NumPy and safetensors and come back: the same numbers to the bit.
#
# Usage: tests/parameters.sh [PROGRAM]      needs Python 3 with NumPy and safetensors;
# PROGRAM is target/debug/wiregrad unless another is named.
set -u
cd "$(dirname "$0")/.." || exit 2
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}")
[ -x "$program" ] || { echo "there is no $program: cargo build"; exit 2; }
python=${PYTHON:-python3}
"$python" -c 'import numpy, safetensors' 2>/dev/null || { echo "Python with NumPy and safetensors is missing"; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/wiregrad_parameters.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

"$python" - "$program" "$work" saved_graphs/*.ron <<'PYTHON'
import json
import subprocess
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

program, work, *files = sys.argv[1:]


def run(*arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{arguments}: {done.stderr}")
    return done.stdout


def parameters(file):
    nodes = json.loads(run("eval", "--json", file))["nodes"]
    return {node["name"]: np.array(node["value"]) for node in nodes if node["op"] == "parameter"}


def same(what, found, wanted):
    if found.keys() != wanted.keys():
        sys.exit(f"{what}: {sorted(found)}, not {sorted(wanted)}")
    for name, array in wanted.items():
        if found[name].shape != array.shape or (found[name] != array).any():
            sys.exit(f"{what}: {name} is {found[name]}, not {array}")


count = 0
random = np.random.default_rng(3)
for file in files:
    wanted = parameters(file)
    if not wanted:
        continue
    npz, safe, out = (f"{work}/p.{end}" for end in ("npz", "safetensors", "ron"))
    run("parameters", file, "--save", npz)
    same(file, dict(np.load(npz)), wanted)
    run("parameters", file, "--save", safe)
    same(file, load_file(safe), wanted)
    # Other numbers come back, whatever their type and their order in memory.
    for dtype in (np.float64, np.float32, np.float16):
        other = {name: random.normal(size=a.shape).astype(dtype) for name, a in wanted.items()}
        np.savez(npz, **{name: a.copy(order="F") for name, a in other.items()})
        run("parameters", file, "--load", npz, "-o", out)
        same(file, parameters(out), other)
        np.savez_compressed(npz, **other)
        run("parameters", file, "--load", npz, "-o", out)
        same(file, parameters(out), other)
        save_file({name: a.copy() for name, a in other.items()}, safe)
        run("parameters", file, "--load", safe, "-o", out)
        same(file, parameters(out), other)
        count += 3
print(f"{count} files of parameters came back to the bit")
PYTHON
