// What came of a comparison: table, volcano and ranking of one group, with the filters that all of them
// follow.
#pragma once

#include <QItemSelection>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "ui/models/comparison_table.h"
#include "ui/session/session.h"

class QAction;
class QComboBox;
class QTabWidget;
class QToolButton;

namespace regulus {

class CleanTable;
class ComparisonModel;
class Figure;
class FilterBar;
class NotesLine;
class PointPlotCanvas;
class ToneLabel;

class ResultView final : public QWidget {
    Q_OBJECT
  public:
    explicit ResultView(Session& session, QWidget* parent = nullptr);
    ~ResultView() override;

    void hear(Changes what);
    void show(std::shared_ptr<const ComparisonResult> result);
    const std::shared_ptr<const ComparisonResult>& result() const { return m_result; }
    std::size_t group() const { return m_group; }
    // The picture in front, for paper; null where there is none.
    std::shared_ptr<const Figure> figure() const;
    void writeCsv(const QString& path);

    CleanTable* table() const { return m_table; }
    const ComparisonModel& model() const { return *m_model; }
    FilterBar* filters() const { return m_filters; }
    QComboBox* groups() const { return m_groups; }
    // Volcano, ranking, and what else shows what is compared.
    QTabWidget* pictures() const { return m_pictures; }
    // `figure`: what is shown there, for paper; null when that is nothing.
    void addPicture(QWidget* picture, const QString& name,
                    std::function<std::shared_ptr<const Figure>()> figure);
    PointPlotCanvas* volcano() const { return m_volcano; }
    PointPlotCanvas* ranking() const { return m_ranking; }
    QString countText() const;
    QString notes() const;

  Q_SIGNALS:
    void chosen(const std::string& name);      // a gene or TF, to be looked at
    void colorAsked(const std::string& name);  // to colour the map
    void inspectRequested();                   // the TF that was chosen
    void triptychRequested(const std::string& tf);
    void similarRequested(const QString& gene);  // to list the genes that go with it
    // The first names of the table as it is filtered now, or those selected in it.
    void namesShown(const std::vector<std::string>& names);
    void exportRequested();
    void exported(const QString& path);
    void figureChanged();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    static constexpr std::size_t names_told = 12;

    QWidget* buildTable();
    void connectParts();
    void showGroups();
    void chooseGroup();
    void startQuery();
    struct Arranged;
    void showRows(Arranged arranged);
    void sortBy(int column);
    void activate(std::uint32_t gene);
    void inspect(int row);
    void selectRows(const std::vector<std::uint32_t>& genes);
    std::vector<std::uint32_t> selectedGenes() const;
    QItemSelection rowsOf(const std::vector<std::uint32_t>& genes) const;  // those that are listed
    void tellNames();
    ComparisonQuery query() const;
    std::vector<int> lesserColumns() const;

    Session& m_session;
    std::shared_ptr<const ComparisonResult> m_result;
    std::size_t m_group = 0;
    QString m_groupName;         // looked at last, and again where it is there again
    ComparisonFilters m_listed;  // what the rows were asked for with
    std::optional<ComparisonColumn> m_sorted;
    bool m_descending = true;
    bool m_more = false;  // the rows on their way are of the comparison that is shown
    std::optional<std::uint32_t> m_chosen;
    ComparisonModel* m_model;
    CleanTable* m_table;
    QComboBox* m_groups;
    FilterBar* m_filters;
    ToneLabel* m_count;
    QToolButton *m_plot, *m_export;
    QAction *m_inspect = nullptr, *m_triptych = nullptr;  // of TFs
    QAction* m_similar = nullptr;                         // of genes of the data
    NotesLine* m_notes;
    QTabWidget* m_pictures;
    std::vector<std::function<std::shared_ptr<const Figure>()>> m_figures;  // one a tab
    PointPlotCanvas *m_volcano, *m_ranking;
    QString m_key;
};

}  // namespace regulus
