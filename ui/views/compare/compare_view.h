// Which regulators, and which genes, tell groups of cells apart: the sides, the computation, its result. A
// click on a row colours the map by it.
#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <optional>

#include "ui/session/session.h"
#include "ui/views/compare/comparison_run.h"

class QComboBox;
class QTabBar;

namespace regulus {

class EnrichmentView;
class Figure;
class ResultView;
class SetupPanel;
class StateStack;

// What the page compares the sides by, as it was left: genes where the TFs it shows cannot be read.
ComparedBy comparedByOf(const Session& session);

class CompareView final : public QWidget {
    Q_OBJECT
  public:
    explicit CompareView(Session& session, QWidget* parent = nullptr);
    ~CompareView() override;

    enum Tab { Regulators, Genes };
    void setTab(Tab tab);
    void setMeasure(ComparedBy by);  // of regulators
    ComparedBy by() const;

    SetupPanel* setup() const { return m_setup; }
    ResultView* result() const { return m_result; }
    EnrichmentView* enrichment() const { return m_enrichment; }
    StateStack* states() const { return m_states; }
    QTabBar* tabs() const { return m_tabs; }
    QComboBox* measures() const { return m_measures; }
    // The picture in front, for paper; null where there is none.
    std::shared_ptr<const Figure> figure() const;

  Q_SIGNALS:
    void openRequested();
    void priorRequested();
    void inspectRequested();  // the TF in focus
    void triptychRequested(const std::string& tf);
    void similarRequested(const QString& gene);
    void exportRequested();  // where to is not this view's to ask
    void exported(const QString& path);
    void setsRequested();        // a file of gene sets is to be chosen
    void setsExportRequested();  // the table of sets is to be saved
    void figureChanged();        // there is one now, or none any more
    // Some names are to be plotted in the groups that are compared.
    void plotRequested(regulus::ValuesOf of, const std::vector<std::string>& names);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    enum class End { Running, Failed, Cancelled };
    // What was asked for last, of one kind of values.
    struct Kept {
        ComparisonInputs inputs;
        std::shared_ptr<const ComparisonResult> result;  // null: see `end`
        std::shared_ptr<const ComparisonResult> soFar;   // while there is no other
        End end = End::Running;
        QString problem;
    };

    void connectParts();
    void connectSets();
    std::string usualColumn() const;  // whose groups are offered; "": none
    void hear(Changes what);
    void restore();  // of a session file
    void offerMeasures();
    void refresh();
    void start(ComparisonInputs inputs);
    void progress(ComparedBy by, const JobRow& row, std::shared_ptr<const ComparisonResult> soFar);
    void finish(ComparedBy by, End end, const QString& problem);
    void forgetOthers();
    void showKept(const Kept& kept);
    void sayWhatIsMissing();
    void pressed();
    void look(const std::string& name);   // a click
    void color(const std::string& name);  // a double click
    void showSides();                     // in the inspector
    QString key(ComparedBy by) const;

    Session& m_session;
    SetupPanel* m_setup;
    QTabBar* m_tabs;
    QComboBox* m_measures;
    StateStack* m_states;
    ResultView* m_result;
    EnrichmentView* m_enrichment;
    std::map<ComparedBy, Kept> m_kept;
    bool m_due = false;  // begins when the page is looked at
};

}  // namespace regulus
