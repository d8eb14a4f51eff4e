// The Open dialog on real files: guesses shown, changed and handed on; damaged files said in words.
#include "ui/dialogs/open_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <mutex>
#include <set>

#include "core/base/heavy_work.h"
#include "tests/support/test_data.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/prior_narrowing.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"

using namespace regulus;

class TestOpenDialog : public QObject {
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

    void enterOpensWhatWasLookedAt() {
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.show();
        auto* field = dialog.findChild<QLineEdit*>();
        QVERIFY(field);
        field->setFocus();
        dialog.setDataset(written("few.csv", "cell,CD14,LYZ,MS4A1\na,1,0,3\nb,0,2,1\nc,4,1,0\n"));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(openButton(dialog)->isDefault());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
    }

    // What is made of a path belongs to the one that was said.
    void aPathThatIsHalfTypedIsNotYetOne() {
        PathField field("File", "All files (*)", "data", *m_settings);
        field.setPath("/a/prior.csv");
        field.edit()->setText("/a/pri");
        QCOMPARE(field.path(), QString("/a/prior.csv"));
        Q_EMIT field.edit()->editingFinished();
        QCOMPARE(field.path(), QString("/a/pri"));
    }

    // The keyboard leaves the line while its field is being destroyed: what was typed is nobody's any more.
    void aPathThatIsHalfTypedGoesWithItsDialog() {
        int chosen = 0;
        QWidget window;
        auto* field = new PathField("File", "All files (*)", "data", *m_settings, &window);
        connect(field, &PathField::chosen, this, [&chosen] { ++chosen; });
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        QTRY_VERIFY(field->edit()->hasFocus());
        QTest::keyClicks(field->edit(), "/a/path/that/is/longer/than/a/small/string");
        delete field;
        QCOMPARE(chosen, 0);
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
        Q_EMIT batch->activated(0);
        const OpenChoices choices = dialog.choices();
        QCOMPARE(choices.labelColumn, std::string("cell_type"));
        QCOMPARE(choices.batchColumn, std::string());
        auto* genes = dialog.findChild<QComboBox*>("genes");
        const int ensembl = genes->findData("gene_id");
        QVERIFY(ensembl >= 0);
        genes->setCurrentIndex(ensembl);
        Q_EMIT genes->activated(ensembl);
        QVERIFY(!dialog.ready());  // until it was looked at
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.choices().genes.column, std::string("gene_id"));
        QVERIFY2(genes->currentText().contains("no edge"), qPrintable(genes->currentText()));
        QVERIFY2(genes->itemText(0).contains("581 edges, 45 TFs"), qPrintable(genes->itemText(0)));
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
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.choices().assay, std::string("lognorm"));
        QCOMPARE(assay->currentData().toString(), QString("lognorm"));
        QCOMPARE(dialog.choices().labelColumn, std::string("cell_type"));
    }

    void everyKindOfFileIsLookedInto_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("words");
        QTest::newRow("10x folder") << "10x/3.0.0"
                                    << "10x folder";
        QTest::newRow("10x HDF5") << "10x/filtered_feature_bc_matrix.h5"
                                  << "10x HDF5";
        QTest::newRow("loom") << "loom/mouseBrain_toy.loom"
                              << "loom 3.0.0";
        QTest::newRow("table") << "reference/decoupleR_mat.csv"
                               << "text table";
        QTest::newRow("old h5ad") << "anndata/adata_v0.5.0.h5ad"
                                  << "AnnData before 0.7";
    }
    void everyKindOfFileIsLookedInto() {
        QFETCH(QString, file);
        QFETCH(QString, words);
        const QString data = test::data_file(file);
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.show();
        dialog.setDataset(data);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        bool said = false;
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            said = said || (label->isVisible() && label->text().contains(words));
        QVERIFY(said);
        QCOMPARE(dialog.findChild<QComboBox*>("rows")->isVisible(), words == "text table");
        QVERIFY(!dialog.findChild<QComboBox*>("part")->isVisible());
        QCOMPARE(dialog.findChild<QWidget*>("thumbnail")->isVisible(), words.startsWith("AnnData"));
    }

    void whatWasChosenOutlastsAnotherLook() {
        QByteArray table = "cell,kind,lot,day,CD3D,LYZ,MS4A1,NKG7\n";
        for (int i = 0; i < 24; ++i) {
            table += "c" + QByteArray::number(i) + (i % 2 ? ",T" : ",B") + (i % 3 ? ",x" : ",y") +
                     (i % 4 ? ",mon" : ",tue") + "," + QByteArray::number(i) + ",0,3,1\n";
        }
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(written("table.csv", table));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        const auto take = [&](const char* name, const QString& wanted) {
            auto* box = dialog.findChild<QComboBox*>(name);
            box->setCurrentIndex(box->findData(wanted));
            Q_EMIT box->activated(box->currentIndex());
        };
        const std::string guessed = dialog.choices().labelColumn;
        const QString other = guessed == "lot" ? "day" : "lot";
        take("labels", other);
        take("batch", "kind");
        auto* rows = dialog.findChild<QComboBox*>("rows");
        rows->setCurrentIndex(1);  // cells, as it was found out
        Q_EMIT rows->activated(1);
        QVERIFY(!dialog.ready());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.choices().labelColumn, other.toStdString());
        QCOMPARE(dialog.choices().batchColumn, std::string("kind"));
        // Another file is another matter.
        dialog.setDataset(written("again.csv", table));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.choices().labelColumn, guessed);
    }

    void oneOfTwoGenomesAndBackToBoth() {
        QVERIFY(QDir(m_folder.path()).mkdir("two"));
        QByteArray names;
        for (const char* gene : {"GRCh38_CD3D", "GRCh38_LYZ", "mm10___Cd3d"})
            names += QByteArray(gene) + "\t" + gene + "\tGene Expression\n";
        written("two/features.tsv", names);
        written("two/barcodes.tsv", "AAAC-1\nAAAG-1\n");
        const QString data =
            written("two/matrix.mtx",
                    "%%MatrixMarket matrix coordinate integer general\n3 2 4\n1 1 5\n2 1 1\n3 2 4\n1 2 1\n");
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(QFileInfo(data).path());
        auto* parts = dialog.findChild<QComboBox*>("part");
        for (const auto& [index, genes] :
             {std::pair(0, 3U), std::pair(2, 1U), std::pair(0, 3U), std::pair(1, 2U)}) {
            if (parts->count() > 0) {
                parts->setCurrentIndex(index);
                Q_EMIT parts->activated(index);
                QVERIFY(!dialog.ready());
            }
            QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
            QCOMPARE(parts->count(), 3);  // all, GRCh38, mm10
            QCOMPARE(parts->currentIndex(), index);
            QCOMPARE(dialog.dataset()->assays.at(0).matrix->genes(), std::size_t{genes});
        }
        QCOMPARE(dialog.choices().read.part, std::string("GRCh38"));
    }

    void labelsFromAnotherFile() {
        const QString data = test::data_file("10x/3.0.0");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.show();
        dialog.setDataset(data);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QFile labels(m_folder.filePath("labels.csv"));
        QVERIFY(labels.open(QIODevice::WriteOnly));
        labels.write("barcode,type\n");
        const auto& names = dialog.dataset()->obs.index;
        for (std::size_t i = 0; i + 7 < names.size(); ++i)
            labels.write(QByteArray::fromStdString(names[i]) + (i % 2 ? ",B\n" : ",T\n"));
        labels.close();
        dialog.setAnnotation(labels.fileName());
        QVERIFY(!dialog.ready());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QCOMPARE(dialog.choices().labelColumn, std::string("type"));
        QCOMPARE(dialog.choices().read.annotation, labels.fileName().toStdString());
        QVERIFY(std::ranges::any_of(dialog.dataset()->warnings, [](const std::string& warning) {
            return warning.find("7 cells are not in the table") != std::string::npos;
        }));
        // A file that is none is said, and the data open without it.
        QFile other(m_folder.filePath("other.csv"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("name,type\nnobody,T\nno one,B\n");
        other.close();
        dialog.setAnnotation(other.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.problemText().isEmpty(), 30000);
        QVERIFY(!openButton(dialog)->isEnabled());
        for (QPushButton* button : dialog.findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == "Open without it")
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(dialog.dataset()->obs.find("type") == nullptr);
    }

    void genesThroughAMappingFile() {
        const QString data = test::data_file("kang_sle/kang_sle_pbmc.h5ad"),
                      prior = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        OpenDialog dialog(*m_jobs, *m_settings);
        dialog.setDataset(data);
        dialog.setPrior(prior);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 30000);
        auto* genes = dialog.findChild<QComboBox*>("genes");
        const int ensembl = genes->findData("gene_id");
        genes->setCurrentIndex(ensembl);
        Q_EMIT genes->activated(ensembl);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        // From the file's own two columns of names.
        const Table& var = *dialog.dataset()->assay("X")->var;
        QFile table(m_folder.filePath("ensembl.tsv"));
        QVERIFY(table.open(QIODevice::WriteOnly));
        for (std::size_t i = 0; i < var.size(); ++i) {
            const Column& ids = *var.find("gene_id");
            const std::string id =
                ids.text()
                    ? ids.text()->values[i]
                    : ids.categorical()->categories[static_cast<std::size_t>(ids.categorical()->codes[i])];
            table.write(QByteArray::fromStdString(id + "\t" + var.index[i] + "\n"));
        }
        table.close();
        dialog.setGeneMapping(table.fileName());
        QTRY_COMPARE_WITH_TIMEOUT(genes->currentData().toString(), QString("gene_id|mapped"), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY2(genes->currentText().contains("581 edges, 45 TFs"), qPrintable(genes->currentText()));
        QVERIFY(dialog.choices().genes.mapping != nullptr);
        QCOMPARE(dialog.choices().mappingPath, table.fileName().toStdString());
        const OpenedDataset opened = prepare(dialog.dataset(), dialog.choices());
        QCOMPARE(opened.genes.names->names[5], var.index[5]);
        // It holds when the same file is read again, and is forgotten with another one.
        QByteArray labels = "cell,mine\n";
        for (const std::string& name : dialog.dataset()->obs.index)
            labels += QByteArray::fromStdString(name) + ",x\n";
        dialog.setAnnotation(written("mine.csv", labels));
        QVERIFY(!dialog.ready());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(dialog.choices().genes.mapping != nullptr);
        QVERIFY(genes->currentData().toString().endsWith("|mapped"));
        dialog.setDataset(test::data_file("pbmc3k/pbmc3k_seurat.h5ad"));
        QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
        QVERIFY(dialog.choices().genes.mapping == nullptr);
        QVERIFY(dialog.choices().mappingPath.empty());
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

    // Nothing that passes over cells or genes is done where a click waits for its answer.
    void everyLookIsAJob() {
        const QString data = test::data_file("kang_sle/kang_sle_pbmc.h5ad"),
                      prior = test::data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        std::mutex guard;
        QStringList here;
        std::set<std::string> elsewhere;
        listen_to_heavy_work([&](std::string_view what) {
            const std::lock_guard lock(guard);
            if (QThread::currentThread() == qApp->thread())
                here << QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size()));
            else
                elsewhere.emplace(what);
        });
        {
            OpenDialog dialog(*m_jobs, *m_settings);
            dialog.show();
            dialog.setDataset(data);
            dialog.setPrior(prior);
            QTRY_VERIFY_WITH_TIMEOUT(dialog.ready() && dialog.prior(), 30000);
            for (const char* name : {"genes", "assay", "labels"}) {
                auto* box = dialog.findChild<QComboBox*>(name);
                Q_EMIT box->activated(box->count() - 1);
                QTRY_VERIFY_WITH_TIMEOUT(dialog.ready(), 30000);
            }
            QTRY_VERIFY_WITH_TIMEOUT(m_jobs->idle(), 30000);
        }
        listen_to_heavy_work({});
        QCOMPARE(here, QStringList());
        for (const char* work : {"preview", "choices of names", "match of the prior", "thumbnail",
                                 "kept priors", "columns that could be labels"})
            QVERIFY2(elsewhere.contains(work), work);
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
