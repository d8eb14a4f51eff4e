#include "ui/script/made_scanpy.h"

namespace regulus {
namespace {

QString value(const Recipe& recipe, const char* option) {
    return QString::fromStdString(recipe.value(option));
}

void sayNeighbours(ScriptText& text, const Recipe& recipe, bool part) {
    if (part)
        text.say(
            QStringLiteral("In scanpy, take these cells first: adata[names].copy(), and their components."));
    if (recipe.model)
        text.say(QStringLiteral(
            "obsm['X_regulus'] is the model's cell embedding: regulus predict --out x.h5ad writes it."));
    text.scanpy(
        QStringLiteral("sc.pp.neighbors(adata, n_neighbors=%1, use_rep=%2, metric=%3, random_state=%4)")
            .arg(value(recipe, "--neighbors"),
                 recipe.model ? QStringLiteral("'X_regulus'") : QStringLiteral("'X_pca'"),
                 recipe.model ? QStringLiteral("'cosine'") : QStringLiteral("'euclidean'"),
                 value(recipe, "--seed")));
}

}  // namespace

void sayDataInScanpy(ScriptText& text) {
    const QString path = text.in.record.data;
    text.say(
        QStringLiteral("Lines that begin with \"# scanpy:\" do the same in Python, as far as scanpy can:"));
    text.say(QStringLiteral("sed -n 's/^# scanpy: //p' SCRIPT > script.py takes them out."));
    text.scanpy(QStringLiteral("import scanpy as sc"));
    if (!path.endsWith(QLatin1String(".h5ad"), Qt::CaseInsensitive))
        text.say(QStringLiteral("scanpy reads .h5ad: regulus convert makes one of these data."));
    text.scanpy(QStringLiteral("adata = sc.read_h5ad(%1)").arg(pythonText(path.toStdString())));
    text.say(QStringLiteral(
        "Of counts; of values that are log-normalised already, leave the next two lines out."));
    text.scanpy(QStringLiteral("sc.pp.normalize_total(adata, target_sum=1e4)"));
    text.scanpy(QStringLiteral("sc.pp.log1p(adata)"));
    text.say(QStringLiteral(
        "Regulus takes the 2,000 genes of the largest variance; scanpy corrects for their mean, so that "
        "components, and all that is made of them, differ somewhat."));
    text.scanpy(QStringLiteral("sc.pp.highly_variable_genes(adata, n_top_genes=2000)"));
    text.scanpy(QStringLiteral("variable = adata[:, adata.var['highly_variable']].copy()"));
    text.scanpy(QStringLiteral("sc.pp.scale(variable, max_value=10)"));
    text.scanpy(QStringLiteral("sc.tl.pca(variable)"));
    text.scanpy(QStringLiteral("adata.obsm['X_pca'] = variable.obsm['X_pca']"));
}

void sayClustersInScanpy(ScriptText& text, const OwnColumn& clusters, bool part) {
    const Recipe& recipe = clusters.recipe;
    sayNeighbours(text, recipe, part);
    text.scanpy(
        QStringLiteral("sc.tl.leiden(adata, resolution=%1, random_state=%2, key_added=%3, flavor='igraph', "
                       "n_iterations=2, directed=False)")
            .arg(value(recipe, "--resolution"), value(recipe, "--seed"), pythonText(clusters.name)));
    text.say(QStringLiteral(
        "The same method; other random numbers may put cells between two clusters into the other."));
}

void sayScoreInScanpy(ScriptText& text, const OwnColumn& score) {
    if (score.recipe.value("--method") == "aucell")
        return text.say(QStringLiteral("scanpy has no AUCell; decoupler's run_aucell has."));
    text.scanpy(
        QStringLiteral("sc.tl.score_genes(adata, %1, score_name=%2, ctrl_size=50, n_bins=25, random_state=0)")
            .arg(pythonList(score.recipe.genes), pythonText(score.name)));
}

void sayMapInScanpy(ScriptText& text, const Recipe& recipe, const std::string& name, bool part) {
    sayNeighbours(text, recipe, part);
    text.scanpy(
        QStringLiteral("sc.tl.umap(adata, min_dist=%1, random_state=%2, n_components=%3)")
            .arg(value(recipe, "--min-dist"), value(recipe, "--seed"), value(recipe, "--dimensions")));
    if (name != "X_umap")
        text.scanpy(QStringLiteral("adata.obsm[%1] = adata.obsm['X_umap']").arg(pythonText(name)));
    text.say(
        QStringLiteral("Another order of random steps: the same neighbourhoods, not the same coordinates."));
}

}  // namespace regulus
