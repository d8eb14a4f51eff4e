#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "core/base/error.h"
#include "core/io/text/gene_mapping_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

using Names = std::vector<std::string>;

class CancelledJob final : public Job {
  public:
    CancelledJob() { cancel(); }
};

}  // namespace

class GeneMappingReaderTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string written(const QByteArray& content, const char* name = "map.tsv") const {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) qFatal("cannot write");
        return path.toStdString();
    }
    GeneMapping read(const QByteArray& content) const {
        Job job;
        return read_gene_mapping(written(content), job);
    }
    QString problem(const QByteArray& content) const {
        try {
            read(content);
        } catch (const Error& error) {
            return error.kind() == ErrorKind::Input ? QString::fromUtf8(error.what()) : QStringLiteral("?");
        }
        return {};
    }

  private Q_SLOTS:
    void two_columns_in_any_dress_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("tabs") << QByteArray("p53\tTP53\nc-myc\tMYC\n");
        QTest::newRow("commas, names") << QByteArray("from,to\np53,TP53\nc-myc,MYC\n");
        QTest::newRow("semicolons") << QByteArray("p53;TP53\nc-myc;MYC");
        QTest::newRow("blanks") << QByteArray("p53   TP53\n c-myc MYC\n");
        QTest::newRow("quotes, \\r\\n")
            << QByteArray("\"alias\",\"symbol\"\r\n\"p53\",\"TP53\"\r\n\"c-myc\",\"MYC\"\r\n");
        QTest::newRow("turned around") << QByteArray("to\tx\tfrom\nTP53\t1\tp53\nMYC\t2\tc-myc\n");
        QTest::newRow("comments, BOM") << QByteArray("\xef\xbb\xbf# made by hand\np53\tTP53\n\nc-myc\tMYC\n");
        QTest::newRow("BioMart") << QByteArray("Gene stable ID\tGene name\np53\tTP53\nc-myc\tMYC\n");
        QTest::newRow("short and empty lines")
            << QByteArray("p53\tTP53\nlonely\n\tX\nY\t\nc-myc\tMYC\tmore\n");
    }
    void two_columns_in_any_dress() {
        QFETCH(QByteArray, content);
        const GeneMapping mapping = read(content);
        QCOMPARE(mapping.size(), std::size_t{2});
        QCOMPARE(map_genes(Names{"c-myc", "p53"}, mapping).names, (Names{"MYC", "TP53"}));
    }
    void a_first_line_of_genes_is_no_header() {
        QCOMPARE(read("Sox10\tSOX10\nTrp53\tTP53\n").size(), std::size_t{2});
    }
    void orthologs_to_several_are_ambiguous() {
        const GeneMapping mapping =
            read("mouse,human\nTrp53,TP53\nH2-K1,HLA-A|HLA-B\nSox10,SOX10\nSox10,SOX10B\n");
        const MappedNames mapped = map_genes(Names{"Trp53", "H2-K1", "Sox10"}, mapping);
        QCOMPARE(mapped.names, (Names{"TP53", "H2-K1", "Sox10"}));
        QCOMPARE(mapped.ambiguous, std::size_t{2});
    }
    void hgnc_tables_are_recognised() {
        const QByteArray complete =
            "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\tentrez_id\tensembl_gene_id\n"
            "HGNC:1\tTP53\ttumor protein p53\tApproved\t\"p53|LFS1\"\t\t7157\tENSG00000141510\n"
            "HGNC:2\tMYC\tMYC proto-oncogene\tApproved\tc-Myc|LFS1\tNIARD\t4609\tENSG00000136997\n"
            "HGNC:3\tNIARD\tentry withdrawn\tEntry Withdrawn\t\t\t\t\n"
            "HGNC:4\tCAP1\tcap\tApproved\t\t\t\n"
            "HGNC:5\tLNPEP\tcap2\tApproved\tCAP1\t\t\t\n";
        const GeneMapping mapping = read(complete);
        const Names names{"p53", "7157", "ENSG00000136997.4", "LFS1", "NIARD", "CAP1", "TP53", "NEW"};
        const MappedNames mapped = map_genes(names, mapping);
        QCOMPARE(mapped.names, (Names{"TP53-1", "TP53-2", "MYC", "LFS1", "MYC-1", "CAP1", "TP53", "NEW"}));
        QCOMPARE(mapped.ambiguous, std::size_t{1});
        QCOMPARE(mapped.kept, std::size_t{2});  // CAP1 is approved, whatever else it was an alias of
        const GeneMapping custom =
            read("Approved symbol\tPrevious symbols\tAlias symbols\nTP53\t\tp53, LFS1\n");
        QCOMPARE(map_genes(Names{"LFS1"}, custom).names, (Names{"TP53"}));
    }
    void packed_tables_are_read() {
        REGULUS_NEED_PYTHON("gzip");
        const QString path = m_folder.filePath("map.csv.gz");
        const auto result = run_python(
            "import gzip, sys\nwith gzip.open(sys.argv[1], 'wt') as f: f.write('from,to\\np53,TP53\\n')",
            {path});
        QCOMPARE(result.exit_code, 0);
        Job job;
        QCOMPARE(read_gene_mapping(path.toStdString(), job).size(), std::size_t{1});
    }
    void what_is_no_table_is_refused_in_words() {
        QVERIFY(problem("").contains("empty"));
        QVERIFY(problem("TP53\nMYC\n").contains("two columns"));
        QVERIFY(problem("from,to\n").contains("renames no gene"));
        QVERIFY(problem("a,b\n\"open,B\n").contains("line 2"));
        QVERIFY(problem(QByteArray("a\tb\0c\n", 6)).contains("not text"));
        QVERIFY(problem("\x89HDF\r\n\x1a\n").contains("HDF5"));
        QVERIFY(!problem(",,,,\n,,,,\n").isEmpty());
        QVERIFY(problem(QByteArray(2 << 20, 'x')).contains("1 MiB"));
        Job job;
        QVERIFY_EXCEPTION_THROWN(read_gene_mapping("/no/such/file", job), Error);
        CancelledJob cancelled;
        QByteArray many;
        for (int i = 0; i < 20000; ++i) many += "a" + QByteArray::number(i) + "\tB\n";
        QVERIFY_EXCEPTION_THROWN(read_gene_mapping(written(many), cancelled), Cancelled);
    }
    void damaged_tables_end_in_names_or_a_message() {
        const QByteArray sound =
            "hgnc_id\tsymbol\talias_symbol\tprev_symbol\tensembl_gene_id\n"
            "HGNC:1\tTP53\tp53|LFS1\t\"A, B\"\tENSG00000141510\nHGNC:2\tMYC\tc-Myc\t\tENSG00000136997\n";
        std::mt19937 random(11);
        const QByteArray pieces[] = {"\t", "|",  "\"",     "\n",       ",",
                                     "",   "\r", "symbol", "\xff\xfe", QByteArray(1, '\0')};
        int read_ones = 0;
        for (int i = 0; i < 3000; ++i) {
            QByteArray bytes = sound;
            for (int change = 0; change < 1 + i % 4; ++change) {
                const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size() + 1));
                bytes.replace(at, static_cast<qsizetype>(random() % 5), pieces[random() % std::size(pieces)]);
            }
            if (i % 7 == 0) bytes.truncate(static_cast<qsizetype>(random() % 120));
            try {
                const GeneMapping mapping = read(bytes);
                QVERIFY(mapping.size() > 0 && mapping.size() < 200);
                ++read_ones;
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::Input);
            }
        }
        QVERIFY(read_ones > 500);
    }
};

QTEST_GUILESS_MAIN(GeneMappingReaderTest)
#include "tst_gene_mapping_reader.moc"
