#include <QTest>

#include "core/data/rows_by_name.h"

using namespace regulus;

class TestRowsByName : public QObject {
    Q_OBJECT
    using Names = std::vector<std::string>;
    const Names m_index{"AAAC-1", "CCCT-1", "GGGA-1", "CCCT-2", "a cell, with blanks", "plain"};

  private Q_SLOTS:
    void namesAreFound() {
        const RowsByName found =
            rows_by_name(m_index, Names{"plain", "CCCT-2", "plain", "nobody", "AAAC", "CCCT", "GGGA-2"});
        QCOMPARE(found.rows, (std::vector<std::uint32_t>{5, 3, 0}));
        QCOMPARE(found.unknown, (Names{"nobody", "CCCT", "GGGA-2"}));  // CCCT stands for two
        QCOMPARE(found.shortened, std::size_t{1});
        QCOMPARE(found.ambiguous, std::size_t{1});
        QVERIFY(rows_by_name({}, Names{"a"}).rows.empty());
        QVERIFY(rows_by_name(m_index, {}).rows.empty());
    }

    void theFirstOfTwoRowsOfOneName() {
        QCOMPARE(rows_by_name({"a", "b", "a"}, Names{"a"}).rows, std::vector<std::uint32_t>{0});
    }

    void textsAreTakenApart_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("names");
        QTest::newRow("lines") << QByteArray("AAAC-1\nCCCT-1\n") << QByteArray("AAAC-1|CCCT-1");
        QTest::newRow("Windows") << QByteArray("AAAC-1\r\n\r\n  CCCT-1 \r\n") << QByteArray("AAAC-1|CCCT-1");
        QTest::newRow("commas") << QByteArray("AAAC-1, CCCT-1;x\ty") << QByteArray("AAAC-1|CCCT-1|x|y");
        QTest::newRow("quotes") << QByteArray("\"AAAC-1\",'CCCT-1'") << QByteArray("AAAC-1|CCCT-1");
        QTest::newRow("a name with blanks")
            << QByteArray("a cell, with blanks\nplain") << QByteArray("a cell, with blanks|plain");
        QTest::newRow("nothing") << QByteArray(" \n,;\n") << QByteArray();
        QTest::newRow("no end") << QByteArray("plain") << QByteArray("plain");
    }
    void textsAreTakenApart() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, names);
        QByteArrayList found;
        for (const std::string& name : names_in(text.toStdString(), m_index))
            found << QByteArray::fromStdString(name);
        QCOMPARE(found.join('|'), names);
    }
};

QTEST_GUILESS_MAIN(TestRowsByName)
#include "tst_rows_by_name.moc"
