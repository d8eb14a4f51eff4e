// The TFs ranked by the attention of a regulon reader, trained or not, and what they are.
#pragma once

#include <QWidget>

#include "core/interpret/rewired_comparison.h"
#include "core/interpret/tf_stability.h"
#include "ui/models/reader_tf_model.h"

namespace regulus {

class CleanTable;
class GrowingTable;
class SectionTitle;
class ToneLabel;

class ReaderTfSection final : public QWidget {
    Q_OBJECT
  public:
    explicit ReaderTfSection(QWidget* parent = nullptr);

    // `model`: of a trained one, which tells the effect of cutting a TF, too.
    void showTfs(std::vector<ReaderTfRow> rows, bool single, bool model, const QString& note);
    // `families`: of the TFs; `stability`: of the cells as one group.
    void setChecks(const RewiredComparison& comparison, int rewired, const TfStability& stability,
                   const TfFamilies& families);
    void setCurrentTf(const QString& tf);
    const ReaderTfModel& tfs() const { return *m_tfs; }
    CleanTable* table() const { return m_table; }

  Q_SIGNALS:
    void tfChosen(const QString& tf);    // to be opened
    void colorAsked(const QString& tf);  // of the map

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();

    SectionTitle* m_title;
    CleanTable* m_table;
    ReaderTfModel* m_tfs;
    GrowingTable* m_ranked;
    ToneLabel* m_foot;
    QString m_said;  // what the numbers are
    bool m_model = false;
};

}  // namespace regulus
