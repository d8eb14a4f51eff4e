// The Open dialog on real files: guesses shown, changed and handed on; damaged files said in words.
#include "ui/dialogs/open_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_data.h"
#include "ui/dialogs/path_field.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"

using namespace regulus;

class TestOpenDialog : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<SessionSettings> m_settings;

    static QPushButton* openButton(OpenDialog& dialog) {
        return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
    }

  private Q_SLOTS:
    void init() {
        m_jobs = std::make_unique<JobRunner>();
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
    }

    void guessesCanBeChangedAndAreHandedOn() {
        const QString data = test::data_file("kang_sle/kang_sle_pbmc.h5ad"),
                      prior = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.show();
        QVERIFY(!openButton(dialog)->isEnabled());
        dialog.setDataset(data);
        dialog.setPrior(prior);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 30000);
        QVERIFY(openButton(dialog)->isEnabled());
        auto* labels = dialog.findChild<QComboBox*>("labels");
        auto* batch = dialog.findChild<QComboBox*>("batch");
        QCOMPARE(labels->currentData().toString(), QString("cell_type"));
        QCOMPARE(batch->currentData().toString(), QString("donor_id"));
        batch->setCurrentIndex(0);
        const OpenChoices choices = dialog.choices();
        QCOMPARE(choices.labelColumn, std::string("cell_type"));
        QCOMPARE(choices.batchColumn, std::string());
        auto* genes = dialog.findChild<QComboBox*>("genes");
        const int ensembl = genes->findData("gene_id");
        QVERIFY(ensembl >= 0);
        genes->setCurrentIndex(ensembl);
        Q_EMIT genes->activated(ensembl);
        QCOMPARE(dialog.choices().geneColumn, std::string("gene_id"));
        QCOMPARE(batch->currentIndex(), 0);  // the other choices stay
        QTest::mouseClick(openButton(dialog), Qt::LeftButton);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
    }

    void theAssayToLearnFromCanBeChosen() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(data);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        auto* assay = dialog.findChild<QComboBox*>("assay");
        QCOMPARE(assay->currentData().toString(), QString("X"));
        QCOMPARE(dialog.choices().assay, std::string());  // the usual choice needs no word
        const int other = assay->findData("lognorm");
        QVERIFY(other >= 0);
        assay->setCurrentIndex(other);
        Q_EMIT assay->activated(other);
        QCOMPARE(dialog.choices().assay, std::string("lognorm"));
        QCOMPARE(assay->currentData().toString(), QString("lognorm"));
        QCOMPARE(dialog.choices().labelColumn, std::string("cell_type"));
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
        QCOMPARE(dialog.prior()->edges.size(), 5406U);
    }

    void aDamagedFileIsSaidInWordsAndCannotBeOpened() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(data);
        QFile whole(data);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QFile half(m_folder.filePath("half.h5ad"));
        QVERIFY(half.open(QIODevice::WriteOnly));
        half.write(whole.read(whole.size() / 3));
        half.close();
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(half.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.problemText().isEmpty(), 30000);
        QVERIFY(!openButton(dialog)->isEnabled());
        // Another file, and all is well again.
        dialog.setDataset(data);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(dialog.problemText().isEmpty());
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

    void closingWhileItReadsIsNoFault() {
        const QString data = test::data_file("kang_sle/kang_sle_pbmc.h5ad");
        REGULUS_NEED_DATA(data);
        auto dialog = std::make_unique<OpenDialog>(*m_jobs, *m_settings);
        dialog->setDataset(data);
        dialog.reset();
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->idle(), 30000);
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    TestOpenDialog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_open_dialog.moc"
