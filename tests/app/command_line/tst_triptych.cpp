// `figure --view triptych`: a TF's mRNA, activity and attention on one map, and the numbers behind it.
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TriptychTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    Ran figure(const QStringList& more, const QString& out) {
        return run(QStringList{"figure", "--data", data_file("pbmc3k/pbmc3k_seurat.h5ad"), "--prior",
                               data_file("priors/collectri.csv"), "--width-mm", "183", "--out",
                               m_folder.filePath(out)} +
                   more);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_DATA(data_file("pbmc3k/pbmc3k_seurat.h5ad"));
        REGULUS_NEED_DATA(data_file("priors/collectri.csv"));
    }

    // PAX5 is of B cells: its regulon is red at their place and blue elsewhere.
    void three_maps_side_by_side() {
        const QString table = m_folder.filePath("t.csv");
        const Ran ran = figure({"--view", "triptych", "--tf", "PAX5", "--numbers", table}, "t.png");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QImage image(m_folder.filePath("t.png"));
        QVERIFY(image.width() > 2000);
        for (int panel = 0; panel < 3; ++panel) {
            int inked = 0;
            for (int y = 0; y < image.height(); y += 3)
                for (int x = panel * image.width() / 3; x < (panel + 1) * image.width() / 3; x += 3)
                    inked += image.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
            QVERIFY2(inked > 500, qPrintable(QString("panel %1: %2").arg(panel).arg(inked)));
        }
        QFile file(table);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 2639);
        const QList<QByteArray> names = lines.first().split(',');
        QCOMPARE(names.size(), 6);
        QVERIFY(names[3].startsWith("PAX5") && names[4].contains("activity") &&
                names[5].contains("attention"));
    }

    void what_is_missing_is_said() {
        QCOMPARE(figure({"--view", "triptych"}, "x.png").exit_code, 2);
        QCOMPARE(figure({"--tf", "PAX5"}, "x.png").exit_code, 2);
        const Ran none = figure({"--view", "triptych", "--tf", "NOSUCHTF"}, "x.png");
        QVERIFY(none.exit_code != 0);
        QVERIFY2(none.all().find("NOSUCHTF") != std::string::npos, none.all().c_str());
        QVERIFY(!QFile::exists(m_folder.filePath("x.png")));
    }
};

QTEST_GUILESS_MAIN(TriptychTest)
#include "tst_triptych.moc"
