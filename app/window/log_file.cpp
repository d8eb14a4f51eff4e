#include "app/window/log_file.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <QDir>
#include <QStandardPaths>
#include <memory>

#include "core/base/version.h"

namespace regulus {

namespace {

constexpr std::size_t largest_log = 1 << 20;
constexpr std::size_t older_logs = 2;

QString& path() {
    static QString file;
    return file;
}

void toLog(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    const std::string text = message.toStdString();
    // Qt's own chatter about styles and plugins helps nobody who reads a report.
    const bool ours = !context.category || QLatin1String(context.category) == QLatin1String("default");
    switch (type) {
        case QtDebugMsg:
            spdlog::debug(text);
            break;
        case QtInfoMsg:
            spdlog::info(text);
            break;
        case QtWarningMsg:
            ours ? spdlog::warn(text) : spdlog::debug(text);
            break;
        case QtCriticalMsg:
        case QtFatalMsg:
            spdlog::error(text);
            break;
    }
}

}  // namespace

void startLog() {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    if (QDir().mkpath(folder)) {
        path() = QDir(folder).filePath(QStringLiteral("regulus.log"));
        try {
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path().toStdString(),
                                                                                   largest_log, older_logs));
        } catch (const spdlog::spdlog_ex&) {
            path().clear();
        }
    }
    sinks.front()->set_level(spdlog::level::warn);
    auto logger = std::make_shared<spdlog::logger>("regulus", sinks.begin(), sinks.end());
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
    qInstallMessageHandler(toLog);
    spdlog::info("Regulus {} on {}", version(), QSysInfo::prettyProductName().toStdString());
}

QString logPath() {
    return path();
}

}  // namespace regulus
