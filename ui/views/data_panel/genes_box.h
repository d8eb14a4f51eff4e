// Any gene of the dataset, by typing; a click colours the map by it, in the values chosen where the file has
// several. Genes outside the model are marked.
#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QComboBox;
class QLineEdit;

namespace regulus {

class CleanTable;
class GeneListModel;
class SectionTitle;

class GenesBox final : public QWidget {
    Q_OBJECT
  public:
    explicit GenesBox(Session& session, QWidget* parent = nullptr);

    void refresh();      // other genes or another model
    void showCurrent();  // the gene that colours the map
    void setSearch(const QString& text);
    const GeneListModel& model() const { return *m_model; }
    CleanTable* table() const { return m_table; }

  Q_SIGNALS:
    void similarRequested(const QString& gene);

  private:
    Coloring geneAt(int row) const;
    void showMenu(const QPoint& at);
    void offerValues();
    void valuesChosen();

    Session& m_session;
    SectionTitle* m_title;
    QComboBox* m_values;
    QLineEdit* m_search;
    CleanTable* m_table;
    GeneListModel* m_model;
};

}  // namespace regulus
