#!/usr/bin/env bash
# The programs of `wiregrad export --to pytorch`, as tests/export.sh runs those of NumPy and JAX.
#
# Usage: PYTHON=PYTHON_WITH_TORCH tests/pytorch.sh [PROGRAM]
#
# To get one:  python3 -m venv venv && venv/bin/pip install numpy torch
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
"$PYTHON" -c 'import torch' 2>/dev/null || { echo "PYTHON must name a Python with PyTorch"; exit 2; }
export PYTHON LANGUAGES=pytorch
exec tests/export.sh "$@"
