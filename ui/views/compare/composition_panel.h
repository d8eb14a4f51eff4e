// Whether shares of groups differ between conditions, tested over donors, beside the bars of Plots: as
// `regulus composition` does it. Where it cannot be tested, it says why.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/workflow/composition.h"
#include "ui/session/session.h"
#include "ui/views/compare/plot_choices.h"

class QComboBox;
class QToolButton;

namespace regulus {

class CleanTable;
class CompositionModel;
class ToneLabel;

// Immutable parts of a session; equal inputs give equal results.
struct CompositionInputs {
    std::shared_ptr<const Dataset> dataset;
    OwnColumns own;  // donors may be one of them
    PlotGroups groups, conditions;
    std::string donors, reference;  // "": none; the first condition

    bool operator==(const CompositionInputs&) const = default;
};
// Throws what composition() throws.
Composition runComposition(const CompositionInputs& inputs, Job& job);

class CompositionPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit CompositionPanel(Session& session, QWidget* parent = nullptr);
    ~CompositionPanel() override;

    // Settings as resolved() makes them; the inputs of their plot, or none. Computed while it is shown.
    void follow(const PlotChoices& choices, const PlotSettings& settings,
                const std::optional<PlotInputs>& plot);
    void writeCsv(const QString& path);  // of the tests

    QComboBox* donors() const { return m_donors; }
    QComboBox* reference() const { return m_reference; }
    CleanTable* table() const { return m_table; }
    const CompositionModel& model() const { return *m_model; }
    const std::shared_ptr<const Composition>& made() const { return m_made; }
    QString note() const;
    bool busy() const { return m_busy; }
    bool areDonors(const std::string& column) const;  // by its name

  Q_SIGNALS:
    void edited(const std::function<void(regulus::PlotSettings&)>& change);
    void madeChanged();
    void exportRequested();
    void exported(const QString& path);

  private:
    void build();
    void offer(const PlotChoices& choices, const PlotSettings& settings, const PlotInputs& plot);
    void start(const CompositionInputs& wanted);
    void present(Composition made);
    void say(const QString& text);  // instead of a table

    Session& m_session;
    QComboBox *m_donors, *m_reference;
    QToolButton* m_export;
    ToneLabel* m_note;
    CompositionModel* m_model;
    CleanTable* m_table;
    QString m_key;
    std::optional<CompositionInputs> m_inputs;
    bool m_busy = false;
    std::shared_ptr<const Composition> m_made;
};

}  // namespace regulus
