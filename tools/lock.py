"""Remake requirements.lock from the ranges in pyproject.toml: `make lock`.

uv resolves for every system and every version of Python at once, which pip cannot. It comes into an
environment that is thrown away, so learners never install it.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADER = """\
# Every package of the course, pinned for Linux, macOS and Windows and Python 3.11 to 3.15.
# Do not edit. Change the ranges in pyproject.toml, then run `make lock`.
"""


def main():
    """Write the lock, or leave the old one as it is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = pathlib.Path(folder, "Scripts" if os.name == "nt" else "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        command = [python, "-m", "uv", "pip", "compile", "--quiet", "--no-config"]
        command += ["--universal", "--python-version", "3.11", "--all-extras"]
        command += ["--only-binary", ":all:", "--system-certs"]
        # uv would note how it was called and where from: a lock for everybody has neither.
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["pyproject.toml", "-"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
            # The build backend is pinned too, so that nothing unpinned is ever fetched.
            input="\n".join(project["build-system"]["requires"]),
        )
    (ROOT / "requirements.lock").write_text(HEADER + done.stdout, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
