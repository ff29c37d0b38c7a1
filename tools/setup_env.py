"""Make the folder with everything the course needs: python tools/setup_env.py FOLDER [GROUP ...]

FOLDER is a virtual environment below the root of the course, GROUP an optional group of
pyproject.toml. `make env` calls this, and Windows users call it themselves. The second call ends
at once.

Standard library alone, because nothing is installed yet. Every version of Python from 2.7 on must
be able to parse it: a learner with an old one is owed a sentence, not a SyntaxError. So: no
f-strings, no annotations.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This course needs Python 3.11 or newer; this is %d.%d. "
        "Install a newer one (python.org has it), or name one that you have: "
        "make lab PYTHON=python3.13" % sys.version_info[:2]
    )

import contextlib
import hashlib
import json
import os
import platform
import subprocess
import time
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements.lock")
AGAIN = "then run the same command again."

PIP_LOG = "pip.log"

# May be built where it has no wheel yet: without a compiler it becomes a slower version of itself.
PURE_ENOUGH = ("pyyaml",)

# What pip says when it reached no index at all, on the three systems and behind proxies.
NO_NETWORK = (
    "Could not fetch URL",
    "Failed to establish a new connection",
    "Connection refused",
    "Max retries exceeded",
    "NameResolutionError",
    "NewConnectionError",
    "ProxyError",
    "timed out",
)


def main(folder, groups):
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)
    known = project["project"]["optional-dependencies"]
    for group in groups:
        if group not in known:
            sys.exit("%s is no group of pyproject.toml. There are: %s." % (group, ", ".join(known)))
    path = os.path.join(ROOT, folder)
    stamp = os.path.join(path, "course.json")
    with only_one_at_a_time():
        found = read(stamp)
        usable = found.get("place") == place()
        if usable:
            groups = groups + found["groups"]
        wanted = {"place": place(), "contents": contents(project), "groups": sorted(set(groups))}
        if found == wanted:
            return
        started = time.time()
        if usable:
            say("Bringing %s up to date ..." % folder)
        else:
            say("Setting up %s (about a minute, once) ..." % folder)
            make_environment(path, folder)
        install(path, requirements(project, ["test"] + wanted["groups"]))
        install_course(path)
        quiet_first_start(path)
        # Written last: a folder without it was left half made, and is made anew.
        with open(stamp, "w") as file:
            json.dump(wanted, file)
        say("%s is ready (%.0f s)." % (folder, time.time() - started))


def place():
    """What the folder cannot outlive: it holds paths, to its interpreter and to this checkout."""
    return digest([sys.version, sys.base_prefix, platform.machine(), ROOT])


def contents(project):
    """What decides which packages are in the folder."""
    with open(LOCK, "rb") as lock, open(os.path.abspath(__file__), "rb") as script:
        told = [lock.read(), script.read()]
    parts = [project["build-system"], project["project"], project["tool"]["setuptools"]]
    return digest(told + [json.dumps(part, sort_keys=True) for part in parts])


def digest(told):
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


def read(stamp):
    try:
        with open(stamp) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def requirements(project, groups):
    named = list(project["build-system"]["requires"]) + list(project["project"]["dependencies"])
    for group in groups:
        named += project["project"]["optional-dependencies"][group]
    return named


def make_environment(path, folder):
    if os.path.isdir(path) and os.listdir(path) and not os.path.exists(path + "/pyvenv.cfg"):
        sys.exit("%s exists and is no virtual environment: move it away, %s" % (folder, AGAIN))
    # Debian and Ubuntu ship `venv` without the `ensurepip` that it needs.
    code, said = run([sys.executable, "-I", "-c", "import venv, ensurepip"])
    if code == 0:
        code, said = run([sys.executable, "-I", "-m", "venv", "--clear", path])
        if code == 0:
            return
    if "ensurepip" in said or "No module named" in said:
        sys.exit(
            "This Python cannot make virtual environments: install its venv module "
            "(on Debian and Ubuntu: sudo apt install python%d.%d-venv), %s"
            % (sys.version_info[0], sys.version_info[1], AGAIN)
        )
    sys.exit("Could not make %s: %s" % (folder, last_line(said)))


def install(path, named):
    """Install what is named, in the versions of the lock, and nothing that needs a compiler."""
    with open(LOCK) as file:
        pinned = [line.split("==")[0] for line in file if "==" in line]
    wheels = ",".join(name for name in pinned if name not in PURE_ENOUGH)
    told = ["--log", os.path.join(path, PIP_LOG)]
    code, said = pip(path, "--only-binary", wheels, "--constraint", LOCK, *(told + named))
    if code == 0:
        os.remove(os.path.join(path, PIP_LOG))
        return
    # On its output pip may speak of conflicts where it reached nothing. Its log has the reason.
    with open(os.path.join(path, PIP_LOG), errors="replace") as file:
        log = file.read()
    if any(sign in log for sign in NO_NETWORK):
        sys.exit(
            "The packages could not be fetched: connect this computer to the internet "
            "(or set PIP_INDEX_URL to a mirror that it can reach), " + AGAIN
        )
    sys.exit(
        "The packages could not be installed (%s has the details). pip says: %s"
        % (os.path.join(os.path.basename(path), PIP_LOG), last_line(said))
    )


def install_course(path):
    """Make `import helpers` find this checkout, in child processes too."""
    # The build backend is pinned by the lock and installed, so nothing needs to be fetched.
    code, said = pip(path, "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    if code != 0:
        sys.exit("The course itself could not be installed. pip says: %s" % last_line(said))


def pip(path, *arguments):
    # -I, so that neither PYTHONPATH nor the folder where the learner stands changes the result.
    return run(
        [
            os.path.join(path, "Scripts" if os.name == "nt" else "bin", "python"),
            "-I",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
        ]
        + list(arguments)
    )


def quiet_first_start(path):
    """Keep JupyterLab's question about news away: it covers a learner's first notebook."""
    folder = os.path.join(path, "share", "jupyter", "lab", "settings")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "overrides.json"), "w") as file:
        json.dump(
            {
                "@jupyterlab/apputils-extension:notification": {
                    "checkForUpdates": False,
                    "fetchNews": "false",
                }
            },
            file,
        )


def run(command):
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode, done.stdout


def last_line(said):
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["nothing"])[-1]


@contextlib.contextmanager
def only_one_at_a_time():
    """Let `make lab` in one terminal wait for `make test` in another, which makes the folder."""
    try:
        import fcntl
    except ImportError:  # Windows, where nobody has `make` to start two at once
        yield
        return
    # On this very file, which every checkout has: a lock file would be one more thing to clean.
    with open(os.path.abspath(__file__)) as file:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python tools/setup_env.py FOLDER [GROUP ...]")
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next call starts anew.")
    except OSError as error:
        sys.exit("Could not set up %s: %s" % (sys.argv[1], error))
