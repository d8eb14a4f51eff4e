// Before a data set is opened: what is in it, what was guessed, and what a prior can do with it. Everything
// guessed can be changed; nothing heavy happens before Open is pressed.
#pragma once

#include <QDialog>
#include <memory>

#include "core/base/error.h"
#include "core/prior/regulatory_network.h"
#include "ui/dialogs/dataset_preview.h"
#include "ui/session/opened_dataset.h"

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace regulus {

class JobRunner;
class PathField;
class SessionSettings;
class StatePage;
class ToneLabel;

class OpenDialog final : public QDialog {
    Q_OBJECT
  public:
    OpenDialog(JobRunner& jobs, SessionSettings& settings, QWidget* parent = nullptr);
    ~OpenDialog() override;

    void setDataset(const QString& path);
    void setPrior(const QString& path);

    // What was chosen; whole once the dialog was accepted. The prior may be null.
    std::shared_ptr<const Dataset> dataset() const { return m_data.dataset; }
    std::shared_ptr<const RegulatoryNetwork> prior() const { return m_prior; }
    QString priorPath() const;
    OpenChoices choices() const;

    // Adds the button that opens beside what is open, and makes it the usual one.
    void offerAnotherWindow();
    bool inAnotherWindow() const { return m_inAnother; }

    bool ready() const;  // Open can be pressed
    QString problemText() const;

  private:
    QWidget* buildPreview();
    void readDataset(const QString& path);
    void readPrior(const QString& path);
    void showDataset(DatasetPreview preview);
    void showPrior();
    void showProblem(const Error& error);
    void lookAgain(const std::string& geneColumn, const std::string& assay);
    void refresh();

    JobRunner& m_jobs;
    PathField *m_dataPath, *m_priorPath;
    QStackedWidget* m_stack;
    StatePage* m_state;
    ToneLabel *m_name, *m_size, *m_embeddings, *m_genesKind, *m_warnings, *m_usable, *m_lost, *m_priorProblem;
    QComboBox *m_labels, *m_batch, *m_assay, *m_genes, *m_confidence;
    QDialogButtonBox* m_buttons;
    QPushButton *m_open, *m_another = nullptr, *m_useBetter;
    bool m_inAnother = false;
    DatasetPreview m_data;
    std::string m_usualAssay;  // the one a model learns from unless another is chosen
    std::shared_ptr<const RegulatoryNetwork> m_wholePrior, m_prior;  // as read; with the confidence chosen
    QString m_problem;
};

}  // namespace regulus
