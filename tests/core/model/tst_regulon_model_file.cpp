// The file of a model that reads regulons: the same bits come back, and whatever is damaged is refused by
// name.
#include <functional>
#include <limits>

#include "core/io/files/safetensors.h"
#include "tests/core/model/regulon_model_fixture.h"

using namespace regulus;
using namespace regulus::test;

namespace {

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

class RegulonModelFileTest : public RegulonModelFixture {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { make(); }

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

    void cleanupTestCase() { QVERIFY(!torch_is_loaded()); }
};

QTEST_APPLESS_MAIN(RegulonModelFileTest)
#include "tst_regulon_model_file.moc"
