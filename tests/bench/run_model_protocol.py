#!/usr/bin/env python3
"""Runs what model_protocol.md says, and prints its tables.

usage: run_model_protocol.py PROGRAM DATA_FOLDER RUNS.jsonl [SET ...]

PROGRAM is the regulus to judge, DATA_FOLDER holds pbmc3k, kang_sle, fetal_brain and priors. Runs that RUNS.jsonl has
already are not repeated. SETs: pbmc3k, kang, fetal (default: all).
"""
import json, math, os, subprocess, sys, tempfile
from statistics import mean, stdev

PROGRAM, DATA, RUNS = sys.argv[1:4]
SETS = {
    "pbmc3k": ["--data", f"{DATA}/pbmc3k/pbmc3k_seurat.h5ad", "--labels", "cell_type"],
    "kang": ["--data", f"{DATA}/kang_sle/kang_sle_pbmc.h5ad", "--labels", "cell_type", "--split-by", "donor_id"],
    "fetal": ["--data", f"{DATA}/fetal_brain/test.h5ad", "--labels", "cell_type", "--gene-column", "feature_name"],
}
PRIOR = ["--prior", f"{DATA}/priors/collectri.csv", "--expand-complexes"]
SHARES = {"1": 10, "0.05": 10, "0.01": 10}  # of labels: draws a split


def key(run):
    return json.dumps([run[k] for k in ("set", "seed", "share", "draw", "options")])


def runs(names):
    for name in names:
        for seed in range(5):
            for share, draws in SHARES.items():
                for draw in range(1 if share == "1" else draws):
                    for options in ([], ["--bypass", "0"]):
                        yield dict(set=name, seed=seed, share=share, draw=draw, options=options)
        for own in ([], ["--own-mrna", "0"]):
            if own:
                yield dict(set=name, seed=0, share="1", draw=0, options=own)
            for k in range(1, 21):
                yield dict(set=name, seed=0, share="1", draw=0, options=own + ["--mask", "shuffled", "--seed-mask", str(k)])


def do(run):
    with tempfile.TemporaryDirectory() as folder:
        command = [PROGRAM, "--json", "train", *SETS[run["set"]], *PRIOR, "--seed-split", str(run["seed"]),
                   "--label-fraction", run["share"], "--seed-draw", str(run["draw"]), *run["options"],
                   "--out", folder + "/m.safetensors"]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(" ".join(command) + "\n" + done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def corrected_interval(differences, ratio):
    """Half width of the 95 % interval of Nadeau and Bengio's corrected resampled t; ratio: test to training cells."""
    n = len(differences)
    if n < 2: return float("nan")
    t = {5: 2.776, 50: 2.010}.get(n, 2.0)
    return t * math.sqrt((1 / n + ratio) * stdev(differences) ** 2)


def tables(names, found):
    def pick(**wanted):
        return [r for r in found if all(r["run"][k] == v for k, v in wanted.items())]
    for name in names:
        print(f"\n### {name}\n\n| labels | bypass | accuracy / macro-F1 | direction | components | difference in macro-F1, 95 % |\n| --- | --- | --- | --- | --- | --- |")
        for share in ("0.01", "0.05", "1"):
            for options in ([], ["--bypass", "0"]):
                some = pick(set=name, share=share, options=options)
                if not some: continue
                d = [r["macro_f1"] - r["baseline"]["macro_f1"] for r in some]
                ratio = mean(r["cells"]["test"] / (r["cells"]["train"] + r["cells"]["validation"]) for r in some)
                def both(get): return "%.3f / %.3f" % (mean(get(r)["accuracy"] for r in some), mean(get(r)["macro_f1"] for r in some))
                print("| %g %% | %s | %s | %s | %s | %+.4f ± %.4f (worst split %+.3f) |" % (
                    100 * float(share), "0" if options else "%.2f" % mean(r["bypass"] for r in some), both(lambda r: r), both(lambda r: r["baseline"]),
                    both(lambda r: r["baselines"]["pca"]), mean(d), corrected_interval(d, ratio),
                    min(mean([x for x, r in zip(d, some) if r["run"]["seed"] == s]) for s in {r["run"]["seed"] for r in some})))
        whole = pick(set=name, share="1", options=[])
        for what in ("kept_without_bypass", "kept_without_regulons", "regulons_explain", "reading", "reading_mrna", "reading_activity", "reading_effect", "seconds", "peak_mb"):
            if whole and what in whole[0]: print("- %s: %s, mean %.3f" % (what, " ".join("%.3f" % r[what] for r in whole), mean(r[what] for r in whole)))
        for own in ([], ["--own-mrna", "0"]):
            true = [r for r in pick(set=name, seed=0, share="1", options=own) if "reading" in r]
            null = [r["reading"] for r in found if r["run"]["set"] == name and "reading" in r and "--mask" in r["run"]["options"] and ("--own-mrna" in r["run"]["options"]) == bool(own)]
            if true and len(null) > 1:
                print("- reading %s: %.3f; %d rewired priors %.3f ± %.3f, at most %.3f" % ("without own mRNA" if own else "in full", true[0]["reading"], len(null), mean(null), stdev(null), max(null)))


def main():
    names = sys.argv[4:] or list(SETS)
    found = [json.loads(line) for line in open(RUNS)] if os.path.exists(RUNS) else []
    have = {key(r["run"]) for r in found}
    for run in runs(names):
        if key(run) in have: continue
        result = do(run)
        result["run"] = run
        found.append(result)
        with open(RUNS, "a") as out: out.write(json.dumps(result) + "\n")
    tables(names, found)


main()
