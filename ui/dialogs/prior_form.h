// Choosing a prior: a file, the one that comes with Regulus, one that was fetched before or is fetched now;
// which of its edges count, and what the data can use of it.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/io/prior/prior_fetch.h"
#include "core/io/prior/prior_reader.h"
#include "core/prior/regulatory_network.h"
#include "ui/dialogs/dataset_preview.h"

class QMenu;
class QPushButton;

namespace regulus {

class JobRunner;
class PathField;
class PriorNarrowing;
class SessionSettings;
class ToneLabel;

class PriorForm final : public QWidget {
    Q_OBJECT
  public:
    PriorForm(JobRunner& jobs, SessionSettings& settings, QWidget* parent = nullptr);
    ~PriorForm() override;

    // "starter" is the prior that comes with Regulus. Without options it is narrowed as its authors advise.
    void setPath(const QString& path, const std::optional<PriorOptions>& options = {});
    QString path() const;  // of what prior() came from; empty without a prior
    // As read, narrowed as chosen; null while there is none, or nothing passes.
    std::shared_ptr<const RegulatoryNetwork> prior() const { return m_prior; }
    PriorOptions options() const;               // how it was narrowed
    bool reading() const { return m_reading; }  // prior() is about to change

    // What the data can use of it; nothing when there is no dataset or no prior.
    void showMatch(const PriorPreview& preview, bool betterIsOffered);

  Q_SIGNALS:
    void changed();  // prior() or reading()
    void betterWanted();

  private:
    void fillMenu();
    void listKept();
    void read(const QString& path);
    void narrow();
    void start(const QString& title, const PriorOptions& options,
               std::function<void(std::shared_ptr<const RegulatoryNetwork>)> then);
    void fetch(const PriorFetch& request, const QString& title);
    void browse();
    void setPrior(std::shared_ptr<const RegulatoryNetwork> prior);
    void say(const QString& problem);
    void showNothing();

    JobRunner& m_jobs;
    SessionSettings& m_settings;
    PathField* m_path;
    QMenu* m_menu;
    QPushButton *m_browse, *m_useBetter;
    PriorNarrowing* m_narrowing;
    ToneLabel *m_notice, *m_usable, *m_lost, *m_problem, *m_advice;
    std::shared_ptr<const RegulatoryNetwork> m_whole, m_prior;
    PriorOptions m_options;                // of m_prior
    std::optional<PriorOptions> m_wanted;  // of what is being read
    bool m_reading = false, m_fetching = false;
    std::vector<KeptPrior> m_kept;  // as they were when last looked
};

}  // namespace regulus
