// --memory: what a command needs for many cells beyond what it needs for few stays below the ceiling.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus;

namespace {

// The most that was resident at a time, in MiB; nullopt when the program failed.
std::optional<double> peak_of(const QStringList& arguments) {
    std::vector<QByteArray> texts{test::program().toLocal8Bit()};
    for (const QString& argument : arguments) texts.push_back(argument.toLocal8Bit());
    std::vector<char*> argv;
    for (QByteArray& text : texts) argv.push_back(text.data());
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stdout) != nullptr) ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    int status = 0;
    rusage used{};
    if (::wait4(child, &status, 0, &used) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return {};
    return static_cast<double>(used.ru_maxrss) / 1024;
}

}  // namespace

class MemoryCeilingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("Sanitizers keep memory of their own");
#endif
        QVERIFY(m_folder.isValid());
        qputenv("XDG_CACHE_HOME", at("cache").toLocal8Bit());
        for (const char* cells : {"300", "12000"}) {
            const auto made =
                test::run({"simulate", "--cells", cells, "--genes", "1500", "--tfs", "60", "--cell-types",
                           "6", "--out", at(cells) + ".h5ad", "--prior-out", at("prior.csv")});
            QVERIFY2(made.exit_code == 0, made.all().c_str());
        }
    }

    void commands_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("train") << QStringList{
            "train",    "--labels", "cell_type", "--prior", at("prior.csv"), "--out", at("model.safetensors"),
            "--preset", "quick"};
        QTest::newRow("train, reading genes") << QStringList{"train",
                                                             "--read",
                                                             "genes",
                                                             "--labels",
                                                             "cell_type",
                                                             "--prior",
                                                             at("prior.csv"),
                                                             "--out",
                                                             at("model.safetensors"),
                                                             "--preset",
                                                             "quick",
                                                             "--epochs",
                                                             "1",
                                                             "--pretraining-epochs",
                                                             "0",
                                                             "--max-genes",
                                                             "600",
                                                             "--label-fraction",
                                                             "0.05"};
        QTest::newRow("embed") << QStringList{"embed", "--out", at("map.csv")};
        QTest::newRow("qc") << QStringList{"qc", "--out", at("quality.csv")};
    }
    void commands() {
        QFETCH(QStringList, command);
        const int ceiling = 96;
        const auto peak = [&](const char* cells, const QString& memory) {
            return peak_of(QStringList{"--threads", "2", "--memory", memory} + command +
                           QStringList{"--data", at(cells) + ".h5ad"});
        };
        const auto few = peak("300", "96M"), many = peak("12000", "96M"), unbounded = peak("12000", "4G");
        QVERIFY(few && many && unbounded);
        qInfo("MiB at most: %.0f for 300 cells; for 12,000 %.0f with 96M, %.0f with 4G", *few, *many,
              *unbounded);
        QVERIFY(*many - *few < ceiling);
        // Else this would prove nothing. How much a pass holds at once without a ceiling depends on the load.
        QVERIFY(3 * (*unbounded - *many) > ceiling);
    }

  private:
    QString at(const QString& name) const {
        return m_folder.filePath(name);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(MemoryCeilingTest)
#include "tst_memory_ceiling.moc"
