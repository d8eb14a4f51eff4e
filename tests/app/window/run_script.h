// The script of a session, run by a shell with the real program, and what it leaves beside it.
#pragma once

#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <memory>

#include "core/io/dataset/dataset_reader.h"
#include "tests/app/command_line/run_regulus.h"
#include "ui/export/table_exporter.h"
#include "ui/script/history_script.h"
#include "ui/session/session.h"

namespace regulus::test {

inline QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool settled(Session& session) {
    return QTest::qWaitFor([&] { return session.jobs().idle() && !session.loading(); }, 240000);
}

inline void exportScript(Session& session, const QString& path) {
    Job job;
    writeHistoryScript(scriptInputs(session), path, job);
    QVERIFY(QFileInfo(path).isExecutable());
}

// With the program under test, from another folder, as a person would start it.
inline void runScript(const QString& path) {
    QProcess shell;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", QFileInfo(program()).absolutePath() + ':' + environment.value("PATH"));
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    shell.setProcessEnvironment(environment);
    shell.setWorkingDirectory("/");
    shell.start("/bin/sh", {path});
    const Ran ran = finish(shell, false);
    QVERIFY2(ran.exit_code == 0, (ran.all() + bytesOf(path).toStdString()).c_str());
}

// The numbers of a window are those of a file, byte by byte.
inline void compareNumbers(const FigureNumbers& window, const QString& path) {
    QVERIFY2(!window.rows.empty(), qPrintable(path));
    const QString here = path + ".window.csv";
    exportTable(window, here);
    const QByteArrayList there = bytesOf(path).split('\n'), lines = bytesOf(here).split('\n');
    for (qsizetype line = 0; line < std::min(lines.size(), there.size()); ++line)
        QVERIFY2(there[line] == lines[line],
                 (path.toUtf8() + ": " + there[line] + '\n' + lines[line]).data());
    QCOMPARE(there.size(), lines.size());
    if (window.tfs) QCOMPARE(bytesOf(tfTablePath(path)), bytesOf(tfTablePath(here)));
}

// Columns that were made in the window, in a file, which may hold groups as whole numbers.
inline void compareColumns(const OwnColumns& window, const Table& file) {
    for (const OwnColumn& own : window) {
        const Column* column = file.find(own.name);
        QVERIFY2(column, own.name.c_str());
        const auto groups = own.values ? as_categorical(*column) : std::nullopt;
        QVERIFY2(own.numbers || groups, own.name.c_str());
        const auto name = [](const Categorical& of, std::size_t cell) {
            return of.codes[cell] < 0 ? std::string() : of.categories[std::size_t(of.codes[cell])];
        };
        for (std::size_t cell = 0; cell < own.cells(); ++cell)
            if (own.numbers)
                QCOMPARE(float(column->numeric()->values[cell]), float(own.numbers->values[cell]));
            else
                QCOMPARE(name(*groups, cell), name(*own.values, cell));
    }
}

// And maps, whatever they are called; returns how many are there.
inline std::size_t sameMaps(const std::vector<std::shared_ptr<const ShownEmbedding>>& window,
                            const Dataset& file) {
    const auto same = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    std::size_t found = 0;
    for (const auto& map : window)
        for (const Embedding& there : file.embeddings)
            if (!map->fromFile &&
                std::ranges::equal(map->coordinates->values, there.coordinates.values, same))
                ++found;
    return found;
}

inline std::shared_ptr<const Dataset> datasetOf(const QString& path) {
    Job job;
    return read_dataset(path.toStdString(), {}, job);
}

}  // namespace regulus::test
