#!/usr/bin/env bash
# The programs of `wiregrad export` compute the numbers of the graphs that they come from:
# every graph that ships, with NumPy and JAX; every op at random points and at its kinks; and
# graphs whose nodes have names of any kind. tests/pytorch.sh does the same with PyTorch.
#
# Usage: tests/export.sh [PROGRAM]      PROGRAM is target/debug/wiregrad unless another is
# named. Needs Python 3; NumPy and JAX are installed into target/python if PYTHON, a Python
# that has both, isn't set.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
program=$(realpath "${1:-$target/debug/wiregrad}")
[ -x "$program" ] || { echo "there is no $program: cargo build"; exit 2; }
if [ -z "${PYTHON:-}" ]; then
    PYTHON=$target/python/bin/python
    "$PYTHON" -c 'import numpy, jax' 2>/dev/null || {
        python3 -m venv "$target/python"
        "$target/python/bin/pip" install --quiet --disable-pip-version-check numpy jax
    }
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for file in saved_graphs/*.ron; do
    name=$(basename "$file" .ron)
    for language in ${LANGUAGES:-numpy jax}; do
        "$program" export "$file" --to "$language" -o "$folder/${language}_$name.py"
    done
done
WIREGRAD_EXPORTS=$folder cargo test --quiet --locked --test engine -- exports >"$folder/log" ||
    { cat "$folder/log"; exit 1; }
for language in ${LANGUAGES:-numpy jax}; do
    JAX_PLATFORMS=cpu "$PYTHON" tests/export.py "$folder" "$language"
done
