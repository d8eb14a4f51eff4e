// The help pages against the program: every option that a command takes is described, none is made up, the
// licences printed are those listed, and no link leads nowhere.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "tests/support/test_data.h"

namespace {

QString resources() {
    return qEnvironmentVariable("REGULUS_RESOURCES");
}
QString program() {
    return qEnvironmentVariable("REGULUS_PROGRAM");
}

QString text_of(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString output_of(const QStringList& arguments) {
    QProcess process;
    process.start(program(), arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0) return {};
    return QString::fromUtf8(process.readAllStandardOutput());
}

QSet<QString> options_in(const QString& text) {
    static const QRegularExpression option("(?<![\\w-])--[a-z][a-z-]*");
    QSet<QString> found;
    for (auto it = option.globalMatch(text); it.hasNext();) found.insert(it.next().captured());
    return found;
}

// The page's sections by their title ("### train" is "train"); the text before the first is "".
QMap<QString, QString> sections_of(const QString& page, const QString& mark) {
    QMap<QString, QString> sections;
    QString title;
    for (const QString& line : page.split('\n')) {
        if (line.startsWith('#')) {
            title = line.startsWith(mark + ' ') ? line.mid(mark.size() + 1).trimmed() : QString();
        } else {
            sections[title] += line + '\n';
        }
    }
    return sections;
}

QString joined(const QSet<QString>& names) {
    QStringList list(names.begin(), names.end());
    list.sort();
    return list.join(' ');
}

#define NEED_PROGRAM()                                                              \
    do {                                                                            \
        if (!QFileInfo::exists(program())) {                                        \
            if (regulus::test::data_required()) QFAIL("the program was not built"); \
            QSKIP("the program was not built");                                     \
        }                                                                           \
    } while (false)

}  // namespace

class TestHelpPages : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void every_option_is_described_and_none_made_up() {
        NEED_PROGRAM();
        const QMap<QString, QString> sections =
            sections_of(text_of(resources() + "/help/command-line.md"), "###");
        const QString help = output_of({"--help"});
        static const QRegularExpression command("^  ([a-z]+)\\s+\\S", QRegularExpression::MultilineOption);
        QSet<QString> commands;
        const QString listed = help.mid(help.indexOf("Subcommands:"));
        for (auto it = command.globalMatch(listed); it.hasNext();) commands.insert(it.next().captured(1));
        QVERIFY2(commands.size() >= 8, qPrintable(help));
        for (const QString& name : commands) {
            QVERIFY2(sections.contains(name), qPrintable(name + " is not described"));
            const QSet<QString> taken = options_in(output_of({name, "--help"})) - QSet<QString>{"--help"};
            const QSet<QString> described = options_in(sections[name]);
            QVERIFY2((taken - described).isEmpty(),
                     qPrintable(name + " takes, undescribed: " + joined(taken - described)));
            const QSet<QString> everywhere = options_in(help);
            QVERIFY2((described - taken - everywhere).isEmpty(),
                     qPrintable(name + " does not take: " + joined(described - taken - everywhere)));
        }
        const QSet<QString> global = options_in(help.left(help.indexOf("Subcommands:")));
        const QSet<QString> described = options_in(text_of(resources() + "/help/command-line.md"));
        QVERIFY2((global - described).isEmpty(), qPrintable("undescribed: " + joined(global - described)));
    }

    void licences_are_those_printed() {
        NEED_PROGRAM();
        QSet<QString> printed;
        const QJsonObject object =
            QJsonDocument::fromJson(output_of({"--licences", "--json"}).toUtf8()).object();
        for (const auto& part : object["licences"].toArray())
            printed.insert(part.toObject()["name"].toString());
        QVERIFY(printed.size() > 5);
        QSet<QString> listed;
        static const QRegularExpression row("^\\| ([^|]+?) \\|", QRegularExpression::MultilineOption);
        const QString page = text_of(resources() + "/THIRD_PARTY_LICENCES.md");
        for (auto it = row.globalMatch(page); it.hasNext();) listed.insert(it.next().captured(1));
        listed -= QSet<QString>{"Name", "---"};
        QVERIFY2((printed - listed).isEmpty(), qPrintable("not in the list: " + joined(printed - listed)));
        QVERIFY2((listed - printed).isEmpty(), qPrintable("not printed: " + joined(listed - printed)));
    }

    void links_lead_somewhere() {
        static const QRegularExpression link("\\]\\(([^)#:]+)\\)");
        const QDir help(resources() + "/help");
        const QStringList pages = help.entryList({"*.md"});
        QVERIFY(pages.contains("index.md"));
        const QString index = text_of(help.filePath("index.md"));
        for (const QString& page : pages) {
            const QString text = text_of(help.filePath(page));
            for (auto it = link.globalMatch(text); it.hasNext();) {
                const QString target = it.next().captured(1);
                QVERIFY2(QFileInfo::exists(help.filePath(target)), qPrintable(page + " links to " + target));
            }
            QVERIFY2(page == "index.md" || index.contains('(' + page + ')'),
                     qPrintable(page + " is unreachable"));
        }
    }
};

QTEST_GUILESS_MAIN(TestHelpPages)
#include "tst_help_pages.moc"
