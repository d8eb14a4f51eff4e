// The Train dialog: what it asks for, the command that does the same, the estimate, and when it cannot train.
#include "ui/dialogs/train_dialog.h"

#include "ui/dialogs/cost_label.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QThread>
#include <QToolButton>
#include <atomic>

#include "core/base/heavy_work.h"
#include "core/data/dataset.h"
#include "tests/ui/session/small_engine.h"
#include "ui/script/command_text.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestTrainDialog : public QObject {
    Q_OBJECT

    static std::unique_ptr<Session> opened(Engine engine = smallEngine()) {
        auto session = std::make_unique<Session>(std::move(engine));
        auto data = smallDataset();
        // Split cells need more than one of a class on either side.
        const CsrMatrix six = data->assays[0].matrix->block(0, 6);
        CsrMatrix many;
        many.cols = six.cols;
        std::vector<std::int32_t> type, donor;
        data->obs.index.clear();
        for (int cell = 0; cell < 60; ++cell) {
            const auto c = static_cast<std::size_t>(cell % 6);
            many.push_row(six.row_columns(c), six.row_values(c));
            data->obs.index.push_back(QString("c%1").arg(cell).toStdString());
            type.push_back(c < 3 ? 0 : c < 5 ? 1 : -1);
            donor.push_back(cell / 6 % 2);
        }
        std::get<Categorical>(data->obs.columns[0].values).codes = type;
        std::get<Categorical>(data->obs.columns[1].values).codes = donor;
        data->obs.columns.pop_back();
        data->assays[0].matrix = std::make_shared<InMemoryMatrix>(many);
        data->embeddings.clear();
        data->path = "/data/my cells.h5ad";
        session->setDataset(data);
        return session;
    }
    static QPushButton* button(QDialog& dialog, const QString& text) {
        for (auto* b : dialog.findChildren<QPushButton*>())
            if (b->text() == text) return b;
        return nullptr;
    }

  private Q_SLOTS:
    void asksForAPriorFirst() {
        auto session = opened();
        TrainDialog dialog(*session);
        QVERIFY(dialog.problem().contains("prior"));
        QVERIFY(!button(dialog, "Train")->isEnabled());
        session->setPrior(smallPrior(), "/data/prior.csv");
        QVERIFY(dialog.problem().isEmpty());
        QVERIFY(button(dialog, "Train")->isEnabled());
    }

    void aPriorWithoutAnEdgeOfTheseGenesCannotTrain() {
        auto session = opened();
        const ListedRegulation mouse[] = {{"Spi1", "Cd14", 1, 0}};
        session->setPrior(std::make_shared<RegulatoryNetwork>(make_network("mouse", mouse)), "/data/m.csv");
        TrainDialog dialog(*session);
        QTRY_VERIFY2(dialog.problem().startsWith("No edge of this prior"), qPrintable(dialog.problem()));
        QVERIFY(!button(dialog, "Train")->isEnabled());
        session->setPrior(smallPrior(), "/data/prior.csv");
        QTRY_VERIFY(button(dialog, "Train")->isEnabled());
    }

    void theRequestIsWhatIsShown() {
        auto session = opened();
        session->setPrior(smallPrior(), "/data/prior.csv");
        TrainDialog dialog(*session);
        TrainRequest request = dialog.request();
        QCOMPARE(request.data.label_column, std::string("cell_type"));
        QCOMPARE(request.data.split_column,
                 std::string("donor_id"));  // donors are kept together when there are some
        QVERIFY(request.options.model.read == ReadMode::Regulons);
        QCOMPARE(request.options.model.bypass, options_for(Preset::Standard).model.bypass);
        QTest::mouseClick(button(dialog, "Quick"), Qt::LeftButton);
        request = dialog.request();
        QVERIFY(request.preset == Preset::Quick);
        QCOMPARE(request.options.reader_cells, options_for(Preset::Quick).reader_cells);
        // What regulons are read by; another form keeps its own numbers.
        const auto shown = [&](const char* name) {
            return dialog.findChild<QWidget*>(name)->isVisibleTo(dialog.findChild<QWidget*>("numbers"));
        };
        QVERIFY(shown("bypass") && shown("heads") && !shown("genes") && !shown("epochs"));
        dialog.findChild<QDoubleSpinBox*>("bypass")->setValue(0.2);
        auto* heads = dialog.findChild<QSpinBox*>("heads");
        QCOMPARE(heads->text(), QString("4 heads"));
        heads->setValue(1);
        QCOMPARE(heads->text(), QString("1 head"));
        heads->setValue(2);
        request = dialog.request();
        QCOMPARE(request.options.model.bypass, 0.2);
        QCOMPARE(request.options.model.heads, 2);
        QVERIFY(dialog.commandLine().contains("--bypass 0.2 --heads 2"));
        QCOMPARE(request.options.max_tfs, 0U);
        QCOMPARE(request.options.own, TrainingOptions().own);
        dialog.findChild<QSpinBox*>("tfs")->setValue(20);
        dialog.findChild<QDoubleSpinBox*>("own")->setValue(0);
        request = dialog.request();
        QCOMPARE(request.options.max_tfs, 20U);
        QCOMPARE(request.options.own, 0.0);
        QVERIFY2(dialog.commandLine().contains("--bypass 0.2 --tfs 20 --own-mrna 0 --heads 2"),
                 qPrintable(dialog.commandLine()));
        dialog.findChild<QComboBox*>("form")->setCurrentIndex(1);
        QVERIFY(dialog.request().options.model.mask == MaskMode::Shuffled);
        QCOMPARE(dialog.request().options.model.heads, 2);  // the form is the same
        dialog.findChild<QComboBox*>("form")->setCurrentIndex(3);
        QVERIFY(!shown("bypass") && !shown("heads") && shown("genes") && shown("epochs"));
        QVERIFY(dialog.commandLine().contains("--read genes --mask shuffled"));
        QCOMPARE(dialog.request().options.epochs, options_for(Preset::Quick, ReadMode::Genes).epochs);
        dialog.findChild<QComboBox*>("split")->setCurrentIndex(0);
        dialog.findChild<QSlider*>("fraction")->setValue(0);
        dialog.findChild<QSpinBox*>("genes")->setValue(500);
        dialog.findChild<QSpinBox*>("seed-split")->setValue(7);
        request = dialog.request();
        QVERIFY(request.options.model.mask == MaskMode::Shuffled);
        QCOMPARE(request.data.split.label_fraction, 0.01);
        QCOMPARE(request.options.max_genes, 500U);
        QCOMPARE(request.data.split.seed, 7U);
        QVERIFY(request.data.split_column.empty());
    }

    // Of the session's own labels nothing is read; of others once, in a job, however much else is changed.
    void labelsAreReadOnceAndInAJob() {
        Engine engine = smallEngine();
        engine.trainer = nullptr;  // measures nothing, which would read labels, too
        auto session = opened(engine);
        session->setPrior(smallPrior(), "/data/prior.csv");
        QTRY_VERIFY(session->jobs().idle());
        std::atomic<int> read = 0, here = 0;
        listen_to_heavy_work([&](std::string_view what) {
            if (what == "labels") ++read;
            if (QThread::currentThread() == qApp->thread()) ++here;
        });
        TrainDialog dialog(*session);
        auto* labels = dialog.findChild<QComboBox*>("labels");
        const auto said = [&](const char* words) {
            const auto all = dialog.findChildren<QLabel*>();
            return std::ranges::any_of(all, [&](QLabel* label) { return label->text().contains(words); });
        };
        QVERIFY(said("2 classes, 50 labelled cells"));
        QCOMPARE(read.load(), 0);
        labels->addItem("donor_id", "donor_id");
        dialog.setLabels("donor_id");
        QCOMPARE(dialog.request().data.label_column, std::string("donor_id"));
        dialog.setLabels("not there");
        QCOMPARE(labels->currentData().toString(), QString("donor_id"));
        auto* fraction = dialog.findChild<QSlider*>("fraction");
        for (int tick = 0; tick <= fraction->maximum(); ++tick) fraction->setValue(tick);
        dialog.findChild<QComboBox*>("form")->setCurrentIndex(1);
        QTRY_VERIFY(said("2 classes, 60 labelled cells"));
        QCOMPARE(read.load(), 1);
        labels->setCurrentIndex(labels->findData("cell_type"));
        QVERIFY(said("2 classes, 50 labelled cells"));
        QCOMPARE(read.load(), 1);
        QCOMPARE(here.load(), 0);
        listen_to_heavy_work({});
    }

    // Sentences are whole, and what is typed in stays where it is when a warning comes and goes.
    void nothingIsCutAndNothingMoves() {
        auto session = opened();
        session->setPrior(smallPrior(), "/data/prior.csv");
        TrainDialog dialog(*session);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        dialog.findChild<QToolButton*>("details")->setChecked(true);
        const auto cut = [&] {
            QStringList names;
            for (auto* label : dialog.findChildren<QLabel*>())
                if (label->isVisible() && label->wordWrap() &&
                    label->height() < label->heightForWidth(label->width()))
                    names << label->text();
            return names.join("; ");
        };
        QTRY_COMPARE(cut(), QString());
        dialog.findChild<QComboBox*>("form")->setCurrentIndex(2);
        QTRY_COMPARE(cut(), QString());
        auto* genes = dialog.findChild<QSpinBox*>("genes");
        genes->setValue(300);
        QTest::qWait(50);
        QVERIFY2(dialog.problem().isEmpty(), qPrintable(dialog.problem()));
        const QPoint place = genes->mapToGlobal(QPoint());
        const QSize size = dialog.size();
        genes->setValue(3);
        QVERIFY(!dialog.problem().isEmpty());
        QTest::qWait(50);
        QCOMPARE(cut(), QString());
        QCOMPARE(genes->mapToGlobal(QPoint()), place);
        QCOMPARE(dialog.size(), size);
        // A hint of several lines makes the dialog higher, and only while it is there.
        auto* mask = dialog.findChild<QComboBox*>("form");
        mask->setCurrentIndex(3);
        QTRY_COMPARE(cut(), QString());
        dialog.resize(480, dialog.height());
        QTRY_COMPARE(cut(), QString());
        dialog.resize(640, dialog.height());
        mask->setCurrentIndex(2);
        QTRY_COMPARE(dialog.height(), size.height());
        dialog.findChild<QToolButton*>("details")->setChecked(false);
        QTRY_VERIFY(dialog.height() < size.height());
    }

    void theCommandDoesTheSame() {
        auto session = opened();
        session->setPrior(smallPrior(), "/data/prior.csv");
        TrainDialog dialog(*session);
        dialog.findChild<QComboBox*>("split")->setCurrentIndex(0);
        QCOMPARE(dialog.commandLine(),
                 QString("regulus train --data '/data/my cells.h5ad' --labels cell_type --prior "
                         "/data/prior.csv --preset standard --out model.safetensors"));
        dialog.findChild<QComboBox*>("form")->setCurrentIndex(1);
        QVERIFY(dialog.commandLine().contains("--mask shuffled"));
    }

    // Each is of one thing, and shown where that thing is there.
    void seedsAreSeparate() {
        auto session = opened();
        session->setPrior(smallPrior(), "/data/prior.csv");
        TrainDialog dialog(*session);
        auto* form = dialog.findChild<QComboBox*>("form");
        const auto box = [&](const char* name) { return dialog.findChild<QSpinBox*>(name); };
        int value = 3;
        for (const char* name : {"seed-split", "seed-draw", "seed-init", "seed-mask"}) {
            QVERIFY(!box(name)->accessibleName().isEmpty());
            box(name)->setValue(value++);
        }
        QVERIFY(box("seed-init")->isHidden() && box("seed-mask")->isHidden());
        QVERIFY(dialog.commandLine().contains("--seed-split 3 --seed-draw 4 --out"));
        QCOMPARE(dialog.request().options.seed, 0U);
        form->setCurrentIndex(1);  // rewired
        QVERIFY(dialog.commandLine().contains("--seed-split 3 --seed-draw 4 --seed-mask 6 --out"));
        QCOMPARE(dialog.request().options.mask_seed, 6U);
        form->setCurrentIndex(2);  // genes
        QVERIFY(dialog.commandLine().contains("--seed-split 3 --seed-draw 4 --seed-init 5 --out"));
        const TrainRequest request = dialog.request();
        QCOMPARE(request.data.split.seed, 3U);
        QCOMPARE(request.data.split.draw, 4U);
        QCOMPARE(request.options.seed, 5U);
    }

    void theCommandSaysHowDataAndPriorWereOpened() {
        TrainRequest request;
        request.preset = Preset::Quick;
        request.options = options_for(Preset::Quick);
        request.data.label_column = "cell_type";
        request.data.genes.column = "ensembl";
        request.data.genes.mapping = std::make_shared<GeneMapping>();
        CommandSources from{.data = "d.h5mu", .prior = "starter", .opened = {}, .narrowed = {}};
        from.opened.read.part = "rna 2";
        from.opened.read.annotation = "labels.csv";
        from.opened.mappingPath = "map.tsv";
        from.narrowed.worst_confidence = 'B';
        from.narrowed.sign = SignFilter::Activating;
        from.narrowed.min_importance = 0.25;
        from.narrowed.top_targets = 50;
        from.narrowed.tf_list = "tfs.txt";
        from.narrowed.expand_complexes = true;
        QCOMPARE(trainCommand(request, from),
                 QString("regulus train --data d.h5mu --part 'rna 2' --obs labels.csv --labels cell_type "
                         "--prior starter --min-confidence B --sign activating --min-importance 0.25 "
                         "--top-targets 50 --tf-list tfs.txt --expand-complexes --gene-column ensembl "
                         "--gene-map map.tsv --preset quick --out model.safetensors"));
        from.opened = {};
        from.opened.read.table_rows = TableRows::Genes;
        from.narrowed = {};
        request.data.genes = {};
        request.data.genes.spelling = Spelling::WithoutCase;
        QCOMPARE(trainCommand(request, from),
                 QString("regulus train --data d.h5mu --rows genes --labels cell_type --prior starter "
                         "--gene-match case --preset quick --out model.safetensors"));
    }

    void quotingSurvivesAShell() {
        QCOMPARE(shellQuoted("a-b_c.h5ad"), QString("a-b_c.h5ad"));
        QCOMPARE(shellQuoted("it's"), QString("'it'\\''s'"));
        QCOMPARE(shellQuoted("$(rm)"), QString("'$(rm)'"));
        QCOMPARE(shellQuoted(""), QString("''"));
    }

    void theEstimateIsMeasuredInAJob() {
        auto session = opened();
        session->setPrior(smallPrior());
        TrainDialog dialog(*session);
        QVERIFY(dialog.estimateText().startsWith("Made in closed form"));  // measuring would be making it
        dialog.findChild<QComboBox*>("form")->setCurrentIndex(2);
        QVERIFY(dialog.estimateText().startsWith("Measuring"));
        QTRY_VERIFY(dialog.estimateText().contains("Estimated: 10 s"));
        QVERIFY(dialog.estimateText().contains("0.1 GB"));
    }

    void aboutTimesAreRound() {
        QCOMPARE(aboutText(1), QString("5 s"));
        QCOMPARE(aboutText(43), QString("45 s"));
        QCOMPARE(aboutText(170), QString("3 min"));
        QCOMPARE(aboutText(7200), QString("2.0 h"));
    }

    void aFileOfScaledValuesSaysTheWayOut() {
        Session session(smallEngine());
        auto data = smallDataset();
        data->assays[0].kind = ValueKind::Scaled;
        session.setDataset(data);
        session.setPrior(smallPrior());
        TrainDialog dialog(session);
        QVERIFY(dialog.problem().contains("scaled"));
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    TestTrainDialog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_train_dialog.moc"
