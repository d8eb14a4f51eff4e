// The ranked TFs before training, and what they are.
#pragma once

#include <QWidget>

#include "core/regulons/rewired_readers.h"
#include "ui/models/prior_tf_model.h"

namespace regulus {

class CleanTable;
class GrowingTable;
class SectionTitle;
class ToneLabel;

class PriorTfSection final : public QWidget {
    Q_OBJECT
  public:
    explicit PriorTfSection(QWidget* parent = nullptr);

    void showTfs(std::vector<PriorTfRow> rows, bool single, const QString& note);
    void setRewired(const RewiredComparison& comparison, int rewired);
    void setCurrentTf(const QString& tf);
    const PriorTfModel& tfs() const { return *m_tfs; }
    CleanTable* table() const { return m_table; }

  Q_SIGNALS:
    void tfChosen(const QString& tf);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();

    SectionTitle* m_title;
    CleanTable* m_table;
    PriorTfModel* m_tfs;
    GrowingTable* m_ranked;
    ToneLabel* m_foot;
    QString m_said;  // what the numbers are
};

}  // namespace regulus
