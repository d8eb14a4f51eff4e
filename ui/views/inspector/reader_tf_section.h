// The TFs ranked by the attention of a regulon reader, trained or not, and what they are.
#pragma once

#include <QWidget>

#include "core/interpret/rewired_comparison.h"
#include "core/interpret/tf_stability.h"
#include "ui/models/reader_tf_model.h"

class QToolButton;

namespace regulus {

class CleanTable;
class ContributionList;
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
    // The reader's heads make the menu, in which none is chosen. False: as they were.
    bool setHeads(int heads);
    int head() const { return m_head; }  // -1: the mean of all
    void restoreHead(int head);          // of a file: what the reader has not is passed over
    // Whether it is told what a decision is made of, of one cell by a model.
    void offerContributions(bool offered);
    ContributionList* contributions() const { return m_contributions; }
    bool showsContributions() const;
    void showContributions(bool contributions);
    void setCurrentTf(const QString& tf);
    const ReaderTfModel& tfs() const { return *m_tfs; }
    CleanTable* table() const { return m_table; }

  Q_SIGNALS:
    void tfChosen(const QString& tf);    // to be opened
    void colorAsked(const QString& tf);  // of the map
    void headChosen();
    void contributionsChosen(bool contributions);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();
    void makeMenu();
    void showParts();
    QString headText() const;

    SectionTitle* m_title;
    CleanTable* m_table;
    ReaderTfModel* m_tfs;
    GrowingTable* m_ranked;
    ToneLabel* m_foot;
    QToolButton *m_menuButton, *m_attentionButton, *m_contributionsButton;
    QWidget* m_switch;
    ContributionList* m_contributions;
    QString m_said, m_note;  // what the numbers are; which cells were read
    bool m_model = false, m_offered = false;
    int m_heads = 0, m_head = -1;
};

}  // namespace regulus
