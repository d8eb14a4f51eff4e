// Regulon × group heatmap, bound to the session: a click on a TF opens it, on a group selects its cells.
#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/figures/figure.h"
#include "ui/render/heatmap_scene.h"
#include "ui/session/session.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QSpinBox;

namespace regulus {

class HeatmapCanvas;
class StateStack;
struct RegulonTableRequest;
struct TfReference;

class HeatmapView final : public QWidget {
    Q_OBJECT
  public:
    explicit HeatmapView(Session* session, QWidget* parent = nullptr);

    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper
    HeatmapCanvas* canvas() const { return m_canvas; }
    QSize sizeHint() const override { return {900, 280}; }

  Q_SIGNALS:
    void hovered(const QString& text);  // for the status bar
    void priorAsked();                  // to choose one, or another than the starter

  private:
    QWidget* buildBar();
    void connectControls();
    void keep(const QString& control, const QJsonValue& value);
    void restore();
    void choose(QComboBox* list, const QString& control, const QVariant& before);
    void offerMeasures();   // those of a model, of the prior, or both
    void offerGroupings();  // labels, predictions, and every other column with a few groups
    RegulonMeasure measure() const;
    void sessionChanged(Changes what);
    void startTable();
    void showTable(HeatmapData table);
    // What rewired priors make of the groups that `request` is of; the table is made anew when it is there.
    void startReference(const RegulonTableRequest& request);
    void forgetReference();
    void pullFocus();
    void pullState();
    void hoverCell(std::optional<HeatmapScene::Cell> cell);
    void clickCell(HeatmapScene::Cell cell, Qt::KeyboardModifiers modifiers);
    std::string groupColumn() const;
    std::optional<int> selectedGroup() const;
    CellSet cellsOfGroup(int shown) const;  // by index into the scene's groups

    QPointer<Session> m_session;
    HeatmapCanvas* m_canvas;
    QPushButton* m_starter = nullptr;
    StateStack* m_stack = nullptr;
    QComboBox *m_measure = nullptr, *m_groups = nullptr;
    QSpinBox* m_limit = nullptr;
    QCheckBox *m_z = nullptr, *m_turned = nullptr;
    bool m_computing = false;

    // The reference at hand or on its way, and what it is of.
    struct Reference {
        std::shared_ptr<const TfResults> tfs;
        std::shared_ptr<const std::vector<RegulonReader>> rewired;
        std::shared_ptr<const HalfReaders> halves;
        std::shared_ptr<const Categorical> groups;
        bool operator==(const Reference&) const = default;
    };
    Reference m_referenceOf;
    std::shared_ptr<const TfReference> m_reference;
};

}  // namespace regulus
