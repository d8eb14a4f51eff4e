// Rows of entries: a TF, or a family of TFs that share most of their targets, which opens into its members.
#pragma once

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "core/interpret/tf_stability.h"
#include "core/regulons/tf_families.h"
#include "ui/models/table_model.h"
#include "ui/render/name_lines.h"

namespace regulus {

// Where a row stands among the entries.
struct EntryPlace {
    int family = -1;  // of a member: the column of its family
    int members = 0;  // of a family
};

inline EntryPlace entryPlace(const TfFamilies& families, std::size_t column) {
    if (column >= families.tfs) return {-1, static_cast<int>(families.members_of(column).size())};
    const std::size_t entry = families.entry_of(column);
    return {entry == column ? -1 : static_cast<int>(entry), 0};
}

// A row has a name, `tf`, a `column` (see TfFamilies) and a `place`.
template <class Row>
class EntryRowsModel : public RowsModel<Row> {
  public:
    using RowsModel<Row>::RowsModel;

    // TFs and families, in any order. Families that were open stay so.
    void setEntries(std::vector<Row> all) {
        m_all = std::move(all);
        std::vector<Row> shown;
        for (const Row& row : m_all) {
            if (isBelow(row)) continue;
            shown.push_back(row);
            if (m_open.contains(row.tf))
                for (Row& member : membersOf(row)) shown.push_back(std::move(member));
        }
        this->setRows(std::move(shown));
    }
    const std::vector<Row>& everyRow() const { return m_all; }
    std::vector<Row> entries() const {
        std::vector<Row> found;
        for (const Row& row : m_all)
            if (!isBelow(row)) found.push_back(row);
        return found;
    }

    // Opens or closes a family; does nothing to a TF.
    void toggle(int row) {
        const Row entry = this->at(row);
        if (entry.place.members == 0) return;
        if (m_open.erase(entry.tf) > 0) {
            this->removeBelow(row);
        } else {
            m_open.insert(entry.tf);
            this->insertBelow(row, membersOf(entry));
        }
        Q_EMIT this->dataChanged(this->index(row, 0), this->index(row, this->columnCount() - 1));
    }

    // Of a member that is not shown that of its family; -1: neither.
    int rowOf(const QString& tf) const {
        const auto place = [&](auto is) {
            const auto& shown = this->allRows();
            const auto found = std::ranges::find_if(shown, is);
            return found == shown.end() ? -1 : static_cast<int>(found - shown.begin());
        };
        if (const int row = place([&](const Row& shown) { return shown.tf == tf; }); row >= 0) return row;
        const auto found = std::ranges::find_if(m_all, [&](const Row& row) { return row.tf == tf; });
        if (found == m_all.end() || !isBelow(*found)) return -1;
        return place([&](const Row& shown) { return shown.column == found->place.family; });
    }

  protected:
    bool isBelow(const Row& row) const override { return row.place.family >= 0; }

    // Of all rows, shown or not.
    template <class Change>
    void changeEvery(Change change) {
        for (Row& row : m_all) change(row);
        this->changeRows(change);
    }

    // With a mark before the name of what opens, and one behind what is not stable; members stand in a
    // little.
    // `brief`: a family in short.
    QString nameOf(const Row& row, bool brief = false) const {
        return withOpening(row, brief) + unstableMark(row);
    }

  private:
    QString withOpening(const Row& row, bool brief) const {
        if (row.place.members > 0)
            return (m_open.contains(row.tf) ? QStringLiteral("\u25bc ") : QStringLiteral("\u25ba ")) +
                   (brief ? shortFamilyName(row.tf, row.place.members) : row.tf);
        return isBelow(row) ? QStringLiteral("\u2003") + row.tf : row.tf;
    }

    static QString unstableMark(const Row& row) {
        if constexpr (requires { row.standing; })
            return row.standing == Standing::NotStable ? QStringLiteral(" ?") : QString();
        return {};
    }

    std::vector<Row> membersOf(const Row& entry) const {
        std::vector<Row> members;
        for (const Row& row : m_all)
            if (entry.place.members > 0 && row.place.family == entry.column) members.push_back(row);
        return members;
    }

    std::vector<Row> m_all;
    std::set<QString> m_open;  // names
};

// "?: not stable, 2 of the first 10 do not return in halves of the cells.": goes below a list of one group;
// empty where that is not told.
QString stabilityText(const TfStability& stability, const TfFamilies& families);
// "3 TFs that share most of their targets", of a family.
QString familyText(const EntryPlace& place);

}  // namespace regulus
