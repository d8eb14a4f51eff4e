// Names as text: separated by blanks or marks, also names with blanks in them, in any case.
#include <QTest>

#include "ui/views/parts/name_field.h"

using namespace regulus;

class TestNameField : public QObject {
    Q_OBJECT
    using Names = std::vector<std::string>;

  private Q_SLOTS:
    void names_are_found_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Names>("found");
        QTest::addColumn<QStringList>("unknown");
        QTest::newRow("blanks") << "CD3D  MS4A1" << Names{"CD3D", "MS4A1"} << QStringList{};
        QTest::newRow("marks") << "CD3D,MS4A1;LYZ\tCD3D" << Names{"CD3D", "MS4A1", "LYZ"} << QStringList{};
        QTest::newRow("a name with a blank")
            << "CD3D, cell type, LYZ" << Names{"CD3D", "cell type", "LYZ"} << QStringList{};
        QTest::newRow("its words alone") << "cell LYZ type" << Names{"LYZ"} << QStringList{"cell", "type"};
        QTest::newRow("quoted") << "'CD3D', \"LYZ\"" << Names{"CD3D", "LYZ"} << QStringList{};
        QTest::newRow("case") << "cd3d Cell Type" << Names{"CD3D"} << QStringList{"Cell", "Type"};
        QTest::newRow("case of both") << "lyz, Cell Type" << Names{"LYZ", "cell type"} << QStringList{};
        QTest::newRow("doubtful case") << "ABC1 AbC1" << Names{"ABC1"} << QStringList{"AbC1"};
        QTest::newRow("nothing") << " ,; " << Names{} << QStringList{};
    }
    void names_are_found() {
        QFETCH(QString, text);
        NameField field;
        field.setKnown({"CD3D", "MS4A1", "LYZ", "cell type", "ABC1", "abc1"});
        field.setText(text);
        QTEST(field.names(), "found");
        QTEST(field.unknown(), "unknown");
    }
};

QTEST_MAIN(TestNameField)
#include "tst_name_field.moc"
