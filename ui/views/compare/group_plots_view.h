// Plots of groups of cells: dot plot, matrix plot, violins, boxes, ridges, composition, cross-table. It shows
// what the session's PlotState says, and every change of it is a command to that. A click on a gene colours
// the map by it, one on a group selects its cells.
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

class CompositionPanel;
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
    // The same in the groups that Compare compares.
    void showCompared(ValuesOf of, const std::vector<std::string>& names);
    // Numbers of cells, as violins where what is shown fits none.
    void showScores(const std::vector<std::string>& columns);
    void showMarkers();                       // the first of each group
    void showTargets(const std::string& tf);  // those of its targets that weigh most

    PlotBar* bar() const { return m_bar; }
    NameField* field() const { return m_field; }
    PlotCanvas* canvas() const { return m_canvas; }
    StateStack* states() const { return m_states; }
    CompositionPanel* composition() const { return m_composition; }
    QString note() const;
    const GroupPlot& plot() const { return m_plot; }
    bool isCurrent() const { return !m_stale && !m_busy; }  // else what it shows is of before: nobody looked
    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper; null when that is nothing
    FigureNumbers numbers() const;                 // behind it

  Q_SIGNALS:
    void openRequested();
    void clustersRequested();  // the file has no groups
    void testsRequested();     // those of composition, to be saved
    void figureRequested();    // to be exported; where to is not this view's to ask
    void numbersRequested();   // to be saved as a table
    void similarRequested(const QString& gene);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void build();
    QWidget* buildNames();
    QWidget* buildExport();
    void fillMenu();
    void connectParts();
    void hear(Changes what);
    void edit(const std::function<void(PlotSettings&)>& change);
    void showSettings();
    std::vector<std::string> names() const;  // to be plotted; none: markers, or none is known
    void follow();                           // the settings and the session, if it is seen
    void start(const PlotInputs& wanted);
    void present(PlotResult result);
    void redraw();
    void keepOrder();
    const std::vector<std::string>& rowNames() const;  // of what is plotted, whether they are shown or not
    const std::vector<std::string>& columnNames() const;
    bool ofTfs() const;                                                      // what is measured of TFs
    bool ofValues() const { return m_plot.summary && !m_plot.composition; }  // rather than of composition
    bool hasDonors() const;                                                  // whose shares can be drawn
    bool hasPlot() const { return m_plot.summary || m_plot.table; }
    void clearPlot();

    // group_plots_words.cpp
    QString words(const GroupPlot::Place& place) const;  // of a tooltip
    void sayWhyNoDonors();
    void sayWhatIsMissing();
    void sayNote();

    // group_plots_gestures.cpp
    void move(bool rows, int from, int to);
    void showOrdered(const std::vector<std::string>& names);
    void click(const FigureSpot& spot, Qt::KeyboardModifiers modifiers);
    void doubleClick(const FigureSpot& spot);
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
    CompositionPanel* m_composition;
    ToneLabel* m_note;
    QPushButton *m_fill, *m_export;
    QWidget* m_names;  // the line of the field
    QString m_key;     // of its job
    PlotChoices m_choices;
    PlotSettings m_settings;             // the session's, resolved
    std::optional<PlotInputs> m_inputs;  // of what is shown, or being computed
    PlotResult m_result;
    GroupPlot m_plot;
    bool m_stale = true;  // something was put off while nobody saw it
    bool m_busy = false;
    QString m_problem;
};

}  // namespace regulus
