#include "ui/session/session_settings.h"

#include <QDir>
#include <QFileInfo>

#include "core/base/error.h"
#include "core/io/prior/prior_starter.h"

namespace regulus {

namespace {

constexpr int most_recent_files = 10;
constexpr auto theme_key = "theme", scale_key = "interfaceScale", recent_key = "recentFiles",
               threads_key = "threads", memory_key = "memoryGigabytes", device_key = "device",
               cache_key = "cacheGigabytes", prior_key = "lastPrior", narrowing_group = "lastPriorOptions/",
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

double SessionSettings::interfaceScale() const {
    const double scale = m_settings.value(QLatin1String(scale_key), 1).toDouble();
    return scale >= 1 && scale <= 3 ? scale : 1;
}
void SessionSettings::setInterfaceScale(double scale) {
    m_settings.setValue(QLatin1String(scale_key), scale);
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

DeviceChoice SessionSettings::device() const {
    try {
        return device_choice_from(m_settings.value(QLatin1String(device_key)).toString().toStdString());
    } catch (const Error&) {  // none yet, or written by hand
        return {};
    }
}
void SessionSettings::setDevice(DeviceChoice device) {
    m_settings.setValue(QLatin1String(device_key), QString::fromStdString(to_string(device)));
}

int SessionSettings::cacheGigabytes() const {
    return m_settings.value(QLatin1String(cache_key), 0).toInt();
}
void SessionSettings::setCacheGigabytes(int gigabytes) {
    m_settings.setValue(QLatin1String(cache_key), gigabytes);
}

QString SessionSettings::folder(const QString& purpose) const {
    // Files of another kind are most likely beside the data.
    for (const QString& known : {purpose, QStringLiteral("data")}) {
        const QString folder = m_settings.value(QStringLiteral("folders/") + known).toString();
        if (!folder.isEmpty() && QFileInfo(folder).isDir()) return folder;
    }
    return QDir::homePath();
}

void SessionSettings::setFolder(const QString& purpose, const QString& folder) {
    m_settings.setValue(QStringLiteral("folders/") + purpose, folder);
}

QString SessionSettings::lastPrior() const {
    const QString path = m_settings.value(QLatin1String(prior_key)).toString();
    return QFileInfo::exists(path) ? path : QStringLiteral("starter");
}

std::optional<PriorOptions> SessionSettings::lastPriorOptions() const {
    if (m_settings.value(QLatin1String(prior_key)).toString() != lastPrior()) return std::nullopt;  // gone
    const auto value = [this](const char* key) {
        return m_settings.value(QLatin1String(narrowing_group) + QLatin1String(key));
    };
    if (!value("sign").isValid()) return std::nullopt;
    PriorOptions options;
    const QString worst = value("confidence").toString();
    if (worst.size() == 1 && worst[0] >= QLatin1Char('A') && worst[0] <= QLatin1Char('E'))
        options.worst_confidence = worst[0].toLatin1();
    const int sign = value("sign").toInt();
    if (sign > 0 && sign <= static_cast<int>(SignFilter::Repressing))
        options.sign = static_cast<SignFilter>(sign);
    options.min_importance = std::max(0.0, value("importance").toDouble());
    options.top_targets = value("topTargets").toUInt();
    options.tf_list = value("tfList").toString().toStdString();
    options.expand_complexes = value("complexes").toBool();
    return options;
}

void SessionSettings::setLastPrior(const QString& path, const PriorOptions& options) {
    m_settings.setValue(QLatin1String(prior_key), path);
    const auto set = [this](const char* key, const QVariant& value) {
        m_settings.setValue(QLatin1String(narrowing_group) + QLatin1String(key), value);
    };
    set("confidence",
        options.worst_confidence == 0 ? QString() : QString(QLatin1Char(options.worst_confidence)));
    set("sign", static_cast<int>(options.sign));
    set("importance", options.min_importance);
    set("topTargets", QVariant::fromValue(qulonglong(options.top_targets)));
    set("tfList", QString::fromStdString(options.tf_list));
    set("complexes", options.expand_complexes);
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
