// What the readers of HDF5 files have in common: matrices are opened, checked against the annotation and kept
// in memory or on disk as the options say. Only for the sources of core/io.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/files/source_identity.h"
#include "core/io/hdf5/hdf5_matrix.h"
#include "core/io/store/read_options.h"

namespace regulus::h5 {

class DatasetBuilder {
  public:
    // With `look_only` nothing large is read, but every index of the file is walked through.
    DatasetBuilder(const ReadOptions& options, bool look_only, Job& job);

    Job& job() const { return m_job; }
    const ReadOptions& options() const { return m_options; }
    Dataset& data() { return *m_data; }
    std::size_t cells() const { return m_data->cells(); }
    void warn(std::string text) { m_data->warnings.push_back(std::move(text)); }

    // "0", "1", ...: names for what has none, as many as `place` says; with a warning. Throws Error(Memory)
    // when they alone would need more than the options allow.
    std::vector<std::string> numbered(std::size_t count, const Place& place, const std::string& what);

    // The cells; before anything that has one row a cell. Names that occur twice get a warning.
    void set_obs(Table obs);
    // Var of X and the layers, or of raw ("genes of raw"). Warns as well.
    std::shared_ptr<const Table> make_var(Table var, const std::string& what = "genes");

    // Throws Error(Input) for a matrix that does not fit cells and genes. `genes`: rows of the stored matrix
    // that are used, ascending; empty for all.
    void add_assay(const std::string& name, const StoredMatrix& matrix, std::shared_ptr<const Table> var,
                   const std::vector<std::uint32_t>& genes = {});
    // A matrix that cannot serve must not keep the rest from being seen: it is left out with a warning, which
    // names it by its `place` in the file ("layers/spliced").
    void add_optional_assay(const std::string& name, const std::string& place,
                            const std::function<StoredMatrix()>& find, std::shared_ptr<const Table> var,
                            const std::vector<std::uint32_t>& genes = {});
    // Cells × cells, read when asked; left out with a warning when it does not fit.
    void add_graph(const std::string& name, const std::function<StoredMatrix()>& find);
    // Left out with a warning unless it has a row for each cell and at least one column. A name that is taken
    // gets " (2)".
    void add_embedding(const std::string& name, Matrix coordinates);
    // An array of numbers, cells × dimensions, or compressed rows of them.
    void add_embedding(const std::string& name, const Object& object);

    // A dataset without any matrix gets an empty one, and a warning.
    std::shared_ptr<Dataset> finish(std::shared_ptr<const Table> var);

  private:
    const ReadOptions& m_options;
    bool m_look_only;
    Job& m_job;
    OpenMatrix open(const StoredMatrix& matrix);
    OpenMatrix open_unchecked(const StoredMatrix& matrix, const std::string& name);

    std::size_t m_left_in_memory;
    std::optional<FileIdentity> m_identity;  // once it is needed
    std::shared_ptr<Dataset> m_data = std::make_shared<Dataset>();
};

}  // namespace regulus::h5
