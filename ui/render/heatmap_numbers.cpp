#include "ui/render/heatmap_numbers.h"

#include "core/base/plain_number.h"
#include "ui/render/heatmap_scene.h"

namespace regulus {
namespace {

using Row = std::vector<std::string>;

// A side of the heatmap: what is told of its items beside their values.
struct Side {
    const HeatmapAxis& axis;
    const HeatmapBar& bar;
    QString (*blockName)(int);

    bool empty() const { return axis.blocks.empty() && bar.empty(); }

    void putColumns(Row& row) const {
        if (!axis.blocks.empty()) row.emplace_back("block");
        if (bar.empty()) return;
        if (bar.parts.isEmpty()) row.push_back(bar.title.toStdString());
        for (const QString& part : bar.parts)
            row.push_back((bar.title + QLatin1Char(':') + part).toStdString());
    }

    void put(std::size_t k, Row& row) const {
        if (!axis.blocks.empty())
            row.push_back(axis.blocks[k] < 0 ? std::string() : blockName(axis.blocks[k]).toStdString());
        for (std::size_t p = 0; p < bar.width() && !bar.empty(); ++p)
            row.push_back(plain_number(bar.at(axis.items[k], p)));
    }
};

std::shared_ptr<const FigureNumbers> ofTfs(const HeatmapScene& scene, const Side& genes) {
    if (genes.empty()) return nullptr;
    auto out = std::make_shared<FigureNumbers>();
    out->columns = {"TF"};
    genes.putColumns(out->columns);
    for (std::size_t k = 0; k < genes.axis.items.size(); ++k) {
        out->rows.push_back({scene.data().genes[genes.axis.items[k]].toStdString()});
        genes.put(k, out->rows.back());
    }
    return out;
}

}  // namespace

FigureNumbers heatmapNumbers(const HeatmapScene& scene, std::span<const std::string> names) {
    const HeatmapData& data = scene.data();
    const HeatmapCells* const cells = scene.cells();
    const Side groups{scene.groups(), data.groupBar, groupBlockName},
        genes{scene.genes(), data.geneBar, geneBlockName};
    FigureNumbers out;
    if (cells != nullptr) out.columns.emplace_back("cell");
    out.columns.emplace_back("group");
    groups.putColumns(out.columns);
    for (const int gene : scene.shownGenes()) out.columns.push_back(data.genes[gene].toStdString());
    for (std::size_t k = 0; k < groups.axis.items.size(); ++k) {
        const int group = groups.axis.items[k];
        Row told{data.groups[group].toStdString()};
        groups.put(k, told);
        if (cells == nullptr) {
            for (const int gene : scene.shownGenes())
                told.push_back(plain_number(scene.value({group, gene})));
            out.rows.push_back(std::move(told));
            continue;
        }
        const auto g = static_cast<std::size_t>(group);
        for (std::size_t i = cells->starts[g]; i < cells->starts[g + 1]; ++i) {
            Row row{names[cells->cells[i]]};
            row.insert(row.end(), told.begin(), told.end());
            for (const int gene : scene.shownGenes())
                row.push_back(plain_number(cells->genes[static_cast<std::size_t>(gene)].at(i)));
            out.rows.push_back(std::move(row));
        }
    }
    out.tfs = ofTfs(scene, genes);
    return out;
}

}  // namespace regulus
