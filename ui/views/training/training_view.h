// A training as it goes: curves, epoch, time left, pause, stop and cancel, the embedding as it forms; then
// how good the model is beside the baseline.
#pragma once

#include <QWidget>

#include "ui/figures/figure.h"
#include "ui/render/figure_numbers.h"
#include "ui/session/session.h"

class QProgressBar;
class QPushButton;

namespace regulus {

class CurveScene;
class CurveWidget;
class FormingMap;
class SectionTitle;
class StateStack;
class ToneLabel;
class VerdictBox;

class TrainingView final : public QWidget {
    Q_OBJECT
  public:
    explicit TrainingView(Session& session, QWidget* parent = nullptr);

    StateStack* states() const { return m_states; }
    const CurveScene& curves() const;
    QString headline() const;  // "Epoch 7 of 16 · 1 min left"
    QString verdictText() const;
    std::shared_ptr<const Figure> figure() const;  // the curves, for paper; null where there are none

  Q_SIGNALS:
    void openRequested();
    void trainRequested();
    void resumeRequested();  // of a training that was interrupted
    void figureRequested();  // to be exported; where to is not this view's to ask
    void numbersRequested(const regulus::FigureNumbers& numbers);

  private:
    QWidget* buildSide();
    void hear(Changes what);
    void refresh();
    void sayWhatIsMissing();
    void pagePressed();
    void showHead(const TrainingProgress& training);
    void showProgress();
    void showResult(const std::map<std::string, double>& metrics, std::size_t testCells);

    Session& m_session;
    StateStack* m_states;
    CurveWidget* m_curves;
    FormingMap* m_map;
    SectionTitle* m_mapTitle;
    ToneLabel *m_headline, *m_stage;
    QProgressBar* m_progress;
    QPushButton *m_pause, *m_stop, *m_cancel, *m_resume, *m_again, *m_export;
    VerdictBox* m_verdict;
};

}  // namespace regulus
