#include "tests/architecture/link_rules.h"

#include <QRegularExpression>
#include <QSet>

#include "tests/architecture/rooms.h"

namespace regulus::architecture {
namespace {

struct Link {
    QString path, target, dependency;
    int line = 0;
    bool is_private = false;
};

QString folder_of(const QString& path) {
    return path.left(path.lastIndexOf(QLatin1Char('/')) + 1);
}

// The project's own functions that link begin with regulus_. They take a name (regulus_tests does not) and
// libraries: those after LINK or PRIVATE_LINK, or, where there is neither word, all that follows.
bool is_own_function(const QString& name) {
    return name.startsWith(QStringLiteral("regulus_"));
}

// What the command links, with the visibility it does it by.
QList<Link> links_of(const QString& path, const CmakeCommand& command) {
    static const QMap<QString, bool> sections{{QStringLiteral("LINK"), false},
                                              {QStringLiteral("PUBLIC"), false},
                                              {QStringLiteral("INTERFACE"), false},
                                              {QStringLiteral("PRIVATE_LINK"), true},
                                              {QStringLiteral("PRIVATE"), true}};
    const bool own = is_own_function(command.name);
    if (!own && command.name != QStringLiteral("target_link_libraries")) return {};
    const bool tests = command.name == QStringLiteral("regulus_tests");
    const QStringList& arguments = command.arguments;
    const bool has_sections = std::any_of(arguments.begin(), arguments.end(),
                                          [](const QString& word) { return sections.contains(word); });
    const QString target = tests ? QStringLiteral("a test of ") + folder_of(path) : arguments.value(0);
    QList<Link> links;
    bool in_links = !has_sections, is_private = tests;
    for (const QString& word : tests ? arguments : arguments.mid(1)) {
        if (sections.contains(word)) {
            in_links = true;
            is_private = tests || sections[word];
        } else if (in_links) {
            links.append({path, target, word, command.line, is_private});
        }
    }
    return links;
}

struct Library {
    QString name;
    QRegularExpression tokens;
    QStringList folders;  // whose CMakeLists.txt may link it; tests among them
};

const QList<Library>& libraries() {
    static const QList<Library> table{
        {QStringLiteral("Torch"),
         QRegularExpression(QStringLiteral("torch|c10|\\baten\\b"),
                            QRegularExpression::CaseInsensitiveOption),
         {QStringLiteral("core/model/detail/"), QStringLiteral("tests/core/model/"),
          QStringLiteral("tests/bench/")}},
        {QStringLiteral("HDF5"),
         QRegularExpression(QStringLiteral("(?<!regulus_io_)hdf5"),
                            QRegularExpression::CaseInsensitiveOption),
         {QStringLiteral("core/io/hdf5/"), QStringLiteral("core/io/assembly/"),
          QStringLiteral("core/io/anndata/"), QStringLiteral("core/io/tenx_loom/"),
          QStringLiteral("core/io/dataset/"), QStringLiteral("tests/core/io/hdf5/")}},
        {QStringLiteral("igraph"),
         QRegularExpression(QStringLiteral("igraph")),
         {QStringLiteral("core/embed/detail/")}},
        {QStringLiteral("VTK"),
         QRegularExpression(QStringLiteral("^vtk|::vtk"), QRegularExpression::CaseInsensitiveOption),
         {QStringLiteral("ui/render3d/detail/")}},
    };
    return table;
}

QString library_problem(const Link& link) {
    if (link.path.startsWith(QStringLiteral("core/")) && link.dependency.startsWith(QStringLiteral("Qt")))
        return QStringLiteral("and core uses no Qt");
    for (const Library& library : libraries()) {
        if (!library.tokens.match(link.dependency).hasMatch()) continue;
        if (!library.folders.contains(folder_of(link.path)))
            return QStringLiteral("and %1 is linked in %2 only").arg(library.name, library.folders.value(0));
        // The objects of the Torch module are shared with its tests, which need its headers too.
        if (!link.is_private && library.name != QStringLiteral("Torch"))
            return QStringLiteral("and %1 is linked PRIVATE").arg(library.name);
    }
    return {};
}

QString problem_of(const Link& link, const QMap<QString, QString>& home) {
    const QString problem = library_problem(link);
    if (!problem.isEmpty()) return problem;
    if (!home.contains(link.dependency)) return {};
    const QString from = room_of(link.path), to = room_of(home[link.dependency]);
    if (from.isEmpty() || to.isEmpty() || may_use(from, to)) return {};
    return QStringLiteral("and %1 may not use %2").arg(from, to);
}

}  // namespace

QList<CmakeCommand> cmake_commands(const QString& text) {
    static const QRegularExpression token(
        QStringLiteral(R"re(#[^\n]*|"(?:[^"\\]|\\.)*"|[()]|[^\s()#"]+|\n)re"));
    QList<CmakeCommand> commands;
    QString last;
    int line = 1, depth = 0;
    for (auto it = token.globalMatch(text); it.hasNext();) {
        const QString word = it.next().captured();
        if (word == QStringLiteral("\n")) {
            ++line;
        } else if (word == QStringLiteral("(")) {
            if (depth++ == 0) commands.append({last.toLower(), {}, line});
        } else if (word == QStringLiteral(")")) {
            depth = std::max(0, depth - 1);
        } else if (!word.startsWith(QLatin1Char('#'))) {
            line += static_cast<int>(word.count(QLatin1Char('\n')));
            const bool quoted = word.startsWith(QLatin1Char('"'));
            if (depth > 0) commands.last().arguments.append(quoted ? word.mid(1, word.size() - 2) : word);
            last = word;
        }
    }
    return commands;
}

QStringList link_violations(const QMap<QString, QString>& files) {
    static const QSet<QString> defining{QStringLiteral("regulus_library"), QStringLiteral("add_library"),
                                        QStringLiteral("add_executable")};
    static const QSet<QString> for_all{QStringLiteral("link_libraries"),
                                       QStringLiteral("include_directories"),
                                       QStringLiteral("link_directories")};
    QStringList violations;
    QMap<QString, QString> home;  // target to the CMake file that defines it
    QList<Link> links;
    for (auto file = files.begin(); file != files.end(); ++file) {
        for (const CmakeCommand& command : cmake_commands(file.value())) {
            if (defining.contains(command.name)) home[command.arguments.value(0)] = file.key();
            if (for_all.contains(command.name))
                violations.append(QStringLiteral("%1:%2: %3 acts on every target below it")
                                      .arg(file.key())
                                      .arg(command.line)
                                      .arg(command.name));
            const bool defines_function =
                command.name == QStringLiteral("function") || command.name == QStringLiteral("macro");
            if (defines_function && !is_own_function(command.arguments.value(0)))
                violations.append(QStringLiteral("%1:%2: %3 %4 has no name that begins with regulus_")
                                      .arg(file.key())
                                      .arg(command.line)
                                      .arg(command.name, command.arguments.value(0)));
            links += links_of(file.key(), command);
        }
    }
    for (const Link& link : links) {
        const QString problem = problem_of(link, home);
        if (!problem.isEmpty())
            violations.append(QStringLiteral("%1:%2: %3 links %4, %5")
                                  .arg(link.path)
                                  .arg(link.line)
                                  .arg(link.target, link.dependency, problem));
    }
    return violations;
}

}  // namespace regulus::architecture
