// The Open dialog and priors: narrowed, remembered, refused in words.
#include "ui/dialogs/open_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_data.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/prior_narrowing.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"

using namespace regulus;

class TestOpenDialogPriors : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<SessionSettings> m_settings;

    QString written(const char* name, const QByteArray& text) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return {};
        return file.fileName();
    }

    static QPushButton* openButton(OpenDialog& dialog) {
        return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
    }

  private Q_SLOTS:
    void init() {
        m_jobs = std::make_unique<JobRunner>();
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
    }

    void dorotheaStartsWithTheConfidenceItsAuthorsAdvise() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad"),
                      prior = test::data_file("priors/dorothea_hs.tsv");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(data);
        dialog.setPrior(prior);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 60000);
        QCOMPARE(dialog.prior()->edges.size(), 5406U + 1214U + 7413U);  // A to C
        auto* confidence = dialog.findChild<QComboBox*>("confidence");
        confidence->setCurrentIndex(1);
        QVERIFY(!dialog.ready());  // not with the prior of before
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.prior()->edges.size(), 5406U);
        QCOMPARE(dialog.priorOptions().worst_confidence, 'A');
        QCOMPARE(dialog.prior()->narrowed, std::string("confidence A"));
    }

    void theLastPriorComesBackAsItWasNarrowed() {
        const QString prior = test::data_file("priors/dorothea_hs.tsv");
        REGULUS_NEED_DATA(prior);
        PriorOptions options;
        options.worst_confidence = 'B';
        options.sign = SignFilter::Activating;
        m_settings->setLastPrior(prior, options);
        OpenDialog dialog(*m_jobs, *m_settings);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.prior(), 60000);
        QVERIFY(dialog.priorOptions() == options);
        QCOMPARE(dialog.findChild<QComboBox*>("confidence")->currentData().toString(), QString("B"));
        QVERIFY(dialog.prior()->edges.size() < 5406U + 1214U);
        m_settings->setLastPrior({}, {});
    }

    void theStarterAndNarrowing() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(data);
        dialog.setPrior("starter");
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 30000);
        QCOMPARE(dialog.priorPath(), QString("starter"));
        const std::size_t all = dialog.prior()->edges.size();
        auto* sign = dialog.findChild<QComboBox*>("sign");
        sign->setCurrentIndex(1);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        const std::size_t activating = dialog.prior()->edges.size();
        sign->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(activating < all && activating + dialog.prior()->edges.size() <= all);
        const QString collectri = test::data_file("priors/collectri.csv");
        sign->setCurrentIndex(0);
        dialog.setPrior(collectri);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.prior() && dialog.prior()->edges.size() == 43178, 30000);
        auto* complexes = dialog.findChild<QCheckBox*>("complexes");
        complexes->setChecked(true);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(dialog.prior()->edges.size() > 43178);
        QVERIFY(dialog.priorOptions().expand_complexes);
        // TFs of a list, and one that leaves nothing.
        auto* narrowing = dialog.findChild<PriorNarrowing*>();
        narrowing->setTfList(written("few.txt", "SPI1\nPAX5\n"));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.prior()->tf_count(), 2U);
        narrowing->setTfList(written("none.txt", "NOTAGENE1\nNOTAGENE2\n"));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(!dialog.prior());
        bool said = false;
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            said = said || label->text().contains("None of the TFs in none.txt");
        QVERIFY(said);
        narrowing->setTfList({});
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 30000);
    }

    void importancesNarrowAPriorThatHasThem() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.show();
        dialog.setDataset(data);
        dialog.setPrior(written("adjacencies.tsv",
                                "TF\ttarget\timportance\nSPI1\tCD14\t9.5\nSPI1\tLYZ\t4\nSPI1\tCST3\t0.5\n"
                                "PAX5\tCD79A\t7\nPAX5\tMS4A1\t0.25\n"));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 30000);
        QCOMPARE(dialog.prior()->edges.size(), 5U);
        auto* importance = dialog.findChild<QDoubleSpinBox*>("importance");
        auto* top = dialog.findChild<QSpinBox*>("topTargets");
        QVERIFY(importance->isVisible() && top->isVisible());
        QVERIFY(!dialog.findChild<QComboBox*>("confidence")->isVisible());
        importance->setValue(0.5);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.prior()->edges.size(), 4U);
        top->setValue(1);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.prior()->edges.size(), 2U);
        QCOMPARE(dialog.prior()->narrowed, std::string("importance ≥ 0.5, top 1 target of each TF"));
    }

    void complexesOfMouseAndTinyImportances() {
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.show();
        dialog.setPrior(written("mouse.csv", "source,target,weight\nAp1,Il2,1\nMyc,Tert,-1\n"));
        QTRY_VERIFY(dialog.prior());
        auto* complexes = dialog.findChild<QCheckBox*>("complexes");
        QVERIFY(complexes->isVisibleTo(complexes->parentWidget()));
        complexes->setChecked(true);
        QTRY_COMPARE(dialog.prior() ? dialog.prior()->tf_count() : 0U, 8U);  // seven, and Myc
        complexes->setChecked(false);
        dialog.setPrior(written("tiny.tsv", "TF\ttarget\timportance\nMYC\tTERT\t2e-6\nMYC\tA\t1e-6\n"));
        QTRY_VERIFY(dialog.prior() && dialog.prior()->edges.size() == 2);
        QVERIFY(!complexes->isVisibleTo(complexes->parentWidget()));
        auto* importance = dialog.findChild<QDoubleSpinBox*>("importance");
        importance->setValue(1.5e-6);
        QTRY_VERIFY(dialog.prior() && dialog.prior()->edges.size() == 1);
        importance->setValue(importance->maximum());
        QTRY_VERIFY(dialog.priorOptions().min_importance > 1.9e-6);
        QVERIFY(dialog.prior() && dialog.prior()->edges.size() == 1);
    }

    void aPriorThatIsNoneIsSaidAndTheDataStayOpenable() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad"),
                      genes = test::data_file("priors/allTFs_hg38.txt");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(data);
        dialog.setPrior(genes);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && m_jobs->idle(), 30000);
        QVERIFY(!dialog.prior());
        QVERIFY(openButton(dialog)->isEnabled());
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    TestOpenDialogPriors test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_open_dialog_priors.moc"
