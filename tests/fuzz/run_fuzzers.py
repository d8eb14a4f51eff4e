"""Runs fuzzers in turn and says what came of it.

    run_fuzzers.py <build folder> <work folder> <minutes> [target ...]

Each target runs for so many minutes in a process that goes on after a finding, from <work folder>/<target>
(seeds, grown) and tests/fuzz/corpus/<target>. Findings lie in <work folder>/findings/<target>, logs beside
them. Prints a line a target: name, seconds, executions, edges covered, findings.
"""
import os
import re
import subprocess
import sys

build, work, minutes = sys.argv[1], sys.argv[2], float(sys.argv[3])
programs = os.path.join(build, "fuzz")
every = sorted(f[5:] for f in os.listdir(programs) if f.startswith("fuzz_"))
here = os.path.dirname(os.path.abspath(__file__))
# What the HDF5 library does not give back when it fails is its own matter.
leaks = {"hdf5_made", "h5ad", "h5ad_old", "h5mu", "tenx_h5", "loom", "filters"}
for target in sys.argv[4:] or every:
    corpus, findings = os.path.join(work, target), os.path.join(work, "findings", target)
    os.makedirs(corpus, exist_ok=True)
    os.makedirs(findings, exist_ok=True)
    kept = os.path.join(here, "corpus", target)
    log = os.path.join(work, "findings", target + ".log")
    command = [os.path.join(programs, "fuzz_" + target), "-fork=1", "-ignore_crashes=1", "-ignore_timeouts=1",
               "-ignore_ooms=1", "-max_len=65536", "-timeout=5", "-rss_limit_mb=2048", "-malloc_limit_mb=1024",
               "-detect_leaks=%d" % (target not in leaks), "-max_total_time=%d" % (minutes * 60),
               "-artifact_prefix=" + findings + "/", corpus] + ([kept] if os.path.isdir(kept) else [])
    words = os.path.join(here, "words", target + ".dict")
    if os.path.exists(words):
        command.insert(1, "-dict=" + words)
    with open(log, "a") as out:
        subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False,
                       env=dict(os.environ, ASAN_OPTIONS="symbolize=1:external_symbolizer_path=/usr/bin/llvm-symbolizer-14:handle_abort=1:quarantine_size_mb=32:allocator_may_return_null=1:max_allocation_size_mb=1024", UBSAN_OPTIONS="print_stacktrace=1"))
    lines = re.findall(r"#(\d+): cov: (\d+).*?time: (\d+)s", open(log).read())
    runs, edges, seconds = lines[-1] if lines else ("0", "0", "0")
    print(target, seconds, runs, edges, len(os.listdir(findings)), flush=True)
