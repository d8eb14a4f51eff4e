// What of groups is plotted, and how: kind, values, columns, colour, order. Shows settings and says what a
// person changes of them.
#pragma once

#include <QWidget>
#include <functional>

#include "ui/session/plot_state.h"
#include "ui/views/compare/plot_choices.h"

class QCheckBox;
class QComboBox;

namespace regulus {

class PlotBar final : public QWidget {
    Q_OBJECT
  public:
    explicit PlotBar(QWidget* parent = nullptr);

    // What can be chosen, and what is; says nothing. `settings` as resolved() makes them.
    void show(const PlotChoices& choices, const PlotSettings& settings);
    void allowCounts(bool counts);  // whether means of counts per 10,000 are known

  Q_SIGNALS:
    void edited(const std::function<void(regulus::PlotSettings&)>& change);

  private:
    using Write = std::function<void(PlotSettings&)>;
    QComboBox* addChoice(const QString& name, const QString& tip, std::function<Write()> write);
    QCheckBox* addCheck(const QString& text, const QString& tip, bool PlotLook::*of);
    void fill(const PlotChoices& choices, const std::string& groups);
    void choose(const PlotSettings& settings);
    void fit(const PlotSettings& settings);  // shows what applies to the kind

    QComboBox *m_kind, *m_values, *m_column, *m_split, *m_color;
    QCheckBox *m_swap, *m_tree, *m_cluster, *m_counts;
    PlotChoices m_choices;  // that are in the lists
    std::string m_groups;   // the column that is not offered as the second; "": none
    bool m_composition = false;
};

}  // namespace regulus
