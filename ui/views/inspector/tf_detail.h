// One TF opened: its targets as a small network and as a table, of one group of cells or of two beside each
// other.
#pragma once

#include <QWidget>

#include "ui/models/target_pair_model.h"
#include "ui/views/inspector/shared_targets.h"

class QAbstractItemModel;
class QToolButton;

namespace regulus {

class CleanTable;
class GrowingTable;
class NetworkScene;
class NetworkWidget;
class SectionTitle;
class StateStack;
class ToneLabel;

class TfDetail final : public QWidget {
    Q_OBJECT
  public:
    explicit TfDetail(QWidget* parent = nullptr);

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
    const NetworkScene& scene() const;
    void showTable(bool table);
    bool showsTable() const;

  Q_SIGNALS:
    void filled(bool working);  // with what is known, or with what is being read
    void geneChosen(const QString& gene);
    void similarRequested(const QString& gene);
    void buttonPressed();
    void colorByRegulon(const QString& tf);
    void tableChosen(bool table);
    void sharingChosen();

  private:
    void build();
    GrowingTable* dress(CleanTable* table, QAbstractItemModel* model);
    void fill(const QString& tf, std::vector<TargetPair> targets, std::vector<SharedTargets> others);
    void showRows();
    void showNote(std::size_t shown, const SharedTargets* other);
    void showKey();
    QString keyText() const;
    const SharedTargets* sharedWith() const;
    void offerOthers();
    void fitColumns();
    void resizeEvent(QResizeEvent* event) override;

    SectionTitle* m_title;
    StateStack* m_stack;
    NetworkWidget* m_network;
    CleanTable *m_table, *m_pairTable;
    TargetTableModel* m_model;
    TargetPairModel* m_pairModel;
    GrowingTable *m_list, *m_pairList;  // one of them shows
    QToolButton *m_networkButton, *m_tableButton, *m_colorButton, *m_sharedButton;
    ToneLabel* m_key;
    QString m_tf, m_note, m_summary, m_first, m_second;
    std::vector<TargetPair> m_rows;  // all targets; of one group of cells in the first of each
    std::vector<SharedTargets> m_others;
    Sharing m_sharing;
    bool m_ofReader = false, m_ofPairs = false;
};

}  // namespace regulus
