"""Runs exported programs, all in one process, and says which of them found other numbers.

Usage: export.py FOLDER LANGUAGE
"""

import ast
import contextlib
import io
import pathlib
import re
import runpy
import sys
import traceback
import warnings

warnings.filterwarnings("ignore")
folder, language = pathlib.Path(sys.argv[1]), sys.argv[2]
failed, ran, largest = [], 0, 0.0
for path in sorted(folder.glob(f"{language}_*.py")):
    ast.parse(path.read_text())
    said = io.StringIO()
    status = None
    with contextlib.redirect_stdout(said):
        try:
            runpy.run_path(str(path), run_name="__main__")
        except SystemExit as end:
            status = end.code
        except Exception:
            said.write(traceback.format_exc(limit=-3))
    ran += 1
    found = re.search(r"largest difference (\S+)", said.getvalue())
    if status != 0 or not found:
        failed.append(path.name)
        print(f"{path.name}: {said.getvalue()[-700:]}")
    else:
        largest = max(largest, float(found.group(1)))
print(f"{language}: {ran} programs, {len(failed)} failed, largest difference {largest:.1e}")
if failed or not ran:
    print(" ".join(failed))
    sys.exit(1)
