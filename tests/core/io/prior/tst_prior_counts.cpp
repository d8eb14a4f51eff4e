// The priors that people have, as files: counts stated by the README of the test data, and the edges
// themselves as Python's own readers (csv, gzip, ast) see them.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/error.h"
#include "core/io/prior/prior_names.h"
#include "core/io/prior/prior_reader.h"
#include "core/prior/network_summary.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

// Prints one line an edge: TF, target, weight with nine digits; sorted.
const char* const motifs = R"PY(
import ast, csv, gzip, sys
csv.field_size_limit(1 << 30)
pairs = {}
with gzip.open(sys.argv[1], "rt", newline="") as file:
    rows = list(csv.reader(file))
for row in rows[3:]:
    sign = 1 if "'activating'" in row[4] else -1
    for gene, weight in ast.literal_eval(row[9]):
        key = (row[0], gene)
        pairs[key] = (max(pairs.get(key, (0, 0))[0], weight), sign)
for (tf, gene), (weight, sign) in sorted(pairs.items()):
    print(tf, gene, "%.5g" % weight, sign)
)PY";

const char* const trrust = R"PY(
import collections, sys
modes, lines = collections.defaultdict(list), 0
for line in open(sys.argv[1]):
    tf, target, mode = line.split("\t")[:3]
    modes[tf, target].append(mode)
repeated = [m for m in modes.values() if len(m) > 1]
differing = [m for m in repeated if len(set(m)) > 1]
both = [m for m in repeated if {"Activation", "Repression"} <= set(m)]
print(len(modes), len({k[0] for k in modes}), len({k[1] for k in modes}), len(repeated), len(differing), len(both))
)PY";

const char* const sets = R"PY(
import sys
pairs, names, sizes = set(), 0, 0
for line in open(sys.argv[1]):
    fields = line.rstrip("\n").split("\t")
    names += 1
    genes = [g for g in fields[2:] if g]
    sizes += len(genes)
    pairs |= {(fields[0], g) for g in genes}
print(names, sizes, len(pairs))
)PY";

}  // namespace

class PriorCountsTest : public QObject {
    Q_OBJECT

    static RegulatoryNetwork read(const QString& path, const PriorOptions& options = {}) {
        Job job;
        return read_prior(path.toStdString(), options, job);
    }
    static QString python(const char* script, const QString& path) {
        const auto ran = test::run_python(QString::fromUtf8(script), {path});
        return ran.exit_code == 0 ? ran.output.trimmed() : ran.errors;
    }

  private Q_SLOTS:
    void trrust_of_both_species_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("tfs");
        QTest::addColumn<int>("targets");
        QTest::addColumn<int>("repeated");
        QTest::addColumn<int>("surplus");
        QTest::newRow("human") << "priors/trrust_rawdata.human.tsv" << 795 << 2492 << 853 << 969;
        // The README's 567 are the lines that repeat a pair; pairs that are repeated are 520.
        QTest::newRow("mouse") << "priors/trrust_rawdata.mouse.tsv" << 827 << 2092 << 520 << 567;
    }
    void trrust_of_both_species() {
        QFETCH(QString, file);
        QFETCH(int, tfs);
        QFETCH(int, targets);
        QFETCH(int, repeated);
        QFETCH(int, surplus);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        const RegulatoryNetwork network = read(path);
        QCOMPARE(network.tf_count(), std::size_t(tfs));
        QCOMPARE(network.target_count(), std::size_t(targets));
        QCOMPARE(network.repeated_pairs, std::size_t(repeated));
        QCOMPARE(network.rows - network.edges.size(), std::size_t(surplus));
        REGULUS_NEED_PYTHON("csv");
        QCOMPARE(QStringLiteral("%1 %2 %3 %4 %5 %6")
                     .arg(network.edges.size())
                     .arg(network.tf_count())
                     .arg(network.target_count())
                     .arg(network.repeated_pairs)
                     .arg(network.differing_pairs)
                     .arg(network.conflicting_pairs),
                 python(trrust, path));
        QCOMPARE(summary_of(network).conflicting, network.conflicting_pairs);
    }
    void dorothea_of_mouse() {
        const QString path = test::data_file("priors/dorothea_mm_ABC.tsv");
        REGULUS_NEED_DATA(path);
        QCOMPARE(read(path).edges.size(), 13733U);
    }
    void gene_sets_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("warning");
        QTest::newRow("mouse TFs and microRNAs") << "priors/m_TF.gmt" << 2040 << "1769 microRNAs";
        QTest::newRow("pathways") << "priors/reactome.gmt" << 674 << "pathways, not TFs";
    }
    void gene_sets() {
        QFETCH(QString, file);
        QFETCH(int, count);
        QFETCH(QString, warning);
        const QString path = test::data_file(file);
        REGULUS_NEED_DATA(path);
        const RegulatoryNetwork network = read(path);
        QCOMPARE(network.records, std::size_t(count));
        QVERIFY2(QString::fromStdString(network.warnings.at(0)).contains(warning),
                 network.warnings[0].c_str());
        REGULUS_NEED_PYTHON("csv");
        // Sets of one TF may be several; here each name is read as another.
        QCOMPARE(QStringLiteral("%1 %2 %3").arg(network.records).arg(network.rows).arg(network.edges.size()),
                 python(sets, path));
    }
    void motifs_of_scenic() {
        const QString path = test::data_file("priors/GSE60361.motifs.csv.gz");
        REGULUS_NEED_DATA(path);
        const RegulatoryNetwork network = read(path);
        QCOMPARE(network.records, 10760U);
        QCOMPARE(network.edges.size(), 29410U);
        QCOMPARE(network.tf_count(), 425U);
        REGULUS_NEED_PYTHON("csv");
        using Edge = std::tuple<std::string, std::string, QString, int>;
        std::vector<Edge> edges;
        for (const Regulation& e : network.edges) {
            edges.emplace_back(network.genes[e.tf], network.genes[e.target],
                               QString::number(static_cast<double>(e.weight), 'g', 5), e.sign);
        }
        std::ranges::sort(edges);
        const QStringList lines = python(motifs, path).split('\n');
        QCOMPARE(lines.size(), qsizetype(edges.size()));
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto& [tf, target, weight, sign] = edges[std::size_t(i)];
            const QStringList fields = lines[i].split(' ');
            QCOMPARE(QString::fromStdString(tf), fields[0]);
            QCOMPARE(QString::fromStdString(target), fields[1]);
            // A float has seven digits: the fifth may be rounded the other way.
            const double expected = fields[2].toDouble();
            QVERIFY2(std::abs(weight.toDouble() - expected) <= 2e-4 * expected, qPrintable(lines[i]));
            QCOMPARE(sign, fields[3].toInt());
        }
    }
    void complexes_of_collectri() {
        const QString path = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(path);
        PriorOptions options;
        options.expand_complexes = true;
        const RegulatoryNetwork network = read(path, options);
        QCOMPARE(network.complexes.names, 2U);
        QCOMPARE(network.complexes.replaced, 1395U);
        QCOMPARE(summary_of(network).from_complex, network.complexes.added);
        QCOMPARE(network.edges.size(), 43178U - 1395U + network.complexes.added);
    }
    void lists_of_tfs_data() {
        QTest::addColumn<int>("count");
        QTest::newRow("priors/allTFs_hg38.txt") << 1797;
        QTest::newRow("priors/allTFs_mm.txt") << 1721;
        QTest::newRow("priors/lambert2018.txt") << 1639;
    }
    void lists_of_tfs() {
        QFETCH(int, count);
        const QString path = test::data_file(QTest::currentDataTag());
        REGULUS_NEED_DATA(path);
        Job job;
        const NameList list = read_name_list(path.toStdString(), job);
        QCOMPARE(list.names.size() + list.repeated, std::size_t(count));
        QVERIFY_EXCEPTION_THROWN(read(path), Error);
    }
    void a_list_restricts_collectri() {
        const QString path = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(path);
        PriorOptions options;
        options.tf_list = test::data_file("priors/lambert2018.txt").toStdString();
        const RegulatoryNetwork network = read(path, options);
        REGULUS_NEED_PYTHON("csv");
        const QString script =
            QStringLiteral(
                "import csv,sys\n"
                "tfs={l.strip() for l in open('%1')}\n"
                "rows=[r for r in csv.DictReader(open(sys.argv[1])) if r['source'] in tfs]\n"
                "print(len(rows), len({r['source'] for r in rows}))")
                .arg(QString::fromStdString(options.tf_list));
        QCOMPARE(QStringLiteral("%1 %2").arg(network.edges.size()).arg(network.tf_count()),
                 python(script.toUtf8().constData(), path));
    }
};

QTEST_APPLESS_MAIN(PriorCountsTest)
#include "tst_prior_counts.moc"
