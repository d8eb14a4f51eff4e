// The window and the command line give the same tables of the same cells: scores of gene sets, sets that
// markers are rich in, tests of composition.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/cell_loop.h"
#include "tests/app/command_line/run_regulus.h"
#include "ui/models/comparison_model.h"
#include "ui/models/enrichment_model.h"
#include "ui/session/session.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/composition_panel.h"
#include "ui/views/compare/enrichment_view.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/state_page.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QTabWidget>

using namespace regulus;

class TestSameTables : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;

    QString path(const QString& name) { return m_folder.filePath(name); }
    QByteArray bytes(const QString& name) {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    bool settled() {
        return QTest::qWaitFor([this] { return m_session->jobs().idle() && !m_session->loading(); }, 60000);
    }
    void ran(const QStringList& arguments) {
        const test::Ran one = test::run(arguments);
        QVERIFY2(one.exit_code == 0, one.all().c_str());
    }
    // Groups by the number of a cell, with `every` cells of a group after each other taking turns.
    void put(const std::string& name, const std::vector<std::string>& groups,
             const std::function<std::size_t(std::size_t)>& of) {
        Categorical values;
        values.categories = groups;
        for (std::size_t cell = 0; cell < m_session->opened().cells(); ++cell)
            values.codes.push_back(static_cast<std::int32_t>(of(cell)));
        m_session->putColumn(
            {name, std::make_shared<const Categorical>(std::move(values)), QStringLiteral("a test")});
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(test::simulate_into(m_folder));
        m_session = std::make_unique<Session>(Engine{});
        m_session->openDataset(path("data.h5ad"));
        QVERIFY(settled() && m_session->opened().dataset);
        m_session->openPrior(path("prior.csv"));
        QVERIFY(settled() && m_session->opened().prior);
        put("who", {"d0", "d1", "d2", "d3", "d4", "d5"}, [](std::size_t cell) { return cell % 6; });
        put("side", {"a", "b"}, [](std::size_t cell) { return cell % 6 > 2 ? 1U : 0U; });
    }

    void scores_data() {
        QTest::addColumn<int>("method");
        QTest::newRow("scanpy") << int(ScoreMethod::Mean);
        QTest::newRow("aucell") << int(ScoreMethod::AuCell);
    }
    void scores() {
        QFETCH(int, method);
        const std::vector<std::string>& genes = m_session->opened().genes.names->names;
        QFile file(path("sets.gmt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        std::vector<GeneSet> sets{{"first", {}}, {"second", {}}};
        for (std::size_t g = 0; g < 30; ++g) sets[g % 2].genes.push_back(genes[4 * g]);
        sets[1].genes.emplace_back("NOSUCH");
        for (const GeneSet& set : sets) {
            file.write(QByteArray::fromStdString(set.name + "\tof a test"));
            for (const std::string& gene : set.genes) file.write(QByteArray::fromStdString("\t" + gene));
            file.write("\n");
        }
        file.close();
        m_session->geneSets().open(file.fileName());
        QVERIFY(settled() && m_session->geneSets().sets());
        m_session->scores().start({m_session->geneSets().sets()->sets, ScoreMethod(method)});
        QVERIFY(m_session->scores().busy());
        QVERIFY(settled());
        const ScoreState& state = m_session->scores().state();
        QVERIFY2(state.phase == ScoreState::Phase::Ready, qPrintable(state.problem));
        QCOMPARE(state.columns, (std::vector<std::string>{"first", "second"}));
        QVERIFY2(state.warnings.join(' ').contains("NOSUCH"), qPrintable(state.warnings.join(' ')));
        QCOMPARE(m_session->colors().coloring(), Coloring::column("first"));
        ran({"score", "--data", path("data.h5ad"), "--sets", path("sets.gmt"), "--method",
             to_string(ScoreMethod(method)), "--out", path("scores.csv")});
        const QList<QByteArray> lines = bytes("scores.csv").trimmed().split('\n');
        QCOMPARE(std::size_t(lines.size()), m_session->opened().cells() + 1);
        for (std::size_t cell = 0; cell < m_session->opened().cells(); ++cell) {
            const QList<QByteArray> fields = lines[qsizetype(cell + 1)].trimmed().split(',');
            for (const int s : {0, 1}) {
                const auto* column = ownColumn(m_session->opened().own, sets[std::size_t(s)].name);
                QCOMPARE(float(column->numbers->values[cell]), fields[s + 1].toFloat());
            }
        }
        m_session->undoStack().undo();  // the colour
        m_session->undoStack().undo();  // both columns
        QVERIFY(!ownColumn(m_session->opened().own, "first"));
        QVERIFY(!ownColumn(m_session->opened().own, "second"));
    }

    void sets_of_markers() {
        const auto prior = m_session->opened().prior;
        const QString priorPath = m_session->opened().priorPath;
        m_session->setPrior(nullptr);
        m_session->geneSets().open({});
        CompareView view(*m_session);
        view.resize(1200, 700);
        view.show();
        m_session->setPrior(prior, priorPath);  // its regulons are what is looked at, as soon as it is there
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setTab(CompareView::Genes);
        m_session->comparison().compareAllGroups("cell_type");
        m_session->comparison().setDonors({});  // as the command does it
        QVERIFY(settled());
        view.result()->filters()->minChange()->setValue(0);
        view.result()->filters()->minShare()->setValue(0);
        auto* tabs = view.result()->pictures();
        tabs->setCurrentIndex(tabs->count() - 1);
        QVERIFY(QTest::qWaitFor([&] { return settled() && view.enrichment()->model().rowCount() > 0; }));
        ran({"markers", "--data", path("data.h5ad"), "--group-by", "cell_type", "--out",
             path("markers.csv")});
        const auto same = [&](const QStringList& more) {
            QSignalSpy done(view.enrichment(), &EnrichmentView::exported);
            view.enrichment()->writeCsv(path("window.csv"));
            QVERIFY(settled());
            QCOMPARE(done.count(), 1);
            const std::string group = view.result()->result()->cells.groups.names[view.result()->group()];
            ran(QStringList{"enrich", "--markers", path("markers.csv"), "--of", QString::fromStdString(group),
                            "--out", path("command.csv")} +
                more);
            QVERIFY(bytes("window.csv").count('\n') > 1);
            QCOMPARE(bytes("window.csv"), bytes("command.csv"));
        };
        same({"--prior", path("prior.csv")});
        view.enrichment()->side()->setCurrentIndex(view.enrichment()->side()->findData(int(ListSide::Lower)));
        QVERIFY(settled());
        same({"--prior", path("prior.csv"), "--down"});
        // Another group, and a file of sets.
        view.enrichment()->side()->setCurrentIndex(0);
        view.result()->groups()->setCurrentIndex(1);
        m_session->geneSets().open(path("sets.gmt"));
        QVERIFY(settled());
        auto* source = view.enrichment()->source();
        source->setCurrentIndex(source->findText("sets.gmt"));
        Q_EMIT source->activated(source->currentIndex());
        QVERIFY(settled());
        same({"--sets", path("sets.gmt")});
        // Few genes are in a set: said, with the way out, which gives what the command gives.
        QVERIFY2(view.enrichment()->warning().contains("Among all tested genes"),
                 qPrintable(view.enrichment()->warning()));
        const double p = view.enrichment()->model().at(0).p;
        auto* universe = view.enrichment()->universe();
        universe->setCurrentIndex(universe->findData(int(Universe::AllTested)));
        QVERIFY(settled());
        same({"--sets", path("sets.gmt"), "--universe", "tested"});
        QVERIFY(view.enrichment()->model().at(0).p != p);
        QVERIFY(view.enrichment()->warning().isEmpty());
        // First rows are no universe.
        auto some = std::make_shared<ComparisonResult>(*view.result()->result());
        some->cells.whole = false;
        view.enrichment()->show(some, view.result()->group(), view.result()->model().genes());
        QCOMPARE(view.enrichment()->states()->page()->title(), QString("Comparing…"));
        QCOMPARE(view.enrichment()->model().rowCount(), 0);
        view.enrichment()->show(view.result()->result(), view.result()->group(),
                                view.result()->model().genes());
        QVERIFY(settled());
        universe->setCurrentIndex(0);
        QVERIFY(settled());
        // A TF's row looks at the TF.
        source->setCurrentIndex(0);
        Q_EMIT source->activated(0);
        QVERIFY(settled());
        QVERIFY(view.enrichment()->model().rowCount() > 0);
        Q_EMIT view.enrichment()->table()->rowActivated(0);
        QCOMPARE(m_session->focus().tf(), view.enrichment()->model().at(0).name);
        // Of TFs there is no list of genes.
        view.setTab(CompareView::Regulators);
        QVERIFY(settled());
        QVERIFY(view.enrichment()->model().rowCount() == 0);
    }

    void tests_of_composition() {
        m_session->saveColumns(path("cells.h5ad"));
        QVERIFY(settled() && QFile::exists(path("cells.h5ad")));
        GroupPlotsView view(*m_session);
        view.resize(1200, 500);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        PlotSettings settings;
        settings.look.kind = PlotKind::Bars;
        settings.column = "cell_type";
        QVERIFY(!m_session->opened().batchColumns.empty());
        settings.across = m_session->opened().batchColumns.front().name;  // which leaves none for donors
        m_session->plots().set(settings);
        QVERIFY(settled());
        QVERIFY2(view.composition()->note().contains("donors themselves"),
                 qPrintable(view.composition()->note()));
        QVERIFY(view.composition()->made() && view.composition()->made()->contrasts.empty());
        settings.across = "side";
        settings.donors = "who";
        settings.reference = "b";
        m_session->plots().set(settings);
        QVERIFY(settled());
        view.composition()->writeCsv(path("window.csv"));
        QVERIFY(settled());
        ran({"composition", "--data", path("cells.h5ad"), "--group-by", "cell_type", "--condition", "side",
             "--donors", "who", "--reference", "b", "--tests-out", path("command.csv")});
        QVERIFY(bytes("window.csv").count('\n') > 1);
        QCOMPARE(bytes("window.csv"), bytes("command.csv"));
        // One donor a condition: said, not tested.
        put("one", {"d0", "d1"}, [](std::size_t cell) { return cell % 6 > 2 ? 1U : 0U; });
        settings.donors = "one";
        m_session->plots().set(settings);
        QVERIFY(settled());
        QVERIFY2(view.composition()->note().contains("fewer than two donors"),
                 qPrintable(view.composition()->note()));
    }
};

QTEST_MAIN(TestSameTables)
#include "tst_same_tables.moc"
