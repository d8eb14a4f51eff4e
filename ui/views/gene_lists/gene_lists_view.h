// Ranked lists of genes: those similar to one gene, and those that the file already ranks for its groups. A
// click colours the map; the first ones are shown in the gallery.
#pragma once

#include <QWidget>
#include <memory>
#include <string>
#include <vector>

#include "core/io/anndata/stored_rankings.h"
#include "core/workflow/similar_genes.h"
#include "ui/models/ranked_genes_model.h"
#include "ui/render/figure_numbers.h"
#include "ui/session/session.h"

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace regulus {

class CleanTable;
class NameField;
class StateStack;
class ToneLabel;

class GeneListsView final : public QWidget {
    Q_OBJECT
  public:
    explicit GeneListsView(Session& session, QWidget* parent = nullptr);
    ~GeneListsView() override;

    void showSimilar(const std::string& gene);  // to that gene, over the cells that are chosen
    void setSelectedOnly(bool on);
    // Whether the file ranks genes for that group of that column; and shows them.
    bool ranks(const std::string& column, const std::string& group) const;
    void showRanked(const std::string& column, const std::string& group);

    StateStack* states() const { return m_states; }
    CleanTable* table() const { return m_table; }
    const RankedGenesModel& model() const { return *m_model; }
    QComboBox* sourceBox() const { return m_source; }
    QComboBox* groupBox() const { return m_group; }
    NameField* geneField() const { return m_gene; }
    QString note() const;
    // Of the list, whole: its columns, and behind them, the same in each row, what it is a list of.
    FigureNumbers numbers() const;

  Q_SIGNALS:
    void openRequested();
    void galleryRequested(const std::vector<std::string>& genes);
    void numbersRequested(const regulus::FigureNumbers& numbers, const QString& name);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    using Facts = std::vector<std::pair<std::string, std::string>>;  // column of a saved table, its value
    void build();
    void connectParts();
    void hear(Changes what);
    void lookIntoFile();
    void offerNames();
    void offerSources();
    void offerGroups();
    void start();
    void startSimilar();
    void startStored();
    struct Listing;
    void present(Listing listing);
    void say(const QString& title, const QString& text, bool working = false);
    void follow();
    void keep();
    void restore();
    const StoredRanking* stored() const;  // that is chosen; null: similar genes are

    Session& m_session;
    QComboBox *m_source, *m_group, *m_cells;
    NameField* m_gene;
    QStackedWidget* m_of;
    StateStack* m_states;
    CleanTable* m_table;
    RankedGenesModel* m_model;
    ToneLabel *m_note, *m_simulated;
    QPushButton *m_gallery, *m_export;
    std::vector<StoredRanking> m_stored;
    QString m_key, m_problems;
    Facts m_facts;  // of what is listed
    bool m_namesStale = true, m_stale = false;
};

}  // namespace regulus
