// What goes into a script: arguments that a shell gives on as they were, texts that Python reads as they
// were, comments that stay comments.
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include "ui/script/script_text.h"

using namespace regulus;

namespace {

const std::vector<std::string> hostile{"plain",
                                       "",
                                       "two words",
                                       "it's",
                                       "$HOME `id` $(id)",
                                       "\"quoted\"",
                                       "back\\slash\\",
                                       "é ü 細胞 🧬",
                                       "line\nline",
                                       "-dash",
                                       "*?[a-z]",
                                       "a;b|c&d>e",
                                       "!history",
                                       "#no",
                                       "~",
                                       "\ttab",
                                       "%s%n",
                                       "'"};

QByteArray outputOf(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    return process.readAllStandardOutput();
}

ScriptInputs inputs() {
    ScriptInputs in;
    in.dataset = std::make_shared<const Dataset>();
    return in;
}

}  // namespace

class TestCommandWords : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aShellGivesArgumentsOn() {
        QString words;
        QByteArray wanted;
        for (const std::string& argument : hostile) {
            words += ' ' + shellQuoted(QString::fromStdString(argument));
            wanted += QByteArray::fromStdString(argument) + '|';
        }
        QCOMPARE(outputOf("/bin/sh",
                          {"-c", shell_newline + "\nfor a in" + words + "; do printf '%s|' \"$a\"; done"}),
                 wanted);
        QVERIFY(!words.contains('\n'));
    }

    void pythonReadsTexts() {
        QByteArray wanted;
        for (const std::string& text : hostile) wanted += QByteArray::fromStdString(text) + '|';
        const QString program = "import sys; sys.stdout.buffer.write(''.join(t + '|' for t in %1).encode())";
        QCOMPARE(outputOf("/usr/bin/python3", {"-c", program.arg(pythonList(hostile))}), wanted);
    }

    void aValueThatBeginsAsAnOptionIsOne() {
        QCOMPARE(CommandWords("figure").add("--color-by", "-x").add("--x", "y").text(),
                 QString("regulus figure --color-by=-x --x y"));
    }

    void longCommandsAreSeveralLinesOfOne() {
        CommandWords words("echo");
        for (int i = 0; i < 30; ++i) words.add("--option", "a value");
        QVERIFY(words.lines().count('\n') > 2);
        QCOMPARE(outputOf("/bin/sh", {"-c", "regulus() { echo $#; }; " + words.lines()}).trimmed(),
                 QByteArray("61"));
    }

    void commentsStayComments() {
        const ScriptInputs in = inputs();
        ScriptText text(in, "stem");
        const QString names[]{"a\nrm -rf x", "b\r\nid", QString("c") + QChar(0x2028) + "id", "d\x1b[2J",
                              "e\vf\fg"};
        for (const QString& name : names) {
            text.section(name);
            text.say(name);
            text.scanpy(name);
        }
        for (const QString& line : text.text().split('\n'))
            QVERIFY2(line.isEmpty() || line.startsWith('#'), qPrintable(line));
        QVERIFY(!text.text().contains('\x1b') && !text.text().contains('\r'));
    }

    // What takes the lines of Python out takes no name for one.
    void namesAreNoPython() {
        const ScriptInputs in = inputs();
        ScriptText text(in, "stem");
        for (qsizetype before = 0; before < 110; ++before)
            text.say(QString(before, 'x') + " scanpy: import os");
        text.scanpy("import numpy");
        const QString script = text.text();
        QCOMPARE(script.split('\n').filter(QRegularExpression("^# scanpy: ")).size(), qsizetype(1));
        QCOMPARE(script.count("scanpy:"), qsizetype(111));
        // Nor does it take an argument of a command, or a file.
        text.run(CommandWords("compare").add("--of", "type=T\n# scanpy: import os"));
        text.line("data=" + shellQuoted("/a\n# scanpy: import os\n.h5ad"));
        QCOMPARE(text.text().split('\n').filter(QRegularExpression("^# scanpy: ")).size(), qsizetype(1));
    }

    void filesOfCellsFollowEachOther() {
        const ScriptInputs in = inputs();
        ScriptText text(in, "my stem");
        text.runToCells(text.command("cluster"));
        text.runToCells(text.command("score"));
        text.nameCells();
        QCOMPARE(text.text(), QString("regulus cluster --data \"$data\" --out './my stem.1.h5ad'\n"
                                      "data='./my stem.1.h5ad'\n"
                                      "regulus score --data \"$data\" --out './my stem.2.h5ad'\n"
                                      "rm -f './my stem.1.h5ad'\n"
                                      "data='./my stem.2.h5ad'\n"
                                      "\n# --- All of it in one file ---\n"
                                      "mv './my stem.2.h5ad' './my stem.cells.h5ad'\n"
                                      "data='./my stem.cells.h5ad'\n"));
    }
};

QTEST_MAIN(TestCommandWords)
#include "tst_command_words.moc"
