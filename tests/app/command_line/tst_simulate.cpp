#include <QDir>
#include <QFile>
#include <QTest>
#include <csignal>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const char* const look = R"(
import sys, anndata, numpy as np
a = anndata.read_h5ad(sys.argv[1])
assert a.shape == (400, 150), a.shape
assert bool(a.uns['regulus_simulated'])
assert set(a.obs['condition'].cat.categories) == {'control', 'disease'}
assert np.array_equal(np.asarray(a.X.sum(axis=1)).ravel(), a.obs['n_counts'].to_numpy()), 'n_counts'
assert (a.X.data == np.floor(a.X.data)).all() and (a.X.data > 0).all()
# Negative binomial with drop-out: overdispersed, and rarer genes have more zeros.
x = a.X.toarray(); m = x.mean(0); v = x.var(0); zeros = (x == 0).mean(0)
assert (v > m)[m > 0.5].mean() > 0.95
assert np.corrcoef(np.log(m + 1e-3), zeros)[0, 1] < -0.8
# A marker is highest where its regulators are: B cells make MS4A1.
by_type = {t: x[(a.obs.cell_type == t).to_numpy()][:, list(a.var_names).index('MS4A1')].mean() for t in a.obs.cell_type.cat.categories}
assert max(by_type, key=by_type.get) == 'B', by_type
print(a.n_obs)
)";

}  // namespace

class TestSimulate : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anndataOpensIt();
    void sameSeedSameFiles();
    void truthIsWritten();
    void interruptLeavesNothing();
};

void TestSimulate::anndataOpensIt() {
    REGULUS_NEED_PYTHON("anndata");
    const QTemporaryDir folder;
    QVERIFY(simulate_into(folder));
    const auto looked = run_python(QString::fromUtf8(look), {folder.filePath("data.h5ad")});
    QVERIFY2(looked.exit_code == 0, qPrintable(looked.errors));
    const Ran info =
        run({"info", folder.filePath("data.h5ad"), "--prior", folder.filePath("prior.csv"), "--json"});
    QVERIFY2(info.exit_code == 0, info.all().c_str());
    QVERIFY(info.last()["simulated"].get<bool>());
    QCOMPARE(info.last()["prior"]["edges"].get<int>(), info.last()["prior"]["pairs"].get<int>());
    QCOMPARE(info.last()["labels"][0]["column"].get<std::string>(), std::string("cell_type"));
    QCOMPARE(info.last()["batches"][0]["column"].get<std::string>(), std::string("donor"));
}

void TestSimulate::sameSeedSameFiles() {
    const QTemporaryDir one, two;
    QVERIFY(simulate_into(one) && simulate_into(two));
    QCOMPARE(content(one.filePath("prior.csv")), content(two.filePath("prior.csv")));
    REGULUS_NEED_PYTHON("anndata");
    const auto same = run_python(
        "import sys, anndata\na, b = map(anndata.read_h5ad, sys.argv[1:])\n"
        "assert (a.X != b.X).nnz == 0 and a.obs.equals(b.obs)",
        {one.filePath("data.h5ad"), two.filePath("data.h5ad")});
    QVERIFY2(same.exit_code == 0, qPrintable(same.errors));
}

void TestSimulate::truthIsWritten() {
    const QTemporaryDir folder;
    const Ran ran =
        run({"simulate", "--cells", "30", "--out", folder.filePath("d.h5ad"), "--prior-out",
             folder.filePath("p.csv"), "--no-decoys", "--truth-out", folder.filePath("truth"), "--json"});
    QVERIFY2(ran.exit_code == 0 && ran.lines.size() == 1, ran.all().c_str());
    const auto edges = content(folder.filePath("truth/edges.csv")).split('\n');
    int known = 0, decoys = 0;
    for (const QByteArray& line : edges) {
        known += line.endsWith(",true");
        decoys += line.endsWith(",decoy");
    }
    QCOMPARE(known, ran.last()["edges"].get<int>());
    QCOMPARE(decoys, ran.last()["decoys"].get<int>());
    QCOMPARE(decoys, known);
    QCOMPARE(content(folder.filePath("p.csv")).split('\n').size(),
             known + 2);  // header, and an end after the last
    QVERIFY(content(folder.filePath("truth/activity.csv")).contains("\nB,PAX5,"));
}

void TestSimulate::interruptLeavesNothing() {
    const QTemporaryDir folder;
    QProcess process;
    process.start(program(),
                  {"simulate", "--cells", "5000000", "--out", folder.filePath("d.h5ad"), "--json"});
    QVERIFY(process.waitForStarted());
    QVERIFY(QTest::qWaitFor(
        [&] { return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size() > 0; }, 60000));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const Ran ran = finish(process, true);
    QVERIFY2(ran.exit_code == 130, ran.all().c_str());
    QVERIFY(ran.last()["cancelled"].get<bool>());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

QTEST_GUILESS_MAIN(TestSimulate)
#include "tst_simulate.moc"
