// Expression matrices as delimited text in the ways that R, pandas and spreadsheets write them.
#pragma once

#include <QTemporaryDir>
#include <QTest>

#include <string>

#include "core/io/text/text_matrix_reader.h"
#include "tests/core/io/text_reader_checks.h"
#include "tests/support/test_data.h"

namespace regulus::test {

// argv: folder. Files, and NAME.json of each: cells, genes, dense values, columns, words of the warnings.
inline const char* const make_variants = R"PY(
import csv, gzip, io, json, sys
import numpy as np, pandas as pd
out = sys.argv[1] + "/"
rng = np.random.default_rng(5)
genes = ["AL627309.1", "CD3D", "LYZ", "MS4A1", "RPL5", "HLA-A", "NKG7", "ZNF19"]
odd = ["Q%s" % c for c in "abcdefgh"]
cells = ["%s-1" % "".join(rng.choice(list("ACGT"), 14)) for _ in range(11)]
counts = rng.poisson(0.8, (11, 8)).astype(float); counts[0, 0] = 3; counts[3, 3] = 123456789
reals = np.where(rng.random((11, 8)) < 0.4, 0, rng.normal(size=(11, 8)) * 10.0 ** rng.integers(-6, 5, (11, 8)))
def table(m=counts, cells=cells, genes=genes): return pd.DataFrame(m, index=cells, columns=genes)
def ints(frame): return frame.astype(int)
def save(name, text, frame, columns={}, axis="obs", warnings=()):
    data = text if isinstance(text, bytes) else text.encode()
    open(out + name, "wb").write(gzip.compress(data) if name.endswith(".gz") else data)
    json.dump({"cells": [str(c) for c in frame.index], "genes": list(frame.columns), "dense": frame.values.tolist(),
               "columns": {k: [str(x) for x in v] for k, v in columns.items()}, "axis": axis, "warnings": list(warnings)}, open(out + name + ".json", "w"))
t, r = table(), table(reals)
save("cells.csv", ints(t).to_csv(), t)
save("genes.csv", ints(t.T).to_csv(), t)
save("cells.tsv.gz", ints(t).to_csv(sep="\t"), t)
save("genes.txt", r.T.to_csv(sep="\t"), r)
save("floats.csv", t.to_csv(), t)
save("exponents.csv", r.to_csv(float_format="%.9e"), r.applymap(lambda v: float("%.9e" % v)))
save("plus.csv", r.to_csv(float_format="%+.17g"), r)
save("semicolon.csv", r.to_csv(sep=";", decimal=",", float_format="%.17g"), r)
save("semicolon_points.csv", r.to_csv(sep=";"), r)
save("decimal_comma.tsv", r.to_csv(sep="\t", decimal=",", float_format="%.17g"), r)
def r_table(frame, sep): # write.table, write.csv without a name above the names of rows
    q = lambda s: '"%s"' % s
    return sep.join(map(q, frame.columns)) + "\n" + "".join(sep.join([q(i)] + ["%r" % v for v in row]) + "\n" for i, row in zip(frame.index, frame.values))
save("r_blank.txt", r_table(t.T, " "), t)
save("r_tab.txt", r_table(r, "\t"), r)
save("r_comma.csv.gz", r_table(r.T, ","), r)
save("quoted.csv", r.to_csv(quoting=csv.QUOTE_ALL), r)
save("aligned.txt", t.T.to_string().replace("AL627309.1", "AL627309.1").split("\n", 1)[0].strip() + "\n" + t.T.to_string().split("\n", 1)[1], t)
save("mark.csv", b"\xef\xbb\xbf" + t.to_csv().encode(), t)
save("crlf.csv", t.to_csv(lineterminator="\r\n") if "lineterminator" in pd.DataFrame.to_csv.__code__.co_varnames else t.to_csv(line_terminator="\r\n"), t)
save("cr.csv", t.to_csv().replace("\n", "\r"), t)
save("no_last_end.csv", t.to_csv().rstrip("\n"), t)
save("blank_lines.csv", "\n\n" + t.to_csv().replace("\n", "\n\n"), t)
save("comments.csv", "# made by a program\n#and more,2\n" + t.to_csv(), t)
named = table(genes=['a"b"', "x,y", "MT-ND1", "RPS3", "CD8A", "IL2", " blank ", "CCL5"])
save("odd_names.csv", named.to_csv(), named.rename(columns={" blank ": "blank"}))
one_more = t.copy(); one_more.insert(0, "cell_type", ["T", "B"] * 5 + ["T"]); one_more["batch"] = ["x"] * 10 + ["y"]
save("labels.csv", one_more.to_csv(), t, {"cell_type": one_more.cell_type, "batch": one_more.batch})
by_gene = ints(t.T); by_gene.insert(0, "gene_id", ["ENSG%011d" % i for i in range(8)]); by_gene.insert(1, "length", range(100, 108)); by_gene.insert(2, "strand", list("+-+-+-+-"))
save("ids.tsv", by_gene.to_csv(sep="\t", index_label="gene"), t, {"gene_id": by_gene.gene_id, "length": by_gene.length, "strand": by_gene.strand}, "var")
gap = r.astype(object); gap.iloc[4] = np.nan; gap["ZNF19"] = np.nan
save("gaps.csv", gap.to_csv(na_rep="NA"), r.drop(index=cells[4]).drop(columns="ZNF19"), warnings=["Rows without values were left out: 1", "Columns without values were left out: 1"])
save("empty_gaps.csv", gap.to_csv(), r.drop(index=cells[4]).drop(columns="ZNF19"), warnings=["Rows without", "Columns without"])
save("trailing.csv", t.to_csv().replace("\n", ",\n"), t, warnings=["Columns without values were left out: 1"])
save("numbered.csv", t.reset_index(drop=True).to_csv(), t.reset_index(drop=True))
save("no_index.csv", t.to_csv(index=False), t.reset_index(drop=True), warnings=["The rows have no names"])
ens = table(genes=["ENSMUSG%011d" % i for i in range(8)], cells=["P%d" % i for i in range(11)])
save("ensembl.csv", ens.T.to_csv(), ens)
save("ensembl_cells.csv", ens.to_csv(), ens)
mouse = table(genes=["Xkr4", "Rpl7", "Sox17", "Gm1992", "Mrpl15", "Lypla1", "Tcea1", "Rgs20"], cells=["d1.%d" % i for i in range(11)])
save("mouse.tsv", mouse.to_csv(sep="\t"), mouse)
save("mouse_genes.tsv", mouse.T.to_csv(sep="\t"), mouse)
save("header_tells.csv", table(genes=odd, cells=["k%s" % c for c in "abcdefghijk"]).to_csv(index_label="Cell_ID"), table(genes=odd, cells=["k%s" % c for c in "abcdefghijk"]))
plain = table(genes=odd, cells=["k%s" % c for c in "abcdefghijk"])
save("nothing_tells.csv", plain.T.to_csv(), plain, warnings=["rows were read as genes"])
twice = table(genes=["CD3D"] * 3 + genes[3:], cells=[cells[0]] + cells[:-1])
save("repeated.csv", twice.to_csv(), twice, warnings=["Duplicate names of cells: 1", "Duplicate names of genes: 2, first CD3D"])
big = pd.DataFrame(np.where(rng.random((301, 977)) < 0.7, 0, rng.gamma(1, 3, (301, 977))), index=["c%d" % i for i in range(301)], columns=["RPL%d" % i for i in range(977)])
save("big.csv.gz", big.to_csv(), big)
save("big_genes.csv.gz", big.T.to_csv(), big)
)PY";

// Base of a test, with a folder of such files.
class TextMatrixVariants {
  protected:
    std::string at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    // Once. Without python3 or pandas no file is there, and m_made stays false.
    void make() {
        if (!python_has({"pandas"})) return;
        const auto made = run_python(QString::fromUtf8(make_variants), {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        m_made = true;
    }

    QTemporaryDir m_folder;
    bool m_made = false;
};

// The exit code and the words of what a table is refused with, "" when it can be read.
inline std::string text_matrix_outcome(const std::string& path,
                                       std::size_t max_bytes = std::size_t{16} << 20U) {
    Job job;
    ReadOptions options;
    options.max_bytes = max_bytes;
    options.cache.folder.clear();
    (void)looks_like_text_matrix(path, job, options);
    return outcome_of([&] { return read_text_matrix(path, options, job); });
}

}  // namespace regulus::test
