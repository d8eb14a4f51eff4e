// What the command line says of options given wrongly, and how it names files in its usage lines.
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestOptionWords : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void mistakesAreExplained_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const QStringList& arguments, const char* words) {
            QTest::newRow(name) << arguments << QString(words);
        };
        row("unit", {"--memory", "4X", "info", "starter"}, "--memory: sizes are written like 512M or 4G");
        row("no size", {"info", "starter", "--cache", "much"}, "--cache: sizes are written like 512M or 4G");
        row("negative count", {"qc", "--data", "x.h5ad", "--min-genes", "-5"},
            "--min-genes must be a whole number, 0 or more, not '-5'");
        row("no number", {"qc", "--data", "x.h5ad", "--max-counts", "many"},
            "--max-counts must be a number, not 'many'");
        row("within a command's command", {"prior", "show", "starter", "--top-targets", "few"},
            "--top-targets must be a whole number, 0 or more, not 'few'");
        row("twice", {"info", "starter", "--prior", "starter", "--prior", "starter"},
            "--prior is given more than once");
        row("no file", {"info"}, "FILE is required");
    }
    void mistakesAreExplained() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        const Ran ran = run(arguments);
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(ran.errors.contains(words), ran.all().c_str());
    }
    void usageLinesNameFiles_data() {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("usage");
        QTest::newRow("info") << QStringList{"info"} << QString("info [OPTIONS] FILE\n");
        QTest::newRow("convert") << QStringList{"convert"} << QString("convert [OPTIONS] FILE\n");
        QTest::newRow("show") << QStringList{"prior", "show"} << QString("show [OPTIONS] FILE\n");
        QTest::newRow("merge") << QStringList{"prior", "merge"} << QString("merge [OPTIONS] FILE...\n");
    }
    void usageLinesNameFiles() {
        QFETCH(QStringList, command);
        QFETCH(QString, usage);
        const Ran ran = run(command << "--help");
        QCOMPARE(ran.exit_code, 0);
        const QString& help = ran.output;
        QVERIFY2(help.contains(usage), qPrintable(help));
        QVERIFY2(!help.contains("FILE FILE"), qPrintable(help));
    }
};

QTEST_GUILESS_MAIN(TestOptionWords)
#include "tst_option_words.moc"
