"""Runs fuzzers in turn and says what came of it.

    run_fuzzers.py <build folder> <work folder> <minutes> [target ...]

Each target runs for so many minutes of processor time, again after each finding, from <work folder>/<target>
(seeds, and what grows) and tests/fuzz/corpus/<target>. Findings lie in <work folder>/findings/<target>, a log beside them.
Prints a line a target: name, seconds by the clock, seconds of processor time, executions, edges covered,
findings.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

build, work, minutes = sys.argv[1], sys.argv[2], float(sys.argv[3])
programs = os.path.join(build, "fuzz")
every = sorted(f[5:] for f in os.listdir(programs) if f.startswith("fuzz_"))
here = os.path.dirname(os.path.abspath(__file__))
# What the HDF5 library does not give back when it fails is its own matter; an allocation that it cannot get
# must be an error and no more. Our own `new` beyond 1 GiB is a finding.
through_hdf5 = {"hdf5_made", "h5ad", "h5ad_old", "h5mu", "tenx_h5", "loom", "filters"}
settings = dict(os.environ, UBSAN_OPTIONS="print_stacktrace=1", ASAN_OPTIONS=(
    "handle_abort=1:quarantine_size_mb=32:allocator_may_return_null=1:max_allocation_size_mb=1024:"
    "external_symbolizer_path=/usr/bin/llvm-symbolizer-14:suppressions=" + os.path.join(here, "hdf5_library.supp")))


def watched(command, findings, environment):
    """What the fuzzer says. One that hangs within malloc() writes its finding and then hangs over its report."""
    before, since = set(os.listdir(findings)), None
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
        while process.poll() is None:
            time.sleep(0.5)
            if since is None and set(os.listdir(findings)) != before:
                since = time.monotonic()
            if since is not None and time.monotonic() - since > 8:
                process.kill()
        said.seek(0)
        return said.read().decode(errors="replace")


def processor_seconds():
    """Of the children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(target):
    corpus, findings = os.path.join(work, target), os.path.join(work, "findings", target)
    os.makedirs(corpus, exist_ok=True)
    os.makedirs(findings, exist_ok=True)
    kept, words = os.path.join(here, "corpus", target), os.path.join(here, "words", target + ".dict")
    leaks = "1" if target not in through_hdf5 else "0"
    environment = dict(settings, ASAN_OPTIONS=settings["ASAN_OPTIONS"] + ":detect_leaks=" + leaks)
    start, used = time.monotonic(), processor_seconds()
    runs = edges = 0
    with open(os.path.join(work, "findings", target + ".log"), "a") as log:
        while (left := minutes * 60 - processor_seconds() + used) > 1:
            command = [os.path.join(programs, "fuzz_" + target), "-max_len=65536", "-timeout=5", "-rss_limit_mb=2048",
                       "-malloc_limit_mb=1024", "-detect_leaks=" + leaks, "-print_final_stats=1",
                       "-max_total_time=%d" % (left + 1), "-artifact_prefix=" + findings + "/", corpus]
            command += ["-dict=" + words] if os.path.exists(words) else []
            command += [kept] if os.path.isdir(kept) else []
            text = watched(command, findings, environment)
            log.write(text)
            counts = [int(n) for n in re.findall(r"#(\d+)|number_of_executed_units: (\d+)", text) for n in n if n]
            runs += max(counts, default=0)
            edges = max([edges] + [int(cov) for cov in re.findall(r"cov: (\d+)", text)])
    print(target, round(time.monotonic() - start), round(processor_seconds() - used), runs, edges,
          len(os.listdir(findings)), flush=True)


for name in sys.argv[4:] or every:
    run(name)
