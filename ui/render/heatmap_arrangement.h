// Which genes of a heatmap are shown, and the order of its rows and columns: computed from values, in a job
// where there are many.
#pragma once

#include "core/base/job.h"
#include "ui/render/dendrogram.h"
#include "ui/render/heatmap_data.h"

namespace regulus {

enum class ShownTfs {
    Differing,  // those of the largest importance
    Leading,    // those by which each group stands out most
    Named,
};

// Bounds of the numbers that a person gives.
inline constexpr int most_shown_tfs = 2000, most_of_each_group = 1000, most_blocks = 1000;

struct HeatmapLook {
    ShownTfs tfs = ShownTfs::Differing;
    int most = 40;           // Differing: so many; 0: all
    int ofEach = 5;          // Leading: so many of each group that counts, where it stands out by them at all
    QStringList names = {};  // Named: those that are no gene are passed over
    // Else groups stay in the order of the data, and genes are sorted by importance or as they were named.
    bool clusterGroups = true, clusterGenes = true;
    int groupBlocks = 1, geneBlocks = 1;  // into which clustered ones are cut

    bool operator==(const HeatmapLook&) const = default;
};

struct HeatmapAxis {
    std::vector<int> items;  // indices into the data, in the order drawn
    // Of those that were clustered; its leaves are indices into the data, its order has one entry an item
    // (-1: not clustered). Without merges: there is none.
    Dendrogram tree;
    std::vector<int> blocks;  // one an item, counted from 0; -1: in none; empty: not cut
    // Whether a gap lies between an item and the one before.
    bool breaks(std::size_t item) const {
        return item > 0 && item < blocks.size() && blocks[item] != blocks[item - 1];
    }
};

struct HeatmapArrangement {
    HeatmapAxis groups, genes;
};

// Average linkage over Euclidean distances, optimal order of leaves. Throws Cancelled where there is a job.
HeatmapArrangement arranged(const HeatmapData& data, const HeatmapLook& look, Job* job = nullptr);

// "A", "B" … "Z", "AA" … of genes; "1", "2" … of groups.
QString geneBlockName(int block);
QString groupBlockName(int block);

}  // namespace regulus
