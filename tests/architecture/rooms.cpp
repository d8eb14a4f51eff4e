#include "tests/architecture/rooms.h"

#include <QList>

namespace regulus::architecture {
namespace {

struct Room {
    QString name;
    QStringList may_use;
};

const QList<Room>& rooms() {
    static const QStringList prior{QStringLiteral("core/base"), QStringLiteral("core/data"),
                                   QStringLiteral("core/prior")};
    static const QStringList science =
        prior + QStringList{QStringLiteral("core/io"), QStringLiteral("core/stats"),
                            QStringLiteral("core/embed"), QStringLiteral("core/simulate")};
    static const QStringList regulons = science + QStringList{QStringLiteral("core/regulons")};
    static const QStringList model = regulons + QStringList{QStringLiteral("core/model")};
    static const QStringList interpret = model + QStringList{QStringLiteral("core/interpret")};
    static const QStringList evaluate = interpret + QStringList{QStringLiteral("core/evaluate")};
    static const QStringList workflow = evaluate + QStringList{QStringLiteral("core/workflow")};
    static const QStringList core = workflow + QStringList{QStringLiteral("core/evidence")};
    static const QStringList values{QStringLiteral("core/base"), QStringLiteral("core/data")};
    static const QStringList pictures =
        core + QStringList{QStringLiteral("ui/render"), QStringLiteral("ui/figures")};
    static const QStringList written =
        pictures + QStringList{QStringLiteral("ui/jobs"), QStringLiteral("ui/export")};
    static const QStringList shown =
        written + QStringList{QStringLiteral("ui/session"), QStringLiteral("ui/render3d")};
    static const QStringList models = shown + QStringList{QStringLiteral("ui/models")};
    static const QStringList views = models + QStringList{QStringLiteral("ui/views")};
    static const QStringList told = views + QStringList{QStringLiteral("ui/script")};
    static const QList<Room> table{
        {QStringLiteral("core/base"), {}},
        {QStringLiteral("core/data"), {QStringLiteral("core/base")}},
        {QStringLiteral("core/prior"), values},
        // These four do not know each other.
        {QStringLiteral("core/io"), prior},
        {QStringLiteral("core/stats"), prior},
        {QStringLiteral("core/embed"), prior},
        {QStringLiteral("core/simulate"), prior},
        {QStringLiteral("core/regulons"), science},
        {QStringLiteral("core/model"), regulons},
        {QStringLiteral("core/interpret"), model},
        {QStringLiteral("core/evaluate"), interpret},
        {QStringLiteral("core/workflow"), evaluate},
        {QStringLiteral("core/evidence"), workflow},
        // These five know nothing of the session.
        {QStringLiteral("ui/render"), values},
        {QStringLiteral("ui/render3d"), values + QStringList{QStringLiteral("ui/render")}},
        {QStringLiteral("ui/jobs"), {QStringLiteral("core/base")}},
        {QStringLiteral("ui/figures"), core + QStringList{QStringLiteral("ui/render")}},
        {QStringLiteral("ui/export"), pictures + QStringList{QStringLiteral("ui/jobs")}},
        {QStringLiteral("ui/session"), pictures + QStringList{QStringLiteral("ui/jobs")}},
        {QStringLiteral("ui/models"), shown},
        {QStringLiteral("ui/views"), models},
        {QStringLiteral("ui/script"), views},
        {QStringLiteral("ui/dialogs"), told},
        // The command line knows no session, no view and no window.
        {QStringLiteral("app/command_line"), written},
        {QStringLiteral("app/window"),
         told + QStringList{QStringLiteral("ui/dialogs"), QStringLiteral("app/command_line")}},
        {QStringLiteral("app"), {QStringLiteral("app/command_line"), QStringLiteral("app/window")}},
        {QStringLiteral("tests"),
         told + QStringList{QStringLiteral("ui/dialogs"), QStringLiteral("app"),
                            QStringLiteral("app/command_line"), QStringLiteral("app/window")}},
    };
    return table;
}

}  // namespace

QString room_of(const QString& path) {
    const QStringList parts = path.split(QLatin1Char('/'));
    if (parts.size() < 2) return {};
    static const QStringList of_rooms{QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")};
    if (of_rooms.contains(parts[0]) && parts.size() >= 3) return parts[0] + QLatin1Char('/') + parts[1];
    if (parts[0] == QStringLiteral("app") || parts[0] == QStringLiteral("tests")) return parts[0];
    return {};
}

bool may_use(const QString& from, const QString& to) {
    if (from == to) return true;
    for (const Room& room : rooms()) {
        if (room.name == from) return room.may_use.contains(to);
    }
    return false;
}

QStringList known_rooms() {
    QStringList names;
    for (const Room& room : rooms()) names.append(room.name);
    return names;
}

}  // namespace regulus::architecture
