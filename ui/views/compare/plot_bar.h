// What of groups is plotted, and how: kind, values, columns, colour, order.
#pragma once

#include <QWidget>

#include "core/workflow/compared_values.h"
#include "ui/figures/plots/group_plot.h"

class QCheckBox;
class QComboBox;

namespace regulus {

// Of groups that came from elsewhere; no column has such a name.
inline constexpr const char* given_groups = "regulus:given";

class PlotBar final : public QWidget {
    Q_OBJECT
  public:
    struct Offer {
        std::string column;
        QString title;
    };

    explicit PlotBar(QWidget* parent = nullptr);

    // What can be chosen; what was chosen stays where it can, else `usual` takes its place. Says nothing.
    void offerColumns(const std::vector<Offer>& columns, const std::string& usual);
    void offerValues(const std::vector<ValuesOf>& values, bool model);
    void allowCounts(bool counts);  // whether means of counts per 10,000 are known
    bool offers(const std::string& column) const;
    void setColumn(const std::string& column);
    void setSplit(const std::string& column);
    void setValues(ValuesOf of);
    void setLook(const PlotLook& look);  // but for the colour map, which is the session's

    PlotLook look() const;
    ValuesOf values() const;
    std::string column() const;
    std::string split() const;  // "": none

  Q_SIGNALS:
    void lookChanged();  // other pictures of the same numbers
    void changed();      // other numbers

  private:
    QComboBox* addChoice(const QString& name, const QString& tip);
    QCheckBox* addCheck(const QString& text, const QString& tip);
    void fit();  // shows what applies to the kind

    QComboBox *m_kind, *m_values, *m_column, *m_split, *m_color;
    QCheckBox *m_swap, *m_tree, *m_cluster, *m_counts;
};

}  // namespace regulus
