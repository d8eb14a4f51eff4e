"""What dpkg, apt and a build of ours say about packages; for the checks beside this file."""
import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# What a minimal Debian is: mmdebstrap's minbase, and certificates.
BASE = ["?essential", "apt", "ca-certificates"]


def cannot_tell(reason):
    print(reason)
    sys.exit(1 if os.environ.get("REGULUS_REQUIRE_DATA") == "1" else 77)


def output_of(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout


def need_tools(*programs):
    """Ends the test where dpkg, apt or one of these is missing."""
    for program in ("apt-get", "dpkg-query", *programs):
        if not shutil.which(program):
            cannot_tell(f"needs {program}")


def listed(file):
    lines = (line.split("#")[0].strip() for line in file.read_text().splitlines())
    return [line for line in lines if line]


@functools.cache
def apt_get(cache):
    """apt-get for a system where nothing is installed, with its files in the folder given. Where this system has
    no lists of packages, they are fetched into that folder."""
    os.makedirs(f"{cache}/archives/partial", exist_ok=True)
    command = ["apt-get", "-qq"]
    for option in (f"Dir::State::status={os.devnull}", "Debug::NoLocking=1", f"Dir::Cache={cache}",
                   "Dir::Cache::pkgcache=packages.bin", "Dir::Cache::srcpkgcache=sources.bin"):
        command += ["-o", option]
    if not output_of("apt-cache", "policy", "libqt6core6").strip():
        os.makedirs(f"{cache}/lists/partial", exist_ok=True)
        command += ["-o", f"Dir::State::lists={cache}/lists"]
        done = subprocess.run([*command, "-o", "APT::Sandbox::User=", "-o", "APT::Update::Error-Mode=any", "update"],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            cannot_tell(f"apt has no lists of packages and cannot fetch them:\n{done.stderr}")
    return command


def closure(packages, cache):
    """The names of all packages that apt would put on an empty system for these, recommended ones left out.
    apt itself chooses between alternatives and providers."""
    command = [*apt_get(cache), "--print-uris", "--no-install-recommends", "install", *BASE, *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    if done.returncode != 0:
        sys.exit(f"apt cannot install the lists:\n{done.stdout[-2000:]}{done.stderr}")
    return {line.split()[1].split("_")[0] for line in done.stdout.splitlines() if line.startswith("'")}


def owners(paths):
    """The packages of each file. Files are looked up where they really are, and, as dpkg knows some of them
    by their place before /bin, /lib and /sbin moved under /usr, there too."""
    wanted = {}
    for path in paths:
        real = os.path.realpath(path)
        wanted.setdefault(real, set()).add(path)
        if re.match(r"/usr/(s?bin|lib)", real):
            wanted.setdefault(real[len("/usr"):], set()).add(path)
    found = {path: set() for path in paths}
    names = sorted(wanted)
    for first in range(0, len(names), 8000):
        for line in output_of("dpkg-query", "-S", *names[first:first + 8000]).splitlines():
            packages, _, name = line.rpartition(": ")
            for path in wanted.get(name, ()):
                found[path].update(package.split(":")[0].strip() for package in packages.split(","))
    return found


def cache_value(build, name):
    found = re.search(rf"^{name}:\w+=(.+)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)
    return found.group(1) if found else None


def own_torch(build):
    """Where a LibTorch lies that is not Debian's, by choice of who configured the build."""
    folder = cache_value(build, "Torch_DIR") or ""
    return None if not folder or folder.startswith("/usr/lib/") else str(Path(folder).parents[2]) + "/"
