#include <QLabel>

#include "tests/ui/views/immune_session.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

class ConfusionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void counts_by_hand() {
        const std::vector<std::string> labels{"NK", "empty", "B", "doublet"}, classes{"B", "NK", "Mono"};
        const std::vector<std::int32_t> label{0, 0, 2, 3, -1, 2}, predicted{1, 0, 0, 2, 1, 0};
        const ConfusionTable m = confusionTable(labels, label, classes, predicted, CellSet());
        QCOMPARE(m.labels, (std::vector<std::string>{"NK", "B", "doublet"}));
        QCOMPARE(m.classes, (std::vector<std::string>{"NK", "B", "Mono"}));
        const std::size_t counts[3][3] = {{1, 1, 0}, {0, 2, 0}, {0, 0, 1}};
        for (std::size_t r = 0; r < 3; ++r)
            for (std::size_t c = 0; c < 3; ++c) QCOMPARE(m.at(r, c), counts[r][c]);
        QCOMPARE(m.counts.total(), 5U);
        QCOMPARE(accuracy(m.counts), 3.0 / 5);
        // NK: 2·1 / (2 + 1); B: 2·2 / (2 + 3); "doublet" is never predicted, "Mono" only predicted: 0, as
        // sklearn's f1_score(average="macro") of the five names
        QCOMPARE(macro_f1(m.counts), (2.0 / 3 + 4.0 / 5) / 4);
        QCOMPARE(cellsOf(m, 1, 1, label, predicted, CellSet()).rows(), (std::vector<std::uint32_t>{2, 5}));
        const CellSet some = CellSet::of(6, std::vector<std::uint32_t>{0, 2});
        QCOMPARE(confusionTable(labels, label, classes, predicted, some).counts.total(), 2U);
        const ConfusionTable none = confusionTable({}, {}, classes, {}, CellSet());
        QVERIFY(none.empty());
        QVERIFY(std::isnan(macro_f1(none.counts)));
    }

    void its_numbers_are_counts_by_label_and_class() {
        auto session = immuneSession();
        ConfusionView view(*session);
        QVERIFY(settle(*session));
        const ConfusionTable& table = view.scene().table();
        const FigureNumbers numbers = view.numbers();
        QCOMPARE(numbers.columns.size(), table.classes.size() + 2);
        QCOMPARE(numbers.columns[1], "predicted " + table.classes[0]);
        QCOMPARE(numbers.rows.size(), table.labels.size());
        for (std::size_t row = 0; row < table.labels.size(); ++row) {
            QCOMPARE(numbers.rows[row].front(), table.labels[row]);
            std::size_t cells = 0;
            for (std::size_t column = 0; column < table.classes.size(); ++column) {
                QCOMPARE(numbers.rows[row][column + 1], std::to_string(table.at(row, column)));
                cells += table.at(row, column);
            }
            QCOMPARE(numbers.rows[row].back(), std::to_string(cells));
        }
    }

    // What its menu offers.
    void the_cells_at_a_place_are_selected_added_and_taken_out() {
        auto session = immuneSession();
        ConfusionView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(picture(view, QStringLiteral("confusion_menu"), {900, 340}));
        const QPoint right = view.scene().fieldBox({0, 0}).center().toPoint(),
                     other = view.scene().fieldBox({1, 1}).center().toPoint();
        QVERIFY(view.hasCellsAt(right));
        QVERIFY(!view.hasCellsAt(QPoint(view.canvas()->width() - 2, view.canvas()->height() - 2)));
        view.selectAt(right, SelectMode::Replace);
        const std::size_t one = session->cells().selection().count();
        QVERIFY(one > 0);
        view.selectAt(other, SelectMode::Add);
        QVERIFY(session->cells().selection().count() > one);
        view.selectAt(other, SelectMode::Subtract);
        QCOMPARE(session->cells().selection().count(), one);
    }

    void a_field_selects_its_cells() {
        auto session = immuneSession();
        ConfusionView view(*session);
        QVERIFY(settle(*session));
        QVERIFY(view.states()->showsContent());
        QVERIFY(picture(view, QStringLiteral("confusion"), {900, 340}));
        const QPointF wrong = view.scene().fieldBox({1, 2}).center();  // FCGR3A+ Mono said to be DC
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {}, wrong.toPoint());
        const CellSet chosen = session->cells().selection();
        QVERIFY(chosen.count() > 0);
        QVERIFY(chosen.contains(7));
        for (const std::uint32_t cell : chosen.rows()) {
            QCOMPARE(typeOf(cell), 1);
            QCOMPARE(session->model().results->predicted[cell], 2);
        }
        const QPointF right = view.scene().fieldBox({0, 0}).center();
        QTest::mouseClick(view.canvas(), Qt::LeftButton, Qt::ShiftModifier, right.toPoint());
        QVERIFY(session->cells().selection().count() > chosen.count());
        view.setOver(ConfusionView::SelectedCells);
        QTRY_COMPARE(view.scene().table().counts.total(), session->cells().selection().count());
        // Of no selection: all labelled cells, and what to do for fewer.
        session->cells().clearSelection();
        QTRY_COMPARE(view.scene().table().counts.total(), immune_cells - 1);
        QVERIFY(view.summary().contains("macro-F1"));
        QVERIFY2(view.note().startsWith("Nothing is selected"), qPrintable(view.note()));
    }

    void counts_by_row_and_by_column() {
        const std::vector<std::string> names{"a", "b"};
        const std::vector<std::int32_t> label{0, 0, 0, 1}, predicted{0, 0, 1, 1};
        ConfusionScene scene;
        scene.setTable(confusionTable(names, label, names, predicted, CellSet()), {});
        using Says = ConfusionScene::Says;
        const auto texts = [&](Says says) {
            scene.setSays(says);
            return QStringList{scene.fieldText(0, 0), scene.fieldText(0, 1), scene.fieldText(1, 0),
                               scene.fieldText(1, 1)};
        };
        QCOMPARE(texts(Says::Counts), (QStringList{"2", "1", "", "1"}));
        QCOMPARE(texts(Says::OfLabel), (QStringList{"67 %", "33 %", "", "100 %"}));
        QCOMPARE(texts(Says::OfPrediction), (QStringList{"100 %", "50 %", "", "50 %"}));
        QCOMPARE(cellsOfColumn(scene.table(), 1, label, predicted, CellSet()).rows(),
                 (std::vector<std::uint32_t>{2, 3}));
        std::vector<std::int32_t> many(1000, 0), said(1000, 0);
        said[0] = 1;
        many.back() = said.back() = 1;  // a table has the labels that there are
        scene.setTable(confusionTable(names, many, names, said, CellSet()), {});
        QCOMPARE(texts(Says::OfLabel).first(2), (QStringList{">99 %", "<1 %"}));
    }

    void a_name_of_a_column_selects_its_cells() {
        auto session = immuneSession();
        ConfusionView view(*session);
        QVERIFY(settle(*session));
        view.setSays(ConfusionScene::Says::OfPrediction);
        QVERIFY(settle(*session));
        QVERIFY(view.states()->showsContent());
        QVERIFY(picture(view, QStringLiteral("confusion_of_prediction"), {900, 340}));
        const QRectF top = view.scene().fieldBox({0, 3});
        QTest::mouseClick(view.canvas(), Qt::LeftButton, {},
                          QPointF(top.center().x(), top.top() - 8).toPoint());
        const CellSet chosen = session->cells().selection();
        QVERIFY(chosen.count() > 50);
        const auto labels = session->opened().labels;
        for (std::size_t cell = 0; cell < immune_cells; ++cell)
            QCOMPARE(chosen.contains(cell),
                     labels->codes[cell] >= 0 &&
                         session->model().results->predicted[cell] == view.scene().table().classCodes[3]);
    }

    // Clusters with numbers and a model of cell types: nothing is right, and nothing wrong.
    void labels_of_other_names_are_not_wrong() {
        auto data = immuneDataset();
        auto& types = std::get<Categorical>(data->obs.columns.front().values).categories;
        for (std::size_t k = 0; k < types.size(); ++k) types[k] = std::to_string(k);
        Session session(immuneEngine());
        session.setDataset(data);
        session.setLabelColumn("cell_type");
        session.setModel(immuneModel());
        ConfusionView view(session);
        QVERIFY(settle(session));
        QTRY_VERIFY(view.states()->showsContent());
        const ConfusionTable& table = view.scene().table();
        QCOMPARE(table.labels.front(), std::string("0"));
        QVERIFY(!table.comparable);
        for (const bool dark : {false, true}) {
            const Theme& theme = dark ? Theme::darkTheme() : Theme::light();
            const QColor full = view.scene().fieldColor(0, 0, theme);
            QVERIFY2(full.hsvSaturation() < 90, qPrintable(full.name()));  // neither blue nor orange
        }
        for (auto* label : view.findChildren<QLabel*>())
            QVERIFY2(!label->text().contains("misclassified"), qPrintable(label->text()));
        QCOMPARE(view.caveat(), QString());
        QVERIFY(picture(view, QStringLiteral("confusion_other_names"), {900, 340}));
    }

    // As wide as the dock of a small screen, and as narrow as beside another one.
    void names_of_columns_are_not_cut_data() {
        QTest::addColumn<QSizeF>("size");
        QTest::newRow("wide and low") << QSizeF(1240, 150);
        QTest::newRow("narrow") << QSizeF(520, 200);
        QTest::newRow("large") << QSizeF(2500, 420);
    }
    void names_of_columns_are_not_cut() {
        QFETCH(QSizeF, size);
        const std::vector<std::string> types{"B cells",        "CD14+ Monocytes", "CD4 T cells",
                                             "CD8 T cells",    "Dendritic cells", "FCGR3A+ Monocytes",
                                             "Megakaryocytes", "NK cells"};
        std::vector<std::int32_t> codes;
        for (int i = 0; i < 80; ++i) codes.push_back(i % 8);
        ConfusionScene scene;
        scene.setTable(confusionTable(types, codes, types, codes, CellSet()), {});
        QImage image(size.toSize(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        scene.paint(painter, QRectF(QPointF(), size), PaintStyle::screen());
        QVERIFY(scene.columnNamesAreWhole());
        QVERIFY(scene.fieldBox({7, 7}).right() <= size.width() &&
                scene.fieldBox({7, 7}).bottom() <= size.height());
        QVERIFY(scene.fieldBox({0, 0}).height() >= 10);
    }

    // A model that is opened again: the cells it never saw come first, and whatever else is counted says that
    // it holds training cells, or may hold them.
    void says_what_holds_training_cells() {
        auto session = immuneSession(false);
        ConfusionView view(*session);
        auto model = immuneModel();
        TrainingRequest request;
        request.label_column = "cell_type";
        Job job;
        const TrainingSetup setup =
            prepare_training(*session->opened().dataset, *session->opened().prior, request, job);
        model->record = setup.input.record;
        const auto reopen = [&](const std::shared_ptr<ModelFile>& wanted) {
            session->setModel(nullptr);
            session->setModel(wanted);
            settle(*session);
        };
        reopen(model);
        QTRY_COMPARE(view.scene().table().counts.total(), setup.split.test.count());
        QCOMPARE(view.caveat(), QString());
        view.setOver(ConfusionView::AllCells);
        QTRY_COMPARE(view.scene().table().counts.total(), immune_cells - 1);
        const std::size_t learned = setup.split.train.count() + setup.split.validation.count();
        QVERIFY2(view.caveat().startsWith(QString("Includes %1 cells used for training").arg(learned)),
                 qPrintable(view.caveat()));
        session->cells().select(setup.split.test);
        view.setOver(ConfusionView::SelectedCells);
        QTRY_COMPARE(view.caveat(), QString());

        auto older = std::make_shared<ModelFile>(*model);
        older->record.uses.clear();
        older->record.detected.clear();
        reopen(older);
        view.setOver(ConfusionView::AllCells);
        QTRY_VERIFY2(view.caveat().startsWith("Includes training cells"), qPrintable(view.caveat()));

        auto foreign = std::make_shared<ModelFile>(*model);
        foreign->record.data_checksum = std::string(64, '0');
        foreign->record.data_name = "other.h5ad";
        reopen(foreign);
        QTRY_VERIFY2(
            view.caveat().startsWith("May include training cells") && view.caveat().contains("other.h5ad"),
            qPrintable(view.caveat()));
    }

    void states() {
        auto session = immuneSession(false);
        ConfusionView view(*session);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No model yet"));
        Session unlabelled(immuneEngine());
        auto data = immuneDataset(false);
        data->obs.columns.clear();
        unlabelled.setDataset(data);
        unlabelled.setModel(immuneModel());
        ConfusionView none(unlabelled);
        QVERIFY(settle(unlabelled));
        QCOMPARE(none.states()->page()->title(), QStringLiteral("No labels"));
    }
};

QTEST_MAIN(ConfusionTest)
#include "tst_confusion.moc"
