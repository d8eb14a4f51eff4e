#include "ui/session/session_settings.h"

#include <QDir>
#include <QFileInfo>

namespace regulus {

namespace {

constexpr int most_recent_files = 10;
constexpr auto theme_key = "theme", recent_key = "recentFiles", threads_key = "threads",
               memory_key = "memoryGigabytes", cache_key = "cacheGigabytes", prior_key = "lastPrior",
               tour_key = "tourDismissed", geometry_key = "window/geometry", layout_key = "window/layout";

}  // namespace

SessionSettings::SessionSettings()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("regulus"),
                 QStringLiteral("regulus")) {}

SessionSettings::SessionSettings(const QString& file) : m_settings(file, QSettings::IniFormat) {}

ThemeChoice SessionSettings::theme() const {
    const QString name = m_settings.value(QLatin1String(theme_key)).toString();
    return name == QLatin1String("light")  ? ThemeChoice::Light
           : name == QLatin1String("dark") ? ThemeChoice::Dark
                                           : ThemeChoice::System;
}

void SessionSettings::setTheme(ThemeChoice theme) {
    m_settings.setValue(QLatin1String(theme_key), theme == ThemeChoice::Light  ? QStringLiteral("light")
                                                  : theme == ThemeChoice::Dark ? QStringLiteral("dark")
                                                                               : QStringLiteral("system"));
}

QStringList SessionSettings::recentFiles() const {
    QStringList files = m_settings.value(QLatin1String(recent_key)).toStringList();
    files.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
    return files;
}

void SessionSettings::addRecentFile(const QString& path) {
    const QString full = QFileInfo(path).absoluteFilePath();
    QStringList files = m_settings.value(QLatin1String(recent_key)).toStringList();
    files.removeAll(full);
    files.prepend(full);
    while (files.size() > most_recent_files) files.removeLast();
    m_settings.setValue(QLatin1String(recent_key), files);
}

void SessionSettings::clearRecentFiles() {
    m_settings.remove(QLatin1String(recent_key));
}

int SessionSettings::threads() const {
    return m_settings.value(QLatin1String(threads_key), 0).toInt();
}
void SessionSettings::setThreads(int threads) {
    m_settings.setValue(QLatin1String(threads_key), threads);
}

int SessionSettings::memoryGigabytes() const {
    return m_settings.value(QLatin1String(memory_key), 0).toInt();
}
void SessionSettings::setMemoryGigabytes(int gigabytes) {
    m_settings.setValue(QLatin1String(memory_key), gigabytes);
}

int SessionSettings::cacheGigabytes() const {
    return m_settings.value(QLatin1String(cache_key), 0).toInt();
}
void SessionSettings::setCacheGigabytes(int gigabytes) {
    m_settings.setValue(QLatin1String(cache_key), gigabytes);
}

QString SessionSettings::folder(const QString& purpose) const {
    return m_settings.value(QStringLiteral("folders/") + purpose, QDir::homePath()).toString();
}

void SessionSettings::setFolder(const QString& purpose, const QString& folder) {
    m_settings.setValue(QStringLiteral("folders/") + purpose, folder);
}

QString SessionSettings::lastPrior() const {
    const QString path = m_settings.value(QLatin1String(prior_key)).toString();
    return path == QLatin1String("starter") || QFileInfo::exists(path) ? path : QString();
}

void SessionSettings::setLastPrior(const QString& path) {
    m_settings.setValue(QLatin1String(prior_key), path);
}

bool SessionSettings::tourDismissed() const {
    return m_settings.value(QLatin1String(tour_key), false).toBool();
}
void SessionSettings::setTourDismissed(bool dismissed) {
    m_settings.setValue(QLatin1String(tour_key), dismissed);
}

QByteArray SessionSettings::geometry() const {
    return m_settings.value(QLatin1String(geometry_key)).toByteArray();
}
QByteArray SessionSettings::layout() const {
    return m_settings.value(QLatin1String(layout_key)).toByteArray();
}

void SessionSettings::setWindow(const QByteArray& geometry, const QByteArray& layout) {
    m_settings.setValue(QLatin1String(geometry_key), geometry);
    m_settings.setValue(QLatin1String(layout_key), layout);
}

void SessionSettings::forgetWindow() {
    m_settings.remove(QStringLiteral("window"));
}

}  // namespace regulus
