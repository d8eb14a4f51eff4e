// Writes everything of a dataset into a folder, for a Python script that compares it with what another
// reader makes of the same file.
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cmath>

#include "core/data/dataset.h"

namespace regulus::test {

inline QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

inline QJsonArray json_of(const std::vector<std::string>& texts) {
    QJsonArray array;
    for (const auto& text : texts) array.append(qs(text));
    return array;
}

inline QJsonObject json_of(const Column& column) {
    QJsonObject object{{"name", qs(column.name)}};
    QJsonArray values;
    if (const auto* categorical = column.categorical()) {
        for (const auto code : categorical->codes) values.append(code);
        object["kind"] = "categorical";
        object["categories"] = json_of(categorical->categories);
        object["colors"] = json_of(categorical->colors);
        object["ordered"] = categorical->ordered;
    } else if (const auto* numeric = column.numeric()) {
        // As text: JSON has no NaN, and 17 digits bring a double back exactly.
        for (const double value : numeric->values) values.append(QString::number(value, 'g', 17));
        object["kind"] = "numeric";
        object["integral"] = numeric->integral;
    } else if (const auto* text = column.text()) {
        values = json_of(text->values);
        object["kind"] = "text";
    } else if (const auto* boolean = column.boolean()) {
        for (const auto value : boolean->values) values.append(value);
        object["kind"] = "boolean";
    }
    object["values"] = values;
    return object;
}

inline QJsonObject json_of(const Table& table) {
    QJsonArray columns;
    for (const auto& column : table.columns) columns.append(json_of(column));
    return {{"index", json_of(table.index)}, {"columns", columns}};
}

template <class T>
void write_binary(const QString& path, const std::vector<T>& values) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write %s", qPrintable(path));
    file.write(reinterpret_cast<const char*>(values.data()), qint64(values.size() * sizeof(T)));
}

inline void dump(const Dataset& dataset, const QString& folder) {
    const QDir dir(folder);
    QJsonArray assays, embeddings;
    for (const Assay& assay : dataset.assays) {
        // In three parts, so that joining blocks is part of what is compared.
        const std::size_t n = assay.matrix->cells();
        const QString stem = QString("assay%1_").arg(assays.size());
        CsrMatrix all;
        all.cols = assay.matrix->genes();
        for (const auto& [begin, end] :
             {std::pair{std::size_t{0}, n / 3}, {n / 3, n - n / 4}, {n - n / 4, n}}) {
            const CsrMatrix part = assay.matrix->block(begin, end);
            for (std::size_t r = 0; r < part.rows; ++r) all.push_row(part.row_columns(r), part.row_values(r));
        }
        write_binary(dir.filePath(stem + "offsets"), all.offsets);
        write_binary(dir.filePath(stem + "columns"), all.columns);
        write_binary(dir.filePath(stem + "values"), all.values);
        assays.append(QJsonObject{{"name", qs(assay.name)},
                                  {"stem", stem},
                                  {"cells", qint64(n)},
                                  {"genes", qint64(all.cols)},
                                  {"kind", to_string(assay.kind)},
                                  {"var", json_of(*assay.var)}});
    }
    for (const Embedding& embedding : dataset.embeddings) {
        const QString stem = QString("embedding%1").arg(embeddings.size());
        write_binary(dir.filePath(stem), embedding.coordinates.values);
        embeddings.append(QJsonObject{{"name", qs(embedding.name)},
                                      {"stem", stem},
                                      {"dimensions", qint64(embedding.coordinates.cols)}});
    }
    QJsonArray graphs;
    for (const CellGraph& graph : dataset.graphs) {
        const QString stem = QString("graph%1").arg(graphs.size());
        const Matrix all = to_dense(graph.matrix->block(0, graph.matrix->cells()));
        write_binary(dir.filePath(stem), all.values);
        graphs.append(QJsonObject{{"name", qs(graph.name)}, {"stem", stem}});
    }
    const QJsonObject top{{"obs", json_of(dataset.obs)},    {"assays", assays},
                          {"embeddings", embeddings},       {"graphs", graphs},
                          {"simulated", dataset.simulated}, {"warnings", json_of(dataset.warnings)}};
    write_binary(dir.filePath("dataset.json"), std::vector<char>());
    QFile file(dir.filePath("dataset.json"));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write the dump");
    file.write(QJsonDocument(top).toJson(QJsonDocument::Compact));
}

// Arguments: the file, the folder of the dump. Prints what differs and exits 1. Others read the file: anndata
// .h5ad, loompy .loom (by anndata); 10x .h5 and .h5mu are put together from what h5py reads.
inline const char* const compare_with_anndata = R"PY(
import json, sys, warnings, numpy as np, pandas as pd, scipy.sparse as sp
warnings.simplefilter("ignore")
import anndata
path, folder = sys.argv[1:3]
def tenx(path):
    import h5py
    with h5py.File(path) as f:
        v3 = "matrix" in f
        g = f["matrix"] if v3 else f[list(f)[0]]
        genes, cells = g["shape"][:]
        x = sp.csr_matrix((g["data"][:], g["indices"][:], g["indptr"][:]), shape=(cells, genes))
        s = lambda d: [v.decode() for v in d[:]]
        var = pd.DataFrame(index=s(g["features/name"] if v3 else g["gene_names"]))
        var["gene_ids"] = s(g["features/id"] if v3 else g["genes"])
        if v3: var["feature_types"] = s(g["features/feature_type"])
        var["genome"] = s(g["features/genome"]) if v3 else [list(f)[0]] * genes
        a = anndata.AnnData(x, pd.DataFrame(index=s(g["barcodes"])), var, dtype=x.dtype)
        if v3:
            a = a[:, [t == "Gene Expression" for t in a.var["feature_types"]]].copy()
        return a
def mudata(path):
    import h5py
    from anndata.experimental import read_elem
    with h5py.File(path) as f:
        g = f["mod/rna"]
        a = anndata.AnnData(**{k: read_elem(g[k]) for k in g if k in ("X", "obs", "var", "obsm", "layers", "uns")})
        common = read_elem(f["obs"])
        for c in common:
            if not c.startswith("rna:") and c not in a.obs: a.obs[c] = common[c].reindex(a.obs_names)
        for k in f.get("obsm", {}):
            v = pd.DataFrame(f["obsm"][k][:])
            if v.shape[1] > 1: a.obsm[k] = v.set_index(common.index).reindex(a.obs_names).to_numpy()
        return a
def loom(path):
    return anndata.read_loom(path, sparse=True, obs_names="CellID", var_names="Gene", dtype="float32")
kind = path.rsplit(".", 1)[-1]
a = {"h5ad": anndata.read_h5ad, "loom": loom, "h5": tenx, "h5mu": mudata}[kind](path)
d = json.load(open(folder + "/dataset.json"))
problems = []
def check(ok, what):
    if not ok: problems.append(what)
def texts(values):
    return [("" if v is None else v.decode() if isinstance(v, bytes) else str(v)) for v in values]
def compare_table(frame, table, what, colors=None):
    check(table["index"] == texts(frame.index), what + " index")
    mine = {c["name"]: c for c in table["columns"]}
    check(list(mine) == [str(c) for c in frame.columns], what + " columns %s %s" % (list(mine), list(frame.columns)))
    for name in frame.columns:
        s, c = frame[name], mine.get(str(name))
        if c is None: continue
        label, values = what + "." + str(name), c["values"]
        if isinstance(s.dtype, pd.CategoricalDtype):
            # anndata makes categories of repeated texts only when it writes, so reading shows the file's.
            check(c["kind"] == "categorical", label + " kind " + c["kind"])
            if c["kind"] != "categorical": continue
            check(values == list(map(int, s.cat.codes)), label + " codes")
            check(c["categories"] == texts(s.cat.categories), label + " categories")
            check(c["ordered"] == bool(s.cat.ordered), label + " ordered")
            key = str(name) + "_colors"
            if colors is not None and key in colors:
                check(c["colors"] == [x[:7].lower() for x in texts(colors[key])][:len(c["categories"])], label + " colors")
        elif pd.api.types.is_bool_dtype(s.dtype):
            check(c["kind"] == "boolean", label + " kind " + c["kind"])
            check(values == [-1 if pd.isna(v) else int(v) for v in s], label + " values")
        elif pd.api.types.is_numeric_dtype(s.dtype):
            check(c["kind"] == "numeric", label + " kind " + c["kind"])
            check(c["integral"] == pd.api.types.is_integer_dtype(s.dtype), label + " integral")
            want = s.astype("float64").to_numpy(dtype="float64", na_value=np.nan)
            check(np.array_equal(np.array([float(v) for v in values]), want, equal_nan=True), label + " values")
        else:
            check(c["kind"] == "text" and values == texts(s), label + " values " + c["kind"])
compare_table(a.obs, d["obs"], "obs", a.uns)
assays = {x["name"]: x for x in d["assays"]}
def compare_matrix(m, var, x, what):
    compare_table(var, x["var"], what + ".var")
    stem = folder + "/" + x["stem"]
    mine = sp.csr_matrix((np.fromfile(stem + "values", "f4"), np.fromfile(stem + "columns", "i4"),
                          np.fromfile(stem + "offsets", "i8")), shape=(x["cells"], x["genes"]))
    m = sp.csr_matrix(m).astype("float32")
    check(m.shape == mine.shape, what + " shape")
    if m.shape == mine.shape:
        check(mine.has_sorted_indices, what + " sorted")
        check(np.array_equal(mine.toarray(), m.toarray()) if m.shape[0] * m.shape[1] < 5e7 else (mine != m).nnz == 0,
              what + " values")
expected = set()
if a.X is not None:
    expected.add("X")
    if "X" in assays: compare_matrix(a.X, a.var, assays["X"], "X")
for k in a.layers.keys():
    expected.add(k)
    if k in assays: compare_matrix(a.layers[k], a.var, assays[k], "layer " + k)
if a.raw is not None:
    expected.add("raw")
    if "raw" in assays: compare_matrix(a.raw.X, a.raw.var, assays["raw"], "raw")
check(set(assays) == expected, "assays %s %s" % (sorted(assays), sorted(expected)))
def numbers(v):
    if isinstance(v, pd.DataFrame): return v.select_dtypes("number").to_numpy("f4")
    return v.toarray() if sp.issparse(v) else v
arrays = {k: numbers(v) for k, v in a.obsm.items()}
check(sorted(arrays) == sorted(e["name"] for e in d["embeddings"]), "obsm keys")
for e in d["embeddings"]:
    mine = np.fromfile(folder + "/" + e["stem"], "f4").reshape(-1, e["dimensions"])
    check(np.array_equal(mine, arrays[e["name"]].astype("f4").reshape(mine.shape), equal_nan=True), "obsm " + e["name"])
check(sorted(a.obsp) == sorted(g["name"] for g in d["graphs"]), "obsp keys")
for g in d["graphs"]:
    mine = np.fromfile(folder + "/" + g["stem"], "f4").reshape(a.n_obs, a.n_obs)
    check(np.array_equal(mine, numbers(a.obsp[g["name"]]).astype("f4")), "obsp " + g["name"])
print("\n".join(problems))
sys.exit(1 if problems else 0)
)PY";

}  // namespace regulus::test
