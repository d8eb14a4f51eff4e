// Python that makes folders of Matrix Market text in all their variants, and compares them with scipy and
// h5py.
#pragma once

namespace regulus::test {

// argv: folder. One folder a variant, with expected.json: cells, genes, dense values, words of the warnings.
inline const char* const make_variants = R"PY(
import gzip, json, os, random, sys
import numpy as np
out = sys.argv[1] + "/"
rng = np.random.default_rng(4)
dense = rng.poisson(0.6, (7, 5)).astype(float)   # cells x genes
cells = ["ACGTACGTACGT%s-1" % c for c in "ACGTAAC"]; cells[4] = "GGTTACGTACGTA-1"; cells[5] = "GGTTACGTACGTC-1"; cells[6]="TTTTACGTACGTC-1"
genes = ["CD3D", "LYZ", "MS4A1", "TBCE", "NKG7"]
ids = ["ENSG0000000%04d" % i for i in range(5)]
def put(path, text, gz):
    data = text if isinstance(text, bytes) else text.encode()
    open(path + (".gz" if gz else ""), "wb").write(gzip.compress(data) if gz else data)
def mtx(m, kind="integer", order=None, comments="%\n", layout="coordinate"):   # m: genes x cells
    if layout == "array":
        return "%%%%MatrixMarket matrix array %s general\n%s%d %d\n" % (kind, comments, *m.shape) + "".join("%r\n" % v for v in m.T.ravel())
    e = [(i, j, m[i, j]) for j in range(m.shape[1]) for i in range(m.shape[0]) if m[i, j] != 0]
    if order == "shuffled": random.Random(3).shuffle(e)
    if order == "rows": e.sort()
    value = {"integer": lambda v: " %d" % v, "real": lambda v: " %r" % float(v), "pattern": lambda v: ""}[kind]
    return "%%%%MatrixMarket matrix coordinate %s general\n%s%d %d %d\n" % (kind, comments, *m.shape, len(e)) + "".join("%d %d%s\n" % (i + 1, j + 1, value(v)) for i, j, v in e)
def variant(name, m=dense, text=None, v=3, gz=(1, 1, 1), prefix="", inside="", barcodes=None, features=None, types=None, want=None, cols=genes, warnings=(), sep="\n", open_="", title=None):
    d = out + name + "/" + inside; os.makedirs(d, exist_ok=True)
    put(d + prefix + "matrix.mtx", (text if text is not None else mtx(m.T)).replace("\n", sep), gz[0])
    put(d + prefix + "barcodes.tsv", barcodes if barcodes is not None else sep.join(cells) + sep, gz[1])
    if features is None:
        features = "".join("%s\t%s%s%s" % (i, g, "\t" + (types[n] if types else "Gene Expression") if v == 3 else "", sep) for n, (i, g) in enumerate(zip(ids, genes)))
    put(d + prefix + ("features.tsv" if v == 3 else "genes.tsv"), features, gz[2])
    json.dump({"cells": cells, "genes": list(cols), "dense": (m if want is None else want).tolist(), "warnings": list(warnings), "open": open_, "name": title or ""}, open(out + name + "/expected.json", "w"))
variant("v3", title="v3")
variant("v2", v=2, gz=(0, 0, 0))
variant("mixed", gz=(0, 1, 0))
variant("mixed2", v=2, gz=(1, 0, 1))
variant("prefix", prefix="GSM123_sample.", title="GSM123_sample")
variant("prefix2", prefix="GSM9_x_", v=2, open_="GSM9_x_matrix.mtx.gz", title="GSM9_x")
variant("by_barcodes", open_="barcodes.tsv.gz")
variant("by_features", open_="features.tsv.gz")
variant("outs", inside="outs/filtered_feature_bc_matrix/", title="filtered_feature_bc_matrix")
variant("hg19", inside="filtered_gene_bc_matrices/hg19/", v=2, title="hg19")
variant("shuffled", text=mtx(dense.T, order="shuffled"))
variant("by_gene", text=mtx(dense.T, order="rows"))
variant("real", m=dense * 0.1, text=mtx(dense.T * 0.1, "real"))
variant("real_e", m=dense * 1e-5, text=mtx(dense.T * 1e-5, "real").replace("matrix coordinate real", "MATRIX Coordinate Real"))
variant("pattern", m=(dense > 0) * 1.0, text=mtx(dense.T, "pattern"))
variant("array", text=mtx(dense.T, layout="array", kind="real"))
variant("array_int", text=mtx(dense.T, layout="array", kind="integer"))
variant("transposed", text=mtx(dense), order=None) if False else variant("transposed", text=mtx(dense))
variant("comments", text=mtx(dense.T, comments="%a\n%\n\n%b 3 4 5\n  \n") + "\n\n")
variant("blanks", text=mtx(dense.T).replace(" ", "  \t ").replace("%%MatrixMarket  \t matrix", "%%MatrixMarket matrix"))
variant("crlf", sep="\r\n")
variant("cr", sep="\r", gz=(0, 0, 0))
variant("no_last_end", text=mtx(dense.T).rstrip("\n"), barcodes="\n".join(cells))
variant("mark", barcodes=b"\xef\xbb\xbf" + "\n".join(cells).encode())
m = dense.T; e = [(i, j, m[i, j]) for j in range(7) for i in range(5) if m[i, j]]
variant("repeated", text="%%%%MatrixMarket matrix coordinate integer general\n5 7 %d\n" % (2 * len(e)) + "".join("%d %d %d\n" % (i + 1, j + 1, v) for i, j, v in e * 2), want=2 * dense)
variant("zeros", text=mtx(dense.T).replace(" 1\n", " 0\n"), want=np.where(dense == 1, 0, dense))
variant("types", types=["Gene Expression", "Antibody Capture", "Gene Expression", "CRISPR Guide Capture", "Gene Expression"], want=dense[:, [0, 2, 4]], cols=["CD3D", "MS4A1", "NKG7"], warnings=['1 of type "Antibody Capture", 1 of type "CRISPR Guide Capture"'])
variant("one_column", features="\n".join(genes) + "\n")
variant("no_symbols", features="".join("%s\t\n" % g for g in genes))
variant("headers", barcodes="barcode\n" + "\n".join(cells) + "\n", warnings=["first line of barcodes"])
variant("quoted", barcodes="".join('"%s"\n' % c for c in cells), features="".join('"%s"\t"%s"\n' % t for t in zip(ids, genes)))
variant("repeated_names", features="".join("%s\t%s\tGene Expression\n" % t for t in zip(ids, ["TBCE"] * 5)), cols=["TBCE"] * 5, warnings=["Duplicate names of genes: 4, first TBCE"])
variant("genomes", features="".join("GRCh38_%s\t%s\tGene Expression\n" % t for t in zip(ids, genes)))
variant("two_genomes", features="".join("%s%s\t%s%s\tGene Expression\n" % (p, i, p, s) for p, i, s in zip(["GRCh38_"] * 3 + ["mm10___"] * 2, ids, genes)), cols=["GRCh38_" + v for v in genes[:3]] + ["mm10___" + v for v in genes[3:]], warnings=["several genomes (GRCh38, mm10), opened together"])
variant("no_genomes", features="".join("%s_%s\t%s\tGene Expression\n" % (s, i, s) for i, s in zip(ids, genes)))
variant("filtered")
variant("both", inside="outs/filtered_feature_bc_matrix/", warnings=["the filtered one was opened"])
variant("both", m=dense * 0, inside="outs/raw_feature_bc_matrix/", want=dense, warnings=["the filtered one was opened"])
os.makedirs(out + "other_names")
put(out + "other_names/counts.mtx", mtx(dense.T), 0); put(out + "other_names/cells_barcodes.tsv", "\n".join(cells), 0); put(out + "other_names/genes.tsv", "\n".join(genes), 0)
json.dump({"cells": cells, "genes": genes, "dense": dense.tolist(), "warnings": [], "open": "", "name": "counts"}, open(out + "other_names/expected.json", "w"))
)PY";

// argv: matrix.mtx, the dump, optionally the 10x h5. Prints what differs.
inline const char* const compare_with_scipy = R"PY(
import gzip, json, sys, numpy as np, scipy.io, scipy.sparse as sp
folder, dump = sys.argv[1:3]
import os
gz = ".gz" if os.path.exists(folder + "/matrix.mtx.gz") else ""
m = sp.csr_matrix(scipy.io.mmread(folder + "/matrix.mtx" + gz).T).astype("f4")
read = lambda name: [l.rstrip("\n").split("\t") for l in (gzip.open if gz else open)(folder + "/" + name + gz, "rt")]
features = read("features.tsv" if gz else "genes.tsv")
d = json.load(open(dump + "/dataset.json"))
a = d["assays"][0]; stem = dump + "/" + a["stem"]
mine = sp.csr_matrix((np.fromfile(stem + "values", "f4"), np.fromfile(stem + "columns", "i4"), np.fromfile(stem + "offsets", "i8")), shape=(a["cells"], a["genes"]))
assert mine.shape == m.shape and mine.nnz == m.nnz and (mine != m).nnz == 0
assert d["obs"]["index"] == [r[0] for r in read("barcodes.tsv")]
assert a["var"]["index"] == [r[1] for r in features]
assert a["var"]["columns"][0]["values"] == [r[0] for r in features]
assert a["kind"] == "counts", a["kind"]
if len(sys.argv) > 3:
    import h5py
    with h5py.File(sys.argv[3]) as f:
        g = f["matrix"]
        h = sp.csc_matrix((g["data"][:], g["indices"][:], g["indptr"][:]), shape=tuple(g["shape"][:])).T.tocsr().astype("f4")
        assert (mine != h).nnz == 0 and mine.nnz == h.nnz
        assert d["obs"]["index"] == [b.decode() for b in g["barcodes"][:]]
        assert a["var"]["index"] == [b.decode() for b in g["features/name"][:]]
        assert a["var"]["columns"][0]["values"] == [b.decode() for b in g["features/id"][:]]
)PY";

}  // namespace regulus::test
