// Which regulons or gene sets hold the genes of a comparison, beside its table: follows its group and its
// filters. A click on a TF looks at that TF; the genes of a set go to Plots.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/session/session.h"
#include "ui/views/compare/enrichment_run.h"

class QComboBox;
class QToolButton;

namespace regulus {

class CleanTable;
class EnrichmentModel;
class StateStack;
class ToneLabel;

class EnrichmentView final : public QWidget {
    Q_OBJECT
  public:
    explicit EnrichmentView(Session& session, QWidget* parent = nullptr);
    ~EnrichmentView() override;

    // What is listed now; null: nothing. Computed while it is seen.
    void show(std::shared_ptr<const ComparisonResult> result, std::size_t group,
              const std::vector<std::uint32_t>& genes);
    void writeCsv(const QString& path);

    QComboBox* side() const { return m_side; }
    QComboBox* source() const { return m_source; }
    QComboBox* universe() const { return m_universe; }
    CleanTable* table() const { return m_table; }
    const EnrichmentModel& model() const { return *m_model; }
    StateStack* states() const { return m_states; }
    QString note() const;
    QString warning() const;  // "": none

  Q_SIGNALS:
    void setsRequested();    // a file of gene sets is to be chosen
    void exportRequested();  // where to is not this view's to ask
    void exported(const QString& path);
    void plotRequested(const std::vector<std::string>& genes);

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    QWidget* buildHead();
    void offerSources();
    void chooseSource();
    void askForSets();
    void refresh();
    void start();
    void clear();
    void sayWhatIsMissing();
    void present(Enrichment made);
    void warnOfFew();
    void activate(int row);
    void plot();

    Session& m_session;
    QComboBox *m_side, *m_source, *m_universe;
    QToolButton *m_plot, *m_export;
    QWidget* m_head = nullptr;  // the controls
    ToneLabel *m_note, *m_warning;
    EnrichmentModel* m_model;
    CleanTable* m_table;
    StateStack* m_states;
    QString m_key;
    bool m_asked = false;                      // for another file, which has not come yet
    EnrichmentInputs m_wanted;                 // result null: nothing is listed
    std::optional<EnrichmentInputs> m_inputs;  // of what is shown, or being computed
    std::shared_ptr<const Enrichment> m_made;  // null: none
};

}  // namespace regulus
