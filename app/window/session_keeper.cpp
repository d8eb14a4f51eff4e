#include "app/window/session_keeper.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace regulus {

namespace {

const auto suffix = QStringLiteral(".regulus");

// Beside the session: the file itself is another one after every writing.
QString lockOf(const QString& path) {
    return path + QStringLiteral(".lock");
}

}  // namespace

SessionKeeper::SessionKeeper(Session& session, QString folder, std::function<QString()> window,
                             QObject* parent, int every_ms)
    : QObject(parent), m_session(session), m_folder(std::move(folder)), m_window(std::move(window)) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(every_ms);
    connect(&m_timer, &QTimer::timeout, this, &SessionKeeper::keep);
    connect(&m_session, &Session::changed, this, &SessionKeeper::hear);
}

SessionKeeper::~SessionKeeper() {
    m_session.jobs().abandonKey(QStringLiteral("kept session"));
    if (!m_path.isEmpty()) remove(m_path);
}

void SessionKeeper::hear(Changes what) {
    if (m_folder.isEmpty()) return;
    // Another dataset, or none: what was kept of the one before was closed by a person.
    if (what.testFlag(Change::Dataset)) {
        m_session.jobs().abandonKey(QStringLiteral("kept session"));
        if (!m_path.isEmpty()) QFile::remove(m_path);
    }
    constexpr Changes passing = Change::Highlight | Change::Busy | Change::Training | Change::ColorData;
    // The first change after a pause starts the clock; those that follow go with it.
    if ((what & ~passing) && m_session.opened().dataset && !m_timer.isActive()) m_timer.start();
}

bool SessionKeeper::takePlace() {
    if (!m_path.isEmpty()) return true;
    if (!QDir().mkpath(m_folder)) return false;
    static int windows = 0;
    const QString path = QDir(m_folder).filePath(QStringLiteral("%1-%2-%3%4")
                                                     .arg(QDateTime::currentMSecsSinceEpoch())
                                                     .arg(QCoreApplication::applicationPid())
                                                     .arg(++windows)
                                                     .arg(suffix));
    return hold(path);
}

bool SessionKeeper::hold(const QString& path) {
    QFile lock(lockOf(path));
    if (!lock.open(QIODevice::WriteOnly)) return false;
    lock.close();
    m_lock = FileLock::take(lockOf(path).toStdString());
    m_path = path;
    return true;
}

void SessionKeeper::takeOver(const QString& path) {
    const QString before = m_path;
    if (hold(path) && !before.isEmpty() && before != path) remove(before);
}

void SessionKeeper::keep() {
    if (!m_session.opened().dataset || m_session.opened().dataset->path.empty() || !takePlace()) return;
    m_session.keepSession(m_path, m_window());
}

QStringList SessionKeeper::leftIn(const QString& folder) {
    QStringList left;
    const QDir place(folder);
    for (const QString& name : place.entryList({QLatin1Char('*') + suffix}, QDir::Files, QDir::Time)) {
        const QString path = place.filePath(name);
        // Another window, of this program or another, works with it.
        if (!FileLock::take(lockOf(path).toStdString())) continue;
        left << path;
    }
    return left;
}

// By the number of the process, see takePlace().
bool SessionKeeper::ofOneProgram(const QString& one, const QString& other) {
    const auto program = [](const QString& path) {
        return QFileInfo(path).completeBaseName().section(QLatin1Char('-'), 1, 1);
    };
    return !program(one).isEmpty() && program(one) == program(other);
}

void SessionKeeper::remove(const QString& path) {
    QFile::remove(path);
    QFile::remove(lockOf(path));
}

}  // namespace regulus
