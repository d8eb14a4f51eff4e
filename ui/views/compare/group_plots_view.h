// Plots of groups of cells: dot plot, matrix plot, violins, boxes, ridges, composition, cross-table. A click
// on a gene colours the map by it, one on a group selects its cells.
#pragma once

#include <QWidget>
#include <memory>
#include <string>
#include <vector>

#include "ui/render/figure_numbers.h"
#include "ui/session/session.h"
#include "ui/views/compare/plot_bar.h"
#include "ui/views/compare/plot_run.h"

class QPushButton;

namespace regulus {

class NameField;
class PlotCanvas;
class StateStack;
class ToneLabel;
struct FigureSpot;

class GroupPlotsView final : public QWidget {
    Q_OBJECT
  public:
    explicit GroupPlotsView(Session& session, QWidget* parent = nullptr);
    ~GroupPlotsView() override;

    // Names that are looked at elsewhere, in that order; they replace those shown.
    void showValues(ValuesOf of, const std::vector<std::string>& names);
    // Groups that are compared elsewhere: they become a choice, and the one chosen.
    void setGroups(const CellGroups& groups);
    void showMarkers();                       // the first of each group
    void catchUp();                           // on what was put off while nobody saw it
    void showTargets(const std::string& tf);  // those of its targets that weigh most

    PlotBar* bar() const { return m_bar; }
    NameField* field() const { return m_field; }
    PlotCanvas* canvas() const { return m_canvas; }
    StateStack* states() const { return m_states; }
    QString note() const;
    const GroupPlot& plot() const { return m_plot; }
    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper; null when that is nothing
    FigureNumbers numbers() const;                 // behind it

  Q_SIGNALS:
    void openRequested();
    void figureRequested();   // to be exported; where to is not this view's to ask
    void numbersRequested();  // to be saved as a table

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    static constexpr std::size_t most_names = 100, most_groups_listed = 100;

    void build();
    QWidget* buildNames();
    QString words(const GroupPlot::Place& place) const;  // of a tooltip
    void connectParts();
    void hear(Changes what);
    void offer();
    void offerNames();
    void fitNames();
    QString titleOf(const std::string& column) const;
    PlotGroups groupsOf(const std::string& column) const;
    std::string usualSplit() const;
    std::optional<PlotInputs> inputs() const;
    void start();
    void present(PlotResult result);
    void redraw();
    void keepOrder();
    const std::vector<std::string>& rowNames() const;  // of what is plotted, whether they are shown or not
    const std::vector<std::string>& columnNames() const;
    void clearPlot();
    void sayWhatIsMissing();
    void sayNote();
    void move(bool rows, int from, int to);
    void click(const FigureSpot& spot, Qt::KeyboardModifiers modifiers);
    void hover(const std::optional<FigureSpot>& spot);
    void askAt(QPoint position);
    void colorBy(int gene);
    CellSet cellsOf(const GroupPlot::Place& place) const;
    void remove(int gene);

    Session& m_session;
    PlotBar* m_bar;
    NameField* m_field;
    PlotCanvas* m_canvas;
    StateStack* m_states;
    ToneLabel* m_note;
    QPushButton* m_fill;
    QString m_key;  // of its job
    PlotResult m_result;
    GroupPlot m_plot;
    std::shared_ptr<const CellGroups> m_given;
    std::vector<std::string> m_groupOrder, m_geneOrder;  // as a person dragged them; empty: as they come
    bool m_automatic = true;                             // the names are markers, which follow the groups
    bool m_stale = true;                                 // to be computed once it is seen
    bool m_busy = false;
    QString m_problem;
};

}  // namespace regulus
