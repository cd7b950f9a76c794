#!/usr/bin/env python3
"""A package for Debian from `package.metadata.deb` in Cargo.toml, where cargo-deb isn't there.

Usage: packaging/deb.py PROGRAM OUT.deb      from the root of the repository, after
`PROGRAM share target/package`. Needs dpkg-deb, gzip and strip.
"""

import glob
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib


def run(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def files(pattern):
    """The files of a pattern, each with its path behind what the pattern fixes."""
    fixed = pattern.split("*")[0]
    base = fixed if fixed.endswith("/") else os.path.dirname(fixed)
    for found in sorted(glob.glob(pattern, recursive=True)):
        if os.path.isfile(found):
            yield found, os.path.relpath(found, base) if "*" in pattern else os.path.basename(found)


def install(source, target, mode):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def main(program, out):
    manifest = tomllib.loads(pathlib.Path("Cargo.toml").read_text())["package"]
    deb = manifest["metadata"]["deb"]
    root = pathlib.Path(tempfile.mkdtemp())
    try:
        for source, folder, mode in deb["assets"]:
            if source == "target/release/wiregrad":
                source = program
            found = list(files(source))
            if not found:
                sys.exit(f"there is no {source}")
            for file, name in found:
                install(file, root / folder / name, int(mode, 8))
        run("strip", str(root / "usr/bin/wiregrad"))
        for page in root.glob("usr/share/man/**/*.1"):
            run("gzip", "-9n", str(page))
        copyright = root / "usr/share/doc/wiregrad/copyright"
        copyright.write_text(pathlib.Path(deb["license-file"][0]).read_text())
        copyright.chmod(0o644)
        for folder in [root, *root.rglob("*")]:
            if folder.is_dir():
                folder.chmod(0o755)
        size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
        control = {
            "Package": manifest["name"],
            "Version": manifest["version"] + "-1",
            "Architecture": run("dpkg", "--print-architecture").strip(),
            "Maintainer": deb["maintainer"],
            "Installed-Size": str(size // 1024),
            "Depends": deb["depends"].replace("$auto", "libc6, libgcc-s1"),
            "Recommends": deb["recommends"],
            "Section": deb["section"],
            "Priority": "optional",
            "Description": manifest["description"],
        }
        (root / "DEBIAN").mkdir()
        lines = [f"{name}: {value}\n" for name, value in control.items()]
        (root / "DEBIAN/control").write_text("".join(lines))
        run("dpkg-deb", "--root-owner-group", "--build", str(root), out)
    finally:
        shutil.rmtree(root)


main(*sys.argv[1:])
