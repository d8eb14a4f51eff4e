// The data set, the prior and the model in a few lines.
#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace regulus {

class ToneLabel;

class DatasetSummaryBox final : public QWidget {
    Q_OBJECT
  public:
    explicit DatasetSummaryBox(QWidget* parent = nullptr);
    void show(const Session& session);
    QString text() const;

  private:
    ToneLabel *m_name, *m_badge, *m_lines;
};

// "2,638 cells · 13,714 genes · counts", "CollecTRI: 18,812 edges, 412 regulons", "Model: …".
QStringList summaryLines(const Session& session);

}  // namespace regulus
