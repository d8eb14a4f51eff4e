// What a file is, asked of paths that the system itself refuses: a window asks it from a slot.
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

#include "app/command_line/options/open_files.h"
#include "core/base/error.h"

using namespace regulus;

class OpenFilesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void odd_paths_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("nothing") << QString();
        QTest::newRow("not there") << QStringLiteral("/nowhere/x.h5ad");
        QTest::newRow("a name too long") << QString(300, 'n');
        QTest::newRow("a path too long") << QString(5000, 'n');
        QTest::newRow("a loop of links") << QStringLiteral("loop");
        QTest::newRow("below a loop of links") << QStringLiteral("loop/x.h5ad");
        QTest::newRow("below a file") << QStringLiteral("/proc/version/x.h5ad");
    }
    void odd_paths() {
        QFETCH(QString, path);
        QTemporaryDir folder;
        std::filesystem::create_symlink(folder.filePath("loop").toStdString(),
                                        folder.filePath("loop").toStdString());
        if (path.startsWith("loop")) path = folder.filePath(path);
        try {
            (void)kind_of_file(path.toStdString());
            QFAIL("it was taken for something");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Input);
            QVERIFY(!error.remedy().empty());
        }
    }
};

QTEST_APPLESS_MAIN(OpenFilesTest)
#include "tst_open_files.moc"
