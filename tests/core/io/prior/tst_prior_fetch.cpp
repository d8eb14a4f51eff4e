// Priors over the network, from a server of Python's that answers as OmniPath does, and in every wrong way.
#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

#include "core/base/error.h"
#include "core/io/prior/prior_fetch.h"
#include "core/io/prior/prior_reader.h"
#include "tests/core/io/prior/omnipath_server.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

class CancellingJob final : public Job {
  public:
    explicit CancellingJob(int after_ms) : m_after(after_ms) { m_clock.start(); }
    bool cancelled() const noexcept override { return m_clock.elapsed() > m_after; }

  private:
    QElapsedTimer m_clock;
    int m_after;
};

}  // namespace

class PriorFetchTest : public QObject {
    Q_OBJECT
    QProcess m_server;
    QString m_base;

    PriorFetch request(const char* how, const QTemporaryDir& folder) const {
        PriorFetch r;
        r.base_url = (m_base + how).toStdString();
        r.folder = folder.filePath("priors").toStdString();
        // Short where an answer is late by design alone: a busy machine is late, too.
        const bool late = std::string_view(how) == "silent" || std::string_view(how) == "slow";
        r.limits = {1000000, 60, late ? 0.5 : 60, 120, 3};
        return r;
    }
    static FetchedPrior fetched(const PriorFetch& r) {
        Job job;
        return fetch_prior(r, job);
    }
    static std::string bytes_of(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("http.server");
        for (const char* proxy : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(proxy);
        qputenv("no_proxy", "127.0.0.1");
        m_server.start("/usr/bin/python3", {"-I", "-c", QString::fromUtf8(test::omnipath_server)});
        QVERIFY(m_server.waitForReadyRead(30000));
        m_base = "http://127.0.0.1:" + QString::fromUtf8(m_server.readLine().trimmed()) + "/";
    }
    void cleanupTestCase() {
        m_server.closeWriteChannel();
        if (m_server.state() != QProcess::NotRunning && !m_server.waitForFinished(5000)) m_server.kill();
        m_server.waitForFinished(5000);
    }

    void what_is_fetched_is_kept_with_its_description() {
        const QTemporaryDir folder;
        const PriorFetch r = request("fine", folder);
        const FetchedPrior got = fetched(r);
        QVERIFY(!got.from_copy && got.problem.empty());
        QCOMPARE(got.prior.edges, 2U);
        QCOMPARE(got.prior.tfs, 2U);
        QCOMPARE(got.prior.last_modified, std::string("Tue, 02 Jan 2024 03:04:05 GMT"));
        QVERIFY(QDateTime::fromString(QString::fromStdString(got.prior.date), Qt::ISODate).isValid());
        QVERIFY(QString::fromStdString(got.prior.path)
                    .endsWith(QString::fromStdString("collectri_human-" + got.prior.sha256.substr(0, 12)) +
                              ".tsv"));
        Job job;
        const RegulatoryNetwork network = read_prior(got.prior.path, {}, job);
        QCOMPARE(network.checksum, got.prior.sha256);
        QCOMPARE(network.edges.size(), 2U);
        QCOMPARE(static_cast<int>(network.edges[1].sign), -1);
        const auto description = nlohmann::json::parse(bytes_of(r.folder + "/collectri_human.json"));
        QCOMPARE(description["sha256"].get<std::string>(), got.prior.sha256);
        QVERIFY(description["url"].get<std::string>().find("datasets=collectri") != std::string::npos);
        const auto kept = kept_priors(r.folder);
        QCOMPARE(kept.size(), 1U);
        QCOMPARE(kept[0].bytes, bytes_of(got.prior.path).size());
    }
    void the_query_is_omnipaths() {
        PriorFetch r;
        QCOMPARE(fetch_url(r),
                 std::string("https://omnipathdb.org/interactions?datasets=collectri&organisms=9606&"
                             "genesymbols=1&format=tsv&fields=sources"));
        r.service = PriorService::Dorothea;
        r.mouse = true;
        r.levels = "c, A,b,a";
        r.base_url = "http://example.org/";
        QCOMPARE(fetch_url(r),
                 std::string("http://example.org/interactions?datasets=dorothea&organisms=10090&"
                             "genesymbols=1&format=tsv&fields=sources,dorothea_level&"
                             "dorothea_levels=A,B,C"));
        r.levels = "A,F";
        QVERIFY_EXCEPTION_THROWN(fetch_url(r), Error);
        r.levels = "A";
        r.base_url = "file:///etc";
        QVERIFY_EXCEPTION_THROWN(fetch_url(r), Error);
        QVERIFY_EXCEPTION_THROWN(prior_service_from("regnet"), Error);
    }
    void the_query_arrives() {
        const QTemporaryDir folder;
        Job job;
        PriorFetch r = request("query", folder);
        r.mouse = true;
        const RegulatoryNetwork network = read_prior(fetched(r).prior.path, {}, job);
        QVERIFY2(network.genes[0].find("organisms=10090") != std::string::npos, network.genes[0].c_str());
    }
    void confidences_come_with_dorothea() {
        const QTemporaryDir folder;
        PriorFetch r = request("fine", folder);
        r.service = PriorService::Dorothea;
        r.levels = "A";
        const FetchedPrior got = fetched(r);
        Job job;
        QCOMPARE(read_prior(got.prior.path, {}, job).edges[0].confidence, 'A');
        QVERIFY(QString::fromStdString(got.prior.path).contains("dorothea_human_A-"));
    }
    void packed_and_moved_answers_are_fine_data() {
        QTest::addColumn<bool>("none");
        QTest::newRow("packed") << false;
        QTest::newRow("moved") << false;
    }
    void packed_and_moved_answers_are_fine() {
        const QTemporaryDir folder;
        QCOMPARE(fetched(request(QTest::currentDataTag(), folder)).prior.edges, 2U);
    }

    void failures_data() {
        QTest::addColumn<QString>("message");
        QTest::newRow("missing") << "HTTP 404";
        QTest::newRow("broken") << "HTTP 500";
        QTest::newRow("forbidden") << "HTTP 403";
        QTest::newRow("short") << "incomplete";
        QTest::newRow("page") << "a web page instead of a table";
        QTest::newRow("message") << "TF–target table";
        QTest::newRow("other") << "not OmniPath's";
        QTest::newRow("binary") << "not text";
        QTest::newRow("empty") << "empty response";
        QTest::newRow("closed") << "without a response";
        QTest::newRow("large") << "larger than";
        QTest::newRow("bomb") << "larger than";
        QTest::newRow("circle") << "endlessly";
        QTest::newRow("tofile") << "http and https";
        QTest::newRow("toftp") << "http and https";
        QTest::newRow("silent") << "timed out";
        QTest::newRow("slow") << "timed out";
    }
    // Without a copy an error, with one the copy and what went wrong.
    void failures() {
        QFETCH(QString, message);
        const QTemporaryDir folder;
        const PriorFetch r = request(QTest::currentDataTag(), folder);
        try {
            fetched(r);
            QFAIL("was fetched");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            QVERIFY2(QString(error.what()).contains(message), error.what());
        }
        QVERIFY(kept_priors(r.folder).empty());
        const FetchedPrior before = fetched(request("fine", folder));
        const FetchedPrior after = fetched(r);
        QVERIFY(after.from_copy);
        QVERIFY2(QString::fromStdString(after.problem).contains(message), after.problem.c_str());
        QCOMPARE(after.prior.sha256, before.prior.sha256);
        QCOMPARE(after.prior.date, before.prior.date);
    }
    void no_server_at_all() {
        const QTemporaryDir folder;
        PriorFetch r = request("fine", folder);
        QCOMPARE(fetched(r).prior.edges, 2U);
        r.base_url = "http://127.0.0.1:1";
        QVERIFY(QString::fromStdString(fetched(r).problem).contains("could not be reached"));
        r.base_url = "http://no-such-host.invalid";
        QVERIFY(fetched(r).from_copy);
        r.mouse = true;  // of this there is no copy
        QVERIFY_EXCEPTION_THROWN(fetched(r), Error);
    }
    void a_copy_that_was_changed_is_not_offered() {
        const QTemporaryDir folder;
        const FetchedPrior got = fetched(request("fine", folder));
        std::ofstream(got.prior.path, std::ios::app) << "P\tQ\tA\tB\t1\t1\t0\t1\t1\t0\tx\n";
        QVERIFY_EXCEPTION_THROWN(fetched(request("broken", folder)), Error);
        std::ofstream(request("fine", folder).folder + "/collectri_human.json") << "[1, 2";
        QVERIFY_EXCEPTION_THROWN(fetched(request("broken", folder)), Error);
        QVERIFY(kept_priors(request("fine", folder).folder).empty());
        QVERIFY(!fetched(request("fine", folder)).from_copy);  // and is replaced
    }
    // Stopped between the table and its description: the older copy is whole, and what is left over goes.
    void a_new_copy_replaces_an_older_one_at_once() {
        const QTemporaryDir folder;
        const PriorFetch r = request("fine", folder);
        const FetchedPrior before = fetched(r);
        const std::string half_done = r.folder + "/collectri_human-0123456789ab.tsv";
        const std::string foreign = r.folder + "/collectri_human-mine.tsv";
        std::ofstream(half_done) << "P\tQ\n";
        std::ofstream(foreign) << "P\tQ\n";
        Job job;
        const auto kept = kept_prior(r, job);
        QVERIFY(kept && kept->path == before.prior.path);
        const FetchedPrior after = fetched(request("query", folder));
        QVERIFY(!after.from_copy && after.prior.path != before.prior.path);
        QVERIFY(!std::ifstream(half_done) && !std::ifstream(before.prior.path) && std::ifstream(foreign));
        const auto now = kept_priors(r.folder);
        QCOMPARE(now.size(), 1U);
        QCOMPARE(now[0].path, after.prior.path);
        QCOMPARE(bytes_of(after.prior.path).size(), after.prior.bytes);
        QVERIFY(!fetched(r).from_copy && kept_prior(r, job)->sha256 == before.prior.sha256);
    }
    void cancelled_data() {
        QTest::addColumn<bool>("none");
        QTest::newRow("silent") << false;
        QTest::newRow("slow") << false;
    }
    void cancelled() {
        const QTemporaryDir folder;
        const FetchedPrior before = fetched(request("fine", folder));
        PriorFetch r = request(QTest::currentDataTag(), folder);
        r.limits = {};
        CancellingJob job(200);
        QVERIFY_EXCEPTION_THROWN(fetch_prior(r, job), Cancelled);
        QCOMPARE(bytes_of(before.prior.path).size(), before.prior.bytes);
        Job none;
        QVERIFY(kept_prior(r, none).has_value());
    }
    void a_folder_that_cannot_be_written() {
        const QTemporaryDir folder;
        PriorFetch r = request("fine", folder);
        std::ofstream(folder.filePath("file").toStdString()) << "x";
        r.folder = folder.filePath("file/within").toStdString();
        try {
            fetched(r);
            QFAIL("was kept");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Storage);
        }
    }
};

QTEST_GUILESS_MAIN(PriorFetchTest)
#include "tst_prior_fetch.moc"
