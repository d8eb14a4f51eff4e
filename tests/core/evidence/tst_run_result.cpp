// Results as they are kept in files.
#include "core/evidence/run_result.h"

#include <QTest>

#include <cmath>
#include <limits>

#include "core/base/error.h"

using namespace regulus;

class RunResultTest : public QObject {
    Q_OBJECT

    static RunResult made() {
        RunResult result;
        result.spec = {.kind = RunKind::Reader, .edges = EdgeSource::Rewired, .seed = 3};
        result.numbers = {{"masked", 0.1}, {"reading", std::numeric_limits<double>::quiet_NaN()}};
        result.draws = {
            {"regulons", 0.05, 2, 0.9, 1.0 / 3, 0.8, std::numeric_limits<double>::quiet_NaN(), 0.2}};
        result.leading = {{"B \"cells\"\n", {"PAX5", "EBF1"}}, {"naïve T", {}}};
        result.leading_entries = {{"naïve T", {"A · B"}}};
        result.seconds = 1.5;
        return result;
    }

  private Q_SLOTS:
    void there_and_back() {
        const RunResult before = made();
        const std::string text = result_text(before);
        QVERIFY(text.find('\n') == std::string::npos);
        const RunResult after = result_from(text, before.spec, "file");
        QVERIFY(after.spec == before.spec);
        QCOMPARE(after.number("masked"), 0.1);
        QVERIFY(std::isnan(after.number("reading")) && after.numbers.contains("reading"));
        QVERIFY(std::isnan(after.number("no such number")));
        QCOMPARE(after.draws.size(), std::size_t{1});
        QCOMPARE(after.draws[0].method, std::string("regulons"));
        QCOMPARE(after.draws[0].share, 0.05);
        QCOMPARE(after.draws[0].draw, std::uint64_t{2});
        QCOMPARE(after.draws[0].macro_f1, 1.0 / 3);
        QVERIFY(std::isnan(after.draws[0].nll));
        QVERIFY(after.leading == before.leading && after.leading_entries == before.leading_entries);
        // Of an evaluation that knew no entries.
        QString old = QString::fromStdString(text);
        old.remove(QString::fromUtf8(",\"leading_entries\":{\"naïve T\":[\"A · B\"]}"));
        QVERIFY(old.size() < QString::fromStdString(text).size());
        QVERIFY(result_from(old.toStdString(), before.spec, "file").leading_entries.empty());
        QCOMPARE(after.seconds, 1.5);
        QCOMPARE(result_text(after), text);
    }

    void what_is_no_result_is_refused_data() {
        QTest::addColumn<QString>("text");
        const QString whole = QString::fromStdString(result_text(made()));
        QTest::newRow("empty") << QString();
        QTest::newRow("cut off") << whole.left(whole.size() / 2);
        QTest::newRow("another run") << QString(whole).replace("rewired 3", "rewired 4");
        QTest::newRow("a list") << "[1, 2]";
        QTest::newRow("a number that is text") << QString(whole).replace("0.1", "\"0.1\"");
        QTest::newRow("leading TFs that are numbers") << QString(whole).replace("\"PAX5\"", "5");
        QTest::newRow("not UTF-8") << QString(whole).replace("masked", QString::fromLatin1("\xff"));
    }
    void what_is_no_result_is_refused() {
        QFETCH(QString, text);
        std::string bytes = text.toLatin1().toStdString();
        try {
            (void)result_from(bytes, made().spec, "some/file.json");
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            QCOMPARE(error.where(), std::string("some/file.json"));
            QVERIFY(error.problem().find("reader rewired 3, split 0") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(RunResultTest)
#include "tst_run_result.moc"
