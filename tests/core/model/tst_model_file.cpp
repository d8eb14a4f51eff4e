#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <limits>

#include "core/base/error.h"
#include "core/model/model_file.h"

using namespace regulus;

namespace {

ModelFile small_model() {
    ModelFile model;
    model.config.read = ReadMode::Genes;
    model.config.width = 2;
    model.config.heads = 1;
    model.genes = {"SPI1", "CD14", "LYZ"};
    model.classes = {"Mono", "B \"quoted\" ü"};
    model.mask.tokens = 3;
    model.mask.offsets = {0, 0, 1, 2};
    model.mask.regulators = {0, 0};
    model.mask.signs = {1, -1};
    model.gene_mean = {0.5F, 1, 2};
    model.gene_sd = {1, 1, 0.25F};
    model.weights["gene.embedding"] = {{3, 2}, {1, 2, 3, 4, 5, 6.5F}};
    model.record.data_name = "pbmc.h5ad";
    model.record.metrics["accuracy"] = 0.75;
    model.record.uses = {CellUse::Train, CellUse::None, CellUse::Test, CellUse::Validation, CellUse::Train};
    model.record.detected = {12, 0, 7};
    model.record.train_cells = 2;
    model.record.validation_cells = model.record.test_cells = 1;
    model.record.history = {{1, true, 0.5, std::numeric_limits<double>::quiet_NaN(), 0, 1.5}};
    return model;
}

}  // namespace

class ModelFileTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

  private Q_SLOTS:
    void comes_back_as_it_was() {
        const ModelFile model = small_model();
        save_model(model, path("a.safetensors"));
        const ModelFile again = load_model(path("a.safetensors"));
        QCOMPARE(again.genes, model.genes);
        QCOMPARE(again.classes, model.classes);
        QCOMPARE(again.config.width, 2);
        QCOMPARE(again.mask.offsets, model.mask.offsets);
        QCOMPARE(again.mask.regulators, model.mask.regulators);
        QCOMPARE(again.mask.signs, model.mask.signs);
        QCOMPARE(again.gene_sd, model.gene_sd);
        QCOMPARE(again.weights.at("gene.embedding").shape, (std::vector<std::int64_t>{3, 2}));
        QCOMPARE(again.weights.at("gene.embedding").values, model.weights.at("gene.embedding").values);
        QCOMPARE(again.record.data_name, std::string("pbmc.h5ad"));
        QCOMPARE(again.record.metrics.at("accuracy"), 0.75);
        QVERIFY(again.record.uses == model.record.uses);
        QCOMPARE(again.record.detected, model.record.detected);
        QVERIFY(std::isnan(again.record.history.at(0).validation_loss));
    }

    void refuses_what_does_not_fit_data() {
        QTest::addColumn<int>("fault");
        for (int i = 0; i < 10; ++i) QTest::addRow("fault %d", i) << i;
    }
    void refuses_what_does_not_fit() {
        QFETCH(int, fault);
        const std::function<void(ModelFile&)> faults[] = {
            [](ModelFile& m) { m.mask.regulators[0] = 3; },
            [](ModelFile& m) { m.mask.offsets[1] = 2; },
            [](ModelFile& m) {
                m.mask.offsets = {0, 0, 1};
            },
            [](ModelFile& m) { m.gene_mean.pop_back(); },
            [](ModelFile& m) { m.gene_sd[1] = 0; },
            [](ModelFile& m) { m.classes.pop_back(); },
            [](ModelFile& m) { m.config.heads = 3; },
            [](ModelFile& m) {
                m.weights.at("gene.embedding").values[2] = std::numeric_limits<float>::infinity();
            },
            [](ModelFile& m) { m.record.uses[0] = CellUse::Test; },
            [](ModelFile& m) { m.record.uses[1] = static_cast<CellUse>(4); },
        };
        ModelFile model = small_model();
        faults[fault](model);
        save_model(model, path("bad.safetensors"));
        try {
            load_model(path("bad.safetensors"));
            QFAIL("accepted");
        } catch (const Error& e) {
            QCOMPARE(static_cast<int>(e.kind()), static_cast<int>(ErrorKind::Input));
        }
    }

    void truncated_anywhere_is_refused() {
        save_model(small_model(), path("whole.safetensors"));
        QFile whole(m_folder.filePath(QStringLiteral("whole.safetensors")));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        for (qsizetype size = 0; size < bytes.size(); size += 7) {
            QFile part(m_folder.filePath(QStringLiteral("part.safetensors")));
            QVERIFY(part.open(QIODevice::WriteOnly));
            part.write(bytes.left(size));
            part.close();
            QVERIFY_EXCEPTION_THROWN(load_model(path("part.safetensors")), Error);
        }
    }

    void unwritable_place_is_a_storage_error() {
        try {
            save_model(small_model(), path("no/such/folder/a.safetensors"));
            QFAIL("written");
        } catch (const Error& e) {
            QCOMPARE(static_cast<int>(e.kind()), static_cast<int>(ErrorKind::Storage));
        }
    }
};

QTEST_APPLESS_MAIN(ModelFileTest)
#include "tst_model_file.moc"
