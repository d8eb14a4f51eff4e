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
        QCOMPARE(table.rows[0].fold_change, 2.5);
        QCOMPARE(table.rows[0].fdr, 1e-9);
        QVERIFY(std::isnan(table.rows[1].fold_change));
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
