// Columns of cells as groups: those of obs, and the classes that the model predicted.
//
// Thread: the GUI thread. What it hands out is immutable and shared.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/session/model_state.h"
#include "ui/session/opened_state.h"

namespace regulus {

// The name under which the predicted classes take part wherever a column of categories does.
inline constexpr const char* predicted_column = "regulus:predicted";

class GroupColumns {
  public:
    GroupColumns(const OpenedState& opened, const ModelState& model) : m_opened(opened), m_model(model) {}

    // A column of obs as categories, or predicted_column as the model's classes. Null when it has none, or
    // far too many.
    std::shared_ptr<const Categorical> categorical(const std::string& column) const;
    // Cells a category of it, and behind them those without a value; empty when it has no categories.
    const std::vector<std::size_t>& sizes(const std::string& column) const;
    CellSet cellsOf(const std::string& column, int code) const;  // code -1: cells without a value
    // The column without the colours and the order that were given to its groups here; null of
    // predicted_column.
    std::shared_ptr<const Categorical> original(const std::string& column) const;

    // Those that lists offer, of the file in its order, then those made here and the predicted classes: with
    // groups, and not more of them than anyone reads.
    std::vector<std::string> listed() const;
    // Those of the file and those made here, to be coloured by.
    const CategoryColumns& columns() const { return m_columns; }
    // Names of all columns of cells, whatever they hold: the file's in its order, then those made here.
    std::vector<std::string> names() const;

  private:
    friend class Session;
    CategoryColumns reset(CategoryColumns columns, GroupSizes sizes);  // gives back those before
    // Those made here are others now, or their groups, or those of the file, are shown in another way.
    void setMade();
    void addLabels();        // a column that serves as labels has groups, whatever it holds
    void forgetPredicted();  // the model's classes, their names or colours are others now

    const OpenedState& m_opened;
    const ModelState& m_model;
    struct Dressed {
        std::shared_ptr<const Categorical> column, shown;
        GroupLook look;
    };
    std::shared_ptr<const Categorical> shown(const std::string& name,
                                             const std::shared_ptr<const Categorical>& column);

    CategoryColumns m_file;                                  // of the file
    CategoryColumns m_columns;                               // all, as they are shown
    std::map<std::string, Dressed> m_dressed;                // the same look of the same column is one object
    std::vector<std::string> m_own;                          // names of those that were made here
    mutable std::shared_ptr<const Categorical> m_predicted;  // once asked for
    mutable GroupSizes m_sizes;
};

}  // namespace regulus
