// The one place that knows igraph. Its errors come back as codes: its own handler would end the program.
#include "core/embed/detail/leiden_module.h"

#include <igraph/igraph.h>

#include <exception>

namespace regulus {
namespace {

constexpr double randomness = 0.01;  // of igraph's refinement, and what scanpy leaves it at

const Job* running = nullptr;  // igraph hands nothing to its interruption handler

igraph_error_t stop_when_cancelled(void*) {
    if (running == nullptr || !running->cancelled()) return IGRAPH_SUCCESS;
    IGRAPH_FINALLY_FREE();
    return IGRAPH_INTERRUPTED;
}

void keep_quiet(const char*, const char*, int, igraph_error_t) {
    IGRAPH_FINALLY_FREE();
}

// igraph's vectors and graphs, given back whatever happens.
struct Numbers {
    igraph_vector_t v{};
    ~Numbers() { igraph_vector_destroy(&v); }
};
struct Integers {
    igraph_vector_int_t v{};
    ~Integers() { igraph_vector_int_destroy(&v); }
};
struct Graph {
    igraph_t g{};
    bool made = false;
    ~Graph() {
        if (made) igraph_destroy(&g);
    }
};

class Failure : public std::exception {
  public:
    explicit Failure(igraph_error_t code) : m_code(code) {}
    igraph_error_t code() const { return m_code; }
    const char* what() const noexcept override { return igraph_strerror(m_code); }

  private:
    igraph_error_t m_code;
};

void check(igraph_error_t code) {
    if (code != IGRAPH_SUCCESS) throw Failure(code);
}

// The upper triangle as edges, their weights, and the sum of the weights at each point.
void fill(const CsrMatrix& matrix, Graph& graph, Numbers& weights, Numbers& strengths) {
    const auto points = static_cast<igraph_integer_t>(matrix.rows);
    Integers ends;
    check(igraph_vector_int_init(&ends.v, 0));
    check(igraph_vector_int_reserve(&ends.v, static_cast<igraph_integer_t>(matrix.stored())));
    check(igraph_vector_init(&weights.v, 0));
    check(igraph_vector_reserve(&weights.v, static_cast<igraph_integer_t>(matrix.stored() / 2)));
    check(igraph_vector_init(&strengths.v, points));
    for (std::size_t row = 0; row < matrix.rows; ++row) {
        const auto columns = matrix.row_columns(row);
        const auto values = matrix.row_values(row);
        for (std::size_t e = 0; e < columns.size(); ++e) {
            VECTOR(strengths.v)[row] += values[e];
            if (static_cast<std::size_t>(columns[e]) <= row) continue;
            check(igraph_vector_int_push_back(&ends.v, static_cast<igraph_integer_t>(row)));
            check(igraph_vector_int_push_back(&ends.v, columns[e]));
            check(igraph_vector_push_back(&weights.v, values[e]));
        }
    }
    check(igraph_create(&graph.g, &ends.v, points, IGRAPH_UNDIRECTED));
    graph.made = true;
}

void run(LeidenRun& run) {
    Graph graph;
    Numbers weights, strengths;
    fill(run.graph, graph, weights, strengths);
    const double total = igraph_vector_sum(&strengths.v);
    Integers membership;
    check(igraph_vector_int_init_range(&membership.v, 0, static_cast<igraph_integer_t>(run.graph.rows)));
    if (total > 0) {
        check(igraph_rng_seed(igraph_rng_default(), run.options.seed));
        igraph_integer_t count = 0;
        const igraph_integer_t iterations = run.options.iterations > 0 ? run.options.iterations : -1;
        check(igraph_community_leiden(&graph.g, &weights.v, &strengths.v, run.options.resolution / total,
                                      randomness, false, iterations, &membership.v, &count, &run.modularity));
    }
    run.membership.assign(VECTOR(membership.v), VECTOR(membership.v) + igraph_vector_int_size(&membership.v));
}

}  // namespace
}  // namespace regulus

extern "C" __attribute__((visibility("default"))) regulus::LeidenEnd regulus_run_leiden(
    regulus::LeidenRun* call) {
    using namespace regulus;
    igraph_set_error_handler(&keep_quiet);
    igraph_set_interruption_handler(&stop_when_cancelled);
    running = &call->job;
    LeidenEnd end = LeidenEnd::Done;
    try {
        run(*call);
    } catch (const Failure& failure) {
        call->problem = failure.what();
        end = failure.code() == IGRAPH_INTERRUPTED ? LeidenEnd::Stopped
              : failure.code() == IGRAPH_ENOMEM    ? LeidenEnd::NoMemory
                                                   : LeidenEnd::Failed;
    } catch (const std::exception& other) {
        call->problem = other.what();
        end = LeidenEnd::Failed;
    }
    running = nullptr;
    return end;
}
