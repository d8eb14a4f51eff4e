"""Rank-sum tests by scipy, gene by gene, from the values that bench_compare --export wrote.

    python3 run_scipy.py FOLDER [GENES]

Two processes share the first GENES genes (default: all); prints the seconds, scaled to all genes.
"""
import json, multiprocessing, sys, time
import numpy as np
import scipy.sparse as sp
from scipy.stats import mannwhitneyu

folder = sys.argv[1]
offsets = np.fromfile(folder + "/offsets").astype("i8")
genes = int(open(folder + "/genes").read())
codes = np.fromfile(folder + "/codes", "i4")
x = sp.csr_matrix((np.fromfile(folder + "/values", "f4"), np.fromfile(folder + "/columns", "i4"), offsets),
                  shape=(len(codes), genes))
some = min(genes, int(sys.argv[2])) if len(sys.argv) > 2 else genes


def test(gene):
    column = by_gene[:, gene].toarray().ravel()
    return [mannwhitneyu(column[codes == g], column[(codes != g) & (codes >= 0)], use_continuity=False,
                         method="asymptotic").pvalue for g in range(codes.max() + 1)]


start = time.time()
by_gene = x.tocsc()
turned = time.time() - start
with multiprocessing.Pool(2) as pool:
    pool.map(test, range(some), chunksize=4)
seconds = turned + (time.time() - start - turned) * genes / some
print(json.dumps(dict(scipy_s=seconds, measured_genes=some, genes=genes, cells=len(codes))))
