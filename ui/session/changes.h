// What changed in a session. A view hears changed(flags) and pulls what it shows.
#pragma once

#include <QFlags>

namespace regulus {

enum class Change : unsigned {
    Dataset = 1U << 0,  // another dataset (or none): everything else has been reset with it
    Prior = 1U << 1,
    Model = 1U << 2,       // another model, or none; its results come later
    Results = 1U << 3,     // predictions are there (or gone)
    Regulons = 1U << 4,    // regulon attention is there (or gone)
    Labels = 1U << 5,      // another label column
    Embeddings = 1U << 6,  // the list of embeddings
    Embedding = 1U << 7,   // the embedding that is shown
    Coloring = 1U << 8,    // what is asked for; colorData() still holds the values before
    ColorData = 1U << 9,   // the values arrived
    Selection = 1U << 10,
    Highlight = 1U << 11,  // hover
    Filters = 1U << 12,    // visible(), hidden categories
    FocusCell = 1U << 13,
    FocusGroups = 1U << 14,
    FocusTf = 1U << 15,
    View = 1U << 16,           // viewSettings()
    Tool = 1U << 17,           // lasso, polygon, rectangle, pan
    Training = 1U << 18,       // training(): epoch, history, snapshot
    Busy = 1U << 19,           // loading(): a file is being read, results are being computed
    Genes = 1U << 20,          // geneNames(): another prior writes them differently
    Evidence = 1U << 21,       // evidence(): runs done, the page; judging(): threshold, cells
    Comparison = 1U << 22,     // comparison(): which cells are compared
    Columns = 1U << 23,        // columns of cells that were made here: another one, other values, one less
    Clusters = 1U << 24,       // clusters(): working, done, failed
    ViewKept = 1U << 25,       // memory(): a view kept something, or undo gave it back
    ViewsRestored = 1U << 26,  // memory(): of a session file; views take from it what was theirs
    Plots = 1U << 27,          // plots(): what of groups is plotted, and how
    GeneSets = 1U << 28,       // geneSets(): those of another file
    Scores = 1U << 29,         // scores(): working, done, failed
    Camera = 1U << 30,         // which part of the map is seen
    Gating = 1U << 31,         // scatter(), gates(): what is plotted, what is gated
};
Q_DECLARE_FLAGS(Changes, Change)
Q_DECLARE_OPERATORS_FOR_FLAGS(Changes)

}  // namespace regulus
