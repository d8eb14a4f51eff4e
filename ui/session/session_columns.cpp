// Columns of cells that are made here, and what follows from them for labels, colours and filters.
#include <QFileInfo>
#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/io/text/loupe_categories.h"
#include "ui/session/column_files.h"
#include "ui/session/session.h"

namespace regulus {

namespace {

// Names of columns that another list has not, or has with other values.
std::vector<std::string> changedNames(const OwnColumns& before, const OwnColumns& after) {
    std::vector<std::string> names;
    for (const OwnColumn& column : before) {
        const OwnColumn* same = ownColumn(after, column.name);
        if (!same || same->values != column.values || same->numbers != column.numbers)
            names.push_back(column.name);
    }
    for (const OwnColumn& column : after)
        if (!ownColumn(before, column.name)) names.push_back(column.name);
    return names;
}

// Of which groups are shown in another way.
std::vector<std::string> changedLooks(const GroupLooks& before, const GroupLooks& after) {
    std::vector<std::string> names;
    for (const auto& [name, look] : before)
        if (const auto now = after.find(name); now == after.end() || now->second != look)
            names.push_back(name);
    for (const auto& [name, look] : after)
        if (!before.contains(name)) names.push_back(name);
    return names;
}

// Whatever is looked at in it.
bool isSaved(const Workspace& workspace, const std::vector<Workspace>& saved) {
    return std::ranges::any_of(saved, [&](const Workspace& one) {
        return one.name == workspace.name && one.cells == workspace.cells;
    });
}

bool among(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

// What files hold of `looks` after one that took all of them but colours and order of the columns in `left`:
// of these, what they held before.
GroupLooks savedWith(GroupLooks looks, const std::vector<std::string>& left, const GroupLooks& before) {
    for (const std::string& name : left) {
        const auto known = before.find(name);
        GroupLook held = known == before.end() ? GroupLook{} : known->second;
        held.notes = std::move(looks[name].notes);
        looks[name] = std::move(held);
    }
    std::erase_if(looks, [](const auto& one) { return one.second.empty(); });
    return looks;
}

}  // namespace

QString Session::columnProblem(const std::string& name, bool numbers) const {
    const QString text = QString::fromStdString(name);
    if (text.trimmed().isEmpty()) return tr("The column needs a name.");
    if (text.contains(QLatin1Char('/')) || name == predicted_column)
        return tr("A column cannot have this name.");
    if (m_opened.dataset &&
        (m_opened.dataset->obs.find(name) || name == m_opened.dataset->obs.index_name || name == "_index"))
        return tr("The file has a column %1 already. Choose another name.").arg(text);
    const OwnColumn* there = ownColumn(m_opened.own, name);
    if (there && (there->numbers != nullptr) != numbers)
        return (numbers ? tr("%1 holds groups already. Choose another name.")
                        : tr("%1 holds scores already. Choose another name."))
            .arg(text);
    return {};
}

void Session::putColumn(OwnColumn column, bool continued) {
    putColumns({std::move(column)}, continued);
}

void Session::putColumns(OwnColumns columns, bool continued) {
    const auto wrong = [this](const OwnColumn& column) {
        return !columnProblem(column.name, column.numbers != nullptr).isEmpty() ||
               column.cells() != m_opened.cells();
    };
    if (!m_opened.dataset || columns.empty() || std::ranges::any_of(columns, wrong)) return;
    const QString text = columns.size() == 1
                             ? tr("Column %1").arg(QString::fromStdString(columns.front().name))
                             : tr("%1 columns").arg(columns.size());
    MadeGroups after{m_opened.own, m_opened.looks};
    for (OwnColumn& column : columns) {
        // What was said of the third of some clusters is not true of the third of others.
        if (!column.edited) after.looks.erase(column.name);
        const auto at = std::ranges::find(after.own, column.name, &OwnColumn::name);
        if (const auto look = after.looks.find(column.name);
            look != after.looks.end() && at != after.own.end())
            forgetGone(look->second, *at->values, *column.values);  // edited: of groups
        if (at == after.own.end())
            after.own.push_back(std::move(column));
        else
            *at = std::move(column);
    }
    putMade(text, std::move(after), continued);
}

void Session::removeColumn(const std::string& name) {
    MadeGroups after{m_opened.own, m_opened.looks};
    if (std::erase_if(after.own, [&](const OwnColumn& column) { return column.name == name; }) == 0) return;
    after.looks.erase(name);
    putMade(tr("Remove column %1").arg(QString::fromStdString(name)), std::move(after));
}

void Session::putMade(const QString& text, MadeGroups after, bool continued) {
    if (!m_opened.dataset) return;
    std::erase_if(after.looks, [](const auto& one) { return one.second.empty(); });
    MadeGroups before{m_opened.own, m_opened.looks};
    if (after.coloring) before.coloring = m_colors.coloring();
    before.uses = std::make_shared<const GroupUses>(GroupUses{m_cells.filters(), m_comparison.setup()});
    m_services.history().push<MadeGroups>(
        text, before, after, [this](const MadeGroups& made) { applyMade(made); },
        continued ? MergeColumns : NoMerge);
}

void Session::applyMade(const MadeGroups& made) {
    const OwnColumns before = std::exchange(m_opened.own, made.own);
    const GroupLooks looksBefore = std::exchange(m_opened.looks, made.looks);
    const std::vector<std::string> changed = changedNames(before, made.own),
                                   shown = changedLooks(looksBefore, made.looks);
    std::vector<std::string> all = changed;
    for (const std::string& name : shown)
        if (!among(all, name)) all.push_back(name);
    std::map<std::string, std::shared_ptr<const Categorical>> were;
    for (const std::string& name : all) were[name] = m_groups.categorical(name);
    m_groups.setMade();
    Changes what = Change::Columns;
    if (!changed.empty()) what |= Change::Filters | Change::Comparison;
    for (const auto& [name, old] : were) {
        const auto now = m_groups.categorical(name);
        const auto codes = old && now ? sameGroups(*old, *now) : std::nullopt;
        const OwnColumn* own = ownColumn(made.own, name);
        if (now && made.uses) {
            m_cells.restoreColumn(name, made.uses->filters);
            m_comparison.restoreColumn(name, made.uses->comparison);
        } else if (codes) {  // what is hidden and compared stays
            m_cells.recodeColumn(name, *codes);
            m_comparison.recodeColumn(name, *codes);
        } else if (now && own && own->edited) {  // as far as it is whole groups
            m_cells.regroupColumn(name);
            m_comparison.regroupColumn(name);
        } else if (among(changed, name)) {
            m_cells.dropColumn(name);
            m_comparison.dropColumn(name);
        }
        if (codes && !std::ranges::is_sorted(*codes)) what |= Change::Filters | Change::Comparison;
    }
    // Views that show labels show their colours.
    if (relabel(changed) || among(shown, m_opened.labelColumn())) what |= Change::Labels;
    m_groups.addLabels();
    m_groups.forgetPredicted();
    tell(what);
    m_colors.columnsChanged(all);
    if (made.coloring) m_colors.colorBy(*made.coloring);
}

// Labels from a column made here go with it, and come back with it where nobody chose others since.
bool Session::relabel(const std::vector<std::string>& changed) {
    const std::string now = m_opened.labelColumn();
    if (m_goneLabels && among(changed, m_goneLabels->column) &&
        ownColumn(m_opened.own, m_goneLabels->column) && m_goneLabels->instead == now) {
        m_opened.labels = labelsFrom(std::exchange(m_goneLabels, {})->column);
        return true;
    }
    if (now.empty() || !among(changed, now)) return false;
    m_opened.labels = labelsFrom(now);
    if (m_opened.labelColumn() != now) m_goneLabels = {now, m_opened.labelColumn()};
    return true;
}

// Of a column made here; where it is gone or cannot serve, of the file's best guess.
std::shared_ptr<const Labels> Session::labelsFrom(const std::string& column) const {
    const auto read = [this](const std::string& name) -> std::shared_ptr<const Labels> {
        try {
            return std::make_shared<const Labels>(readLabels(*m_opened.dataset, m_opened.own, name));
        } catch (const Error&) {
            return nullptr;
        }
    };
    if (ownColumn(m_opened.own, column))
        if (auto same = read(column)) return same;
    for (const ColumnGuess& guess : m_opened.labelColumns)
        if (auto other = read(guess.name)) return other;
    return nullptr;
}

void Session::saveColumns(const QString& path, std::function<void()> saved) {
    if (!hasOwn()) return;
    const std::vector<LookedColumn> looked = lookedAt(m_opened, m_groups);
    const std::vector<std::string> left =
        looksLeftOut(*m_opened.dataset, m_opened.own, looked, path.toStdString());
    jobs().start(
        m_services.request(tr("Saving %1").arg(QFileInfo(path).fileName()), {}, Lane::Writing),
        [dataset = m_opened.dataset, own = m_opened.own, looked, maps = m_view.embeddings(), path](Job& job) {
            return writeColumns(*dataset, columnsToWrite(*dataset, own, looked, path.toStdString()),
                                madeMaps(*dataset, maps), QFileInfo(path).absoluteFilePath().toStdString(),
                                job);
        },
        [this, dataset = m_opened.dataset, own = m_opened.own, looks = m_opened.looks, left, path,
         maps = m_view.embeddings(), saved = std::move(saved)](const std::vector<std::string>& notes) {
            QStringList news;
            for (const std::string& note : notes) news << QString::fromStdString(note);
            if (dataset == m_opened.dataset) {
                m_savedColumns = own;
                m_savedLooks = savedWith(looks, left, m_savedLooks);
                m_savedMaps = maps;
                const std::vector<std::string> changed = changedLooks(m_savedLooks, looks);
                std::vector<std::string> lost = left;
                std::erase_if(lost, [&](const std::string& name) { return !among(changed, name); });
                if (!lost.empty()) news << leftOutText(lost, path.toStdString());
            }
            // Beside the word that it was saved, not in place of it.
            if (!news.isEmpty()) Q_EMIT noticed(news.join(QLatin1Char(' ')), QStringLiteral("saved columns"));
            if (saved) saved();
        });
}

void Session::saveForLoupe(const std::string& column, const QString& path, std::function<void()> saved) {
    const auto groups = m_groups.categorical(column);
    if (!groups) return;
    const std::string name = column == predicted_column ? "prediction" : column;
    jobs().start(
        m_services.request(tr("Saving %1").arg(QFileInfo(path).fileName()), {}, Lane::Writing),
        [dataset = m_opened.dataset, groups, name, path](Job& job) {
            write_loupe_categories(dataset->obs.index, name, *groups,
                                   QFileInfo(path).absoluteFilePath().toStdString(), job);
        },
        [saved = std::move(saved)] {
            if (saved) saved();
        });
}

bool Session::hasOwn() const {
    return !m_opened.own.empty() || !m_opened.looks.empty() ||
           std::ranges::any_of(m_view.embeddings(), [](const auto& map) { return !map->fromFile; });
}

QStringList Session::unsaved() const {
    QStringList names;
    if (m_opened.own != m_savedColumns)
        for (const OwnColumn& column : m_opened.own) names << QString::fromStdString(column.name);
    for (const std::string& column : changedLooks(m_savedLooks, m_opened.looks))
        if (const QString name = QString::fromStdString(column); !names.contains(name))
            names << tr("how %1 is shown").arg(name);
    for (const auto& map : m_view.embeddings())
        if (isOfPart(*map) && std::ranges::find(m_savedMaps, map) == m_savedMaps.end()) names << map->title;
    if (!m_gates.gates().empty() && m_gates.gates() != m_savedGates)
        for (const Gate& gate : m_gates.gates()) names << QString::fromStdString(gate.name);
    for (const Workspace& one : m_workspaces.workspaces().all)
        if (!isSaved(one, m_savedWorkspaces)) names << tr("workspace %1").arg(one.name);
    return names;
}

bool Session::sessionUnsaved() const {
    return (!m_gates.gates().empty() && m_gates.gates() != m_savedGates) ||
           std::ranges::any_of(m_workspaces.workspaces().all,
                               [this](const Workspace& one) { return !isSaved(one, m_savedWorkspaces); });
}

bool Session::columnsUnsaved() const {
    return !unsaved().isEmpty();
}

}  // namespace regulus
