// What a heatmap is of: TF × group (or any named matrix), in plain values.
#pragma once

#include <QRgb>
#include <QString>
#include <QStringList>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "core/data/matrix.h"
#include "ui/render/heatmap_bar.h"
#include "ui/render/heatmap_cells.h"
#include "ui/render/heatmap_reference.h"

namespace regulus {

// Values of up to this size, as floats, are told apart by nothing but rounding when they differ by no more
// than that, or than `even`.
inline double roundingOf(double size, double even) {
    constexpr double of_floats = 1e-6;
    return std::max(even, of_floats * size);
}

struct HeatmapData {
    Matrix values;              // groups × genes; NaN: not applicable, drawn hatched
    QStringList groups, genes;  // names of rows and columns
    // One a gene: the gene below which it is shown once that is opened, or -1; empty: none is below another.
    std::vector<int> under;
    std::vector<QRgb> groupColors;    // one a group (missing_color: no label), or empty: no chips
    std::vector<int> groupCodes;      // what the caller knows each group by, or empty
    std::vector<std::size_t> counts;  // cells of each group, or empty
    // The last so many groups are of few cells: shown last, their names with their counts, and without a say
    // in which genes are shown, in their order and in the range of the colours.
    std::size_t aside = 0;
    // One a gene: those with the largest are shown where there is no room for all; empty: the spread of its
    // values over the groups.
    std::vector<double> importance;
    QString importanceName;  // "%1 % of their variance lies between groups": the median of those shown
    // Groups × genes: how far a group stands out by a gene, for the top of each group; empty: by how much its
    // value is above the mean of the groups'.
    Matrix standsOut;
    double even = 0;               // values of a gene that differ by no more are the same; see roundingOf()
    QString valueName, valueUnit;  // "choice"; "log ratio", may be empty
    QString title;
    bool diverging = true;  // around 0
    bool simulated = false;
    QString note;  // muted, below, may be empty
    HeatmapReference reference;
    bool comparing = false;        // the reference is on its way
    HeatmapBar groupBar, geneBar;  // beside the fields; without values: none
};

}  // namespace regulus
