#include <QTest>

#include <algorithm>

#include "core/base/error.h"
#include "core/model/detail/network_trial.h"
#include "core/model/predictor.h"
#include "tests/core/model/training_fixture.h"
#include "tests/support/skewed_mask.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr double same = 1e-5;

bool have_gpu() {
    return !usable_gpus().empty();
}

// The choice of a test, taken back at its end.
class Chosen {
  public:
    explicit Chosen(const char* name) { set_device_choice(device_choice_from(name)); }
    ~Chosen() { set_device_choice({}); }
    Chosen(const Chosen&) = delete;
    Chosen& operator=(const Chosen&) = delete;
};

}  // namespace

class DeviceTest : public QObject {
    Q_OBJECT

    TrainingSetup m_setup;

  private Q_SLOTS:
    void initTestCase() { m_setup = small_setup(small_simulation()); }

    void names_are_read() {
        using Kind = DeviceChoice::Kind;
        QCOMPARE(device_choice_from("auto").kind, Kind::Automatic);
        QCOMPARE(device_choice_from("cpu").kind, Kind::Cpu);
        QCOMPARE(device_choice_from("operators").kind, Kind::Operators);
        QVERIFY((device_choice_from("cuda") == DeviceChoice{Kind::Gpu, 0}));
        QVERIFY((device_choice_from("cuda:3") == DeviceChoice{Kind::Gpu, 3}));
        for (const char* odd :
             {"", "gpu", "CUDA", "cuda:", "cuda:-1", "cuda:1x", "cuda:128", "cuda:4294967296"})
            QVERIFY_EXCEPTION_THROWN((void)device_choice_from(odd), Error);
        for (const char* name : {"auto", "cpu", "operators", "cuda:2"}) {
            set_device_choice(device_choice_from(name));
            QCOMPARE(to_string(device_choice()), std::string(name));
        }
        set_device_choice({});
    }

    void a_gpu_that_is_not_there_is_said() {
        if (have_gpu()) QSKIP("There is a GPU");
        const Chosen chosen("cuda:1");
        Job job;
        try {
            (void)Trainer::create(m_setup.input, small_options(), job);
            QFAIL("trained without a GPU");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
            QVERIFY(error.problem().find("No GPU can be used") != std::string::npos);
            QVERIFY(!error.remedy().empty());
        }
    }

    void a_network_is_the_same_on_every_device_data() {
        QTest::addColumn<QString>("device");
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("revision");
        for (const char* device : {"operators", "cuda"}) {
            QTest::addRow("%s, prior", device) << device << 1 << static_cast<int>(MaskMode::Prior) << 2;
            QTest::addRow("%s, first revision", device)
                << device << 2 << static_cast<int>(MaskMode::Prior) << 1;
            QTest::addRow("%s, two layers", device) << device << 2 << static_cast<int>(MaskMode::Prior) << 2;
            QTest::addRow("%s, every gene", device) << device << 1 << static_cast<int>(MaskMode::None) << 2;
            QTest::addRow("%s, self", device) << device << 1 << static_cast<int>(MaskMode::Self) << 2;
        }
    }
    void a_network_is_the_same_on_every_device() {
        QFETCH(QString, device);
        QFETCH(int, layers);
        QFETCH(int, mode);
        QFETCH(int, revision);
        if (device == "cuda" && !have_gpu()) QSKIP("LibTorch has no GPU here");
        AttentionMask mask = skewed_mask(60, 5);
        mask.mode = static_cast<MaskMode>(mode);
        if (mask.mode == MaskMode::None || mask.mode == MaskMode::Self) {
            mask.offsets.assign(mask.tokens + 1, 0);
            mask.regulators.clear();
            mask.signs.clear();
        }
        const auto differences =
            detail::device_differences(mask, device_choice_from(device.toStdString()), layers, 37, revision);
        QVERIFY(differences.size() > 20);
        for (const auto& [what, difference] : differences)
            QVERIFY2(difference < same,
                     qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(what)).arg(difference)));
    }

    // The whole way: training, checkpoint, model, prediction, attention, cutting.
    void a_training_is_about_the_same_on_every_device_data() {
        QTest::addColumn<QString>("device");
        QTest::newRow("operators") << "operators";
        QTest::newRow("cuda") << "cuda";
    }
    void a_training_is_about_the_same_on_every_device() {
        QFETCH(QString, device);
        if (device == "cuda" && !have_gpu()) QSKIP("LibTorch has no GPU here");
        const QByteArray name = device.toLatin1();
        Job job;
        std::vector<ModelFile> models;
        for (const char* where : {"cpu", name.constData()}) {
            const Chosen chosen(where);
            const auto trainer = Trainer::create(m_setup.input, small_options(), job);
            QVERIFY(trainer->cost().seconds > 0);
            trainer->run_until(3, job);
            const auto resumed = Trainer::create(m_setup.input, small_options(), job);
            resumed->restore(trainer->state());
            resumed->run_until(resumed->epochs(), job);
            models.push_back(resumed->best());
        }
        QCOMPARE(models[0].record.device, std::string("CPU"));
        QVERIFY(models[1].record.device != models[0].record.device);
        QCOMPARE(models[1].record.history.size(), models[0].record.history.size());
        for (std::size_t e = 0; e < models[0].record.history.size(); ++e) {
            const double cpu = models[0].record.history[e].loss, other = models[1].record.history[e].loss;
            QVERIFY2(std::abs(other - cpu) < 1e-3 * cpu, qPrintable(QString::number(other - cpu)));
        }
    }

    void a_model_says_the_same_on_every_device_data() { a_training_is_about_the_same_on_every_device_data(); }
    void a_model_says_the_same_on_every_device() {
        QFETCH(QString, device);
        if (device == "cuda" && !have_gpu()) QSKIP("LibTorch has no GPU here");
        Job job;
        std::shared_ptr<const ModelFile> model;
        {
            const auto trainer = Trainer::create(m_setup.input, small_options(), job);
            trainer->run_until(trainer->epochs(), job);
            model = std::make_shared<const ModelFile>(trainer->best());
        }
        const GeneMatch match = match_genes(*model, m_setup.input.genes);
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; row < m_setup.input.labels.size(); row += 3) rows.push_back(row);
        const Regulons tfs = regulons(model->mask);
        std::vector<Prediction> predictions;
        std::vector<std::vector<float>> attention;
        std::vector<Matrix> cut;
        const QByteArray name = device.toLatin1();
        for (const char* where : {"cpu", name.constData()}) {
            const Chosen chosen(where);
            const auto predictor = Predictor::create(model);
            const MatrixSource& expression = *m_setup.input.expression;
            predictions.push_back(predictor->predict(expression, match, rows, job));
            std::vector<float> all;
            predictor->attend(
                expression, match, rows, {},
                [&](std::size_t, const CellAttention& one) {
                    all.insert(all.end(), one.edges.begin(), one.edges.end());
                    all.insert(all.end(), one.pooling.begin(), one.pooling.end());
                },
                job);
            attention.push_back(std::move(all));
            cut.push_back(predictor->logits_without(expression, match, 5, tfs.tfs, job));
        }
        const auto close = [](const std::vector<float>& a, const std::vector<float>& b) {
            if (a.size() != b.size() || a.empty()) return false;
            float largest = 1e-6F, worst = 0;
            for (std::size_t i = 0; i < a.size(); ++i) {
                largest = std::max(largest, std::abs(b[i]));
                worst = std::max(worst, std::abs(a[i] - b[i]));
            }
            return worst < static_cast<float>(same) * largest;
        };
        QVERIFY(close(predictions[1].logits.values, predictions[0].logits.values));
        QVERIFY(close(predictions[1].embedding.values, predictions[0].embedding.values));
        QVERIFY(close(attention[1], attention[0]));
        QVERIFY(close(cut[1].values, cut[0].values));
    }
};

QTEST_APPLESS_MAIN(DeviceTest)
#include "tst_device.moc"
