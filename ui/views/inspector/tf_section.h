// The ranked TFs: the table, its menu of measure, layer and head, and what to say when there is none.
#pragma once

#include <QJsonObject>
#include <QWidget>

#include "core/interpret/rewired_comparison.h"
#include "core/workflow/model_results.h"
#include "ui/models/tf_difference_model.h"
#include "ui/models/tf_rank_model.h"

class QMenu;
class QToolButton;

namespace regulus {

class CleanTable;
class GrowingTable;
class SectionTitle;
class ToneLabel;

// What the differences between two groups are of.
enum class DifferenceOf { Choice, Attention, UntrainedAttention };

class TfSection final : public QWidget {
    Q_OBJECT
  public:
    explicit TfSection(QWidget* parent = nullptr);

    // The model's layers and heads make the menu, in which nothing is chosen. 0 layers: no choice. False: as
    // they were.
    bool setShape(int layers, int heads);
    const AttentionOptions& options() const { return m_options; }
    // What the person chose of the menu, to be known again. Words from a file may be any: what the model has
    // not is passed over.
    QJsonObject choices() const;
    void restore(const QJsonObject& choices);

    void showTfs(std::vector<TfRow> rows, const QString& note);
    // `cells`: of two cells, which have no spread.
    void showDifferences(std::vector<TfDifference> rows, const QString& first, const QString& second,
                         DifferenceOf of, bool cells);
    // "More attention in A: SPI1, CEBPB; in B: PAX5.", of what is not grey; empty while that is not known.
    QString separates() const;
    // Of attention: what rewired priors make of the differences.
    void setRewired(const RewiredComparison& comparison, int rewired);
    void setCuts(const std::vector<std::pair<int, double>>& cuts) { m_tfs->setCuts(cuts); }
    void setWorking(const QString& note);  // beside the title, while numbers are on their way
    void setCurrentTf(const QString& tf);

    const TfRankModel& tfs() const { return *m_tfs; }
    const TfDifferenceModel& differences() const { return *m_differences; }
    bool showsDifferences() const;
    GrowingTable* shown() const;
    // Tokens of the first TFs in the order of the table.
    std::vector<std::int32_t> leadingTokens(std::size_t most) const;

  Q_SIGNALS:
    void tfChosen(const QString& tf);    // to be opened
    void colorAsked(const QString& tf);  // of the map
    void optionsChanged();
    void chosen();  // any of the menu

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void makeMenu();
    void chooseMeasure(AttentionMeasure measure);
    void showRanked(bool ranked);
    void fitBars();
    void fitDifferences();  // bars
    void sayWhatIsGrey();
    void fitColumns();
    QString measureNote() const;

    SectionTitle* m_title;
    QToolButton* m_menuButton;
    CleanTable *m_table, *m_differenceTable;
    TfRankModel* m_tfs;
    TfDifferenceModel* m_differences;
    GrowingTable *m_ranked, *m_different;  // what holds the two; one of them shows
    ToneLabel* m_foot;
    AttentionOptions m_options;
    int m_layers = 0, m_heads = 0;
    QString m_note;
    QString m_said, m_first, m_second;         // how the differences are read; what the two are called
    bool m_compared = false, m_cells = false;  // with rewired priors, where there are any; two cells
};

}  // namespace regulus
