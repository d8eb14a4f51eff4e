// The regulons the model, or before there is one the prior's untrained reader, attended to most in the
// selection (or in all cells), and all of them by search. A click opens one in the inspector, a double click
// colours the map by it.
#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QLineEdit;

namespace regulus {

class CleanTable;
class RegulonListModel;
struct RegulonRow;
class SectionTitle;
class ToneLabel;

class RegulonsBox final : public QWidget {
    Q_OBJECT
  public:
    explicit RegulonsBox(Session& session, QWidget* parent = nullptr);
    ~RegulonsBox() override;

    void refresh();      // other read-outs or another selection: computed in a job
    void showCurrent();  // the TF that is opened
    void setSearch(const QString& text);
    const RegulonListModel& model() const { return *m_model; }
    CleanTable* table() const { return m_table; }

  private:
    void fill();
    std::vector<RegulonRow> entries() const;
    std::vector<RegulonRow> found() const;
    // Which of them rewired priors show as well.
    void compare(const CellSet& cells);
    QString absent(bool model) const;

    Session& m_session;
    SectionTitle* m_title;
    ToneLabel* m_note;
    QLineEdit* m_search;
    CleanTable* m_table;
    RegulonListModel* m_model;
    std::vector<RegulonRow> m_all;  // largest first
    QString m_where;                // which cells, and how they are ranked
    QString m_key;
};

}  // namespace regulus
