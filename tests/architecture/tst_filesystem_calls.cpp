// Calls of <filesystem> that answer with an error code: the others throw an exception that is none of ours (a
// name too long, a loop of links, a folder that vanished), through whatever slot asked.
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "tests/architecture/source_includes.h"
#include "tests/architecture/source_tree.h"

using namespace regulus::architecture;

namespace {

const QRegularExpression& call() {
    static const QRegularExpression calls(QStringLiteral(
        R"(\b(?:std::filesystem|fs|filesystem)::(absolute|canonical|weakly_canonical|relative|proximate|copy|copy_file|copy_symlink|create_directory|create_directories|create_hard_link|create_symlink|create_directory_symlink|current_path|equivalent|exists|file_size|hard_link_count|is_block_file|is_character_file|is_directory|is_empty|is_fifo|is_other|is_regular_file|is_socket|is_symlink|last_write_time|permissions|read_symlink|remove|remove_all|rename|resize_file|space|status|symlink_status|temp_directory_path|(?:recursive_)?directory_iterator(?:\s+\w+)?)\s*\()"));
    return calls;
}

// What entries of a folder are asked without saying where an error goes; steps that throw.
const QRegularExpression& throwing_member() {
    static const QRegularExpression members(QStringLiteral(
        R"(->(?:file_size|last_write_time)\(\s*\)|(?:->|\.)(?:is_regular_file|is_directory|is_symlink|symlink_status|hard_link_count)\(\s*\)|for\s*\([^;()]*:\s*(?:std::filesystem|fs)::(?:recursive_)?directory_iterator)"));
    return members;
}

// The arguments of a call whose opening parenthesis is just before `at`.
QStringList arguments_from(const QString& text, qsizetype at) {
    QStringList arguments{QString()};
    for (int depth = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        if (c == '(' || c == '{' || c == '[') ++depth;
        if ((c == ')' || c == '}' || c == ']') && --depth < 0) break;
        if (c == ',' && depth == 0)
            arguments.append(QString());
        else
            arguments.last() += c;
    }
    for (QString& argument : arguments) argument = argument.simplified();
    return arguments;
}

QSet<QString> error_codes_of(const QString& text) {
    static const QRegularExpression declared(
        QStringLiteral(R"(\bstd::error_code\s*&?\s*(\w+(?:\s*,\s*\w+)*))"));
    static const QRegularExpression comma(QStringLiteral(R"(\s*,\s*)"));
    QSet<QString> names;
    for (auto it = declared.globalMatch(text); it.hasNext();) {
        for (const QString& name : it.next().captured(1).split(comma)) names.insert(name);
    }
    return names;
}

QStringList faults_of(const QString& source) {
    const QString text = without_comments(source);
    const QSet<QString> codes = error_codes_of(text);
    QStringList faults;
    for (auto it = call().globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        // A file_status is asked, not the disk.
        const QStringList arguments = arguments_from(text, match.capturedEnd());
        if (codes.contains(arguments.last()) || arguments.first().contains(QStringLiteral("status(")))
            continue;
        faults.append(match.captured().simplified() + arguments.join(QStringLiteral(", ")) + ')');
    }
    for (auto it = throwing_member().globalMatch(text); it.hasNext();)
        faults.append(it.next().captured().simplified());
    return faults;
}

}  // namespace

class TestFilesystemCalls : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void faults_are_found() {
        QVERIFY(
            faults_of("std::error_code e; fs::exists(fs::path(a) / b, e); entry->file_size(e);").isEmpty());
        QVERIFY(faults_of("// fs::exists(a)\nfs::path p(a); file.exists();").isEmpty());
        QCOMPARE(faults_of("std::filesystem::is_directory(path)").size(), 1);
        QCOMPARE(faults_of("std::error_code e; fs::rename(file(\"a\", e), file(\"b\"))").size(), 1);
        QCOMPARE(faults_of("for (const auto& x : fs::directory_iterator(folder, e)) {}").size(), 2);
        QCOMPARE(
            faults_of("std::error_code e; for (const auto& x : fs::directory_iterator(folder, e)) {}").size(),
            1);
        QCOMPARE(faults_of("if (at->is_regular_file()) {}").size(), 1);
    }

    void none_can_throw() {
        for (const QString& path : files_below({"app", "core", "ui"}, {"*.h", "*.cpp"})) {
            const QStringList faults = faults_of(text_of(path));
            QVERIFY2(faults.isEmpty(), qPrintable(path + ": " + faults.join("; ")));
        }
    }
};

QTEST_APPLESS_MAIN(TestFilesystemCalls)
#include "tst_filesystem_calls.moc"
