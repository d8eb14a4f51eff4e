// Regulon × group heatmap, bound to the session: a click on a TF opens it, on a group selects its cells.
#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/figures/figure.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/heatmap_scene.h"
#include "ui/session/session.h"
#include "ui/views/heatmap/heatmap_controls.h"

class QMenu;

namespace regulus {

class HeatmapCanvas;
class StateStack;
struct TfReference;

class HeatmapView final : public QWidget {
    Q_OBJECT
  public:
    explicit HeatmapView(Session* session, QWidget* parent = nullptr);

    std::shared_ptr<const Figure> figure() const;    // what is shown, for paper
    std::function<FigureNumbers()> numbers() const;  // behind it, made when called, on any thread
    HeatmapCanvas* canvas() const { return m_canvas; }
    // What can be done with the TF and the group at a place of the canvas, or with those the keyboard is on.
    void fillMenu(QMenu& menu, const QPoint& at);
    QSize sizeHint() const override { return {900, 280}; }

  Q_SIGNALS:
    void hovered(const QString& text);  // for the status bar
    void numbersAsked();                // to be saved as a table
    void openAsked();                   // the page of "nothing open" was answered
    void priorAsked();                  // to choose one, or another than the starter
    void inspectAsked();                // the TF in focus
    void similarAsked(const QString& gene);
    // Of a branch, to be seen side by side: as coloringNames() calls what is shown of them.
    void tfsAsked(const std::vector<std::string>& names);

  private:
    void edit(const std::function<void(HeatmapSettings&)>& change);  // undoable
    std::vector<std::string> namesSeen() const;
    void pullSettings();
    void pullControls();
    HeatmapControls::Measure worded(RegulonMeasure measure) const;
    bool ofGenesShown() const;
    void sessionChanged(Changes what);
    RegulonTableRequest tableRequest() const;
    void startTable();
    void showTable(const RegulonHeatmap& made, const HeatmapLook& look);
    // What rewired priors make of the groups that `request` is of; the table is made anew when it is there.
    void startReference(const RegulonTableRequest& request);
    void forgetReference();
    void pullFocus();
    void pullState();
    void hoverCell(std::optional<HeatmapScene::Cell> cell);
    void clickCell(HeatmapScene::Cell cell, Qt::KeyboardModifiers modifiers);
    void colorByCell(HeatmapScene::Cell cell);  // the map
    void hoverBranch(std::optional<HeatmapScene::Branch> branch);
    void clickBranch(HeatmapScene::Branch branch, Qt::KeyboardModifiers modifiers);
    void selectBetween(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers);
    std::string groupColumn() const;
    std::optional<int> selectedGroup() const;
    CellSet cellsOfGroups(const std::vector<int>& shown) const;  // by index into the scene's groups

    QPointer<Session> m_session;
    HeatmapSettings m_settings;
    HeatmapControls* m_controls;
    HeatmapCanvas* m_canvas;
    StateStack* m_stack = nullptr;
    bool m_computing = false;
    CellSet m_among;  // of the workspace, as last shown; empty universe: of none

    // The reference at hand or on its way, and what it is of.
    struct Reference {
        std::shared_ptr<const TfResults> tfs;
        std::shared_ptr<const std::vector<RegulonReader>> rewired;
        std::shared_ptr<const HalfReaders> halves;
        std::shared_ptr<const Categorical> groups;
        CellSet among = {};
        bool operator==(const Reference&) const = default;
    };
    Reference m_referenceOf;
    std::shared_ptr<const TfReference> m_reference;
};

}  // namespace regulus
