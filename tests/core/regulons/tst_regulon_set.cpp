#include "core/regulons/regulon_set.h"

#include <QTest>

#include "core/base/error.h"
#include "tests/core/regulons/made_network.h"

using namespace regulus;
using test::made_network;

class RegulonSetTest : public QObject {
    Q_OBJECT
    using Genes = std::vector<std::string>;
    using Places = std::vector<std::int32_t>;
    using Weights = std::vector<float>;

  private Q_SLOTS:
    void edges_and_their_weights() {
        // "far" is no gene of the dataset; T2 is a TF that is none either.
        const auto network = made_network({{"T1", "a", 1},
                                           {"T1", "c", -0.5F},
                                           {"T1", "b", 0},
                                           {"T1", "far", 1},
                                           {"T1", "T1", 1},
                                           {"T2", "c", 2},
                                           {"T2", "d", 1, true},
                                           {"T3", "far", 1}});
        const Genes genes{"c", "T1", "b", "a", "d"};
        const RegulonSet set = regulon_set(network, genes, {1, true});
        QCOMPARE(set.tfs, (Genes{"T1", "T2"}));
        QCOMPARE(set.own, (Places{1, -1}));
        QCOMPARE(Places(set.targets_of(0).begin(), set.targets_of(0).end()), (Places{0, 1, 2, 3}));
        QCOMPARE(Weights(set.weights_of(0).begin(), set.weights_of(0).end()), (Weights{-0.5F, 1, 1, 1}));
        QCOMPARE(Places(set.targets_of(1).begin(), set.targets_of(1).end()), (Places{0}));
        QCOMPARE(set.weights_of(1)[0], 2.0F);

        const EdgesByGene by_gene = edges_by_gene(set);
        QCOMPARE(by_gene.offsets, (std::vector<std::int64_t>{0, 2, 3, 4, 5, 5}));
        QCOMPARE(by_gene.tfs, (Places{0, 1, 0, 0, 0}));
        for (std::size_t i = 0; i < by_gene.edges.size(); ++i) {
            const auto edge = by_gene.edges[i];
            QVERIFY(edge >= set.offsets[static_cast<std::size_t>(by_gene.tfs[i])] &&
                    edge < set.offsets[static_cast<std::size_t>(by_gene.tfs[i]) + 1]);
        }
    }

    void tfs_need_targets() {
        const auto network = made_network({{"T1", "a", 1}, {"T1", "b", 1}, {"T1", "T1", 1}, {"T2", "a", 1}});
        const Genes genes{"a", "b", "T1"};
        QCOMPARE(regulon_set(network, genes, {3, true}).tfs, (Genes{"T1"}));
        QCOMPARE(regulon_set(network, genes, {2, false}).tfs, (Genes{"T1"}));
        QCOMPARE(regulon_set(network, genes, {2, false}).edges(), std::size_t{2});
        QVERIFY_EXCEPTION_THROWN(regulon_set(network, genes, {3, false}), Error);
        QVERIFY_EXCEPTION_THROWN(regulon_set(network, Genes{"x"}, {1, true}), Error);
    }
};

QTEST_APPLESS_MAIN(RegulonSetTest)
#include "tst_regulon_set.moc"
