#!/usr/bin/env bash
# The programs of `wiregrad formula --format python` compute the numbers of `wiregrad eval`:
# the graphs that ship, and a formula for each op.
#
# Usage: tests/python.sh [PROGRAM]      needs Python 3 with NumPy; PROGRAM is
# target/debug/wiregrad unless another is named.
set -u
cd "$(dirname "$0")/.." || exit 2
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}")
[ -x "$program" ] || { echo "there is no $program: cargo build"; exit 2; }
python=${PYTHON:-python3}
"$python" -c 'import numpy' 2>/dev/null || { echo "Python with NumPy is missing"; exit 2; }

exec "$python" - "$program" saved_graphs/*.ron <<'PYTHON'
import json
import subprocess
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")
program, *files = sys.argv[1:]
FORMULAS = """
(a + b) - a*b/c; a=2; b=-3; c=0.5
-(x^2) + 1/x + reciprocal(x); x=0.7
a^b + 2^a; a=1.5; b=-0.3
sqrt(x) + abs(-x); x=2
maximum(a, b) * minimum(a, b); a=2; b=-3
clip(x, min=0) + clip(x, max=1) + clip(x, min=-1, max=0.5) + clip(x); x=0.7
exp(x) + log(x) + log1p(x) + expm1(x); x=0.3
sin(x) + cos(x) + tan(x) + asin(x) + acos(x) + atan(x); x=0.3
sinh(x) + cosh(x) + tanh(x); x=-1.2
sigmoid(x) + sigmoid(-50 x) + relu(x) + relu(-x) + softplus(x) + silu(x); x=-1.2
leaky_relu(x) + leaky_relu(x, negative_slope=0.2) + elu(x) + elu(x, alpha=0.5); x=-1.2
gelu(x) + gelu(x, approximate="tanh"); x=-1.2
sum(A @ B); A=[[1, 2], [3, 4]]; B=[[5, 6], [7, 8]]
sum(A.T @ v); A=[[1, 2], [3, 4]]; v=[1, -2]
sum(transpose(A, axes=[1, 0]) * B); A=[[1, 2], [3, 4]]; B=[[5, 6], [7, 8]]
sum(reshape(A, shape=[4]) * v); A=[[1, 2], [3, 4]]; v=[1, 2, -3, 4]
sum(broadcast_to(v, shape=[3, 2]) * M); v=[1, -2]; M=[[1, 2], [3, 4], [5, 6]]
sum(concatenate(u, v)^2 * w); u=[1, 2]; v=[3]; w=[1, -1, 2]
sum(concatenate(A, A, axis=1) * A2); A=[[1], [2]]; A2=[[1, 2], [3, 4]]
sum(M[1:3, ::2] * N); M=[[1, 2, 3], [4, 5, 6], [7, 8, 9]]; N=[[1, -2], [3, 4]]
sum(M[-2:] * N); M=[1, 2, 3, 4]; N=[5, -6]
sum(M, axis=0)[0:1].sum() + mean(M) + max(M) + min(M); M=[[1, 2], [3, -4]]
sum(mean(M, axis=-1, keepdims=true) * max(M, axis=[0])); M=[[1, 2], [3, -4]]
sum(softmax(z) * v) + sum(log_softmax(z, axis=0) * v); z=[1, 2, -1]; v=[1, 2, 3]
mean_squared_error(p, t) + mean_absolute_error(p, t); p=[1, 2]; t=[0.5, 3]
binary_cross_entropy(p, t); p=[0.2, 0.9]; t=[0, 1]
binary_cross_entropy_with_logits(z, t); z=[-2, 3]; t=[0, 1]
cross_entropy(Z, t); Z=[[1, 2, 3], [0, -1, 1]]; t=[2, 0]
log2(x) + log10(x) + exp2(x) + hypot(x, y) + atan2(y, x) + sign(y); x=0.7; y=-2
floor(x) + ceil(x) + round(x) + round(y) + stop_gradient(x); x=0.7; y=2.5
greater(x, y) + 2 greater_equal(x, y) - less(x, y) + 4 less_equal(x, x); x=0.7; y=-2
equal(x, x) - not_equal(x, y) - equal(x, y) + where(greater(x, y), 2x, y); x=0.7; y=-2
log_sigmoid(x) + hard_tanh(x) + selu(x) + selu(-x) + mish(x) + softsign(x); x=1.3
sum(cumsum(M) * cumprod(M, axis=1)) + prod(M) + sum(prod(M, axis=0)); M=[[1, 2], [3, -4]]
logsumexp(M) + sum(logsumexp(M, axis=1)); M=[[1, 2], [3, -4]]
norm(M) + norm(M, ord="1") + norm(M, ord="inf") + sum(norm(M, axis=0)); M=[[1, 2], [3, -4]]
variance(M) + std(M, ddof=1) + sum(variance(M, axis=0)); M=[[1, 2], [3, -4]]
sum(take(M, i) * one_hot(j, num_classes=2)); M=[[1, 2], [3, -4]]; i=[1, 0, 1]; j=[0, 1, 1]
sum(stack(u, v) * M) + sum(flip(v) * u) + sum(v[::-1] * u); u=[1, 2]; v=[3, -5]; M=[[1, 2], [3, -4]]
huber(p, t) + huber(p, t, delta=0.3); p=[1, 2]; t=[0.5, 4]
kl_divergence(p, q) + sum(cosine_similarity(p, q)); p=[[0.2, 0.8], [0.5, 0.5]]; q=[[0.3, 0.7], [0.9, 0.1]]
cross_entropy(Z, t, label_smoothing=0.1, ignore_index=1); Z=[[1, 2, 3], [0, -1, 1]]; t=[2, 1]
cross_entropy(Z, T); Z=[[1, 2, 3], [0, -1, 1]]; T=[[0, 0, 1], [0.5, 0.5, 0]]
"""


def run(*arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{arguments}: {done.stderr}")
    return done.stdout


def check(what, *source):
    result = json.loads(run("eval", "--json", *source))
    target = result["target"]
    if target is None:
        return False
    value = next(node["value"] for node in result["nodes"] if node["name"] == target)
    text = run("formula", *source, "--format", "python")
    last = text.rstrip().splitlines()[-1]
    names = {}
    exec(text.replace(last, ""), names)
    found = float(eval(last[last.rindex(", ") + 2 : -1], names))
    wanted = float("nan") if value is None else float(value)
    if not np.isclose(found, wanted, rtol=1e-12, atol=0, equal_nan=True):
        sys.exit(f"{what}: {found} in Python, {wanted} here\n{text}")
    return True


count = sum(check(file, file) for file in files)
for line in FORMULAS.strip().splitlines():
    formula, _, values = line.partition(";")
    count += check(line, "--formula", f"result = {formula}\n{values}")
print(f"{count} programs give the same numbers")
PYTHON
