// A training kept in a file: it goes on to the same bytes, and nothing else is ever taken for it.
#include "core/model/checkpoint.h"

#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/files/safetensors.h"
#include "tests/core/model/training_fixture.h"
#include "tests/support/same_model.h"

using namespace regulus;
using namespace regulus::test;

namespace {

Checkpoint small_checkpoint() {
    Checkpoint kept;
    kept.training = {{"data", "pbmc.h5ad", "ab12"}, {"learning rate", "0.001", ""}};
    kept.planned = 3;
    kept.seconds = 12.5;
    kept.request = R"({"label": "cell_type"})";
    TrainingState& state = kept.state;
    state.learned = {{"scale", {{}, {0.1F}}}, {"value", {{2, 2}, {1, 2, 3, 4}}}};
    state.average = state.best = state.learned;
    state.average.at("value").values[0] = std::numeric_limits<float>::denorm_min();
    state.moments["value"] = {7, {{2, 2}, {5, 6, 7, 8}}, {{2, 2}, {9, 10, 11, 12}}};
    state.moments["scale"] = {};
    state.order = Random(3);
    state.order.normal();  // so that a second one is in store
    state.hiding = {1, 2, 3};
    state.epoch = state.best_epoch = 1;
    state.history = {{1, true, 0.5, std::numeric_limits<double>::quiet_NaN(),
                      std::numeric_limits<double>::quiet_NaN(), 1.5}};
    return kept;
}

bool same(const std::map<std::string, WeightTensor>& a, const std::map<std::string, WeightTensor>& b) {
    return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
        return x.first == y.first && x.second.shape == y.second.shape && x.second.values == y.second.values;
    });
}

QByteArray content(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const std::string& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

// What was said; "" when nothing was refused.
QString refusal(const std::function<void()>& work, ErrorKind kind) {
    try {
        work();
    } catch (const Error& error) {
        return error.kind() == kind ? QString::fromUtf8(error.what()) : QStringLiteral("(wrong kind)");
    }
    return {};
}

}  // namespace

class CheckpointTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    Simulation m_simulation;
    TrainingSetup m_setup;

    std::string path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    std::unique_ptr<Trainer> made(const TrainingOptions& options) const {
        Job job;
        return Trainer::create(m_setup.input, options, job);
    }

  private Q_SLOTS:
    void initTestCase() {
        m_simulation = small_simulation();
        m_setup = small_setup(m_simulation);
    }

    void comes_back_as_it_was() {
        const Checkpoint kept = small_checkpoint();
        save_checkpoint(kept, path("a"));
        const Checkpoint again = load_checkpoint(path("a"));
        QCOMPARE(difference(again.training, kept.training), std::string());
        QCOMPARE(again.planned, 3);
        QCOMPARE(again.seconds, 12.5);
        QCOMPARE(again.request, kept.request);
        QVERIFY(same(again.state.learned, kept.state.learned));
        QVERIFY(same(again.state.average, kept.state.average));
        QVERIFY(same(again.state.best, kept.state.best));
        QCOMPARE(again.state.moments.size(), 2U);
        QCOMPARE(again.state.moments.at("value").steps, 7);
        QCOMPARE(again.state.moments.at("value").square.values, (std::vector<float>{9, 10, 11, 12}));
        QCOMPARE(again.state.moments.at("scale").steps, 0);
        QVERIFY(again.state.order.state() == kept.state.order.state());
        QCOMPARE(again.state.hiding, kept.state.hiding);
        QVERIFY(std::isinf(again.state.best_loss));
        QVERIFY(std::isnan(again.state.history.at(0).validation_loss));
        save_checkpoint(again, path("b"));
        QCOMPARE(content(path("a")), content(path("b")));
    }

    void any_change_of_a_byte_is_refused() {
        save_checkpoint(small_checkpoint(), path("whole"));
        const QByteArray bytes = content(path("whole"));
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            QByteArray changed = bytes;
            changed[i] = static_cast<char>(changed[i] ^ 0x20);
            write(path("changed"), changed);
            QVERIFY2(!refusal([&] { load_checkpoint(path("changed")); }, ErrorKind::Input).isEmpty(),
                     qPrintable(QString::number(i)));
        }
    }

    void truncated_anywhere_is_refused() {
        save_checkpoint(small_checkpoint(), path("whole"));
        const QByteArray bytes = content(path("whole"));
        for (qsizetype size = 0; size < bytes.size(); ++size) {
            write(path("part"), bytes.left(size));
            const QString said = refusal([&] { load_checkpoint(path("part")); }, ErrorKind::Input);
            QVERIFY2(said.startsWith("The checkpoint is damaged: ") && said.contains("Remove it"),
                     qPrintable(said));
        }
        write(path("part"), bytes + "more");
        QVERIFY(!refusal([&] { load_checkpoint(path("part")); }, ErrorKind::Input).isEmpty());
    }

    // Each with a checksum that is right.
    void what_does_not_fit_together_is_refused_data() {
        QTest::addColumn<int>("fault");
        for (int i = 0; i < 14; ++i) QTest::addRow("fault %d", i) << i;
    }
    void what_does_not_fit_together_is_refused() {
        QFETCH(int, fault);
        const std::function<void(Checkpoint&)> faults[] = {
            [](Checkpoint& c) { c.state.epoch = -1; },
            [](Checkpoint& c) { c.state.epoch = 2; },
            [](Checkpoint& c) { c.planned = 0; },
            [](Checkpoint& c) { c.seconds = -1; },
            [](Checkpoint& c) { c.state.best_epoch = 2; },
            [](Checkpoint& c) { c.state.history[0].epoch = 2; },
            [](Checkpoint& c) { c.state.history.clear(); },
            [](Checkpoint& c) { c.state.order = Random(Random::State{}); },
            [](Checkpoint& c) { c.state.average.erase("scale"); },
            [](Checkpoint& c) { c.state.average.at("value").shape = {4}; },
            [](Checkpoint& c) {
                c.state.best["other"] = {{1}, {0}};
            },
            [](Checkpoint& c) { c.state.moments.at("value").steps = -1; },
            [](Checkpoint& c) {
                c.state.moments.at("value").mean = {{4}, {1, 2, 3, 4}};
            },
            [](Checkpoint& c) {
                c.state.moments["other"] = {1, {{1}, {0}}, {{1}, {0}}};
            },
        };
        Checkpoint kept = small_checkpoint();
        faults[fault](kept);
        save_checkpoint(kept, path("bad"));
        const QString said = refusal([&] { load_checkpoint(path("bad")); }, ErrorKind::Input);
        QVERIFY2(said.startsWith("The checkpoint is damaged: its ") || said.contains("optimiser") ||
                     said.contains("record"),
                 qPrintable(said));
    }

    void other_files_are_told_apart() {
        ModelFile model = made(small_options())->best();
        save_model(model, path("model"));
        QVERIFY(
            refusal([&] { load_checkpoint(path("model")); }, ErrorKind::Input).contains("not a checkpoint"));
        save_checkpoint(small_checkpoint(), path("checkpoint"));
        QVERIFY(refusal([&] { load_model(path("checkpoint")); }, ErrorKind::Input).contains("--resume"));
        QVERIFY(refusal([&] { load_checkpoint(path("nothing")); }, ErrorKind::Input).contains("be read"));
        write(path("noise"), QByteArray(4096, '\x7f'));
        QVERIFY(!refusal([&] { load_checkpoint(path("noise")); }, ErrorKind::Input).isEmpty());
        // Of a later version.
        Job job;
        TensorFile file = read_safetensors(path("checkpoint"), job);
        file.metadata["version"] = "2";
        write_safetensors(file, path("newer"), job);
        QVERIFY(refusal([&] { load_checkpoint(path("newer")); }, ErrorKind::Input).contains("newer version"));
        for (const char* const other : {"0", "", "one"}) {
            file.metadata["version"] = other;
            write_safetensors(file, path("other"), job);
            QVERIFY(refusal([&] { load_checkpoint(path("other")); }, ErrorKind::Input)
                        .contains("another version"));
        }
        // Whatever is no file is refused at once: nobody ever writes into the pipe.
        QVERIFY(QDir(m_folder.path()).mkdir("folder") && ::mkfifo(path("pipe").c_str(), 0600) == 0);
        QVERIFY(refusal([&] { load_checkpoint(path("folder")); }, ErrorKind::Input).contains("A folder is"));
        QVERIFY(refusal([&] { load_checkpoint(path("pipe")); }, ErrorKind::Input).contains("pipe is where"));
        // 16 GB that take no room on the disk.
        QFile huge(QString::fromStdString(path("huge")));
        QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(qint64{16} << 30));
        QVERIFY(refusal([&] { load_checkpoint(path("huge")); }, ErrorKind::Input).contains("larger than"));
    }

    void unwritable_place_is_a_storage_error() {
        QVERIFY(!refusal([&] { save_checkpoint(small_checkpoint(), path("no/such/a")); }, ErrorKind::Storage)
                     .isEmpty());
    }

    // What a state belongs to, and the words in which the first difference is said.
    void another_training_is_named() {
        const auto facts = training_facts(m_setup.input, small_options());
        Checkpoint kept = small_checkpoint();
        kept.training = facts;
        const auto said = [&](const TrainingInput& input, const TrainingOptions& options) {
            return refusal([&] { check_same_training(kept, training_facts(input, options), "here"); },
                           ErrorKind::Usage);
        };
        QCOMPARE(said(m_setup.input, small_options()), QString());
        const auto input = [&](const std::function<void(TrainingInput&)>& change) {
            TrainingInput other = m_setup.input;
            change(other);
            return said(other, small_options());
        };
        QVERIFY(input([](TrainingInput& i) { i.values_checksum = "other"; }).contains("data ("));
        QVERIFY(input([](TrainingInput& i) { i.genes[0] = "other"; }).contains("data ("));
        QVERIFY(input([](TrainingInput& i) { i.labels[3] = -1; }).contains("labels (cell_type) changed"));
        QVERIFY(input([](TrainingInput& i) { i.classes[0] += "x"; }).contains("labels ("));
        QVERIFY(input([](TrainingInput& i) { i.train.erase(i.train.rows()[0]); }).contains("split ("));
        QVERIFY(input([](TrainingInput& i) { i.prior.edges.pop_back(); }).contains("prior ("));
        QVERIFY(input([](TrainingInput& i) { i.prior.edges[0].sign *= -1; }).contains("prior ("));
        QVERIFY(input([](TrainingInput& i) {
                    i.record.assay = "raw";
                }).contains("values learned from was X, and is raw"));
        // The same under another name is the same.
        QCOMPARE(input([](TrainingInput& i) { i.record.data_name = "copy.h5ad"; }), QString());
        const auto options = [&](const std::function<void(TrainingOptions&)>& change) {
            TrainingOptions other = small_options();
            change(other);
            return said(m_setup.input, other);
        };
        QVERIFY(options([](TrainingOptions& o) {
                    o.learning_rate = 0.25;
                }).contains("learning rate was 0.001, and is 0.25"));
        QVERIFY(options([](TrainingOptions& o) { o.epochs = 3; }).contains("epochs was 2, and is 3"));
        QVERIFY(options([](TrainingOptions& o) { o.seed = 1; }).contains("seed of the first weights"));
        QVERIFY(options([](TrainingOptions& o) {
                    o.model.mask = MaskMode::None;
                }).contains("mask was prior, and is none"));
        QVERIFY(options([](TrainingOptions& o) {
                    o.model.read = ReadMode::Regulons;
                }).contains("form was genes, and is regulons"));
        // Another version of the program may compute otherwise.
        kept.training[0].value = "0.0.1";
        QVERIFY(said(m_setup.input, small_options()).contains("version of Regulus was 0.0.1, and is "));
    }

    void options_come_back_as_text() {
        TrainingOptions options = small_options();
        options.learning_rate = 0.1 + 0.2;  // no short number
        options.seed = std::numeric_limits<std::uint64_t>::max();
        options.bypass_by_rule = false;
        options.model.mask = MaskMode::Self;
        const std::string text = options_to_json(options);
        QCOMPARE(options_to_json(options_from_json(text)), text);
        QVERIFY(options_from_json(text).learning_rate == options.learning_rate);
        QVERIFY(options_from_json(text).seed == options.seed);
    }

    // Out of a file, by another trainer, at the end of any epoch, whatever the number of threads.
    void goes_on_to_the_same_bytes_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("two threads") << 2;
    }
    void goes_on_to_the_same_bytes() {
        QFETCH(int, threads);
        set_thread_count(threads);
        TrainingOptions options = small_options();
        options.epochs = 3;
        Job job;
        const auto straight = made(options);
        straight->run_until(straight->epochs(), job);
        save_model(straight->best(), path("straight"));
        for (int epoch = 0; epoch <= straight->epochs(); ++epoch) {
            const auto first = made(options);
            first->run_until(epoch, job);
            save_checkpoint({training_facts(m_setup.input, options), first->state(), first->epochs(), 0, {}},
                            path("kept"));
            const auto second = made(options);
            second->restore(load_checkpoint(path("kept")).state);
            QCOMPARE(second->epoch(), epoch);
            second->run_until(second->epochs(), job);
            save_model(second->best(), path("resumed"));
            QCOMPARE(QString::fromStdString(model_difference(path("straight"), path("resumed"))), QString());
        }
        set_thread_count(0);
    }

    // A model of regulons has no epochs: its state is the whole of it.
    void regulons_come_back_to_the_same_bytes() {
        const TrainingOptions options = options_for(Preset::Quick);
        const auto first = made(options);
        save_model(first->best(), path("straight"));
        save_checkpoint({training_facts(m_setup.input, options), first->state(), 0, 0, {}}, path("kept"));
        const auto second = made(options);
        second->restore(load_checkpoint(path("kept")).state);
        save_model(second->best(), path("resumed"));
        QCOMPARE(QString::fromStdString(model_difference(path("straight"), path("resumed"))), QString());
    }

    // A file can be sound and of another network.
    void a_trainer_refuses_what_does_not_fit_data() {
        QTest::addColumn<int>("fault");
        for (int i = 0; i < 9; ++i) QTest::addRow("fault %d", i) << i;
    }
    void a_trainer_refuses_what_does_not_fit() {
        QFETCH(int, fault);
        const std::function<void(TrainingState&)> faults[] = {
            [](TrainingState& s) { s.epoch = 100; },
            [](TrainingState& s) { s.epoch = 1; },  // labels are learned later
            [](TrainingState& s) { s.learned.erase("head.bias"); },
            [](TrainingState& s) {
                s.learned.at("head.bias").shape = {3, 1};
            },
            [](TrainingState& s) { s.average.clear(); },
            [](TrainingState& s) { s.best.erase("gene.embedding"); },
            [](TrainingState& s) { s.moments.erase("prototypes"); },
            [](TrainingState& s) { s.hiding.resize(10); },
            [](TrainingState& s) { std::ranges::fill(s.hiding, std::uint8_t{255}); },
        };
        Job job;
        const auto trainer = made(small_options());
        trainer->run_until(3, job);
        TrainingState state = trainer->state();
        faults[fault](state);
        const QString said = refusal([&] { made(small_options())->restore(state); }, ErrorKind::Input);
        QVERIFY2(said.contains("does not fit"), qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(CheckpointTest)
#include "tst_checkpoint.moc"
