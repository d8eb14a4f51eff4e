// The tables of `regulus markers` read back, and tables that are none.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/base/error.h"
#include "core/io/text/marker_table.h"

using namespace regulus;

namespace {

const QByteArray whole(
    "group,gene,log2_fold_change,fdr_wilcoxon,fdr_welch\n\"T, CD4\",CD3D,2.5,1e-9,0.001\n\"T, "
    "CD4\",B2M,,0.2,\n"
    "B,CD79A,3,0,0.5\nB,CD3D,-1e-3,1,1\n");

}  // namespace

class MarkerTableTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    MarkerTable read(const QByteArray& text, const std::string& fdr = {}) const {
        const QString path = m_folder.filePath(QStringLiteral("table.csv"));
        QFile out(path);
        if (out.open(QIODevice::WriteOnly)) out.write(text);
        out.close();
        Job job;
        return read_marker_table(path.toStdString(), fdr, job);
    }
    std::string refused(const QByteArray& text, const std::string& fdr = {}) const {
        try {
            read(text, fdr);
        } catch (const Error& error) {
            return error.what();
        }
        return "nothing was thrown";
    }

  private Q_SLOTS:
    void rows_and_groups() {
        const MarkerTable table = read(whole);
        QCOMPARE(table.groups, (std::vector<std::string>{"T, CD4", "B"}));
        QCOMPARE(table.rows.size(), std::size_t{4});
        QCOMPARE(table.fdr, std::string("fdr_wilcoxon"));
        QCOMPARE(table.rows[0].change, 2.5);
        QCOMPARE(table.rows[0].fdr, 1e-9);
        QVERIFY(std::isnan(table.rows[1].change));
        QCOMPARE(table.genes(1), (std::vector<std::string>{"CD79A", "CD3D"}));
        QVERIFY(table.complete());
        QCOMPARE(read(whole, "fdr_welch").rows[2].fdr, 0.5);
        QVERIFY(std::isnan(read(whole, "fdr_welch").rows[1].fdr));
        QVERIFY(!read(whole + "B,X,1,1,1\n").complete());
    }
    void other_tables() {
        QByteArray tabs = whole;
        tabs.replace("\"T, CD4\"", "T").replace(',', '\t').replace("\ngene", "\ntf");
        QCOMPARE(read(tabs).rows.size(), std::size_t{4});
        QCOMPARE(read("group,tf,log2_fold_change,fdr_voom,fdr_wilcoxon\na,SPI1,1,.5,.1\n").rows[0].fdr, 0.5);
    }
    // Rates of Benjamini and Hochberg over all of some tests, of which a filter leaves a part.
    void what_a_filter_left_out_is_noticed() {
        constexpr int tests = 400;
        QByteArrayList lines;
        double q = 1;
        for (int rank = tests; rank >= 1; --rank) {
            const double p = std::pow(double(rank) / tests, 3);
            q = std::min(q, p * tests / rank);
            lines.prepend(QStringLiteral("a,G%1,%2,%3,%4\n")
                              .arg(rank)
                              .arg(rank % 2 == 0 ? 1 : -1)
                              .arg(p, 0, 'g', 17)
                              .arg(q, 0, 'g', 17)
                              .toUtf8());
        }
        const QByteArray head("group,gene,log2_fold_change,p_wilcoxon,fdr_wilcoxon\n");
        QVERIFY(read(head + lines.join()).complete());
        QVERIFY(!read(head + lines.mid(0, 150).join()).complete());  // by --max-fdr, or the first of them
        QByteArray up;
        for (int i = 0; i < tests; ++i)
            if (lines[i].contains(",1,")) up += lines[i];
        QVERIFY(!read(head + up).complete());
    }
    // Of TF activity, which has no fold changes; and what the window calls numbers of donors.
    void columns_of_other_tables() {
        const MarkerTable activity = read(
            "group,tf,log2_fold_change,mean,mean_rest,p_wilcoxon,fdr_wilcoxon\n"
            "B,PAX5,,2.5,-1,1e-9,1e-8\nB,TCF7,,-1,1,.1,.1\n");
        QCOMPARE(activity.rows[0].change, 3.5);
        QCOMPARE(activity.rows[1].change, -2.0);
        const QByteArray window(
            "group,gene,log2_fold_change,p_wilcoxon,fdr_wilcoxon,donor_log2_fold_change,"
            "donor_p_voom,donor_fdr_voom\nB,CD79A,3,0,0,2,.01,.02\n");
        const MarkerTable donors = read(window);
        QCOMPARE(donors.fdr, std::string("fdr_voom"));
        QCOMPARE(donors.rows[0].change, 2.0);
        QCOMPARE(donors.rows[0].p, 0.01);
        QCOMPARE(donors.rows[0].fdr, 0.02);
        QCOMPARE(read(window, "fdr_wilcoxon").rows[0].change, 3.0);
    }
    void what_is_refused() {
        const auto contains = [](const std::string& text, const char* words) {
            return text.find(words) != std::string::npos;
        };
        QVERIFY(contains(refused("source,target\nA,B\n"), "no columns group, gene and log2_fold_change"));
        QVERIFY(contains(refused(whole, "fdr_voom"), "no column 'fdr_voom'"));
        QVERIFY(contains(refused(whole + "B,X,1\n"), "line 6"));
        QVERIFY(contains(refused(whole + "B,X,much,1,1\n"), "'much' is no number"));
        QVERIFY(contains(refused(whole + "#1,X,1,1,1\n"), "begins with '#'"));
        QVERIFY(contains(refused("group,gene,log2_fold_change,fdr_wilcoxon\n"), "no rows"));
        QVERIFY(refused("") != "nothing was thrown");
        for (qsizetype size = 0; size < whole.size(); ++size) {
            QByteArray text = whole.left(size);
            for (const char byte : {'\0', '"', '\n', '\xFF'}) {
                if (size > 0) text[size / 2] = byte;
                refused(text);  // data or a message
            }
        }
    }
};

QTEST_GUILESS_MAIN(MarkerTableTest)
#include "tst_marker_table.moc"
