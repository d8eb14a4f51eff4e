// Before a model is trained: labels, what is kept apart for judging, the prior and what a gene may attend to,
// how thoroughly; with time and memory measured on this computer, and the command that does the same.
#pragma once

#include <QDialog>

#include "core/workflow/labels.h"
#include "ui/session/training.h"

class QButtonGroup;
class QComboBox;
class QPushButton;
class QSlider;

namespace regulus {

class CommandField;
class CostLabel;
class Session;
class ToneLabel;
class TrainDetails;

class TrainDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit TrainDialog(Session& session, QWidget* parent = nullptr);

    TrainRequest request() const;
    void setPreset(Preset preset);
    void setLabels(const std::string& column);  // stays as it is where that is none to train on
    QString commandLine() const;
    // What the estimate says now: a time, that it is being measured, or why there is none.
    QString estimateText() const;
    // Says what is wrong with the choices, in a person's words; empty when Train can be pressed.
    QString problem() const;

  Q_SIGNALS:
    void priorWanted();   // the person asks for another prior
    void resumeWanted();  // of the training that was interrupted; the dialog is rejected

  protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fit();
    QWidget* buildInterrupted();
    QWidget* buildLabels();
    QWidget* buildPrior();
    QWidget* buildPresets();
    void presetChosen();
    void formChosen();
    TrainingOptions presetOptions() const;
    void refresh();
    void refreshPrior();
    void refreshInterrupted();
    void readLabels();
    void showLabels(const Labels& labels);
    QString valuesText() const;

    Session& m_session;
    QComboBox *m_labels, *m_split, *m_read;
    bool m_noEdges = false, m_noTfs = false;  // the prior is known to join no two genes of the dataset
    ToneLabel *m_labelNote, *m_priorNote, *m_formNote, *m_problemNote, *m_fractionNote;
    QButtonGroup* m_presets;
    QSlider* m_fraction;
    CostLabel* m_estimate;
    TrainDetails* m_details;
    ReadMode m_shown = ReadMode::Regulons;  // whose numbers the details show
    CommandField* m_command;
    QPushButton* m_train;
    QWidget* m_interrupted;
    ToneLabel* m_interruptedNote;
    int m_fitted = 0;  // the height that was last chosen here
};

}  // namespace regulus
