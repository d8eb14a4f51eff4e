// Columns of cells that are made here, and what follows from them for labels, colours and filters.
#include <QFileInfo>
#include <algorithm>

#include "core/base/error.h"
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
    OwnColumns after = m_opened.own;
    for (OwnColumn& column : columns) {
        const auto at = std::ranges::find(after, column.name, &OwnColumn::name);
        if (at == after.end())
            after.push_back(std::move(column));
        else
            *at = std::move(column);
    }
    m_services.history().push<OwnColumns>(
        text, m_opened.own, after, [this](const OwnColumns& own) { applyOwn(own); },
        continued ? MergeColumns : NoMerge);
}

void Session::removeColumn(const std::string& name) {
    OwnColumns after = m_opened.own;
    std::erase_if(after, [&](const OwnColumn& column) { return column.name == name; });
    m_services.history().push<OwnColumns>(tr("Remove column %1").arg(QString::fromStdString(name)),
                                          m_opened.own, after,
                                          [this](const OwnColumns& own) { applyOwn(own); });
}

void Session::applyOwn(const OwnColumns& own) {
    const OwnColumns before = std::exchange(m_opened.own, own);
    const std::vector<std::string> changed = changedNames(before, own);
    m_groups.setOwn();
    for (const std::string& name : changed) {
        m_cells.forgetColumn(name);
        m_comparison.forgetColumn(name);
    }
    Changes what = Change::Columns | Change::Filters | Change::Comparison;
    if (relabel(changed)) what |= Change::Labels;
    m_groups.addLabels();
    m_groups.forgetPredicted();
    tell(what);
    m_colors.columnsChanged(changed);
}

// Labels from a column made here go with it, and come back with it where nobody chose others since.
bool Session::relabel(const std::vector<std::string>& changed) {
    const std::string now = m_opened.labelColumn();
    const auto among = [&](const std::string& name) {
        return std::ranges::find(changed, name) != changed.end();
    };
    if (m_goneLabels && among(m_goneLabels->column) && ownColumn(m_opened.own, m_goneLabels->column) &&
        m_goneLabels->instead == now) {
        m_opened.labels = labelsFrom(std::exchange(m_goneLabels, {})->column);
        return true;
    }
    if (now.empty() || !among(now)) return false;
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
    jobs().start(
        m_services.request(tr("Saving %1").arg(QFileInfo(path).fileName()), {}, Lane::Writing),
        [dataset = m_opened.dataset, own = m_opened.own, maps = m_view.embeddings(), path](Job& job) {
            return writeColumns(*dataset, own, madeMaps(*dataset, maps),
                                QFileInfo(path).absoluteFilePath().toStdString(), job);
        },
        [this, dataset = m_opened.dataset, own = m_opened.own, maps = m_view.embeddings(),
         saved = std::move(saved)](const std::vector<std::string>& notes) {
            if (dataset == m_opened.dataset) {
                m_savedColumns = own;
                m_savedMaps = maps;
            }
            for (const std::string& note : notes)
                Q_EMIT noticed(QString::fromStdString(note), QStringLiteral("columns"));
            if (saved) saved();
        });
}

bool Session::hasOwn() const {
    return !m_opened.own.empty() ||
           std::ranges::any_of(m_view.embeddings(), [](const auto& map) { return !map->fromFile; });
}

QStringList Session::unsaved() const {
    QStringList names;
    if (m_opened.own != m_savedColumns)
        for (const OwnColumn& column : m_opened.own) names << QString::fromStdString(column.name);
    for (const auto& map : m_view.embeddings())
        if (isOfPart(*map) && std::ranges::find(m_savedMaps, map) == m_savedMaps.end()) names << map->title;
    if (gatesUnsaved())
        for (const Gate& gate : m_gates.gates()) names << QString::fromStdString(gate.name);
    return names;
}

bool Session::gatesUnsaved() const {
    return !m_gates.gates().empty() && m_gates.gates() != m_savedGates;
}

bool Session::columnsUnsaved() const {
    return !unsaved().isEmpty();
}

}  // namespace regulus
