#include "tests/architecture/include_rules.h"

#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>

#include "tests/architecture/rooms.h"
#include "tests/architecture/source_includes.h"

namespace regulus::architecture {
namespace {

// A library that only some folders may include; `folders` end with a slash.
struct Library {
    QString name;
    QRegularExpression headers;
    QStringList folders;
};

const QList<Library>& libraries() {
    static const QList<Library> table{
        {QStringLiteral("Qt"),
         QRegularExpression(QStringLiteral("^(Q[A-Z]|Qt|q[a-z0-9]+(_p)?\\.h$|.*/q[a-z0-9]+\\.h$)")),
         {QStringLiteral("ui/"), QStringLiteral("app/"), QStringLiteral("tests/")}},
        {QStringLiteral("VTK"),
         QRegularExpression(QStringLiteral("^(.*/)?vtk")),
         {QStringLiteral("ui/render3d/detail/")}},
        {QStringLiteral("Torch"),
         QRegularExpression(QStringLiteral("^(.*/)?(torch|ATen|c10|caffe2)/")),
         {QStringLiteral("core/model/detail/"), QStringLiteral("tests/core/model/"),
          QStringLiteral("tests/bench/")}},
        {QStringLiteral("igraph"),
         QRegularExpression(QStringLiteral("^(.*/)?igraph")),
         {QStringLiteral("core/embed/detail/")}},
        {QStringLiteral("HDF5"),
         QRegularExpression(QStringLiteral("^(.*/)?(hdf5[^/]*\\.h|H5[^/]*\\.h|highfive/)")),
         {QStringLiteral("core/io/hdf5/"), QStringLiteral("core/io/anndata/"),
          QStringLiteral("tests/core/io/"), QStringLiteral("tests/fuzz/")}},
    };
    return table;
}

bool starts_with_one_of(const QString& path, const QStringList& folders) {
    return std::any_of(folders.begin(), folders.end(), [&](const QString& f) { return path.startsWith(f); });
}

bool is_generated(const QString& name) {
    return name.endsWith(QStringLiteral(".moc")) || name.startsWith(QStringLiteral("moc_"));
}

// "core/model/detail/" for "core/model/detail/batches.h"; "" when no folder of the path is called detail.
QString private_folder(const QString& path) {
    const qsizetype at = path.indexOf(QStringLiteral("/detail/"));
    return at < 0 ? QString() : path.left(at + 1);
}

// "inspector" for "ui/views/inspector/tf_section.h"; "" outside the views.
QString view_of(const QString& path) {
    static const QString views = QStringLiteral("ui/views/");
    return path.startsWith(views) ? path.section(QLatin1Char('/'), 2, 2) : QString();
}

// Views hear of each other through the session only. What several of them are built of lies in parts/.
bool crosses_views(const QString& path, const QString& name) {
    const QString from = view_of(path), to = view_of(name);
    return !from.isEmpty() && !to.isEmpty() && from != to && to != QStringLiteral("parts");
}

// The folders of core/io stand in an order of their own, and nothing lies beside them.
bool climbs_in_io(const QString& path, const QString& name) {
    static const QString io = QStringLiteral("core/io/");
    static const QStringList hdf5{QStringLiteral("files"), QStringLiteral("store"), QStringLiteral("hdf5")};
    static const QStringList assembly = hdf5 + QStringList{QStringLiteral("assembly")};
    static const QStringList anndata = assembly + QStringList{QStringLiteral("anndata")};
    static const QMap<QString, QStringList> may_include{
        {QStringLiteral("files"), {}},
        {QStringLiteral("prior"), {QStringLiteral("files")}},
        {QStringLiteral("store"), {QStringLiteral("files")}},
        {QStringLiteral("hdf5"), {QStringLiteral("files"), QStringLiteral("store")}},
        {QStringLiteral("assembly"), hdf5},
        {QStringLiteral("anndata"), assembly},
        {QStringLiteral("tenx_loom"), anndata},
        {QStringLiteral("text"), assembly},
        {QStringLiteral("dataset"),
         anndata + QStringList{QStringLiteral("tenx_loom"), QStringLiteral("text")}},
    };
    if (!path.startsWith(io) || !name.startsWith(io)) return false;
    const QString from = path.section(QLatin1Char('/'), 2, 2), to = name.section(QLatin1Char('/'), 2, 2);
    return from != to && !may_include.value(from).contains(to);
}

// The options of the command line know none of the commands that take them.
bool climbs_in_app(const QString& path, const QString& name) {
    static const QString line = QStringLiteral("app/command_line/");
    return path.startsWith(line + QStringLiteral("options/")) &&
           name.startsWith(line + QStringLiteral("commands/"));
}

// What is wrong with `path` including a file of the tree; "" when nothing is.
QString project_problem(const QString& path, const QString& name) {
    const QString from = room_of(path), to = room_of(name);
    if (to.isEmpty()) return QStringLiteral("which lies in no room");
    if (!may_use(from, to)) return QStringLiteral("and %1 may not use %2").arg(from, to);
    if (climbs_in_io(path, name)) return QStringLiteral("which stands above it in core/io");
    if (climbs_in_app(path, name)) return QStringLiteral("which stands above it in app");
    if (crosses_views(path, name)) return QStringLiteral("and views do not know each other");
    const QString owner = private_folder(name);
    if (!owner.isEmpty() && !path.startsWith(owner) && !path.startsWith(QStringLiteral("tests/") + owner) &&
        !path.startsWith(QStringLiteral("tests/bench/")))
        return QStringLiteral("which is private to %1").arg(owner);
    return {};
}

QString problem_of(const QString& path, const Include& include) {
    static const QRegularExpression of_tree(QStringLiteral("^(app|core|ui|tests)/"));
    if (include.form == Include::Form::Computed)
        return QStringLiteral("by a macro, which hides what is included");
    if (include.name.contains(QStringLiteral("..")) || include.name.startsWith(QLatin1Char('/')))
        return QStringLiteral("and a path is written from the root of the tree");
    if (of_tree.match(include.name).hasMatch()) return project_problem(path, include.name);
    for (const Library& library : libraries()) {
        if (library.headers.match(include.name).hasMatch() && !starts_with_one_of(path, library.folders))
            return QStringLiteral("and %1 belongs to %2 only")
                .arg(library.name, library.folders.join(QStringLiteral(", ")));
    }
    const bool names_a_neighbour = include.form == Include::Form::Quoted &&
                                   !include.name.contains(QLatin1Char('/')) && !is_generated(include.name);
    if (names_a_neighbour) return QStringLiteral("and a path is written from the root of the tree");
    return {};
}

}  // namespace

QStringList include_violations(const QString& path, const QString& text) {
    QStringList violations;
    for (const Include& include : includes_of(text)) {
        const QString problem = problem_of(path, include);
        if (!problem.isEmpty())
            violations.append(QStringLiteral("%1:%2: includes %3, %4")
                                  .arg(path)
                                  .arg(include.line)
                                  .arg(include.name, problem));
    }
    return violations;
}

}  // namespace regulus::architecture
