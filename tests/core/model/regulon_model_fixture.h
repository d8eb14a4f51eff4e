// A small model that reads regulons, made of simulated cells without Torch, and what its tests ask of it.
#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/model/regulon_predictor.h"
#include "core/regulons/reader_decisions.h"
#include "tests/core/model/training_fixture.h"
#include "tests/core/stats/python_values.h"

namespace regulus::test {

inline TrainingOptions regulon_options(double bypass = 0.5) {
    TrainingOptions options = options_for(Preset::Standard, ReadMode::Regulons);
    options.model.read = ReadMode::Regulons;
    options.model.bypass = bypass;
    options.bypass_by_rule = false;
    options.model.dimensions = 12;
    options.model.heads = 3;
    return options;
}

inline ModelFile trained(const TrainingInput& input, const TrainingOptions& options) {
    Job job;
    const auto trainer = Trainer::create(input, options, job);
    trainer->run_until(trainer->epochs(), job);
    return trainer->best();
}

// Names of the tensors that differ; of another number of tensors, or other genes, "all".
inline std::vector<std::string> differing(const ModelFile& a, const ModelFile& b) {
    if (a.genes != b.genes) return {"all"};
    auto left = reader_tensors(*a.reader), right = reader_tensors(*b.reader);
    left["gene.mean"].values = a.gene_mean;
    left["gene.sd"].values = a.gene_sd;
    right["gene.mean"].values = b.gene_mean;
    right["gene.sd"].values = b.gene_sd;
    if (left.size() != right.size()) return {"all"};
    std::vector<std::string> names;
    for (const auto& [name, tensor] : left) {
        if (tensor.values != right.at(name).values || tensor.shape != right.at(name).shape)
            names.push_back(name);
    }
    return names;
}

inline std::vector<std::int32_t> best_of(const Matrix& logits, const std::vector<std::uint32_t>& rows) {
    std::vector<std::int32_t> classes;
    for (const std::uint32_t row : rows) {
        const auto of = logits.row(row);
        classes.push_back(static_cast<std::int32_t>(std::ranges::max_element(of) - of.begin()));
    }
    return classes;
}

inline std::vector<std::uint32_t> rows_of(std::size_t cells) {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

inline double share_equal(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i];
    return static_cast<double>(same) / static_cast<double>(a.size());
}

inline bool torch_is_loaded() {
    QFile maps(QStringLiteral("/proc/self/maps"));
    return !maps.open(QIODevice::ReadOnly) || maps.readAll().contains("libregulus_torch");
}

class RegulonModelFixture : public QObject {
  protected:
    Simulation m_simulation;
    TrainingSetup m_setup;
    std::shared_ptr<const ModelFile> m_model;
    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }
    std::vector<std::uint32_t> every() const { return rows_of(m_setup.input.labels.size()); }

    Prediction predict(const std::shared_ptr<const ModelFile>& model, const MatrixSource& expression,
                       const std::vector<std::string>& genes) const {
        Job job;
        return Predictor::create(model)->predict(expression, match_genes(*model, genes), every(), job);
    }
    Prediction predict(const std::shared_ptr<const ModelFile>& model) const {
        return predict(model, *m_setup.input.expression, m_setup.input.genes);
    }
    Matrix dense() const { return to_dense(m_setup.input.expression->rows(every())); }
    Matrix embedding_with(const std::shared_ptr<const ModelFile>& model, Cut cut) const {
        Matrix embedding;
        Job job;
        read_regulons(reader_for(*model->reader, match_genes(*model, m_setup.input.genes).columns),
                      *m_setup.input.expression, every(),
                      {.bypass = model->reader->head.bypass, .cut = cut, .tfs = false}, job,
                      [&](std::size_t first, const Reading& reading) {
                          QCOMPARE(first, std::size_t{0});
                          embedding = reading.embedding;
                      });
        return embedding;
    }
    std::vector<std::int32_t> classes_of(const std::shared_ptr<const ModelFile>& model, Cut cut,
                                         const std::vector<std::uint32_t>& rows) const {
        Job job;
        return classes_with(*model->reader, *m_setup.input.expression,
                            match_genes(*model, m_setup.input.genes), rows, cut, job);
    }
    void refused(const TrainingInput& input, const TrainingOptions& options, ErrorKind kind) const {
        Job job;
        try {
            (void)Trainer::create(input, options, job);
        } catch (const Error& error) {
            QCOMPARE(static_cast<int>(error.kind()), static_cast<int>(kind));
            QVERIFY(!error.problem().empty());
            return;
        }
        QFAIL("accepted");
    }
    void close(const Matrix& actual, const Matrix& expected, double tolerance) const {
        QCOMPARE(actual.rows, expected.rows);
        QCOMPARE(actual.cols, expected.cols);
        for (std::size_t i = 0; i < actual.values.size(); ++i)
            REGULUS_CLOSE(actual.values[i], expected.values[i],
                          tolerance * std::max(1.0, std::abs(static_cast<double>(expected.values[i]))));
    }
    void make() {
        m_simulation = small_simulation();
        m_setup = small_setup(m_simulation);
        m_model = std::make_shared<const ModelFile>(trained(m_setup.input, regulon_options()));
    }
};

}  // namespace regulus::test
