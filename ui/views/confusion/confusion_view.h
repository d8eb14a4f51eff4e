// The confusion matrix: labels against predictions, over all cells, the test cells or the selection. A click
// on a field selects its cells.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/figures/figure.h"
#include "ui/render/figure_numbers.h"
#include "ui/session/session.h"
#include "ui/views/confusion/confusion_scene.h"

class QComboBox;

namespace regulus {

class ConfusionCanvas;
class StateStack;
class ToneLabel;

class ConfusionView final : public QWidget {
    Q_OBJECT
  public:
    enum Over { AllCells, TestCells, SelectedCells };
    explicit ConfusionView(Session& session, QWidget* parent = nullptr);
    ~ConfusionView() override;

    StateStack* states() const { return m_states; }
    const ConfusionScene& scene() const;
    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper; null when that is nothing
    FigureNumbers numbers() const;                 // behind it
    QWidget* canvas() const;
    // The cells of the field, or of the name of a row or a column, at a place of the canvas.
    bool hasCellsAt(const QPoint& place) const;
    void selectAt(const QPoint& place, SelectMode mode);
    QString summary() const;
    QString note() const;    // empty where it is not shown
    QString caveat() const;  // what keeps the summary from being taken for more than it says; "" for nothing
    void setOver(Over over);
    void setSays(ConfusionScene::Says says);

  Q_SIGNALS:
    void openRequested();
    void trainRequested();

  private:
    void hear(Changes what);
    void refresh();
    void showTable(ConfusionTable table, const QString& caveat);
    void sayWhatIsMissing();
    void selectField(ConfusionScene::Field field, SelectMode mode);
    void selectRow(std::size_t row, SelectMode mode);
    void selectColumn(std::size_t column, SelectMode mode);
    QString foldNote() const;
    bool ofSelection() const;
    CellSet within() const;
    void offerParts();

    Session& m_session;
    StateStack* m_states;
    ConfusionCanvas* m_canvas;
    QComboBox *m_over, *m_says;
    ToneLabel *m_summary, *m_note, *m_caveat;
    QString m_key;  // of its job
};

}  // namespace regulus
