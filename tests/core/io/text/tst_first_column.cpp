// Lists of names as people have them: any line end, encoding, packing.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"
#include "core/io/text/first_column.h"

using namespace regulus;

class TestFirstColumn : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void namesAreRead_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("lines") << QByteArray("AAAC-1\nCCCT-1\n");
        QTest::newRow("no end") << QByteArray("AAAC-1\nCCCT-1");
        QTest::newRow("Windows") << QByteArray("AAAC-1\r\nCCCT-1\r\n");
        QTest::newRow("old Mac") << QByteArray("AAAC-1\rCCCT-1\r");
        QTest::newRow("byte order mark") << QByteArray(
            "\xef\xbb\xbf"
            "AAAC-1\nCCCT-1\n");
        QTest::newRow("table") << QByteArray("\"AAAC-1\",B\n\"CCCT-1\",NK\n");
        QTest::newRow("tabs and blanks") << QByteArray(" AAAC-1 \tB\n\n  CCCT-1\n \n");
        QByteArray wide("\xff\xfe", 2);
        for (const char c : QByteArray("AAAC-1\nCCCT-1\n")) wide.append(c).append('\0');
        QTest::newRow("UTF-16") << wide;
    }
    void namesAreRead() {
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        QFile file(folder.filePath("names.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        Job job;
        QCOMPARE(read_first_column(file.fileName().toStdString(), job),
                 (std::vector<std::string>{"AAAC-1", "CCCT-1"}));
    }

    void whatIsNoListIsTold() {
        QTemporaryDir folder;
        Job job;
        QVERIFY_EXCEPTION_THROWN(read_first_column(folder.path().toStdString(), job), Error);
        QVERIFY_EXCEPTION_THROWN(read_first_column(folder.filePath("none").toStdString(), job), Error);
        QFile file(folder.filePath("bytes"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("\x89HDF\r\n\x1a\n\0\0\0", 11));
        file.close();
        QVERIFY_EXCEPTION_THROWN(read_first_column(file.fileName().toStdString(), job), Error);
    }
};

QTEST_GUILESS_MAIN(TestFirstColumn)
#include "tst_first_column.moc"
