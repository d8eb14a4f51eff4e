// Looking through a prior: TFs and targets, search, from an edge to the other gene; exporting and merging.
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/data/dataset.h"
#include "core/io/prior/prior_reader.h"
#include "core/prior/network_summary.h"
#include "tests/core/io/prior/omnipath_server.h"
#include "tests/support/test_data.h"
#include "ui/dialogs/prior_browser.h"
#include "ui/dialogs/prior_dialog.h"
#include "ui/dialogs/prior_form.h"
#include "ui/dialogs/prior_narrowing.h"
#include "ui/jobs/job_runner.h"
#include "ui/models/prior_models.h"
#include "ui/session/session.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/clean_table.h"

using namespace regulus;

namespace {

constexpr auto small =
    "source,target,weight,confidence\n"
    "SPI1,CD14,1,A\nSPI1,LYZ,1,C\nSPI1,GATA1,-1,B\nGATA1,SPI1,-1,A\nGATA1,HBB,1,D\nPAX5,CD79A,1,A\n"
    "PAX5,CD79A,-1,A\n";

}  // namespace

class TestPriorBrowser : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<SessionSettings> m_settings;

    QString written(const char* name, const QByteArray& text) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return {};
        return file.fileName();
    }
    std::shared_ptr<const RegulatoryNetwork> prior(const QString& path) {
        Job job;
        return std::make_shared<const RegulatoryNetwork>(read_prior(path.toStdString(), {}, job));
    }
    static QStringList column(const QDialog& dialog, const char* table, int at) {
        const QAbstractItemModel* model = dialog.findChild<CleanTable*>(table)->model();
        QStringList texts;
        for (int row = 0; row < model->rowCount(); ++row) texts << model->index(row, at).data().toString();
        return texts;
    }
    static bool says(const QWidget& widget, const QString& text) {
        for (const QLabel* label : widget.findChildren<QLabel*>())
            if (label->isVisibleTo(&widget) && label->text().contains(text)) return true;
        return false;
    }

  private Q_SLOTS:
    void init() {
        m_jobs = std::make_unique<JobRunner>();
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
    }

    void fromTfsToTargetsAndBack() {
        PriorBrowser browser(prior(written("small.csv", small)), m_folder.filePath("small.csv"), *m_jobs,
                             *m_settings);
        browser.show();
        QVERIFY(says(browser, "6 edges of 3 TFs to 6 targets: 3 activating, 2 repressing, 1 conflicting"));
        QCOMPARE(column(browser, "genes", PriorGeneModel::Name), QStringList({"SPI1", "GATA1", "PAX5"}));
        QCOMPARE(column(browser, "genes", PriorGeneModel::Edges), QStringList({"3", "2", "1"}));
        // The one with most edges is looked at first; its best evidence comes first.
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Name), QStringList({"CD14", "GATA1", "LYZ"}));
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Mode),
                 QStringList({"activation", "repression", "activation"}));
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Confidence), QStringList({"A", "B", "C"}));
        // Twice on an edge: the edges of the other gene.
        auto* edges = browser.findChild<CleanTable*>("edges");
        const QPoint at = edges->visualRect(edges->model()->index(1, 0)).center();
        QTest::mouseClick(edges->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(edges->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(browser.findChild<QComboBox*>("direction")->currentIndex(), 1);
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Name), QStringList({"SPI1"}));
        QVERIFY(says(browser, "TFS OF GATA1"));
    }

    void searching() {
        PriorBrowser browser(prior(written("small.csv", small)), m_folder.filePath("small.csv"), *m_jobs,
                             *m_settings);
        browser.show();
        auto* search = browser.findChild<QLineEdit*>("search");
        QTest::keyClicks(search, "pax");
        QCOMPARE(column(browser, "genes", PriorGeneModel::Name), QStringList({"PAX5"}));
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Mode), QStringList({"conflicting"}));
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Listed), QStringList({"2"}));
        // Return is no wish to close.
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(browser.isVisible());
        QTest::keyClicks(search, "zzz");
        QCOMPARE(column(browser, "genes", PriorGeneModel::Name), QStringList());
        QCOMPARE(column(browser, "edges", PriorEdgeModel::Name), QStringList());
        QVERIFY(says(browser, "GENE NOT FOUND"));
    }

    void exportingIsReadBackTheSame() {
        const auto whole = prior(written("small.csv", small));
        PriorBrowser browser(whole, m_folder.filePath("small.csv"), *m_jobs, *m_settings);
        browser.show();
        const QString out = m_folder.filePath("out.tsv");
        browser.exportTo(out);
        QTRY_VERIFY(says(browser, "Written to"));
        const auto again = prior(out);
        QCOMPARE(again->edges.size(), whole->edges.size());
        QCOMPARE(summary_of(*again).repressing, summary_of(*whole).repressing);
        QCOMPARE(summary_of(*again).conflicting, 1U);
        browser.exportTo(m_folder.filePath("no such folder/out.csv"));
        QTRY_VERIFY(!says(browser, "Written to"));
        // The file that it was read from is left as it is.
        browser.exportTo(m_folder.filePath("small.csv"));
        QVERIFY(says(browser, "small.csv is the file being read"));
        QVERIFY(m_jobs->idle());
        browser.exportTo(m_folder.filePath("out.pdf"));
        QTRY_VERIFY(!m_jobs->idle() || !says(browser, "is the file being read"));
        QTRY_VERIFY(m_jobs->idle());
        QVERIFY(!says(browser, "Written to"));
        QVERIFY(says(browser, "pdf"));
        QVERIFY(!QFile::exists(m_folder.filePath("out.pdf")));
    }

    void mergingWritesAFileThatIsUsedInstead() {
        PriorForm form(*m_jobs, *m_settings);
        form.show();
        form.setPath(written("small.csv", small));
        QTRY_VERIFY(form.prior());
        QTest::mouseClick(form.findChild<QPushButton*>("browsePrior"), Qt::LeftButton);
        auto* browser = form.findChild<PriorBrowser*>();
        QVERIFY(browser && browser->isVisible());
        const QString both = m_folder.filePath("both.csv");
        browser->mergeWith(written("other.csv", "tf,target\nEBF1,CD79A\nSPI1,CD14\n"), both);
        QTRY_VERIFY(form.prior() && form.path() == both);
        // As narrowed: without the edge of confidence D.
        QCOMPARE(form.prior()->edges.size(), 6U);
        const std::vector<EdgeEvidence> edges = regulators_of(*form.prior(), "CD14");
        QCOMPARE(edges.size(), 1U);
        QCOMPARE(edges[0].sources, std::vector<std::string>({"small.csv", "other.csv"}));
        // One that cannot be read is said, and nothing changes; what is read is not written to.
        QTRY_VERIFY(!form.findChild<PriorBrowser*>());
        QTest::mouseClick(form.findChild<QPushButton*>("browsePrior"), Qt::LeftButton);
        browser = form.findChild<PriorBrowser*>();
        browser->mergeWith(m_folder.filePath("absent.csv"), m_folder.filePath("none.csv"));
        QTRY_VERIFY(says(*browser, "absent.csv"));
        QVERIFY(!QFile::exists(m_folder.filePath("none.csv")));
        browser->mergeWith(m_folder.filePath("other.csv"), m_folder.filePath("other.csv"));
        QVERIFY(says(*browser, "other.csv is the file being read"));
        browser->mergeWith(m_folder.filePath("other.csv"), both);
        QVERIFY(says(*browser, "both.csv is the file being read"));
        QCOMPARE(form.path(), both);
    }

    void fetchingKeepsACopyThatIsUsedWhenTheServiceFails() {
        REGULUS_NEED_PYTHON("http.server");
        for (const char* proxy : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(proxy);
        qputenv("no_proxy", "127.0.0.1");
        qputenv("XDG_DATA_HOME", m_folder.filePath("data").toUtf8());
        QProcess server;
        server.start("/usr/bin/python3", {"-I", "-c", QString::fromUtf8(test::omnipath_server)});
        QVERIFY(server.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), 20000);
        const QByteArray base = "http://127.0.0.1:" + server.readLine().trimmed() + '/';
        const auto choose = [](PriorForm& form, const QString& text) {
            auto* button = form.findChild<QPushButton*>("otherPriors");
            Q_EMIT button->menu()->aboutToShow();
            for (QAction* action : button->menu()->actions())
                if (action->text().contains(text)) return action->trigger();
            QFAIL(qPrintable("no action " + text));
        };
        {
            // Nothing kept and no answer: said, and what was chosen before stays.
            qputenv("REGULUS_OMNIPATH", base + "broken");
            PriorForm form(*m_jobs, *m_settings);
            form.show();
            form.setPath("starter");
            QTRY_VERIFY(form.prior());
            choose(form, "Fetch CollecTRI, human");
            QTRY_VERIFY_WITH_TIMEOUT(says(form, "500"), 20000);
            QCOMPARE(form.path(), QString("starter"));
            // Another choice is the end of it.
            choose(form, "Regulus starter");
            QTRY_VERIFY(form.prior());
            QVERIFY(!says(form, "500"));
        }
        PriorForm form(*m_jobs, *m_settings);
        form.show();
        qputenv("REGULUS_OMNIPATH", base + "fine");
        choose(form, "Fetch CollecTRI, human");
        QTRY_VERIFY_WITH_TIMEOUT(form.prior(), 20000);
        QCOMPARE(form.prior()->edges.size(), 2U);
        const QString kept = form.path();
        QVERIFY(kept.startsWith(m_folder.filePath("data")));
        // Offered from now on, and used when the service does not answer.
        form.setPath({});
        QTRY_VERIFY(m_jobs->idle());
        choose(form, "CollecTRI, human (downloaded");
        QTRY_VERIFY(form.prior());
        QCOMPARE(form.path(), kept);
        qputenv("REGULUS_OMNIPATH", base + "broken");
        choose(form, "Fetch CollecTRI, human");
        QTRY_VERIFY_WITH_TIMEOUT(says(form, "Using the copy downloaded"), 20000);
        QTRY_VERIFY(form.prior());
        QCOMPARE(form.prior()->edges.size(), 2U);
        qunsetenv("REGULUS_OMNIPATH");
        server.closeWriteChannel();
        QVERIFY(server.waitForFinished(5000));
    }

    void thePriorOfASessionIsChosenAndNarrowed() {
        Session session{Engine{}};
        QVERIFY(!session.opened().prior);
        PriorDialog dialog(session, *m_settings);
        dialog.show();
        auto* use = dialog.findChild<QPushButton*>("use");
        QVERIFY(!use->isEnabled());
        dialog.setPath(written("small.csv", small));
        // Some are of confidence D: A to C to begin with.
        QTRY_VERIFY(use->isEnabled());
        QCOMPARE(dialog.form()->prior()->edges.size(), 5U);
        dialog.findChild<QComboBox*>("sign")->setCurrentIndex(1);
        QVERIFY(!use->isEnabled());
        QTRY_VERIFY(use->isEnabled());
        QTest::mouseClick(use, Qt::LeftButton);
        QCOMPARE(session.opened().prior->edges.size(), 2U);
        QCOMPARE(session.opened().priorOptions.worst_confidence, 'C');
        QCOMPARE(session.opened().priorOptions.sign, SignFilter::Activating);
        QCOMPARE(session.opened().prior->narrowed, std::string("confidence A to C, activating edges"));
    }

    void aLargePriorIsLookedThrough() {
        const QString file = test::data_file("priors/dorothea_hs.tsv");
        REGULUS_NEED_DATA(file);
        PriorBrowser browser(prior(file), file, *m_jobs, *m_settings);
        browser.show();
        QCOMPARE(browser.findChild<CleanTable*>("genes")->model()->rowCount(), 1395);
        browser.findChild<QComboBox*>("direction")->setCurrentIndex(1);
        QCOMPARE(browser.findChild<CleanTable*>("genes")->model()->rowCount(), 20244);
        browser.showGene("CD79A");
        QVERIFY(says(browser, "TFS OF CD79A"));
        QVERIFY(column(browser, "edges", PriorEdgeModel::Name).contains("PAX5"));
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    TestPriorBrowser test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_prior_browser.moc"
