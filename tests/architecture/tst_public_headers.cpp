// Every public header of core compiles alone: it includes what it needs, and needs nothing that its users
// do not have (no Torch, no HDF5, no Qt on the include path).
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <memory>
#include <vector>

#include "tests/architecture/source_includes.h"
#include "tests/architecture/source_tree.h"

using namespace regulus::architecture;

namespace {

// A header that leads to a library which its room links PRIVATE is of that room alone.
bool is_public(const QString& path) {
    static const QRegularExpression of_one_room("^(hdf5\\.h|H5.*|Eigen/.*|nlohmann/.*|openssl/.*)$");
    if (path.contains("/detail/")) return false;
    for (const Include& include : includes_of(text_of(path))) {
        if (of_one_room.match(include.name).hasMatch()) return false;
        if (include.name.startsWith("core/") && !is_public(include.name)) return false;
    }
    return true;
}

// Compiles a file that includes this header and nothing else. Its path is the same in every run, so that a
// compiler cache in front of the compiler knows it again.
std::unique_ptr<QProcess> compile(const QString& header) {
    QDir folder = QDir::current();
    folder.mkpath("public_headers");
    const QString source =
        folder.filePath("public_headers/" + QString(header).replace('/', '_').replace('.', '_') + ".cpp");
    QFile file(source);
    if (file.open(QIODevice::WriteOnly)) file.write("#include \"" + header.toUtf8() + "\"\n");
    file.close();
    QStringList command = qEnvironmentVariable("REGULUS_CXX", "c++").split(' ');
    const QString compiler = command.takeFirst();
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->start(compiler, command + QStringList{"-std=c++20", "-O0", "-I" + source_root(), "-c", source,
                                                   "-o", source + ".o"});
    return process;
}

// What the compiler says against each header; as many at a time as there are processors.
QStringList complaints(const QStringList& headers) {
    QStringList found;
    std::vector<std::unique_ptr<QProcess>> running;
    const auto finish_first = [&] {
        QProcess& process = *running.front();
        if (!process.waitForFinished(60000) || process.exitCode() != 0)
            found.append(QString::fromUtf8(process.readAll()));
        running.erase(running.begin());
    };
    const auto limit = static_cast<std::size_t>(std::max(1, QThread::idealThreadCount()));
    for (const QString& header : headers) {
        if (running.size() == limit) finish_first();
        running.push_back(compile(header));
    }
    while (!running.empty()) finish_first();
    return found;
}

}  // namespace

class TestPublicHeaders : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void compile_alone() {
        QStringList headers;
        for (const QString& path : files_below({"core"}, {"*.h"})) {
            if (is_public(path)) headers.append(source_root() + '/' + path);
        }
        QVERIFY(headers.size() > 25);
        const QStringList found = complaints(headers);
        QVERIFY2(found.isEmpty(), qPrintable('\n' + found.join('\n')));
    }

    void a_header_that_leans_on_another_is_found() {
        QTemporaryDir folder;
        const auto write = [&](const QString& name, const QByteArray& text) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly)) file.write(text);
            return file.fileName();
        };
        const QString bad = write("bad.h", "#pragma once\ninline std::vector<int> none() { return {}; }\n");
        const QString good = write(
            "good.h", "#pragma once\n#include <vector>\ninline std::vector<int> none() { return {}; }\n");
        const QStringList found = complaints({good, bad, good});
        QCOMPARE(found.size(), 1);
        QVERIFY2(found[0].contains(bad), qPrintable(found[0]));
    }
};

QTEST_GUILESS_MAIN(TestPublicHeaders)
#include "tst_public_headers.moc"
