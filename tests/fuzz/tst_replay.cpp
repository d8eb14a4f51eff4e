// Every input that once was a finding, and a corpus that reaches what the fuzzers reached, read again. Each
// is read by a process of its own, since the HDF5 library has faults that Regulus can only keep away from.
#include <QDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>

#include "core/io/dataset/dataset_reader.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/whole_dataset.h"

using namespace regulus;
using namespace regulus::fuzz;

namespace {

constexpr rlim_t most_seconds = 20;  // of processor time, for programs that check themselves as they run

std::string content_of(const QString& path) {
    std::ifstream file(path.toStdString(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// How a process that does `work` ends: "" when well.
QString ending_of(const std::function<void()>& work) {
    const pid_t id = ::fork();
    if (id == 0) {
        const rlimit seconds{most_seconds, most_seconds}, no_core{0, 0};
        ::setrlimit(RLIMIT_CPU, &seconds);
        ::setrlimit(RLIMIT_CORE, &no_core);
        for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE}) std::signal(signal, SIG_DFL);
        try {
            work();
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    if (id < 0 || ::waitpid(id, &status, 0) != id) return "could not be started";
    if (WIFSIGNALED(status)) return QString("ended by signal %1").arg(WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? QString() : QString("ended with %1").arg(WEXITSTATUS(status));
}

const QDir corpus(QStringLiteral(REGULUS_FUZZ_CORPUS));

}  // namespace

class ReplayTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void corpusOf_data() {
        QTest::addColumn<QString>("name");
        for (const Target& target : targets()) {
            const QByteArray name(target.name.data(), static_cast<qsizetype>(target.name.size()));
            QTest::newRow(name) << QString(name);
        }
    }
    void corpusOf() {
        QFETCH(QString, name);
        const Target* const target = find_target(name.toStdString());
        QDir folder(corpus);
        QVERIFY2(folder.cd(name), "the target has no corpus");
        const QStringList files = folder.entryList(QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QString& file : files) {
            const std::string input = content_of(folder.filePath(file));
            const Bytes bytes(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
            const QString problem = ending_of([&] { target->run(bytes); });
            QVERIFY2(problem.isEmpty(), qPrintable(file + " " + problem));
        }
    }

    // Files that the HDF5 library itself cannot stand: the process that opens them is not harmed.
    void keptFromTheWindow() {
        QDir folder(corpus);
        QVERIFY(folder.cd("hdf5_library"));
        ReadOptions options = small_machine();
        options.look_first = true;
        for (const QString& file : folder.entryList(QDir::Files)) {
            if (file.endsWith(".md")) continue;
            const QString problem =
                ending_of([&] { open_and_read(folder.filePath(file).toStdString(), options); });
            QVERIFY2(problem.isEmpty(), qPrintable(file + " " + problem));
        }
    }

    // Without this, a target that lets everything pass would look sound.
    void findingsAreNoticed() {
        QVERIFY(ending_of([] { finding("made up"); }).contains("signal"));
        QVERIFY(ending_of([] { throw std::bad_alloc(); }).contains("ended with"));
        QVERIFY(ending_of([] {}).isEmpty());
        CsrMatrix matrix;
        matrix.rows = 1;
        matrix.cols = 2;
        matrix.columns = {2};
        matrix.values = {1};
        matrix.offsets = {0, 1};
        QVERIFY(!ending_of([&] { check_sound(matrix); }).isEmpty());
    }
};

QTEST_APPLESS_MAIN(ReplayTest)
#include "tst_replay.moc"
