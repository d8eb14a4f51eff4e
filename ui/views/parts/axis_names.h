// The names that an axis of a scatter plot, or of a gate, can be asked for by.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ui/figures/scatter/scatter_axis.h"

namespace regulus {

class Session;

// Of what is open.
class AxisNames {
  public:
    AxisNames() = default;
    explicit AxisNames(const Session& session);

    const std::vector<std::string>& names() const { return m_names; }  // to be offered, in their order
    const AxisSource* find(const std::string& name) const;             // null: not there
    // A plane to begin with: two QC numbers, else the first two genes; empty where there are not two.
    std::vector<std::string> usual() const;

  private:
    void add(AxisSource source);

    std::vector<std::string> m_names;
    std::unordered_map<std::string, AxisSource> m_sources;
};

// The name of an axis of those numbers; empty: there is none.
std::string axisName(const Session& session, const Coloring& coloring);

}  // namespace regulus
