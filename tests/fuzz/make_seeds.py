"""Writes small seeds for the fuzzers: <folder>/<target>/<name>. Run with Debian's python: /usr/bin/python3 -I.

Everything is made here. The HDF5 files are kept as small as the format allows, since fuzzers change bytes at
random places.
"""
import ctypes
import gzip
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
import h5py
import numpy as np
import scipy.sparse as sp

out = sys.argv[1]
rng = np.random.default_rng(3)
n, g = 9, 6
x = rng.poisson(0.9, (n, g)).astype("f4")
cells = ["AAACCTGAGAAACC%s-1" % "".join(rng.choice(list("ACGT"), 2)) + str(i) for i in range(n)]
genes = ["CD14", "LYZ", "MS4A1", "CD3E", "SPI1", "PAX5"]
text = h5py.string_dtype()


def place(target, name):
    os.makedirs(os.path.join(out, target), exist_ok=True)
    return os.path.join(out, target, name)


def hdf5(target, name):
    return h5py.File(place(target, name), "w", libver="earliest")


# anndata writes texts of variable length. Those of fixed length are read as well, and do not lie on HDF5's
# global heap, over which the library trips at nearly every change.
variable = False


def enc(o, kind, version="0.2.0"):
    o.attrs["encoding-type"] = kind if variable else np.bytes_(kind)
    o.attrs["encoding-version"] = version if variable else np.bytes_(version)
    return o


def texts(values):
    return np.array([v.encode() for v in values])


def frame(f, name, index, extra):
    t = enc(f.create_group(name), "dataframe")
    t.attrs["_index"] = "_index" if variable else np.bytes_("_index")
    kind = text if variable else "S20"
    t.create_dataset("_index", data=np.array(index, dtype=object if variable else "S20"), dtype=kind)
    t.attrs.create("column-order", list(extra) if variable else np.array(list(extra), "S20"), shape=(len(extra),), dtype=kind)
    for k, v in extra.items():
        v(t, k)
    return t


def categorical(codes, categories, **how):
    def write(t, name):
        c = enc(t.create_group(name), "categorical")
        c.attrs["ordered"] = False
        c.create_dataset("codes", data=np.array(codes, "i1"), **how)
        c["categories"] = texts(categories)
    return write


def column(values):
    return lambda t, name: t.__setitem__(name, values)


def nullable(values, mask):
    def write(t, name):
        c = enc(t.create_group(name), "nullable-integer", "0.1.0")
        c["values"] = values
        c["mask"] = mask
    return write


def sparse(f, name, matrix, kind="csr", **how):
    m = sp.csr_matrix(matrix) if kind == "csr" else sp.csc_matrix(matrix)
    t = enc(f.create_group(name), kind + "_matrix", "0.1.0")
    t.attrs["shape"] = m.shape
    t.create_dataset("data", data=m.data, **how)
    t.create_dataset("indices", data=m.indices, **how)
    t["indptr"] = m.indptr
    return t


def h5ad(f, matrix):
    enc(f, "anndata", "0.1.0")
    frame(f, "obs", cells, {"kind": categorical([0, 1, 2] * 3, ["a", "b", "c"]), "n": column(np.arange(n) / 2)})
    frame(f, "var", genes, {})
    matrix(f)
    return f


packed = dict(chunks=(8,), compression="gzip", shuffle=True)
with hdf5("h5ad", "csr") as f:
    h5ad(f, lambda f: sparse(f, "X", x))
    f["obsm/X_umap"] = rng.normal(size=(n, 2)).astype("f4")
variable = True
with hdf5("h5ad", "csr_variable") as f:
    h5ad(f, lambda f: sparse(f, "X", x))
variable = False
with hdf5("h5ad", "csr_packed") as f:
    h5ad(f, lambda f: sparse(f, "X", x, **packed))
    f["uns/kind_colors"] = texts(["#112233", "#445566", "#778899"])
with hdf5("h5ad", "csc_lzf") as f:
    h5ad(f, lambda f: sparse(f, "X", x, "csc", chunks=(8,), compression="lzf"))
with hdf5("h5ad", "dense") as f:
    h5ad(f, lambda f: f.create_dataset("X", data=x))
with hdf5("h5ad", "dense_packed") as f:
    h5ad(f, lambda f: f.create_dataset("X", data=x.astype("i2"), chunks=(4, 4), compression="gzip"))
with hdf5("h5ad", "zstd") as f:
    h5ad(f, lambda f: None)

    zstd = ctypes.CDLL("libzstd.so.1")
    zstd.ZSTD_compress.restype = ctypes.c_size_t
    raw = x.tobytes()
    room = ctypes.create_string_buffer(len(raw) + 1000)
    size = zstd.ZSTD_compress(room, ctypes.c_size_t(len(room)), raw, ctypes.c_size_t(len(raw)), 3)
    p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    p.set_chunk((n, g))
    p.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, (3,))
    d = h5py.h5d.create(f.id, b"X", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((n, g)), p)
    d.write_direct_chunk((0, 0), room.raw[:size])
with hdf5("h5ad", "raw_layers_obsp") as f:
    h5ad(f, lambda f: sparse(f, "X", x))
    frame(f.create_group("raw"), "var", genes, {})
    sparse(f["raw"], "X", x)
    sparse(f.create_group("layers"), "counts", x, "csc")
    sparse(f.create_group("obsp"), "distances", np.eye(n))
with hdf5("h5ad", "columns") as f:
    enc(f, "anndata", "0.1.0")
    frame(f, "obs", cells, {
        "kind": categorical([0, -1, 1] * 3, ["x", "y"], chunks=(4,), compression="gzip"),
        "flag": column(np.arange(n) % 2 == 0), "words": column(texts("w%d" % i for i in range(n))),
        "maybe": nullable(np.arange(n), np.arange(n) == 2), "number": column(np.arange(n, dtype="u8"))})
    frame(f, "var", genes, {"feature_name": column(texts(genes)), "score": column(rng.normal(size=g))})
    sparse(f, "X", x)
with h5py.File(place("h5ad", "latest_format"), "w", libver="latest") as f:
    h5ad(f, lambda f: sparse(f, "X", x, **packed))

with hdf5("h5ad_old", "compound") as f:
    kind = np.dtype([("index", "S17"), ("type", "i1"), ("flag", "?"), ("score", "f8"), ("wide", "f4", (3,))])
    f["obs"] = np.array([(c.encode(), i % 3 - 1, i % 2, i / 4, (1, 2, 3)) for i, c in enumerate(cells)], kind)
    f["var"] = np.array([(v.encode(),) for v in genes], [("index", "S8")])
    f["obsm"] = np.array([((i, -i),) for i in range(n)], [("X_tsne", "f8", (2,))])
    f["uns/type_categories"] = texts(["early", "late"])
    f["uns/type_colors"] = texts(["#112233", "#AABBCC"])
    c = sp.csr_matrix(x)
    for k in ("data", "indices", "indptr"):
        f["X/" + k] = getattr(c, k)
    f["X"].attrs["h5sparse_format"] = "csr"
    f["X"].attrs["h5sparse_shape"] = c.shape
with hdf5("h5ad_old", "raw") as f:
    f["obs"] = np.array([(c.encode(), "t%d" % i) for i, c in enumerate(cells)], [("index", "S17"), ("text", text)])
    f["var"] = np.array([(v.encode(),) for v in genes], [("index", "S8")])
    f["X"] = x
    f["raw.X"] = x
    f["raw.var"] = f["var"][:]
with hdf5("h5ad_old", "categories") as f:  # of anndata 0.7
    o = f.create_group("obs")
    enc(o, "dataframe", "0.1.0")
    o.attrs["_index"] = "index"
    o.attrs["column-order"] = np.array([b"kind"])
    o["index"] = texts(cells)
    o["kind"] = np.array([0, 1, 0] * 3, "i1")
    o["__categories/kind"] = texts(["a", "b"])
    o["kind"].attrs["categories"] = o["__categories/kind"].ref
    frame(f, "var", genes, {})
    sparse(f, "X", x)


def modality(f, name, rows, names):
    m = enc(f.create_group("mod/" + name), "anndata", "0.1.0")
    frame(m, "obs", [cells[i] for i in rows], {"n": column(np.arange(len(rows)))})
    frame(m, "var", names, {})
    sparse(m, "X", x[rows][:, :len(names)])


with hdf5("h5mu", "two") as f:
    enc(f, "MuData", "0.1.0")
    modality(f, "rna", list(range(8)), genes)
    modality(f, "prot", list(range(2, 9)), ["CD3", "CD19"])
    frame(f, "obs", cells[::-1], {"donor": categorical([0, 1, 0] * 3, ["d1", "d2"])})
    f["obsm/X_joint"] = rng.normal(size=(n, 2))
with hdf5("h5mu", "one") as f:
    modality(f, "only", list(range(n)), genes)
    frame(f, "obs", cells, {})


def tenx(m, rows, index_type="i8"):
    c = sp.csr_matrix(x[:rows].astype("i4"))
    m["data"], m["indices"], m["indptr"] = c.data, c.indices.astype(index_type), c.indptr.astype("i8")
    m["shape"] = np.array([g, rows], "i4")
    m["barcodes"] = texts(cells[:rows])


for name, types, genomes in (("v3", ["Gene Expression"] * g, ["hg"] * g),
                             ("v3_features", ["Gene Expression"] * 4 + ["Antibody Capture"] * 2, ["hg"] * 4 + [""] * 2),
                             ("v3_barnyard", ["Gene Expression"] * g, ["hg", "mm"] * 3)):
    with hdf5("tenx_h5", name) as f:
        m = f.create_group("matrix")
        tenx(m, n)
        m["features/name"], m["features/id"] = texts(genes), texts("ENSG%011d" % i for i in range(g))
        m["features/feature_type"], m["features/genome"] = texts(types), texts(genomes)
with hdf5("tenx_h5", "v2") as f:
    for genome, rows in (("hg19", 4), ("mm10", n)):
        m = f.create_group(genome)
        tenx(m, rows)
        m["gene_names"], m["genes"] = texts(genes), texts(genome + "_%d" % i for i in range(g))

with hdf5("loom", "v3") as f:
    f["attrs/LOOM_SPEC_VERSION"] = np.bytes_("3.0.0")
    f.create_dataset("matrix", data=x.T, chunks=(4, 4), compression="gzip")
    f["layers/twice"] = 2 * x.T
    f["row_attrs/Gene"], f["col_attrs/CellID"] = texts(genes), texts(cells)
    f["col_attrs/age"] = np.arange(n)
    f["col_attrs/UMAP_1"], f["col_attrs/UMAP_2"] = rng.normal(size=n), rng.normal(size=n)
    f.create_group("row_graphs"), f.create_group("col_graphs")
with hdf5("loom", "v2") as f:
    f.attrs["LOOM_SPEC_VERSION"] = np.bytes_("2.0.1")
    f["matrix"] = x.T
    f["row_attrs/var_names"], f["col_attrs/obs_names"] = texts(genes), texts(cells)
    f["col_attrs/pca"] = rng.normal(size=(n, 3))
with hdf5("loom", "scope") as f:
    about = {"embeddings": [{"id": -1, "name": "main"}, {"id": 1, "name": "other"}],
             "clusterings": [{"id": 0, "name": "types", "clusters": [{"id": 0, "description": "T"}, {"id": 1, "description": "B"}]}]}
    f.attrs["LOOM_SPEC_VERSION"] = "3.0.0"
    f.attrs["MetaData"] = json.dumps(about)
    f["matrix"] = x.T
    f["row_attrs/Gene"], f["col_attrs/CellID"] = texts(genes), texts(cells)
    f["col_attrs/Embedding"] = np.zeros(n, [("_X", "f4"), ("_Y", "f4")])
    f["col_attrs/Embeddings_X"] = np.zeros(n, [("-1", "f4"), ("1", "f4")])
    f["col_attrs/Embeddings_Y"] = np.zeros(n, [("-1", "f4"), ("1", "f4")])
    f["col_attrs/Clusterings"] = np.zeros(n, [("0", "i4")])
    f["col_attrs/RegulonsAUC"] = np.zeros(n, [("SPI1(+)", "f4")])


def plain(target, name, content, pack=False):
    content = content if isinstance(content, bytes) else content.encode()
    with open(place(target, name), "wb") as f:
        f.write(content)
    if pack:
        with open(place(target, name + "_gz"), "wb") as f:
            f.write(gzip.compress(content, mtime=0))


def mtx(header, entries, extra=""):
    return "%%MatrixMarket matrix coordinate " + header + "\n%" + extra + "\n" + entries


entries = "6 9 4\n1 1 3\n2 4 1\n6 9 7\n3 2 12\n"
barcodes = "".join(c + "\n" for c in cells)
features3 = "".join("ENSG%011d\t%s\tGene Expression\n" % (i, s) for i, s in enumerate(genes))
features2 = "".join("ENSG%011d\t%s\n" % (i, s) for i, s in enumerate(genes))
mixed = features3.replace("Gene Expression", "Antibody Capture", 2)
separator = b"\n====\n"


def folder(name, *parts, pack=()):
    parts = [p.encode() for p in parts]
    plain("mtx", name, separator.join(gzip.compress(p, mtime=0) if i in pack else p for i, p in enumerate(parts)))


folder("v3", mtx("integer general", entries), barcodes, features3)
folder("v3_packed", mtx("integer general", entries), barcodes, features3, pack=(0, 1, 2))
folder("v2", mtx("real general", entries.replace(" 3\n", " 3.5e1\n")), barcodes, features2)
folder("mixed", mtx("integer general", entries, 'metadata_json: {"format_version": 2}'), barcodes, mixed)
folder("pattern", mtx("pattern general", "6 9 2\n1 1\n2 4\n"), barcodes, features3)
folder("cells_first", mtx("integer general", "9 6 2\n1 1 4\n9 6 2\n"), barcodes, features3)
folder("array", "%%MatrixMarket matrix array real general\n6 9\n" + "1.5\n" * 54, barcodes, features3)
folder("symmetric", mtx("integer symmetric", "6 6 2\n1 1 4\n6 2 2\n"), barcodes, features3)

table = "gene," + ",".join(cells) + "\n" + "".join(s + "," + ",".join("%g" % v for v in x[:, i]) + "\n" for i, s in enumerate(genes))
plain("text_matrix", "genes_csv", table, pack=True)
plain("text_matrix", "genes_tsv", table.replace(",", "\t").replace("\n", "\r\n"))
by_cell = "\t".join(genes) + "\n" + "".join(c + "\t" + "\t".join("%.3f" % v for v in x[i]) + "\n" for i, c in enumerate(cells))
plain("text_matrix", "cells_headless_corner", by_cell)
plain("text_matrix", "quoted", "\n".join(",".join('"%s"' % w for w in line.split(",")) for line in table.splitlines()))
plain("text_matrix", "semicolons_commas", table.replace(",", ";").replace("1", "1,5"))
plain("text_matrix", "labels", "cell,type," + ",".join(genes) + "\n" + "".join(c + ",T," + ",".join("%d" % v for v in x[i]) + "\n" for i, c in enumerate(cells)))
plain("text_matrix", "missing", table.replace(",0", ",NA", 5).replace(",1", ",", 2))
plain("text_matrix", "bom_blanks", b"\xef\xbb\xbf" + table.replace(",", "  ").encode())
plain("text_matrix", "no_names", "\n".join(",".join("%d" % v for v in row) for row in x))

known = ["AAACCTGAGAAACCAT-1", "AAACCTGAGAAACCGC-1", "AAACCTGAGAAACCTA-1", "cell1", "cell2"]
plain("annotation", "csv", "cell,label,score,flag\n" + "".join("%s,t%d,%g,%s\n" % (c, i % 2, i / 3, i % 2 == 0) for i, c in enumerate(known)), pack=True)
plain("annotation", "headless", "".join("%s\tB cell\n" % c for c in known))
plain("annotation", "quoted", 'donor,"barcode","type"\n' + "".join('d1,"%s","a, ""b"""\n' % c for c in known))
plain("annotation", "repeated", "id;n\ncell1;1\ncell1;2\ncell2;\ncell3;nan\n")
plain("annotation", "blanks", "cell label\ncell1 x\ncell2 y\n")

plain("prior", "collectri", '"source","target","weight"\n"SPI1","CD14",1\n"PAX5","CD19",-1\n"AP1","IL2",1\n', pack=True)
plain("prior", "dorothea", "tf\tconfidence\ttarget\tmor\nSPI1\tA\tCD14\t1\nPAX5\tD\tCD19\t-1\nSPI1\tB\tCD14\t-1\n")
plain("prior", "trrust", "SPI1\tCD14\tActivation\t123;456\nSPI1\tCD14\tRepression\t7\nPAX5\tCD19\tUnknown\t8\n")
plain("prior", "gmt", "SPI1_TARGETS\thttp://x\tCD14\tLYZ\tMS4A1\nV$GATA3_01\tna\tIL7R\tCD3E\nPAX5 (+)\tx\tCD19\n")
plain("prior", "sif", "SPI1\tactivates\tCD14\tLYZ\nPAX5\tinhibits\tCD19\n")
plain("prior", "adjacencies", "TF,target,importance\nSPI1,CD14,12.5\nPAX5,CD19,0.25\nSPI1,LYZ,3e-1\n")
plain("prior", "two_columns", "SPI1 CD14\nPAX5 CD19\n")
plain("prior", "omnipath", "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_stimulation\tis_inhibition\tconsensus_stimulation\tconsensus_inhibition\tdorothea_level\tsources\nP17947\tP08571\tSPI1\tCD14\t1\t0\t1\t0\tA;B\tx;y\nCOMPLEX:P1_P2\tP3\tFOS_JUN\tIL2\t0\t1\t0\t1\tC\tz\n")
plain("prior", "scenic", ',,Enrichment,Enrichment,Enrichment\n,,AUC,Context,TargetGenes\nTF,MotifID,,,\n'
      'SPI1,m1,0.1,"frozenset({\'activating\', \'x\'})","[(\'CD14\', 2.5), (\'LYZ\', 1.0)]"\n'
      'PAX5,m2,0.2,"frozenset({\'repressing\'})","[(\'CD19\', 1)]"\n')
plain("prior", "reg", 'TF,MotifID,AUC,Context,TargetGenes\nSPI1,m1,0.1,"frozenset({\'activating\'})","[(\'CD14\', 2.5)]"\n')
plain("gene_sets", "pathways", "T cells\tabout\tCD3D\tCD3E\tCD3D\n\nB \"x\"\t\tCD79A\t\tMS4A1\r\nempty\tx\n", pack=True)
plain("marker_table", "cells", 'group,gene,log2_fold_change,auroc,fdr_wilcoxon\n"T, CD4",CD3D,2.5,.9,1e-9\nB,CD79A,,.5,\nB,CD3D,-1,.1,1\n', pack=True)
plain("marker_table", "donors", "group\ttf\tlog2_fold_change\tfdr_voom\nB\tPAX5\t1\t0.5\n")
plain("tf_list", "lines", "SPI1\nPAX5\n", pack=True)
plain("tf_list", "header", "Gene\r\nSPI1\r\nGATA3\r\n")
plain("tf_list", "columns", "Symbol\tEnsembl\nSPI1\tENSG1\nPAX5\tENSG2\n")

plain("gene_mapping", "two", "from\tto\nT3E\tCD3E\nENSG00000198851\tCD3E\nA\tB|C\n", pack=True)
plain("gene_mapping", "hgnc", "symbol\tstatus\talias_symbol\tprev_symbol\tensembl_gene_id\tentrez_id\n"
      'CD3E\tApproved\t"T3E|TCRE"\t\tENSG00000198851\t916\nX\tEntry Withdrawn\tA\tB\t\t\n')
plain("gene_mapping", "headless", "A,B\nB,C\ncd19,CD19\n")
plain("gene_mapping", "custom", "Approved symbol\tStatus\tPrevious symbols\tAlias symbols\nCD3E\tApproved\tA, B\tT3E\n")

plain("gzip", "one", gzip.compress(table.encode(), mtime=0))
plain("gzip", "members", gzip.compress(b"a\n", mtime=0) + gzip.compress(b"b" * 3000, mtime=0) + b"\0" * 9)
plain("gzip", "stored", gzip.compress(rng.bytes(300), 0, mtime=0))


def lzf(data):
    """Nothing but literals and one repeat: what LZF allows, not what it would do."""
    return b"".join(bytes([len(data[i:i + 32]) - 1]) + data[i:i + 32] for i in range(0, len(data), 32)) + b"\x40\x03"


raw = x.tobytes()[:60]
plain("filters", "lzf", bytes([3, 4, 0, len(raw) + 3]) + lzf(raw))
plain("filters", "zstd", bytes([1, 5, 3, x.nbytes - 193]) + room.raw[:size])
import zlib
plain("filters", "deflate_shuffle", bytes([0b0110, 3, 0, 59]) + zlib.compress(raw))
