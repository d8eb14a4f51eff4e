// Keeps the session of a window in a file while it changes, so that a crash or a power cut costs ten seconds
// at most. The file goes when the window is closed; one that is still there, and in nobody's hands, was left
// by a program that broke down.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

#include "core/io/files/file_lock.h"
#include "ui/session/session.h"

namespace regulus {

class SessionKeeper final : public QObject {
    Q_OBJECT
  public:
    // `folder` is made when it is needed; empty: nothing is kept. `window`: what the window wants to know
    // again.
    SessionKeeper(Session& session, QString folder, std::function<QString()> window, QObject* parent,
                  int every_ms = 10'000);
    ~SessionKeeper() override;

    QString path() const { return m_path; }
    // A file that was left behind, and is open now, becomes the one that is kept: it is there all the time.
    void takeOver(const QString& path);

    // Sessions that were left behind in a folder, the newest first.
    static QStringList leftIn(const QString& folder);
    // Whether the windows of one program have left them.
    static bool ofOneProgram(const QString& one, const QString& other);
    static void remove(const QString& path);

  private:
    void hear(Changes what);
    void keep();
    bool takePlace();
    bool hold(const QString& path);

    Session& m_session;
    QString m_folder, m_path;
    std::function<QString()> m_window;
    std::optional<FileLock> m_lock;
    QTimer m_timer;
};

}  // namespace regulus
