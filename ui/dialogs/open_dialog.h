// Before a dataset is opened: what is in it, what was guessed, and what a prior can do with it. Everything
// guessed can be changed; nothing heavy happens before Open is pressed.
#pragma once

#include <QDialog>
#include <memory>

#include "core/base/error.h"
#include "core/io/prior/prior_reader.h"
#include "ui/dialogs/dataset_preview.h"
#include "ui/figures/opened_dataset.h"

class QDialogButtonBox;
class QPushButton;
class QStackedWidget;

namespace regulus {

class DatasetForm;
class JobRunner;
struct JobRow;
class PathField;
class PriorForm;
class SessionSettings;
class StatePage;

class OpenDialog final : public QDialog {
    Q_OBJECT
  public:
    OpenDialog(JobRunner& jobs, SessionSettings& settings, QWidget* parent = nullptr);
    ~OpenDialog() override;

    void setDataset(const QString& path);
    void setPrior(const QString& path);
    // A table with labels or other annotation of the cells; empty: none. Reads the dataset again.
    void setAnnotation(const QString& path);
    // A table of other names for the genes; empty: none.
    void setGeneMapping(const QString& path);

    // What was chosen; whole once the dialog was accepted. The prior may be null.
    std::shared_ptr<const Dataset> dataset() const;
    std::shared_ptr<const RegulatoryNetwork> prior() const;
    QString priorPath() const;
    PriorOptions priorOptions() const;
    OpenChoices choices() const;

    // Adds the button that opens beside what is open, and makes it the usual one.
    void offerAnotherWindow();
    bool inAnotherWindow() const { return m_inAnother; }

    bool ready() const;  // Open can be pressed
    QString problemText() const { return m_problem; }

  private:
    QWidget* buildPage();
    void readDataset();
    void showPrior();
    void showProgress(const JobRow& row);
    void showProblem(const Error& error);
    void refresh();

    JobRunner& m_jobs;
    PathField* m_dataPath;
    DatasetForm* m_data;
    PriorForm* m_prior;
    StatePage* m_state;
    QStackedWidget* m_stack;
    QDialogButtonBox* m_buttons;
    QPushButton *m_open, *m_another = nullptr;
    bool m_inAnother = false;
    QString m_better;  // id of the gene option that would use more of the prior
    QString m_problem;
};

}  // namespace regulus
