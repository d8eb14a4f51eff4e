#include "tests/support/test_data.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryFile>

namespace regulus::test {

QString data_file(const QString& relative) {
    QString folder = qEnvironmentVariable("REGULUS_DATA_DIR");
    if (folder.isEmpty()) folder = QStringLiteral(REGULUS_SOURCE_DIR "/../shared/data");
    const QFileInfo file(QDir(folder), relative);
    return file.exists() ? file.absoluteFilePath() : QString();
}

bool data_required() {
    return qEnvironmentVariable("REGULUS_REQUIRE_DATA") == QStringLiteral("1");
}

ScriptResult run_python(const QString& script, const QStringList& arguments, int timeout_ms) {
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/regulus_XXXXXX.py"));
    if (!file.open()) return {};
    file.write(script.toUtf8());
    file.close();
    QProcess process;
    process.start(QStringLiteral("/usr/bin/python3"),
                  QStringList{QStringLiteral("-I"), file.fileName()} + arguments);
    if (!process.waitForStarted()) return {};
    if (!process.waitForFinished(timeout_ms)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

bool python_has(const QStringList& modules) {
    return run_python(QStringLiteral("import ") + modules.join(QStringLiteral(", ")), {}).exit_code == 0;
}

}  // namespace regulus::test
