#!/usr/bin/env bash
# What leaves for papers, read by the programs that papers are made with: pdflatex compiles
# every picture and hand-out, dot lays out every graph.
#
# Usage: tests/papers.sh [PROGRAM [FOLDER]]     needs pdflatex (texlive-latex-recommended,
# texlive-pictures) and dot (graphviz). PROGRAM is target/debug/wiregrad unless another is
# named. What was made is left in FOLDER, if one is named, pages as PNG if pdftoppm is there.
set -u
cd "$(dirname "$0")/.." || exit 2
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}")
for tool in "$program" pdflatex dot; do
    command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 2; }
done
if [ -n "${2:-}" ]; then
    mkdir -p "$2" && work=$(realpath "$2") || exit 2
else
    work=$(mktemp -d "${TMPDIR:-/tmp}/wiregrad_papers.XXXXXX") || exit 2
    trap 'rm -rf "$work"' EXIT
fi
passed=0 failed=0

# NAME COMMAND...: it must succeed; what it says is shown if it doesn't.
must() {
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name: $*"
        tail -15 "$work/said" | sed 's/^/    /'
    fi
}

# NAME: compiles it, in the folder.
compile() {
    (cd "$work" && pdflatex -interaction=nonstopmode -halt-on-error -no-shell-escape "$1.tex") || return
    command -v pdftoppm >/dev/null || return 0
    [ ! -e "$work/keep" ] || pdftoppm -r 80 -png "$work/$1.pdf" "$work/$1"
}

# GRAPH: everything that it leaves as.
leave() {
    local graph=$1 name
    name=$(basename "$graph" .ron)
    must "$name" "$program" export "$graph" --to tikz -o "$work/${name}_tikz.tex"
    must "$name" compile "${name}_tikz"
    must "$name" "$program" export "$graph" --to latex -o "$work/${name}_steps.tex"
    must "$name" compile "${name}_steps"
    must "$name" "$program" export "$graph" --to latex --exercise -o "$work/${name}_exercise.tex"
    must "$name" compile "${name}_exercise"
    must "$name" "$program" export "$graph" --to dot -o "$work/$name.dot"
    must "$name" dot -Tsvg "$work/$name.dot" -o "$work/$name.svg"
}

[ -z "${2:-}" ] || touch "$work/keep"
for graph in saved_graphs/*.ron; do
    leave "$graph"
done

# Names and titles that mean something to TeX or to Graphviz.
cat >"$work/names.ron" <<'END'
(version: 1, title: "50 % of $x_1$ & \"}\\end{document}\n\n#~^<b>", note: "\\input{x} {", nodes: [
    (name: "a_b^c", op: "parameter", value: 2, at: (40, 40)),
    (name: "$x$ % }", op: "input", value: -3, at: (40, 200)),
    (name: "\\end{document}", op: "multiply", inputs: ["a_b^c", "$x$ % }"], at: (320, 100)),
    (name: "<b>&amp;\"]; x -> y", op: "tanh", inputs: ["\\end{document}"], at: (600, 100)),
    (name: "~#{", op: "add", inputs: ["<b>&amp;\"]; x -> y", "λ"], at: (880, 100)),
    (name: "λ", op: "constant", value: 1e-7, at: (600, 260)),
], frames: [(title: "a \"] & {", at: (20, 20), size: (500, 320))],
   texts: [(text: "one % line\nand } another", at: (20, 400))])
END
leave "$work/names.ron"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
