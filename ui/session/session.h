// What is open and what is being looked at. Views never talk to each other: a gesture becomes a command to a
// part of the session, the part changes, every view hears the one signal changed(flags) and pulls what it
// shows. The session holds the parts and knows what follows for the others when one changes.
//
// Undo covers selection, filters, colouring, labels, view settings; never hover.
//
// Thread: the GUI thread. Values handed out are immutable snapshots that jobs may keep.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ui/session/cells_state.h"
#include "ui/session/changes.h"
#include "ui/session/cluster_controller.h"
#include "ui/session/color_state.h"
#include "ui/session/comparison_state.h"
#include "ui/session/evidence_controller.h"
#include "ui/session/focus_state.h"
#include "ui/session/gate_state.h"
#include "ui/session/gene_set_state.h"
#include "ui/session/group_columns.h"
#include "ui/session/judging_state.h"
#include "ui/session/model_state.h"
#include "ui/session/opened_state.h"
#include "ui/session/plot_state.h"
#include "ui/session/scatter_state.h"
#include "ui/session/score_controller.h"
#include "ui/session/session_record.h"
#include "ui/session/session_services.h"
#include "ui/session/tf_state.h"
#include "ui/session/training_controller.h"
#include "ui/session/view_memory.h"
#include "ui/session/view_state.h"
#include "ui/session/workspace_state.h"

namespace regulus {

// What is hidden and compared by groups.
struct GroupUses {
    CellsState::Filters filters;
    ComparisonSetup comparison;
};

// What was made of groups, and what the cells are coloured by with it; nullopt: by what they are.
struct MadeGroups {
    OwnColumns own;
    GroupLooks looks;
    std::optional<Coloring> coloring = {};
    // As the groups were used before another step, which undo gives back; null: it follows from the groups.
    std::shared_ptr<const GroupUses> uses = {};

    // Whatever they are used for.
    bool operator==(const MadeGroups& other) const {
        return own == other.own && looks == other.looks && coloring == other.coloring;
    }
};

struct ModelNews;
struct ModelReading;
struct RestoredSession;

class Session final : public QObject {
    Q_OBJECT
  public:
    // Engine::standard() in the program; tests without Torch hand in their own, or Engine{}.
    explicit Session(Engine engine, QObject* parent = nullptr);
    ~Session() override;

    JobRunner& jobs() const { return m_services.jobs(); }
    const Engine& engine() const { return m_services.engine(); }
    QUndoStack& undoStack() { return m_services.history().stack(); }
    // Files being read, results being computed: views that would be empty show that it works.
    bool loading() const { return m_services.loading(); }
    bool applyingModel() const { return m_applying > 0; }  // one is being opened, or asked about the cells

    // --- the parts ------------------------------------------------------------------------------------
    const OpenedState& opened() const { return m_opened; }
    const ModelState& model() const { return m_model; }
    const GroupColumns& groups() const { return m_groups; }
    ViewState& view() { return m_view; }
    const ViewState& view() const { return m_view; }
    ColorState& colors() { return m_colors; }
    const ColorState& colors() const { return m_colors; }
    CellsState& cells() { return m_cells; }
    const CellsState& cells() const { return m_cells; }
    FocusState& focus() { return m_focus; }
    const FocusState& focus() const { return m_focus; }
    ComparisonState& comparison() { return m_comparison; }
    const ComparisonState& comparison() const { return m_comparison; }
    ViewMemory& memory() { return m_memory; }
    const ViewMemory& memory() const { return m_memory; }
    PlotState& plots() { return m_plots; }
    const PlotState& plots() const { return m_plots; }
    JudgingState& judging() { return m_judging; }
    const JudgingState& judging() const { return m_judging; }
    ScatterState& scatter() { return m_scatter; }
    const ScatterState& scatter() const { return m_scatter; }
    GateState& gates() { return m_gates; }
    const GateState& gates() const { return m_gates; }
    WorkspaceState& workspaces() { return m_workspaces; }
    const WorkspaceState& workspaces() const { return m_workspaces; }
    TrainingController& training() { return m_training; }
    const TrainingController& training() const { return m_training; }
    ClusterController& clusters() { return m_clusters; }
    const ClusterController& clusters() const { return m_clusters; }
    GeneSetState& geneSets() { return m_geneSets; }
    const GeneSetState& geneSets() const { return m_geneSets; }
    ScoreController& scores() { return m_scores; }
    const ScoreController& scores() const { return m_scores; }
    EvidenceController& evidence() { return m_evidence; }
    const EvidenceController& evidence() const { return m_evidence; }
    // What is read of TFs: by the model that is open where it reads regulons, else by the prior. Null while
    // there is nothing.
    std::shared_ptr<const TfResults> tfResults() const { return regulus::tfResults(m_opened, m_model); }
    std::shared_ptr<const std::vector<RegulonReader>> rewiredReaders() const {
        return regulus::rewiredReaders(m_opened, m_model);
    }
    std::shared_ptr<const HalfReaders> halfReaders() const { return regulus::halfReaders(m_opened, m_model); }
    std::shared_ptr<const MatrixSource> tfExpression() const {
        return regulus::tfExpression(m_opened, m_model);
    }
    bool simulated() const;  // the data or the model come from a simulation: say so in every view

    // --- commands that take a while; all return at once, errors go to jobs().failed --------------------
    // Opens, and shows the file's own embedding, labels and colours; a file without an embedding gets one
    // computed. The prior that is open stays open; the model is closed.
    void openDataset(const QString& path, OpenChoices choices = {});
    void openDataset(std::shared_ptr<const Dataset> dataset, OpenChoices choices);  // already read
    void setDataset(std::shared_ptr<const Dataset> dataset);                        // at once; for small ones
    // Without options it is narrowed as its authors advise.
    void openPrior(const QString& path, const std::optional<PriorOptions>& options = {});
    // `options`: how it came from what lies at `path`.
    void setPrior(std::shared_ptr<const RegulatoryNetwork> prior, const QString& path = {},
                  const PriorOptions& options = {});
    void openModel(const QString& path);
    // Starts predictions and regulons; all of it is one job. Its cell embedding is laid out when the file has
    // no embedding of its own.
    void setModel(std::shared_ptr<const ModelFile> model);
    void saveModel(const QString& path, std::function<void()> saved = {});  // `saved` when it is in the file
    bool modelUnsaved() const;
    // Trained in the window, be it before a crash, and perhaps still to be applied; null: none.
    std::shared_ptr<const ModelFile> learnedModel() const;
    // The dataset that another session has open, with the prior, the model, the columns and the views that it
    // has; from then on they go apart. What is read of the data is shared, what is on its way there is
    // computed here. `predictor`: of the other's model, for this session's own thread; null where it has
    // none.
    void openSame(const Session& other, std::shared_ptr<Predictor> predictor);
    // Whether what is in no file yet of another session is in this one as well.
    bool holdsAllOf(const Session& other) const;
    void openDemo(const QString& folder);  // demo.h5ad, demo_prior.csv, demo.safetensors
    void close();
    // Everything that was made of a dataset, in a file beside it. `window`: what the window wants to know
    // again. The dataset must have come from a file. `saved` when it is written.
    void saveSession(const QString& path, const QString& window, std::function<void()> saved = {});
    // The same without a word to anyone, for a crash: nothing counts as saved by it.
    void keepSession(const QString& path, const QString& window);
    // As a session file holds it; a dataset is open.
    SessionRecord record(const QString& window = {}) const;
    // `data`: where the dataset lies now, when it is not where it was. `kept`: by keepSession(), so that what
    // is in it is in no file of the person's yet.
    void openSession(const QString& path, const QString& data = {}, bool kept = false);

    void setLabelColumn(const std::string& column);  // once it has been read; undoable

    // A column of cells beside the file's, in place of another of that name made here; undoable. `continued`:
    // one step with the one before, as while a slider moves. Nothing where columnProblem() has a word to say.
    void putColumn(OwnColumn column, bool continued = false);
    void putColumns(OwnColumns columns, bool continued = false);  // in one step; all of them or none
    void removeColumn(const std::string& name);                   // one that was made here; undoable
    // Everything of that kind at once, in one step of undo; see GroupEdits. Looks that are empty go.
    void putMade(const QString& text, MadeGroups after, bool continued = false);
    bool hasOwn() const;  // columns, looks of groups or maps that were made here
    void saveColumns(const QString& path, std::function<void()> saved = {});  // see writeColumns()
    // See write_loupe_categories(); a column of groups.
    void saveForLoupe(const std::string& column, const QString& path, std::function<void()> saved = {});
    // Columns, looks of groups, maps of a part of the cells, gates and workspaces that were made here and are
    // in no file.
    QStringList unsaved() const;
    bool columnsUnsaved() const;
    bool sessionUnsaved() const;  // of these what a session alone can hold: gates and workspaces
    // Why a column of groups, or of numbers, made here cannot be called so, for a person; empty when it can.
    QString columnProblem(const std::string& name, bool numbers = false) const;

  Q_SIGNALS:
    void changed(regulus::Changes what);
    // A session was opened; what the window kept in it.
    void sessionOpened(const QString& path, const QString& window);
    // Its dataset is neither where it was nor beside the session, or (`other`) one with other cells or genes
    // lies there: openSession() again, with its place.
    void dataMissing(const QString& path, const QString& data, bool other);
    // What a person should know; nothing failed. Another notice of the same cause takes its place.
    void noticed(const QString& text, const QString& cause);

  private:
    void tell(Changes what);

    void writeSession(const QString& path, const QString& window, bool quiet,
                      std::function<void(const SessionRecord&)> saved);
    void adoptSession(const QString& path, RestoredSession restored, bool kept);
    void adoptMade(const SessionRecord& record);  // columns, looks, labels
    void applyRecord(const SessionRecord& record);
    void awaitModel(const std::shared_ptr<const SessionRecord>& record);
    void sharePrior(const OpenedState& from);
    void shareModel(const ModelState& from, std::shared_ptr<Predictor> predictor);
    void finishRestoring();                           // what the model had to be there for
    void stopRestoring();                             // another one is there
    void recordWaiting(SessionRecord& record) const;  // and as long as it is not

    void adopt(OpenedDataset opened);
    std::string knownDonors() const;  // "": none
    void prepareGenes();
    bool renameGenes();  // whether it began
    void adoptGenes(NamedGenes genes);
    void readPriorRegulons();
    void adoptPriorRegulons(std::shared_ptr<const TfResults> results);
    void rewireModel();
    void forgetPriorRegulons();
    // What rewired priors, and halves of the cells, make of the same TFs; `keep` is told on this thread.
    struct Checks {
        std::shared_ptr<const std::vector<RegulonReader>> rewired;
        std::shared_ptr<const HalfReaders> halves;
    };
    void rewire(const QString& key, std::shared_ptr<const TfResults> results,
                std::shared_ptr<const MatrixSource> expression, std::function<void(Checks)> keep);
    void applyLabels(const std::shared_ptr<const Labels>& labels);
    void applyMade(const MadeGroups& made);
    bool relabel(const std::vector<std::string>& changed);  // whether the labels are others now
    std::shared_ptr<const Labels> labelsFrom(const std::string& column) const;

    // `learnedHere`: it was trained in the window and is in no file of its own.
    void applyModel(std::shared_ptr<const ModelFile> model, bool learnedHere);
    void startReading(ModelReading reading);
    void hear(int run, const ModelNews& news);
    void adoptContext(std::shared_ptr<const ModelContext> context);
    void adoptResults(std::shared_ptr<const ModelResults> results);
    void adoptTrained(TrainedModel trained);
    void clearModel();
    void forgetModel();

    SessionServices m_services;
    OpenedState m_opened;
    ModelState m_model;
    GroupColumns m_groups;
    ViewState m_view;
    ColorState m_colors;
    CellsState m_cells;
    FocusState m_focus;
    ComparisonState m_comparison;
    ViewMemory m_memory;
    PlotState m_plots;
    ScatterState m_scatter;
    JudgingState m_judging;
    GateState m_gates;
    WorkspaceState m_workspaces;
    TrainingController m_training;
    EvidenceController m_evidence;
    ClusterController m_clusters;
    GeneSetState m_geneSets;
    ScoreController m_scores;

    std::shared_ptr<const ModelFile> m_savedModel;  // the last one written to a file
    // The column that labels came from until it was taken away, and the one they came from then.
    struct GoneLabels {
        std::string column, instead;
    };
    std::optional<GoneLabels> m_goneLabels;
    OwnColumns m_savedColumns;  // the last ones written to a file
    GroupLooks m_savedLooks;
    std::vector<std::shared_ptr<const ShownEmbedding>> m_savedMaps;
    Gates m_savedGates;
    std::vector<Workspace> m_savedWorkspaces;
    std::string m_fingerprint, m_values;  // of the dataset, once they were computed
    std::shared_ptr<const SessionRecord>
        m_restoring;  // until its model has said what it has to say, or another comes
    int m_applying = 0;
    int m_reading = 0;  // counts applications of models: news of an older one are dropped
};

}  // namespace regulus
