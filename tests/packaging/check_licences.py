#!/usr/bin/env python3
"""That resources/THIRD_PARTY_LICENCES.md names what Regulus is built from and loads, and nothing else.

    check_licences.py BUILD

Every library, font and icon theme of packaging/packages.txt, every package that a built file is linked with and
every one that the Debian package asks for by name has a row; every package of a row comes with packages.txt, in
the version that the row gives. Exit 77: cannot be told on this machine.
"""
import re
import sys
import tempfile
from pathlib import Path

from debian import cache_value, closure, listed, need_tools, output_of, own_torch, owners

# Rows taken away, each has to be missed: a header, a linked library, something found by name.
TAKEN_AWAY = ["libspectra-dev", "libcurl4", "libzstd1", "libdeflate0", "liblzf1", "fonts-inter"]


def rows(text):
    """Package -> version, as the tables have them."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 5 and cells[0] not in ("Name", "---"):
            found.update({package.strip(): cells[2] for package in cells[1].split(",")})
    return found


def installed():
    """Package -> section, source, version, what it depends on."""
    form = "${Package}\t${Section}\t${source:Package}\t${Version}\t${Depends}\n"
    lines = (line.split("\t") for line in output_of("dpkg-query", "-W", "-f", form).splitlines())
    return {line[0]: line[1:] for line in lines}


def needs_a_row(checkout, build, known):
    """Package -> the packages that may stand in the row for it. For one with headers these are also the
    libraries of the same source that it brings."""
    needed = {}
    for package in listed(checkout / "packaging/packages.txt"):
        section, source, _, depends = known[package]
        if section == "devel":
            continue  # compilers and the like
        brought = re.findall(r"(?:^|, )([\w.+-]+)", depends)
        needed[package] = {package, *(other for other in brought if other in known and known[other][1] == source)}
    asked = re.search(r'CPACK_DEBIAN_PACKAGE_DEPENDS "([^"]*)"', (build / "CPackConfig.cmake").read_text()).group(1)
    for package in (*asked.split(", "), *linked(build)):
        needed[package] = {package}
    return needed


def linked(build):
    """The packages of the libraries that the program and its helpers name as needed."""
    paths = set()
    for built in (build / "bin/regulus", *(build / "lib/regulus").iterdir()):
        named = re.findall(r"NEEDED.*\[(.+)\]", output_of("readelf", "-d", str(built)))
        found = dict(re.findall(r"(\S+) => (/\S+)", output_of("ldd", str(built))))
        paths.update(found[name] for name in named if name in found)
    other = own_torch(build)
    paths = [path for path in paths if not (other and path.startswith(other))]
    return set().union(*owners(paths).values())


def without_a_row(needed, table):
    return sorted(package for package, any_of in needed.items() if not any_of & set(table))


def plain(version):
    """Without epoch and separators: "4.0~beta7+ds-1" begins with "4.0 beta 7"."""
    return re.sub(r"^\d+:|[~ ]", "", version)


def main():
    need_tools("readelf", "ldd")
    build = Path(sys.argv[1]).resolve()
    checkout = Path(cache_value(build, "CMAKE_HOME_DIRECTORY"))
    table = rows((checkout / "resources/THIRD_PARTY_LICENCES.md").read_text())
    known = installed()
    needed = needs_a_row(checkout, build, known)
    with tempfile.TemporaryDirectory() as cache:
        brought = closure(listed(checkout / "packaging/packages.txt"), cache)

    problems = [f"{package} has no row" for package in without_a_row(needed, table)]
    for package, version in table.items():
        if package not in brought:
            problems.append(f"packages.txt does not bring {package}, which has a row")
            continue
        if package in known and not plain(known[package][2]).startswith(plain(version)):
            problems.append(f"{package} is {known[package][2]}, and its row says {version}")
    fewer = {package: version for package, version in table.items() if package not in TAKEN_AWAY}
    unnoticed = len(TAKEN_AWAY) - len(set(without_a_row(needed, fewer)) - set(without_a_row(needed, table)))
    if unnoticed > 0:
        problems.append(f"{unnoticed} of the rows {', '.join(TAKEN_AWAY)} could go without this test noticing")

    print(f"{len(needed)} packages need a row; {len(table)} packages have one")
    print(*problems, sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems else 0)


main()
