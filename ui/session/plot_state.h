// What of groups of cells is plotted, and how: the settings of the page "Plots" as one value. Undo covers
// them. Names of columns and of genes are kept as they were asked for; what of them a dataset has is the
// page's to find.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <string>
#include <vector>

#include "core/workflow/values_of.h"
#include "ui/figures/plots/plot_look.h"
#include "ui/session/session_services.h"

namespace regulus {

struct PlotSettings {
    PlotLook look;  // but for the colour map, which is the view's
    ValuesOf values = ValuesOf::Genes;
    bool compared = false;          // the groups that Compare compares, rather than those of `column`
    std::string column;             // whose values are the groups; "": the labels
    std::string split;              // divides the groups of a plot of values; "": nothing does
    std::string across;             // of a composition the second column; "": donors or what is like them
    std::string donors, reference;  // of the test of a composition; "": those that suggest themselves
    QString names;                  // genes or TFs as they were typed; "": the markers of each group
    std::vector<std::string> groupOrder;  // as a person dragged them; empty: as they come
    std::vector<std::string> partOrder;   // of the second column of a composition, likewise

    bool operator==(const PlotSettings&) const = default;
};

class PlotState {
    Q_DECLARE_TR_FUNCTIONS(PlotState)
  public:
    explicit PlotState(SessionServices& services) : m_services(services) {}

    const PlotSettings& settings() const { return m_settings; }
    void set(const PlotSettings& settings);  // undoable; typing and ticking are steps of their own

  private:
    friend class Session;
    // The caller says what changed.
    void restore(PlotSettings settings) { m_settings = std::move(settings); }
    static QString showing(PlotKind kind);
    QString stepTo(const PlotSettings& after) const;  // its name
    QString stepTo(const PlotLook& after) const;      // where ticking is all that changed
    void reset();                                     // another dataset, looked at in the same way

    SessionServices& m_services;
    PlotSettings m_settings;
};

}  // namespace regulus
