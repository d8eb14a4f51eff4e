// What the cells are coloured by, and the values behind it, which a job fetches. Undo covers what was asked
// for.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <functional>
#include <memory>
#include <optional>

#include "ui/figures/color_resolver.h"
#include "ui/figures/coloring.h"
#include "ui/session/group_columns.h"
#include "ui/session/model_state.h"
#include "ui/session/opened_state.h"
#include "ui/session/session_services.h"
#include "ui/session/view_state.h"

namespace regulus {

struct ColorInputs;

class ColorState {
    Q_DECLARE_TR_FUNCTIONS(ColorState)
  public:
    ColorState(SessionServices& services, const OpenedState& opened, const ModelState& model,
               const GroupColumns& groups, const ViewState& view)
        : m_services(services), m_opened(opened), m_model(model), m_groups(groups), m_view(view) {}

    const Coloring& coloring() const { return m_coloring; }
    // Never null. While a gene is being read it still holds what was shown before, and where that takes long
    // soon the gene in some of the cells (data()->read).
    std::shared_ptr<const ColorData> data() const { return m_data; }
    void colorBy(const Coloring& coloring);
    // The ends of the scale of what is coloured by, undoable; nullopt: as the values suggest. Nothing where
    // that is no number, or while its values are on their way. `part`: of a blend, its first or second
    // number.
    void setRange(const std::optional<ColorRange>& range, std::size_t part = 0);
    // To what it was before the changes that came last, and these are no step any more.
    void takeBackRange(const std::optional<ColorRange>& range, std::size_t part = 0);
    std::optional<ColorRange> range(std::size_t part = 0) const;  // as it was set
    ColorInputs inputs() const;  // what colours are made of, as the session is now; a dataset is open

  private:
    friend class Session;
    friend class WorkspaceState;

    // Of another dataset; null colours: nothing is open. Gives back the colours before.
    std::shared_ptr<const ColorData> reset(std::shared_ptr<const ColorData> data);
    // Asks anew where other labels, another colour map or results of a model change the values or colours.
    void follow(Changes what);
    void renameGene(Coloring& coloring, const NamedGenes& before) const;
    void genesRenamed(const NamedGenes& before);  // says so; what is coloured by a gene stays coloured by it
    void columnsChanged(const std::vector<std::string>& names);  // their values are others now, or gone
    void recolorActivity();  // another prior, or other names of its targets
    void modelChanged();     // plain until the new one's own results are there
    void modelGone();

    void pushRange(const QString& step, const std::optional<ColorRange>& range, std::size_t part);
    void apply(const Coloring& coloring);
    void restore(const Coloring& coloring);  // what a model has to say comes with its results
    void request();
    using Work = std::function<ColorData(Job&)>;
    void start(Work work, bool quiet);
    void showFirst(int run, ColorData data);
    void recolor(std::shared_ptr<const ColorData> values);  // the values are there
    // No colours. The title says what was asked for while that is on its way, and nothing where it failed.
    void showPlain(bool failed = false);
    void replace(const std::function<bool(const Coloring&)>& gone);
    Coloring usual() const;

    SessionServices& m_services;
    const OpenedState& m_opened;
    const ModelState& m_model;
    const GroupColumns& m_groups;
    const ViewState& m_view;
    // What was shown by a column that was taken away, and what has been shown since: where nobody chose
    // something else meanwhile, both come back together.
    struct Gone {
        Coloring coloring, instead;
    };
    std::optional<Gone> m_gone;
    Coloring m_coloring;
    std::shared_ptr<const ColorData> m_data = std::make_shared<const ColorData>();
    bool m_reading = false;  // values that replace m_data are on their way
    bool m_stopped = false;  // they were not read: a person cancelled, or it failed
    int m_run = 0;           // which request is under way: what an older one has read comes too late
    std::string m_map;       // the colour map that was asked for last
};

}  // namespace regulus
