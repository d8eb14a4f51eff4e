// Gene sets to choose from: those whose name has what was typed, each with a box to tick. A file may have
// tens of thousands; what is ticked stays so while others are looked for.
#pragma once

#include <QAbstractListModel>
#include <memory>
#include <vector>

#include "core/io/prior/gene_set_reader.h"

namespace regulus {

class GeneSetModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;

    void setSets(std::shared_ptr<const GeneSets> sets);  // null: none; nothing is ticked
    void setTyped(const QString& text);                  // every word is somewhere in the name
    void tickShown(bool on);
    std::vector<GeneSet> ticked() const;  // in the file's order
    std::size_t tickedCount() const { return m_count; }
    std::size_t all() const { return m_sets ? m_sets->sets.size() : 0; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  Q_SIGNALS:
    void tickedChanged();

  private:
    void tick(std::size_t set, bool on);

    std::shared_ptr<const GeneSets> m_sets;
    std::vector<std::size_t> m_shown;  // places of sets
    std::vector<char> m_ticked;        // one a set
    std::size_t m_count = 0;
};

}  // namespace regulus
