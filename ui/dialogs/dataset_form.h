// What is in a dataset that was looked into, what was guessed about it, and what can be chosen instead:
// the part of the file, labels, donors, values, names of genes.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/io/store/read_options.h"
#include "core/prior/regulatory_network.h"
#include "ui/dialogs/dataset_preview.h"
#include "ui/figures/opened_dataset.h"

class QComboBox;
class QFormLayout;
class QPushButton;

namespace regulus {

class JobRunner;
class MapThumbnail;
class SessionSettings;
class ToneLabel;

class DatasetForm final : public QWidget {
    Q_OBJECT
  public:
    DatasetForm(JobRunner& jobs, SessionSettings& settings, QWidget* parent = nullptr);
    ~DatasetForm() override;

    // How the file is to be read: its part, what rows of a table are, the table with labels.
    const ReadOptions& how() const { return m_how; }
    void forget();  // what was chosen for another file
    // A table with labels or other annotation of the cells; empty: none. Says readWanted().
    void setAnnotation(const QString& path);
    // The table could not be used, for this reason; false when there was none.
    bool dropAnnotation(const QString& why);
    // A table of other names for the genes; empty: none.
    void setGeneMapping(const QString& path);

    void show(DatasetPreview preview);          // freshly read
    bool looking() const { return m_looking; }  // preview() or the choices of names are about to change
    void clear();                               // nothing is read
    const DatasetPreview& preview() const { return m_data; }
    // Choices of names say how much of it each uses; null: no prior.
    void setPrior(std::shared_ptr<const RegulatoryNetwork> prior);
    bool offersGenes(const QString& option) const;
    void chooseGenes(const QString& option);  // one that is offered

    OpenChoices choices() const;  // all but the prior

  Q_SIGNALS:
    void readWanted();  // the file has to be read again, as how() says
    void changed();     // preview(), choices or looking()

  private:
    void build();
    QWidget* buildExtra(const QString& text, QPushButton*& button, ToneLabel*& label);
    void fill(DatasetPreview preview);
    void showChoicesOfTheFile();
    void weighGenes();
    void showGenes(std::vector<GeneOption> options);
    void showExtras();
    void nameThroughMapping();
    void lookAgain(const GeneRequest& genes, const std::string& assay);
    GeneRequest genes() const;

    JobRunner& m_jobs;
    SessionSettings& m_settings;
    QFormLayout* m_form;
    ToneLabel *m_name, *m_size, *m_embeddings, *m_warnings, *m_annotationName, *m_mappingName;
    QComboBox *m_part, *m_rows, *m_labels, *m_batch, *m_assay, *m_genes;
    QPushButton *m_annotation, *m_mapping;
    MapThumbnail* m_map;
    ReadOptions m_how;
    std::optional<QString> m_chosenLabels, m_chosenBatch;  // by hand, of this file
    bool m_opensWhole = false;                             // also without naming one of its parts
    DatasetPreview m_data;
    bool m_looking = false, m_weighing = false;
    std::string m_usualAssay;  // the one a model learns from unless another is chosen
    std::string m_mappingPath;
    std::shared_ptr<const GeneMapping> m_geneMapping;
    std::shared_ptr<const RegulatoryNetwork> m_prior;
    std::vector<GeneOption> m_geneOptions;
};

}  // namespace regulus
