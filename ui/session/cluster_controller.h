// Clusters of cells while a person tries resolutions: the graph of neighbours is made once, and each
// resolution takes the place of the one before as a column of the session.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <functional>
#include <memory>
#include <string>

#include "core/base/cell_set.h"
#include "core/data/sparse_matrix.h"
#include "core/workflow/model_results.h"
#include "ui/session/model_state.h"
#include "ui/session/opened_state.h"
#include "ui/session/own_columns.h"
#include "ui/session/session_services.h"

namespace regulus {

struct ClusterRequest {
    bool ofModel = false;  // its cell embedding, rather than principal components of expression
    int neighbours = 15;
    double resolution = 1;
    std::uint64_t seed = 0;
    std::size_t variableGenes = 2000, components = 30;  // at most; of expression alone
    std::string column = "leiden";
    CellSet part = {};  // the cells that are clustered, the others have no cluster; an empty universe: all
};

struct ClusterState {
    enum class Phase { Idle, Neighbours, Clustering, Ready, Failed } phase = Phase::Idle;
    ClusterRequest request;
    QString problem;                 // of Failed
    std::vector<std::size_t> sizes;  // cells a cluster, the largest first

    bool busy() const { return phase == Phase::Neighbours || phase == Phase::Clustering; }
};

class ClusterController {
    Q_DECLARE_TR_FUNCTIONS(ClusterController)
  public:
    // `made` takes each result; `again`: it follows another of the same column.
    using Made = std::function<void(OwnColumn, bool again)>;
    ClusterController(SessionServices& services, const OpenedState& opened, const ModelState& model,
                      Made made)
        : m_services(services), m_opened(opened), m_model(model), m_made(std::move(made)) {}

    const ClusterState& state() const { return m_state; }
    // Whether another resolution needs no other neighbours.
    bool hasGraph(const ClusterRequest& request) const;
    void start(const ClusterRequest& request);
    void cancel();

  private:
    friend class Session;
    struct Graph {
        ClusterRequest of;
        std::shared_ptr<const ModelResults> results;  // of the model it was made of; null: of none
        std::shared_ptr<const ModelFile> model;       // the same
        std::shared_ptr<const CsrMatrix> graph;
    };

    void forget();  // another dataset
    void findNeighbours();
    void cluster();
    void fail(const Error& error);
    void show(ClusterState::Phase phase);

    SessionServices& m_services;
    const OpenedState& m_opened;
    const ModelState& m_model;
    Made m_made;
    ClusterState m_state;
    Graph m_graph;
    std::string m_last;  // column of the last result
};

}  // namespace regulus
