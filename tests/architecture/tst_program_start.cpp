// What the program loads when it starts: no Torch, no VTK and nothing they bring, for both are modules that
// are opened on first use.
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include "tests/support/test_data.h"

class TestProgramStart : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void loads_no_heavy_library() {
        const QString program = qEnvironmentVariable("REGULUS_PROGRAM");
        if (!QFileInfo::exists(program)) {
            if (regulus::test::data_required()) QFAIL("the program was not built");
            QSKIP("the program was not built");
        }
        QProcess ldd;
        ldd.start("ldd", {program});
        QVERIFY(ldd.waitForFinished(60000));
        QCOMPARE(ldd.exitCode(), 0);
        const QString loaded = QString::fromUtf8(ldd.readAllStandardOutput());
        QVERIFY(loaded.contains("libQt6Core"));
        for (const QString heavy :
             {"libtorch", "libc10", "libvtk", "libopencv", "libQt5", "libmpi", "libpython"})
            QVERIFY2(!loaded.contains(heavy), qPrintable(heavy));
        QVERIFY2(loaded.count('\n') < 120, qPrintable(QString::number(loaded.count('\n'))));
    }
};

QTEST_GUILESS_MAIN(TestProgramStart)
#include "tst_program_start.moc"
