// The cells behind a heatmap, group after group: what is drawn of TF × cells, at any number of pixels.
#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace regulus {

// Values of one gene over the cells in their order. A mean over any run of cells takes a bounded number of
// steps, so that a million of them are drawn as fast as a thousand.
class CellValues {
  public:
    CellValues() = default;
    explicit CellValues(std::vector<float> values);  // NaN: none
    std::size_t size() const { return m_values.size(); }
    float at(std::size_t place) const { return m_values[place]; }
    // Of [first, last), of those that have one; NaN where none has.
    double mean(std::size_t first, std::size_t last) const;
    const std::vector<float>& values() const { return m_values; }

  private:
    static constexpr std::size_t block = 64;
    struct Sum {
        double sum = 0;
        std::uint32_t count = 0;
    };
    std::vector<float> m_values;
    std::vector<Sum> m_before;  // of all values before each block
};

struct HeatmapCells {
    std::vector<std::uint32_t> cells;  // of the dataset, group after group
    std::vector<std::size_t> starts;   // groups + 1: places of each group's in `cells`
    std::vector<CellValues> genes;     // one a gene of the table; empty for one that is not shown
    QString order;                     // how those of a group are sorted, in words of the note
    std::size_t count(int group) const {
        return starts[static_cast<std::size_t>(group) + 1] - starts[static_cast<std::size_t>(group)];
    }
};

}  // namespace regulus
