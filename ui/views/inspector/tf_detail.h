// One TF opened: its targets as a small network and as a table.
#pragma once

#include <QWidget>

#include "ui/models/target_table_model.h"
#include "ui/views/inspector/shared_targets.h"

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
    // Only the targets that `of` shares with another, as long as `of` is shown; nobody's: all.
    struct Sharing {
        QString of, with;
    };
    void share(const Sharing& sharing);
    const Sharing& sharing() const { return m_sharing; }
    void say(const QString& title, const QString& text, const QString& button = {}, bool working = false);
    QString tf() const { return m_tf; }
    const TargetTableModel& targets() const { return *m_model; }
    const NetworkScene& scene() const;
    void showTable(bool table);
    bool showsTable() const;

  Q_SIGNALS:
    void geneChosen(const QString& gene);
    void similarRequested(const QString& gene);
    void buttonPressed();
    void colorByRegulon(const QString& tf);
    void tableChosen(bool table);
    void sharingChosen();

  private:
    void fill(const QString& tf, std::vector<TargetRow> targets, std::vector<SharedTargets> others);
    void showRows();
    const SharedTargets* sharedWith() const;
    void offerOthers();
    void fitColumns();
    void resizeEvent(QResizeEvent* event) override;

    SectionTitle* m_title;
    StateStack* m_stack;
    NetworkWidget* m_network;
    CleanTable* m_table;
    TargetTableModel* m_model;
    GrowingTable* m_list;
    QToolButton *m_networkButton, *m_tableButton, *m_colorButton, *m_sharedButton;
    ToneLabel* m_key;
    QString m_tf, m_note, m_summary;
    std::vector<TargetRow> m_rows;  // all targets
    std::vector<SharedTargets> m_others;
    Sharing m_sharing;
    bool m_ofReader = false;
};

}  // namespace regulus
