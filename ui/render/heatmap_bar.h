// A bar beside each row or column of a heatmap: one number, or shares that are stacked.
#pragma once

#include <QRgb>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <vector>

namespace regulus {

struct HeatmapBar {
    QString title;               // "cells", "donor_id"
    QStringList parts;           // of shares their names; of one number none
    std::vector<QRgb> colors;    // one a part; missing_color: of no label
    std::vector<double> values;  // items, or items × parts, of which each item's sum to 1; NaN: not known

    bool empty() const { return values.empty(); }
    std::size_t width() const { return parts.isEmpty() ? 1 : static_cast<std::size_t>(parts.size()); }
    double at(int item, std::size_t part = 0) const {
        return values[static_cast<std::size_t>(item) * width() + part];
    }
};

}  // namespace regulus
