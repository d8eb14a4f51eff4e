// Volcano and ranking from the command line: their numbers are those of `regulus compare`, sides and limits
// are computed again by pandas, every format is written, and what makes no sense is told.
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Arguments: numbers of the figure, table of `compare` without filters, columns of change, score and rate,
// the limits of share, change and rate, and whether only what is higher counts.
const char* const look = R"PY(
import sys, json, numpy as np, pandas as pd
figure, table, change, score, rate, share, least, most, up = sys.argv[1:]
f = pd.read_csv(figure, keep_default_na=False, na_values={c: "" for c in (change, score, rate)})
t = pd.read_csv(table); t = t[t[score].notna()]
name = "gene" if "gene" in t else "tf"
assert list(f[name]) == list(t[name]), "names or their order"
assert list(f["rank"]) == list(range(1, len(t) + 1)), "rank"
for column in (change, score, rate):
    assert np.allclose(f[column], t[column], rtol=1e-9, atol=0, equal_nan=True), column
c = t[change].to_numpy()
passes = (t[rate] <= float(most)) & (np.abs(c) >= float(least))
if name == "gene" and "share" in t: passes &= np.maximum(t.share, t.share_rest) >= float(share)
if name == "tf": passes &= (t.fdr_depth <= 0.05) & (t.stands_out == "yes")
if up == "1": passes &= (c > 0) & (t[score] > 0)
side = np.where(passes, np.where(c > 0, "higher", "lower"), "")
assert list(f.side) == list(side), "side"
print(json.dumps({"rows": len(f), "higher": int((side == "higher").sum()), "lower": int((side == "lower").sum())}))
)PY";

const char* const add_donors = R"PY(
import sys, anndata, pandas as pd
cells = list(anndata.read_h5ad(sys.argv[1]).obs_names)
pd.DataFrame({"cell": cells, "patient": ["p%d" % (i % 4) for i in range(len(cells))]}).to_csv(sys.argv[2], index=False)
)PY";

}  // namespace

class ComparisonFiguresTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran figure(const QString& view, const QStringList& options, const QString& out = "a.svg") const {
        return run(QStringList{"figure", "--data", path("data.h5ad"), "--view", view, "--out", path(out),
                               "--numbers", path("a.csv")} +
                   options);
    }
    QByteArray written(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString type(int index) const { return QStringLiteral("cell_type=") + m_types.at(index); }

    QStringList m_types;

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        QVERIFY(simulate_into(m_folder));
        const auto made = run_python(add_donors, {path("data.h5ad"), path("donors.csv")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const auto types = run_python(
            "import sys, anndata\nprint('\\n'.join(anndata.read_h5ad(sys.argv[1])."
            "obs.cell_type.cat.categories))",
            {path("data.h5ad")});
        m_types = types.output.split('\n', Qt::SkipEmptyParts);
        QVERIFY2(m_types.size() == 4, qPrintable(types.errors));
    }

    void numbers_are_those_of_compare_data() {
        QTest::addColumn<QStringList>("options");  // of both commands
        QTest::addColumn<QStringList>("columns");
        QTest::addColumn<QStringList>("limits");  // share, change, rate
        QTest::addColumn<bool>("up");
        const QStringList cells{"log2_fold_change", "z", "fdr_wilcoxon"},
            depth{"difference_depth", "z_depth", "fdr_depth"}, prior{"--prior", path("prior.csv")};
        QTest::newRow("genes") << QStringList{} << cells << QStringList{"0", "0", "0.05"} << false;
        QTest::newRow("limits") << QStringList{} << cells << QStringList{"0.5", "0.4", "0.01"} << false;
        QTest::newRow("up") << QStringList{} << cells << QStringList{"0", "0.2", "0.05"} << true;
        QTest::newRow("donors") << QStringList{"--obs", path("donors.csv"), "--donors", "patient"}
                                << QStringList{"log2_fold_change", "t", "fdr_voom"}
                                << QStringList{"0", "0.3", "0.05"} << false;
        QTest::newRow("activity") << prior + QStringList{"--over", "activity"} << depth
                                  << QStringList{"0", "0.05", "0.05"} << false;
        QTest::newRow("attention") << prior + QStringList{"--over", "attention"} << depth
                                   << QStringList{"0", "0", "0.001"} << true;
    }
    void numbers_are_those_of_compare() {
        QFETCH(QStringList, options);
        QFETCH(QStringList, columns);
        QFETCH(QStringList, limits);
        QFETCH(bool, up);
        const bool tfs = options.contains("--over");  // a few of them, of which fewer stand out
        int of_tfs = 0;
        for (const QStringList& sides :
             {QStringList{"--of", type(0)}, QStringList{"--of", type(1), type(2), "--against", type(3)}}) {
            const Ran table =
                run(QStringList{"compare", "--data", path("data.h5ad"), "--out", path("t.csv")} + sides +
                    options);
            QVERIFY2(table.exit_code == 0, table.all().c_str());
            QStringList more =
                sides + options + QStringList{"--min-change", limits[1], "--max-fdr", limits[2]};
            if (limits[0] != "0") more << "--min-share" << limits[0];
            if (up) more << "--up";
            for (const char* view : {"volcano", "ranking"}) {
                const Ran ran = figure(view, more);
                QVERIFY2(ran.exit_code == 0, ran.all().c_str());
                const auto seen = run_python(look, QStringList{path("a.csv"), path("t.csv")} + columns +
                                                       limits + QStringList{up ? "1" : "0"});
                QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
                const auto counts = nlohmann::json::parse(seen.output.toStdString());
                const int higher = counts.at("higher"), lower = counts.at("lower"), rows = counts.at("rows");
                // The limits part the rows, or the test would say nothing of them.
                QVERIFY2(higher + lower < rows, qPrintable(seen.output));
                QVERIFY2(tfs || (higher > 0 && (lower > 0 || up)), qPrintable(seen.output));
                of_tfs += tfs ? higher + lower : 0;
                QVERIFY2(ran.output.contains(QStringLiteral("%1 of %2 ").arg(higher + lower).arg(rows)),
                         ran.all().c_str());
            }
        }
        QVERIFY(!tfs || of_tfs > 0);
    }

    void the_picture_names_sides_axes_and_the_first_genes() {
        QVERIFY(figure("volcano", {"--of", type(1), type(2), "--against", type(3)}).exit_code == 0);
        const QString svg = QString::fromUtf8(written("a.svg"));
        QVERIFY(svg.contains(QString("%1, %2 against %3").arg(m_types[1], m_types[2], m_types[3])));
        QVERIFY(svg.contains("log2 fold change") && svg.contains("log10 q"));
        QVERIFY(svg.contains("imulated"));
        QVERIFY(figure("ranking", {"--of", type(0)}).exit_code == 0);
        const QString ranking = QString::fromUtf8(written("a.svg"));
        const QString first = QString::fromUtf8(written("a.csv")).split('\n').at(1).split(',').at(1);
        QVERIFY2(!first.isEmpty() && !first.contains('"') && ranking.contains('>' + first + '<'),
                 qPrintable(first));
        QVERIFY(ranking.contains(m_types[0] + " against all others"));
        QVERIFY(ranking.contains("Rank of the gene"));
    }

    void every_format() {
        for (const char* view : {"volcano", "ranking"})
            for (const char* out : {"b.svg", "b.pdf", "b.png", "b.tiff"}) {
                const Ran ran = figure(view, {"--of", type(0), "--width-mm", "120", "--vector-points"}, out);
                QVERIFY2(ran.exit_code == 0, ran.all().c_str());
                QVERIFY(QFileInfo(path(out)).size() > 2000);
                QVERIFY(QFile::remove(path(out)));
            }
    }

    void what_makes_no_sense_is_told_data() {
        QTest::addColumn<QString>("view");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("said");
        const QStringList of{"--of", type(0)};
        QTest::newRow("no group") << "volcano" << QStringList{} << "--of";
        QTest::newRow("no value") << "volcano" << QStringList{"--of", "cell_type"} << "--of";
        QTest::newRow("no such value") << "ranking" << QStringList{"--of", "cell_type=none"} << "none";
        QTest::newRow("both sides") << "ranking" << of + QStringList{"--against", type(0)} << "both groups";
        QTest::newRow("of a map") << "embedding" << of << "do nothing for the view embedding";
        QTest::newRow("limit of dots") << "dots" << QStringList{"--max-fdr", "0.1"} << "--max-fdr";
        QTest::newRow("genes named") << "volcano" << of + QStringList{"--genes", "SPI1"} << "--genes";
        QTest::newRow("grouped") << "volcano" << of + QStringList{"--group-by", "cell_type"} << "--group-by";
        QTest::newRow("TFs of nothing") << "volcano" << of + QStringList{"--over", "activity"} << "--prior";
        QTest::newRow("useless prior") << "volcano" << of + QStringList{"--prior", "starter"} << "--over";
        QTest::newRow("donors of TFs")
            << "volcano"
            << of + QStringList{"--over", "activity", "--prior", "starter", "--donors", "cell_type"}
            << "Donors";
        QTest::newRow("share of TFs")
            << "volcano" << of + QStringList{"--over", "activity", "--prior", "starter", "--min-share", "0.1"}
            << "--min-share";
        QTest::newRow("no such donors")
            << "volcano" << of + QStringList{"--donors", "patients"} << "patients";
        QTest::newRow("rate above 1") << "volcano" << of + QStringList{"--max-fdr", "2"} << "--max-fdr";
        QTest::newRow("endless change")
            << "volcano" << of + QStringList{"--min-change", "inf"} << "--min-change";
        QTest::newRow("rate of nan") << "ranking" << of + QStringList{"--max-fdr", "nan"} << "--max-fdr";
        QTest::newRow("change of nan")
            << "volcano" << of + QStringList{"--min-change", "nan"} << "--min-change";
    }
    void what_makes_no_sense_is_told() {
        QFETCH(QString, view);
        QFETCH(QStringList, options);
        QFETCH(QString, said);
        const Ran ran = figure(view, options, "never.svg");
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(ran.errors.contains(said), ran.all().c_str());
        QVERIFY(!QFile::exists(path("never.svg")));
    }

    void a_figure_of_nothing_is_not_written() {
        QFile::remove(path("a.csv"));
        // No gene can be tested where a side has fewer than three cells.
        const auto made = run_python(
            "import sys, anndata, pandas as pd\n"
            "cells = list(anndata.read_h5ad(sys.argv[1]).obs_names)\n"
            "pd.DataFrame({'cell': cells, 'few': ['x' if i < 2 else 'y' for i in range(len(cells))]})"
            ".to_csv(sys.argv[2], index=False)",
            {path("data.h5ad"), path("few.csv")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const Ran ran = figure("volcano", {"--obs", path("few.csv"), "--of", "few=x"}, "never.svg");
        QVERIFY2(ran.exit_code != 0 && ran.exit_code != -1, ran.all().c_str());
        QVERIFY(!QFile::exists(path("never.svg")) && !QFile::exists(path("a.csv")));
    }
};

QTEST_GUILESS_MAIN(ComparisonFiguresTest)
#include "tst_comparison_figures.moc"
