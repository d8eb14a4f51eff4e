// `figure --view network`: a TF and its targets, with what the prior's file says of each edge.
#include <QTest>
#include <cmath>
#include <map>

#include "tests/app/command_line/figure_folder.h"

using namespace regulus::test;

namespace {

struct Edge {
    QString confidence, weight, sources, sign;
};

}  // namespace

class NetworkFigureTest : public QObject {
    Q_OBJECT
    FigureFolder m_folder;
    std::map<QString, Edge> m_edges;  // of PAX5, by target

    // CollecTRI with evidence of our own.
    bool writeGraded() {
        QFile in(data_file("priors/collectri.csv")), out(m_folder.path("graded.csv"));
        if (!in.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly)) return false;
        in.readLine();
        out.write("source,target,weight,confidence,sources\n");
        for (int i = 0; !in.atEnd(); ++i) {
            const QList<QByteArray> fields = in.readLine().trimmed().replace("\"", "").split(',');
            const bool down = fields[2] == "-1";
            const Edge edge{QString(QLatin1Char("ABCD "[i % 5])).trimmed(),
                            QString::number(0.25 * (1 + i % 4)), i % 3 == 0 ? "here;there" : "there",
                            down ? "repression" : "activation"};
            out.write(fields[0] + ',' + fields[1] + ',' + (down ? "-" : "") + edge.weight.toUtf8() + ',' +
                      edge.confidence.toUtf8() + ',' + edge.sources.toUtf8() + '\n');
            if (fields[0] == "PAX5") m_edges[QString::fromUtf8(fields[1])] = edge;
        }
        return true;
    }

    QList<QStringList> table() const {
        QList<QStringList> rows;
        for (const QString& line : m_folder.written("a.csv").trimmed().split('\n')) rows << line.split(',');
        return rows;
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_DATA(m_folder.data());
        REGULUS_NEED_DATA(data_file("priors/collectri.csv"));
        QVERIFY(writeGraded());
    }

    void targets_carry_what_the_file_says() {
        const Ran ran = m_folder.figure({"--view", "network", "--tf", "PAX5", "--prior",
                                         m_folder.path("graded.csv"), "--of", "cell_type=B"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QList<QStringList> rows = table();
        QCOMPARE(rows[0], QStringList({"tf", "target", "drawn", "adds", "z", "sign", "regulators",
                                       "confidence", "weight", "sources"}));
        QVERIFY(rows.size() > 15);
        int drawn = 0;
        for (int i = 1; i < rows.size(); ++i) {
            const QStringList& row = rows[i];
            const auto found = m_edges.find(row[1]);
            QVERIFY2(found != m_edges.end(), qPrintable(row[1]));
            QCOMPARE(row[5], found->second.sign);
            QCOMPARE(row[7], found->second.confidence);
            QCOMPARE(row[8], found->second.weight);
            QCOMPARE(row[9], found->second.sources);
            drawn += row[2] == "yes" ? 1 : 0;
            if (i > 1) QVERIFY(rows[i - 1][3].toDouble() >= row[3].toDouble());
        }
        QCOMPARE(drawn, std::min<int>(24, int(rows.size()) - 1));
        const QString said = m_folder.textOf("a.svg");
        QVERIFY2(said.contains("B, mean of 256 of") && said.contains("Evidence for PAX5"), qPrintable(said));
        for (int i = 1; i <= 5; ++i) QVERIFY2(said.contains(rows[i][1]), qPrintable(rows[i][1]));
    }

    // Each target in both, and the difference, as each alone.
    void two_groups() {
        const QStringList usual{"--view", "network", "--tf",
                                "PAX5",   "--prior", data_file("priors/collectri.csv")};
        QVERIFY(m_folder.figure(usual + QStringList{"--of", "cell_type=B"}).exit_code == 0);
        std::map<QString, QString> alone;
        for (const QStringList& row : table()) alone[row[1]] = row[3];
        const Ran ran =
            m_folder.figure(usual + QStringList{"--of", "cell_type=B", "--against", "cell_type=NK"}, "b.pdf");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QList<QStringList> rows = table();
        QCOMPARE(rows.size(), qsizetype(alone.size()));
        QCOMPARE(
            m_folder.written("a.csv").section('\n', 0, 0).trimmed(),
            QString(
                "tf,target,drawn,\"adds, B\",\"adds, NK\",\"z, B\",\"z, NK\",difference,sign,regulators"));
        constexpr qsizetype difference = 7;
        for (int i = 1; i < rows.size(); ++i) {
            QCOMPARE(rows[i][3], alone[rows[i][1]]);
            QVERIFY(std::abs(rows[i][3].toDouble() - rows[i][4].toDouble() - rows[i][difference].toDouble()) <
                    1e-9);
        }
    }

    void what_makes_no_sense_is_told_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("words");
        const QString prior = data_file("priors/collectri.csv");
        QTest::newRow("no TF") << QStringList{"--view", "network", "--prior", prior} << "--tf";
        QTest::newRow("no prior") << QStringList{"--view", "network", "--tf", "PAX5"} << "model or a prior";
        QTest::newRow("unknown") << QStringList{"--view", "network", "--tf", "NOSUCH", "--prior", prior}
                                 << "NOSUCH";
        QTest::newRow("another view")
            << QStringList{"--view", "heatmap", "--tf", "PAX5", "--prior", prior} << "network";
        QTest::newRow("against nobody")
            << QStringList{"--view", "network", "--tf", "PAX5", "--prior", prior, "--against", "cell_type=B"}
            << "--of";
        QTest::newRow("colour") << QStringList{"--view",  "network", "--tf",       "PAX5",
                                               "--prior", prior,     "--color-by", "CD3D"}
                                << "--color-by";
    }
    void what_makes_no_sense_is_told() {
        QFETCH(QStringList, options);
        QFETCH(QString, words);
        const Ran ran = m_folder.figure(options, "c.svg");
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(QString::fromStdString(ran.all()).contains(words), ran.all().c_str());
        QVERIFY(!QFile::exists(m_folder.path("c.svg")));
    }
};

QTEST_GUILESS_MAIN(NetworkFigureTest)
#include "tst_network_figure.moc"
