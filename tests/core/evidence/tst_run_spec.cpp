// The runs of an evaluation: each once, under a name that stays.
#include "core/evidence/run_spec.h"

#include <QTest>

#include <set>

using namespace regulus;

class RunSpecTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void every_run_has_a_name_of_its_own_data() {
        QTest::addColumn<bool>("quick");
        QTest::newRow("whole") << false;
        QTest::newRow("quick") << true;
    }
    void every_run_has_a_name_of_its_own() {
        QFETCH(bool, quick);
        const PlanOptions options = quick ? PlanOptions::quick() : PlanOptions{};
        std::set<std::string> names, files;
        const auto runs = plan_runs(options);
        for (const RunSpec& run : runs) {
            names.insert(run.name());
            files.insert(run.file());
            QVERIFY(run.file().find_first_not_of("abcdefghijklmnopqrstuvwxyzTFs0123456789-") ==
                    std::string::npos);
        }
        QCOMPARE(names.size(), runs.size());
        QCOMPARE(files.size(), runs.size());
        const std::size_t few = options.few.size(), sizes = options.sizes.size();
        QCOMPARE(runs.size(), 4 * options.splits + 1 + options.decoys + 2 * options.halves + few + sizes + 1 +
                                  options.rewired * (1 + few) + options.sized_rewired * sizes +
                                  options.renamed);
        // Each number of TFs once, and all of them among these.
        std::multiset<std::size_t> numbers(options.few.begin(), options.few.end());
        numbers.insert(options.sizes.begin(), options.sizes.end());
        QVERIFY((numbers == std::multiset<std::size_t>{0, 10, 20, 40, 100}));
    }

    // What was done for the quick plan serves the whole one by name; numbers of draws differ.
    void the_quick_plan_is_a_part_of_the_whole() {
        std::set<std::string> names;
        for (const RunSpec& run : plan_runs({})) names.insert(run.name());
        for (const RunSpec& run : plan_runs(PlanOptions::quick())) QVERIFY(names.contains(run.name()));
    }

    void words() {
        QCOMPARE(RunSpec{}.name(), std::string("reader prior, split 0"));
        const RunSpec few{.kind = RunKind::Few, .edges = EdgeSource::Rewired, .seed = 7, .tfs = 20};
        QCOMPARE(few.name(), std::string("20 TFs rewired 7, split 0"));
        QCOMPARE(few.file(), std::string("20-TFs-rewired-7-split-0"));
        QCOMPARE((RunSpec{.kind = RunKind::Few}.name()), std::string("all TFs prior, split 0"));
        QCOMPARE((RunSpec{.edges = EdgeSource::Unmasked, .split = 2}.name()),
                 std::string("reader unmasked, split 2"));
    }
};

QTEST_APPLESS_MAIN(RunSpecTest)
#include "tst_run_spec.moc"
