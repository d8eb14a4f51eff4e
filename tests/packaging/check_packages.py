#!/usr/bin/env python3
"""That a fresh Debian 12 gets all it needs from packaging/packages.txt and packages-test.txt.

    check_packages.py BUILD

What apt would install for the lists on an empty system is compared with what is really used here: every header
that the build has read and every library and program it names (packages.txt), every program that scripts and
tests call and every Python module that tests import (both lists). Then the same is done with packages taken
off the lists, and the comparison has to notice. Exit 77: cannot be told on this machine.
"""
import importlib.util
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from debian import cache_value, cannot_tell, closure, listed, need_tools, output_of, own_torch, owners

# packaging/clean-room brings what it calls, packaging/setup runs before anything is installed, and a cluster has its own
# scheduler.
OTHER_SCRIPTS = {"packaging/clean-room", "packaging/setup", "packaging/cluster/evaluate-parallel",
                 "packaging/cluster/evaluate-slurm", "packaging/cluster/parts-slurm",
                 "packaging/cluster-test"}
# Taken off the lists, each has to be missed: a header, a linked library, a module of Python, a program that a
# test calls, one that CPack calls.
TAKEN_OFF = ["libspectra-dev", "libtorch-dev", "python3-loompy", "poppler-utils", "file"]


def read_by_the_build(checkout, build):
    """Headers that the compiler has read, libraries and programs that the build names: path -> what for."""
    used = {}
    fresh = False
    for line in output_of("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line.startswith("    "):
            if fresh:
                used[os.path.normpath(os.path.join(build, line.strip()))] = "read by the compiler"
        else:
            fresh = line.endswith("(VALID)")
    if not used:
        cannot_tell("the build has compiled nothing yet")
    for path in re.findall(r"(?<=[\s=])/usr/[^\s:;|$\"']+", (build / "build.ninja").read_text()):
        if re.search(r"\.(so[.\d]*|a)$|/s?bin/|/libexec/", path) and os.path.isfile(path):
            used[path] = "named in build.ninja"
    inside = tuple(f"{folder}/" for folder in (checkout, build))
    other = own_torch(build)
    return {path: why for path, why in used.items()
            if not path.startswith(inside) and os.path.exists(path) and not (other and path.startswith(other))}


def called_by_scripts(checkout):
    """Names at the places of a shell script where a command stands: name -> script."""
    before = (r"\b(?:then|do|else|if|elif|while|until|exec|env|nice|command -v|xargs(?: -\S+| \d+)*)\s|!\s"
              r"|^|[|;&{]|(?<!\()\((?!\()")
    command = re.compile(rf"(?=(?:{before})\s*(?:\w+=\S*\s+)*([a-z][\w.+-]*)(?=$|[\s;)|>]))", re.MULTILINE)
    found = {}
    for folder in ("packaging", "tests", ".ci"):
        for path in sorted((checkout / folder).rglob("*")):
            name = str(path.relative_to(checkout))
            if path.is_dir() or path.suffix or "corpus" in path.parts or name in OTHER_SCRIPTS:
                continue
            text = path.read_text(errors="replace")
            if not text.startswith("#!/usr/bin/env bash"):
                continue
            text = re.sub(r"(^|\s)#.*", "", text).replace("\\\n", " ")
            functions = re.findall(r"^(\w+)\(\)", text, re.MULTILINE)
            for program in set(command.findall(text)) - set(functions):
                found.setdefault(program, name)
    return found


def called_by_tests(checkout):
    """Programs that C++ tests start: name or path -> test."""
    call = r"\b(?:start|run|findExecutable|setProgram|execlp?|system)\(\s*(?:QStringLiteral\()?\"([a-z/][\w./+-]*)[ \"]"
    found = {}
    for path in sorted((checkout / "tests").rglob("*.[ch]*")):
        for program in re.findall(call, path.read_text(errors="replace")):
            found.setdefault(program, str(path.relative_to(checkout)))
    return found


def called_by_cpack(build):
    """Programs that CPack looks for to make a Debian package."""
    name = "Modules/Internal/CPack/CPackDeb.cmake"
    text = (Path(cache_value(build, "CMAKE_ROOT")) / name).read_text()
    return {program: "CPack" for program in re.findall(r"find_program\(\w+ (?:NAMES )?([\w-]+)", text)}


def imported_by_tests(checkout):
    """Modules that Python scripts import, in files of their own or inside of C++ tests: name -> test."""
    name = r"[A-Za-z_][\w.]*"
    statement = re.compile(rf"(?:^|[\"(;]|\\n)\s*(?:from\s+({name})\s+import\b"
                           rf"|import\s+({name}(?:\s+as\s+\w+)?(?:\s*,\s*{name}(?:\s+as\s+\w+)?)*)(?=$|[\s\\;\"]))",
                           re.MULTILINE)
    found = {}
    for path in sorted((checkout / "tests").rglob("*")):
        if path.suffix not in (".cpp", ".h", ".py"):
            continue
        text = path.read_text(errors="replace")
        modules = [one or part.split()[0] for one, several in statement.findall(text)
                   for part in (several.split(",") if several else [one])]
        for needed in re.findall(r"REGULUS_NEED_PYTHON\(([^)]*)\)", text):
            modules += re.findall(r'"([\w.]+)"', needed)
        for module in modules:
            if not (path.parent / f"{module}.py").exists():
                found.setdefault(module.split(".")[0], str(path.relative_to(checkout)))
    return found


def used_by_tests(checkout, build, problems):
    """Files of the programs and modules that tests use: path -> what for."""
    used = {}
    called = {**called_by_scripts(checkout), **called_by_tests(checkout)}
    for program, caller in called_by_cpack(build).items():
        called[program] = caller
        if not shutil.which(program):
            problems.append(f"{caller} looks for {program}, which is not on this machine")
    # Of the others some are words of the shell, functions, or no programs at all.
    for program, caller in called.items():
        path = shutil.which(program)
        if path:
            used[path] = f"{program}, called by {caller}"
    for module, test in imported_by_tests(checkout).items():
        spec = importlib.util.find_spec(module)
        if spec is None:
            problems.append(f"Python knows no module {module}, imported by {test}")
        elif spec.origin not in ("built-in", "frozen"):
            used[spec.origin or next(iter(spec.submodule_search_locations))] = f"{module}, imported by {test}"
    return used


def not_brought(used, packages_of, brought):
    """Package (or file, when no package owns it) -> an example, for what is used and not brought."""
    missing = {}
    for path, why in used.items():
        packages = packages_of[path]
        if not packages & brought:
            missing.setdefault(min(packages, default=path), f"{path}: {why}")
    return missing


def main():
    build = Path(sys.argv[1]).resolve()
    checkout = Path(cache_value(build, "CMAKE_HOME_DIRECTORY"))
    need_tools("ninja")

    problems = []
    for_build = read_by_the_build(checkout, build)
    for_tests = used_by_tests(checkout, build, problems)
    packages_of = owners([*for_build, *for_tests])
    build_list = listed(checkout / "packaging/packages.txt")
    test_list = listed(checkout / "packaging/packages-test.txt")

    with tempfile.TemporaryDirectory() as cache:
        for lists, used, brought in (("packages.txt does", for_build, closure(build_list, cache)),
                                     ("the two lists do", for_tests, closure(build_list + test_list, cache))):
            problems += [f"{lists} not bring {package} ({example})"
                         for package, example in sorted(not_brought(used, packages_of, brought).items())]
        fewer = closure([package for package in build_list + test_list if package not in TAKEN_OFF], cache)
    noticed = not_brought({**for_build, **for_tests}, packages_of, fewer)
    problems += [f"{package} could go from the lists unnoticed: the build is not complete, or nothing needs it"
                 for package in TAKEN_OFF if package not in noticed]

    print(f"{len(for_build)} files of the build, {len(for_tests)} of tests, "
          f"{len(set().union(*packages_of.values()))} packages")
    print(*problems, sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems else 0)


main()
