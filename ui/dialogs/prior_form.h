// The prior part of the Open dialog: which one, how it is narrowed, and what of it the data can use.
#pragma once

#include <QWidget>
#include <memory>

#include "core/prior/regulatory_network.h"
#include "ui/dialogs/dataset_preview.h"

class QCheckBox;
class QComboBox;
class QMenu;
class QPushButton;

namespace regulus {

class JobRunner;
class PathField;
class SessionSettings;
class ToneLabel;
struct PriorFetch;

class PriorForm final : public QWidget {
    Q_OBJECT
  public:
    PriorForm(JobRunner& jobs, SessionSettings& settings, QWidget* parent = nullptr);
    ~PriorForm() override;

    void setPath(const QString& path);  // "starter" is the prior that comes with Regulus
    QString path() const;               // of what prior() came from; empty without a prior
    // As read, and narrowed as chosen; null while there is none.
    std::shared_ptr<const RegulatoryNetwork> prior() const { return m_prior; }

    // What the data can use of it; nothing when there is no data set or no prior.
    void showMatch(const PriorPreview& preview, bool betterIsOffered);
    void showNothing();

  Q_SIGNALS:
    void changed();  // prior() is another one
    void betterWanted();

  private:
    void fillMenu();
    void read(const QString& path);
    void fetch(const PriorFetch& request, const QString& title);
    void adopt(std::shared_ptr<const RegulatoryNetwork> prior);
    void narrow();
    void say(const QString& problem);

    JobRunner& m_jobs;
    PathField* m_path;
    QMenu* m_menu;
    QComboBox *m_confidence, *m_sign;
    QCheckBox* m_complexes;
    ToneLabel *m_notice, *m_usable, *m_lost, *m_problem, *m_advice;
    QPushButton* m_useBetter;
    std::shared_ptr<const RegulatoryNetwork> m_whole, m_prior;
};

}  // namespace regulus
