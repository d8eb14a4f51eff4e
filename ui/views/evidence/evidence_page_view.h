// The page of an evaluation on paper's colours, whatever the theme: it is the one that is printed.
#pragma once

#include <QTextBrowser>

#include "core/evidence/evidence_page.h"

namespace regulus {

class EvidencePageView final : public QTextBrowser {
    Q_OBJECT
  public:
    explicit EvidencePageView(QWidget* parent = nullptr);

    void show(const EvidencePage& page);  // where it was scrolled to stays
    void forget();

  private:
    QTextDocument* m_written = nullptr;  // the page that is shown; null for none
};

}  // namespace regulus
