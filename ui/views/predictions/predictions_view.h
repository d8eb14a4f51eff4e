// Class predicted by the model about every cell, as a table: sorted, filtered, searched in jobs, any number
// of rows. A click on a row opens the cell, several rows select their cells.
#pragma once

#include <QWidget>
#include <set>

#include "ui/models/prediction_table.h"
#include "ui/session/session.h"

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QTimer;
class QToolButton;

namespace regulus {

class CleanTable;
class KindsBar;
class PredictionsModel;
class StateStack;
class ToneLabel;

class PredictionsView final : public QWidget {
    Q_OBJECT
  public:
    explicit PredictionsView(Session& session, QWidget* parent = nullptr);
    ~PredictionsView() override;

    StateStack* states() const { return m_states; }
    CleanTable* table() const { return m_table; }
    KindsBar* kinds() const { return m_kinds; }
    QPushButton* columnsButton() const { return m_columns; }
    QPushButton* selectButton() const { return m_selectListed; }
    const PredictionsModel& model() const { return *m_model; }
    const PredictionQuery& query() const { return m_query; }

    // Controls, as a person uses them; also for other views ("show me the wrong and sure ones").
    void setSearch(const QString& text);
    void setDisagreementsOnly(bool on);
    void setScoreRange(double least, double most);
    void setSelectedOnly(bool on);

  public Q_SLOTS:
    // Writes the rows as shown, all of them. Errors go to the session's jobs.
    void writeCsv(const QString& path);

  Q_SIGNALS:
    void openRequested();
    void trainRequested();
    void exported(const QString& path);
    void exportRequested();  // where to is not this view's to ask

  private:
    QWidget* buildBar();
    QWidget* buildSecondBar();
    void offerColumns();
    void hideColumns(std::set<PredictionColumn> hidden);
    void connectParts();
    void hear(Changes what);
    void startTable();
    void startQuery();
    void countKinds();
    void follow();
    int markFocused();
    void chooseRows();
    void sayCount();
    void sayWhoseCells();
    void setColumns();
    void nameScores();
    void sayWhatIsMissing();
    void sortBy(int column);
    void markSort();
    void keep();
    void restore();

    Session& m_session;
    StateStack* m_states;
    CleanTable* m_table;
    PredictionsModel* m_model;
    QLineEdit* m_search;
    QCheckBox *m_disagreements, *m_selectedOnly;
    QDoubleSpinBox *m_least, *m_most;
    ToneLabel* m_scoreName;
    QToolButton* m_export;
    KindsBar* m_kinds;
    QPushButton *m_selectListed, *m_columns;
    ToneLabel *m_count, *m_caveat;
    QTimer* m_wait;  // typing settles before a search starts
    std::shared_ptr<const PredictionTable> m_data;
    PredictionQuery m_query;
    bool m_restoring = false;
    bool m_choosing = false;  // our own selection of rows is on its way to the session
    bool m_echo = false;      // rows are being selected to follow the session
    QString m_key;
};

}  // namespace regulus
