// Before a data set is opened: what is in it, what was guessed, and what a prior can do with it. Everything
// guessed can be changed; nothing heavy happens before Open is pressed.
#pragma once

#include <QDialog>
#include <memory>

#include "core/base/error.h"
#include "core/io/read_options.h"
#include "core/prior/regulatory_network.h"
#include "ui/dialogs/dataset_preview.h"
#include "ui/session/opened_dataset.h"

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace regulus {

class JobRunner;
class MapThumbnail;
class PathField;
class PriorForm;
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
    // A table with labels or other annotation of the cells; empty: none. Reads the data set again.
    void setAnnotation(const QString& path);
    // A table of other names for the genes; empty: none.
    void setGeneMapping(const QString& path);

    // What was chosen; whole once the dialog was accepted. The prior may be null.
    std::shared_ptr<const Dataset> dataset() const { return m_data.dataset; }
    std::shared_ptr<const RegulatoryNetwork> prior() const;
    QString priorPath() const;
    OpenChoices choices() const;

    // Adds the button that opens beside what is open, and makes it the usual one.
    void offerAnotherWindow();
    bool inAnotherWindow() const { return m_inAnother; }

    bool ready() const;  // Open can be pressed
    QString problemText() const;

  private:
    QWidget* buildPreview();
    QWidget* buildExtra(const QString& text, QPushButton*& button, ToneLabel*& label);
    void readDataset();
    void showDataset(DatasetPreview preview);
    void showChoicesOfTheFile();
    void showGenes();
    void showPrior();
    void showProblem(const Error& error);
    void lookAgain(const GeneRequest& genes, const std::string& assay);
    GeneRequest genes() const;
    void refresh();

    JobRunner& m_jobs;
    SessionSettings& m_settings;
    PathField* m_dataPath;
    QStackedWidget* m_stack;
    StatePage* m_state;
    QFormLayout* m_form;
    ToneLabel *m_name, *m_size, *m_embeddings, *m_warnings, *m_annotationName, *m_mappingName;
    QComboBox *m_part, *m_rows, *m_labels, *m_batch, *m_assay, *m_genes;
    QPushButton *m_annotation, *m_mapping;
    MapThumbnail* m_map;
    PriorForm* m_prior;
    QDialogButtonBox* m_buttons;
    QPushButton *m_open, *m_another = nullptr;
    bool m_inAnother = false;
    ReadOptions m_how;
    DatasetPreview m_data;
    std::string m_usualAssay;  // the one a model learns from unless another is chosen
    std::shared_ptr<const GeneMapping> m_geneMapping;
    std::vector<GeneOption> m_geneOptions;
    QString m_better;  // id of the gene option that would use more of the prior
    QString m_problem;
};

}  // namespace regulus
