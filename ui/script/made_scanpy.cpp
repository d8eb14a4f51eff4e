#include "ui/script/made_scanpy.h"

#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

// Principal components as the commands make them, but for rounding.
constexpr const char* components = R"(def components(cells, genes=2000, n_comps=30):
    variance = mean_variance_axis(csr_matrix(cells.X), axis=0)[1]
    variable = cells[:, np.sort(np.argsort(-variance, kind='stable')[:genes])].copy()
    sc.pp.scale(variable, max_value=10)
    sc.pp.pca(variable, n_comps=n_comps)
    cells.obsm['X_pca'] = variable.obsm['X_pca'])";

QString value(const Recipe& recipe, const char* option) {
    return QString::fromStdString(recipe.value(option));
}

QString given(const std::string& name) {
    return QLatin1Char('[') + pythonText(name) + QLatin1Char(']');
}

void sayLines(ScriptText& text, const QString& lines) {
    for (const QString& line : lines.split(QLatin1Char('\n'))) text.scanpy(line);
}

// As the commands take them by themselves.
void sayValues(ScriptText& text) {
    const Dataset& dataset = *text.in.dataset;
    if (!can_be_mapped(dataset)) return;
    const Assay& assay = mapping_assay(dataset);
    if (assay.name == "raw")
        text.scanpy(QStringLiteral("adata = adata.raw.to_adata()"));
    else if (assay.name != "X")
        text.scanpy(QStringLiteral("adata.X = adata.layers%1.copy()").arg(given(assay.name)));
    text.scanpy(QStringLiteral("adata.raw = None  # tests and scores would read it"));
    if (assay.kind == ValueKind::Counts) {
        text.scanpy(QStringLiteral("sc.pp.normalize_total(adata, target_sum=1e4)"));
        text.scanpy(QStringLiteral("sc.pp.log1p(adata)"));
        return;
    }
    text.say(QStringLiteral("Regulus: %1. In scanpy they are taken as they are.")
                 .arg(QString::fromStdString(values_used(assay))));
}

// What clusters and maps begin with; false where scanpy has nothing like it.
bool sayNeighbours(ScriptText& text, const Recipe& recipe, const std::string& part) {
    const QString options = QStringLiteral("n_neighbors=%1, random_state=%2")
                                .arg(value(recipe, "--neighbors"), value(recipe, "--seed"));
    if (recipe.model) {
        text.say(QStringLiteral("scanpy has no such model. With obsm['X_regulus'], which regulus predict "
                                "writes into a new .h5ad, sc.pp.neighbors(adata, %1, use_rep='X_regulus', "
                                "metric='cosine') begins as this does.")
                     .arg(options));
        return false;
    }
    if (!part.empty()) {
        text.scanpy(QStringLiteral("part = adata[adata.obs_names.isin(open(%1).read().splitlines())].copy()")
                        .arg(pythonText(part)));
    }
    const QString cells = part.empty() ? QStringLiteral("adata") : QStringLiteral("part");
    if (const QString genes = value(recipe, "--variable-genes"); !genes.isEmpty())
        text.scanpy(
            QStringLiteral("components(%1, genes=%2, n_comps=%3)").arg(cells, genes, value(recipe, "--pcs")));
    else
        text.scanpy(QStringLiteral("components(%1)").arg(cells));
    text.scanpy(QStringLiteral("sc.pp.neighbors(%1, %2, use_rep='X_pca')").arg(cells, options));
    return true;
}

}  // namespace

void sayDataInScanpy(ScriptText& text) {
    const QString path = text.in.record.data;
    text.say(
        QStringLiteral("Lines that begin with \"# scanpy:\" do the same in Python, as far as scanpy can:"));
    text.say(QStringLiteral("sed -n 's/^# scanpy: //p' SCRIPT > script.py takes them out."));
    sayLines(text, QStringLiteral("import numpy as np\nimport pandas as pd\nimport scanpy as sc\n"
                                  "from scipy.sparse import csr_matrix\n"
                                  "from sklearn.utils.sparsefuncs import mean_variance_axis"));
    if (!path.endsWith(QLatin1String(".h5ad"), Qt::CaseInsensitive))
        text.say(QStringLiteral("scanpy reads .h5ad: regulus convert makes one of these data."));
    text.scanpy(QStringLiteral("adata = sc.read_h5ad(%1)").arg(pythonText(path.toStdString())));
    sayValues(text);
    sayLines(text, QString::fromLatin1(components));
}

void sayClustersInScanpy(ScriptText& text, const OwnColumn& clusters, const std::string& part) {
    const Recipe& recipe = clusters.recipe;
    if (!sayNeighbours(text, recipe, part)) return;
    text.scanpy(QStringLiteral("sc.tl.leiden(%1, resolution=%2, random_state=%3, key_added=%4, "
                               "flavor='igraph', n_iterations=2, directed=False)")
                    .arg(part.empty() ? QStringLiteral("adata") : QStringLiteral("part"),
                         value(recipe, "--resolution"), value(recipe, "--seed"), pythonText(clusters.name)));
    if (!part.empty()) text.scanpy(QStringLiteral("adata.obs%1 = part.obs%1").arg(given(clusters.name)));
    text.say(QStringLiteral(
        "The same method; other random numbers may put cells between two clusters into the other."));
}

void sayScoreInScanpy(ScriptText& text, const OwnColumn& score) {
    if (score.recipe.value("--method") == "aucell")
        return text.say(QStringLiteral("scanpy has no AUCell; decoupler has it."));
    text.scanpy(
        QStringLiteral("sc.tl.score_genes(adata, %1, score_name=%2, ctrl_size=50, n_bins=25, random_state=0)")
            .arg(pythonList(score.recipe.genes), pythonText(score.name)));
}

void sayMapInScanpy(ScriptText& text, const Recipe& recipe, const std::string& name,
                    const std::string& part) {
    if (!recipe.value("--into").empty())
        return text.say(
            QStringLiteral("scanpy's sc.tl.ingest places cells in a like way, once both files "
                           "have the same genes in the same order."));
    if (!sayNeighbours(text, recipe, part)) return;
    const QString dimensions = value(recipe, "--dimensions"),
                  options = QStringLiteral("min_dist=%1, random_state=%2, n_components=%3")
                                .arg(value(recipe, "--min-dist"), value(recipe, "--seed"), dimensions);
    if (part.empty()) {
        text.scanpy(QStringLiteral("adata.obsm%1 = sc.tl.umap(adata, %2, copy=True).obsm['X_umap']")
                        .arg(given(name), options));
    } else {
        text.scanpy(QStringLiteral("sc.tl.umap(part, %1)").arg(options));
        text.scanpy(
            QStringLiteral("adata.obsm%1 = np.full((adata.n_obs, %2), np.nan)").arg(given(name), dimensions));
        text.scanpy(QStringLiteral("adata.obsm%1[adata.obs_names.isin(part.obs_names)] = part.obsm['X_umap']")
                        .arg(given(name)));
    }
    text.say(
        QStringLiteral("Another order of random steps: the same neighbourhoods, not the same coordinates."));
}

}  // namespace regulus
