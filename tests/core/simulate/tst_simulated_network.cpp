#include <QTest>
#include <map>
#include <set>

#include "core/simulate/regulatory_simulator.h"

using namespace regulus;

class TestSimulatedNetwork : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void decoysMatchDegrees_data();
    void decoysMatchDegrees();
    void markersHaveTheirTextbookRegulators();
    void priorListsBoth();
    void smallestNetworkStands();
};

void TestSimulatedNetwork::decoysMatchDegrees_data() {
    QTest::addColumn<int>("genes");
    QTest::addColumn<int>("tfs");
    QTest::addColumn<double>("edges");
    QTest::newRow("demo") << 1000 << 40 << 3.0;
    QTest::newRow("large") << 4000 << 300 << 5.0;
    QTest::newRow("named only") << 300 << 33 << 2.0;
}

// Every TF as many decoy targets as true ones, hence the same expression over edges; every target as many
// decoy regulators; none true.
void TestSimulatedNetwork::decoysMatchDegrees() {
    QFETCH(int, genes);
    QFETCH(int, tfs);
    QFETCH(double, edges);
    const auto network =
        build_network({static_cast<std::size_t>(genes), static_cast<std::size_t>(tfs), edges}, 3);
    std::map<std::uint32_t, int> out, in;
    std::map<std::pair<std::uint32_t, int>, int> signs;
    std::set<std::pair<std::uint32_t, std::uint32_t>> known;
    for (const auto& edge : network.edges) {
        QVERIFY(edge.tf < network.tfs && edge.target >= network.tfs &&
                edge.target < network.tfs + network.targets);
        QVERIFY(edge.strength > 0);
        QVERIFY(known.insert({edge.tf, edge.target}).second);
        ++out[edge.tf];
        ++in[edge.target];
        ++signs[{edge.tf, edge.sign}];
    }
    for (const auto& edge : network.decoys) {
        QVERIFY(known.insert({edge.tf, edge.target}).second);
        QCOMPARE(edge.strength, 0.0F);
        --out[edge.tf];
        --in[edge.target];
        --signs[{edge.tf, edge.sign}];
    }
    QCOMPARE(network.decoys.size(), network.edges.size());
    for (const auto& [tf, difference] : out) QCOMPARE(difference, 0);
    for (const auto& [target, difference] : in) QCOMPARE(difference, 0);
    for (const auto& [place, difference] : signs) QCOMPARE(difference, 0);
    QCOMPARE(in.size(), network.targets);
}

void TestSimulatedNetwork::markersHaveTheirTextbookRegulators() {
    const auto network = build_network({1000, 40, 3}, 1);
    std::map<std::string, std::set<std::string>> regulators;
    for (const auto& edge : network.edges) {
        regulators[network.genes[edge.target]].insert((edge.sign > 0 ? "+" : "-") + network.genes[edge.tf]);
    }
    QCOMPARE(regulators["CD14"], (std::set<std::string>{"+SPI1", "+CEBPB", "+KLF4"}));
    QCOMPARE(regulators["MS4A1"], (std::set<std::string>{"+PAX5", "+EBF1"}));
    QCOMPARE(regulators["IL7R"], (std::set<std::string>{"+TCF7", "+GATA3", "-FOXP3"}));
    QCOMPARE(network.genes[33], std::string("TF034"));
}

void TestSimulatedNetwork::priorListsBoth() {
    const RegulatorySimulator simulator(SimulationOptions{});
    const auto& network = simulator.truth().network;
    const RegulatoryNetwork both = simulated_prior(simulator.truth(), true);
    const RegulatoryNetwork known = simulated_prior(simulator.truth(), false);
    QCOMPARE(known.edges.size(), network.edges.size());
    QCOMPARE(both.edges.size(), 2 * network.edges.size());
    QCOMPARE(both.tf_count(), known.tf_count());
    QCOMPARE(both.repeated_pairs, std::size_t{0});
}

void TestSimulatedNetwork::smallestNetworkStands() {
    const auto network = build_network({26, 6, 1}, 9);
    QCOMPARE(network.genes.size(), std::size_t{26});
    QVERIFY(network.edges.size() >= network.targets);
    QVERIFY(!network.decoys.empty());
}

QTEST_APPLESS_MAIN(TestSimulatedNetwork)
#include "tst_simulated_network.moc"
