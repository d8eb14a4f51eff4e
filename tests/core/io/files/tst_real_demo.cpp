// The real demo over the network, from a server of Python's that gives it in every wrong way.
#include "core/io/files/real_demo.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/files/checksum.h"
#include "tests/core/io/files/demo_server.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

class CancellingJob final : public Job {
  public:
    CancellingJob() { m_clock.start(); }
    bool cancelled() const noexcept override { return m_clock.elapsed() > 300; }

  private:
    QElapsedTimer m_clock;
};

}  // namespace

class RealDemoTest : public QObject {
    Q_OBJECT
    QProcess m_server;
    QString m_base, m_real;

    RealDemoFetch request(const char* how, const QTemporaryDir& folder) const {
        return {(m_base + how).toStdString(),
                folder.filePath("demo").toStdString(),
                {std::size_t{1} << 23U, 60, std::string_view(how) == "slow" ? 20.0 : 60.0, 120, 3}};
    }
    int asked() const {
        Job job;
        return std::stoi(http_download((m_base + "count").toStdString(), {}, job).body);
    }
    static QStringList files(const QTemporaryDir& folder) {
        return QDir(folder.filePath("demo"))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

  private Q_SLOTS:
    void initTestCase() {
        m_real = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(m_real);
        REGULUS_NEED_PYTHON("http.server");
        for (const char* proxy : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(proxy);
        qputenv("no_proxy", "127.0.0.1");
        m_server.start("/usr/bin/python3", {"-I", "-c", QString::fromUtf8(demo_server), m_real});
        QVERIFY(m_server.waitForReadyRead(30000));
        m_base = "http://127.0.0.1:" + QString::fromUtf8(m_server.readLine().trimmed()) + "/";
    }
    void cleanupTestCase() {
        m_server.closeWriteChannel();
        if (m_server.state() != QProcess::NotRunning && !m_server.waitForFinished(5000)) m_server.kill();
        m_server.waitForFinished(5000);
    }

    void what_is_said_of_it_is_so() {
        Job job;
        QCOMPARE(QString::fromStdString(sha256_of_file(m_real.toStdString(), job)),
                 QString::fromLatin1(real_demo().sha256));
        QCOMPARE(static_cast<std::size_t>(QFile(m_real).size()), real_demo().bytes);
        QVERIFY(QString::fromLatin1(real_demo().url).startsWith("https://"));
    }

    void it_is_fetched_once_and_there_without_a_network() {
        const QTemporaryDir folder;
        Job job;
        QVERIFY(!kept_real_demo(request("fine", folder), job));
        const std::string path = fetch_real_demo(request("fine", folder), job);
        QCOMPARE(QString::fromStdString(sha256_of_file(path, job)), QString::fromLatin1(real_demo().sha256));
        QCOMPARE(files(folder), QStringList{real_demo().file});
        const int before = asked();
        QCOMPARE(fetch_real_demo(request("missing", folder), job), path);
        QCOMPARE(kept_real_demo(request("missing", folder), job).value_or(""), path);
        QCOMPARE(asked(), before);
        // One that was damaged is fetched anew.
        QFile kept(QString::fromStdString(path));
        QVERIFY(kept.open(QIODevice::ReadWrite) && kept.seek(5000) && kept.write("x") == 1);
        kept.close();
        QVERIFY(!kept_real_demo(request("fine", folder), job));
        QVERIFY_EXCEPTION_THROWN(fetch_real_demo(request("missing", folder), job), Error);
        QCOMPARE(fetch_real_demo(request("fine", folder), job), path);
        QCOMPARE(QString::fromStdString(sha256_of_file(path, job)), QString::fromLatin1(real_demo().sha256));
    }

    void nothing_else_is_kept_data() {
        QTest::addColumn<QString>("said");
        QTest::newRow("changed") << "checksum differs";
        QTest::newRow("page") << "checksum differs";
        QTest::newRow("short") << "incomplete";
        QTest::newRow("missing") << "no such file";
    }
    void nothing_else_is_kept() {
        QFETCH(QString, said);
        const QTemporaryDir folder;
        Job job;
        try {
            fetch_real_demo(request(QTest::currentDataTag(), folder), job);
            QFAIL("taken");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Input);
            QVERIFY2(QString::fromStdString(error.what()).contains(said), error.what());
        }
        QVERIFY(files(folder).isEmpty());
    }

    void without_a_network_it_says_so() {
        const QTemporaryDir folder;
        RealDemoFetch nobody = request("fine", folder);
        nobody.url = "http://127.0.0.1:9/demo";
        Job job;
        try {
            fetch_real_demo(nobody, job);
            QFAIL("taken");
        } catch (const Error& error) {
            QVERIFY2(QString::fromStdString(error.what()).contains("could not be reached"), error.what());
        }
        QVERIFY(files(folder).isEmpty());
    }

    void a_cancel_leaves_nothing() {
        const QTemporaryDir folder;
        CancellingJob job;
        QVERIFY_EXCEPTION_THROWN(fetch_real_demo(request("slow", folder), job), Cancelled);
        QVERIFY(files(folder).isEmpty());
    }

    // Where nothing can be written: in a file's place, as on a full disk.
    void without_room_nothing_is_half_kept() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("demo"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        Job job;
        try {
            fetch_real_demo(request("fine", folder), job);
            QFAIL("taken");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Storage);
        }
        RealDemoFetch full = request("fine", folder);
        full.folder = "/dev/full/demo";
        QVERIFY_EXCEPTION_THROWN(fetch_real_demo(full, job), Error);
    }
};

QTEST_APPLESS_MAIN(RealDemoTest)
#include "tst_real_demo.moc"
