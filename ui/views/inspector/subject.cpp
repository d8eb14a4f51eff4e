#include "ui/views/inspector/subject.h"

#include <algorithm>
#include <array>

#include "core/base/cell_loop.h"
#include "ui/models/number_text.h"

namespace regulus {
namespace {

Subject ofGroups(const Session& session) {
    const std::vector<Group>& groups = session.focus().groups();
    Subject subject;
    if (groups.empty() || groups[0].cells.empty()) return subject;
    subject.kind = groups.size() > 1 && !groups[1].cells.empty() ? Subject::Kind::Pair : Subject::Kind::Group;
    subject.first = groups[0];
    if (subject.kind == Subject::Kind::Pair) subject.second = groups[1];
    return subject;
}

Subject ofTwoCells(std::size_t cells, std::uint32_t first, std::uint32_t second) {
    Subject subject;
    subject.kind = Subject::Kind::Pair;
    subject.cell = second;
    subject.first = {QObject::tr("cell 1"), CellSet::of(cells, std::vector{first})};
    subject.second = {QObject::tr("cell 2"), CellSet::of(cells, std::vector{second})};
    subject.cells = true;
    return subject;
}

Subject ofSelection(const Session& session) {
    Subject subject;
    const CellSet& cells = session.cells().selection();
    const std::size_t count = cells.count();
    if (count == 0) return subject;
    if (count == 1) {
        subject.kind = Subject::Kind::Cell;
        subject.cell = cells.rows().front();
        return subject;
    }
    subject.kind = Subject::Kind::Group;
    subject.first = {groupName(session, cells), cells};
    return subject;
}

Subject ofCell(const Session& session) {
    Subject subject;
    if (const auto cell = session.focus().cell(); cell && *cell < session.opened().cells()) {
        if (twoCells(session)) return ofTwoCells(session.opened().cells(), *session.focus().pinned(), *cell);
        subject.kind = Subject::Kind::Cell;
        subject.cell = *cell;
    }
    return subject;
}

// Of a column: the group that all these cells are in.
struct Around {
    QString name;  // empty: there is none
    std::size_t cells = 0;
    std::string group;  // as the column has it
};
Around around(const Session& session, const std::string& column, const CellSet& cells) {
    const auto groups = column.empty() ? nullptr : session.groups().categorical(column);
    if (!groups || groups->codes.size() != session.opened().cells()) return {};
    int code = -2;
    const bool alike = visit_while(cells, [&](std::size_t cell) {
        if (code == -2) code = groups->codes[cell];
        return groups->codes[cell] == code;
    });
    if (!alike || code < 0) return {};
    const std::string& group = groups->categories[std::size_t(code)];
    const QString name = QString::fromStdString(group);
    // A number, or "True", says nothing without its column.
    const bool plain = groups->kind == Categorical::Kind::Texts || column == session.opened().labelColumn();
    return {plain ? name : QObject::tr("%1: %2").arg(QString::fromStdString(column), name),
            session.groups().sizes(column)[std::size_t(code)], group};
}

// That lists offer: first the one that colours the map, then the labels.
std::vector<std::string> columnsOf(const Session& session) {
    std::vector<std::string> columns;
    const Coloring& coloring = session.colors().coloring();
    if (coloring.source == ColorSource::Column) columns.push_back(coloring.name);
    columns.push_back(session.opened().labelColumn());
    return columns;
}

// A TF that is opened before any cell is.
Subject ofAll(const Session& session) {
    Subject subject;
    if (session.focus().tf().empty() || !(session.model().regulons || session.tfResults())) return subject;
    subject.kind = Subject::Kind::Group;
    subject.first = {QObject::tr("All cells"), CellSet::all(session.opened().cells())};
    return subject;
}

}  // namespace

bool twoCells(const Session& session) {
    const auto pinned = session.focus().pinned(), cell = session.focus().cell();
    const std::size_t cells = session.opened().cells();
    return pinned && cell && *pinned != *cell && std::max(*pinned, *cell) < cells;
}

bool sameSubject(const Subject& a, const Subject& b) {
    return a.kind == b.kind && a.cell == b.cell && a.cells == b.cells && a.first.cells == b.first.cells &&
           a.second.cells == b.second.cells;
}

Subject subjectOf(const Session& session, Interest interest) {
    using Look = Subject (*)(const Session&);
    const std::array<Look, 3> byInterest =
        interest == Interest::Cell        ? std::array<Look, 3>{ofCell, ofSelection, ofGroups}
        : interest == Interest::Selection ? std::array<Look, 3>{ofSelection, ofCell, ofGroups}
                                          : std::array<Look, 3>{ofGroups, ofSelection, ofCell};
    for (const Look look : byInterest) {
        Subject subject = look(session);
        if (subject.kind != Subject::Kind::None) return subject;
    }
    return ofAll(session);
}

std::optional<GroupOfColumn> wholeGroup(const Session& session, const CellSet& cells) {
    std::vector<std::string> columns = columnsOf(session);
    for (std::string& column : session.groups().listed()) columns.push_back(std::move(column));
    for (const std::string& column : columns)
        if (const Around group = around(session, column, cells);
            !group.name.isEmpty() && group.cells == cells.count())
            return GroupOfColumn{column, group.group};
    return std::nullopt;
}

QString wholeGroupName(const Session& session, const CellSet& cells) {
    const auto whole = wholeGroup(session, cells);
    return whole ? around(session, whole->column, cells).name : QString();
}

QString groupName(const Session& session, const CellSet& cells) {
    if (const QString name = wholeGroupName(session, cells); !name.isEmpty()) return name;
    for (const std::string& column : columnsOf(session))
        if (const Around group = around(session, column, cells); !group.name.isEmpty())
            return QObject::tr("%1 of %2 cells of %3")
                .arg(countText(cells.count()), countText(group.cells), group.name);
    return QObject::tr("Selection");
}

}  // namespace regulus
