// Runs the real program as a person would, and reads what it says.
#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/test_data.h"

namespace regulus::test {

// The program; REGULUS_PROGRAM in the environment names another build of it.
inline QString program() {
    return qEnvironmentVariable("REGULUS_PROGRAM", QStringLiteral(REGULUS_PROGRAM));
}

struct Ran {
    int exit_code = -1;  // -1: crashed or did not start
    QString output, errors;
    std::vector<nlohmann::json> lines;  // of the output, when --json was given; empty if one was no JSON
    bool json_broken = false;

    nlohmann::json last() const { return lines.empty() ? nlohmann::json() : lines.back(); }
    std::string all() const {
        return QStringLiteral("exit %1\n%2\n%3").arg(exit_code).arg(output, errors).toStdString();
    }
};

inline Ran finish(QProcess& process, bool json) {
    process.waitForFinished(240000);
    Ran ran;
    if (process.state() != QProcess::NotRunning) process.kill();
    ran.exit_code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    ran.output = QString::fromUtf8(process.readAllStandardOutput());
    ran.errors = QString::fromUtf8(process.readAllStandardError());
    if (!json) return ran;
    for (const QString& line : ran.output.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        auto object = nlohmann::json::parse(line.toStdString(), nullptr, false);
        if (object.is_discarded()) ran.json_broken = true;
        ran.lines.push_back(std::move(object));
    }
    return ran;
}

inline Ran run(const QStringList& arguments) {
    QProcess process;
    process.start(program(), arguments);
    return finish(process, arguments.contains(QStringLiteral("--json")));
}

// Makes a small simulated dataset and its prior in the folder: data.h5ad, prior.csv.
inline bool simulate_into(const QTemporaryDir& folder, int cells = 400) {
    const Ran ran = run({QStringLiteral("simulate"), QStringLiteral("--cells"), QString::number(cells),
                         QStringLiteral("--genes"), QStringLiteral("150"), QStringLiteral("--tfs"),
                         QStringLiteral("20"), QStringLiteral("--cell-types"), QStringLiteral("4"),
                         QStringLiteral("--out"), folder.filePath(QStringLiteral("data.h5ad")),
                         QStringLiteral("--prior-out"), folder.filePath(QStringLiteral("prior.csv"))});
    return ran.exit_code == 0;
}

}  // namespace regulus::test
