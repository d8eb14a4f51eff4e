// How far the model's probabilities can be believed, on labelled cells that it was not trained on: a
// reliability diagram, and the accuracy of the cells that pass a threshold, which is dragged, slid or typed.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/figures/figure.h"
#include "ui/figures/judging/calibration_plot.h"
#include "ui/session/session.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSlider;

namespace regulus {

class CalibrationCanvas;
class StateStack;
class ToneLabel;

class CalibrationView final : public QWidget {
    Q_OBJECT
  public:
    explicit CalibrationView(Session& session, QWidget* parent = nullptr);
    ~CalibrationView() override;

    StateStack* states() const { return m_states; }
    CalibrationCanvas* canvas() const { return m_canvas; }
    QComboBox* cellsBox() const { return m_cells; }
    QSlider* slider() const { return m_slider; }
    QPushButton* selectButton() const { return m_select; }
    QString summary() const;
    const CalibrationPlot* plot() const;           // null: nothing is shown
    bool isCurrent() const { return !m_stale; }    // else what it shows is of before: nobody looked
    std::shared_ptr<const Figure> figure() const;  // what is shown, for paper; null when that is nothing

  Q_SIGNALS:
    void openRequested();
    void trainRequested();
    void figureRequested();  // to be exported; where to is not this view's to ask
    void numbersRequested(const regulus::FigureNumbers& numbers, const QString& name);

  private:
    QWidget* buildBar();
    void connectParts();
    void hear(Changes what);
    void refresh();
    void offerCells();
    struct Judged;
    static Judged judge(const ModelResults& results, const Labels& labels, const ModelFile& model,
                        const JudgingSettings& asked, const CellSet& selection, Job& job);
    void present(const Judged& judged);
    void showThreshold();
    void setThreshold(double threshold);
    void sayWhatIsMissing();

    Session& m_session;
    StateStack* m_states;
    CalibrationCanvas* m_canvas;
    QComboBox* m_cells;
    QSlider* m_slider;
    QDoubleSpinBox* m_threshold;
    QPushButton *m_select, *m_export;
    ToneLabel *m_summary, *m_kept, *m_caveat, *m_simulated;
    QString m_key;            // of its job
    JudgingSettings m_asked;  // what was started last
    bool m_comparable = true, m_judgedAny = true, m_stale = false;
};

}  // namespace regulus
