// Search and filters of the result table.
#pragma once

#include <QWidget>

#include "ui/figures/comparison/comparison_result.h"

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;
class QTimer;

namespace regulus {

class ToneLabel;

class FilterBar final : public QWidget {
    Q_OBJECT
  public:
    explicit FilterBar(QWidget* parent = nullptr);

    QString text() const;
    const ComparisonFilters& filters() const { return m_filters; }
    void show(const ComparisonFilters& filters);  // nobody is told
    // As a person sets them.
    void setMinChange(double value);
    void setMostQ(double value);
    void setUpOnly(bool on);
    void setStandingOnly(bool on);
    void setSearch(const QString& text);
    // What is filtered: the names of the numbers.
    void describe(const ComparisonResult& result, std::size_t group);

    QLineEdit* search() const { return m_search; }
    QDoubleSpinBox* minChange() const { return m_change; }
    QSpinBox* minShare() const { return m_share; }
    QLineEdit* mostQ() const { return m_q; }
    QCheckBox* upOnly() const { return m_up; }
    QCheckBox* standingOnly() const { return m_standing; }

  Q_SIGNALS:
    void searched();
    void filtered();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void connectParts();
    void readQ();

    QLineEdit* m_search;
    ToneLabel* m_changeName;
    QDoubleSpinBox* m_change;
    ToneLabel* m_shareName;
    QWidget* m_sharePair;  // it and its field
    QSpinBox* m_share;
    QLineEdit* m_q;
    QCheckBox* m_up;
    QCheckBox* m_standing;
    QTimer* m_wait;  // typing settles before a search starts
    ComparisonFilters m_filters;
};

}  // namespace regulus
