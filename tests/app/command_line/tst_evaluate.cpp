// regulus evaluate: run by run, all at once, interrupted, and what it leaves behind.
#include <signal.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class EvaluateTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QStringList command(const QString& out, const QStringList& more = {}, int draws = 1,
                        int rewired = 2) const {
        return QStringList{"--json",
                           "evaluate",
                           "--data",
                           path("data.h5ad"),
                           "--labels",
                           "cell_type",
                           "--prior",
                           path("prior.csv"),
                           "--out",
                           path(out),
                           "--quick",
                           "--splits",
                           "1",
                           "--renamed",
                           "1",
                           "--draws",
                           QString::number(draws),
                           "--rewired",
                           QString::number(rewired)} +
               more;
    }
    Ran evaluate(const QString& out, const QStringList& more = {}) const { return run(command(out, more)); }
    QByteArray text(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // Without the seconds that runs took.
    static nlohmann::json numbers(const QByteArray& evidence) {
        auto json = nlohmann::json::parse(evidence.toStdString());
        for (auto& run : json["runs"]) run.erase("seconds");
        return json;
    }

  private Q_SLOTS:
    void initTestCase() { QVERIFY(simulate_into(m_folder, 300)); }

    // As an array job does them, in any order; then the same in one go.
    void runs_one_by_one_are_the_whole() {
        const Ran listed = evaluate("by_one", {"--list"});
        QVERIFY2(listed.exit_code == 0, listed.all().c_str());
        const auto count = static_cast<int>(listed.lines.size());
        QVERIFY(count > 8);
        for (int k = count; k >= 1; --k) {
            QCOMPARE(listed.lines[static_cast<std::size_t>(k - 1)]["run"].get<int>(), k);
            QCOMPARE(listed.lines[static_cast<std::size_t>(k - 1)]["done"].get<bool>(), false);
            const Ran one = evaluate("by_one", {"--run", QString::number(k)});
            QVERIFY2(one.exit_code == 0, one.all().c_str());
            if (k != count / 2) continue;
            // Half of it is a report, too.
            const Ran part = evaluate("by_one", {"--collect"});
            QVERIFY2(part.exit_code == 0, part.all().c_str());
            QCOMPARE(part.last()["runs_done"].get<int>(), count - k + 1);
            QVERIFY(text("by_one/evidence.html").contains("what follows is preliminary"));
        }
        const Ran collected = evaluate("by_one", {"--collect"});
        QCOMPARE(collected.last()["runs_done"].get<int>(), count);
        QVERIFY(!text("by_one/evidence.html").contains("preliminary"));
        for (const auto& line : evaluate("by_one", {"--list"}).lines) QVERIFY(line["done"].get<bool>());

        const Ran whole = evaluate("whole");
        QVERIFY2(whole.exit_code == 0, whole.all().c_str());
        QCOMPARE(whole.last()["runs_planned"].get<int>(), count);
        QVERIFY(whole.last()["claims"] == collected.last()["claims"]);
        QVERIFY(numbers(text("whole/evidence.json")) == numbers(text("by_one/evidence.json")));
        QVERIFY(text("whole/evidence.pdf").startsWith("%PDF") && text("whole/evidence.pdf").size() > 10000);
        QVERIFY(text("whole/evidence.html").contains("<svg"));
        // Again: nothing is done anew.
        const Ran again = evaluate("whole");
        QCOMPARE(again.lines.size(), std::size_t{1});
    }

    void another_evaluation_is_refused() {
        QVERIFY(evaluate("other", {"--list"}).exit_code == 0);
        const Ran more = run(command("other", {"--list"}, 2));
        QCOMPARE(more.exit_code, 2);
        QVERIFY2(more.errors.contains("draws was 1, and is 2"), more.all().c_str());
        const Ran none = evaluate("other", {"--run", "1000"});
        QCOMPARE(none.exit_code, 2);
        QVERIFY2(none.errors.contains("There is no run 1000"), none.all().c_str());
        QCOMPARE(evaluate("other", {"--run", "1", "--collect"}).exit_code, 2);
        QFile file(path("a_file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QCOMPARE(evaluate("a_file").exit_code, 2);
    }

    void interrupted_it_keeps_what_is_done() {
        QProcess process;
        process.start(program(), command("stopped", {}, 1, 40));
        QVERIFY(process.waitForStarted());
        const auto runs = [&] { return QDir(path("stopped/runs")).entryList({"*.json"}, QDir::Files); };
        QVERIFY(QTest::qWaitFor([&] { return runs().size() >= 3; }, 120000));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Ran ran = finish(process, true);
        QCOMPARE(ran.exit_code, 130);
        const qsizetype done = runs().size();
        QVERIFY(done < 50);
        QCOMPARE(QDir(path("stopped/runs")).entryList(QDir::Files | QDir::Hidden).size(), done);
        const Ran rest = run(command("stopped", {"--collect"}, 1, 40));
        QCOMPARE(rest.last()["runs_done"].get<qsizetype>(), done);
    }
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "tst_evaluate.moc"
