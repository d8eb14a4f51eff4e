// What the prior is worth on this dataset: how far its evaluation is, and its page, which can be saved.
#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QProgressBar;
class QPushButton;

namespace regulus {

class EvidencePageView;
class StateStack;
class ToneLabel;

class EvidenceView final : public QWidget {
    Q_OBJECT
  public:
    explicit EvidenceView(Session& session, QWidget* parent = nullptr);

    StateStack* states() const { return m_states; }
    QString headline() const;  // "12 of 42 runs · 3 min left"
    QString pageText() const;  // of the page, as plain text
    // PDF or, by its ending, HTML; in a job.
    void save(const QString& path);

  Q_SIGNALS:
    void openRequested();
    void evaluateRequested();
    void saveRequested();
    void saved(const QString& path);

  private:
    void hear(Changes what);
    void refresh();
    void sayWhatIsMissing();
    QString headlineText() const;

    Session& m_session;
    StateStack* m_states;
    ToneLabel* m_headline;
    QProgressBar* m_progress;
    QPushButton *m_stop, *m_again, *m_save;
    EvidencePageView* m_page;
    std::shared_ptr<const EvidencePage> m_shown;
};

}  // namespace regulus
