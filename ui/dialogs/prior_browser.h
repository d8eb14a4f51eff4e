// A prior to look through: TF → targets → evidence, or from a target back to its TFs. Also writes it in
// another format, and joins it with another prior.
#pragma once

#include <QDialog>
#include <memory>
#include <vector>

#include "core/prior/network_summary.h"
#include "core/prior/regulatory_network.h"
#include "ui/jobs/job_runner.h"
#include "ui/views/parts/tone_label.h"

class QComboBox;
class QLineEdit;

namespace regulus {

class CleanTable;
class PriorEdgeModel;
class PriorGeneModel;
class SessionSettings;

class PriorBrowser final : public QDialog {
    Q_OBJECT
  public:
    // `source`: the file that the prior was read from, which is never written to.
    PriorBrowser(std::shared_ptr<const RegulatoryNetwork> prior, const QString& source, JobRunner& jobs,
                 SessionSettings& settings, QWidget* parent = nullptr);
    ~PriorBrowser() override;

    void showGene(const QString& gene);  // with its edges, when it has some in the direction looked at
    // Writes the prior by the ending of `path` (.csv, .tsv, .gmt, .sif).
    void exportTo(const QString& path);
    // Writes the union of this prior and the one in `other`; says mergedInto() and closes.
    void mergeWith(const QString& other, const QString& path);

  Q_SIGNALS:
    void mergedInto(const QString& path);  // holds what is to be used instead

  private:
    void build();
    QString summaryText() const;
    QString askWhereTo(const QString& title, const QString& addition);
    bool refuses(const QString& path, const QString& other = {});
    void say(Tone tone, const QString& text);
    JobRequest writing(const QString& title, const QString& path);
    void fillGenes();
    void showEdges(int row);
    bool fromTargets() const;

    std::shared_ptr<const RegulatoryNetwork> m_prior;
    QString m_source;
    JobRunner& m_jobs;
    SessionSettings& m_settings;
    QComboBox* m_direction;
    QLineEdit* m_search;
    CleanTable *m_geneTable, *m_edgeTable;
    PriorGeneModel* m_genes;
    PriorEdgeModel* m_edges;
    ToneLabel *m_title, *m_notice;
    std::vector<GeneEdges> m_all;
};

}  // namespace regulus
