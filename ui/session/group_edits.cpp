#include "ui/session/group_edits.h"

#include <algorithm>

#include "core/data/missing_label.h"
#include "ui/session/group_colors.h"
#include "ui/session/named_selection.h"
#include "ui/session/session.h"

namespace regulus {
namespace {

QString shortened(const QString& name) {
    constexpr qsizetype most = 40;
    return name.size() <= most ? name : name.left(most - 1) + QChar(0x2026);
}
QString shortened(const std::string& name) {
    return shortened(QString::fromStdString(name));
}

bool has(const Categorical& column, const std::string& group) {
    return std::ranges::find(column.categories, group) != column.categories.end();
}

// All of `groups` become the first of them, called `name`.
void unite(Categorical& column, const std::set<std::string>& groups, const std::string& name) {
    Categorical merged;
    merged.ordered = column.ordered;
    std::vector<std::int32_t> places;
    std::int32_t first = -1;
    for (std::size_t k = 0; k < column.categories.size(); ++k) {
        const bool one = groups.contains(column.categories[k]);
        places.push_back(one && first >= 0 ? first : static_cast<std::int32_t>(merged.categories.size()));
        // The colour is that of the group whose name they take, where it is one of them.
        if (one && first >= 0) {
            if (column.categories[k] == name)
                merged.colors[static_cast<std::size_t>(first)] = column.colors[k];
            continue;
        }
        if (one) first = places.back();
        merged.categories.push_back(one ? name : column.categories[k]);
        merged.colors.push_back(column.colors[k]);
    }
    for (const std::int32_t code : column.codes)
        merged.codes.push_back(code < 0 ? -1 : places[static_cast<std::size_t>(code)]);
    column = std::move(merged);
}

}  // namespace

std::string noteOn(const Session& session, const std::string& column, const std::string& group) {
    const OpenedState& opened = session.opened();
    const auto look = opened.looks.find(column == predicted_column ? opened.labelColumn() : column);
    if (look == opened.looks.end()) return {};
    const auto note = look->second.notes.find(group);
    return note == look->second.notes.end() ? std::string() : note->second;
}

std::string GroupEdits::lookedColumn(const std::string& column) const {
    return column == predicted_column ? m_session.opened().labelColumn() : column;
}

const GroupLook& GroupEdits::look(const std::string& column) const {
    static const GroupLook usual;
    const GroupLooks& looks = m_session.opened().looks;
    const auto at = looks.find(lookedColumn(column));
    return at == looks.end() ? usual : at->second;
}

std::string GroupEdits::note(const std::string& column, const std::string& group) const {
    return noteOn(m_session, column, group);
}

bool GroupEdits::canColor(const std::string& column, const std::string& group) const {
    const auto groups = m_session.groups().categorical(lookedColumn(column));
    return groups && has(*groups, group) && !means_unlabelled(group);
}

void GroupEdits::changeLook(const QString& text, const std::string& column,
                            const std::function<void(GroupLook&)>& change) {
    const std::string of = lookedColumn(column);
    if (of.empty() || !m_session.groups().categorical(of)) return;
    MadeGroups after{m_session.opened().own, m_session.opened().looks};
    change(after.looks[of]);
    m_session.putMade(text, std::move(after));
}

void GroupEdits::setColor(const std::string& column, const std::string& group, const QColor& color) {
    if (!color.isValid() || !canColor(column, group)) return;
    changeLook(tr("Colour of %1").arg(shortened(group)), column,
               [&](GroupLook& look) { look.colors[group] = color.name().toStdString(); });
}

void GroupEdits::restoreColors(const std::string& column) {
    changeLook(tr("Original colours of %1").arg(shortened(lookedColumn(column))), column,
               [](GroupLook& look) {
                   look.colors.clear();
                   look.largestOnly = false;
               });
}

void GroupEdits::setLargestOnly(const std::string& column, bool on) {
    changeLook(on ? tr("Colour the %1 largest groups").arg(most_told_apart) : tr("Colour all groups"), column,
               [on](GroupLook& look) { look.largestOnly = on; });
}

void GroupEdits::setNote(const std::string& column, const std::string& group, const QString& text) {
    const std::string note = text.trimmed().toStdString();
    changeLook(tr("Note on %1").arg(shortened(group)), column, [&](GroupLook& look) {
        if (note.empty())
            look.notes.erase(group);
        else
            look.notes[group] = note;
    });
}

void GroupEdits::setOrder(const std::string& column, std::vector<std::string> groups) {
    if (!canEdit(column)) return;
    const QString name = shortened(column);
    changeLook(groups.empty() ? tr("Original order of %1").arg(name) : tr("Order of %1").arg(name), column,
               [&](GroupLook& look) { look.order = std::move(groups); });
}

bool GroupEdits::canEdit(const std::string& column) const {
    return column != predicted_column && m_session.groups().original(column) != nullptr;
}

std::string GroupEdits::freeColumn(const std::string& column) const {
    const QString name = QString::fromStdString(column);
    QString free = tr("%1 (edited)").arg(name);
    for (int n = 2; ownColumn(m_session.opened().own, free.toStdString()) ||
                    !m_session.columnProblem(free.toStdString()).isEmpty();
         ++n)
        free = tr("%1 (edited %2)").arg(name, QString::number(n));
    return free.toStdString();
}

std::string GroupEdits::edit(const QString& text, const std::string& column, const Change& change) {
    const auto original = m_session.groups().original(column);
    if (!original) return column;
    MadeGroups after{m_session.opened().own, m_session.opened().looks};
    auto values = std::make_shared<Categorical>(*original);
    GroupLook look = this->look(column);
    values->colors = colorNames(*original);
    change(*values, look);
    forgetGone(look, *original, *values);
    values->kind = Categorical::Kind::Texts;
    const auto own = std::ranges::find(after.own, column, &OwnColumn::name);
    const std::string made = own == after.own.end() ? freeColumn(column) : column;
    if (own == after.own.end()) {
        after.own.push_back(
            {made, std::move(values), tr("%1, edited by hand").arg(QString::fromStdString(column)), true});
        // The map goes along: what was changed is what is looked at.
        if (m_session.colors().coloring() == Coloring::column(column))
            after.coloring = Coloring::column(made);
    } else {
        own->values = std::move(values);
        own->edited = true;
    }
    after.looks[made] = std::move(look);
    const ComparisonSetup before = m_session.comparison().setup();
    const CellSet visible = m_session.cells().visible();
    m_session.putMade(text, std::move(after));
    const ComparisonSetup& now = m_session.comparison().setup();
    say(column, made, (m_session.cells().visible() - visible).count(),
        before.a.chosen() != now.a.chosen() || before.b.chosen() != now.b.chosen());
    return made;
}

// What a person would not see.
void GroupEdits::say(const std::string& column, const std::string& made, std::size_t shown, bool compared) {
    QStringList news;
    if (made != column) {
        news << tr("The file is not changed: the groups are in the column %1 now.")
                    .arg(QString::fromStdString(made));
        if (m_session.opened().labelColumn() == column)
            news << tr("The labels are still %1.").arg(QString::fromStdString(column));
    }
    if (shown > 0)
        news << (shown == 1 ? tr("1 hidden cell is visible again.")
                            : tr("%L1 hidden cells are visible again.").arg(shown));
    if (compared) news << tr("The comparison was of groups that are no longer there.");
    if (!news.isEmpty()) Q_EMIT m_session.noticed(news.join(QLatin1Char(' ')), QStringLiteral("columns"));
}

std::string GroupEdits::rename(const std::string& column, const std::string& group, const QString& name) {
    const std::string to = name.trimmed().toStdString();
    const auto groups = m_session.groups().original(column);
    if (to.empty() || to == group || !canEdit(column) || !has(*groups, group)) return column;
    if (has(*groups, to)) return merge(column, {group, to}, name);
    return edit(tr("Rename %1 to %2").arg(shortened(group), shortened(to)), column,
                [&](Categorical& values, GroupLook& look) {
                    std::ranges::replace(values.categories, group, to);
                    renameIn(look, group, to);
                });
}

std::string GroupEdits::merge(const std::string& column, const std::set<std::string>& groups,
                              const QString& name) {
    const std::string to = name.trimmed().toStdString();
    const auto there = m_session.groups().original(column);
    if (to.empty() || !canEdit(column)) return column;
    std::set<std::string> merged;
    for (const std::string& group : there->categories)
        if (groups.contains(group) || group == to) merged.insert(group);
    if (merged.size() < 2) return column;
    return edit(tr("Merge %1 groups into %2").arg(merged.size()).arg(shortened(to)), column,
                [&](Categorical& values, GroupLook& look) {
                    const auto first = std::ranges::find_if(
                        values.categories, [&](const std::string& one) { return merged.contains(one); });
                    std::set<std::string> gone = merged;
                    const std::string kept = gone.contains(to) ? to : *first;
                    unite(values, merged, to);
                    gone.erase(kept);
                    forgetIn(look, gone);
                    renameIn(look, kept, to);
                });
}

std::string GroupEdits::label(const std::string& column, const CellSet& cells, const QString& name) {
    const std::string to = name.trimmed().toStdString();
    if (to.empty() || cells.empty() || !canEdit(column)) return column;
    const std::size_t count = cells.count();
    const QString text = count == 1 ? tr("Label 1 cell %1").arg(shortened(to))
                                    : tr("Label %L1 cells %2").arg(count).arg(shortened(to));
    return edit(text, column, [&](Categorical& values, GroupLook&) {
        const bool ordered = values.ordered;
        values = *withNamed(&values, cells, to);
        values.ordered = ordered;
    });
}

}  // namespace regulus
