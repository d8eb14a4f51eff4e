// Gene sets as people have them, and as they should not be.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <functional>

#include "core/base/error.h"
#include "core/io/prior/gene_set_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;

class GeneSetReaderTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string file(const QByteArray& text) const {
        const QString path = m_folder.filePath(QStringLiteral("sets.gmt"));
        QFile out(path);
        if (out.open(QIODevice::WriteOnly)) out.write(text);
        return path.toStdString();
    }
    GeneSets read(const QByteArray& text) const {
        Job job;
        return read_gene_sets(file(text), job);
    }
    std::string refused(const QByteArray& text) const {
        try {
            read(text);
        } catch (const Error& error) {
            return std::string(error.what()) + " " + error.where();
        }
        return "nothing was thrown";
    }

  private Q_SLOTS:
    void sets_of_pathways() {
        const QString path = test::data_file("priors/reactome.gmt");
        REGULUS_NEED_DATA(path);
        Job job;
        const GeneSets made = read_gene_sets(path.toStdString(), job);
        QCOMPARE(made.sets.size(), std::size_t{674});
        const auto expected = test::run_python(
            "import sys\nrows = [l.rstrip('\\n').split('\\t') for l in open(sys.argv[1])]\n"
            "print(sum(len(set(g for g in r[2:] if g)) for r in rows), rows[10][0])",
            {path});
        std::size_t genes = 0;
        for (const GeneSet& set : made.sets) genes += set.genes.size();
        QCOMPARE(QStringLiteral("%1 %2").arg(genes).arg(QString::fromStdString(made.sets[10].name)),
                 expected.output.trimmed());
    }
    void names_stay_as_they_are() {
        const GeneSets made = read("GATA3_Q4\tabout\tA\tB\tA\t\t\"C\"\r\nT cells, naïve\t\tCD3D\n");
        QCOMPARE(made.sets.size(), std::size_t{2});
        QCOMPARE(made.sets[0].name, std::string("GATA3_Q4"));
        QCOMPARE(made.sets[0].genes, (std::vector<std::string>{"A", "B", "C"}));
        QCOMPARE(made.sets[1].name, std::string("T cells, naïve"));
        QVERIFY(made.warnings.empty());
    }
    void sets_without_genes() {
        const GeneSets made = read("a\tx\tA\nb\tx\nc\tx\t\t\n");
        QCOMPARE(made.sets.size(), std::size_t{1});
        QCOMPARE(made.warnings, (std::vector<std::string>{"2 sets have no genes"}));
        QVERIFY(refused("a\tx\nb\tx\t\n").find("no gene set with genes") != std::string::npos);
    }
    // Cut short anywhere, or with other bytes in it: sets or a message, nothing else.
    void damaged_files() {
        const QByteArray whole("a\tx\tA\tB\r\nb \"q\"\t\tC\n# comment\nc\tx\tD\t\tE\n");
        for (qsizetype size = 0; size <= whole.size(); ++size) {
            for (const int byte : {-1, 0, 9, 10, 13, 34, 128, 255}) {
                QByteArray text = whole.left(size);
                if (byte >= 0 && size > 0) text[size / 2] = static_cast<char>(byte);
                try {
                    for (const GeneSet& set : read(text).sets)
                        QVERIFY(!set.name.empty() && !set.genes.empty());
                } catch (const Error& error) {
                    QVERIFY(!error.problem().empty());
                }
            }
        }
    }
    void what_is_refused() {
        QVERIFY(refused("a\tx\tA\nb\n").find("line 2") != std::string::npos);
        QVERIFY(refused("a\tx\tA\n\tx\tB\n").find("line 2") != std::string::npos);
        QVERIFY(refused("a\tx\tA\nb\tx\tB\na\tx\tC\n").find("has the name a") != std::string::npos);
        QVERIFY(refused("a\tx\tA\nb\tx\t\xFF\xFE\n").find("not UTF-8") != std::string::npos);
        QVERIFY(refused("source,target\nA,B\n").find("tabs") != std::string::npos);
        QVERIFY(refused("").find("nothing was thrown") == std::string::npos);
        QVERIFY(refused(QByteArray("\x89HDF\r\n\x1a\n\0\0\0", 11)).find("nothing was") == std::string::npos);
        Job job;
        job.cancel();
        const std::string path = file("a\tx\tA\n");
        QVERIFY_EXCEPTION_THROWN(read_gene_sets(path, job), Cancelled);
    }
};

QTEST_GUILESS_MAIN(GeneSetReaderTest)
#include "tst_gene_set_reader.moc"
