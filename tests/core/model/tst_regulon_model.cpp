// A model that reads regulons: what is learned, of what, and of nothing else; none of it with Torch.
#include <set>

#include "core/base/parallel.h"
#include "tests/core/model/regulon_model_fixture.h"

using namespace regulus;
using namespace regulus::test;

class RegulonModelTest : public RegulonModelFixture {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { make(); }

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

    // By the rule that help/model.md states, worked out here from all cells that the reader is made of.
    void fewer_tfs_are_those_whose_targets_vary_together() {
        TrainingOptions options = regulon_options();
        options.max_tfs = 4;
        const ModelFile few = trained(m_setup.input, options);
        const RegulonReader& all = m_model->reader->reader;
        const Matrix cells = dense();
        const std::vector<std::uint32_t> rows =
            (m_setup.input.validation | m_setup.input.test).inverted().rows();
        const auto columns = match_genes(*m_model, m_setup.input.genes).columns;
        std::vector<std::pair<double, std::string>> order;
        for (std::size_t t = 0; t < all.tfs(); ++t) {
            const auto targets = all.regulons.targets_of(t);
            double sum = 0, squares = 0;
            for (const std::uint32_t row : rows) {
                double value = 0;
                for (std::size_t i = 0; i < targets.size(); ++i) {
                    const auto g = static_cast<std::size_t>(targets[i]);
                    const auto x = cells(row, static_cast<std::size_t>(columns[g]));
                    const float z = std::clamp((x - all.mean[g]) * all.scale[g], -10.0F, 10.0F);
                    value += all.regulons.weights_of(t)[i] < 0 ? -z : z;
                }
                sum += value;
                squares += value * value;
            }
            const auto n = static_cast<double>(rows.size());
            order.emplace_back(-(squares / n - sum / n * (sum / n)) / static_cast<double>(targets.size()),
                               all.regulons.tfs[t]);
        }
        std::ranges::sort(order);
        const RegulonSet& chosen = few.reader->reader.regulons;
        QCOMPARE(chosen.count(), std::size_t{4});
        const std::set<std::string> names(chosen.tfs.begin(), chosen.tfs.end());
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY2(names.contains(order[i].second), order[i].second.c_str());
        QVERIFY(std::ranges::is_sorted(chosen.own));
        QCOMPARE(few.reader->self.size(), chosen.count());
        QCOMPARE(few.mask.edges(), chosen.edges());
        QCOMPARE(few.record.max_tfs, std::size_t{4});
        save_model(few, path("few.safetensors"));
        const ModelFile again = load_model(path("few.safetensors"));
        QCOMPARE(again.record.max_tfs, std::size_t{4});
        QCOMPARE(again.reader->reader.regulons.tfs, chosen.tfs);
        set_thread_count(1);
        QVERIFY(differing(few, trained(m_setup.input, options)).empty());
        set_thread_count(0);
        // More than there are is all of them.
        options.max_tfs = all.tfs() + 3;
        QVERIFY(differing(*m_model, trained(m_setup.input, options)).empty());
        QCOMPARE(m_model->record.max_tfs, std::size_t{0});
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

    void cleanupTestCase() { QVERIFY(!torch_is_loaded()); }
};

QTEST_APPLESS_MAIN(RegulonModelTest)
#include "tst_regulon_model.moc"
