// One TF opened: its targets as a small network and as a table, of one group of cells or of two beside each
// other.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "ui/figures/network/network_picture.h"
#include "ui/models/target_pair_model.h"
#include "ui/render/figure_numbers.h"
#include "ui/views/inspector/shared_targets.h"
#include "ui/views/parts/column_choice.h"

class QAbstractItemModel;
class QMenu;
class QToolButton;

namespace regulus {

class CleanTable;
class Figure;
class GrowingTable;
class NetworkWidget;
class SectionTitle;
class StateStack;
class ToneLabel;

class TfDetail final : public QWidget {
    Q_OBJECT
  public:
    explicit TfDetail(QWidget* parent = nullptr);

    // What the prior tells of the edges of what is shown from now on.
    void setGiven(const EvidenceGiven& given) { m_given = given; }
    // `others`: TFs that share targets with it.
    void show(const QString& tf, std::vector<TargetRow> targets, std::vector<SharedTargets> others,
              const QString& cells);
    // Of a regulon reader: `summary` says what the evidence for the TF is.
    void showEvidence(const QString& tf, std::vector<TargetRow> targets, std::vector<SharedTargets> others,
                      const QString& summary);
    // Of two groups, or two cells, that are called so; `reader`: of a regulon reader, with its summary.
    void showPairs(const QString& tf, std::vector<TargetPair> targets, std::vector<SharedTargets> others,
                   const QString& first, const QString& second, bool reader, const QString& summary);
    // Only the targets that `of` shares with another, as long as `of` is shown; nobody's: all.
    struct Sharing {
        QString of, with;
    };
    void share(const Sharing& sharing);
    const Sharing& sharing() const { return m_sharing; }
    void say(const QString& title, const QString& text, const QString& button = {}, bool working = false);
    QString tf() const { return m_tf; }
    const TargetTableModel& targets() const { return *m_model; }
    const TargetPairModel& pairs() const { return *m_pairModel; }
    bool showsPairs() const { return m_ofPairs; }
    const NetworkPicture& network() const;
    // What the network shows, on paper, and the numbers behind it; null where it is not shown.
    std::shared_ptr<const Figure> figure() const;
    FigureNumbers numbers() const;
    // What may be done with a target ("": the TF), or with the network alone.
    void fillMenu(QMenu& menu, const std::optional<QString>& gene);
    // Which genes are TFs that can be opened.
    void setTfs(std::function<bool(const QString& gene)> tfs) { m_isTf = std::move(tfs); }
    // Whose cells are read, in words for paper; whether they are simulated.
    void setCells(const QString& cells, bool simulated) { m_cells = cells, m_simulated = simulated; }
    void showTable(bool table);
    bool showsTable() const;
    // Columns of the table that were turned on and off.
    const ColumnChoice& columns() const { return m_columns; }
    void restoreColumns(const QJsonObject& words);

  Q_SIGNALS:
    void filled(bool working);  // with what is known, or with what is being read
    void geneChosen(const QString& gene);
    void similarRequested(const QString& gene);
    void buttonPressed();
    void colorByRegulon(const QString& tf);
    void tableChosen(bool table);
    void sharingChosen();
    void columnsChosen();
    void tfRequested(const QString& tf);
    void figureRequested();
    void numbersRequested();
    void figureChanged();  // there is another one, or none

  private:
    void build();
    GrowingTable* dress(CleanTable* table, QAbstractItemModel* model);
    void fill(const QString& tf, std::vector<TargetPair> targets, std::vector<SharedTargets> others);
    void showRows();
    void showNetwork(std::vector<TargetPair> rows);
    void showNote(std::size_t shown, const SharedTargets* other);
    void showKey();
    const SharedTargets* sharedWith() const;
    void offerOthers();
    void offerColumns();
    void fitColumns();
    void resizeEvent(QResizeEvent* event) override;

    SectionTitle* m_title;
    StateStack* m_stack;
    NetworkWidget* m_network;
    CleanTable *m_table, *m_pairTable;
    TargetTableModel* m_model;
    TargetPairModel* m_pairModel;
    GrowingTable *m_list, *m_pairList;  // one of them shows
    QToolButton *m_networkButton, *m_tableButton, *m_colorButton, *m_sharedButton, *m_columnsButton;
    ToneLabel* m_key;
    QString m_tf, m_note, m_summary, m_first, m_second, m_cells;
    std::vector<TargetPair> m_rows;  // all targets; of one group of cells in the first of each
    std::vector<SharedTargets> m_others;
    Sharing m_sharing;
    EvidenceGiven m_given;
    ColumnChoice m_columns;
    std::function<bool(const QString& gene)> m_isTf;
    bool m_ofReader = false, m_ofPairs = false, m_simulated = false;
};

}  // namespace regulus
