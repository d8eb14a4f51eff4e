"""From what bench_scaling measured to 8 to 256 processes and 1 M to 100 M cells, on paper: a table in Markdown.

What is taken for granted is written above the table. ALPHA and GBYTES in the environment are the network's: seconds from one
machine to the next, 10^9 bytes a second of each.
"""

import json
import math
import os
import sys

import numpy

ALPHA = float(os.environ.get("ALPHA", 30e-6))
BANDWIDTH = float(os.environ.get("GBYTES", 1.25)) * 1e9
PROCESSES = [1, 8, 32, 64, 256]
CELLS = [1e6, 1e7, 1e8]
BATCH = 64  # cells of a step of a model that reads genes


def line(lines, read, processes, cells):
    (found,) = [l for l in lines if (l["read"], l["processes"], l["cells"]) == (read, processes, cells)]
    return found


def sum_seconds(count, bytes_, ranks):
    """Gloo sums in a ring, 2 (R - 1) messages one after the other; a small one goes before each, to see that all do the same."""
    return 2 * count * 2 * (ranks - 1) * ALPHA + bytes_ * 2 * (ranks - 1) / ranks / BANDWIDTH


def spread_seconds(count, bytes_, ranks):
    """Gloo hands out along a tree; the small one goes before each, too."""
    deep = math.ceil(math.log2(ranks)) if ranks > 1 else 0
    return count * (2 * (ranks - 1) + deep) * ALPHA + bytes_ * deep / BANDWIDTH


def longest(ranks):
    """The cells of a batch that the rank with the most of them has, on average: the others wait for it."""
    if ranks == 1:
        return BATCH
    drawn = numpy.random.default_rng(0).multinomial(BATCH, [1 / ranks] * ranks, size=2000)
    return drawn.max(axis=1).mean()


class Form:
    """Seconds as a + b × cells, of trainings on N / 2 and N cells; what of b two processes divided, and what they said."""

    def __init__(self, lines, read, seconds):
        sizes = sorted({l["cells"] for l in lines if l["read"] == read})
        self.cells, small = sizes[-1], line(lines, read, 1, sizes[0])
        one, self.two = line(lines, read, 1, self.cells), line(lines, read, 2, self.cells)
        self.per_cell = (seconds(one) - seconds(small)) / (self.cells - sizes[0])
        self.fixed = max(0.0, seconds(one) - self.per_cell * self.cells)
        self.one, self.two_seconds = seconds(one), seconds(self.two)
        divided = 2 * (1 - (self.two_seconds - self.fixed) / (self.per_cell * self.cells))
        self.divided = min(1.0, max(0.0, divided))


def epochs_of_genes(form, ranks, cells):
    """Seconds of computing and of speaking, of one epoch: a batch is a step, whatever the number of cells."""
    share = cells / form.cells / form.two["epochs"]
    return form.fixed + form.per_cell * cells * longest(ranks) / BATCH, sum_seconds(form.two["sums"] * share, form.two["summed_bytes"] * share, ranks)


def training_of_regulons(form, ranks, cells):
    """Sums are of genes and tokens, as many for any number of cells; numbers of cells go to all."""
    two = form.two
    apart = form.divided / ranks + 1 - form.divided
    return form.fixed + form.per_cell * cells * apart, sum_seconds(two["sums"], two["summed_bytes"], ranks) + spread_seconds(
        two["spreads"] * ranks / 2, two["spread_bytes"] * cells / form.cells, ranks)


def text(seconds):
    if seconds < 120:
        return f"{seconds:.3g} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h" if seconds < 1e6 else f"{seconds / 86400:.0f} d"


def table(title, form, times):
    ideal = form.one / 2
    predicted = sum(times(form, 2, form.cells))
    print(f"{title} Measured on {form.cells:,} cells: {form.one:.2f} s by one process and {form.two_seconds:.2f} s by two, where "
          f"half is {ideal:.2f} s and this model says {predicted:.2f} s; {form.per_cell * 1e6:.0f} µs a cell, of which two processes divided {form.divided:.0%}, and {form.fixed:.2f} s besides; "
          f"{form.two['summed_bytes'] / 1e6:.1f} MB in {form.two['sums']:,} sums, {form.two['spread_bytes'] / 1e6:.1f} MB in {form.two['spreads']:,} hand-outs.\n")
    print("| Cells | " + " | ".join(f"{r} process" + ("es" if r > 1 else "") for r in PROCESSES) + " |")
    print("| ---: |" + " ---: |" * len(PROCESSES))
    for cells in CELLS:
        fields = []
        for ranks in PROCESSES:
            compute, talk = times(form, ranks, cells)
            fields.append(f"{text(compute + talk)} ({talk / (compute + talk):.0%})" if ranks > 1 else text(compute))
        print(f"| {cells / 1e6:.0f} M | " + " | ".join(fields) + " |")
    print()


def main():
    lines = [json.loads(l) for l in open(sys.argv[1]) if l.strip()]
    print(f"One core a process, as measured; {ALPHA * 1e6:.0f} µs from one machine to another and {BANDWIDTH / 1e9:.2f} GB/s of each. "
          "In brackets: the share of the time in which processes wait for messages. The largest share of a batch: "
          + ", ".join(f"{longest(r) / BATCH:.0%} with {r}" for r in PROCESSES) + ".\n")
    forms = {l["read"] for l in lines}
    if "regulons" in forms:
        table("A model that reads regulons, the whole command.", Form(lines, "regulons", lambda l: l["seconds"]), training_of_regulons)
    if "genes" in forms:
        table("A model that reads genes, one epoch.", Form(lines, "genes", lambda l: l["seconds_an_epoch"]), epochs_of_genes)


main()
