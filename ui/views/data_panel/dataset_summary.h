// The dataset, the prior and the model in a few lines.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/session/session.h"

namespace regulus {

struct Coverage;
class ToneLabel;

class DatasetSummaryBox final : public QWidget {
    Q_OBJECT
  public:
    explicit DatasetSummaryBox(Session& session, QWidget* parent = nullptr);
    ~DatasetSummaryBox() override;

    void refresh();     // other words for the same dataset, prior and model
    void matchPrior();  // another dataset, prior or names of genes: what meets is counted in a job
    // "2,638 cells · 13,714 genes · counts", "CollecTRI: 612 TFs, 18,812 edges of your genes", "Model: …".
    QString text() const;

  private:
    QString priorLine() const;

    Session& m_session;
    std::shared_ptr<const Coverage> m_match;  // null while it is being counted
    ToneLabel *m_name, *m_badge, *m_lines;
    QString m_key;
};

}  // namespace regulus
