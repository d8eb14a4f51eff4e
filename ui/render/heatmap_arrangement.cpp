#include "ui/render/heatmap_arrangement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/render/heatmap_order.h"

namespace regulus {
namespace {

struct Moments {
    double mean = 0, sd = 0;
};

// Of a gene over the first `groups` that have a value.
Moments momentsOf(const Matrix& values, std::size_t groups, std::size_t gene) {
    double sum = 0, squares = 0, n = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        const double v = static_cast<double>(values(g, gene));
        if (!std::isfinite(v)) continue;
        sum += v;
        squares += v * v;
        ++n;
    }
    if (n == 0) return {};
    return {sum / n, std::sqrt(std::max(0.0, squares / n - sum / n * (sum / n)))};
}

Matrix picked(const Matrix& values, std::size_t groups, const std::vector<int>& genes) {
    Matrix out(groups, genes.size());
    for (std::size_t g = 0; g < groups; ++g)
        for (std::size_t k = 0; k < genes.size(); ++k)
            out(g, k) = values(g, static_cast<std::size_t>(genes[k]));
    return out;
}

std::size_t countedOf(const HeatmapData& data) {
    return data.values.rows - data.aside;
}

std::vector<double> importanceOf(const HeatmapData& data) {
    std::vector<double> importance = data.importance;
    for (std::size_t c = importance.size(); c < data.values.cols; ++c)
        importance.push_back(momentsOf(data.values, countedOf(data), c).sd);
    return importance;
}

// The genes that are below no other.
std::vector<int> entriesOf(const HeatmapData& data) {
    std::vector<int> entries;
    for (int gene = 0; gene < data.genes.size(); ++gene)
        if (data.under.empty() || data.under[static_cast<std::size_t>(gene)] < 0) entries.push_back(gene);
    return entries;
}

void sortByImportance(const HeatmapData& data, std::vector<int>& genes) {
    const std::vector<double> importance = importanceOf(data);
    std::ranges::stable_sort(genes, std::greater<>(),
                             [&](int gene) { return importance[static_cast<std::size_t>(gene)]; });
}

// By which each group that counts stands out most, group after group, each once.
std::vector<int> leading(const HeatmapData& data, std::size_t most) {
    std::vector<Moments> moments;
    for (std::size_t c = 0; c < data.values.cols && data.standsOut.empty(); ++c)
        moments.push_back(momentsOf(data.values, countedOf(data), c));
    std::vector<int> chosen;
    for (std::size_t g = 0; g < countedOf(data); ++g) {
        std::vector<std::pair<double, int>> ranked;
        for (const int gene : entriesOf(data)) {
            const auto c = static_cast<std::size_t>(gene);
            const double by = data.standsOut.empty()
                                  ? static_cast<double>(data.values(g, c)) - moments[c].mean
                                  : static_cast<double>(data.standsOut(g, c));
            if (by > 0) ranked.emplace_back(-by, gene);
        }
        std::ranges::sort(ranked);
        for (std::size_t k = 0; k < std::min(most, ranked.size()); ++k)
            if (std::ranges::find(chosen, ranked[k].second) == chosen.end())
                chosen.push_back(ranked[k].second);
    }
    return chosen;
}

std::vector<int> shownGenes(const HeatmapData& data, const HeatmapLook& look) {
    if (look.tfs == ShownTfs::Named) {
        std::vector<int> named;
        for (const QString& name : look.names)
            if (const auto at = static_cast<int>(data.genes.indexOf(name));
                at >= 0 && std::ranges::find(named, at) == named.end())
                named.push_back(at);
        return named;
    }
    if (look.tfs == ShownTfs::Leading) return leading(data, static_cast<std::size_t>(look.ofEach));
    std::vector<int> genes = entriesOf(data);
    sortByImportance(data, genes);
    if (look.most > 0 && genes.size() > static_cast<std::size_t>(look.most))
        genes.resize(static_cast<std::size_t>(look.most));
    return genes;
}

// Puts the items in the order of the tree of their rows; `names`: what its leaves are indices into.
void cluster(HeatmapAxis& axis, Dendrogram tree, const std::vector<int>& names, int blocks) {
    const auto name = [&](int& leaf) {
        if (leaf >= 0) leaf = names[static_cast<std::size_t>(leaf)];
    };
    if (blocks > 1) axis.blocks = cutInto(tree, blocks);
    for (Dendrogram::Merge& merge : tree.merges) name(merge.left), name(merge.right);
    for (int& leaf : tree.order) name(leaf);
    axis.items = tree.order;
    axis.tree = std::move(tree);
}

}  // namespace

HeatmapArrangement arranged(const HeatmapData& data, const HeatmapLook& look, Job* job) {
    HeatmapArrangement out;
    std::vector<int> genes = shownGenes(data, look);
    std::vector<int> groups(countedOf(data));
    std::iota(groups.begin(), groups.end(), 0);
    // Of equal orders the one is taken that does not hang on how genes were chosen.
    std::vector<int> listed = genes;
    std::ranges::sort(listed);
    const Matrix shown = picked(data.values, groups.size(), listed);
    out.genes.items = std::move(genes);
    out.groups.items = groups;
    if (look.clusterGroups && shown.cols > 0 && shown.rows > 0)
        cluster(out.groups, clusterRows(shown, Distance::Euclidean, job), groups, look.groupBlocks);
    if (look.clusterGenes && shown.cols > 0 && shown.rows > 0)
        cluster(out.genes, clusterColumns(shown, job), listed, look.geneBlocks);
    for (std::size_t g = groups.size(); g < data.values.rows; ++g) {
        out.groups.items.push_back(static_cast<int>(g));
        out.groups.tree.order.push_back(-1);
        if (!out.groups.blocks.empty()) out.groups.blocks.push_back(-1);
    }
    return out;
}

QString geneBlockName(int block) {
    QString name;
    for (int rest = block; rest >= 0; rest = rest / 26 - 1)
        name.prepend(QChar(static_cast<char16_t>('A' + rest % 26)));
    return name;
}

QString groupBlockName(int block) {
    return QString::number(block + 1);
}

}  // namespace regulus
