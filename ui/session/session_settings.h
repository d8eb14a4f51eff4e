// What is remembered from one start to the next: theme, recent files, folders, layout.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/io/prior/prior_reader.h"
#include "core/model/device.h"

namespace regulus {

enum class ThemeChoice { System, Light, Dark };

// Kept in the person's own settings (QSettings, "Regulus"). Every getter reads, every setter writes.
class SessionSettings {
  public:
    SessionSettings();
    explicit SessionSettings(const QString& file);  // an ini file of its own, for tests

    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    double interfaceScale() const;  // 1 to 3, of all that the program draws; from the next start on
    void setInterfaceScale(double scale);
    QStringList recentFiles() const;  // newest first, at most 10, those that still exist
    void addRecentFile(const QString& path);
    int threads() const;  // 0: as many as the computer has cores
    void setThreads(int threads);
    int memoryGigabytes() const;  // that data may take; 0: a quarter of the computer's
    void setMemoryGigabytes(int gigabytes);
    DeviceChoice device() const;  // where models that read genes are computed
    void setDevice(DeviceChoice device);
    int cacheGigabytes() const;  // that the cache for large files may take; 0: the usual
    void setCacheGigabytes(int gigabytes);
    // Where files of that purpose ("data", "prior", "model", "figure", "table") were last; if that is not
    // known, or gone, where data were, else the home folder.
    QString folder(const QString& purpose) const;
    void setFolder(const QString& purpose, const QString& folder);
    QString lastPrior() const;  // the starter while none was chosen, or when it is gone
    std::optional<PriorOptions> lastPriorOptions() const;  // how it was narrowed, if that is known
    void setLastPrior(const QString& path, const PriorOptions& options);
    bool tourDismissed() const;
    void setTourDismissed(bool dismissed);
    QByteArray geometry() const;
    QByteArray layout() const;  // QMainWindow::saveState
    void setWindow(const QByteArray& geometry, const QByteArray& layout);
    void forgetWindow();

  private:
    mutable QSettings m_settings;
};

}  // namespace regulus
