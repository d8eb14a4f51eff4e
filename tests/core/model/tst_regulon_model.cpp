// A model that reads regulons, from training to file and prediction, none of it with Torch.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/io/files/safetensors.h"
#include "core/model/regulon_predictor.h"
#include "core/regulons/reader_decisions.h"
#include "core/workflow/finish_training.h"
#include "tests/core/model/training_fixture.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Written from resources/help/model.md alone: reads the file, computes all that the page has a formula for
// and compares it with the numbers given, cell by cell in the order of `parts`.
constexpr const char* page = R"PY(
import json, struct, sys
import numpy as np
raw = open(sys.argv[1], 'rb').read()
n = struct.unpack('<Q', raw[:8])[0]
head = json.loads(raw[8:8 + n]); meta = head.pop('__metadata__')
kinds = {'F32': np.float32, 'I32': np.int32, 'U8': np.uint8}
T = {k: np.frombuffer(raw[8 + n + e['data_offsets'][0]:8 + n + e['data_offsets'][1]], kinds[e['dtype']]).reshape(e['shape']) for k, e in head.items()}
W = {k[8:]: v.astype(float) for k, v in T.items() if k.startswith('weights.')}
config = json.loads(meta['config']); genes = json.loads(meta['genes']); K = len(json.loads(meta['classes']))
assert (meta['format'], meta['version'], config['read']) == ('regulus.sctransformer', '2', 'regulons')
tfs = np.unique(T['edges.tf']); place = np.searchsorted(tfs, T['edges.tf']); t, H, d = W['tf.value'].shape
assert len(tfs) == t and H == config['heads'] and d == config['dimensions']
cells = int(sys.argv[3])
x = np.fromfile(sys.argv[2], np.float32).reshape(cells, len(genes)).astype(float)
z = np.clip((x - T['gene.mean']) / T['gene.sd'].astype(float), -config['clip'], config['clip'])
a = np.zeros((cells, t, H))
for e in range(len(place)): a[:, place[e]] += z[:, [T['edges.target'][e]]] * W['edge.weight'][e]
limit = config['evidence_clip']
a = np.clip((a - W['evidence.mean']) * W['evidence.scale'], -limit, limit) + W['tf.own'] * np.clip(z[:, tfs], -config['own_clip'], config['own_clip'])[:, :, None]
def attention(a):
    s = W['attention.slope'] * a + W['tf.offset']; s = np.exp(s - s.max(1, keepdims=True)); return s / s.sum(1, keepdims=True)
def say(p): return t * np.einsum('cth,thd->cd', p, W['tf.value']) + W['embedding.constant']
def direction(u): return np.sqrt(d) * u / np.maximum(np.linalg.norm(u, axis=1, keepdims=True), 1e-15)
def name(u): return direction(u) @ W['classifier.weight'].T + W['classifier.bias']
p = attention(a); said = say(p)
components = (z - W['components.center']) @ W['components.loadings']
left = config['bypass'] * (components - said)
u = said + left; logits = name(u); best = logits.argmax(1); at = np.arange(cells)
def odds(l):
    rest = l.copy(); rest[at, best] = -np.inf; top = rest.max(1)
    return l[at, best] - top - np.log(np.exp(rest - top[:, None]).sum(1))
effect = np.zeros((cells, t))
for i in range(t):
    cut = a.copy(); cut[:, i] = 0
    again = say(attention(cut))   # and what it leaves over
    effect[:, i] = odds(name(again + config['bypass'] * (components - again))) - odds(logits)
length = np.sqrt(d) / np.linalg.norm(u, axis=1)
parts = length[:, None, None] * t * np.einsum('cth,thd,kd->ctk', p, W['tf.value'], W['classifier.weight'])
bypass = length[:, None] * (left @ W['classifier.weight'].T)
constant = length[:, None] * (W['classifier.weight'] @ W['embedding.constant']) + W['classifier.bias']
assert np.abs(parts.sum(1) + bypass + constant - logits).max() < 1e-9
kept = np.stack([name(said).argmax(1), name(left).argmax(1)], 1)
score = np.exp(logits - logits.max(1, keepdims=True)); score /= score.sum(1, keepdims=True)
got = dict(evidence=a.mean(2), attention=p.mean(2), embedding=direction(u), logits=logits, score=score, tfs=parts.reshape(cells, -1), bypass=bypass, constant=constant, effect=effect, said=direction(said), left=direction(left), kept=kept)
want = np.fromfile(sys.argv[4], np.float32).reshape(cells, -1); first = 0
for what, values in got.items():
    part = want[:, first:first + values.shape[1]]; first += values.shape[1]
    assert part.shape == values.shape, (what, part.shape, values.shape)
    # evidence, embedding, logits and effects by their own largest number, what lies in 0 to 1 as it is
    worst = np.abs(values - part).max() / max(np.abs(values).max(), 1)
    print(what, worst)
    assert worst < (1e-4 if what == 'effect' else 1e-5), (what, worst)
assert first == want.shape[1]
)PY";

TrainingOptions regulon_options(double bypass = 0.5) {
    TrainingOptions options = options_for(Preset::Standard, ReadMode::Regulons);
    options.model.read = ReadMode::Regulons;
    options.model.bypass = bypass;
    options.bypass_by_rule = false;
    options.model.dimensions = 12;
    options.model.heads = 3;
    return options;
}

ModelFile trained(const TrainingInput& input, const TrainingOptions& options) {
    Job job;
    const auto trainer = Trainer::create(input, options, job);
    trainer->run_until(trainer->epochs(), job);
    return trainer->best();
}

// Names of the tensors that differ; of another number of tensors, or other genes, "all".
std::vector<std::string> differing(const ModelFile& a, const ModelFile& b) {
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

std::vector<std::int32_t> best_of(const Matrix& logits, const std::vector<std::uint32_t>& rows) {
    std::vector<std::int32_t> classes;
    for (const std::uint32_t row : rows) {
        const auto of = logits.row(row);
        classes.push_back(static_cast<std::int32_t>(std::ranges::max_element(of) - of.begin()));
    }
    return classes;
}

std::vector<std::uint32_t> rows_of(std::size_t cells) {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

double share_equal(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i];
    return static_cast<double>(same) / static_cast<double>(a.size());
}

void write_floats(const QString& path, const std::vector<float>& values) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<qint64>(values.size() * sizeof(float)));
}

bool torch_is_loaded() {
    QFile maps(QStringLiteral("/proc/self/maps"));
    return !maps.open(QIODevice::ReadOnly) || maps.readAll().contains("libregulus_torch");
}

// `change` gets the values of a tensor and writes them back in their shape.
template <class T>
void change(TensorFile& file, const std::string& name, const std::function<void(std::vector<T>&)>& how) {
    std::vector<T> values = tensor_values<T>(file, name);
    how(values);
    file.tensors.at(name) = make_tensor<T>(file.tensors.at(name).shape, std::span<const T>(values));
}
template <class T>
void set(TensorFile& file, const std::string& name, std::size_t at, T value) {
    change<T>(file, name, [&](std::vector<T>& values) { values.at(at) = value; });
}
void replace(TensorFile& file, const std::string& key, const char* from, const char* to) {
    QString text = QString::fromStdString(file.metadata.at(key));
    QVERIFY2(text.contains(QLatin1String(from)), qPrintable(text));
    file.metadata[key] = text.replace(QLatin1String(from), QLatin1String(to)).toStdString();
}
// One row less, in the shape as well.
template <class T>
void shorten(TensorFile& file, const std::string& name) {
    const std::vector<T> values = tensor_values<T>(file, name);
    auto shape = file.tensors.at(name).shape;
    const auto row = values.size() / static_cast<std::size_t>(shape[0]);
    --shape[0];
    file.tensors.at(name) = make_tensor<T>(shape, std::span(values).first(values.size() - row));
}

struct Fault {
    const char* name;
    std::function<void(TensorFile&)> make;
    const char* said;  // in the message
};

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinite = std::numeric_limits<float>::infinity();

const std::vector<Fault>& faults() {
    using F = TensorFile&;
    static const std::vector<Fault> list{
        {"an edge to itself",
         [](F f) { set(f, "edges.target", 0, tensor_values<std::int32_t>(f, "edges.tf")[0]); }, "edge"},
        {"targets out of order",
         [](F f) { change<std::int32_t>(f, "edges.target", [](auto& v) { std::swap(v[0], v[1]); }); },
         "order"},
        {"an edge twice", [](F f) { change<std::int32_t>(f, "edges.target", [](auto& v) { v[1] = v[0]; }); },
         "order"},
        {"TFs out of order",
         [](F f) {
             for (const char* name : {"edges.tf", "edges.target"})
                 change<std::int32_t>(f, name, [](auto& v) { std::ranges::rotate(v, v.end() - 1); });
         },
         "order"},
        {"a target beyond the genes", [](F f) { set(f, "edges.target", 3, 100000); }, "edge"},
        {"a target below 0", [](F f) { set(f, "edges.target", 0, -1); }, "edge"},
        {"a TF beyond the genes",
         [](F f) { change<std::int32_t>(f, "edges.tf", [](auto& v) { v.back() = 100000; }); }, "edge"},
        {"a TF more than numbers",
         [](F f) { change<std::int32_t>(f, "edges.tf", [](auto& v) { ++v.back(); }); }, "shape"},
        {"a weight of 0", [](F f) { set(f, "edges.prior", 2, 0.0F); }, "edge"},
        {"a weight that is no number", [](F f) { set(f, "edges.prior", 2, nan); }, "edge"},
        {"an infinite weight", [](F f) { set(f, "edges.prior", 2, infinite); }, "edge"},
        {"a target too few", [](F f) { shorten<std::int32_t>(f, "edges.target"); }, "edges"},
        {"a weight too few", [](F f) { shorten<float>(f, "edges.prior"); }, "edges"},
        {"no edges",
         [](F f) {
             for (const char* name : {"edges.tf", "edges.target"})
                 f.tensors[name] = make_tensor<std::int32_t>({0}, {});
             f.tensors["edges.prior"] = make_tensor<float>({0}, {});
         },
         "edges"},
        {"edges of another type",
         [](F f) {
             const auto tfs = tensor_values<std::int32_t>(f, "edges.tf");
             const std::vector<std::int64_t> wide(tfs.begin(), tfs.end());
             f.tensors["edges.tf"] = make_tensor<std::int64_t>({static_cast<std::int64_t>(wide.size())},
                                                               std::span<const std::int64_t>(wide));
         },
         "edges.tf"},
        {"edges missing", [](F f) { f.tensors.erase("edges.prior"); }, "edges.prior"},
        {"a tensor missing", [](F f) { f.tensors.erase("weights.tf.value"); }, "tf.value"},
        {"weights of an edge too few", [](F f) { shorten<float>(f, "weights.edge.weight"); }, "edge.weight"},
        {"values in another shape",
         [](F f) {
             auto& shape = f.tensors.at("weights.tf.value").shape;
             shape = {shape[0], shape[1] * shape[2]};
         },
         "tf.value"},
        {"loadings turned",
         [](F f) {
             auto& shape = f.tensors.at("weights.components.loadings").shape;
             std::swap(shape[0], shape[1]);
         },
         "components.loadings"},
        {"a class more than named", [](F f) { f.metadata["classes"] = R"(["a","b","c","d"])"; },
         "classifier.weight"},
        {"one class", [](F f) { f.metadata["classes"] = R"(["a"])"; }, "classes"},
        {"NaN in a value", [](F f) { set(f, "weights.tf.value", 5, nan); }, "tf.value"},
        {"an infinite scale", [](F f) { set(f, "weights.evidence.scale", 0, infinite); }, "evidence.scale"},
        {"NaN in a mean", [](F f) { set(f, "gene.mean", 1, nan); }, "mean"},
        {"NaN in a deviation", [](F f) { set(f, "gene.sd", 1, nan); }, "deviation"},
        {"a deviation of 0", [](F f) { set(f, "gene.sd", 1, 0.0F); }, "deviation"},
        {"a mean too few", [](F f) { shorten<float>(f, "gene.mean"); }, "means"},
        {"an unknown way to read",
         [](F f) { replace(f, "config", R"("read":"regulons")", R"("read":"sentences")"); }, "sentences"},
        {"genes read from it", [](F f) { replace(f, "config", R"("read":"regulons")", R"("read":"genes")"); },
         ""},
        {"another number of heads", [](F f) { replace(f, "config", R"("heads":3)", R"("heads":4)"); },
         "shape"},
        {"no heads", [](F f) { replace(f, "config", R"("heads":3)", R"("heads":0)"); }, "heads"},
        {"another number of dimensions",
         [](F f) { replace(f, "config", R"("dimensions":12)", R"("dimensions":11)"); }, "shape"},
        {"a limit of evidence of 0",
         [](F f) { replace(f, "config", R"("evidence_clip":5.0)", R"("evidence_clip":0.0)"); }, "limits"},
        {"no limit of evidence",
         [](F f) { replace(f, "config", R"("evidence_clip")", R"("evidence_clap")"); }, "evidence_clip"},
        {"too much bypass", [](F f) { replace(f, "config", R"("bypass":0.5)", R"("bypass":1.5)"); },
         "bypass"},
        {"no word on the bypass", [](F f) { replace(f, "config", R"("bypass":0.5)", R"("by":0.5)"); },
         "bypass"},
        {"a mask without a prior", [](F f) { replace(f, "config", R"("mask":"prior")", R"("mask":"none")"); },
         "prior"},
        {"a newer version", [](F f) { f.metadata["version"] = "4"; }, "newer"},
        {"the version of another form", [](F f) { f.metadata["version"] = "3"; }, "inconsistent"},
        {"a description missing", [](F f) { f.metadata.erase("config"); }, "missing"},
    };
    return list;
}

}  // namespace

class RegulonModelTest : public QObject {
    Q_OBJECT
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

  private Q_SLOTS:
    void initTestCase() {
        m_simulation = small_simulation();
        m_setup = small_setup(m_simulation);
        m_model = std::make_shared<const ModelFile>(trained(m_setup.input, regulon_options()));
    }

    void torch_is_not_needed() {
        Job job;
        const auto trainer = Trainer::create(m_setup.input, regulon_options(), job);
        QVERIFY(trainer->finished());
        trainer->run_until(5, job);
        QCOMPARE(trainer->epoch(), 0);
        const Matrix embedding = trainer->embedding(job);
        const Prediction prediction = predict(m_model);
        QCOMPARE(embedding.values, prediction.embedding.values);
        QVERIFY(trainer->cost().seconds > 0);
        QVERIFY(!torch_is_loaded());
    }

    void learns() {
        const Prediction prediction = predict(m_model);
        const std::vector<std::uint32_t> rows = m_setup.input.test.rows();
        std::vector<std::int32_t> truth;
        for (const std::uint32_t row : rows) truth.push_back(m_setup.input.labels[row]);
        QVERIFY(share_equal(best_of(prediction.logits, rows), truth) > 0.8);
        for (std::size_t c = 0; c < prediction.embedding.rows; ++c) {
            double square = 0, sum = 0;
            for (const float x : prediction.embedding.row(c)) square += static_cast<double>(x) * x;
            for (const float p : prediction.probabilities.row(c)) sum += p;
            REGULUS_CLOSE(square, 12.0, 1e-4);
            REGULUS_CLOSE(sum, 1.0, 1e-5);
        }
    }

    void tokens_are_genes_with_an_edge_and_others_for_the_components() {
        const RegulonReader& reader = m_model->reader->reader;
        QVERIFY(m_model->weights.empty());
        QCOMPARE(reader.heads, std::size_t{3});
        QCOMPARE(reader.dimensions, std::size_t{12});
        std::set<std::int32_t> with_edge(reader.regulons.targets.begin(), reader.regulons.targets.end());
        with_edge.insert(reader.regulons.own.begin(), reader.regulons.own.end());
        // There is room for all genes that vary: those without an edge make components, and no evidence.
        QVERIFY(with_edge.size() < m_model->genes.size());
        for (std::size_t g = 0; g < m_model->genes.size(); ++g) {
            if (with_edge.contains(static_cast<std::int32_t>(g))) continue;
            QVERIFY(reader.scale[g] > 0);
            const auto loadings = reader.loadings.row(g);
            QVERIFY(std::ranges::any_of(loadings, [](float x) { return x != 0; }));
        }
        QVERIFY(std::ranges::is_sorted(reader.regulons.own));
        const RegulatoryNetwork& prior = m_setup.input.prior;
        std::set<std::pair<std::string, std::string>> edges;
        for (const Regulation& edge : prior.edges)
            edges.emplace(prior.genes[edge.tf], prior.genes[edge.target]);
        for (std::size_t t = 0; t < reader.tfs(); ++t) {
            const auto targets = reader.regulons.targets_of(t);
            QVERIFY(targets.size() >= 5);
            QCOMPARE(m_model->genes.at(static_cast<std::size_t>(reader.regulons.own[t])),
                     reader.regulons.tfs[t]);
            for (const std::int32_t target : targets) {
                QVERIFY(target != reader.regulons.own[t]);
                QVERIFY(
                    edges.count({reader.regulons.tfs[t], m_model->genes[static_cast<std::size_t>(target)]}));
            }
        }
        QCOMPARE(m_model->mask.edges(), reader.regulons.edges());
    }

    // An edge to itself is no evidence and no target, but is kept.
    void an_edge_to_itself_is_kept_aside() {
        const RegulonSet& before = m_model->reader->reader.regulons;
        TrainingInput input = m_setup.input;
        const auto place = [&](const std::string& name) {
            return static_cast<std::uint32_t>(std::ranges::find(input.prior.genes, name) -
                                              input.prior.genes.begin());
        };
        Regulation itself;
        itself.tf = itself.target = place(before.tfs[1]);
        itself.sign = -1;
        itself.weight = 2.5F;
        input.prior.edges.push_back(itself);
        std::ranges::sort(input.prior.edges, {},
                          [](const Regulation& e) { return std::pair(e.tf, e.target); });
        auto model = std::make_shared<const ModelFile>(trained(input, regulon_options()));
        QCOMPARE(differing(*model, *m_model), std::vector<std::string>{"tf.self"});
        QCOMPARE(model->reader->reader.regulons.targets, before.targets);
        QCOMPARE(model->reader->self[1], -2.5F);
        save_model(*model, path("self.safetensors"));
        QCOMPARE(load_model(path("self.safetensors")).reader->self, model->reader->self);
    }

    void same_bytes_for_any_threads_and_the_seed_is_not_asked() {
        const int threads = thread_count();
        set_thread_count(1);
        const ModelFile one = trained(m_setup.input, regulon_options());
        set_thread_count(4);
        TrainingOptions other = regulon_options();
        other.seed = 77;
        const ModelFile four = trained(m_setup.input, other);
        set_thread_count(threads);
        QCOMPARE(differing(one, four), std::vector<std::string>{});
        TrainingOptions wider = regulon_options();
        wider.model.bypass = 0.6;
        QVERIFY(!differing(one, trained(m_setup.input, wider)).empty());
    }

    void labels_make_the_classifier_alone_and_test_cells_nothing() {
        const std::vector<std::string> classifier{"classifier.bias", "classifier.weight"};
        TrainingInput tested = m_setup.input;
        for (const std::uint32_t row : tested.test.rows()) tested.labels[row] = (tested.labels[row] + 1) % 3;
        QCOMPARE(differing(trained(tested, regulon_options()), *m_model), std::vector<std::string>{});
        // Nor do their values.
        Matrix values = dense();
        for (const std::uint32_t row : tested.test.rows()) {
            for (float& value : values.row(row)) value = 2 * value + 1;
        }
        tested.expression = std::make_shared<const InMemoryMatrix>(to_sparse(values));
        QCOMPARE(differing(trained(tested, regulon_options()), *m_model), std::vector<std::string>{});
        for (const CellSet& cells : {m_setup.input.train, m_setup.input.validation}) {
            TrainingInput other = m_setup.input;
            for (const std::uint32_t row : cells.rows()) other.labels[row] = (other.labels[row] + 1) % 3;
            QCOMPARE(differing(trained(other, regulon_options()), *m_model), classifier);
        }
        // The values of validation cells are the classifier's, too.
        values = dense();
        for (const std::uint32_t row : m_setup.input.validation.rows()) values(row, 3) += 2;
        TrainingInput other = m_setup.input;
        other.expression = std::make_shared<const InMemoryMatrix>(to_sparse(values));
        for (const std::string& name : differing(trained(other, regulon_options()), *m_model))
            QVERIFY(std::ranges::find(classifier, name) != classifier.end());
    }

    void a_file_predicts_the_same_bits() {
        save_model(*m_model, path("m.safetensors"));
        const auto again = std::make_shared<const ModelFile>(load_model(path("m.safetensors")));
        QVERIFY(again->config.read == ReadMode::Regulons);
        QCOMPARE(again->config.bypass, 0.5);
        QCOMPARE(differing(*again, *m_model), std::vector<std::string>{});
        QCOMPARE(again->mask.offsets, m_model->mask.offsets);
        QCOMPARE(again->mask.regulators, m_model->mask.regulators);
        QCOMPARE(again->mask.signs, m_model->mask.signs);
        QCOMPARE(again->reader->reader.regulons.weights, m_model->reader->reader.regulons.weights);
        QCOMPARE(again->reader->reader.regulons.tfs, m_model->reader->reader.regulons.tfs);
        const Prediction before = predict(m_model), after = predict(again);
        QCOMPARE(after.logits.values, before.logits.values);
        QCOMPARE(after.probabilities.values, before.probabilities.values);
        QCOMPARE(after.embedding.values, before.embedding.values);
        save_model(*again, path("again.safetensors"));
        QFile first(m_folder.filePath(QStringLiteral("m.safetensors"))),
            second(m_folder.filePath(QStringLiteral("again.safetensors")));
        QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
        QVERIFY(first.readAll() == second.readAll());
    }

    void a_state_is_all_that_was_learned() {
        Job job;
        const auto first = Trainer::create(m_setup.input, regulon_options(), job);
        TrainingInput other = m_setup.input;
        for (const std::uint32_t row : other.train.rows()) other.labels[row] = (other.labels[row] + 1) % 3;
        const auto second = Trainer::create(other, regulon_options(), job);
        QVERIFY(!differing(second->best(), *m_model).empty());
        TrainingState state = first->state();
        second->restore(state);
        QCOMPARE(differing(second->best(), *m_model), std::vector<std::string>{});
        state.learned.erase("tf.value");
        QVERIFY_EXCEPTION_THROWN(second->restore(state), Error);
    }

    void a_rewired_prior_and_no_other_mask() {
        TrainingOptions options = regulon_options();
        options.model.mask = MaskMode::Shuffled;
        const ModelFile shuffled = trained(m_setup.input, options);
        QVERIFY(shuffled.mask.mode == MaskMode::Shuffled);
        QVERIFY(shuffled.mask.overlap > 0 && shuffled.mask.overlap < 1);
        QCOMPARE(m_model->mask.overlap, 1.0);
        QCOMPARE(shuffled.mask.edges(), m_model->mask.edges());
        QCOMPARE(shuffled.genes, m_model->genes);
        const RegulonSet &real = m_model->reader->reader.regulons,
                         &rewired = shuffled.reader->reader.regulons;
        QCOMPARE(rewired.offsets, real.offsets);
        QVERIFY(rewired.targets != real.targets);
        std::set<std::pair<std::int32_t, std::int32_t>> edges;
        std::size_t same = 0;
        for (std::size_t t = 0; t < real.count(); ++t) {
            for (const std::int32_t target : real.targets_of(t)) edges.emplace(t, target);
            for (const std::int32_t target : rewired.targets_of(t)) {
                same += edges.count({t, target});
                QVERIFY(target != rewired.own[t]);
            }
        }
        REGULUS_CLOSE(shuffled.mask.overlap, static_cast<double>(same) / static_cast<double>(edges.size()),
                      1e-9);
        save_model(shuffled, path("shuffled.safetensors"));
        const ModelFile again = load_model(path("shuffled.safetensors"));
        QCOMPARE(again.mask.overlap, shuffled.mask.overlap);
        QVERIFY(again.config.mask == MaskMode::Shuffled && again.mask.mode == MaskMode::Shuffled);
        options.mask_seed = 1;
        QVERIFY(trained(m_setup.input, options).reader->reader.regulons.targets != rewired.targets);
        for (const MaskMode mask : {MaskMode::None, MaskMode::Self}) {
            options.model.mask = mask;
            refused(m_setup.input, options, ErrorKind::Usage);
        }
    }

    void no_gene_attends_to_another() {
        const auto predictor = Predictor::create(m_model);
        const GeneMatch match = match_genes(*m_model, m_setup.input.genes);
        const std::vector<std::uint32_t> rows{0, 1};
        const std::vector<std::int32_t> tfs{0};
        const std::function<void(Job&)> questions[] = {[&](Job& job) {
                                                           predictor->attend(
                                                               *m_setup.input.expression, match, rows, {},
                                                               [](std::size_t, const CellAttention&) {}, job);
                                                       },
                                                       [&](Job& job) {
                                                           (void)predictor->logits_without(
                                                               *m_setup.input.expression, match, 0, tfs, job);
                                                       }};
        for (const auto& ask : questions) {
            Job job;
            try {
                ask(job);
                QFAIL("answered");
            } catch (const Error& error) {
                QCOMPARE(static_cast<int>(error.kind()), static_cast<int>(ErrorKind::Model));
            }
        }
    }

    void the_order_of_genes_does_not_matter() {
        const Matrix values = dense();
        std::vector<std::size_t> order(values.cols);
        std::iota(order.begin(), order.end(), std::size_t{0});
        Random(4).shuffle(std::span(order));
        Matrix moved(values.rows, values.cols + 2);
        std::vector<std::string> genes;
        for (std::size_t g = 0; g < order.size(); ++g) {
            genes.push_back(m_setup.input.genes[order[g]]);
            for (std::size_t c = 0; c < values.rows; ++c) moved(c, g) = values(c, order[g]);
        }
        for (const std::size_t g : {order.size(), order.size() + 1}) {  // and two that it does not know
            genes.push_back("other" + std::to_string(g));
            for (std::size_t c = 0; c < values.rows; ++c) moved(c, g) = 3;
        }
        const Prediction before = predict(m_model),
                         after = predict(m_model, InMemoryMatrix(to_sparse(moved)), genes);
        close(after.logits, before.logits, 1e-5);
        close(after.embedding, before.embedding, 1e-5);
    }

    void missing_genes_are_at_their_mean() {
        const RegulonSet& regulons = m_model->reader->reader.regulons;
        std::set<std::size_t> missing{static_cast<std::size_t>(regulons.own[2])};
        for (std::size_t i = 0; i < 3; ++i)
            missing.insert(static_cast<std::size_t>(regulons.targets_of(4)[i]));
        Matrix at_mean = dense();
        std::vector<std::string> genes = m_setup.input.genes;
        const GeneMatch match = match_genes(*m_model, genes);
        for (const std::size_t token : missing) {
            const auto column = static_cast<std::size_t>(match.columns[token]);
            genes[column] += " of another name";
            for (std::size_t c = 0; c < at_mean.rows; ++c) at_mean(c, column) = m_model->gene_mean[token];
        }
        QCOMPARE(match_genes(*m_model, genes).found, m_model->genes.size() - missing.size());
        const Prediction lacking = predict(m_model, *m_setup.input.expression, genes),
                         mean = predict(m_model, InMemoryMatrix(to_sparse(at_mean)), m_setup.input.genes);
        close(lacking.logits, mean.logits, 2e-5);
        QVERIFY(lacking.logits.values != predict(m_model).logits.values);
        for (auto& gene : genes) gene = "x" + gene;
        QVERIFY_EXCEPTION_THROWN(match_genes(*m_model, genes), Error);
    }

    void cells_come_in_any_order() {
        const Prediction all = predict(m_model);
        const std::vector<std::uint32_t> rows{399, 5, 5, 120};
        Job job;
        const Prediction some = Predictor::create(m_model)->predict(
            *m_setup.input.expression, match_genes(*m_model, m_setup.input.genes), rows, job);
        for (std::size_t i = 0; i < rows.size(); ++i)
            QVERIFY(std::ranges::equal(some.logits.row(i), all.logits.row(rows[i])));
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(
            Predictor::create(m_model)->predict(*m_setup.input.expression,
                                                match_genes(*m_model, m_setup.input.genes), rows, job),
            Cancelled);
    }

    void shares_kept_are_those_of_test_cells_data() {
        QTest::addColumn<double>("bypass");
        for (const double bypass : {0.0, 0.5, 1.0}) QTest::addRow("bypass %g", bypass) << bypass;
    }
    void shares_kept_are_those_of_test_cells() {
        QFETCH(double, bypass);
        Job job;
        const auto trainer = Trainer::create(m_setup.input, regulon_options(bypass), job);
        const TrainingOutcome outcome = finish_training(*trainer, m_setup, 0, false, job);
        const std::vector<std::uint32_t> rows = m_setup.input.test.rows();
        const auto whole = best_of(outcome.prediction.logits, rows);
        QCOMPARE(classes_of(outcome.model, Cut::Nothing, rows), whole);
        const auto& metrics = outcome.model->record.metrics;
        const double without_bypass = metrics.at("kept_without_bypass"),
                     without_regulons = metrics.at("kept_without_regulons");
        QCOMPARE(without_bypass, share_equal(classes_of(outcome.model, Cut::Bypass, rows), whole));
        QCOMPARE(without_regulons, share_equal(classes_of(outcome.model, Cut::Regulons, rows), whole));
        QVERIFY(without_regulons < 1);  // three kinds of cells that differ in their TFs
        if (bypass > 0) return;
        // Nothing passes by, so nothing is lost, and without regulons all cells are the same.
        QCOMPARE(without_bypass, 1.0);
        const auto blind = classes_of(outcome.model, Cut::Regulons, every());
        QVERIFY(std::ranges::adjacent_find(blind, std::not_equal_to<>()) == blind.end());
        QCOMPARE(without_regulons, static_cast<double>(std::ranges::count(whole, blind[0])) /
                                       static_cast<double>(whole.size()));
    }

    // What the regulons say cancels out of the whole, but not out of what is left without them.
    void with_all_bypass_the_prior_makes_no_difference() {
        TrainingOptions options = regulon_options(1);
        const auto real = std::make_shared<const ModelFile>(trained(m_setup.input, options));
        options.model.mask = MaskMode::Shuffled;
        const auto rewired = std::make_shared<const ModelFile>(trained(m_setup.input, options));
        close(predict(rewired).embedding, predict(real).embedding, 1e-4);
        for (const Cut cut : {Cut::Bypass, Cut::Regulons})
            QVERIFY(embedding_with(rewired, cut).values != embedding_with(real, cut).values);
    }

    // Whatever it does in cells that were not learned from.
    void a_gene_that_never_varied_says_nothing() {
        const auto token = static_cast<std::size_t>(m_model->reader->reader.regulons.targets_of(0)[0]);
        const auto column =
            static_cast<std::size_t>(match_genes(*m_model, m_setup.input.genes).columns[token]);
        Matrix values = dense();
        for (std::size_t c = 0; c < values.rows; ++c)
            values(c, column) = m_setup.input.test.contains(c) ? 4.0F : 0.0F;
        TrainingInput input = m_setup.input;
        input.expression = std::make_shared<const InMemoryMatrix>(to_sparse(values));
        const auto model = std::make_shared<const ModelFile>(trained(input, regulon_options()));
        QCOMPARE(model->gene_sd[token], std::numeric_limits<float>::max());  // as the page says
        QCOMPARE(model->gene_mean[token], 0.0F);
        save_model(*model, path("constant.safetensors"));
        const auto again = std::make_shared<const ModelFile>(load_model(path("constant.safetensors")));
        std::vector<std::string> without = input.genes;
        without[column] = "another";
        const Prediction seen = predict(model, *input.expression, input.genes);
        QCOMPARE(predict(again, *input.expression, input.genes).logits.values, seen.logits.values);
        close(predict(again, *input.expression, without).logits, seen.logits, 1e-6);
    }

    void every_class_is_finite_even_if_none_was_labelled() {
        TrainingInput input = m_setup.input;
        for (std::size_t c = 0; c < input.labels.size(); ++c) {
            if (input.labels[c] != 2 || input.test.contains(c)) continue;
            input.train.erase(c);
            input.validation.erase(c);
            input.labels[c] = -1;
        }
        input.record.uses.clear();  // said before
        const auto model = std::make_shared<const ModelFile>(trained(input, regulon_options()));
        save_model(*model, path("two.safetensors"));
        QCOMPARE(load_model(path("two.safetensors")).classes.size(), std::size_t{3});
        const Prediction prediction = predict(model);
        QVERIFY(std::ranges::all_of(prediction.logits.values, [](float x) { return std::isfinite(x); }));
        QCOMPARE(std::ranges::count(best_of(prediction.logits, every()), 2), std::ptrdiff_t{0});
    }

    void errors_name_the_cause() {
        TrainingInput one_class = m_setup.input;
        for (auto& label : one_class.labels) label = 0;
        refused(one_class, regulon_options(), ErrorKind::Data);
        TrainingInput no_overlap = m_setup.input;
        for (auto& gene : no_overlap.genes) gene = "x" + gene;
        refused(no_overlap, regulon_options(), ErrorKind::Data);
        // Four targets and itself are not five targets.
        TrainingInput few = m_setup.input;
        auto& edges = few.prior.edges;
        const std::uint32_t tf = edges.front().tf;
        std::erase_if(edges, [&](const Regulation& e) { return e.tf != tf || e.target == tf; });
        QVERIFY(edges.size() > 5);
        edges.resize(5);
        const ModelFile five = trained(few, regulon_options());
        QCOMPARE(five.reader->reader.tfs(), std::size_t{1});
        edges.back().target = tf;
        std::ranges::sort(edges, {}, [](const Regulation& e) { return e.target; });
        refused(few, regulon_options(), ErrorKind::Data);
        const std::function<void(ModelConfig&)> odd[] = {
            [](ModelConfig& m) { m.heads = 0; }, [](ModelConfig& m) { m.dimensions = 0; },
            [](ModelConfig& m) { m.bypass = -0.1; }, [](ModelConfig& m) { m.bypass = 1.1; },
            [](ModelConfig& m) { m.bypass = std::numeric_limits<double>::quiet_NaN(); }};
        for (const auto& spoil : odd) {
            TrainingOptions options = regulon_options();
            spoil(options.model);
            refused(m_setup.input, options, ErrorKind::Usage);
        }
        Job cancelled;
        cancelled.cancel();
        QVERIFY_EXCEPTION_THROWN(Trainer::create(m_setup.input, regulon_options(), cancelled), Cancelled);
    }

    void a_damaged_file_is_refused_data() {
        QTest::addColumn<int>("fault");
        for (std::size_t i = 0; i < faults().size(); ++i)
            QTest::newRow(faults()[i].name) << static_cast<int>(i);
    }
    void a_damaged_file_is_refused() {
        QFETCH(int, fault);
        const Fault& tried = faults()[static_cast<std::size_t>(fault)];
        Job job;
        save_model(*m_model, path("whole.safetensors"));
        TensorFile file = read_safetensors(path("whole.safetensors"), job);
        // Written anew without a fault it opens.
        write_safetensors(file, path("bad.safetensors"), job);
        QCOMPARE(load_model(path("bad.safetensors")).genes, m_model->genes);
        tried.make(file);
        write_safetensors(file, path("bad.safetensors"), job);
        try {
            (void)load_model(path("bad.safetensors"));
        } catch (const Error& error) {
            QCOMPARE(static_cast<int>(error.kind()), static_cast<int>(ErrorKind::Input));
            QVERIFY2(QString::fromStdString(error.problem()).contains(QLatin1String(tried.said)),
                     error.what());
            QCOMPARE(error.where(), path("bad.safetensors"));
            return;
        }
        QFAIL("accepted");
    }

    // The page names it, so another program may write another one.
    void the_clip_of_a_file_is_heeded_or_refused() {
        Job job;
        save_model(*m_model, path("whole.safetensors"));
        TensorFile file = read_safetensors(path("whole.safetensors"), job);
        replace(file, "config", R"("clip":10.0)", R"("clip":1.5)");
        write_safetensors(file, path("clip.safetensors"), job);
        try {
            QCOMPARE(load_model(path("clip.safetensors")).reader->reader.clip, 1.5F);
        } catch (const Error& error) {
            QVERIFY2(QString::fromStdString(error.problem()).contains(QStringLiteral("clip")), error.what());
        }
    }

    void truncated_anywhere_is_refused() {
        save_model(*m_model, path("whole.safetensors"));
        QFile whole(m_folder.filePath(QStringLiteral("whole.safetensors")));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        for (qsizetype size = 0; size < bytes.size(); size += 1 + bytes.size() / 97) {
            QFile part(m_folder.filePath(QStringLiteral("part.safetensors")));
            QVERIFY(part.open(QIODevice::WriteOnly));
            part.write(bytes.left(size));
            part.close();
            QVERIFY_EXCEPTION_THROWN(load_model(path("part.safetensors")), Error);
        }
    }

    void another_program_computes_the_same_data() { shares_kept_are_those_of_test_cells_data(); }
    void another_program_computes_the_same() {
        REGULUS_NEED_PYTHON("numpy");
        QFETCH(double, bypass);
        // Numbers that a model in closed form has alike in all heads and TFs.
        const auto made = std::make_shared<ModelFile>(trained(m_setup.input, regulon_options(bypass)));
        const auto varied = std::make_shared<ReaderModel>(*made->reader);
        Random random(6);
        for (float& own : varied->reader.own) own = static_cast<float>(random.uniform());
        for (float& offset : varied->reader.offset) offset = static_cast<float>(0.3 * random.normal());
        for (float& slope : varied->reader.slope) slope = static_cast<float>(0.4 + random.uniform());
        made->reader = varied;
        const QString file = m_folder.filePath(QStringLiteral("python.safetensors"));
        save_model(*made, file.toStdString());
        const auto model = std::make_shared<const ModelFile>(load_model(file.toStdString()));

        std::vector<std::uint32_t> rows;
        for (std::uint32_t c = 0; c < 400; c += 8) rows.push_back(c);
        const GeneMatch match = match_genes(*model, m_setup.input.genes);
        const RegulonReader reader = reader_for(*model->reader, match.columns);
        const ReaderHead& head = model->reader->head;
        Job job;
        const MatrixSource& source = *m_setup.input.expression;
        const Prediction prediction = Predictor::create(model)->predict(source, match, rows, job);
        Reading reading;
        read_regulons(reader, source, rows, {.bypass = bypass}, job,
                      [&](std::size_t first, const Reading& r) {
                          QCOMPARE(first, std::size_t{0});
                          reading = r;
                      });
        CutEffects effects;
        cut_tfs(reader, head, source, rows, job,
                [&](std::size_t, const CutEffects& part) { effects = part; });
        const auto without_bypass = classes_of(model, Cut::Bypass, rows),
                   without_regulons = classes_of(model, Cut::Regulons, rows);
        const Matrix said = embedding_with(model, Cut::Bypass), left = embedding_with(model, Cut::Regulons);
        const Matrix values = dense();
        std::vector<float> x, want;
        const auto add = [&](const auto& numbers) {
            for (const auto number : numbers) want.push_back(static_cast<float>(number));
        };
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (const std::int32_t column : match.columns)
                x.push_back(values(rows[i], static_cast<std::size_t>(column)));
            const Contributions parts = contributions(reader, head, source, rows[i]);
            add(reading.evidence.row(i));
            add(reading.attention.row(i));
            add(prediction.embedding.row(i));
            add(prediction.logits.row(i));
            add(prediction.probabilities.row(i));
            add(parts.tfs.values);
            add(parts.bypass);
            add(parts.constant);
            add(effects.effect.row(i));
            add(said.row(rows[i]));
            add(left.row(rows[i]));
            add(std::vector<std::int32_t>{without_bypass[i], without_regulons[i]});
        }
        write_floats(m_folder.filePath(QStringLiteral("x")), x);
        write_floats(m_folder.filePath(QStringLiteral("want")), want);
        const ScriptResult result =
            run_python(QString::fromUtf8(page),
                       {file, m_folder.filePath(QStringLiteral("x")), QString::number(rows.size()),
                        m_folder.filePath(QStringLiteral("want"))});
        QVERIFY2(result.exit_code == 0, qPrintable(result.output + result.errors));
    }

    void cleanupTestCase() { QVERIFY(!torch_is_loaded()); }
};

QTEST_APPLESS_MAIN(RegulonModelTest)
#include "tst_regulon_model.moc"
