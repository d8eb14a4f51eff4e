// One training by several processes on this machine, joined as a launcher would join them.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/rank_commands.h"
#include "tests/app/command_line/rank_group.h"
#include "tests/support/same_model.h"

using namespace regulus::test;

class TestDistributed : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void sameAsOneProcess_data();
    void sameAsOneProcess();
    void sameBytesEachTime();
    void shardsAreOneDataset();
    void shardsWithLabelsOfTheirOwn();
    void odd_data();
    void odd();
    void differentRequestsAreRefused_data();
    void differentRequestsAreRefused();
    void aDefaultMayBeWrittenOut();
    void theFormOfThePaper();
    void wrongOptionsAreRefused_data();
    void wrongOptionsAreRefused();

  private:
    QString at(const QString& name) const { return m_ranks.at(name); }
    QStringList train(const QString& out, const QStringList& more = {}) const {
        return m_ranks.train(out, more);
    }
    QStringList whole() const { return m_ranks.whole(); }

    RankCommands m_ranks;
    Ran m_alone;
};

// The largest difference between two reports.
static double off(const nlohmann::json& a, const nlohmann::json& b) {
    double most = 0;
    for (const char* path : {"/accuracy", "/macro_f1", "/silhouette", "/baseline/accuracy",
                             "/baseline/macro_f1", "/baseline/silhouette"}) {
        const nlohmann::json::json_pointer at(path);
        most = std::max(most, std::abs(a.at(at).get<double>() - b.at(at).get<double>()));
    }
    return most;
}

void TestDistributed::initTestCase() {
    QVERIFY(simulate_into(m_ranks.folder, 600));
    m_alone = run(train("alone.safetensors", {"--data", at("data.h5ad")}));
    QVERIFY2(m_alone.exit_code == 0, m_alone.all().c_str());
    // Halves of it by anndata; then one with other genes, one without the labels, one that was normalised.
    const QString script = QStringLiteral(
        "import anndata, numpy as np\n"
        "a = anndata.read_h5ad('data.h5ad')\n"
        "a[:200].copy().write_h5ad('part-0.h5ad'); a[200:].copy().write_h5ad('part-1.h5ad')\n"
        "a[200:, ::-1].copy().write_h5ad('genes-1.h5ad')\n"
        "b = a[200:].copy(); del b.obs['cell_type']; b.write_h5ad('labels-1.h5ad')\n"
        "c = a[200:].copy(); x = c.X.toarray(); x = np.log1p(1e4 * x / x.sum(1, keepdims=True))\n"
        "c.X = x.astype('float32'); c.write_h5ad('values-1.h5ad')\n"
        "a[:200].copy().write_h5ad('same-1.h5ad'); a[199::-1].copy().write_h5ad('order-1.h5ad')\n"
        "a[150:].copy().write_h5ad('overlap-1.h5ad')\n"
        "d = a[200:].copy(); d.obs['cell_type'] = ['type ' + str(t) for t in d.obs['cell_type']]\n"
        "d.write_h5ad('named-1.h5ad')\n"
        "import os; os.mkdir('other'); x = a.X.toarray(); x[0] = x[0][::-1]; a.X = x\n"
        "a.write_h5ad('other/data.h5ad')\n"
        "p = open('prior.csv').readlines(); open('other/prior.csv', 'w').writelines(p[:-1])\n");
    QProcess python;
    python.setWorkingDirectory(m_ranks.folder.path());
    python.start("/usr/bin/python3", {"-c", script});
    QVERIFY(python.waitForFinished(120000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    for (const char* name : {"genes", "labels", "values", "same", "order", "overlap", "named"})
        QVERIFY(QFile::copy(at("part-0.h5ad"), at(QStringLiteral("%1-0.h5ad").arg(name))));
}

void TestDistributed::sameAsOneProcess_data() {
    QTest::addColumn<int>("size");
    QTest::newRow("1") << 1;
    QTest::newRow("2") << 2;
    QTest::newRow("4") << 4;
}

void TestDistributed::sameAsOneProcess() {
    QFETCH(int, size);
    Group group(size, train("many.safetensors", whole()));
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    const auto last = ranks.front().last();
    QVERIFY2(off(last, m_alone.last()) < 1e-4, said(ranks).c_str());
    for (std::size_t r = 1; r < ranks.size(); ++r) QCOMPARE(ranks[r].output, QString());
}

void TestDistributed::sameBytesEachTime() {
    for (const char* out : {"first.safetensors", "second.safetensors"}) {
        Group group(2, train(out, whole()));
        const std::vector<Ran> ranks = group.ended();
        for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    }
    QCOMPARE(QString::fromStdString(model_difference(at("first.safetensors").toStdString(),
                                                     at("second.safetensors").toStdString())),
             QString());
}

void TestDistributed::shardsAreOneDataset() {
    Group group(2, train("shards.safetensors", {"--shard", at("part-{rank}.h5ad"), "--distributed"}));
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
    const auto last = ranks.front().last();
    QVERIFY2(off(last, m_alone.last()) < 1e-4, said(ranks).c_str());
}

// One of them has a class more, and the other its own names for all of them.
void TestDistributed::shardsWithLabelsOfTheirOwn() {
    const QString warning = "No class of 'cell_type' in the shard of rank";
    for (const auto& [shard, warned] :
         {std::pair("part-{rank}.h5ad", false), std::pair("named-{rank}.h5ad", true)}) {
        Group group(2, train("named.safetensors", {"--shard", at(shard), "--distributed"}));
        const std::vector<Ran> ranks = group.ended();
        QVERIFY2(ranks[0].exit_code == 0, said(ranks).c_str());
        QVERIFY2(ranks[0].errors.contains(warning) == warned, said(ranks).c_str());
        QVERIFY2(ranks[0].errors.contains("named-1.h5ad") == warned, said(ranks).c_str());
    }
}

void TestDistributed::odd_data() {
    QTest::addColumn<QString>("shard");
    QTest::addColumn<QString>("named");
    QTest::newRow("other genes") << "genes-{rank}.h5ad"
                                 << "other genes";
    QTest::newRow("no labels") << "labels-{rank}.h5ad"
                               << "no column 'cell_type'";
    QTest::newRow("other values") << "values-{rank}.h5ad"
                                  << "other values";
    QTest::newRow("the same cells") << "same-{rank}.h5ad"
                                    << "cells of rank 0, too";
    QTest::newRow("the same cells in another order") << "order-{rank}.h5ad"
                                                     << "cells of rank 0, too";
    QTest::newRow("some of the same cells") << "overlap-{rank}.h5ad"
                                            << "cells of rank 0, too";
}

void TestDistributed::odd() {
    QFETCH(QString, shard);
    QFETCH(QString, named);
    Group group(2, train("odd.safetensors", {"--shard", at(shard), "--distributed"}));
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 4 || one.exit_code == 8, said(ranks).c_str());
    QVERIFY2(said_once(ranks, "rank 1 has " + named), said(ranks).c_str());
    QVERIFY2(said_once(ranks, QString(shard).replace("{rank}", "1")), said(ranks).c_str());
    QVERIFY(!QFile::exists(at("odd.safetensors")));
}

void TestDistributed::differentRequestsAreRefused_data() {
    QTest::addColumn<QStringList>("first");
    QTest::addColumn<QStringList>("second");
    QTest::addColumn<QString>("named");
    const auto row = [&](const char* name, const QStringList& first, const QStringList& second,
                         const char* named) { QTest::newRow(name) << first << second << named; };
    row("seed", whole(), whole() + QStringList{"--seed", "1"}, "seed of the first weights (1 and 0)");
    row("seed of the split", whole() + QStringList{"--seed-split", "3"}, whole(),
        "seed of the split (0 and 3)");
    row("own mRNA", whole() + QStringList{"--own-mrna", "0.2"}, whole() + QStringList{"--own-mrna", "0.3"},
        "weight of own mRNA (0.3 and 0.2)");
    row("a column more", whole() + QStringList{"--split-by", "batch"}, whole(),
        "columns of obs (cell_type and cell_type, batch)");
    row("values", whole(), {"--data", at("other/data.h5ad"), "--distributed"}, "values of the data");
    row("prior", whole(), whole() + QStringList{"--prior", at("other/prior.csv")}, "prior");
    row("a part for the whole", whole(), {"--data", at("part-1.h5ad"), "--distributed"}, "data");
    row("a shard", whole(), {"--shard", at("part-{rank}.h5ad"), "--distributed"},
        "--shard (given and nothing)");
}

void TestDistributed::differentRequestsAreRefused() {
    QFETCH(QStringList, first);
    QFETCH(QStringList, second);
    QFETCH(QString, named);
    Group group(2, [&](int r) {
        QStringList all = train("differ.safetensors");
        const QStringList& own = r == 0 ? first : second;
        if (own.contains("--prior")) all.remove(all.indexOf("--prior"), 2);
        return all + own;
    });
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 2 || one.exit_code == 8, said(ranks).c_str());
    QVERIFY2(said_once(ranks, "rank 1 differs from rank 0 in " + named), said(ranks).c_str());
    QVERIFY(!QFile::exists(at("differ.safetensors")));
}

// Nobody asked for anything else: not by the letter, but by what it means.
void TestDistributed::aDefaultMayBeWrittenOut() {
    Group group(2, [&](int r) {
        const QStringList defaults{"--seed",      "0",      "--own-mrna", "0.50",     "--test",
                                   "0.20",        "--read", "regulons",   "--preset", "standard",
                                   "--seed-mask", "0",      "--mask",     "prior"};
        return train("defaults.safetensors", whole() + (r == 0 ? QStringList() : defaults));
    });
    const std::vector<Ran> ranks = group.ended();
    for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
}

// Gradients are averaged over ranks: the losses of the same batches, to rounding, and the same bytes again.
void TestDistributed::theFormOfThePaper() {
    std::vector<Ran> firsts;
    for (const auto& [size, out] :
         {std::pair(1, "g1.safetensors"), std::pair(2, "g2.safetensors"), std::pair(2, "g3.safetensors")}) {
        Group group(size, m_ranks.genes(out));
        const std::vector<Ran> ranks = group.ended();
        for (const Ran& one : ranks) QVERIFY2(one.exit_code == 0, said(ranks).c_str());
        firsts.push_back(ranks.front());
    }
    QCOMPARE(QString::fromStdString(
                 model_difference(at("g2.safetensors").toStdString(), at("g3.safetensors").toStdString())),
             QString());
    QCOMPARE(firsts[0].lines.size(), firsts[1].lines.size());
    for (std::size_t i = 0; i < firsts[0].lines.size(); ++i) {
        if (!firsts[0].lines[i].contains("loss")) continue;
        const double loss = firsts[0].lines[i]["loss"].get<double>();
        const double other = firsts[1].lines[i]["loss"].get<double>();
        QVERIFY2(std::abs(loss - other) < 1e-3 * loss, (firsts[0].all() + firsts[1].all()).c_str());
        // The first pass has not had the time to drift.
        if (i == 0)
            QVERIFY2(std::abs(loss - other) < 1e-5 * loss, (firsts[0].all() + firsts[1].all()).c_str());
    }
}

void TestDistributed::wrongOptionsAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no data") << QStringList{"--distributed"};
    QTest::newRow("data and a shard") << whole() + QStringList{"--shard", at("part-0.h5ad")};
    QTest::newRow("a shard of one") << QStringList{"--shard", at("part-0.h5ad")};
    QTest::newRow("no launcher") << whole();
}

void TestDistributed::wrongOptionsAreRefused() {
    QFETCH(QStringList, arguments);
    const Ran ran = run(train("wrong.safetensors", arguments));
    QVERIFY2(ran.exit_code == 2, ran.all().c_str());
}

QTEST_GUILESS_MAIN(TestDistributed)
#include "tst_distributed.moc"
