// What is open and what is being looked at. Views never talk to each other: a gesture becomes a command
// here, the session changes, every view hears the one signal changed(flags) and pulls what it shows.
//
// Selected (replaces), highlighted (hover, replaces) and filtered (keyed by who set it, combined) are three
// different things. Undo covers selection, filters, colouring, labels, view settings; never hover.
//
// Thread: the GUI thread. Values handed out are immutable snapshots that jobs may keep.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/data/dataset.h"
#include "core/data/gene_names.h"
#include "core/io/prior/prior_reader.h"
#include "core/prior/regulatory_network.h"
#include "core/workflow/labels.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/analysis.h"
#include "ui/session/changes.h"
#include "ui/session/coloring.h"
#include "ui/session/engine.h"
#include "ui/session/history.h"
#include "ui/session/opened_dataset.h"
#include "ui/session/selection_model.h"
#include "ui/session/training.h"
#include "ui/session/training_run.h"
#include "ui/session/view_settings.h"

namespace regulus {

// The name under which the predicted classes take part wherever a column of categories does.
inline constexpr const char* predicted_column = "regulus:predicted";

struct Group {
    QString name;
    CellSet cells;
};

// The key of a layout computed in three dimensions; those in two end without "3d".
std::string layoutKey(EmbeddingRequest::From from, int dimensions);

struct ModelNews;
struct ModelReading;

class Session final : public QObject {
    Q_OBJECT
  public:
    // Engine::standard() in the program; tests without Torch hand in their own, or Engine{}.
    explicit Session(Engine engine, QObject* parent = nullptr);
    ~Session() override;

    JobRunner& jobs() const { return *m_jobs; }
    const Engine& engine() const { return m_engine; }
    QUndoStack& undoStack() { return m_history.stack(); }

    // --- what is open ---------------------------------------------------------------------------------
    std::shared_ptr<const Dataset> dataset() const { return m_dataset; }  // null: nothing open
    std::size_t cells() const { return m_dataset ? m_dataset->cells() : 0; }
    bool simulated() const;  // the data or the model come from a simulation: say so in every view
    const OpenChoices& choices() const { return m_choices; }  // made when it was opened
    std::shared_ptr<const RegulatoryNetwork> prior() const { return m_prior; }
    const QString& priorPath() const { return m_priorPath; }             // empty when it came from no file
    const PriorOptions& priorOptions() const { return m_priorOptions; }  // how it was narrowed
    std::shared_ptr<const ModelFile> model() const { return m_model; }   // fits the data set, or null
    // Files being read, results being computed: views that would be empty show that it works.
    bool loading() const { return m_loading > 0; }
    bool applyingModel() const { return m_applying > 0; }  // one is being opened, or asked about the cells

    // Names of the genes of the assay a model learns from, as the prior writes them: those of the prior
    // before until Change::Genes. Null without a data set.
    std::shared_ptr<const GeneNames> geneNames() const { return m_genes.names; }
    // Its values, log1p(CP10k). Null when the file holds scaled values only.
    std::shared_ptr<const MatrixSource> expression() const { return m_expression; }
    int geneColumn(const std::string& gene) const;  // -1: not in the data
    // Genes among the tokens of the model (empty without one).
    bool isToken(const std::string& gene) const;

    // --- labels ---------------------------------------------------------------------------------------
    std::string labelColumn() const { return m_labels ? m_labels->column : std::string(); }
    std::shared_ptr<const Labels> labels() const { return m_labels; }  // null: no column that could serve
    void setLabelColumn(const std::string& column);                    // once it has been read
    // Columns that could serve as labels, or to keep cells of a donor together; best guess first.
    const std::vector<ColumnGuess>& labelColumns() const { return m_labelColumns; }
    const std::vector<ColumnGuess>& batchColumns() const { return m_batchColumns; }

    // --- results of the model -------------------------------------------------------------------------
    // Null until computed: a model is there first, then the regulons of some cells, the predictions, and the
    // regulons of all. To compute more (knock-out, attention of a cell), start a job on Lane::Model with a
    // copy of modelContext().
    std::shared_ptr<const ModelContext> modelContext() const { return m_context; }
    std::shared_ptr<const ModelResults> results() const { return m_results; }
    std::shared_ptr<const RegulonResults> regulons() const { return m_regulons; }
    const TrainingProgress& training() const { return m_training; }
    int trainingJob() const { return m_trainingJob; }  // its id in jobs().list()
    double trainingFraction() const;                   // share of it that is done; -1 when not known

    // --- embeddings -----------------------------------------------------------------------------------
    const std::vector<std::shared_ptr<const ShownEmbedding>>& embeddings() const { return m_embeddings; }
    std::shared_ptr<const ShownEmbedding> embedding() const;  // the one shown; null: none yet
    void showEmbedding(const std::string& key);
    void computeEmbedding(const EmbeddingRequest& request);  // shown once it is there, unless in 3-D

    // --- colour ---------------------------------------------------------------------------------------
    const Coloring& coloring() const { return m_coloring; }
    // Never null. While a gene is being read it still holds what was shown before.
    std::shared_ptr<const ColorData> colorData() const { return m_colorData; }
    void colorBy(const Coloring& coloring);

    // --- selection, hover, filters: see selection_model.h ----------------------------------------------
    const CellSet& selection() const { return m_cells.selection(); }
    const CellSet& highlight() const { return m_cells.highlight(); }
    const CellSet& visible() const { return m_cells.visible(); }  // all filters combined
    void select(const CellSet& cells, SelectMode mode = SelectMode::Replace);
    void selectAll();
    void clearSelection();
    void invertSelection();                   // within the visible cells
    void setHighlight(const CellSet& cells);  // no undo
    void clearHighlight();
    void setFilter(const std::string& key, const CellSet& visible);
    void clearFilter(const std::string& key);
    void clearFilters();
    // A legend click hides, a double click isolates; categories by code. Each column has a filter of its own.
    void setCategoryHidden(const std::string& column, int code, bool hidden);
    void isolateCategory(const std::string& column, int code);  // the second time shows all again
    const std::set<int>& hiddenCategories(const std::string& column) const;
    // A column of obs as categories, or predicted_column as the model's classes. Null when it has none, or
    // far too many.
    std::shared_ptr<const Categorical> categorical(const std::string& column) const;
    // Cells a category of it, and behind them those without a value; empty when it has no categories.
    const std::vector<std::size_t>& groupSizes(const std::string& column) const;
    CellSet cellsOf(const std::string& column, int code) const;  // code -1: cells without a value

    // --- focus ----------------------------------------------------------------------------------------
    std::optional<std::uint32_t> focusedCell() const { return m_focusCell; }  // the inspector's cell
    void focusCell(std::optional<std::uint32_t> cell);
    const std::vector<Group>& focusedGroups() const { return m_focusGroups; }  // what is compared; 0 to 2
    void focusGroups(std::vector<Group> groups);
    const std::string& focusedTf() const { return m_focusTf; }  // empty: none
    void focusTf(const std::string& tf);

    // --- view -----------------------------------------------------------------------------------------
    const ViewSettings& viewSettings() const { return m_view; }
    void setViewSettings(const ViewSettings& settings);  // undoable
    Tool tool() const { return m_tool; }
    void setTool(Tool tool);

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
    bool modelUnsaved() const { return m_results && m_results->learnedHere && m_savedModel != m_model; }
    void openDemo(const QString& folder);  // demo.h5ad, demo_prior.csv, demo.safetensors
    void close();

    void train(const TrainRequest& request);
    void pauseTraining();  // after the epoch that is running
    void resumeTraining();
    void stopTraining();    // keeps the best so far
    void cancelTraining();  // keeps nothing

  Q_SIGNALS:
    void changed(regulus::Changes what);
    // What a person should know; nothing failed. Another notice of the same cause takes its place.
    void noticed(const QString& text, const QString& cause);

  private:
    // What undo goes back to; each part is replaced as a whole.
    struct Filters {
        std::map<std::string, CellSet> visible;
        std::map<std::string, std::set<int>> hidden;  // category codes by column
        bool operator==(const Filters&) const = default;
    };
    enum MergeId { NoMerge = -1, MergeView = 1 };

    void notify(Changes what) { Q_EMIT changed(what); }
    template <class T>
    void push(const QString& text, const T& before, const T& after, void (Session::*apply)(const T&),
              MergeId merge = NoMerge) {
        m_history.push<T>(
            text, before, after, [this, apply](const T& value) { (this->*apply)(value); }, merge);
    }
    void applySelection(const CellSet& cells);
    void applyFilters(const Filters& filters);
    void applyColoring(const Coloring& coloring);
    void applyLabels(const std::shared_ptr<const Labels>& labels);
    void applyView(const ViewSettings& settings);
    void hide(const std::string& column, std::set<int> hidden, const QString& text);

    void adopt(OpenedDataset opened);
    void prepareGenes();
    bool renameGenes();  // whether it began
    void recolorActivity();
    void adoptGenes(NamedGenes genes);
    void clearModel();
    void forgetModel();
    void forgetPredicted();
    void replaceColorings(const std::function<bool(const Coloring&)>& gone);
    Coloring usualColoring() const;
    void showPlain();
    void startReading(ModelReading reading);
    void hear(int run, const ModelNews& news);
    void adoptContext(std::shared_ptr<const ModelContext> context);
    void adoptResults(std::shared_ptr<const ModelResults> results);
    void requestColors();
    void addEmbedding(std::shared_ptr<const ShownEmbedding> added, bool show);
    JobRequest request(const QString& title, const QString& key, Lane lane = Lane::Pool);
    JobRequest loadingRequest(const QString& title, const QString& key, Lane lane = Lane::Pool);
    void trainingReport(int run, const TrainingReport& report);
    void trainingEnded(int run, JobOutcome outcome);
    void trained(int run, TrainedModel trained);

    JobRunner* m_jobs;
    Engine m_engine;
    History m_history;
    int m_loading = 0, m_applying = 0;

    std::shared_ptr<const Dataset> m_dataset;
    NamedGenes m_genes;
    std::shared_ptr<const MatrixSource> m_expression;
    OpenChoices m_choices;
    std::shared_ptr<const RegulatoryNetwork> m_prior;
    QString m_priorPath;
    PriorOptions m_priorOptions;
    std::shared_ptr<const Labels> m_labels;
    std::vector<ColumnGuess> m_labelColumns, m_batchColumns;
    std::shared_ptr<const ModelFile> m_model;
    std::shared_ptr<const ModelFile> m_savedModel;  // the last one written to a file
    std::set<std::string> m_tokens;
    std::shared_ptr<const ModelContext> m_context;
    std::shared_ptr<const ModelResults> m_results;
    std::shared_ptr<const RegulonResults> m_regulons;
    std::vector<std::shared_ptr<const ShownEmbedding>> m_embeddings;
    mutable CategoryColumns m_categories;  // the data set's columns, and the predicted one once asked for
    mutable GroupSizes m_groupSizes;       // of the same

    Coloring m_coloring;
    std::shared_ptr<const ColorData> m_colorData;
    SelectionModel m_cells;
    Filters m_filters;
    std::optional<std::uint32_t> m_focusCell;
    std::vector<Group> m_focusGroups;
    std::string m_focusTf;
    ViewSettings m_view;
    Tool m_tool = Tool::Lasso;

    TrainingProgress m_training;
    std::shared_ptr<TrainingControl> m_control;  // null when nothing trains
    int m_reading = 0;                           // counts applications of models in the same way
    int m_run = 0;                               // counts trainings: reports of an older one are dropped
    int m_trainingJob = 0;
};

}  // namespace regulus
